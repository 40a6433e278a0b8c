#include "core/experiment/experiment_keys.h"

#include "core/experiment/toml_values.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>
#include <numeric>

namespace agon::detail {
namespace {

std::vector<std::string> split(std::string_view text)
{
    std::vector<std::string> parts;
    while (true) {
        const std::size_t dot = text.find('.');
        parts.emplace_back(text.substr(0, dot));
        if (dot == std::string_view::npos)
            return parts;
        text.remove_prefix(dot + 1);
    }
}

std::optional<int> indexFrom(const std::string &word)
{
    int index = 0;
    const auto [end, code] = std::from_chars(word.data(), word.data() + word.size(), index);
    if (word.empty() || code != std::errc() || end != word.data() + word.size() || index < 0)
        return std::nullopt;
    return index;
}

Error wrongValue(std::string_view key, std::string_view wanted, const Json &found)
{
    return Error(fmt::format("\"{}\" must be {}, but {} was given.", key, wanted, shown(found)));
}

Expected<std::string> textFrom(std::string_view key, const Json &value)
{
    if (!value.is_string())
        return wrongValue(key, "a text in quotes", value);
    return value.get<std::string>();
}

Expected<std::int64_t> budgetFrom(const Json &value)
{
    const auto number = wholeNumber(value);
    if (!number || *number < 1)
        return wrongValue("budget", "a whole number, at least 1", value);
    return *number;
}

std::vector<std::uint64_t> consecutive(std::int64_t from, std::int64_t count)
{
    std::vector<std::uint64_t> seeds(static_cast<std::size_t>(count));
    std::iota(seeds.begin(), seeds.end(), static_cast<std::uint64_t>(from));
    return seeds;
}

} // namespace

Expected<std::vector<std::uint64_t>> seedsFrom(const Json &value)
{
    const auto countFrom = [](std::string_view key, const Json &json) -> Expected<std::int64_t> {
        const auto count = wholeNumber(json);
        if (!count || *count < 1 || *count > maximumRuns)
            return wrongValue(key, fmt::format("a whole number between 1 and {}", maximumRuns),
                              json);
        return *count;
    };
    if (value.is_object()) {
        const std::vector<std::string> known{"from", "count"};
        for (const auto &[key, inner] : value.items())
            if (std::find(known.begin(), known.end(), key) == known.end())
                return unknownKey(key, known, "seeds");
        const auto from =
            value.contains("from") ? wholeNumber(value["from"]) : std::optional<std::int64_t>(1);
        if (!from || *from < 0 || *from > INT64_MAX - maximumRuns)
            return wrongValue("seeds.from", "a whole number, at least 0", value["from"]);
        if (!value.contains("count"))
            return Error("\"seeds\" says no count.", "Write seeds = { from = 1001, count = 20 }.");
        const auto count = countFrom("seeds.count", value["count"]);
        if (!count)
            return count.error();
        return consecutive(*from, *count);
    }
    if (value.is_array()) {
        std::vector<std::uint64_t> seeds;
        for (const Json &entry : value) {
            const auto seed = wholeNumber(entry);
            if (!seed || *seed < 0)
                return wrongValue("seeds", "a list of whole numbers, none below 0", entry);
            seeds.push_back(static_cast<std::uint64_t>(*seed));
        }
        return seeds;
    }
    if (!value.is_number())
        return wrongValue("seeds", "a whole number or a list of whole numbers", value);
    const auto count = countFrom("seeds", value);
    if (!count)
        return count.error();
    return consecutive(1, *count);
}

Json seedsValue(const std::vector<std::uint64_t> &seeds)
{
    const auto isNext = [](std::uint64_t a, std::uint64_t b) { return b == a + 1; };
    const bool consecutive = std::adjacent_find(seeds.begin(), seeds.end(), [&](auto a, auto b) {
                                 return !isNext(a, b);
                             }) == seeds.end();
    if (consecutive && !seeds.empty() && seeds.front() == 1)
        return seeds.size();
    if (consecutive && seeds.size() > 2)
        return {{"from", seeds.front()}, {"count", seeds.size()}};
    return seeds;
}

std::string joined(const std::vector<std::string> &path)
{
    return fmt::format("{}", fmt::join(path, "."));
}

std::optional<std::int64_t> wholeNumber(const Json &value)
{
    if (value.is_number_unsigned()) {
        const auto number = value.get<std::uint64_t>();
        if (number > static_cast<std::uint64_t>(INT64_MAX))
            return std::nullopt;
        return static_cast<std::int64_t>(number);
    }
    if (value.is_number_integer())
        return value.get<std::int64_t>();
    if (!value.is_number_float())
        return std::nullopt;
    const double number = value.get<double>();
    // Beyond 2^53 a float does not name one whole number.
    if (!(std::abs(number) <= 9007199254740992.0) || std::floor(number) != number)
        return std::nullopt;
    return static_cast<std::int64_t>(number);
}

Error unknownKey(std::string_view key, const std::vector<std::string> &known,
                 std::string_view where)
{
    const std::string nearest = nearestWord(key, known);
    return Error(where.empty() ? fmt::format("There is no key \"{}\".", key)
                               : fmt::format("{}: there is no key \"{}\".", where, key),
                 nearest.empty() ? fmt::format("Known are: {}.", fmt::join(known, ", "))
                                 : fmt::format("Did you mean \"{}\"?", nearest));
}

Expected<KeyTarget> parseKey(std::string_view key)
{
    KeyTarget target;
    if (key.starts_with("sweep.")) {
        target.kind = KeyTarget::Kind::sweep;
        target.axis = key.substr(6);
        auto inner = parseKey(target.axis);
        if (!inner)
            return inner;
        target.path = inner->path;
        return target;
    }
    std::string_view rest = key;
    if (const std::size_t slash = key.find('/'); slash != std::string_view::npos) {
        const std::size_t dot = key.find('.', slash);
        target.kind = KeyTarget::Kind::type;
        target.type = key.substr(0, dot);
        rest = dot == std::string_view::npos ? std::string_view() : key.substr(dot + 1);
        target.path = split(rest);
    } else {
        target.path = split(key);
        const bool problem = target.path.front() == "problem";
        if (problem || target.path.front() == "contestant") {
            target.kind = problem ? KeyTarget::Kind::problem : KeyTarget::Kind::contestant;
            target.path.erase(target.path.begin());
            if (!target.path.empty()) {
                if (const auto index = indexFrom(target.path.front())) {
                    target.index = *index;
                    target.path.erase(target.path.begin());
                }
            }
        }
    }
    if (target.path.empty() || std::any_of(target.path.begin(), target.path.end(),
                                           [](const auto &p) { return p.empty(); }))
        return Error(fmt::format("\"{}\" names no parameter.", key),
                     "Write for instance \"problem.clients\", \"contestant.0.epsilon\" or "
                     "\"bandits/ucb1.exploration\".");
    return target;
}

Expected<void> setNested(Json &settings, const std::vector<std::string> &path, const Json &value)
{
    Json *place = &settings;
    for (std::size_t i = 0; i + 1 < path.size(); ++i) {
        place = &(*place)[path[i]];
        if (place->is_string())
            *place = Json{{"type", *place}};
        if (place->is_null())
            *place = Json::object();
        if (!place->is_object())
            return Error(fmt::format("\"{}\" cannot be set, since \"{}\" is {}.", joined(path),
                                     path[i], shown(*place)));
    }
    (*place)[path.back()] = value;
    return {};
}

const std::vector<std::string> &experimentKeys()
{
    static const std::vector<std::string> keys{"name",     "description", "seeds",      "budget",
                                               "instance", "problem",     "contestant", "reference",
                                               "schedule", "sweep"};
    return keys;
}

Expected<void> assignExperimentKey(Experiment &experiment, const std::string &key,
                                   const Json &value)
{
    if (key == "name" || key == "description") {
        auto text = textFrom(key, value);
        if (!text)
            return text.error();
        (key == "name" ? experiment.name : experiment.description) = std::move(*text);
        return {};
    }
    if (key == "seeds") {
        auto seeds = seedsFrom(value);
        if (!seeds)
            return seeds.error();
        experiment.seeds = std::move(*seeds);
        return {};
    }
    if (key == "budget") {
        const auto budget = budgetFrom(value);
        if (!budget)
            return budget.error();
        experiment.budget = *budget;
        return {};
    }
    if (key == "instance") {
        if (value == "per-seed")
            experiment.instance = InstanceMode::perSeed;
        else if (value == "fixed")
            experiment.instance = InstanceMode::fixed;
        else
            return wrongValue(key, "\"per-seed\" or \"fixed\"", value);
        return {};
    }
    if (key == "schedule") {
        const auto schedule = scheduleFromJson(value);
        if (!schedule)
            return schedule.error();
        experiment.schedule = *schedule;
        return {};
    }
    return unknownKey(key, experimentKeys(), "");
}

Expected<void> assignProblemKey(ProblemChoice &problem, const std::string &key, const Json &value)
{
    if (key == "type" || key == "label") {
        auto text = textFrom(key, value);
        if (!text)
            return text.error();
        (key == "type" ? problem.type : problem.label) = std::move(*text);
        return {};
    }
    problem.settings[key] = value;
    return {};
}

Expected<void> assignContestantKey(ContestantChoice &contestant, const std::string &key,
                                   const Json &value)
{
    if (key == "type" || key == "label") {
        auto text = textFrom(key, value);
        if (!text)
            return text.error();
        (key == "type" ? contestant.type : contestant.label) = std::move(*text);
        return {};
    }
    if (key == "colour") {
        const auto colour = wholeNumber(value);
        if (!colour || *colour < 0 || *colour > 1000)
            return wrongValue(key, "a position in the palette, a whole number from 0", value);
        contestant.colour = static_cast<int>(*colour);
        return {};
    }
    if (key == "budget") {
        const auto budget = budgetFrom(value);
        if (!budget)
            return budget.error();
        contestant.budget = *budget;
        return {};
    }
    contestant.settings[key] = value;
    return {};
}

Expected<void> assignPublishedKey(PublishedValue &published, const std::string &key,
                                  const Json &value)
{
    const auto number = [&]() -> Expected<double> {
        if (!value.is_number() || !std::isfinite(value.get<double>()))
            return wrongValue(key, "a number", value);
        return value.get<double>();
    };
    if (key == "value" || key == "spread") {
        const auto read = number();
        if (!read)
            return read.error();
        if (key == "value")
            published.value = *read;
        else if (*read < 0)
            return wrongValue(key, "at least 0", value);
        else
            published.spread = *read;
        return {};
    }
    if (key == "n") {
        const auto n = wholeNumber(value);
        if (!n || *n < 1)
            return wrongValue(key, "a number of runs, at least 1", value);
        published.n = *n;
        return {};
    }
    if (key == "page" && value.is_number_integer()) {
        published.page = value.dump();
        return {};
    }
    const std::map<std::string, std::string PublishedValue::*> texts{
        {"label", &PublishedValue::label},
        {"metric", &PublishedValue::metric},
        {"problem", &PublishedValue::problem},
        {"source", &PublishedValue::source},
        {"page", &PublishedValue::page}};
    const auto found = texts.find(key);
    if (found == texts.end())
        return unknownKey(key,
                          {"label", "metric", "problem", "value", "spread", "n", "source", "page"},
                          "reference");
    auto text = textFrom(key, value);
    if (!text)
        return text.error();
    published.*found->second = std::move(*text);
    return {};
}

Expected<void> assignAxis(Experiment &experiment, const std::string &key, const Json &values)
{
    const std::string example = fmt::format("Write \"{}\" = [10, 100].", key);
    const auto target = parseKey(key);
    if (!target)
        return target.error();
    const std::string &word = target->path.front();
    if (target->kind == KeyTarget::Kind::sweep || (target->kind == KeyTarget::Kind::experiment &&
                                                   (word != "budget" || target->path.size() > 1)))
        return Error(fmt::format("\"{}\" cannot be swept.", key),
                     "Axes are \"budget\", \"problem.<parameter>\", \"contestant.<parameter>\" or "
                     "\"<id>.<parameter>\".");
    if (target->kind != KeyTarget::Kind::experiment && target->path.size() == 1 &&
        (word == "type" || word == "label" || word == "colour" || word == "budget"))
        return Error(fmt::format("\"{}\" cannot be swept.", key),
                     word == "budget" ? "Sweep \"budget\" itself."
                                      : "List several [[problem]] or [[contestant]] tables.");
    if (!values.is_array())
        return Error(fmt::format("The axis \"{}\" must be a list of values, but {} was given.", key,
                                 shown(values)),
                     example);
    if (values.empty())
        return Error(fmt::format("The axis \"{}\" has no values.", key), example);
    SweepAxis axis{key, values.get<std::vector<Json>>()};
    const auto existing = std::find_if(experiment.sweep.begin(), experiment.sweep.end(),
                                       [&](const SweepAxis &a) { return a.key == key; });
    if (existing == experiment.sweep.end())
        experiment.sweep.push_back(std::move(axis));
    else
        *existing = std::move(axis);
    return {};
}

} // namespace agon::detail
