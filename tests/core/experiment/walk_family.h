#pragma once

#include "core/experiment/experiment.h"
#include "core/experiment/family.h"
#include "core/experiment/runner.h"
#include "core/random/stream.h"

#include <atomic>
#include <cmath>
#include <functional>
#include <limits>
#include <mutex>
#include <set>
#include <stdexcept>
#include <thread>

/** A family made for the runner's tests: random walks that can be told to misbehave. */
namespace walk {

using namespace agon;

enum Channel { position, seconds, best, loads, duels, points, graph, optional };

struct Settings
{
    double drift = 0.1;
    int unit = 50;              ///< steps a unit
    std::int64_t throwSeed = 0; ///< this seed throws at half of the budget
    std::int64_t nanSeed = 0;   ///< this seed becomes NaN at step 7
    bool refuse = false;        ///< start gives an error
    bool missing = false;       ///< the optional channel is NaN
    int matchEvery = 100;       ///< a match and an event after so many steps
    double pause = 0;           ///< seconds a unit
    double hang = 0;            ///< seconds that the unit after half of the budget does not return

    static Schema<Settings> schema()
    {
        Schema<Settings> s;
        s.real(&Settings::drift, "drift", "Drift");
        s.integer(&Settings::unit, "unit", "Steps a unit").range(1, 1e9);
        s.integer(&Settings::throwSeed, "throw-seed", "Seed that throws");
        s.integer(&Settings::nanSeed, "nan-seed", "Seed that becomes NaN");
        s.flag(&Settings::refuse, "refuse", "Refuse to start");
        s.flag(&Settings::missing, "missing", "Missing values");
        s.integer(&Settings::matchEvery, "match-every", "Steps a match").range(1, 1e9);
        s.real(&Settings::pause, "pause", "Seconds a unit");
        s.real(&Settings::hang, "hang", "Seconds of hanging");
        return s;
    }
};

struct Instance final : ProblemInstance
{
    explicit Instance(double theOffset, std::atomic<int> &theAlive)
        : offset(theOffset), alive(theAlive)
    {
        ++alive;
    }
    ~Instance() override { --alive; }
    double offset;
    std::atomic<int> &alive;
};

/** What the tests can see of the family from outside. */
struct Counters
{
    std::atomic<int> prepared{0}, alive{0}, mostAlive{0}, started{0}, units{0};
    std::atomic<bool> hangOnce{true};
    std::function<void()> beforeThrow; ///< called where the seed that throws does
    std::mutex mutex;
    std::vector<std::string> order; ///< algorithm and seed of each start
};

class WalkTrial final : public Trial
{
public:
    WalkTrial(const TrialRequest &request, Settings settings, Counters &counters)
        : m_settings(settings)
        , m_seeds(request.seeds)
        , m_budget(request.budget)
        , m_counters(counters)
        , m_positions(request.seeds.size())
        , m_best(request.seeds.size(), -1e9)
    {
        for (const InstancePointer &instance : request.instances)
            m_offsets.push_back(static_cast<const Instance &>(*instance).offset);
    }
    std::int64_t step() const override { return m_step; }
    bool advance(Recorder &recorder) override
    {
        ++m_counters.units;
        if (m_settings.pause > 0)
            std::this_thread::sleep_for(std::chrono::duration<double>(m_settings.pause));
        if (m_step == 0) {
            for (int lane = 0; lane < lanes(); ++lane) {
                recorder.labels(duels, lane, {"left", "right"});
                record(recorder, lane);
            }
        }
        const std::int64_t end = std::min(m_budget, m_step + m_settings.unit);
        while (m_step < end) {
            ++m_step;
            if (m_step > m_due)
                m_due = recorder.nextDue(m_step);
            if (m_step > m_frameDue)
                m_frameDue = recorder.nextFrameDue(m_step);
            for (int lane = 0; lane < lanes(); ++lane)
                move(recorder, lane);
        }
        if (m_settings.hang > 0 && m_step > m_budget / 2 && m_counters.hangOnce.exchange(false))
            std::this_thread::sleep_for(std::chrono::duration<double>(m_settings.hang));
        return m_step < m_budget;
    }

private:
    int lanes() const { return static_cast<int>(m_seeds.size()); }
    void move(Recorder &recorder, int lane)
    {
        const auto i = static_cast<std::size_t>(lane);
        random::Stream stream(m_seeds[i], random::Purpose("walk"), 0,
                              static_cast<std::uint64_t>(m_step));
        m_positions[i] += m_settings.drift + stream.uniform() - 0.5;
        if (m_settings.throwSeed == static_cast<std::int64_t>(m_seeds[i]) &&
            m_step * 2 >= m_budget) {
            if (m_counters.beforeThrow)
                m_counters.beforeThrow();
            throw std::runtime_error("the floor is gone");
        }
        if (m_settings.nanSeed == static_cast<std::int64_t>(m_seeds[i]) && m_step == 7)
            m_positions[i] = std::numeric_limits<double>::quiet_NaN();
        if (m_step == m_due)
            record(recorder, lane);
        if (recorder.improvementsWanted() && m_positions[i] > m_best[i]) {
            m_best[i] = m_positions[i];
            recorder.metric(best, lane, m_step, m_best[i]);
        }
        if (m_step == m_frameDue && recorder.framesWanted(lane)) {
            recorder.field(loads, lane, m_step, {2, 2, {m_positions[i], 1, 2, 3}, {"a", "b"}, {}});
            recorder.points(points, lane, m_step,
                            {{m_positions[i], 0}, {m_step}, {"here"}, {m_step}});
            recorder.graph(graph, lane, m_step,
                           {{{"start", 0, 0.5, {}}, {"end", 1, {}, {}}}, {{0, 1, 2.5, "edge"}}});
        }
        if (m_step % m_settings.matchEvery == 0) {
            recorder.match(duels, lane, m_step, {{0, 1}, {0, m_positions[i] > 0 ? 1 : 0}});
            recorder.event(lane, m_step, "hundred more");
        }
    }
    void record(Recorder &recorder, int lane)
    {
        const auto i = static_cast<std::size_t>(lane);
        recorder.metric(position, lane, m_step, m_positions[i] + m_offsets[i]);
        recorder.metric(
            seconds, lane, m_step,
            std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch())
                .count());
        recorder.metric(optional, lane, m_step,
                        m_settings.missing ? std::numeric_limits<double>::quiet_NaN()
                                           : m_positions[i]);
    }

