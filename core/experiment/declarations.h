#pragma once

#include "core/expected.h"
#include "core/experiment/observations.h"
#include "core/experiment/parameters.h"
#include "core/export.h"
#include "core/json.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace agon {

/** Where a method's rule comes from. */
enum class Fidelity {
    authorsCode,   ///< agrees with the authors' released code
    paperText,     ///< follows the paper's own text
    derived,       ///< derived and checked here
    reconstructed  ///< inferred from abstract and general knowledge: our reading
};
AGON_CORE_EXPORT std::string_view key(Fidelity fidelity);   ///< "authors-code", "paper-text", …
AGON_CORE_EXPORT std::string_view label(Fidelity fidelity); ///< "authors' code", "paper text", …

/** Which way a metric or column is better. */
enum class Direction { none, minimize, maximize };

/** How a run's series becomes one number by default. */
enum class Summary { end, best, meanOfLast };

/** One column of a points channel. */
struct ColumnDeclaration
{
    std::string key;
    std::string label;
    std::string unit = {};
    Direction direction = Direction::none; ///< none: a coordinate; otherwise an objective
    bool logarithmic = false;              ///< suggested scale of its axis
};

/** What families say about a channel; everything views and storage need to know. */
struct ChannelDeclaration
{
    std::string key;   ///< lower case with underscores: "cumulative_regret"
    std::string title; ///< "Cumulative pseudo-regret"
    ObservationKind kind = ObservationKind::metric;
    std::string unit = {};
    std::string help = {};
    Direction direction = Direction::none;
    bool logarithmic = false; ///< suggested scale of the value axis
    Summary summary = Summary::end;
    bool cost = false;         ///< monotone; usable as x axis
    bool heavyTailed = false;  ///< over seeds: few carry the mean, so curves show median and deciles
    bool binary = false;       ///< 0 or 1 a run: the mean over seeds is a rate, with Wilson's interval
    bool censored = false;     ///< a value at the budget means "not reached"
    bool mayBeMissing = false; ///< NaN is allowed
    bool timed = false;        ///< wall clock: outside digests and bit tests
    std::string referenceOf = {}; ///< key of the metric that this is an exact value or bound of
    std::vector<ColumnDeclaration> columns = {}; ///< points only
    std::string rowAxis = {};    ///< fields only: name of the row axis
    std::string columnAxis = {}; ///< fields only: name of the column axis
};

/** At which steps a run is recorded. */
struct RecordingSchedule
{
    enum class Spacing { every, linear, logarithmic };
    Spacing spacing = Spacing::logarithmic;
    std::int64_t points = 400; ///< metrics: so many steps of the budget (spacing every: ignored)
    std::int64_t frames = 100; ///< points, fields, graphs: so many log-spaced steps…
    bool framesOfEverySeed = false; ///< …of the first seed, or of all
    bool improvements = true;  ///< besides, every improvement of metrics that offer it
    bool operator==(const RecordingSchedule &) const = default;
};
AGON_CORE_EXPORT Json toJson(const RecordingSchedule &schedule);
AGON_CORE_EXPORT Expected<RecordingSchedule> scheduleFromJson(const Json &json);
/** "every step", "400 log-spaced steps". */
AGON_CORE_EXPORT std::string description(const RecordingSchedule &schedule);
/** The due steps in (0, budget], ascending, always ending with the budget, at most one per step.
 *  Step 0 is due as well and comes first. */
AGON_CORE_EXPORT std::vector<std::int64_t> metricSteps(const RecordingSchedule &schedule, std::int64_t budget);
AGON_CORE_EXPORT std::vector<std::int64_t> frameSteps(const RecordingSchedule &schedule, std::int64_t budget);

/** The contract between problems and algorithms that meet in one kind of trial. */
struct LoopDeclaration
{
    std::string id;    ///< "bandits/stochastic"
    std::string title; ///< "Stochastic bandits"
    std::string summary;
    std::string budgetUnit;        ///< plural: "pulls", "rounds"
    std::string stepUnit;          ///< singular, as on the x axis: "round"
    std::vector<std::string> channels; ///< keys of what every trial of this loop records; the first is
                                       ///< the main metric
    RecordingSchedule schedule = {};
};

struct ProblemDeclaration
{
    std::string id;    ///< "bandits/bernoulli"
    std::string title; ///< "Bernoulli bandit"
    std::string summary; ///< one sentence
    std::string loop;  ///< the loop it speaks
    std::vector<ParameterDeclaration> parameters = {};
    std::vector<std::string> provides = {}; ///< features algorithms may require: "bounded-rewards"
    std::vector<std::string> channels = {}; ///< keys recorded besides the loop's
    std::vector<std::string> data = {};     ///< names of data resources; their hashes enter a run's identity
    std::vector<std::string> papers = {};
    std::string reference = {};             ///< citation in words where no paper of the 238 is the source
    std::int64_t defaultBudget = 1000;
    std::int64_t maximumBudget = 1'000'000'000;
    std::vector<std::string> defaultContestants = {}; ///< algorithm ids for the window's first contest
    int revision = 1; ///< raised when its numbers change
};

struct AlgorithmDeclaration
{
    std::string id;    ///< "bandits/ucb1"
    std::string title; ///< "UCB1"
    std::string summary; ///< one sentence: what the rule does
    std::vector<std::string> loops = {};    ///< the loops it speaks
    std::vector<std::string> requires_ = {}; ///< features the problem must provide
    std::vector<ParameterDeclaration> parameters = {};
    std::vector<std::string> papers = {};   ///< "P016": the papers of the collection it comes from
    std::string reference = {};             ///< authors, year, title of its source
    int year = 0;
    std::vector<std::string> tags = {};
    Fidelity fidelity = Fidelity::paperText;
    std::string note = {}; ///< deviations, reconstructions, which variant is the default and why
    int revision = 1; ///< raised when its numbers change
};

/** A family's table of contents as plain data. */
struct AGON_CORE_EXPORT Catalogue
{
    std::string family; ///< "bandits"
    std::string title;  ///< "Bandits"
    std::string summary;
    std::string version;
    std::vector<ChannelDeclaration> channels;
    std::vector<LoopDeclaration> loops;
    std::vector<ProblemDeclaration> problems;
    std::vector<AlgorithmDeclaration> algorithms;

    const LoopDeclaration *loop(std::string_view id) const;
    const ProblemDeclaration *problem(std::string_view id) const;
    const AlgorithmDeclaration *algorithm(std::string_view id) const;
    /** Index of the channel, or -1. */
    int channel(std::string_view channelKey) const;
    /** Loop shared and every required feature provided. */
    bool fits(const ProblemDeclaration &problem, const AlgorithmDeclaration &algorithm) const;
    /** Indices of what runs of @p problem record: the loop's channels, then the problem's. */
    std::vector<int> channelsOf(const ProblemDeclaration &problem) const;
};

AGON_CORE_EXPORT Json toJson(const ChannelDeclaration &channel);
AGON_CORE_EXPORT Json toJson(const Catalogue &catalogue);
AGON_CORE_EXPORT Expected<ChannelDeclaration> channelFromJson(const Json &json);
AGON_CORE_EXPORT Expected<Catalogue> catalogueFromJson(const Json &json);

/** What a family's author got wrong: duplicate ids, unknown loops or channels, defaults outside
 *  their range. Empty when the catalogue is sound. */
AGON_CORE_EXPORT std::vector<std::string> problemsOf(const Catalogue &catalogue);

} // namespace agon
