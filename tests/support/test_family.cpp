#include "tests/support/test_family.h"

#include "core/random/distributions.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>
#include <optional>
#include <stdexcept>
#include <thread>

namespace agon::test {
namespace {

enum Channel { distance, effort, target, elapsed, trail, histogram, duels, chain };

std::vector<ChannelDeclaration> channels()
{
    std::vector<ChannelDeclaration> result(8);
    result[distance] = {.key = "distance",
                        .title = "Distance to the target",
                        .unit = "m",
                        .direction = Direction::minimize,
                        .logarithmic = true};
    result[effort] = {.key = "effort",
                      .title = "Effort",
                      .unit = "J",
                      .direction = Direction::minimize,
                      .cost = true};
    result[target] = {.key = "target",
                      .title = "Smallest distance possible",
                      .unit = "m",
                      .referenceOf = "distance"};
    result[elapsed] = {
        .key = "elapsed", .title = "Time taken", .unit = "s", .cost = true, .timed = true};
    result[trail] = {.key = "trail",
                     .title = "Distance and effort",
                     .kind = ObservationKind::points,
                     .columns = {{"distance", "Distance", "m", Direction::minimize},
                                 {"effort", "Effort", "J", Direction::minimize}}};
    result[histogram] = {.key = "histogram",
                         .title = "Visits",
                         .kind = ObservationKind::field,
                         .rowAxis = "side",
                         .columnAxis = "bin"};
    result[duels] = {.key = "duels", .title = "Duels", .kind = ObservationKind::match};
    result[chain] = {.key = "chain", .title = "Chain", .kind = ObservationKind::graph};
    return result;
}

struct Iid
{
    static Schema<Iid> schema() { return {}; }
};
struct Dirichlet
{
    double alpha = 0.5;
    static Schema<Dirichlet> schema()
    {
        Schema<Dirichlet> s;
        s.real(&Dirichlet::alpha, "alpha", "Concentration").range(1e-3, 1e3).logarithmic();
        return s;
    }
};

struct WalkSettings
{
    double start = 10;
    int width = 4;
    std::variant<Iid, Dirichlet> partition = Iid{};

    static Schema<WalkSettings> schema()
    {
        Schema<WalkSettings> s;
        s.real(&WalkSettings::start, "start", "Start").unit("m").range(0, 1e6);
        s.integer(&WalkSettings::width, "width", "Width").range(1, 100);
        s.variant<Iid, Dirichlet>(&WalkSettings::partition, "partition", "Partition",
                                  {"iid", "Even", "", Iid::schema()},
                                  {"dirichlet", "Dirichlet", "", Dirichlet::schema()});
        return s;
    }
};

struct DataWalkSettings
{
    WalkSettings walk;
    std::string file;
    static Schema<DataWalkSettings> schema()
    {
        Schema<DataWalkSettings> s;
        s.include(&DataWalkSettings::walk, WalkSettings::schema());
        s.path(&DataWalkSettings::file, "file", "Steps from a file");
        return s;
    }
};

struct Walk final : ProblemInstance
{
    double start = 0;
    int width = 1;
};

Expected<InstancePointer> prepareWalk(const ProblemRequest &request)
{
    // Problems with more parameters have these among theirs.
    Json settings;
    for (const char *key : {"start", "width", "partition"})
        settings[key] = request.settings.at(key);
    const WalkSettings walk = WalkSettings::schema().read(settings);
    auto instance = std::make_shared<Walk>();
    random::Stream stream(request.seed, random::Purpose("start"));
    instance->start = walk.start * (1 + 0.1 * stream.uniform());
    instance->width = walk.width;
    return InstancePointer(std::move(instance));
}

Expected<InstancePointer> prepareDataWalk(const ProblemRequest &request)
{
    const auto bytes = request.data->read("walk.csv");
    if (!bytes)
        return bytes.error();
    return prepareWalk(request);
}

enum class Mode { plain, bold };

struct RuleSettings
{
    double rate = 0.05;
    double spread = 0;
    Mode mode = Mode::plain;
    std::optional<std::int64_t> throwsAfter = std::nullopt;
    std::optional<std::int64_t> missingFrom = std::nullopt;
    std::chrono::milliseconds delay{0};
    std::int64_t unit = 256; ///< steps a call of advance()
};

/** All algorithms of the family are one walk that differs in its settings. */
class WalkTrial final : public Trial
{
public:
    WalkTrial(const TrialRequest &request, RuleSettings settings)
        : m_settings(settings)
        , m_budget(request.budget)
        , m_seeds(request.seeds)
        , m_began(std::chrono::steady_clock::now())
    {
        for (const InstancePointer &instance : request.instances) {
            const auto &walk = static_cast<const Walk &>(*instance);
            m_positions.push_back(walk.start);
            m_efforts.push_back(0);
            m_visits.emplace_back(2 * static_cast<std::size_t>(walk.width), 0.0);
        }
    }

