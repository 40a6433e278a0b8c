#pragma once

#include "core/random/stream.h"
#include "plugins/bandits/loops/round_trial.h"
#include "plugins/bandits/rules/log_bootstrap.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <type_traits>
#include <utility>
#include <vector>

// The loop "bandits/off-policy": rounds that another policy logged are read one after the other; an
// estimator says what the policy under evaluation would have earned.

namespace agon::bandits {

/** One logged round with what is known about the policy under evaluation. */
struct LoggedRound
{
    int action = 0;
    double reward = 0;
    double propensity = 1;         ///< with which the logging policy chose the action
    std::vector<double> evaluated; ///< probabilities of the policy under evaluation
    std::vector<double> predicted; ///< q̂: predicted reward of every action
};

/** Logs of a problem. Immutable, shared by all contestants. */
class LogInstance : public ProblemInstance
{
public:
    /** Round @p number, counted from 1, in the run with @p seed. */
    virtual void read(std::uint64_t seed, std::int64_t number, LoggedRound &round) const = 0;
    /** What the policy under evaluation truly earns a round. */
    virtual double truth() const = 0;
};

/** An estimate with its standard error. */
struct Estimate
{
    double value = 0;
    double standardError = 0;
};

/** What an estimator makes of a log: a mean of terms, or a ratio of means. */
class OffPolicyEstimator
{
public:
    virtual ~OffPolicyEstimator() = default;
    /** Reads a round and answers what it adds to the estimate; @p stream is the estimator's own. */
    virtual EstimatorTerm add(const LoggedRound &round, random::Stream &stream) = 0;
    /** After at least one round. */
    virtual Estimate estimate() const = 0;
};

/** Mean and standard error of numbers that come one at a time (Welford 1962). */
class RunningMean
{
public:
    void add(double value)
    {
        m_count += 1;
        const double change = value - m_mean;
        m_mean += change / m_count;
        m_squares += change * (value - m_mean);
    }
    double count() const { return m_count; }
    double mean() const { return m_mean; }
    /** Of the mean, from the variance with n - 1; 0 for a single number. */
    double standardError() const;

private:
    double m_count = 0;
    double m_mean = 0;
    double m_squares = 0;
};

/** π_e / π_b of the logged action. */
inline double importanceWeight(const LoggedRound &round)
{
    return round.evaluated[static_cast<std::size_t>(round.action)] / round.propensity;
}
/** Predicted reward of the policy under evaluation. */
double predictedValue(const LoggedRound &round);

using MakeEstimator = std::function<std::unique_ptr<OffPolicyEstimator>()>;
std::unique_ptr<Trial> offPolicyTrial(const TrialRequest &request,
                                      const LogIntervalSettings &interval,
                                      const MakeEstimator &makeEstimator);

/** One line of the catalogue. @p Estimator has Settings with a schema, a member interval of
 *  LogIntervalSettings, and a constructor from them. */
template <class Estimator>
AlgorithmEntry offPolicyEntry(AlgorithmDeclaration declaration)
{
    static_assert(std::is_base_of_v<OffPolicyEstimator, Estimator>);
    using Settings = typename Estimator::Settings;
    declaration.loops = {"bandits/off-policy"};
    declaration.parameters = Settings::schema().declarations();
    AlgorithmEntry entry;
    entry.declaration = std::move(declaration);
    entry.start = [](const TrialRequest &request) -> Expected<std::unique_ptr<Trial>> {
        const Settings settings = Settings::schema().read(request.settings);
        return offPolicyTrial(request, settings.interval,
                              [settings] { return std::make_unique<Estimator>(settings); });
    };
    return entry;
}

} // namespace agon::bandits