    Settings m_settings;
    std::vector<std::uint64_t> m_seeds;
    std::vector<double> m_offsets;
    std::int64_t m_budget;
    std::int64_t m_step = 0;
    std::int64_t m_due = 0, m_frameDue = 0; ///< the next steps to record
    Counters &m_counters;
    std::vector<double> m_positions, m_best;
};

inline std::shared_ptr<const Family> makeFamily(Counters &counters, int lanes = 1)
{
    Catalogue head;
    head.family = "walk";
    head.title = "Walks";
    head.summary = "Random walks.";
    head.version = "1";
    const auto channel = [&](const char *key, const char *title,
                             ObservationKind kind) -> ChannelDeclaration & {
        ChannelDeclaration declaration;
        declaration.key = key;
        declaration.title = title;
        declaration.kind = kind;
        return head.channels.emplace_back(std::move(declaration));
    };
    channel("position", "Position", ObservationKind::metric);
    channel("seconds", "Time", ObservationKind::metric).timed = true;
    channel("best", "Best position", ObservationKind::metric);
    channel("loads", "Loads", ObservationKind::field);
    channel("duels", "Duels", ObservationKind::match);
    channel("points", "Points", ObservationKind::points).columns = {{"x", "x"}, {"y", "y"}};
    channel("graph", "Graph", ObservationKind::graph);
    channel("optional", "Optional", ObservationKind::metric).mayBeMissing = true;
    LoopDeclaration loop;
    loop.id = "walk/steps";
    loop.title = "Walking";
    loop.summary = "Steps.";
    loop.budgetUnit = "steps";
    loop.stepUnit = "step";
    for (const ChannelDeclaration &each : head.channels)
        loop.channels.push_back(each.key);
    head.loops.push_back(loop);
    ProblemDeclaration problem;
    problem.id = "walk/line";
    problem.title = "Line";
    problem.summary = "A line.";
    problem.loop = "walk/steps";
    ProblemDeclaration broken = problem;
    broken.id = "walk/broken";
    broken.title = "Broken line";
    AlgorithmDeclaration algorithm;
    algorithm.id = "walk/random";
    algorithm.title = "Random walk";
    algorithm.summary = "Walks.";
    algorithm.loops = {"walk/steps"};
    algorithm.parameters = Settings::schema().declarations();
    const auto prepare = [&counters](const ProblemRequest &request) -> Expected<InstancePointer> {
        ++counters.prepared;
        auto instance =
            std::make_shared<const Instance>(static_cast<double>(request.seed), counters.alive);
        counters.mostAlive = std::max<int>(counters.mostAlive, counters.alive);
        return InstancePointer(instance);
    };
    const auto refuse = [](const ProblemRequest &) -> Expected<InstancePointer> {
        return Error("The line is broken.", "Choose another one.");
    };
    const auto start =
        [&counters](const TrialRequest &request) -> Expected<std::unique_ptr<Trial>> {
        const Settings settings = Settings::schema().read(request.settings);
        if (settings.refuse)
            return Error("This walk does not like to start.");
        ++counters.started;
        {
            const std::lock_guard lock(counters.mutex);
            counters.order.push_back(std::to_string(request.budget) + "/" +
                                     std::to_string(request.seeds.front()));
        }
        return std::unique_ptr<Trial>(std::make_unique<WalkTrial>(request, settings, counters));
    };
    return std::make_shared<TableFamily>(
        std::move(head), std::vector<ProblemEntry>{{problem, prepare}, {broken, refuse}},
        std::vector<AlgorithmEntry>{{algorithm, start, lanes}});
}

