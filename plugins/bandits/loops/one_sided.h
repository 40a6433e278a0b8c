#pragma once

#include "core/random/stream.h"
#include "plugins/bandits/loops/round_trial.h"
#include "plugins/bandits/rules/horizon.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <type_traits>
#include <utility>
#include <vector>

// The loop "bandits/one-sided": every round brings several individuals, of whom some are accepted;
// only of these is it ever known whether they deserved it. A panel of auditors points at a pair of
// similar individuals that is treated too differently.

namespace agon::bandits {

/** A round's individuals with the scores of all candidate classifiers. */
struct Applicants
{
    std::vector<double> scores; ///< classifiers × individuals: probabilities of acceptance
    std::vector<int> labels;    ///< 1: deserves acceptance
    /** Pairs that a quota of auditors holds to be similar: individuals' numbers, i < j. */
    std::vector<std::pair<int, int>> similar;
    /** How far apart the individuals of every pair are to the auditors' eyes, squared: (0, 1),
     *  (0, 2), …, (1, 2), …; empty where the panel shows no votes. */
    std::vector<double> squaredDistances = {};
};

/** Auditors who hold individuals to be similar that are at most so far apart. A quota of them
 *  reports a pair. */
struct Panel
{
    std::vector<double> radii; ///< one an auditor; empty: votes are not shown
    int quota = 0;
};

/** A pair (l, r) of similar individuals: π(x_l) exceeds π(x_r) by more than the tolerance. */
struct Violation
{
    int left = -1; ///< -1: none
    int right = -1;
};

/** A stream of applicants and a panel. Immutable, shared by all contestants. */
class OneSidedInstance : public ProblemInstance
{
public:
    /** @p size individuals a round, @p classifiers N candidates, @p tolerance alpha. */
    OneSidedInstance(int size, int classifiers, double tolerance)
        : m_size(size), m_classifiers(classifiers), m_tolerance(tolerance)
    {}
    virtual void draw(std::uint64_t seed, std::int64_t round, Applicants &applicants) const = 0;
    /** Nobody whose votes are shown, unless the problem says who. */
    virtual Panel panel() const { return {}; }
    int size() const { return m_size; }
    int classifiers() const { return m_classifiers; }
    double tolerance() const { return m_tolerance; }

private:
    int m_size;
    int m_classifiers;
    double m_tolerance;
};

/** What a learner may know before the first round. */
struct OneSidedTask
{
    int size = 0;        ///< k
    int classifiers = 0; ///< N
    std::int64_t horizon = 0;
};

/** A learner for the loop: made for each run from its settings and the task. */
class OneSidedLearner
{
public:
    virtual ~OneSidedLearner() = default;
    /** Probabilities of acceptance of the round's individuals, from the classifiers' @p scores. */
    virtual void accept(std::span<const double> scores, std::span<double> probabilities,
                        random::Stream &stream) = 0;
    /** @p labels of the accepted, -1 for all others, and what the panel reports. */
    virtual void update(std::span<const double> scores, std::span<const int> labels,
                        const Violation &violation, random::Stream &stream) = 0;
};

using MakeLearner = std::function<std::unique_ptr<OneSidedLearner>(const OneSidedTask &)>;
std::unique_ptr<Trial> oneSidedTrial(const TrialRequest &request, const MakeLearner &makeLearner,
                                     Horizon horizon);

/** The pair of @p similar that is treated most differently, if that exceeds @p tolerance. */
Violation worstViolation(std::span<const std::pair<int, int>> similar,
                         std::span<const double> probabilities, double tolerance);

/** The squared distance of the nearest two individuals whose @p probabilities differ by more than
 *  @p tolerance, which are those that most auditors object to; infinite where there are none. */
double nearestUnequalPair(std::span<const double> squaredDistances,
                          std::span<const double> probabilities, double tolerance);

/** One line of the catalogue. @p Learner has Settings with a schema and a constructor from settings
 *  and task. */
template <class Learner>
AlgorithmEntry oneSidedEntry(AlgorithmDeclaration declaration)
{
    static_assert(std::is_base_of_v<OneSidedLearner, Learner>);
    using Settings = typename Learner::Settings;
    declaration.loops = {"bandits/one-sided"};
    declaration.parameters = parametersOf<Learner>();
    AlgorithmEntry entry;
    entry.declaration = std::move(declaration);
    entry.start = [](const TrialRequest &request) -> Expected<std::unique_ptr<Trial>> {
        const Settings settings = Settings::schema().read(request.settings);
        return oneSidedTrial(
            request,
            [settings](const OneSidedTask &task) {
                return std::make_unique<Learner>(settings, task);
            },
            horizonOf<Learner>(request.settings));
    };
    return entry;
}

} // namespace agon::bandits
