#pragma once

#include "core/expected.h"

#include <string>
#include <vector>

namespace agon::bandits {

/** How the numbers of a user's file become rewards. */
struct RewardScale
{
    bool losses = false; ///< the numbers are losses: the least is the best
    double lowest = 0;   ///< what the worst or best outcome can be
    double highest = 1;
    bool operator==(const RewardScale &) const = default;
};

/** Rewards in [0, 1], row by row: rounds × arms. */
struct RewardTable
{
    int arms = 0;
    std::vector<std::string> names; ///< one an arm; empty where the file names none
    std::vector<double> rewards;
};

/** Reads a table of numbers: a line is a round, a column an arm, separated by commas, semicolons or
 *  tabulators; a first line without any number names the arms; beside semicolons and tabulators
 *  numbers may have decimal commas. @p bytes may be UTF-8 or ISO 8859-1. Errors name @p fileName
 *  and the line, and say what to do. */
Expected<RewardTable> readRewards(const std::string &bytes, const std::string &fileName,
                                  const RewardScale &scale);

} // namespace agon::bandits