struct NoData final : DataSource
{
    Expected<std::string> read(std::string_view) const override
    {
        return Error("There is no data.");
    }
    std::string hash(std::string_view) const override { return {}; }
};

/** A grid of one problem by the given algorithm settings by seeds 1…@p seeds. */
inline std::shared_ptr<Grid> makeGrid(const std::shared_ptr<const Family> &family,
                                      const std::vector<Json> &contestants, std::uint64_t seeds,
                                      std::int64_t budget, RecordingSchedule schedule = {},
                                      const std::string &problem = "walk/line")
{
    auto grid = std::make_shared<Grid>();
    grid->families.push_back(family);
    grid->experiment.name = "walks";
    grid->experiment.problems.push_back({problem, "", Json::object()});
    for (std::uint64_t seed = 1; seed <= seeds; ++seed)
        grid->experiment.seeds.push_back(seed);
    int number = 0;
    for (const Json &settings : contestants) {
        grid->experiment.contestants.push_back({"walk/random", "", settings, {}, {}});
        Cell cell;
        cell.contestant = number++;
        cell.problemLabel = "Line";
        cell.contestantLabel = "Walk " + std::to_string(number);
        cell.family = family.get();
        cell.problemSettings = Json::object();
        cell.algorithmSettings =
            *completeSettings(Settings::schema().declarations(), settings, "walk/random");
        cell.budget = budget;
        cell.schedule = schedule;
        cell.problemId = problem;
        cell.algorithmId = "walk/random";
        grid->cells.push_back(cell);
    }
    for (std::uint64_t seed = 1; seed <= seeds; ++seed)
        for (int cell = 0; cell < number; ++cell)
            grid->runs.push_back({cell, seed, seed, seed == 1 || schedule.framesOfEverySeed, {}});
    return grid;
}

/** Values of a metric, over all chunks. */
inline std::vector<double> valuesOf(const ObservationSource &source, int run, int channel)
{
    std::vector<double> values;
    for (const ChunkPointer &chunk : source.chunks(run, channel))
        values.insert(values.end(), chunk->values.begin(), chunk->values.end());
    return values;
}
inline std::vector<std::int64_t> stepsOf(const ObservationSource &source, int run, int channel)
{
    std::vector<std::int64_t> steps;
    for (const ChunkPointer &chunk : source.chunks(run, channel))
        steps.insert(steps.end(), chunk->steps.begin(), chunk->steps.end());
    return steps;
}

} // namespace walk
