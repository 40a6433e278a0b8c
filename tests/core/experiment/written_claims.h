#pragma once

#include "core/experiment/claims.h"

#include <QtGlobal>

#include <cmath>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

/** Claims about two contestants whose runs a test writes down. */
namespace agon::test {

/** Runs whose series are written down by a test. */
class WrittenRuns final : public ObservationSource
{
public:
    using Series = std::vector<std::pair<std::int64_t, double>>;

    ExperimentView view;
    std::vector<RunView> list;
    std::map<std::pair<int, int>, Series> metrics; ///< by run and channel

    ExperimentView experiment() const override { return view; }
    std::vector<RunView> runs() const override { return list; }
    std::vector<ChunkPointer> chunks(int run, int channel, std::size_t) const override
    {
        const auto found = metrics.find({run, channel});
        if (found == metrics.end())
            return {};
        auto chunk = std::make_shared<Chunk>();
        chunk->channel = channel;
        for (const auto &[step, value] : found->second) {
            chunk->steps.push_back(step);
            chunk->values.push_back(value);
        }
        return {chunk};
    }
    std::vector<std::string> labels(int, int) const override { return {}; }
    std::uint64_t revision() const override { return 1; }

    int run(int cell, std::uint64_t seed) const
    {
        for (std::size_t i = 0; i < list.size(); ++i)
            if (list[i].cell == cell && list[i].seed == seed)
                return static_cast<int>(i);
        return -1;
    }
};

inline RunView finished(int cell, std::uint64_t seed)
{
    RunView run;
    run.cell = cell;
    run.seed = seed;
    run.status = RunStatus::finished;
    run.step = 100;
    return run;
}

inline ChannelDeclaration metric(const char *key, Direction direction)
{
    ChannelDeclaration channel;
    channel.key = key;
    channel.title = key;
    channel.direction = direction;
    return channel;
}

/** Two contestants, A and B, on one problem with a budget of 100 steps. Channels: loss (minimised),
 *  score (maximised), time (censored at the budget). */
inline WrittenRuns twoContestants(const Claim &claim)
{
    WrittenRuns source;
    source.view.channels = {metric("loss", Direction::minimize),
                            metric("score", Direction::maximize),
                            metric("time", Direction::minimize), metric("drift", Direction::none)};
    source.view.channels[2].censored = true;
    source.view.mainChannels = {0, 1, 2, 3};
    source.view.budgetUnit = "steps";
    source.view.stepUnit = "step";
    source.view.problems = {{"Task", "toy/task", {}}};
    source.view.contestants = {{"A", "toy/a", {}, 0}, {"B", "toy/b", {}, 1}};
    source.view.cells = {{0, 0, {}, 100}, {0, 1, {}, 100}};
    for (const std::uint64_t seed : claim.experiment.seeds)
        for (int cell = 0; cell < 2; ++cell)
            source.list.push_back(finished(cell, seed));
    return source;
}

inline const std::string head = R"(
paper = "P999"
statement = "A is better than B."
scope = "scaled-down"
budget = 100
[problem]
type = "toy/task"
[[contestant]]
type = "toy/a"
label = "A"
[[contestant]]
type = "toy/b"
label = "B"
)";

inline Claim claimOf(const std::string &expectation, const std::string &seeds = "seeds = 10")
{
    const auto claim = parseClaim(seeds + head + expectation, "claims/P999-toy.toml");
    if (!claim)
        qFatal("%s", claim.error().text().c_str());
    return *claim;
}

/** One expectation on end values given for every seed (counted from 0) and contestant. */
inline ClaimFinding judged(const std::string &expectation, int seeds,
                           const std::function<double(int seed, int contestant)> &loss,
                           ClaimVerdict *whole = nullptr)
{
    const Claim claim = claimOf(expectation, "seeds = " + std::to_string(seeds));
    WrittenRuns source = twoContestants(claim);
    for (int seed = 0; seed < seeds; ++seed)
        for (int contestant = 0; contestant < 2; ++contestant) {
            const int run =
                source.run(contestant, firstJudgingSeed + static_cast<std::uint64_t>(seed));
            const double value = loss(seed, contestant);
            if (std::isnan(value))
                source.list[static_cast<std::size_t>(run)].status = RunStatus::failed;
            for (int channel = 0; channel < 4; ++channel)
                source.metrics[{run, channel}] = {{0, 9}, {100, value}};
        }
    const auto verdict = judge(claim, source, {});
    if (!verdict)
        qFatal("%s", verdict.error().text().c_str());
    if (whole)
        *whole = *verdict;
    return verdict->expectations.at(0).findings.at(0);
}

inline const std::string aLessThanB = R"(
[[expect]]
measure = { metric = "loss", contestant = "A" }
relation = "less"
to = { contestant = "B" }
)";

} // namespace agon::test
