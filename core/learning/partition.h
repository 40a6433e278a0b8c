#pragma once

#include "core/expected.h"
#include "core/export.h"

#include <cstdint>
#include <span>
#include <vector>

/** Ways to divide the rows of a labelled data set among clients. All draw from streams keyed by the
 *  seed alone. */
namespace agon::learning {

/** The rows of every client, ascending; each row belongs to one client at most. */
using Partition = std::vector<std::vector<std::int32_t>>;

/** Shuffles the rows 0 … @p rows - 1 and deals them in turn: sizes differ by at most one. */
AGON_CORE_EXPORT Partition independentPartition(std::uint64_t seed, std::int32_t rows,
                                                std::int32_t clients);

/** What a drawn partition must satisfy, and how often it may be drawn again until it does. */
struct RedrawLimits
{
    std::int32_t minimumSize = 1; ///< rows that every client has at least, >= 1
    int draws = 10'000;           ///< given up earlier when the first 100 show that it is hopeless
};

/** For each class, proportions p ~ Dirichlet(@p alpha) over the clients cut the shuffled rows of
 * the class at the cumulative proportions, rounded down (Hsu et al. 2019). All proportions are
 * drawn again until every client has enough rows (Yurochkin et al. 2019). Small alpha: few classes
 * a client. Error: not within @p limits. */
AGON_CORE_EXPORT Expected<Partition> dirichletPartition(std::uint64_t seed,
                                                        std::span<const std::int32_t> labels,
                                                        std::int32_t classes, std::int32_t clients,
                                                        double alpha, const RedrawLimits &limits);

/** Each client draws a label distribution from Dirichlet(@p alpha) over the classes; the shuffled
 *  rows of a class are handed out in proportion to its column (P016, the authors' partition). Drawn
 *  again as dirichletPartition() is. */
AGON_CORE_EXPORT Expected<Partition>
dirichletByClientPartition(std::uint64_t seed, std::span<const std::int32_t> labels,
                           std::int32_t classes, std::int32_t clients, double alpha,
                           const RedrawLimits &limits);

/** Where the rows of one class are cut when client i receives a share proportional to shares[i]:
 *  size clients + 1, from 0 to @p count, cumulative shares rounded half to even (P016). Not all
 *  shares are zero. */
AGON_CORE_EXPORT std::vector<std::int32_t> proportionalCuts(std::span<const double> shares,
                                                            std::int32_t count);

/** Sorts the rows by label, cuts them into clients × shardsPerClient shards of equal size (up to
 *  one) and deals every client @p shardsPerClient of them at random (McMahan et al. 2017). Error:
 *  fewer rows than shards. */
AGON_CORE_EXPORT Expected<Partition> shardPartition(std::uint64_t seed,
                                                    std::span<const std::int32_t> labels,
                                                    std::int32_t classes, std::int32_t clients,
                                                    std::int32_t shardsPerClient);

/** How many rows of each class every client has: size clients × classes, row by row. */
AGON_CORE_EXPORT std::vector<double>
classCounts(const Partition &partition, std::span<const std::int32_t> labels, std::int32_t classes);

} // namespace agon::learning