    bool advance(Recorder &recorder) override
    {
        if (!m_begun) {
            m_begun = true;
            for (int lane = 0; lane < static_cast<int>(m_seeds.size()); ++lane)
                recorder.labels(duels, lane, {"left", "middle", "right"});
            record(recorder);
        }
        if (m_settings.delay.count() > 0)
            std::this_thread::sleep_for(m_settings.delay);
        const std::int64_t end = std::min(m_budget, m_step + m_settings.unit);
        while (m_step < end) {
            walk();
            if (m_settings.throwsAfter && m_step > *m_settings.throwsAfter)
                throw std::runtime_error("the walk fell off the edge");
            record(recorder);
        }
        return m_step < m_budget;
    }

    std::int64_t step() const override { return m_step; }

private:
    void walk()
    {
        ++m_step;
        for (std::size_t lane = 0; lane < m_seeds.size(); ++lane) {
            double &position = m_positions[lane];
            const double before = position;
            position *= 1 - m_settings.rate * (m_settings.mode == Mode::bold ? 2 : 1);
            if (m_settings.spread > 0) {
                random::Stream stream(m_seeds[lane], random::Purpose("noise"), 0,
                                      static_cast<std::uint64_t>(m_step));
                position += m_settings.spread * random::normal(stream);
            }
            m_efforts[lane] += std::abs(position - before);
            const std::size_t width = m_visits[lane].size() / 2;
            const auto bin = std::min(width - 1, static_cast<std::size_t>(std::abs(position)));
            m_visits[lane][(position < 0 ? 0 : width) + bin] += 1;
        }
    }

    void record(Recorder &recorder) const
    {
        const bool metrics = recorder.due(m_step);
        const bool frames = recorder.frameDue(m_step);
        if (!metrics && !frames)
            return;
        for (int lane = 0; lane < static_cast<int>(m_seeds.size()); ++lane) {
            if (metrics)
                recordMetrics(recorder, lane);
            if (frames && recorder.framesWanted(lane))
                recordFrames(recorder, lane);
        }
    }

    void recordMetrics(Recorder &recorder, int lane) const
    {
        const auto i = static_cast<std::size_t>(lane);
        const bool missing = m_settings.missingFrom && m_step >= *m_settings.missingFrom;
        recorder.metric(distance, lane, m_step,
                        missing ? std::numeric_limits<double>::quiet_NaN()
                                : std::abs(m_positions[i]));
        recorder.metric(effort, lane, m_step, m_efforts[i]);
        recorder.metric(target, lane, m_step, 0);
        recorder.metric(
            elapsed, lane, m_step,
            std::chrono::duration<double>(std::chrono::steady_clock::now() - m_began).count());
    }

