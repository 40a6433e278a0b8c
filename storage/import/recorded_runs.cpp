#include "storage/import/recorded_runs.h"

#include "core/experiment/digest.h"
#include "core/experiment/parameters.h"
#include "core/formats/text_encoding.h"
#include "storage/store_writer.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <set>
#include <utility>

namespace agon::storage {
namespace {

/** The points of one curve by step, the last one at a step winning. */
template <class Points>
Points settled(Points points)
{
    std::stable_sort(points.begin(), points.end(),
                     [](const auto &a, const auto &b) { return a.step < b.step; });
    Points kept;
    for (const auto &point : points) {
        if (!kept.empty() && kept.back().step == point.step)
            kept.back() = point;
        else
            kept.push_back(point);
    }
    return kept;
}

std::string lowered(std::string_view text)
{
    std::string result(text);
    std::transform(result.begin(), result.end(), result.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return result;
}

/** "test/Top-1 Acc" becomes "test_top_1_acc". */
std::string keyFor(std::string_view title, const std::set<std::string> &taken)
{
    std::string key;
    for (const char c : lowered(title))
        if (std::isalnum(static_cast<unsigned char>(c)) != 0)
            key += c;
        else if (!key.empty() && key.back() != '_')
            key += '_';
    while (!key.empty() && key.back() == '_')
        key.pop_back();
    if (key.empty() || std::isdigit(static_cast<unsigned char>(key.front())) != 0)
        key = key.empty() ? "metric" : "metric_" + key;
    std::string unique = key;
    for (int i = 2; taken.contains(unique); ++i)
        unique = fmt::format("{}_{}", key, i);
    return unique;
}

class RecordedSource final : public ObservationSource
{
public:
    ExperimentView experiment() const override { return view; }
    std::vector<RunView> runs() const override { return runViews; }
    std::vector<ChunkPointer> chunks(int run, int channel, std::size_t from) const override
    {
        const auto found = curves.find({run, channel});
        if (found == curves.end() || from > 0)
            return {};
        return {found->second};
    }
    std::vector<std::string> labels(int, int) const override { return {}; }
    std::uint64_t revision() const override { return 1; } // never changes, but is news once

    ExperimentView view;
    std::vector<RunView> runViews;
    std::map<std::pair<int, int>, ChunkPointer> curves; ///< by run and channel
};

} // namespace

int RecordedRuns::Names::operator()(std::string_view name)
{
    if (const auto found = indices.find(name); found != indices.end())
        return found->second;
    const int index = static_cast<int>(names.size());
    names.emplace_back(name);
    indices.emplace(name, index);
    return index;
}

void RecordedRuns::add(std::string_view contestant, std::string_view problem, std::uint64_t seed,
                       std::string_view metric, std::int64_t step, double value)
{
    const RunKey run{m_contestants(asUtf8(contestant)), m_problems(asUtf8(problem)), seed};
    m_runs[run][m_metrics(asUtf8(metric))].push_back({step, value});
    ++m_points;
}

std::int64_t RecordedRuns::replaced() const
{
    std::int64_t count = 0;
    for (const auto &[run, curves] : m_runs)
        for (const auto &[metric, points] : curves)
            count += static_cast<std::int64_t>(points.size() - settled(points).size());
    return count;
}

Direction guessedDirection(std::string_view metric)
{
    static constexpr std::array smaller{"loss", "error", "regret", "perplexity", "ppl",
                                        "mse",  "rmse",  "mae",    "nll",        "wer",
                                        "fid",  "time",  "energy", "cost",       "latency"};
    static constexpr std::array larger{
        "acc", "reward", "return", "score", "auc",       "f1",     "bleu",    "win",
        "map", "iou",    "rouge",  "elo",   "precision", "recall", "success", "hypervolume"};
    const std::string text = lowered(metric);
    const auto occurs = [&text](const char *word) { return text.find(word) != std::string::npos; };
    const bool down = std::any_of(smaller.begin(), smaller.end(), occurs);
    const bool up = std::any_of(larger.begin(), larger.end(), occurs);
    return down == up ? Direction::none : down ? Direction::minimize : Direction::maximize;
}

Expected<std::shared_ptr<const ObservationSource>>
RecordedRuns::asExperiment(const ImportDescription &description) const
{
    if (m_runs.empty())
        return Error(fmt::format("{} holds no points.", description.origin));
    const auto &metrics = m_metrics.names;
    auto source = std::make_shared<RecordedSource>();
    ExperimentView &view = source->view;
    view.name = asUtf8(description.name);
    view.family = "recorded";
    view.budgetUnit = view.stepUnit = description.stepUnit;
    view.schedule.spacing = RecordingSchedule::Spacing::every;

    std::set<std::string> taken;
    for (const std::string &metric : metrics) {
        ChannelDeclaration channel;
        channel.key = keyFor(metric, taken);
        taken.insert(channel.key);
        channel.title = metric;
        const auto given = description.directions.find(metric);
        channel.direction =
            given == description.directions.end() ? guessedDirection(metric) : given->second;
        view.mainChannels.push_back(static_cast<int>(view.channels.size()));
        view.channels.push_back(std::move(channel));
    }
    if (!description.mainMetric.empty()) {
        const auto main = std::find(metrics.begin(), metrics.end(), description.mainMetric);
        if (main == metrics.end()) {
            const std::string nearest = nearestWord(description.mainMetric, metrics);
            return Error(fmt::format("There is no metric \"{}\" in {}.", description.mainMetric,
                                     description.origin),
                         nearest.empty()
                             ? fmt::format("The metrics are: {}.", fmt::join(metrics, ", "))
                             : fmt::format("Did you mean \"{}\"?", nearest));
        }
        std::rotate(view.mainChannels.begin(), view.mainChannels.begin() + (main - metrics.begin()),
                    view.mainChannels.begin() + (main - metrics.begin()) + 1);
    }
    for (const std::string &problem : m_problems.names)
        view.problems.push_back({problem, {}, Json{{"source", asUtf8(description.origin)}}});
    for (const std::string &contestant : m_contestants.names)
        view.contestants.push_back(
            {contestant,
             {},
             Json{{"source", asUtf8(description.origin)}, {"name", contestant}},
             static_cast<int>(view.contestants.size())});

    std::map<std::pair<int, int>, int> cells;
    for (const auto &[key, curves] : m_runs) {
        const auto &[contestant, problem, seed] = key;
        const auto [cell, isNew] =
            cells.try_emplace({contestant, problem}, static_cast<int>(view.cells.size()));
        if (isNew)
            view.cells.push_back({problem, contestant, {}, 0});
        RunView run;
        run.cell = cell->second;
        run.seed = seed;
        run.status = RunStatus::finished;
        const int number = static_cast<int>(source->runViews.size());
        std::vector<ChannelDigest> digests(metrics.size());
        std::vector<const ChannelDigest *> present(metrics.size(), nullptr);
        for (const auto &[metric, points] : curves) {
            auto chunk = std::make_shared<Chunk>();
            chunk->channel = metric;
            for (const Point &point : settled(points)) {
                chunk->steps.push_back(point.step);
                chunk->values.push_back(point.value);
            }
            run.step = std::max(run.step, chunk->steps.back());
            const auto index = static_cast<std::size_t>(metric);
            digests[index].add(*chunk);
            present[index] = &digests[index];
            source->curves[{number, metric}] = std::move(chunk);
        }
        std::int64_t &budget = view.cells[static_cast<std::size_t>(run.cell)].budget;
        budget = std::max(budget, run.step);
        run.digest = combinedDigest(view.channels, present);
        // Two imports of the same numbers are the same runs, and nothing else is.
        run.identity =
            fmt::format("recorded-{}-{}-{}-{}-{}", description.origin,
                        m_contestants.names[static_cast<std::size_t>(contestant)],
                        m_problems.names[static_cast<std::size_t>(problem)], seed, run.digest);
        source->runViews.push_back(std::move(run));
    }
    return std::shared_ptr<const ObservationSource>(std::move(source));
}

Expected<std::int64_t> storeRecorded(Store &store,
                                     const std::shared_ptr<const ObservationSource> &source)
{
    const std::vector<RunView> runs = source->runs();
    auto experiment = store.addExperiment(source->experiment(), runs);
    if (!experiment)
        return experiment.error();
    StoreWriter writer(store);
    writer.attach(*experiment, source);
    if (const auto written = writer.detach(*experiment); !written)
        return written.error();
    return *experiment;
}

} // namespace agon::storage
