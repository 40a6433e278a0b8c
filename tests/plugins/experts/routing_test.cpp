#include "plugins/experts/rules/bias_balancing.h"
#include "plugins/experts/rules/load_metrics.h"
#include "tests/plugins/experts/golden.h"

using namespace agon;
using namespace agon::experts;
using golden::close;
using golden::flat;

class RoutingTest : public QObject
{
    Q_OBJECT

private slots:
    void topKGating()
    {
        for (const Json &data : golden::cases("top_k_gating")) {
            const Routing routing = golden::routed(data.at("logits"), data.at("k"));
            QVERIFY(close(routing.probabilities, flat(data.at("softmax"))));
            QVERIFY(close(std::vector<double>(routing.chosen.begin(), routing.chosen.end()),
                          flat(data.at("index"))));
            QVERIFY(close(routing.weights, flat(data.at("weights"))));
        }
    }

    void tiesGoToTheLowestIndex()
    {
        std::vector<std::int32_t> chosen(2);
        selectLargest(std::vector<double>{1, 3, 3, 3}, chosen);
        QCOMPARE(chosen, (std::vector<std::int32_t>{1, 2}));
        selectLargest(std::vector<double>{5, 5, 6}, chosen);
        QCOMPARE(chosen, (std::vector<std::int32_t>{2, 0}));
    }

    void capacityDropsInPositionOrder()
    {
        for (const Json &data : golden::cases("capacity_position_order")) {
            Routing routing = golden::routed(data.at("logits"), data.at("k"));
            QCOMPARE(capacityOf(routing, data.at("factor")), data.at("capacity").get<int>());
            applyCapacity(routing, data.at("factor"));
            std::vector<std::uint8_t> expected(routing.served.size(), 1);
            for (const Json &drop : data.at("dropped_token_slot_expert")) {
                const auto entry =
                    drop.at(0).get<std::size_t>() * static_cast<std::size_t>(routing.selected) +
                    drop.at(1).get<std::size_t>();
                QCOMPARE(routing.chosen[entry], drop.at(2).get<std::int32_t>());
                expected[entry] = 0;
                QCOMPARE(routing.weights[entry], 0.0);
            }
            QCOMPARE(routing.served, expected);
        }
    }

    void zLossAndItsGradient()
    {
        for (const Json &data : golden::cases("z_loss")) {
            const Routing routing = golden::routed(data.at("logits"), 1);
            std::vector<double> gradient(routing.logits.size(), 0);
            QVERIFY(close(zLoss(routing, 1, gradient), data.at("loss")));
            QVERIFY(close(gradient, flat(data.at("grad_logits"))));
        }
    }

    void loadMetrics()
    {
        for (const Json &data : golden::cases("balance_metrics")) {
            const Routing routing = golden::routed(data.at("logits"), data.at("k"));
            QVERIFY(close(normalisedEntropy(routing.counts), data.at("normalised_entropy")));
            QVERIFY(close(maximumViolation(routing.counts), data.at("max_violation")));
        }
        // Each domain with an expert of its own: the logarithm of the number of domains, also when
        // one domain is seen more often.
        QVERIFY(close(mutualInformation(std::vector<double>{8, 0, 0, 0, 2, 0}, 2), std::log(2.0)));
        QVERIFY(close(mutualInformation(std::vector<double>{1, 2, 3, 2, 4, 6}, 2), 0));
    }

    void biasesFollowTheLoad()
    {
        for (const Json &data : golden::cases("aux_loss_free_bias")) {
            Routing routing = golden::unrouted(data.at("logits_16x4"), data.at("k"));
            std::vector<double> bias(4, 0);
            for (const Json &step : data.at("trace")) {
                QVERIFY(close(bias, flat(step.at("bias_before"))));
                routeBiased(routing, Score::sigmoid, bias);
                QVERIFY(close(routing.counts, flat(step.at("count"))));
                QVERIFY(
                    close(std::vector<double>(routing.chosen.begin(), routing.chosen.begin() + 4),
                          flat(step.at("first_two_tokens_index"))));
                QVERIFY(close(std::span(routing.weights).first(4),
                              flat(step.at("first_two_tokens_gate"))));
                updateBias(routing, data.at("u"), bias);
            }
            QVERIFY(close(bias, flat(data.at("final_bias"))));
        }
    }
};

QTEST_GUILESS_MAIN(RoutingTest)
#include "routing_test.moc"
