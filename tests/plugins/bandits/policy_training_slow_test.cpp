#include "tests/plugins/bandits/policy_training.h"

#include <QTest>

#include <fmt/format.h>

using namespace agon;
using namespace agon::bandits;
using agon::bandits::test::PolicyTraining;

/** What the shipped weights can do, and where they come from (P046). */
class PolicyTrainingSlowTest : public QObject
{
    Q_OBJECT

    using Losses = std::array<double, 5>;

    static Losses losses(const PolicyTraining::Pull &pull, int rollouts = 4000,
                         const PolicyTraining::Recommend &recommend = bestMean)
    {
        return PolicyTraining::worstLosses(pull, rollouts, 900'000, 5, recommend);
    }
    static Losses losses(TrainedFor purpose, int rollouts = 4000)
    {
        return losses(PolicyTraining::sampling(trainedWeights(purpose)), rollouts);
    }
    static Losses specialists(int rollouts = 4000)
    {
        return {losses(TrainedFor::class20, rollouts)[0], losses(TrainedFor::class60, rollouts)[1],
                losses(TrainedFor::class200, rollouts)[2],
                losses(TrainedFor::class600, rollouts)[3],
                losses(TrainedFor::class2000, rollouts)[4]};
    }
    static double excess(const Losses &of, const Losses &over)
    {
        double most = -1;
        for (std::size_t k = 0; k < of.size(); ++k)
            most = std::max(most, of[k] - over[k]);
        return most;
    }
    static int inTurn(const ArmStatistics &, int played, random::Stream &)
    {
        return played % PolicyTraining::arms;
    }

private Q_SLOTS:
    // The sheet's predicate: the worst excess over the specialists is at most 0.4 times that of
    // sequential halving and of pulling all arms alike.
    void oneForAllIsNearEverySpecialist()
    {
        // Sequential halving as usual: every round looks at its own samples only, and 8, 4 and 2
        // arms get 1, 2 and 4 pulls.
        std::vector<int> survivors;
        std::vector<double> sums;
        int began = 0;
        const auto halving = [&](const ArmStatistics &seen, int played, random::Stream &) {
            if (played == 0) {
                survivors.resize(PolicyTraining::arms);
                std::iota(survivors.begin(), survivors.end(), 0);
                sums.assign(PolicyTraining::arms, 0);
                began = 0;
            }
            if (played - began == PolicyTraining::arms && survivors.size() > 2) {
                const auto ofRound = [&](int arm) {
                    const auto a = static_cast<std::size_t>(arm);
                    return seen.sums[a] - sums[a];
                };
                std::stable_sort(survivors.begin(), survivors.end(),
                                 [&](int a, int b) { return ofRound(a) > ofRound(b); });
                survivors.resize(survivors.size() / 2);
                sums = seen.sums;
                began = played;
            }
            return survivors[static_cast<std::size_t>(played - began) % survivors.size()];
        };
        const auto lastRound = [&](const ArmStatistics &seen) {
            const auto ofRound = [&](int arm) {
                const auto a = static_cast<std::size_t>(arm);
                return seen.sums[a] - sums[a];
            };
            return ofRound(survivors[0]) >= ofRound(survivors[1]) ? survivors[0] : survivors[1];
        };
        const Losses best = specialists();
        const double robust = excess(losses(TrainedFor::everyClass), best);
        const double halved = excess(losses(halving, 4000, lastRound), best);
        const double uniform = excess(losses(inTurn), best);
        const std::string found =
            fmt::format("robust {:.4f}, halving {:.4f}, uniform {:.4f}", robust, halved, uniform);
        QVERIFY2(robust <= 0.4 * halved, found.c_str());
        QVERIFY2(robust <= 0.4 * uniform, found.c_str());
    }

    // The shipped weights are those that the training gives, to the four digits they are written
    // with.
    void trainingGivesTheShippedWeights()
    {
        const auto written = [](const PolicyWeights &weights) {
            std::string text;
            for (const double weight : weights)
                text += fmt::format("{:.4g} ", weight);
            return text;
        };
        const std::array<PolicyWeights, 7> trained = PolicyTraining::trainAll();
        for (std::size_t purpose = 0; purpose < trained.size(); ++purpose)
            QCOMPARE(written(trained[purpose]),
                     written(trainedWeights(static_cast<TrainedFor>(purpose))));
    }
};

QTEST_GUILESS_MAIN(PolicyTrainingSlowTest)
#include "policy_training_slow_test.moc"
