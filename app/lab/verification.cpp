#include "app/lab/verification.h"

#include "core/experiment/digest.h"
#include "core/experiment/named_files.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <map>
#include <set>
#include <thread>

namespace agon::app {
namespace {

struct Comparison
{
    double largest = 0;
    std::string detail;
    bool sameShape = true;
};

struct Series
{
    std::vector<std::int64_t> steps;
    std::vector<double> values;
};

/** The same channel of another list; -1: it has none. */
int channelIn(const std::vector<ChannelDeclaration> &channels, const ChannelDeclaration &wanted)
{
    for (std::size_t i = 0; i < channels.size(); ++i)
        if (channels[i].key == wanted.key && channels[i].kind == wanted.kind)
            return static_cast<int>(i);
    return -1;
}

/** Digest of run @p againRun by what the stored run holds: a later build may record more. */
std::string digestOfStoredChannels(const ObservationSource &stored, int storedRun,
                                   const ObservationSource &again, int againRun)
{
    const std::vector<ChannelDeclaration> storedChannels = stored.experiment().channels;
    const std::vector<ChannelDeclaration> channels = again.experiment().channels;
    std::vector<ChannelDigest> digests(storedChannels.size());
    std::vector<const ChannelDigest *> pointers;
    for (std::size_t i = 0; i < storedChannels.size(); ++i) {
        const int channel = channelIn(channels, storedChannels[i]);
        if (channel >= 0 && !stored.chunks(storedRun, static_cast<int>(i)).empty())
            for (const ChunkPointer &chunk : again.chunks(againRun, channel))
                digests[i].add(*chunk);
        pointers.push_back(&digests[i]);
    }
    return combinedDigest(storedChannels, pointers);
}

Series read(const ObservationSource &source, int run, int channel)
{
    Series series;
    for (const ChunkPointer &chunk : source.chunks(run, channel)) {
        series.steps.insert(series.steps.end(), chunk->steps.begin(), chunk->steps.end());
        series.values.insert(series.values.end(), chunk->values.begin(), chunk->values.end());
    }
    return series;
}

/** Relative to the larger magnitude; 0 for two that are equal or both missing. */
double relativeDifference(double a, double b)
{
    if (a == b || (std::isnan(a) && std::isnan(b)))
        return 0;
    if (!std::isfinite(a) || !std::isfinite(b))
        return INFINITY;
    return std::abs(a - b) / std::max(std::abs(a), std::abs(b));
}

Comparison compareMetrics(const ObservationSource &stored, int storedRun,
                          const ObservationSource &again, int againRun, const ExperimentView &view)
{
    Comparison result;
    const std::vector<ChannelDeclaration> channels = again.experiment().channels;
    for (const int channel : view.mainChannels) {
        const ChannelDeclaration &declaration = view.channels[static_cast<std::size_t>(channel)];
        if (declaration.kind != ObservationKind::metric || declaration.timed)
            continue;
        const Series a = read(stored, storedRun, channel);
        const int present = channelIn(channels, declaration);
        const Series b = present < 0 ? Series() : read(again, againRun, present);
        if (a.steps != b.steps) {
            result.sameShape = false;
            result.detail = fmt::format("{}: recorded at other steps", declaration.key);
            return result;
        }
        for (std::size_t i = 0; i < a.values.size(); ++i) {
            const double difference = relativeDifference(a.values[i], b.values[i]);
            if (difference > 0 && result.detail.empty())
                result.detail = fmt::format("{}: first differs at step {} ({} against {})",
                                            declaration.key, a.steps[i], a.values[i], b.values[i]);
            result.largest = std::max(result.largest, difference);
        }
    }
    return result;
}

/** The users' files that take part, each once. */
std::vector<std::string> filesOf(const Grid &grid)
{
    std::set<std::string> paths;
    for (const Cell &cell : grid.cells) {
        const Catalogue &catalogue = cell.family->catalogue();
        for (const NamedFile &file :
             namedFiles(catalogue.problem(cell.problemId)->parameters, cell.problemSettings))
            paths.insert(file.path);
        for (const NamedFile &file :
             namedFiles(catalogue.algorithm(cell.algorithmId)->parameters, cell.algorithmSettings))
            paths.insert(file.path);
    }
    return {paths.begin(), paths.end()};
}

} // namespace

std::string_view key(Agreement agreement)
{
    switch (agreement) {
    case Agreement::identical:
        return "identical";
    case Agreement::equivalent:
        return "equivalent";
    case Agreement::different:
        return "different";
    case Agreement::outOfDate:
        return "out of date";
    }
    return {};
}

Expected<std::vector<RunVerification>> verifyExperiment(Lab &lab, const storage::Store &store,
                                                        std::int64_t experimentId, int sample,
                                                        const std::function<void(Runner &)> &follow)
{
    const auto source = store.source(experimentId);
    if (!source)
        return source.error();
    const ExperimentView view = (*source)->experiment();
    if (view.toml.empty())
        return Error(
            fmt::format("\"{}\" was imported: there is nothing to recompute it from.", view.name));
    const auto experiment = parseExperiment(view.toml, view.name);
    if (!experiment)
        return experiment.error();
    auto grid = expand(*experiment, lab.families(), lab.data());
    if (!grid)
        return grid.error();

    const std::vector<RunView> storedRuns = (*source)->runs();
    std::vector<std::size_t> chosen;
    for (std::size_t i = 0; i < storedRuns.size(); ++i)
        if (storedRuns[i].status == RunStatus::finished)
            chosen.push_back(i);
    if (sample > 0 && static_cast<std::size_t>(sample) < chosen.size()) {
        const auto size = static_cast<std::size_t>(sample);
        std::vector<std::size_t> spread;
        for (std::size_t i = 0; i < size; ++i)
            spread.push_back(chosen[i * chosen.size() / size]);
        chosen = std::move(spread);
    }
    const std::vector<std::string> files = filesOf(*grid);
    std::map<std::string, int> planned;
    for (std::size_t i = 0; i < grid->runs.size(); ++i)
        planned[grid->runs[i].identity] = static_cast<int>(i);
    std::vector<RunVerification> result;
    std::vector<RunPlan> kept;
    std::vector<std::pair<std::size_t, int>>
        comparisons; ///< position in result, stored run; in order of kept
    for (const std::size_t i : chosen) {
        const RunView &run = storedRuns[i];
        const CellView &cell = view.cells[static_cast<std::size_t>(run.cell)];
        RunVerification verification;
        verification.problem = view.problems[static_cast<std::size_t>(cell.problem)].label;
        verification.contestant = view.contestants[static_cast<std::size_t>(cell.contestant)].label;
        verification.seed = run.seed;
        if (const auto found = planned.find(run.identity); found != planned.end()) {
            kept.push_back(grid->runs[static_cast<std::size_t>(found->second)]);
            comparisons.emplace_back(result.size(), static_cast<int>(i));
        } else {
            verification.agreement = Agreement::outOfDate;
            verification.detail =
                files.empty() ? "its settings, a method's revision or the data have changed since"
                              : fmt::format("its settings, a method's revision or the content of "
                                            "{} have changed since",
                                            fmt::join(files, ", "));
        }
        result.push_back(std::move(verification));
    }
    grid->runs = std::move(kept);
    if (grid->runs.empty())
        return result;
    const auto shared = std::make_shared<const Grid>(std::move(*grid));
    const auto log = std::make_shared<LiveLog>(*shared);
    {
        Runner runner(lab.executor(), lab.data(), shared, log);
        runner.start();
        while (!runner.progress().done) {
            if (follow)
                follow(runner);
            std::this_thread::sleep_for(std::chrono::milliseconds(20));
        }
        runner.wait();
    }
    const std::vector<RunView> again = log->runs();
    for (std::size_t i = 0; i < comparisons.size(); ++i) {
        RunVerification &verification = result[comparisons[i].first];
        const RunView &stored = storedRuns[static_cast<std::size_t>(comparisons[i].second)];
        if (again[i].status == RunStatus::cancelled) {
            verification.agreement = Agreement::outOfDate;
            verification.detail = "stopped before it was recomputed";
            continue;
        }
        if (again[i].status != RunStatus::finished) {
            verification.agreement = Agreement::different;
            verification.detail = again[i].reason;
            continue;
        }
        const auto number = static_cast<int>(i);
        if (again[i].digest == stored.digest ||
            digestOfStoredChannels(**source, comparisons[i].second, *log, number) == stored.digest)
            continue;
        const Comparison comparison =
            compareMetrics(**source, comparisons[i].second, *log, number, view);
        verification.largestDifference = comparison.largest;
        verification.detail =
            comparison.detail.empty() ? "frames, matches or graphs differ" : comparison.detail;
        verification.agreement = comparison.sameShape && !comparison.detail.empty() &&
                                         comparison.largest <= equivalenceTolerance
                                     ? Agreement::equivalent
                                     : Agreement::different;
    }
    return result;
}

} // namespace agon::app
