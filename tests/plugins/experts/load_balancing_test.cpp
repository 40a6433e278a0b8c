#include "plugins/experts/rules/load_balancing.h"
#include "plugins/experts/rules/load_metrics.h"
#include "tests/plugins/experts/golden.h"

#include <numeric>

using namespace agon;
using namespace agon::experts;
using golden::close;
using golden::flat;

namespace {

/** The micro-batches of the paper's vector, one domain each. */
Routing microBatches()
{
    const Json &data = golden::cases("lbl_micro_vs_global")[0];
    const Json &logits = data.at("logits_microbatch_token_expert");
    Routing routing(static_cast<int>(logits.size()), static_cast<int>(logits[0].size()),
                    static_cast<int>(logits[0][0].size()), data.at("k"));
    routing.logits = flat(logits);
    routeTopK(routing);
    return routing;
}

} // namespace

class LoadBalancingTest : public QObject
{
    Q_OBJECT

private slots:
    void switchLossAndItsGradient()
    {
        for (const Json &data : golden::cases("switch_loss")) {
            const Routing routing = golden::routed(data.at("logits"), data.at("k"));
            const std::vector<double> fractions = synchronisedFractions(routing, 1);
            QVERIFY(close(fractions, flat(data.at("f"))));
            std::vector<double> gradient(routing.logits.size(), 0);
            QVERIFY(close(loadBalancingLoss(routing, fractions, 1, gradient), data.at("loss")));
            QVERIFY(close(gradient, flat(data.at("grad_logits"))));
        }
    }

    void microBatchLoss()
    {
        const Json &data = golden::cases("lbl_micro_vs_global")[0];
        const Routing routing = microBatches();
        QVERIFY(close(routing.counts, flat(data.at("count"))));
        const std::vector<double> fractions = synchronisedFractions(routing, 1);
        QVERIFY(close(fractions, flat(data.at("f_micro"))));
        std::vector<double> gradient(routing.logits.size(), 0);
        QVERIFY(close(loadBalancingLoss(routing, fractions, 1, gradient), data.at("lbl_micro")));
        const std::vector<double> expected = flat(data.at("grad_micro_microbatch0"));
        QVERIFY(close(std::span(gradient).first(expected.size()), expected));
    }

    void globalBatchLoss()
    {
        const Json &data = golden::cases("lbl_micro_vs_global")[0];
        const Routing routing = microBatches();
        const std::vector<double> fractions = synchronisedFractions(routing, routing.microBatches);
        for (int j = 0; j < routing.microBatches; ++j)
            QVERIFY(close(std::span(fractions).subspan(static_cast<std::size_t>(4 * j), 4),
                          flat(data.at("f_global"))));
        std::vector<double> gradient(routing.logits.size(), 0);
        QVERIFY(close(loadBalancingLoss(routing, fractions, 1, gradient), data.at("lbl_global")));
        const std::vector<double> expected = flat(data.at("grad_global_microbatch0"));
        QVERIFY(close(std::span(gradient).first(expected.size()), expected));

        // Exactly the loss of one big batch.
        Routing big(1, routing.totalTokens(), routing.experts, routing.selected);
        big.logits = routing.logits;
        routeTopK(big);
        std::vector<double> bigGradient(big.logits.size(), 0);
        QVERIFY(close(loadBalancingLoss(big, synchronisedFractions(big, 1), 1, bigGradient),
                      data.at("lbl_global"), 1e-12));
        QVERIFY(close(bigGradient, gradient, 1e-15));
    }

    void bufferedLoss()
    {
        const Json &data = golden::cases("lbl_micro_vs_global")[0];
        const Routing routing = microBatches();
        const std::vector<double> fractions = bufferedFractions(routing, 1);
        std::vector<double> gradient(routing.logits.size(), 0);
        QVERIFY(
            close(loadBalancingLoss(routing, fractions, 1, gradient), data.at("lbl_buffer_mean")));
        // Step by step: E sum f P of each accumulation step.
        const std::vector<double> means = flat(data.at("P_micro"));
        for (std::size_t j = 0; j < 4; ++j)
            QVERIFY(close(4 * std::inner_product(means.begin() + static_cast<int>(4 * j),
                                                 means.begin() + static_cast<int>(4 * j + 4),
                                                 fractions.begin() + static_cast<int>(4 * j), 0.0),
                          data.at("lbl_buffer_sequence")[j]));
        // All synchronised at once: the global-batch loss.
        QCOMPARE(bufferedFractions(routing, 4), synchronisedFractions(routing, 4));
    }

    void shuffledLoss()
    {
        const Routing routing = microBatches();
        const std::vector<double> one = shuffledFractions(routing, 1, 1);
        QCOMPARE(one, shuffledFractions(routing, 1, 1));
        QVERIFY(one != shuffledFractions(routing, 1, 2));
        QVERIFY(one != shuffledFractions(routing, 2, 1));
        // Without bias: the subsets' mean over many steps is the global fraction.
        std::vector<double> mean(4, 0);
        constexpr int steps = 4000;
        for (int step = 1; step <= steps; ++step) {
            const std::vector<double> fractions = shuffledFractions(routing, 1, step);
            for (std::size_t i = 0; i < fractions.size(); ++i)
                mean[i % 4] += fractions[i] / (4 * steps);
        }
        const Json &data = golden::cases("lbl_micro_vs_global")[0];
        QVERIFY(close(mean, flat(data.at("f_global")), 0.003));
        // A subset as large as the batch is the batch.
        Routing whole(1, routing.totalTokens(), 4, 2);
        whole.logits = routing.logits;
        routeTopK(whole);
        QVERIFY(close(shuffledFractions(whole, 1, 1), flat(data.at("f_global")), 1e-12));
    }

    void specialisationOfThePapersExample()
    {
        const Json &data = golden::cases("lbl_micro_vs_global")[0];
        QVERIFY(close(mutualInformation(microBatches().counts, 4),
                      data.at("mutual_information_domain_expert_nats")));
    }

    void unevenGroupsKeepTheirShare()
    {
        const Routing routing = microBatches();
        const std::vector<double> fractions = synchronisedFractions(routing, 3);
        // The fourth micro-batch is a group of its own.
        const std::vector<double> alone = synchronisedFractions(routing, 1);
        QVERIFY(std::equal(fractions.begin() + 12, fractions.end(), alone.begin() + 12));
        QVERIFY(close(std::accumulate(fractions.begin(), fractions.end(), 0.0), 4, 1e-12));
    }
};

QTEST_GUILESS_MAIN(LoadBalancingTest)
#include "load_balancing_test.moc"