    void recordFrames(Recorder &recorder, int lane) const
    {
        const auto i = static_cast<std::size_t>(lane);
        const double far = std::abs(m_positions[i]);
        const auto width = static_cast<std::int32_t>(m_visits[i].size() / 2);
        recorder.graph(chain, lane, m_step,
                       {{{"start", 0, 0.0, 0.5}, {"now", far, 0.5, 0.5}, {"target", 0, 1.0, 0.5}},
                        {{0, 1, m_efforts[i], "walked"}, {1, 2, far, "left"}}});
        recorder.points(
            trail, lane, m_step,
            {{far, m_efforts[i], far / 2, 2 * m_efforts[i] + 1, 2 * far + 1, m_efforts[i] / 2},
             {0, 1, 2},
             {"now", "hurried", "lazy"},
             {m_step, -1, -1}});
        recorder.field(histogram, lane, m_step, {2, width, m_visits[i], {"left", "right"}, {}});
        const std::int32_t winner = m_positions[i] < 0 ? 0 : 2;
        recorder.match(duels, lane, m_step, {{winner, 1, 2 - winner}, {0, 1, far > 1 ? 2 : 1}});
    }

    RuleSettings m_settings;
    std::int64_t m_budget;
    std::vector<std::uint64_t> m_seeds;
    std::chrono::steady_clock::time_point m_began;
    std::int64_t m_step = 0;
    bool m_begun = false;
    std::vector<double> m_positions;
    std::vector<double> m_efforts;
    std::vector<std::vector<double>> m_visits;
};

Expected<std::unique_ptr<Trial>> makeTrial(const TrialRequest &request, RuleSettings settings)
{
    return std::unique_ptr<Trial>(std::make_unique<WalkTrial>(request, settings));
}

struct Rate
{
    double rate = 0.05;
    static Schema<Rate> schema()
    {
        Schema<Rate> s;
        s.real(&Rate::rate, "rate", "Rate")
            .range(0, 1)
            .help("Share of the distance walked in a step.");
        return s;
    }
};

struct Noisy
{
    Rate base;
    double spread = 0.1;
    Mode mode = Mode::plain;
    static Schema<Noisy> schema()
    {
        Schema<Noisy> s;
        s.include(&Noisy::base, Rate::schema());
        s.real(&Noisy::spread, "spread", "Spread").atLeast(0).unit("m");
        s.choice<Mode>(&Noisy::mode, "mode", "Mode",
                       {{Mode::plain, "plain", "Plain"}, {Mode::bold, "bold", "Bold"}});
        return s;
    }
};

struct At
{
    std::int64_t at = 10;
    static Schema<At> schema()
    {
        Schema<At> s;
        s.integer(&At::at, "at", "At step").atLeast(0);
        return s;
    }
};

struct Slow
{
    std::int64_t delay = 5;
    static Schema<Slow> schema()
    {
        Schema<Slow> s;
        s.integer(&Slow::delay, "delay", "Delay of a step").range(0, 60'000).unit("ms");
        return s;
    }
};

AlgorithmDeclaration algorithm(std::string id, std::string title,
                               std::vector<ParameterDeclaration> parameters)
{
    AlgorithmDeclaration declaration;
    declaration.id = std::move(id);
    declaration.title = std::move(title);
    declaration.summary = "For tests.";
    declaration.loops = {"test/walks"};
    declaration.parameters = std::move(parameters);
    declaration.fidelity = Fidelity::derived;
    return declaration;
}

std::vector<AlgorithmEntry> algorithms()
{
    const auto steady = [](const TrialRequest &request) {
        return makeTrial(request, {.rate = Rate::schema().read(request.settings).rate});
    };
    std::vector<AlgorithmEntry> entries;
    entries.push_back({algorithm("test/steady", "Steady", Rate::schema().declarations()), steady});
    entries.push_back({algorithm("test/noisy", "Noisy", Noisy::schema().declarations()),
                       [](const TrialRequest &request) {
                           const Noisy settings = Noisy::schema().read(request.settings);
                           return makeTrial(request, {.rate = settings.base.rate,
                                                      .spread = settings.spread,
                                                      .mode = settings.mode});
                       },
                       4});
    entries.push_back({algorithm("test/throws", "Throws", At::schema().declarations()),
                       [](const TrialRequest &request) {
                           return makeTrial(
                               request, {.throwsAfter = At::schema().read(request.settings).at});
                       }});
    entries.push_back({algorithm("test/not-a-number", "Not a number", At::schema().declarations()),
                       [](const TrialRequest &request) {
                           return makeTrial(
                               request, {.missingFrom = At::schema().read(request.settings).at});
                       }});
    entries.push_back({algorithm("test/slow", "Slow", Slow::schema().declarations()),
                       [](const TrialRequest &request) {
                           const auto delay = Slow::schema().read(request.settings).delay;
                           return makeTrial(request,
                                            {.delay = std::chrono::milliseconds(delay), .unit = 1});
                       }});
    entries.push_back({algorithm("test/refuses", "Refuses", {}),
                       [](const TrialRequest &) -> Expected<std::unique_ptr<Trial>> {
                           return Error("test/refuses: it does not want to walk.");
                       }});
    AlgorithmDeclaration picky = algorithm("test/picky", "Picky", Rate::schema().declarations());
    picky.requires_ = {"wide"};
    entries.push_back({std::move(picky), steady});
    AlgorithmDeclaration racer = algorithm("test/racer", "Racer", Rate::schema().declarations());
    racer.loops = {"test/races"};
    entries.push_back({std::move(racer), steady});
    return entries;
}

std::vector<ProblemEntry> problems()
{
    ProblemDeclaration walk;
    walk.id = "test/walk";
    walk.title = "Walk";
    walk.summary = "A position walks towards 0.";
    walk.loop = "test/walks";
    walk.parameters = WalkSettings::schema().declarations();
    walk.defaultBudget = 100;
    walk.maximumBudget = 1'000'000;
    walk.defaultContestants = {"test/steady", "test/noisy"};
    ProblemDeclaration wide = walk;
    wide.id = "test/wide-walk";
    wide.title = "Wide walk";
    wide.provides = {"wide"};
    ProblemDeclaration withData = walk;
    withData.id = "test/data-walk";
    withData.title = "Walk with data";
    withData.data = {"walk.csv"};
    withData.parameters = DataWalkSettings::schema().declarations();
    ProblemDeclaration race = walk;
    race.id = "test/race";
    race.title = "Race";
    race.loop = "test/races";
    race.defaultContestants = {"test/racer"};
    return {
        {walk, prepareWalk}, {wide, prepareWalk}, {withData, prepareDataWalk}, {race, prepareWalk}};
}

} // namespace

std::shared_ptr<const Family> makeTestFamily()
{
    Catalogue head;
    head.family = "test";
    head.title = "Test";
    head.summary = "A family for tests.";
    head.version = "1";
    head.channels = channels();
    const std::vector<std::string> recorded{"distance", "effort",    "target", "elapsed",
                                            "trail",    "histogram", "duels",  "chain"};
    head.loops = {{.id = "test/walks",
                   .title = "Walks",
                   .summary = "One position.",
                   .budgetUnit = "steps",
                   .stepUnit = "step",
                   .channels = recorded},
                  {.id = "test/races",
                   .title = "Races",
                   .summary = "One race.",
                   .budgetUnit = "laps",
                   .stepUnit = "lap",
                   .channels = recorded}};
    return std::make_shared<TableFamily>(std::move(head), problems(), algorithms());
}

FamilySet testFamilies()
{
    FamilySet families;
    families.add(makeTestFamily());
    return families;
}

Expected<std::string> MemoryDataSource::read(std::string_view name) const
{
    const auto found = m_files.find(name);
    if (found == m_files.end())
        return Error(fmt::format("There is no data file \"{}\".", name));
    return found->second;
}

std::string MemoryDataSource::hash(std::string_view name) const
{
    const auto found = m_files.find(name);
    return found == m_files.end() ? std::string() : contentHash(found->second);
}

} // namespace agon::test
