#include "views/figures/options.h"

#include "views/figures/text.h"

#include <array>
#include <fmt/format.h>
#include <string_view>
#include <utility>

namespace agon::views {

namespace {

template <class T>
using Names = std::vector<std::pair<T, std::string_view>>;

const Names<Centre> centreNames{
    {Centre::mean, "mean"}, {Centre::median, "median"}, {Centre::interquartileMean, "iqm"}};
const Names<IntervalKind> intervals{{IntervalKind::none, "none"},
                                    {IntervalKind::studentT, "t"},
                                    {IntervalKind::bootstrap, "bootstrap"},
                                    {IntervalKind::interquartile, "iqr"},
                                    {IntervalKind::deciles, "deciles"},
                                    {IntervalKind::range, "range"},
                                    {IntervalKind::standardDeviation, "sd"},
                                    {IntervalKind::wilson, "wilson"}};
const Names<Scale> scales{
    {Scale::linear, "linear"}, {Scale::logarithmic, "log"}, {Scale::symmetricLog, "symlog"}};
const Names<HeatMode> heatModes{{HeatMode::automatic, "automatic"},
                                {HeatMode::frame, "frame"},
                                {HeatMode::overTime, "over-time"}};
const Names<ColourMap> colourMaps{{ColourMap::cividis, "cividis"},
                                  {ColourMap::viridis, "viridis"},
                                  {ColourMap::diverging, "diverging"}};

template <class T>
std::string nameOf(const Names<T> &names, T value)
{
    for (const auto &[candidate, name] : names)
        if (candidate == value)
            return std::string(name);
    return {};
}

/** Reads one key after the other and keeps the first error. */
class Reader
{
public:
    explicit Reader(const Json &json) : m_json(json) {}

    template <class Read>
    void value(const char *name, const char *allowed, Read read)
    {
        m_known.emplace_back(name);
        const auto found = m_json.find(name);
        if (m_failed || found == m_json.end() || found->is_null())
            return;
        if (!read(*found))
            fail(fmt::format("The view's \"{}\" must be {}, but {} was given.", name, allowed,
                             found->dump()));
    }
    template <class T>
    void choice(const char *name, const Names<T> &names, T &target)
    {
        std::string allowed;
        for (std::size_t i = 0; i < names.size(); ++i)
            allowed += fmt::format("{}\"{}\"",
                                   i == 0                  ? ""
                                   : i + 1 == names.size() ? " or "
                                                           : ", ",
                                   names[i].second);
        value(name, allowed.c_str(), [&](const Json &given) {
            if (!given.is_string())
                return false;
            for (const auto &[candidate, key] : names)
                if (given.get_ref<const std::string &>() == key) {
                    target = candidate;
                    return true;
                }
            return false;
        });
    }
    template <class T>
    void choice(const char *name, const Names<T> &names, std::optional<T> &target)
    {
        T chosen = target.value_or(names.front().first);
        const bool given = m_json.contains(name) && !m_json[name].is_null();
        choice(name, names, chosen);
        if (given)
            target = chosen;
    }
    void text(const char *name, std::string &target)
    {
        value(name, "a text", [&](const Json &given) {
            return given.is_string() && (target = given.get<std::string>(), true);
        });
    }
    template <class Flag> // a bool, or an optional one
    void flag(const char *name, Flag &target)
    {
        value(name, "true or false", [&](const Json &given) {
            if (given.is_boolean())
                target = given.get<bool>();
            return given.is_boolean();
        });
    }
    void number(const char *name, std::optional<double> &target)
    {
        value(name, "a number", [&](const Json &given) {
            return given.is_number() && (target = given.get<double>(), true);
        });
    }
    template <class T, class Target>
    void whole(const char *name, T least, T most, Target &target)
    {
        value(name, fmt::format("a whole number from {} to {}", least, most).c_str(),
              [&](const Json &given) {
                  if (!given.is_number_integer())
                      return false;
                  if (given.is_number_unsigned()) {
                      if (given.get<std::uint64_t>() > static_cast<std::uint64_t>(most))
                          return false;
                  } else if (given.get<std::int64_t>() < 0) {
                      return false;
                  }
                  const T number = given.get<T>();
                  return number >= least && number <= most && (target = number, true);
              });
    }
    template <class T>
    void list(const char *name, const char *allowed, std::vector<T> &target)
    {
        value(name, allowed, [&](const Json &given) {
            if (!given.is_array())
                return false;
            std::vector<T> items;
            for (const Json &item : given) {
                if constexpr (std::is_same_v<T, std::string>) {
                    if (!item.is_string())
                        return false;
                } else if (!item.is_number_integer() || item.get<std::int64_t>() < 0 ||
                           item.get<std::int64_t>() > 1'000'000) {
                    return false;
                }
                items.push_back(item.get<T>());
            }
            target = std::move(items);
            return true;
        });
    }

    Expected<void> finish()
    {
        for (const auto &[name, given] : m_json.items()) {
            bool known = false;
            for (const std::string &candidate : m_known)
                known = known || candidate == name;
            if (!known && !m_failed)
                fail(fmt::format("There is no view option \"{}\". Known are {}.", name,
                                 enumeration(m_known)));
        }
        if (m_failed)
            return m_error;
        return {};
    }

private:
    void fail(std::string message)
    {
        m_failed = true;
        m_error = Error(std::move(message));
    }

