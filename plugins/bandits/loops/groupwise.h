#pragma once

#include "plugins/bandits/loops/round_trial.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

// The loop "bandits/groupwise": every round shows an individual who belongs to one or more groups;
// a predictor names a number in [-1, 1] and is told the truth. Losses are (prediction - truth)².

namespace agon::bandits {

/** One round. */
struct Individual
{
    std::vector<double> features;
    std::vector<std::uint8_t> groups; ///< membership; the first group is everyone
    double truth = 0;                 ///< hardly ever outside [-1, 1], where predictions are
};

/** Individuals in the order in which they come. Immutable, shared by all contestants. */
class GroupwiseInstance : public ProblemInstance
{
public:
    GroupwiseInstance(int dimension, std::vector<std::string> groups)
        : m_dimension(dimension), m_groups(std::move(groups))
    {}
    /** The individual of round @p round, counted from 1, in the run with @p seed. */
    virtual void draw(std::uint64_t seed, std::int64_t round, Individual &individual) const = 0;
    int dimension() const { return m_dimension; }
    /** Names; "everyone" is the first. */
    const std::vector<std::string> &groups() const { return m_groups; }

private:
    int m_dimension;
    std::vector<std::string> m_groups;
};

/** What a predictor may know before the first round. */
struct GroupwiseTask
{
    int dimension = 1; ///< features
    int groups = 1;
    std::uint64_t seed = 0; ///< of the run, for predictors that draw
};

/** A predictor for the loop: made for each run from its settings and the task. */
class GroupwisePredictor
{
public:
    virtual ~GroupwisePredictor() = default;
    /** @p individual's truth is not to be looked at. */
    virtual double predict(const Individual &individual) = 0;
    virtual void update(const Individual &individual) = 0;
    /** The weight of every group's learner in the last prediction; empty where there are none. */
    virtual std::span<const double> weights() const { return {}; }
};

using MakePredictor = std::function<std::unique_ptr<GroupwisePredictor>(const GroupwiseTask &)>;

/** @p roundsPerUnit of one lane take a few milliseconds. */
std::unique_ptr<Trial> groupwiseTrial(const TrialRequest &request,
                                      const MakePredictor &makePredictor,
                                      std::int64_t roundsPerUnit);

/** One line of the catalogue. @p Predictor has Settings with a schema and a constructor from
 *  settings and task. */
template <class Predictor>
AlgorithmEntry groupwiseEntry(AlgorithmDeclaration declaration, std::int64_t roundsPerUnit = 500)
{
    static_assert(std::is_base_of_v<GroupwisePredictor, Predictor>);
    using Settings = typename Predictor::Settings;
    declaration.loops = {"bandits/groupwise"};
    declaration.parameters = Settings::schema().declarations();
    AlgorithmEntry entry;
    entry.declaration = std::move(declaration);
    entry.start = [roundsPerUnit](const TrialRequest &request) -> Expected<std::unique_ptr<Trial>> {
        const Settings settings = Settings::schema().read(request.settings);
        return groupwiseTrial(
            request,
            [settings](const GroupwiseTask &task) {
                return std::make_unique<Predictor>(settings, task);
            },
            roundsPerUnit);
    };
    return entry;
}

} // namespace agon::bandits
