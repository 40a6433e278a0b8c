#pragma once

#include "plugins/bandits/bandits.h"
#include "plugins/bandits/channels.h"
#include "plugins/bandits/loops/stochastic.h"
#include "tests/plugins/memory_recorder.h"
#include "tests/support/golden.h"

#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

namespace agon::bandits::test {

/** The family with what the tests of its rules need: trials in any state, golden numbers. */
class Bench
{
public:
    /** A group of tests/golden/bandits.json. */
    static const Json &golden(const std::string &group)
    {
        return agon::test::golden("bandits").at(group);
    }

    InstancePointer problem(const std::string &id, const Json &settings = Json::object(),
                            std::uint64_t seed = 1) const
    {
        const auto &parameters = m_family->catalogue().problem(id)->parameters;
        return must(m_family->prepare(
            {id, must(completeSettings(parameters, settings, id)), seed, nullptr}));
    }

    std::shared_ptr<const StochasticInstance> instance(const std::string &id, const Json &settings,
                                                       std::uint64_t seed = 1) const
    {
        return std::dynamic_pointer_cast<const StochasticInstance>(problem(id, settings, seed));
    }

    std::unique_ptr<PolicyTrial> start(const std::string &algorithm, const Json &settings,
                                       InstancePointer instance, std::int64_t budget = 1000,
                                       std::uint64_t seed = 1) const
    {
        auto trial = trialOf(algorithm, settings, std::move(instance), budget, seed);
        return std::unique_ptr<PolicyTrial>(dynamic_cast<PolicyTrial *>(trial.release()));
    }

    /** A trial of any loop. */
    std::unique_ptr<Trial> trialOf(const std::string &algorithm, const Json &settings,
                                   InstancePointer instance, std::int64_t budget,
                                   std::uint64_t seed) const
    {
        TrialRequest request;
        request.algorithm = algorithm;
        request.settings = must(completeSettings(
            m_family->catalogue().algorithm(algorithm)->parameters, settings, algorithm));
        request.instances = {std::move(instance)};
        request.seeds = {seed};
        request.budget = budget;
        return must(m_family->start(request));
    }

    /** Everything a trial of @p algorithm records. */
    agon::test::MemoryRecorder::Lane play(const std::string &algorithm, const Json &settings,
                                          InstancePointer instance, std::int64_t budget,
                                          std::uint64_t seed) const
    {
        const auto trial = trialOf(algorithm, settings, std::move(instance), budget, seed);
        agon::test::MemoryRecorder recorder(m_family->catalogue().loops.front().schedule, budget,
                                            1);
        while (trial->advance(recorder)) {
        }
        return recorder.lane(0);
    }

    /** Arms with these means, Bernoulli or Gaussian. */
    std::shared_ptr<const StochasticInstance> bernoulli(const std::vector<double> &means) const
    {
        return instance("bandits/bernoulli", {{"means", {{"type", "custom"}, {"values", means}}}});
    }
    std::shared_ptr<const StochasticInstance> gaussian(const std::vector<double> &means,
                                                       double deviation) const
    {
        return instance("bandits/gaussian", {{"means", {{"type", "custom"}, {"values", means}}},
                                             {"deviation", deviation}});
    }

    /** Tells the policy of @p pulls rewards of @p arm that add up to @p sum. */
    static void tell(PolicyTrial &trial, int arm, int pulls, double sum)
    {
        for (int pull = 0; pull < pulls; ++pull)
            trial.tell(0, arm, sum / pulls);
    }
    /** Likewise with rewards of 0 and 1. */
    static void tellCoins(PolicyTrial &trial, int arm, int successes, int failures)
    {
        for (int pull = 0; pull < successes + failures; ++pull)
            trial.tell(0, arm, pull < successes ? 1 : 0);
    }
    /** How often each arm is chosen in @p draws independent answers in the same state. */
    static std::vector<int> choices(PolicyTrial &trial, std::size_t arms, int draws)
    {
        std::vector<int> counts(arms);
        for (int draw = 0; draw < draws; ++draw)
            ++counts.at(static_cast<std::size_t>(trial.ask(0)));
        return counts;
    }

private:
    template <class T>
    static T must(Expected<T> expected)
    {
        if (!expected)
            throw std::runtime_error(expected.error().text());
        return std::move(*expected);
    }

    std::shared_ptr<const Family> m_family = makeFamily();
};

} // namespace agon::bandits::test
