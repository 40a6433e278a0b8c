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
// it has stored, at most s. An arm that is let go never comes back. After the last arrival the
// policy commits to one arm for the rest of the budget.

namespace agon::bandits {

class StreamingInstance : public ProblemInstance
{
public:
    /** @p means in order of arrival; @p memory: arms that may be stored at one time, at least 1. */
    StreamingInstance(std::vector<double> means, int memory);
    const std::vector<double> &means() const { return m_means; }
    double bestMean() const { return m_bestMean; }
    int memory() const { return m_memory; }

private:
    std::vector<double> m_means;
    int m_memory;
    double m_bestMean;
};

/** What a policy may know before the first arrival. */
struct StreamingTask
{
    int arms = 0;             ///< K
    std::int64_t horizon = 0; ///< T, pulls
    int memory = 1;           ///< s: arms that may be stored at one time
    /** (K/T)^(1/3): the accuracy that balances finding a good arm and using it. */
    double accuracy() const;
};

/** The arms that a run can still pull. An arm is its number in order of arrival. */
class ArmMemory
{
public:
    /** Arms come one after the other; @p capacity of them can be stored, at least one. */
    explicit ArmMemory(int capacity) : m_capacity(static_cast<std::size_t>(capacity)) {}

    /** @p arm is at hand; the arm before, unless it was stored, is gone. */
    void arrive(int arm) { m_atHand = arm; }
    /** All arms have come: none is at hand. */
    void close() { m_atHand = -1; }
    bool holds(int arm) const;
    /** Whether @p arm is at hand or stored. */
    bool reaches(int arm) const { return arm >= 0 && (arm == m_atHand || holds(arm)); }
    /** Stores an arm within reach; false where it is gone, or there is no room. */
    [[nodiscard]] bool store(int arm);
    /** Gives up a stored arm; false where it is not stored. */
    [[nodiscard]] bool forget(int arm);
    int stored() const { return static_cast<int>(m_stored.size()); }

private:
    std::size_t m_capacity;
    int m_atHand = -1;
    std::vector<int> m_stored;
};

/** What a policy can do with arms. That an arm is within reach and that there is room for it is the
 *  policy's to see to. */
class ArmStream
{
public:
    virtual ~ArmStream() = default;
    /** The mean of so many pulls of an arm within reach, as far as the budget goes. */
    virtual double pull(int arm, std::int64_t pulls) = 0;
    /** Stores an arm within reach. */
    virtual void store(int arm) = 0;
    /** Lets go of a stored arm. */
    virtual void forget(int arm) = 0;
    /** Stores @p arm in the place of @p old, or as one more where @p old is -1. */
    void replace(int old, int arm)
    {
        if (old >= 0)
            forget(old);
        store(arm);
    }
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
};

using StreamingFactory =
    std::function<std::unique_ptr<StreamingPolicy>(const Json &, const StreamingTask &)>;

/** One line of the catalogue. */
AlgorithmEntry streamingEntry(AlgorithmDeclaration declaration, StreamingFactory make);

/** ceil of a number of pulls, at least 1. */
std::int64_t wholePulls(double pulls);

} // namespace agon::bandits
