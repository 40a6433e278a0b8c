#include "core/experiment/declarations.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

namespace agon {
namespace {

template <class E, std::size_t N>
using Names = std::array<std::pair<E, std::string_view>, N>;

constexpr Names<Fidelity, 4> fidelityKeys{{{Fidelity::authorsCode, "authors-code"},
                                           {Fidelity::paperText, "paper-text"},
                                           {Fidelity::derived, "derived"},
                                           {Fidelity::reconstructed, "reconstructed"}}};
constexpr Names<Direction, 3> directionKeys{{{Direction::none, "none"},
                                             {Direction::minimize, "minimize"},
                                             {Direction::maximize, "maximize"}}};
constexpr Names<Summary, 3> summaryKeys{
    {{Summary::end, "end"}, {Summary::best, "best"}, {Summary::meanOfLast, "mean-of-last"}}};
constexpr Names<ObservationKind, 6> kindKeys{{{ObservationKind::metric, "metric"},
                                              {ObservationKind::points, "points"},
                                              {ObservationKind::field, "field"},
                                              {ObservationKind::match, "match"},
                                              {ObservationKind::graph, "graph"},
                                              {ObservationKind::event, "event"}}};
constexpr Names<RecordingSchedule::Spacing, 3> spacingKeys{
    {{RecordingSchedule::Spacing::every, "every"},
     {RecordingSchedule::Spacing::linear, "linear"},
     {RecordingSchedule::Spacing::logarithmic, "logarithmic"}}};

template <class E, std::size_t N>
std::string_view keyOf(const Names<E, N> &names, E value)
{
    for (const auto &[candidate, text] : names)
        if (candidate == value)
            return text;
    return {};
}

template <class E, std::size_t N>
E valueOf(const Names<E, N> &names, const std::string &text)
{
    for (const auto &[candidate, candidateText] : names)
        if (candidateText == text)
            return candidate;
    throw std::invalid_argument(fmt::format("unknown word \"{}\"", text));
}

std::vector<std::int64_t> spacedSteps(RecordingSchedule::Spacing spacing, std::int64_t points,
                                      std::int64_t budget)
{
    std::vector<std::int64_t> steps{0};
    const std::int64_t count = std::clamp<std::int64_t>(points, 1, budget);
    switch (spacing) {
    case RecordingSchedule::Spacing::every:
        for (std::int64_t step = 1; step <= budget; ++step)
            steps.push_back(step);
        break;
    case RecordingSchedule::Spacing::linear:
        for (std::int64_t i = 1; i <= count; ++i)
            steps.push_back(static_cast<std::int64_t>(
                std::llround(static_cast<double>(i) * static_cast<double>(budget) /
                             static_cast<double>(count))));
        break;
    case RecordingSchedule::Spacing::logarithmic: {
        const double ratio = std::log(static_cast<double>(budget)) /
                             static_cast<double>(std::max<std::int64_t>(1, count - 1));
        for (std::int64_t i = 0; i < count; ++i) {
            const auto step =
                static_cast<std::int64_t>(std::llround(std::exp(ratio * static_cast<double>(i))));
            if (step > steps.back() && step <= budget)
                steps.push_back(step);
        }
        for (std::int64_t power = 1; power <= budget && power <= 1'000'000'000'000'000'000 / 10;
             power *= 10)
            steps.push_back(power);
        std::sort(steps.begin(), steps.end());
        break;
    }
    }
    steps.push_back(budget);
    std::sort(steps.begin(), steps.end());
    steps.erase(std::unique(steps.begin(), steps.end()), steps.end());
    return steps;
}

template <class T, class F>
Json arrayOf(const std::vector<T> &values, F convert)
{
    Json array = Json::array();
    for (const T &value : values)
        array.push_back(convert(value));
    return array;
}

std::vector<ParameterDeclaration> parametersFrom(const Json &json)
{
    std::vector<ParameterDeclaration> result;
    for (const Json &entry : json) {
        auto parameter = parameterFromJson(entry);
        if (!parameter)
            throw std::invalid_argument(parameter.error().message);
        result.push_back(std::move(*parameter));
    }
    return result;
}

} // namespace

std::string_view key(Fidelity fidelity) { return keyOf(fidelityKeys, fidelity); }

std::string_view label(Fidelity fidelity)
{
    switch (fidelity) {
    case Fidelity::authorsCode:
        return "authors' code";
    case Fidelity::paperText:
        return "paper text";
    case Fidelity::derived:
        return "derived";
    case Fidelity::reconstructed:
        return "reconstructed";
    }
    return {};
}

Json toJson(const RecordingSchedule &schedule)
{
    return {{"spacing", keyOf(spacingKeys, schedule.spacing)},
            {"points", schedule.points},
            {"frames", schedule.frames},
            {"frames-of-every-seed", schedule.framesOfEverySeed},
            {"improvements", schedule.improvements}};
}

Expected<RecordingSchedule> scheduleFromJson(const Json &json)
{
    Schema<RecordingSchedule> schema;
    using Spacing = RecordingSchedule::Spacing;
    schema.choice<Spacing>(&RecordingSchedule::spacing, "spacing", "Spacing",
                           {{Spacing::every, "every", "Every step"},
                            {Spacing::linear, "linear", "Evenly spaced"},
                            {Spacing::logarithmic, "logarithmic", "Log-spaced"}});
    schema.integer(&RecordingSchedule::points, "points", "Recorded steps").range(1, 1e9);
    schema.integer(&RecordingSchedule::frames, "frames", "Recorded frames").range(1, 1e6);
    schema.flag(&RecordingSchedule::framesOfEverySeed, "frames-of-every-seed",
                "Frames of every seed");
    schema.flag(&RecordingSchedule::improvements, "improvements", "Every improvement");
    const auto complete = completeSettings(schema.declarations(), json, "[schedule]");
    if (!complete)
        return complete.error();
    return schema.read(*complete);
}

std::string description(const RecordingSchedule &schedule)
{
    switch (schedule.spacing) {
    case RecordingSchedule::Spacing::every:
        return "every step";
    case RecordingSchedule::Spacing::linear:
        return fmt::format("{} evenly spaced steps", schedule.points);
    case RecordingSchedule::Spacing::logarithmic:
        return fmt::format("{} log-spaced steps", schedule.points);
    }
    return {};
}

std::vector<std::int64_t> metricSteps(const RecordingSchedule &schedule, std::int64_t budget)
{
    return spacedSteps(schedule.spacing, schedule.points, budget);
}

std::vector<std::int64_t> frameSteps(const RecordingSchedule &schedule, std::int64_t budget)
{
    return spacedSteps(RecordingSchedule::Spacing::logarithmic, schedule.frames, budget);
}

const LoopDeclaration *Catalogue::loop(std::string_view id) const
{
    const auto found =
        std::find_if(loops.begin(), loops.end(), [&](const auto &l) { return l.id == id; });
    return found == loops.end() ? nullptr : &*found;
}

const ProblemDeclaration *Catalogue::problem(std::string_view id) const
{
    const auto found =
        std::find_if(problems.begin(), problems.end(), [&](const auto &p) { return p.id == id; });
    return found == problems.end() ? nullptr : &*found;
}

const AlgorithmDeclaration *Catalogue::algorithm(std::string_view id) const
{
    const auto found = std::find_if(algorithms.begin(), algorithms.end(),
                                    [&](const auto &a) { return a.id == id; });
    return found == algorithms.end() ? nullptr : &*found;
}

int Catalogue::channel(std::string_view channelKey) const
{
    const auto found = std::find_if(channels.begin(), channels.end(),
                                    [&](const auto &c) { return c.key == channelKey; });
    return found == channels.end() ? -1 : static_cast<int>(found - channels.begin());
}

bool Catalogue::fits(const ProblemDeclaration &problem, const AlgorithmDeclaration &algorithm) const
{
    const auto has = [](const std::vector<std::string> &words, const std::string &word) {
        return std::find(words.begin(), words.end(), word) != words.end();
    };
    return has(algorithm.loops, problem.loop) &&
           std::all_of(algorithm.requires_.begin(), algorithm.requires_.end(),
                       [&](const std::string &feature) { return has(problem.provides, feature); });
}

std::vector<int> Catalogue::channelsOf(const ProblemDeclaration &problem) const
{
    std::vector<int> result;
    const auto add = [&](const std::vector<std::string> &keys) {
        for (const std::string &channelKey : keys)
            if (const int index = channel(channelKey);
                index >= 0 && std::find(result.begin(), result.end(), index) == result.end())
                result.push_back(index);
    };
    if (const LoopDeclaration *found = loop(problem.loop))
        add(found->channels);
    add(problem.channels);
    return result;
}

Json toJson(const ChannelDeclaration &channel)
{
    return {{"key", channel.key},
            {"title", channel.title},
            {"kind", keyOf(kindKeys, channel.kind)},
            {"unit", channel.unit},
            {"help", channel.help},
            {"direction", keyOf(directionKeys, channel.direction)},
            {"logarithmic", channel.logarithmic},
            {"summary", keyOf(summaryKeys, channel.summary)},
            {"cost", channel.cost},
            {"heavy-tailed", channel.heavyTailed},
            {"binary", channel.binary},
            {"censored", channel.censored},
            {"mayBeMissing", channel.mayBeMissing},
            {"timed", channel.timed},
            {"referenceOf", channel.referenceOf},
            {"columns", arrayOf(channel.columns,
                                [](const ColumnDeclaration &c) {
                                    return Json{{"key", c.key},
                                                {"label", c.label},
                                                {"unit", c.unit},
                                                {"direction", keyOf(directionKeys, c.direction)},
                                                {"logarithmic", c.logarithmic}};
                                })},
            {"rowAxis", channel.rowAxis},
            {"columnAxis", channel.columnAxis}};
}

Expected<ChannelDeclaration> channelFromJson(const Json &json)
{
    try {
        ChannelDeclaration channel;
        channel.key = json.at("key").get<std::string>();
        channel.title = json.at("title").get<std::string>();
        channel.kind = valueOf(kindKeys, json.at("kind").get<std::string>());
        channel.unit = json.value("unit", "");
        channel.help = json.value("help", "");
        channel.direction = valueOf(directionKeys, json.value("direction", "none"));
        channel.logarithmic = json.value("logarithmic", false);
        channel.summary = valueOf(summaryKeys, json.value("summary", "end"));
        channel.cost = json.value("cost", false);
        channel.heavyTailed = json.value("heavy-tailed", false);
        channel.binary = json.value("binary", false);
        channel.censored = json.value("censored", false);
        channel.mayBeMissing = json.value("mayBeMissing", false);
        channel.timed = json.value("timed", false);
        channel.referenceOf = json.value("referenceOf", "");
        for (const Json &column : json.value("columns", Json::array()))
            channel.columns.push_back({column.at("key").get<std::string>(),
                                       column.at("label").get<std::string>(),
                                       column.value("unit", ""),
                                       valueOf(directionKeys, column.value("direction", "none")),
                                       column.value("logarithmic", false)});
        channel.rowAxis = json.value("rowAxis", "");
        channel.columnAxis = json.value("columnAxis", "");
        return channel;
    } catch (const std::exception &exception) {
        return Error(fmt::format("A channel declaration is malformed: {}.", exception.what()));
    }
}

Json toJson(const Catalogue &catalogue)
{
    const auto parameters = [](const std::vector<ParameterDeclaration> &declarations) {
        return arrayOf(declarations, [](const ParameterDeclaration &d) { return toJson(d); });
    };
    return {{"family", catalogue.family},
            {"title", catalogue.title},
            {"summary", catalogue.summary},
            {"version", catalogue.version},
            {"channels",
             arrayOf(catalogue.channels, [](const ChannelDeclaration &c) { return toJson(c); })},
            {"loops", arrayOf(catalogue.loops,
                              [](const LoopDeclaration &l) {
                                  return Json{{"id", l.id},
                                              {"title", l.title},
                                              {"summary", l.summary},
                                              {"budgetUnit", l.budgetUnit},
                                              {"stepUnit", l.stepUnit},
                                              {"channels", l.channels},
                                              {"schedule", toJson(l.schedule)}};
                              })},
            {"problems", arrayOf(catalogue.problems,
                                 [&](const ProblemDeclaration &p) {
                                     return Json{{"id", p.id},
                                                 {"title", p.title},
                                                 {"summary", p.summary},
                                                 {"loop", p.loop},
                                                 {"parameters", parameters(p.parameters)},
                                                 {"provides", p.provides},
                                                 {"channels", p.channels},
                                                 {"data", p.data},
                                                 {"papers", p.papers},
                                                 {"reference", p.reference},
                                                 {"defaultBudget", p.defaultBudget},
                                                 {"maximumBudget", p.maximumBudget},
                                                 {"defaultContestants", p.defaultContestants},
                                                 {"revision", p.revision}};
                                 })},
            {"algorithms", arrayOf(catalogue.algorithms, [&](const AlgorithmDeclaration &a) {
                 return Json{{"id", a.id},
                             {"title", a.title},
                             {"summary", a.summary},
                             {"loops", a.loops},
                             {"requires", a.requires_},
                             {"parameters", parameters(a.parameters)},
                             {"papers", a.papers},
                             {"reference", a.reference},
                             {"year", a.year},
                             {"tags", a.tags},
                             {"fidelity", key(a.fidelity)},
                             {"note", a.note},
                             {"revision", a.revision}};
             })}};
}

Expected<Catalogue> catalogueFromJson(const Json &json)
{
    try {
        Catalogue catalogue;
        catalogue.family = json.at("family").get<std::string>();
        catalogue.title = json.at("title").get<std::string>();
        catalogue.summary = json.value("summary", "");
        catalogue.version = json.value("version", "");
        for (const Json &entry : json.at("channels")) {
            auto channel = channelFromJson(entry);
            if (!channel)
                return channel.error();
            catalogue.channels.push_back(std::move(*channel));
        }
        for (const Json &entry : json.at("loops")) {
            LoopDeclaration loop;
            loop.id = entry.at("id").get<std::string>();
            loop.title = entry.at("title").get<std::string>();
            loop.summary = entry.value("summary", "");
            loop.budgetUnit = entry.value("budgetUnit", "steps");
            loop.stepUnit = entry.value("stepUnit", "step");
            loop.channels = entry.value("channels", std::vector<std::string>{});
            auto schedule = scheduleFromJson(entry.value("schedule", Json::object()));
            if (!schedule)
                return schedule.error();
            loop.schedule = *schedule;
            catalogue.loops.push_back(std::move(loop));
        }
        for (const Json &entry : json.at("problems")) {
            ProblemDeclaration problem;
            problem.id = entry.at("id").get<std::string>();
            problem.title = entry.at("title").get<std::string>();
            problem.summary = entry.value("summary", "");
            problem.loop = entry.at("loop").get<std::string>();
            problem.parameters = parametersFrom(entry.value("parameters", Json::array()));
            problem.provides = entry.value("provides", std::vector<std::string>{});
            problem.channels = entry.value("channels", std::vector<std::string>{});
            problem.data = entry.value("data", std::vector<std::string>{});
            problem.papers = entry.value("papers", std::vector<std::string>{});
            problem.reference = entry.value("reference", "");
            problem.defaultBudget = entry.value("defaultBudget", std::int64_t{1000});
            problem.maximumBudget = entry.value("maximumBudget", std::int64_t{1'000'000'000});
            problem.defaultContestants =
                entry.value("defaultContestants", std::vector<std::string>{});
            problem.revision = entry.value("revision", 1);
            catalogue.problems.push_back(std::move(problem));
        }
        for (const Json &entry : json.at("algorithms")) {
            AlgorithmDeclaration algorithm;
            algorithm.id = entry.at("id").get<std::string>();
            algorithm.title = entry.at("title").get<std::string>();
            algorithm.summary = entry.value("summary", "");
            algorithm.loops = entry.value("loops", std::vector<std::string>{});
            algorithm.requires_ = entry.value("requires", std::vector<std::string>{});
            algorithm.parameters = parametersFrom(entry.value("parameters", Json::array()));
            algorithm.papers = entry.value("papers", std::vector<std::string>{});
            algorithm.reference = entry.value("reference", "");
            algorithm.year = entry.value("year", 0);
            algorithm.tags = entry.value("tags", std::vector<std::string>{});
            algorithm.fidelity = valueOf(fidelityKeys, entry.value("fidelity", "paper-text"));
            algorithm.note = entry.value("note", "");
            algorithm.revision = entry.value("revision", 1);
            catalogue.algorithms.push_back(std::move(algorithm));
        }
        return catalogue;
    } catch (const std::exception &exception) {
        return Error(fmt::format("A family's catalogue is malformed: {}.", exception.what()));
    }
}

std::vector<std::string> problemsOf(const Catalogue &catalogue)
{
    std::vector<std::string> found;
    std::set<std::string> ids;
    const auto checkId = [&](const std::string &id, bool qualified) {
        if (!ids.insert(id).second)
            found.push_back(fmt::format("\"{}\" is declared twice", id));
        if (qualified && !id.starts_with(catalogue.family + "/"))
            found.push_back(
                fmt::format("\"{}\" does not begin with \"{}/\"", id, catalogue.family));
    };
    const auto checkParameters = [&](const std::string &id,
                                     const std::vector<ParameterDeclaration> &parameters) {
        if (const auto complete = completeSettings(parameters, Json::object(), id); !complete)
            found.push_back("a default is not allowed: " + complete.error().text());
        // In a file these stand beside the parameters and mean the entry itself.
        for (const ParameterDeclaration &parameter : parameters)
            for (const std::string_view reserved : {"type", "label", "colour", "budget"})
                if (parameter.key == reserved)
                    found.push_back(fmt::format(
                        "\"{}\" has a parameter with the reserved key \"{}\"", id, reserved));
    };
    const auto checkChannels = [&](const std::string &id, const std::vector<std::string> &keys) {
        for (const std::string &channelKey : keys)
            if (catalogue.channel(channelKey) < 0)
                found.push_back(
                    fmt::format("\"{}\" names the undeclared channel \"{}\"", id, channelKey));
    };
    for (const ChannelDeclaration &channel : catalogue.channels) {
        checkId(channel.key, false);
        if (!channel.referenceOf.empty() && catalogue.channel(channel.referenceOf) < 0)
            found.push_back(fmt::format("\"{}\" is a reference of the undeclared channel \"{}\"",
                                        channel.key, channel.referenceOf));
    }
    for (const LoopDeclaration &loop : catalogue.loops) {
        checkId(loop.id, true);
        checkChannels(loop.id, loop.channels);
        if (loop.channels.empty())
            found.push_back(fmt::format("\"{}\" records nothing", loop.id));
    }
    for (const ProblemDeclaration &problem : catalogue.problems) {
        checkId(problem.id, true);
        checkChannels(problem.id, problem.channels);
        checkParameters(problem.id, problem.parameters);
        if (!catalogue.loop(problem.loop))
            found.push_back(
                fmt::format("\"{}\" speaks the undeclared loop \"{}\"", problem.id, problem.loop));
        for (const std::string &id : problem.defaultContestants) {
            const AlgorithmDeclaration *algorithm = catalogue.algorithm(id);
            if (!algorithm || !catalogue.fits(problem, *algorithm))
                found.push_back(fmt::format(
                    "\"{}\" has \"{}\" as default contestant, which does not fit", problem.id, id));
        }
    }
    for (const AlgorithmDeclaration &algorithm : catalogue.algorithms) {
        checkId(algorithm.id, true);
        checkParameters(algorithm.id, algorithm.parameters);
        for (const std::string &id : algorithm.loops)
            if (!catalogue.loop(id))
                found.push_back(
                    fmt::format("\"{}\" speaks the undeclared loop \"{}\"", algorithm.id, id));
        if (algorithm.loops.empty())
            found.push_back(fmt::format("\"{}\" speaks no loop", algorithm.id));
    }
    return found;
}

} // namespace agon
