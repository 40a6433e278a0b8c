#include "core/learning/softmax_regression.h"
#include "core/learning/vectors.h"
#include "core/random/distributions.h"

#include <QTest>

#include <cmath>
#include <numeric>

using namespace agon;
using namespace agon::learning;

namespace {

constexpr double regularization = 0.01;

/** @p rows random examples of @p features numbers in @p classes classes. */
DataSet randomSet(std::int32_t rows, std::int32_t features, std::int32_t classes)
{
    DataSet set;
    set.features = features;
    set.classes = classes;
    random::Stream stream(7, random::Purpose("test data"));
    for (std::int32_t row = 0; row < rows; ++row) {
        for (std::int32_t feature = 0; feature < features; ++feature)
            set.values.push_back(random::normal(stream));
        set.labels.push_back(
            static_cast<std::int32_t>(stream.below(static_cast<std::uint64_t>(classes))));
    }
    return set;
}

std::vector<double> randomParameters(std::size_t size)
{
    std::vector<double> parameters(size);
    random::Stream stream(8, random::Purpose("test parameters"));
    random::fillNormal(stream, parameters, 0.5);
    return parameters;
}

} // namespace

class SoftmaxRegressionTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    /** Two classes, one feature: the loss is ln(1 + exp(-z)) with z the difference of scores. */
    void twoClassesAreLogisticRegression()
    {
        const DataSet set{1, 2, {2.0, -1.0}, {0, 1}};
        const SoftmaxRegression model(1, 2, 0);
        QCOMPARE(model.dimension(), std::size_t{4});
        const std::vector<double> parameters{0.75, -0.25, 0.5, 0};
        Workspace workspace;
        const std::vector<std::int32_t> rows{0, 1};
        const double expected = 0.5 * (std::log1p(std::exp(-2.5)) + std::log1p(std::exp(-0.5)));
        QVERIFY(std::abs(model.meanLoss(set, rows, parameters, {}, workspace) - expected) < 1e-15);
    }

    void zeroParametersGiveTheLogarithmOfTheClasses()
    {
        const DataSet set = randomSet(300, 6, 10);
        const SoftmaxRegression model(6, 10, regularization);
        const std::vector<double> weights(300, 1.0 / 300);
        const std::vector<double> parameters(model.dimension(), 0.0);
        Workspace workspace;
        const double loss = model.weightedLoss(set, weights, parameters, {}, workspace);
        QVERIFY(std::abs(loss - std::log(10.0)) < 1e-12);
        for (const std::int32_t prediction : model.predict(set, parameters, workspace))
            QCOMPARE(prediction, 0); // ties go to the smaller class
    }

    void gradientsAgreeWithFiniteDifferences()
    {
        // More rows than one block, and a last block that is short.
        const DataSet set = randomSet(150, 5, 4);
        const SoftmaxRegression model(5, 4, regularization);
        std::vector<std::int32_t> rows(140);
        std::iota(rows.begin(), rows.end(), 3);
        rows.push_back(3);
        std::vector<double> weights(150);
        double total = 0;
        for (std::size_t row = 0; row < weights.size(); ++row)
            total += weights[row] = static_cast<double>(row % 7);
        for (double &weight : weights)
            weight /= total;
        std::vector<double> parameters = randomParameters(model.dimension());
        std::vector<double> ofRows(model.dimension());
        std::vector<double> ofWeights(model.dimension());
        Workspace workspace;
        model.meanLoss(set, rows, parameters, ofRows, workspace);
        model.weightedLoss(set, weights, parameters, ofWeights, workspace);
        constexpr double h = 1e-5;
        for (std::size_t j = 0; j < parameters.size(); ++j) {
            const double kept = parameters[j];
            double rowsDifference = 0;
            double weightsDifference = 0;
            for (const double sign : {1.0, -1.0}) {
                parameters[j] = kept + sign * h;
                rowsDifference += sign * model.meanLoss(set, rows, parameters, {}, workspace);
                weightsDifference +=
                    sign * model.weightedLoss(set, weights, parameters, {}, workspace);
            }
            parameters[j] = kept;
            QVERIFY(std::abs(rowsDifference / (2 * h) - ofRows[j]) < 1e-9);
            QVERIFY(std::abs(weightsDifference / (2 * h) - ofWeights[j]) < 1e-9);
        }
    }

    void equalWeightsEqualTheMean()
    {
        const DataSet set = randomSet(200, 5, 3);
        const SoftmaxRegression model(5, 3, regularization);
        const auto parameters = randomParameters(model.dimension());
        std::vector<std::int32_t> rows(200);
        std::iota(rows.begin(), rows.end(), 0);
        const std::vector<double> weights(200, 1.0 / 200);
        std::vector<double> one(model.dimension());
        std::vector<double> other(model.dimension());
        Workspace workspace;
        QCOMPARE(model.meanLoss(set, rows, parameters, one, workspace),
                 model.weightedLoss(set, weights, parameters, other, workspace));
        QCOMPARE(one, other);
    }

    void hugeScoresStayFinite()
    {
        const DataSet set{1, 3, {1000.0}, {2}};
        const SoftmaxRegression model(1, 3, 0);
        const std::vector<double> parameters{5, 1, -5, 0, 0, 0};
        std::vector<double> gradient(6);
        Workspace workspace;
        const std::vector<std::int32_t> rows{0};
        QCOMPARE(model.meanLoss(set, rows, parameters, gradient, workspace), 10'000.0);
        QCOMPARE(gradient[0], 1000.0);
        QCOMPARE(gradient[2], -1000.0);
    }

    void accuracyCountsTheLargestScore()
    {
        const DataSet set{1, 2, {1, 2, -1, -3}, {0, 1, 1, 1}};
        const SoftmaxRegression model(1, 2, 0);
        Workspace workspace;
        QCOMPARE(model.accuracy(set, std::vector<double>{1, 0, 0, 0}, workspace), 0.75);
    }
};

QTEST_GUILESS_MAIN(SoftmaxRegressionTest)
#include "softmax_regression_test.moc"
