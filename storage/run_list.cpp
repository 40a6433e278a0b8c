#include "storage/store_private.h"

#include <bit>
#include <unordered_map>

namespace agon::storage {

namespace {

/** What is kept of one metric, and the file's number of its channel. */
using Summaries =
    std::unordered_map<std::int64_t, std::vector<std::pair<std::int64_t, ChannelSummary>>>;

Summaries loadSummaries(Connection &connection, std::optional<std::int64_t> experiment)
{
    Summaries summaries;
    const auto take = [&](Query &query) {
        while (query.next()) {
            ChannelSummary s;
            s.count = query.integer(2);
            s.missing = query.integer(3);
            s.first = query.real(4);
            s.last = query.real(5);
            s.lastStep = query.integer(6);
            s.minimum = query.real(7);
            s.minimumStep = query.integer(8);
            s.maximum = query.real(9);
            s.maximumStep = query.integer(10);
            s.best = query.real(11);
            s.bestStep = query.integer(12);
            s.meanOfTail = query.real(13);
            summaries[query.integer(0)].emplace_back(query.integer(1), s);
        }
    };
    if (experiment) {
        Query query(connection,
                    "SELECT s.* FROM experiment_run e JOIN summary s ON s.run_id = e.run_id "
                    "WHERE e.experiment_id = ?",
                    *experiment);
        take(query);
    } else {
        Query query(connection, "SELECT * FROM summary");
        take(query);
    }
    return summaries;
}

using Positions = std::unordered_map<std::int64_t, int>;

/** Experiment → file's number of a channel → index in the experiment. */
std::unordered_map<std::int64_t, Positions> loadPositions(Connection &connection)
{
    std::unordered_map<std::int64_t, Positions> positions;
    Query query(connection, "SELECT experiment_id, channel_id, position FROM experiment_channel");
    while (query.next())
        positions[query.integer(0)][query.integer(1)] = static_cast<int>(query.integer(2));
    return positions;
}

RunEntry entryFrom(const Query &query, bool canBeRunning)
{
    RunEntry entry;
    entry.experiment = query.integer(0);
    entry.run = static_cast<int>(query.integer(1));
    entry.view.cell = static_cast<int>(query.integer(2));
    entry.reused = query.integer(3) != 0;
    entry.view.seed = std::bit_cast<std::uint64_t>(query.integer(5));
    entry.view.reason = query.text(8);
    entry.view.status = shownStatus(query.integer(6), canBeRunning, entry.view.reason);
    entry.view.step = query.integer(7);
    entry.view.identity = query.text(9);
    entry.view.digest = query.text(10);
    entry.machine = {query.text(11), query.text(12), query.text(13)};
    entry.view.computedBy = entry.machine.label();
    entry.created = query.text(14);
    entry.started = query.text(15);
    entry.ended = query.text(16);
    entry.stale = query.text(17);
    entry.view.thinned = query.integer(18) != 0;
    return entry;
}

} // namespace

std::vector<RunEntry> loadRunEntries(Connection &connection, std::optional<std::int64_t> experiment,
                                     bool canBeRunning)
{
    const Summaries summaries = loadSummaries(connection, experiment);
    const auto positions = loadPositions(connection);
    std::vector<RunEntry> entries;
    const auto take = [&](Query &query) {
        while (query.next()) {
            RunEntry entry = entryFrom(query, canBeRunning);
            const auto found = summaries.find(query.integer(4));
            const auto channels = positions.find(entry.experiment);
            if (found != summaries.end() && channels != positions.end()) {
                for (const auto &[channel, summary] : found->second) {
                    const auto position = channels->second.find(channel);
                    if (position == channels->second.end())
                        continue;
                    entry.summaries.push_back(summary);
                    entry.summaries.back().channel = position->second;
                }
            }
            entries.push_back(std::move(entry));
        }
    };
    if (experiment) {
        requireExperiment(connection, *experiment);
        Query query(
            connection,
            "SELECT e.experiment_id, e.position, e.cell, e.reused, r.id, r.seed, r.status, r.step, "
            "r.reason, r.identity, r.digest, r.build, r.host, r.machine_class, r.created, "
            "r.started, r.ended, r.stale, r.thinned FROM experiment_run e JOIN run r ON r.id = "
            "e.run_id "
            "WHERE e.experiment_id = ? ORDER BY e.position",
            *experiment);
        take(query);
    } else {
        Query query(
            connection,
            "SELECT e.experiment_id, e.position, e.cell, e.reused, r.id, r.seed, r.status, r.step, "
            "r.reason, r.identity, r.digest, r.build, r.host, r.machine_class, r.created, "
            "r.started, r.ended, r.stale, r.thinned FROM experiment_run e JOIN run r ON r.id = "
            "e.run_id "
            "WHERE e.experiment_id NOT IN (SELECT experiment_id FROM trash) "
            "ORDER BY e.experiment_id DESC, e.position");
        take(query);
    }
    return entries;
}

} // namespace agon::storage
