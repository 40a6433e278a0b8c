#pragma once

#include "core/experiment/declarations.h"
#include "core/experiment/observations.h"
#include "core/experiment/published_value.h"
#include "core/export.h"
#include "core/json.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace agon {

enum class RunStatus : std::uint8_t { queued = 0, running = 1, finished = 2, failed = 3, cancelled = 4 };
AGON_CORE_EXPORT std::string_view key(RunStatus status);

/** One contestant as it is shown: the same everywhere. */
struct ContestantView
{
    std::string label;
    std::string algorithm; ///< qualified id; empty for imported runs
    Json settings;         ///< complete
    int colour = 0;        ///< position in the palette, decides colour, dash and marker
};

struct ProblemView
{
    std::string label;
    std::string problem; ///< qualified id
    Json settings;       ///< complete
};

struct AxisView
{
    std::string key;
    std::vector<Json> values;
};

struct CellView
{
    int problem = 0;    ///< index into ExperimentView::problems
    int contestant = 0; ///< index into ExperimentView::contestants
    std::vector<int> axisValues; ///< one per axis; -1: not touched
    std::int64_t budget = 0;
};

/** What views and storage know of an experiment. Sweeps: every distinct problem variant and
 *  contestant variant has its own entry in problems and contestants. */
struct ExperimentView
{
    std::string name;
    std::string toml; ///< the whole experiment file
    std::string family;
    std::vector<ChannelDeclaration> channels; ///< index = Chunk::channel
    std::vector<int> mainChannels;            ///< what this experiment records, main metric first
    std::string budgetUnit, stepUnit;
    RecordingSchedule schedule;
    std::vector<ProblemView> problems;
    std::vector<ContestantView> contestants;
    std::vector<AxisView> axes;
    std::vector<CellView> cells;
    std::vector<PublishedValue> published; ///< what papers report, to be drawn beside the runs
};

struct RunView
{
    int cell = 0;
    std::uint64_t seed = 0;
    RunStatus status = RunStatus::queued;
    std::int64_t step = 0; ///< budget units completed
    std::string reason;    ///< why it failed
    std::string identity;
    std::string digest;    ///< of a finished run, 32 hexadecimal digits
    /** "0.4.0, x86-64-v4": build and machine class of a run that a store has; empty: this program,
     *  here. */
    std::string computedBy;
    bool thinned = false;  ///< some metric has buckets (see Bucket): views say so
};

/** Where views get observations: a live log or the store. Thread-safe; every answer is a snapshot.
 *  Number and order of runs never change after creation, except that more can be added at the end. */
class ObservationSource
{
public:
    virtual ~ObservationSource() = default;
    virtual ExperimentView experiment() const = 0;
    virtual std::vector<RunView> runs() const = 0;
    /** Chunks number @p from and following of one channel of one run, in order of steps. The channel
     *  eventChannel gives the run's events. */
    virtual std::vector<ChunkPointer> chunks(int run, int channel, std::size_t from = 0) const = 0;
    /** Competitors' names of a match channel; empty before they are known. */
    virtual std::vector<std::string> labels(int run, int channel) const = 0;
    /** Grows whenever anything above would answer differently. Cheap: asked at frame rate. */
    virtual std::uint64_t revision() const = 0;
};

} // namespace agon
