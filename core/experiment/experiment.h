#pragma once

#include "core/expected.h"
#include "core/experiment/declarations.h"
#include "core/experiment/family.h"
#include "core/experiment/published_value.h"
#include "core/export.h"
#include "core/json.h"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace agon {

/** The families an experiment can draw on, by id. */
class AGON_CORE_EXPORT FamilySet
{
public:
    void add(std::shared_ptr<const Family> family);
    /** Null when there is no such family. */
    std::shared_ptr<const Family> family(std::string_view id) const;
    /** The family of "bandits/ucb1"; null when there is none. */
    std::shared_ptr<const Family> familyOf(std::string_view qualifiedId) const;
    const std::vector<std::shared_ptr<const Family>> &all() const { return m_families; }
    std::vector<std::string> ids() const;

private:
    std::vector<std::shared_ptr<const Family>> m_families;
};

/** A place in a file, 1-based; line 0 when unknown. */
struct SourcePosition
{
    int line = 0;
    int column = 0;
    bool operator==(const SourcePosition &) const = default;
};

/** A problem as an experiment names it. */
struct ProblemChoice
{
    std::string type;               ///< "bandits/bernoulli"
    std::string label;              ///< empty: the problem's title
    Json settings = Json::object(); ///< only what differs from the defaults, or more
    bool operator==(const ProblemChoice &) const = default;
};

/** A configured algorithm. */
struct ContestantChoice
{
    std::string type;  ///< "bandits/ucb1"
    std::string label; ///< empty: the algorithm's title, with what was changed where needed to tell
                       ///< two apart
    Json settings = Json::object();
    std::optional<int> colour;          ///< position in the palette; empty: by order
    std::optional<std::int64_t> budget; ///< overrides the experiment's
    bool operator==(const ContestantChoice &) const = default;
};

/** One swept key with its values. */
struct SweepAxis
{
    std::string key; ///< "problem.arms", "problem.partition.alpha", "budget", "contestant.epsilon"
                     ///< (where declared), "contestant.0.epsilon" or "bandits/ucb1.exploration"
    std::vector<Json> values;
    bool operator==(const SweepAxis &) const = default;
};

/** Whether data, split and problem vary with the seed (the same for all contestants), or not. */
enum class InstanceMode { perSeed, fixed };

/** An experiment as its file says it: a grid of problems × contestants × seeds × sweep axes. */
struct Experiment
{
    std::string name;
    std::string description;
    std::vector<ProblemChoice> problems;
    std::vector<ContestantChoice> contestants;
    std::vector<std::uint64_t> seeds;
    std::optional<std::int64_t> budget;        ///< empty: the problem's default
    std::optional<RecordingSchedule> schedule; ///< empty: the loop's default
    InstanceMode instance = InstanceMode::perSeed;
    std::vector<SweepAxis> sweep;
    std::vector<PublishedValue> published; ///< [[reference]]

    /** For errors only: the file it was read from, and where its keys stand in it: "seeds",
     *  "problem.0.clients", "contestant.1.partition.alpha", "sweep.problem.clients". */
    std::string fileName;
    std::map<std::string, SourcePosition> positions;

    /** Equal in what they say, wherever they were read. */
    AGON_CORE_EXPORT bool operator==(const Experiment &other) const;
};

/** Reads an experiment file. Errors name file, line, column and the nearest known key. Keys of
 *  problems and contestants are checked by expand(), which knows the families. @p otherKeys are
 *  top-level keys that the caller reads itself, such as a claim's "expect".
 *
 *  seeds = 20 means 1…20; seeds = [3, 5] and seeds = { from = 1001, count = 20 } are possible too.
 *  Without a name the file's own name, less its ending, is taken. */
AGON_CORE_EXPORT Expected<Experiment> parseExperiment(std::string_view toml,
                                                      std::string_view fileName,
                                                      std::span<const std::string> otherKeys = {});
AGON_CORE_EXPORT Expected<Experiment> readExperiment(const std::string &path);
/** The file's text; parseExperiment(toToml(e)) equals e. */
AGON_CORE_EXPORT std::string toToml(const Experiment &experiment);
/** Applies "problem.clients=50", "contestant.0.epsilon=0.2" (counted from 0),
 *  "bandits/ucb1.exploration=2", "sweep.problem.clients=[10, 100]" or "seeds=8" (the command line's
 *  --set). Values are TOML; a single word needs no quotes. */
AGON_CORE_EXPORT Expected<void> applyOverride(Experiment &experiment, std::string_view assignment);

/** One problem variant × one contestant variant × one budget. */
struct Cell
{
    int problem = 0;             ///< index into Experiment::problems
    int contestant = 0;          ///< index into Experiment::contestants
    std::vector<int> axisValues; ///< one index per sweep axis that applies; -1: the axis does not
                                 ///< touch this cell
    std::string problemLabel;    ///< with axis coordinates where they differ
    std::string contestantLabel;
    const Family *family = nullptr;
    Json problemSettings;   ///< complete
    Json algorithmSettings; ///< complete
    std::int64_t budget = 0;
    RecordingSchedule schedule;
    std::string problemId, algorithmId; ///< qualified
};

/** A cell with one seed. */
struct RunPlan
{
    int cell = 0;
    std::uint64_t seed = 1;
    std::uint64_t instanceSeed = 1; ///< the seed, or 1 where the instance is fixed
    bool frames = false;  ///< whether points, fields and graphs are recorded: first seed, or all
    std::string identity; ///< 32 hexadecimal digits: hash of everything that decides its numbers
};

/** An experiment worked out: every cell complete and checked, every run with its identity. Runs are
 *  ordered by seed, then cell: waves of seeds. */
struct Grid
{
    Experiment experiment;
    std::vector<Cell> cells;
    std::vector<RunPlan> runs;
    std::vector<std::shared_ptr<const Family>> families; ///< keeps Cell::family alive
};

/** Works an experiment out. Errors name the offending key, where it stands, what was found and what
 * is allowed. At most 10^6 runs. A contestant's own budget wins over a swept one. */
AGON_CORE_EXPORT Expected<Grid> expand(const Experiment &experiment, const FamilySet &families,
                                       const DataSource &data);

/** XXH3-128 of @p bytes in hexadecimal. */
AGON_CORE_EXPORT std::string contentHash(std::string_view bytes);

} // namespace agon
