#include "plugins/experts/channels.h"
#include "plugins/experts/loops/training.h"
#include "tests/plugins/experts/training_runs.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <numeric>

using namespace agon;
using namespace agon::experts;

namespace {

std::shared_ptr<const TokenProblem> stream(const Json &settings, std::uint64_t seed)
{
    const std::unique_ptr<Family> family = makeFamily();
    const std::string id = "experts/token-stream";
    const Json complete =
        *completeSettings(family->catalogue().problem(id)->parameters, settings, id);
    return std::dynamic_pointer_cast<const TokenProblem>(
        *family->prepare({id, complete, seed, nullptr}));
}

/** A short run with small micro-batches. */
std::vector<test::MemoryRecorder::Lane> play(Json problemSettings, const std::string &algorithm,
                                             const Json &settings,
                                             const std::vector<std::uint64_t> &seeds)
{
    problemSettings["tokens-per-micro-batch"] = 16;
    return train(problemSettings, algorithm, settings, seeds, 8);
}

} // namespace

class TrainingTest : public QObject
{
    Q_OBJECT

private slots:
    void microBatchesHoldOneDomainInTurn()
    {
        const auto problem = stream(Json::object(), 3);
        for (const std::int64_t step : {1, 2, 7}) {
            const TokenBatch batch = problem->batch(step);
            QCOMPARE(batch.tokens, 256);
            for (std::size_t i = 0; i < 256; ++i)
                QCOMPARE(batch.domain[i],
                         static_cast<std::int32_t>((static_cast<std::int64_t>(i / 32) + step) % 4));
        }
        QCOMPARE(problem->evaluation().tokens, 4096);
        // Fully mixed: every micro-batch sees every domain.
        const TokenBatch mixed = stream({{"domain-purity", 0}}, 3)->batch(1);
        std::vector<int> seen(8 * 4, 0);
        for (std::size_t i = 0; i < 256; ++i)
            ++seen[i / 32 * 4 + static_cast<std::size_t>(mixed.domain[i])];
        QVERIFY(std::all_of(seen.begin(), seen.end(), [](int n) { return n > 0; }));
    }

    void tokensHaveTheStatedMoments()
    {
        // Without centres' and maps' randomness: the noise of x is N(0, 1) around 0.5 mu plus the
        // cue.
        const auto problem = stream({{"clusters", 1}, {"domains", 1}}, 8);
        const TokenBatch &tokens = problem->evaluation();
        std::vector<double> mean(16, 0), square(16, 0);
        for (std::size_t i = 0; i < tokens.inputs.size(); ++i) {
            mean[i % 16] += tokens.inputs[i] / tokens.tokens;
            square[i % 16] += tokens.inputs[i] * tokens.inputs[i] / tokens.tokens;
        }
        for (std::size_t c = 0; c < 16; ++c)
            QVERIFY(std::abs(square[c] - mean[c] * mean[c] - 1) < 0.3);
        QVERIFY(std::abs(mean[0] - 3) < 2.5);
    }

    void balancingTheWholeBatchAsOneGroupIsGlobal()
    {
        const auto loss = [](const std::string &algorithm, const Json &settings) {
            return play(Json::object(), algorithm, settings, {1}).front().metrics.at(channel::loss);
        };
        const auto global = loss("experts/lbl-global", Json::object());
        QVERIFY(global == loss("experts/lbl-global", {{"balance-batch", 8}}));
        QVERIFY(global == loss("experts/lbl-global", {{"balance-batch", 100}}));
        QVERIFY(global == loss("experts/lbl-global-buffer", {{"synchronised", 8}}));
        const auto micro = loss("experts/lbl-micro", Json::object());
        QVERIFY(micro == loss("experts/lbl-global", {{"balance-batch", 1}}));
        QVERIFY(micro != global);
        // Without weight there is no balancing.
        QVERIFY(loss("experts/top-k", Json::object()) ==
                loss("experts/lbl-micro", {{"weight", 0}}));
    }

    void lanesNeverInfluenceEachOther()
    {
        const auto together = play(Json::object(), "experts/lbl-shuffle", Json::object(), {4, 5});
        const auto alone = play(Json::object(), "experts/lbl-shuffle", Json::object(), {5});
        QVERIFY(together[1].metrics == alone[0].metrics);
        QVERIFY(together[1].frames == alone[0].frames);
        QVERIFY(together[0].metrics != alone[0].metrics);
    }

    void loadOfEveryDomainAddsUp()
    {
        const auto lane =
            play({{"experts-per-token", 3}}, "experts/top-k", Json::object(), {2}).front();
        for (const auto &[step, frame] : lane.frames.at(channel::expertLoad)) {
            const auto &field = std::get<FieldFrame>(frame);
            QCOMPARE(field.rows, 4);
            QCOMPARE(field.columns, 8);
            for (std::size_t d = 0; d < 4; ++d)
                QVERIFY(std::abs(std::accumulate(field.values.begin() + static_cast<int>(8 * d),
                                                 field.values.begin() + static_cast<int>(8 * d + 8),
                                                 0.0) -
                                 1) < 1e-12);
        }
    }
};

QTEST_GUILESS_MAIN(TrainingTest)
#include "training_test.moc"
