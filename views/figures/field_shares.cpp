#include "views/figures/field_shares.h"

#include "core/numbers.h"
#include "views/figures/text.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <set>

namespace agon::views {

namespace {

bool areAllNotNegative(const FieldFrame &frame)
{
    return std::none_of(frame.values.begin(), frame.values.end(),
                        [](double value) { return value < 0; });
}

/** Of each entity its part of the sum; empty when a value is missing or all are zero. */
std::vector<double> sharesOf(const FieldFrame &frame)
{
    const auto columns = static_cast<std::size_t>(std::max(0, frame.columns));
    std::vector<double> shares(columns, 0);
    double sum = 0;
    for (std::size_t i = 0; columns > 0 && i < frame.values.size(); ++i) {
        if (!std::isfinite(frame.values[i]))
            return {};
        shares[i % columns] += frame.values[i];
        sum += frame.values[i];
    }
    if (!(sum > 0) || !std::isfinite(sum))
        return {};
    for (double &share : shares)
        share /= sum;
    return shares;
}

/** A number alone says little in a legend: "arm 3". */
std::string entityName(const std::string &label, std::size_t index, const std::string &axis)
{
    const std::string name = label.empty() ? std::to_string(index + 1) : label;
    const bool isNumber = name.find_first_not_of("0123456789") == std::string::npos;
    return isNumber && !axis.empty() ? axis + " " + name : name;
}

/** One run's shares, a row a frame, and how far the run has come. */
struct RunShares
{
    std::vector<std::int64_t> steps;
    std::vector<std::vector<double>> rows;
    std::int64_t reached = 0;
};

} // namespace

bool mayHaveShares(const ChannelDeclaration &channel)
{
    const bool partial = channel.mayBeMissing && !channel.rowAxis.empty();
    return channel.kind == ObservationKind::field && channel.unit.empty() && !channel.logarithmic &&
           channel.direction == Direction::none && !partial;
}

bool hasShares(const Frame &frame)
{
    const auto *field = std::get_if<FieldFrame>(&frame);
    return field != nullptr && field->columns >= 2 && areAllNotNegative(*field);
}

bool hasThreeShares(const Frame &frame)
{
    return hasShares(frame) && std::get<FieldFrame>(frame).columns == 3;
}

std::optional<Frame> firstFrame(const ObservationSource &source, int channel)
{
    // The first of every cell: cells may differ in what they record.
    std::set<int> asked;
    const std::vector<RunView> runs = source.runs();
    for (std::size_t run = 0; run < runs.size(); ++run) {
        if (!asked.insert(runs[run].cell).second)
            continue;
        for (const ChunkPointer &chunk : source.chunks(static_cast<int>(run), channel))
            if (!chunk->frames.empty())
                return chunk->frames.front();
    }
    return std::nullopt;
}

Expected<int> chooseShares(SeriesCache &cache, const std::string &key,
                           bool (*fitsFrame)(const Frame &frame))
{
    const auto first = chooseChannel(cache, key, mayHaveShares, "field of shares");
    if (!first || !key.empty())
        return first;
    for (const int channel : cache.experiment().mainChannels) {
        if (!mayHaveShares(cache.channel(channel)))
            continue;
        for (std::size_t cell = 0; cell < cache.experiment().cells.size(); ++cell)
            if (const int run = runWithFrames(cache, static_cast<int>(cell), channel, {});
                run >= 0) {
                if (fitsFrame(*cache.frames(run, channel).frames.front()))
                    return channel;
                break;
            }
    }
    return first;
}

FieldShares fieldShares(SeriesCache &cache, int cell, int channel, const ViewOptions &options)
{
    FieldShares result;
    std::vector<RunShares> runs;
    std::set<std::int64_t> steps;
    std::size_t entities = 0;
    std::vector<std::string> labels;
    for (const int index : cache.runsOfCell(cell)) {
        const RunView &view = cache.runs()[static_cast<std::size_t>(index)];
        if (options.seed && view.seed != *options.seed)
            continue;
        ++result.runs;
        const FrameSeries &frames = cache.frames(index, channel);
        RunShares run;
        for (std::size_t i = 0; i < frames.frames.size(); ++i) {
            const auto *frame = std::get_if<FieldFrame>(frames.frames[i]);
            if (frame == nullptr || (options.step && frames.steps[i] > *options.step))
                continue;
            result.negative = result.negative || !areAllNotNegative(*frame);
            run.steps.push_back(frames.steps[i]);
            run.rows.push_back(sharesOf(*frame));
            result.missing += run.rows.back().empty() ? 1 : 0;
            entities = std::max(entities, run.rows.back().size());
            if (frame->columnLabels.size() > labels.size())
                labels = frame->columnLabels;
        }
        if (run.steps.empty())
            continue;
        run.reached =
            std::max(run.steps.back(), std::min(view.step, options.step.value_or(view.step)));
        steps.insert(run.steps.begin(), run.steps.end());
        runs.push_back(std::move(run));
    }
    for (std::size_t i = 0; i < entities; ++i)
        result.names.push_back(entityName(i < labels.size() ? labels[i] : std::string(), i,
                                          cache.channel(channel).columnAxis));
    result.steps.assign(steps.begin(), steps.end());
    result.mean.assign(entities, std::vector<double>(steps.size(), 0));
    result.count.assign(steps.size(), 0);
    for (const RunShares &run : runs) {
        FieldShares::Table &own =
            result.seeds.emplace_back(entities, std::vector<double>(steps.size(), nan));
        std::size_t at = 0;
        std::size_t column = 0;
        for (const std::int64_t step : steps) {
            // A frame holds until the next one.
            while (at + 1 < run.steps.size() && run.steps[at + 1] <= step)
                ++at;
            if (step >= run.steps.front() && step <= run.reached && !run.rows[at].empty()) {
                for (std::size_t i = 0; i < entities; ++i) {
                    own[i][column] = i < run.rows[at].size() ? run.rows[at][i] : 0;
                    result.mean[i][column] += own[i][column];
                }
                ++result.count[column];
            }
            ++column;
        }
    }
    for (std::vector<double> &row : result.mean)
        for (std::size_t column = 0; column < row.size(); ++column)
            row[column] = result.count[column] > 0 ? row[column] / result.count[column] : nan;
    return result;
}

std::string countOf(const std::vector<FieldShares> &fields)
{
    int least = 0;
    int most = 0;
    for (const FieldShares &field : fields)
        for (const std::int32_t count : field.count)
            if (count > 0) {
                least = least == 0 ? count : std::min(least, count);
                most = std::max(most, count);
            }
    return most > 0 ? formatCount(least, most) : std::string();
}

void noteShares(const std::vector<FieldShares> &fields, const std::vector<std::string> &negative,
                std::vector<std::string> &notes)
{
    std::size_t with = 0;
    std::size_t all = 0;
    std::int64_t missing = 0;
    for (const FieldShares &field : fields) {
        with += field.seeds.size();
        all += field.runs;
        missing += field.missing;
    }
    if (with < all && with > 0)
        notes.push_back(fmt::format("Fields are of {} of {}: the others have none recorded.", with,
                                    counted(static_cast<std::int64_t>(all), "run", "runs")));
    if (missing > 0)
        notes.push_back(fmt::format("{} without shares left out: a value is missing, or all are "
                                    "zero.",
                                    counted(missing, "frame", "frames")));
    if (!negative.empty())
        notes.push_back(fmt::format("Values below zero are no parts of a whole: {} not drawn.",
                                    negative.size() == 1 ? negative.front() + " is"
                                                         : enumeration(negative) + " are"));
}

} // namespace agon::views
