#include "core/learning/partition.h"

#include "core/random/distributions.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>

namespace agon::learning {
namespace {

constexpr random::Purpose shufflePurpose("partition shuffle");
constexpr random::Purpose proportionsPurpose("partition proportions");
constexpr random::Purpose shardsPurpose("partition shards");

/** After so many draws … */
constexpr int trialDraws = 100;
/** … with so many clients too small on average, 10,000 draws would hardly succeed. */
constexpr std::int64_t hopelessClients = 14;

std::vector<std::vector<std::int32_t>> rowsByClass(std::span<const std::int32_t> labels,
                                                   std::int32_t classes)
{
    std::vector<std::vector<std::int32_t>> rows(static_cast<std::size_t>(classes));
    for (std::size_t row = 0; row < labels.size(); ++row)
        rows[static_cast<std::size_t>(labels[row])].push_back(static_cast<std::int32_t>(row));
    return rows;
}

/** Cut positions of one class: size clients + 1, ascending from 0 to the class's count. */
using Cuts = std::vector<std::int32_t>;

/** Draws the cuts of all classes until every client has enough rows, then hands the rows out. */
Expected<Partition> partitionByCuts(std::uint64_t seed, std::span<const std::int32_t> labels,
                                    std::int32_t classes, std::int32_t clients,
                                    const RedrawLimits &limits,
                                    const std::function<std::vector<Cuts>(int attempt)> &drawCuts)
{
    const Error impossible(
        fmt::format("No partition was found in which each of the {} clients has at least {} rows.",
                    clients, limits.minimumSize),
        "Use a smaller min-size, a larger alpha or fewer clients.");
    if (static_cast<std::int64_t>(clients) * limits.minimumSize > std::ssize(labels))
        return impossible;
    const auto count = static_cast<std::size_t>(clients);
    std::int64_t tooSmall = 0;
    for (int attempt = 0; attempt < limits.draws; ++attempt) {
        if (attempt == trialDraws && tooSmall > trialDraws * hopelessClients)
            return impossible;
        const std::vector<Cuts> cuts = drawCuts(attempt);
        std::vector<std::int32_t> sizes(count, 0);
        for (const Cuts &classCuts : cuts)
            for (std::size_t client = 0; client < count; ++client)
                sizes[client] += classCuts[client + 1] - classCuts[client];
        const auto lacking = std::count_if(sizes.begin(), sizes.end(), [&](std::int32_t size) {
            return size < limits.minimumSize;
        });
        tooSmall += lacking;
        if (lacking > 0)
            continue;
        auto rows = rowsByClass(labels, classes);
        Partition partition(count);
        for (std::size_t label = 0; label < rows.size(); ++label) {
            random::Stream stream(seed, shufflePurpose, label);
            random::shuffle(stream, std::span(rows[label]));
            for (std::size_t client = 0; client < count; ++client)
                partition[client].insert(partition[client].end(),
                                         rows[label].begin() + cuts[label][client],
                                         rows[label].begin() + cuts[label][client + 1]);
        }
        for (auto &own : partition)
            std::sort(own.begin(), own.end());
        return partition;
    }
    return impossible;
}

std::vector<std::int32_t> classSizes(std::span<const std::int32_t> labels, std::int32_t classes)
{
    std::vector<std::int32_t> sizes(static_cast<std::size_t>(classes), 0);
    for (const std::int32_t label : labels)
        ++sizes[static_cast<std::size_t>(label)];
    return sizes;
}

} // namespace

Partition independentPartition(std::uint64_t seed, std::int32_t rows, std::int32_t clients)
{
    random::Stream stream(seed, shufflePurpose);
    const auto order = random::permutation(stream, rows);
    Partition partition(static_cast<std::size_t>(clients));
    for (std::size_t position = 0; position < order.size(); ++position)
        partition[position % partition.size()].push_back(order[position]);
    for (auto &own : partition)
        std::sort(own.begin(), own.end());
    return partition;
}

Expected<Partition> dirichletPartition(std::uint64_t seed, std::span<const std::int32_t> labels,
                                       std::int32_t classes, std::int32_t clients, double alpha,
                                       const RedrawLimits &limits)
{
    const auto counts = classSizes(labels, classes);
    std::vector<double> shares(static_cast<std::size_t>(clients));
    return partitionByCuts(seed, labels, classes, clients, limits, [&, seed, alpha](int attempt) {
        std::vector<Cuts> cuts;
        for (std::size_t label = 0; label < counts.size(); ++label) {
            random::Stream stream(seed, proportionsPurpose, label,
                                  static_cast<std::uint64_t>(attempt));
            random::dirichlet(stream, alpha, shares);
            Cuts classCuts{0};
            double cumulative = 0;
            for (std::size_t client = 0; client + 1 < shares.size(); ++client) {
                cumulative += shares[client];
                const double cut = std::floor(cumulative * counts[label]);
                classCuts.push_back(std::min(static_cast<std::int32_t>(cut), counts[label]));
            }
            classCuts.push_back(counts[label]);
            cuts.push_back(std::move(classCuts));
        }
        return cuts;
    });
}

std::vector<std::int32_t> proportionalCuts(std::span<const double> shares, std::int32_t count)
{
    const double total = std::accumulate(shares.begin(), shares.end(), 0.0);
    std::vector<std::int32_t> cuts{0};
    double cumulative = 0;
    for (std::size_t i = 0; i + 1 < shares.size(); ++i) {
        cumulative += shares[i];
        // nearbyint rounds half to even, as the authors' code does.
        cuts.push_back(
            std::min(static_cast<std::int32_t>(std::nearbyint(cumulative / total * count)), count));
    }
    cuts.push_back(count);
    return cuts;
}

Expected<Partition> dirichletByClientPartition(std::uint64_t seed,
                                               std::span<const std::int32_t> labels,
                                               std::int32_t classes, std::int32_t clients,
                                               double alpha, const RedrawLimits &limits)
{
    const auto counts = classSizes(labels, classes);
    const auto clientCount = static_cast<std::size_t>(clients);
    return partitionByCuts(seed, labels, classes, clients, limits, [&, seed, alpha](int attempt) {
        std::vector<std::vector<double>> columns(counts.size(), std::vector<double>(clientCount));
        std::vector<double> distribution(counts.size());
        for (std::size_t client = 0; client < clientCount; ++client) {
            random::Stream stream(seed, proportionsPurpose, client,
                                  static_cast<std::uint64_t>(attempt));
            random::dirichlet(stream, alpha, distribution);
            for (std::size_t label = 0; label < counts.size(); ++label)
                // A share of exactly zero for every client would leave a class without owner.
                columns[label][client] = std::max(distribution[label], 1e-300);
        }
        std::vector<Cuts> cuts;
        for (std::size_t label = 0; label < counts.size(); ++label)
            cuts.push_back(proportionalCuts(columns[label], counts[label]));
        return cuts;
    });
}

Expected<Partition> shardPartition(std::uint64_t seed, std::span<const std::int32_t> labels,
                                   std::int32_t classes, std::int32_t clients,
                                   std::int32_t shardsPerClient)
{
    const std::int64_t shards = static_cast<std::int64_t>(clients) * shardsPerClient;
    const std::int64_t rows = std::ssize(labels);
    if (shards > rows)
        return Error(fmt::format("{} clients with {} shards each need {} rows, but there are {}.",
                                 clients, shardsPerClient, shards, rows),
                     "Use fewer shards or fewer clients.");
    std::vector<std::int32_t> sorted;
    for (const auto &own : rowsByClass(labels, classes))
        sorted.insert(sorted.end(), own.begin(), own.end());
    random::Stream stream(seed, shardsPurpose);
    const auto order = random::permutation(stream, static_cast<std::int32_t>(shards));
    Partition partition(static_cast<std::size_t>(clients));
    for (std::size_t position = 0; position < order.size(); ++position) {
        auto &own = partition[position / static_cast<std::size_t>(shardsPerClient)];
        const std::int64_t shard = order[position];
        own.insert(own.end(), sorted.begin() + shard * rows / shards,
                   sorted.begin() + (shard + 1) * rows / shards);
    }
    for (auto &own : partition)
        std::sort(own.begin(), own.end());
    return partition;
}

std::vector<double> classCounts(const Partition &partition, std::span<const std::int32_t> labels,
                                std::int32_t classes)
{
    const auto columns = static_cast<std::size_t>(classes);
    std::vector<double> counts(partition.size() * columns, 0.0);
    for (std::size_t client = 0; client < partition.size(); ++client)
        for (const std::int32_t row : partition[client])
            counts[client * columns +
                   static_cast<std::size_t>(labels[static_cast<std::size_t>(row)])] += 1;
    return counts;
}

} // namespace agon::learning
