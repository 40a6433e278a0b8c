#pragma once

#include "core/random/distributions.h"
#include "tests/support/memory_source.h"

#include <cmath>

namespace agon::test {

/** A contest with every kind of observation, for views: four contestants, @p seeds seeds, budget
 *  10,000, metrics at about @p points log-spaced steps. Invented numbers. */
inline std::shared_ptr<MemorySource> sampleContest(std::uint64_t seeds = 8,
                                                   std::int64_t points = 200)
{
    auto source = std::make_shared<MemorySource>();
    ExperimentView &view = source->view();
    view.name = "Sample";
    view.toml = "name = \"Sample\"\n# <&> stays as it is\n";
    view.stepUnit = "round";
    view.budgetUnit = "rounds";
    view.schedule.points = points;
    constexpr std::int64_t budget = 10'000;

    ChannelDeclaration regret = metricChannel("cumulative_regret", "Cumulative pseudo-regret");
    regret.unit = "reward";
    const int regretChannel = source->addChannel(regret);
    ChannelDeclaration bound = metricChannel("lai_robbins", "Lai–Robbins", Direction::none);
    bound.referenceOf = "cumulative_regret";
    const int boundChannel = source->addChannel(bound);
    const int switchesChannel = source->addChannel(metricChannel("switches", "Switches of arm"));
    ChannelDeclaration pulls = metricChannel("arm_pulls", "Arm pulls", Direction::none);
    pulls.kind = ObservationKind::field;
    pulls.columnAxis = "arm";
    const int pullsChannel = source->addChannel(pulls);
    ChannelDeclaration front = metricChannel("architectures", "Architectures", Direction::none);
    front.kind = ObservationKind::points;
    front.columns = {{"latency", "Latency", "ms", Direction::minimize},
                     {"accuracy", "Accuracy", "%", Direction::maximize}};
    const int frontChannel = source->addChannel(front);
    ChannelDeclaration votes = metricChannel("votes", "Votes", Direction::none);
    votes.kind = ObservationKind::match;
    const int votesChannel = source->addChannel(votes);
    ChannelDeclaration cells = metricChannel("cell", "Best cell", Direction::none);
    cells.kind = ObservationKind::graph;
    const int cellChannel = source->addChannel(cells);

    ChannelDeclaration weights = metricChannel("weights", "Mixing weights", Direction::none);
    weights.kind = ObservationKind::field;
    weights.columnAxis = "strategy";
    const int weightsChannel = source->addChannel(weights);

    const std::vector<std::string> names{"UCB1", "ε-greedy, ε = 0.1", "Thompson sampling",
                                         "KL-UCB"};
    const std::vector<double> slopes{45, 0, 9, 13};
    const std::vector<std::int64_t> steps = [&] {
        std::vector<std::int64_t> due{0};
        for (std::int64_t i = 0; i < points; ++i) {
            const double share = static_cast<double>(i) / static_cast<double>(points - 1);
            const auto step = static_cast<std::int64_t>(std::llround(std::pow(budget, share)));
            if (step > due.back())
                due.push_back(step);
        }
        return due;
    }();
    std::vector<int> contestantCells;
    for (const std::string &name : names)
        contestantCells.push_back(source->addContestant(name, budget));
    for (std::uint64_t seed = 1; seed <= seeds; ++seed)
        for (std::size_t k = 0; k < names.size(); ++k) {
            const int run = source->addRun(contestantCells[k], seed);
            random::Stream stream(seed, random::Purpose("sample contest"), k);
            const double scale = 1 + 0.15 * random::normal(stream);
            std::vector<double> values;
            std::vector<double> bounds;
            std::vector<double> switches;
            double walk = 0;
            for (const std::int64_t step : steps) {
                const auto t = static_cast<double>(step);
                walk += 0.3 * random::normal(stream);
                const double mean =
                    k == 1 ? 0.038 * t + 6 * std::log1p(t) : slopes[k] * std::log1p(t);
                values.push_back(std::max(0.0, step == 0 ? 0 : scale * mean + walk));
                bounds.push_back(6 * std::log1p(t));
                switches.push_back((40 - 8 * static_cast<double>(k)) * scale * std::log1p(t));
            }
            source->addMetric(run, switchesChannel, steps, std::move(switches));
            source->addMetric(run, regretChannel, steps, std::move(values));
            source->addMetric(run, boundChannel, steps, std::move(bounds));
            // Multiplicative weights of three strategies, on a path of its own for every seed.
            random::Stream luck(seed, random::Purpose("sample weights"), k);
            std::vector<double> scores(3, 0);
            for (std::size_t i = 0; i < steps.size(); i += 5) {
                FieldFrame frame{1, 3, {}, {}, {"buy and hold", "uniform", "follow the winner"}};
                for (std::size_t strategy = 0; strategy < 3; ++strategy) {
                    scores[strategy] += (strategy == k % 3 ? 0.3 : 0) + 0.2 * random::normal(luck);
                    frame.values.push_back(std::exp(scores[strategy]));
                }
                source->addFrame(run, weightsChannel, steps[i], std::move(frame));
            }
            if (seed > 1)
                continue;
            for (std::size_t i = 0; i < steps.size(); i += 5) {
                FieldFrame frame;
                frame.columns = 10;
                for (int arm = 0; arm < 10; ++arm)
                    frame.values.push_back(
                        1.0 + (arm == 0 ? 0.1 * static_cast<double>(steps[i]) : 3.0 / (1 + arm)));
                double sum = 0;
                for (const double value : frame.values)
                    sum += value;
                for (double &value : frame.values)
                    value /= sum;
                source->addFrame(run, pullsChannel, steps[i], std::move(frame));
            }
            PointsFrame population;
            for (int i = 0; i < 40; ++i) {
                const double latency = 1 + 9 * stream.uniform();
                population.values.push_back(latency);
                population.values.push_back(60 + 3 * static_cast<double>(k) +
                                            12 * std::log(latency) -
                                            6 * random::exponential(stream));
                population.ids.push_back(i);
            }
            source->addFrame(run, frontChannel, budget, std::move(population));
            source->setLabels(run, votesChannel, {"Ada", "Boole", "Cantor", "Dirichlet", "Euler"});
            for (std::int64_t match = 1; match <= 60; ++match) {
                const auto a = static_cast<std::int32_t>(stream.below(5));
                const auto b = static_cast<std::int32_t>(
                    (static_cast<std::uint64_t>(a) + 1 + stream.below(4)) % 5);
                const bool first = stream.bernoulli(1 / (1 + std::exp(0.5 * (a - b))));
                source->addFrame(
                    run, votesChannel, match,
                    MatchOutcome{first ? std::vector{a, b} : std::vector{b, a}, {0, 1}});
            }
            GraphFrame graph;
            for (const char *label : {"in", "1", "2", "out"})
                graph.nodes.push_back({label, 0, {}, {}});
            graph.edges = {{0, 1, 1, "conv 3×3"}, {0, 2, 1, "skip"}, {1, 2, 1, "conv 1×1"},
                           {1, 3, 1, "none"},     {2, 3, 1, "pool"}, {0, 3, 1, "conv 3×3"}};
            source->addFrame(run, cellChannel, 100, std::move(graph));
        }
    return source;
}

} // namespace agon::test
