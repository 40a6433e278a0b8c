#pragma once

#include "core/experiment/family.h"
#include "core/random/stream.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

// The loop "bandits/streaming": arms arrive once each; a policy may pull the arm at hand and those
// it has stored. An arm that is let go never comes back. After the last arrival the policy commits
// to one arm for the rest of the budget.

namespace agon::bandits {

class StreamingInstance : public ProblemInstance
{
public:
    explicit StreamingInstance(std::vector<double> means);
    const std::vector<double> &means() const { return m_means; } ///< in order of arrival
    double bestMean() const { return m_bestMean; }

private:
    std::vector<double> m_means;
    double m_bestMean;
};

/** What a policy may know before the first arrival. */
struct StreamingTask
{
    int arms = 0;             ///< K
    std::int64_t horizon = 0; ///< T, pulls
    /** (K/T)^(1/3): the accuracy that balances finding a good arm and using it. */
    double accuracy() const;
};

/** What a policy can do with arms. An arm is its number in order of arrival. */
class ArmStream
{
public:
    virtual ~ArmStream() = default;
    /** The mean of so many pulls of an arm, as far as the budget goes. */
    virtual double pull(int arm, std::int64_t pulls) = 0;
    /** Pulls that are left. */
    virtual std::int64_t left() const = 0;
};

class StreamingPolicy
{
public:
    virtual ~StreamingPolicy() = default;
    /** @p arm has arrived. */
    virtual void arrive(int arm, ArmStream &stream) = 0;
    /** All have come: the arm to commit to, which is stored. May pull before it answers. */
    virtual int choose(ArmStream &stream) = 0;
    /** Arms stored now, without the one at hand. */
    virtual int stored() const = 0;
};

using StreamingFactory =
    std::function<std::unique_ptr<StreamingPolicy>(const Json &, const StreamingTask &)>;

/** One line of the catalogue. */
AlgorithmEntry streamingEntry(AlgorithmDeclaration declaration, StreamingFactory make);

/** ceil of a number of pulls, at least 1. */
std::int64_t wholePulls(double pulls);

} // namespace agon::bandits
