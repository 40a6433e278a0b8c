#pragma once

#include "plugins/bandits/loops/arm_session.h"

#include <memory>
#include <vector>

// The loops "bandits/nonstationary", "bandits/adversarial" and "bandits/switching": a table of
// rewards that no pull can change, drawn row by row, and the regret against it.

namespace agon::bandits {

/** Against what a loop measures its policies. */
enum class Comparator {
    bestOfEachRound, ///< dynamic regret, of means
    bestArm,         ///< external regret, of rewards
    bestArmAndRest   ///< external regret and one for every switch
};

/** Draws the rows of one run's table in order. */
class TableSource
{
public:
    virtual ~TableSource() = default;
    /** Means and rewards of all arms in the next round. */
    virtual void next(std::span<double> means, std::span<double> rewards) = 0;
};

class TableInstance : public ArmInstance
{
public:
    std::unique_ptr<ArmSession> open(std::uint64_t seed, std::int64_t horizon) const final;
    /** The table of the run with @p seed and so many rounds. */
    virtual std::unique_ptr<TableSource> source(std::uint64_t seed, std::int64_t horizon) const = 0;
    Comparator comparator() const { return m_comparator; }

protected:
    /** @p labels: one an arm, for views; none: the arms are numbered. */
    TableInstance(const Task &task, Comparator comparator, std::vector<std::string> labels = {})
        : ArmInstance(task, labels.empty() ? armNames(task.arms) : std::move(labels))
        , m_comparator(comparator)
    {}

private:
    Comparator m_comparator;
};

/** Draws rewards of 0 and 1 with the given means: one uniform number an arm and round, so that a
 *  higher mean never pays less. */
void drawCoins(random::Stream &stream, std::span<const double> means, std::span<double> rewards);

} // namespace agon::bandits
