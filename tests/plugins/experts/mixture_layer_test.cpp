#include "core/learning/adam.h"
#include "core/random/distributions.h"
#include "plugins/experts/loops/mixture_layer.h"
#include "plugins/experts/rules/bias_balancing.h"
#include "plugins/experts/rules/load_balancing.h"

#include <QTest>

#include <cmath>

using namespace agon;
using namespace agon::experts;

namespace {

enum class Gate { topK, sigmoidBias, softmaxBias };

TokenBatch someTokens(int tokens, int dimension)
{
    TokenBatch batch;
    batch.tokens = tokens;
    batch.inputs.resize(static_cast<std::size_t>(tokens * dimension));
    batch.targets.resize(batch.inputs.size());
    batch.domain.resize(static_cast<std::size_t>(tokens), 0);
    random::Stream stream(5, random::Purpose("test tokens"));
    random::fillNormal(stream, batch.inputs);
    random::fillNormal(stream, batch.targets);
    return batch;
}

/** Everything that a training step differentiates: error, balancing loss, z-loss. */
double objective(const MixtureLayer &layer, const TokenBatch &batch, Routing &routing, Gate gate,
                 double capacity, std::vector<double> *gradient)
{
    const std::vector<double> bias{0.1, -0.2, 0.05, 0};
    layer.score(batch, routing);
    if (gate == Gate::topK)
        routeTopK(routing);
    else
        routeBiased(routing, gate == Gate::sigmoidBias ? Score::sigmoid : Score::softmax, bias);
    if (capacity > 0)
        applyCapacity(routing, capacity);
    std::vector<double> logitGradient(routing.logits.size(), 0);
    std::vector<double> weightGradient(routing.weights.size(), 0);
    double value = 0;
    if (gradient) {
        value = layer.loss(batch, routing, *gradient, weightGradient);
        if (gate == Gate::topK)
            differentiateTopK(routing, weightGradient, logitGradient);
        else
            differentiateBiased(routing,
                                gate == Gate::sigmoidBias ? Score::sigmoid : Score::softmax,
                                weightGradient, logitGradient);
    } else {
        value = layer.loss(batch, routing);
    }
    value += loadBalancingLoss(routing, synchronisedFractions(routing, 2), 0.3, logitGradient);
    value += zLoss(routing, 0.01, logitGradient);
    if (gradient)
        layer.differentiateScores(batch, logitGradient, *gradient);
    return value;
}

} // namespace

class MixtureLayerTest : public QObject
{
    Q_OBJECT

private slots:
    void gradientEqualsFiniteDifferences_data()
    {
        QTest::addColumn<int>("gate");
        QTest::addColumn<int>("selected");
        QTest::addColumn<double>("capacity");
        for (const int k : {1, 2, 3}) {
            QTest::addRow("top-%d", k) << static_cast<int>(Gate::topK) << k << 0.0;
            QTest::addRow("sigmoid with bias, top-%d", k)
                << static_cast<int>(Gate::sigmoidBias) << k << 0.0;
            QTest::addRow("softmax with bias, top-%d", k)
                << static_cast<int>(Gate::softmaxBias) << k << 0.0;
            QTest::addRow("top-%d with dropped tokens", k)
                << static_cast<int>(Gate::topK) << k << 0.75;
        }
    }
    void gradientEqualsFiniteDifferences()
    {
        QFETCH(int, gate);
        QFETCH(int, selected);
        QFETCH(double, capacity);
        MixtureLayer layer(5, 4, 11);
        // Larger router weights than at the start, so that probabilities differ.
        for (double &parameter : layer.parameters().first(20))
            parameter *= 30;
        const TokenBatch batch = someTokens(24, 5);
        Routing routing(4, 6, 4, selected);
        std::vector<double> gradient(layer.parameters().size());
        objective(layer, batch, routing, static_cast<Gate>(gate), capacity, &gradient);
        for (std::size_t i = 0; i < gradient.size(); ++i) {
            constexpr double h = 1e-6;
            double &parameter = layer.parameters()[i];
            const double kept = parameter;
            const auto at = [&](double value) {
                parameter = value;
                return objective(layer, batch, routing, static_cast<Gate>(gate), capacity, nullptr);
            };
            const double numeric = (at(kept + h) - at(kept - h)) / (2 * h);
            parameter = kept;
            QVERIFY2(std::abs(numeric - gradient[i]) < 1e-7 * (1 + std::abs(numeric)),
                     qPrintable(QString("parameter %1: %2 by differences, %3 by hand")
                                    .arg(i)
                                    .arg(numeric)
                                    .arg(gradient[i])));
        }
    }

    void oneExpertIsLinearRegression()
    {
        // With one expert the layer learns y = A x + c to any precision.
        TokenBatch batch = someTokens(64, 3);
        for (std::size_t t = 0; t < 64; ++t) {
            const double *x = batch.inputs.data() + 3 * t;
            double *y = batch.targets.data() + 3 * t;
            y[0] = x[0] - 2 * x[1] + 0.5;
            y[1] = 0.3 * x[2];
            y[2] = x[1] + x[2] - 1;
        }
        MixtureLayer layer(3, 1, 3);
        learning::Adam adam(layer.parameters().size(), {.stepSize = 0.02});
        Routing routing(1, 64, 1, 1);
        std::vector<double> gradient(layer.parameters().size());
        std::vector<double> weightGradient(64);
        double loss = 0;
        for (int step = 0; step < 3000; ++step) {
            layer.score(batch, routing);
            routeTopK(routing);
            loss = layer.loss(batch, routing, gradient, weightGradient);
            adam.step(layer.parameters(), gradient);
        }
        QVERIFY2(loss < 1e-12, qPrintable(QString::number(loss)));
    }
};

QTEST_GUILESS_MAIN(MixtureLayerTest)
#include "mixture_layer_test.moc"