    const Json &m_json;
    std::vector<std::string> m_known;
    Error m_error;
    bool m_failed = false;
};

} // namespace

Json toJson(const ViewOptions &options)
{
    Json json{{"channel", options.channel},
              {"x", options.x},
              {"problems", options.problems},
              {"contestants", options.contestants},
              {"cells", options.cells},
              {"smoothing", options.smoothing},
              {"maximum-points", options.maximumPoints},
              {"resamples", options.resamples},
              {"resampling-seed", options.resamplingSeed},
              {"heat-mode", nameOf(heatModes, options.heatMode)},
              {"shares", options.shares},
              {"colour-map", nameOf(colourMaps, options.colourMap)},
              {"columns", options.columns},
              {"pair", options.pair},
              {"nemenyi", options.nemenyi},
              {"slope", options.slope},
              {"hypervolume", options.hypervolume}};
    if (options.seeds)
        json["seeds"] = *options.seeds;
    if (options.centre)
        json["centre"] = nameOf(centreNames, *options.centre);
    if (options.interval)
        json["interval"] = nameOf(intervals, *options.interval);
    if (options.seed)
        json["seed"] = *options.seed;
    if (options.step)
        json["step"] = *options.step;
    if (options.by)
        json["by"] = toText(*options.by);
    if (options.target)
        json["target"] = *options.target;
    if (options.xScale)
        json["x-scale"] = nameOf(scales, *options.xScale);
    if (options.yScale)
        json["y-scale"] = nameOf(scales, *options.yScale);
    return json;
}

Expected<ViewOptions> optionsFromJson(const Json &json)
{
    if (!json.is_object() && !json.is_null())
        return Error("A view's options are a table of keys and values.");
    const Json given = json.is_null() ? Json::object() : json;
    ViewOptions options;
    Reader reader(given);
    reader.text("channel", options.channel);
    reader.text("x", options.x);
    reader.choice("centre", centreNames, options.centre);
    reader.choice("interval", intervals, options.interval);
    reader.flag("seeds", options.seeds);
    reader.list("problems", "a list of positions from 0", options.problems);
    reader.list("contestants", "a list of positions from 0", options.contestants);
    reader.list("cells", "a list of positions from 0", options.cells);
    reader.whole<std::uint64_t>("seed", 0, INT64_MAX, options.seed);
    reader.whole<std::int64_t>("step", 0, INT64_MAX, options.step);
    reader.choice("x-scale", scales, options.xScale);
    reader.choice("y-scale", scales, options.yScale);
    reader.whole<std::int64_t>("smoothing", 0, INT64_MAX, options.smoothing);
    reader.whole<int>("maximum-points", 2, 10'000'000, options.maximumPoints);
    reader.whole<int>("resamples", 100, 1'000'000, options.resamples);
    reader.whole<std::uint64_t>("resampling-seed", 0, INT64_MAX, options.resamplingSeed);
    reader.choice("heat-mode", heatModes, options.heatMode);
    reader.flag("shares", options.shares);
    reader.choice("colour-map", colourMaps, options.colourMap);
    reader.list("columns", "a list of column keys", options.columns);
    reader.value(
        "by", "\"last\", \"best\", \"mean\", \"mean:10\", \"area\", \"steps:0.8\" or \"at:1000\"",
        [&options](const Json &asked) {
            if (!asked.is_string())
                return false;
            const auto by = runSummaryFromText(asked.get<std::string>());
            if (by)
                options.by = *by;
            return static_cast<bool>(by);
        });
    reader.number("target", options.target);
    reader.list("pair", "a list of two positions from 0", options.pair);
    reader.flag("nemenyi", options.nemenyi);
    reader.flag("slope", options.slope);
    reader.flag("hypervolume", options.hypervolume);
    if (auto finished = reader.finish(); !finished)
        return finished.error();
    return options;
}

Expected<ViewOptions> withStepOfSummary(ViewOptions options)
{
    if (!options.by || options.by->kind != RunSummary::Kind::at)
        return options;
    const auto step = static_cast<std::int64_t>(options.by->parameter);
    if (options.step && *options.step != step)
        return Error(
            fmt::format("The value at step {} is not one as of step {}.", step, *options.step),
            "Give one of the two steps.");
    options.step = step;
    return options;
}

ViewOptions withSuggestions(ViewOptions options, const ChannelDeclaration &channel)
{
    if (isBinary(options.by, channel) && options.smoothing == 0 && !options.interval &&
        centreOf(options) == Centre::mean) {
        options.interval = IntervalKind::wilson;
        return options;
    }
    if (!channel.heavyTailed)
        return options;
    // An interval of the mean was asked for with the mean.
    const bool ofTheMean = options.interval == IntervalKind::studentT ||
                           options.interval == IntervalKind::wilson ||
                           options.interval == IntervalKind::standardDeviation;
    if (!options.centre)
        options.centre = ofTheMean ? Centre::mean : Centre::median;
    if (!options.interval && options.centre != Centre::mean)
        options.interval = IntervalKind::deciles;
    return options;
}

std::string label(const ViewOptions &options)
{
    switch (options.interval.value_or(IntervalKind::studentT)) {
    case IntervalKind::none:
        return {};
    case IntervalKind::studentT:
        return "95 % t interval";
    case IntervalKind::wilson:
        return "95 % Wilson interval";
    case IntervalKind::bootstrap:
        return fmt::format("95 % percentile bootstrap ({} resamples, seed {})",
                           formatInteger(options.resamples), options.resamplingSeed);
    case IntervalKind::interquartile:
        return "interquartile range";
    case IntervalKind::deciles:
        return "10 % to 90 % of the seeds";
    case IntervalKind::range:
        return "least to greatest seed";
    case IntervalKind::standardDeviation:
        return "± 1 standard deviation";
    }
    return {};
}

} // namespace agon::views
