#include "app/worker/foreign_family.h"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

namespace agon::app {
namespace {

using namespace std::chrono_literals;
using worker::Message;

constexpr std::size_t idleLimit = 8;
/** Due steps are told ahead: so many, in so many intervals. */
constexpr std::size_t dueIntervals = 4096;
constexpr int dueSteps = 65'536;
/** A trial is waited for as long as its runner waits; the runner says when to stop. */
constexpr auto forever = std::chrono::hours(24 * 365);

/** What the child needs to prepare the instance itself. */
struct ForeignInstance final : ProblemInstance
{
    std::uint64_t seed = 0;
    const DataSource *data = nullptr;
};

/** The due steps from @p from on as runs of consecutive steps (first, count, first, count, …), and
 * the step before which the list is complete. */
template <class Next>
Json dueRuns(std::int64_t from, std::int64_t budget, Next next)
{
    std::vector<std::int64_t> runs;
    std::int64_t step = from;
    for (int i = 0; i < dueSteps && runs.size() < 2 * dueIntervals && step <= budget; ++i) {
        const std::int64_t due = next(step);
        if (due <= budget) {
            if (!runs.empty() && due == runs[runs.size() - 2] + runs.back())
                ++runs.back();
            else
                runs.insert(runs.end(), {due, 1});
        }
        step = due + 1;
    }
    return {{"runs", runs}, {"until", std::min(step, budget + 1)}};
}

} // namespace

/** A trial in a child. Whatever goes wrong there is thrown here: the runner fails the run. */
class ForeignTrial final : public Trial
{
public:
    ForeignTrial(std::shared_ptr<ForeignFamily::Pool> pool, std::unique_ptr<WorkerProcess> child,
                 const Catalogue &catalogue, const TrialRequest &request)
        : m_pool(std::move(pool))
        , m_child(std::move(child))
        , m_catalogue(catalogue)
        , m_request(request)
        , m_lanes(request.lanes())
        , m_budget(request.budget)
        , m_data(static_cast<const ForeignInstance &>(*request.instances.front()).data)
        , m_lastSteps(static_cast<std::size_t>(m_lanes) * (catalogue.channels.size() + 1), 0)
    {}
    ~ForeignTrial() override
    {
        // Only a child that has nothing left to do can be trusted with another trial.
        if (!m_child || !m_finished)
            return;
        const std::lock_guard lock(m_pool->mutex);
        if (m_pool->idle.size() < idleLimit)
            m_pool->idle.push_back(std::move(m_child));
    }

    std::int64_t step() const override { return m_step; }

    bool advance(Recorder &recorder) override
    {
        Json head{{"type", "advance"}, {"credit", 1}};
        if (!m_begun) {
            // Started here rather than in start(), so that preparing can be cancelled as well.
            if (!begin(recorder))
                return false;
            Json frames = Json::array();
            for (int lane = 0; lane < m_lanes; ++lane)
                frames.push_back(recorder.framesWanted(lane));
            head["frames"] = std::move(frames);
            head["improvements"] = recorder.improvementsWanted();
            m_begun = true;
        }
        m_child->send({std::move(head), {}});
        for (;;)
            if (const auto more = handle(receive(recorder), recorder))
                return *more;
    }

private:
    Message receive(Recorder &recorder)
    {
        auto message = m_child->receive(forever, [&] { return recorder.cancelled(); });
        if (!message)
            throw std::runtime_error(message.error().message);
        if (!*message) {
            m_child->cancel();
            throw std::runtime_error("it was stopped");
        }
        return std::move(**message);
    }

    /** False when the child refuses; its sentence has become the lanes' failure. */
    bool begin(Recorder &recorder)
    {
        Json seeds = Json::array();
        for (const InstancePointer &instance : m_request.instances)
            seeds.push_back(static_cast<const ForeignInstance &>(*instance).seed);
        m_child->send({{{"type", "start"},
                        {"problem", m_request.problem},
                        {"problemSettings", m_request.problemSettings},
                        {"instanceSeeds", seeds},
                        {"algorithm", m_request.algorithm},
                        {"settings", m_request.settings},
                        {"seeds", m_request.seeds},
                        {"budget", m_budget}},
                       {}});
        for (;;) {
            const Message message = receive(recorder);
            if (message.type() == "started")
                return true;
            if (message.type() == "refused") {
                for (int lane = 0; lane < m_lanes; ++lane)
                    recorder.fail(lane, textOf(message, "reason"));
                m_finished = true;
                return false;
            }
            if (message.type() == "failed")
                throw std::runtime_error(textOf(message, "reason"));
            if (!answerData(message))
                throw std::runtime_error(unexpected(message.type()));
        }
    }

    static std::string textOf(const Message &message, const char *key)
    {
        const auto found = message.head.find(key);
        return found != message.head.end() && found->is_string() ? found->get<std::string>()
                                                                 : std::string();
    }
    std::string unexpected(const std::string &type) const
    {
        return fmt::format("The worker process of {} sent \"{}\", which was not expected.",
                           m_pool->command.name, type);
    }

    /** A message from the child; the answer of the unit when it has ended. */
    std::optional<bool> handle(const Message &message, Recorder &recorder)
    {
        const std::string type = message.type();
        if (type == "batch") {
            take(message, recorder);
        } else if (type == "due") {
            const std::int64_t from = numberOf(message, "from", 0, m_budget + 1);
            Json answer{{"type", "due"}};
            answer["metrics"] =
                dueRuns(from, m_budget, [&](std::int64_t step) { return recorder.nextDue(step); });
            answer["frames"] = dueRuns(
                from, m_budget, [&](std::int64_t step) { return recorder.nextFrameDue(step); });
            m_child->send({std::move(answer), {}});
        } else if (type == "labels") {
            const int channel = static_cast<int>(numberOf(
                message, "channel", 0, static_cast<std::int64_t>(m_catalogue.channels.size()) - 1));
            recorder.labels(channel, laneOf(message),
                            message.head.value("names", std::vector<std::string>()));
        } else if (type == "fail") {
            recorder.fail(laneOf(message), textOf(message, "reason"));
        } else if (type == "advanced") {
            m_step = numberOf(message, "step", 0, m_budget);
            m_finished = !message.head.value("more", false);
            return !m_finished;
        } else if (type == "failed") {
            if (message.head.contains("step"))
                m_step = numberOf(message, "step", 0, m_budget);
            throw std::runtime_error(textOf(message, "reason"));
        } else if (!answerData(message)) {
            throw std::runtime_error(unexpected(type));
        }
        return std::nullopt;
    }

    std::int64_t numberOf(const Message &message, const char *key, std::int64_t least,
                          std::int64_t most) const
    {
        const auto found = message.head.find(key);
        if (found == message.head.end() || !found->is_number_integer() ||
            found->get<std::int64_t>() < least || found->get<std::int64_t>() > most)
            throw std::runtime_error(fmt::format("The worker process of {} sent \"{}\" with a "
                                                 "\"{}\" that is no number from {} to {}.",
                                                 m_pool->command.name, message.type(), key, least,
                                                 most));
        return found->get<std::int64_t>();
    }
    int laneOf(const Message &message) const
    {
        return static_cast<int>(numberOf(message, "lane", 0, m_lanes - 1));
    }

    bool answerData(const Message &message)
    {
        if (message.type() != "data" || m_data == nullptr)
            return false;
        const std::string name = textOf(message, "name");
        Json head{{"type", "data"}, {"hash", m_data->hash(name)}};
        if (message.head.value("hashOnly", false)) {
            m_child->send({std::move(head), {}});
            return true;
        }
        auto content = m_data->read(name);
        if (!content)
            head["error"] = content.error().text();
        m_child->send({std::move(head), content ? std::move(*content) : std::string()});
        return true;
    }

    /** Hands a batch to the recorder, which trusts its callers: nothing wrong may get through. */
    void take(const Message &message, Recorder &recorder)
    {
        auto read = worker::batchFrom(message);
        if (!read)
            throw std::runtime_error(read.error().message);
        Chunk &chunk = read->chunk;
        const int lane = read->lane;
        const auto channels = static_cast<std::int32_t>(m_catalogue.channels.size());
        if (lane < 0 || lane >= m_lanes || chunk.channel < eventChannel ||
            chunk.channel >= channels)
            throw std::runtime_error(
                "A batch of observations names a lane or channel that does not exist.");
        if (chunk.steps.empty())
            return;
        const ChannelDeclaration *channel =
            chunk.channel == eventChannel
                ? nullptr
                : &m_catalogue.channels[static_cast<std::size_t>(chunk.channel)];
        if (chunk.kind != (channel != nullptr ? channel->kind : ObservationKind::event))
            throw std::runtime_error(
                "A batch of observations is of another kind than its channel.");
        std::int64_t &last =
            m_lastSteps[static_cast<std::size_t>(lane * (channels + 1) + chunk.channel + 1)];
        if (chunk.steps.front() < last || chunk.steps.back() > m_budget)
            throw std::runtime_error(
                "The steps of a batch of observations go back or past the budget.");
        last = chunk.steps.back();
        for (std::size_t i = 0; i < chunk.steps.size(); ++i) {
            const std::int64_t step = chunk.steps[i];
            if (chunk.kind == ObservationKind::metric) {
                recorder.metric(chunk.channel, lane, step, chunk.values[i]);
                continue;
            }
            std::visit(
                [&](auto &frame) {
                    using F = std::decay_t<decltype(frame)>;
                    if constexpr (std::is_same_v<F, PointsFrame>) {
                        if (frame.values.size() != frame.ids.size() * channel->columns.size())
                            throw std::runtime_error(
                                "A batch of points has not the columns of its channel.");
                        recorder.points(chunk.channel, lane, step, std::move(frame));
                    } else if constexpr (std::is_same_v<F, FieldFrame>) {
                        recorder.field(chunk.channel, lane, step, std::move(frame));
                    } else if constexpr (std::is_same_v<F, MatchOutcome>) {
                        recorder.match(chunk.channel, lane, step, std::move(frame));
                    } else if constexpr (std::is_same_v<F, GraphFrame>) {
                        recorder.graph(chunk.channel, lane, step, std::move(frame));
                    } else {
                        recorder.event(lane, step, std::move(frame.text));
                    }
                },
                chunk.frames[i]);
        }
    }

    std::shared_ptr<ForeignFamily::Pool> m_pool;
    std::unique_ptr<WorkerProcess> m_child;
    const Catalogue &m_catalogue;
    const TrialRequest m_request;
    int m_lanes;
    std::int64_t m_budget;
    std::int64_t m_step = 0;
    const DataSource *m_data;
    std::vector<std::int64_t> m_lastSteps; ///< by lane and channel
    bool m_begun = false;
    bool m_finished = false;
};

ForeignFamily::ForeignFamily(std::shared_ptr<Pool> pool, Catalogue catalogue,
                             std::map<std::string, int, std::less<>> lanes)
    : m_pool(std::move(pool)), m_catalogue(std::move(catalogue)), m_lanes(std::move(lanes))
{}

ForeignFamily::~ForeignFamily() = default;

Expected<std::unique_ptr<WorkerProcess>> ForeignFamily::connect(const WorkerCommand &command)
{
    auto child = WorkerProcess::start(command);
    if (!child)
        return child;
    (*child)->send({{{"type", "hello"}, {"protocol", worker::protocolVersion}}, {}});
    auto answer = (*child)->receive(command.answerTimeout);
    if (!answer)
        return answer.error();
    if (!*answer)
        return Error(fmt::format("{} did not answer within {} s after it was loaded in a child "
                                 "process, which was stopped.",
                                 command.name,
                                 static_cast<double>(command.answerTimeout.count()) / 1000));
    if ((*answer)->type() == "failed")
        return Error(
            (*answer)->head.value("reason", std::string("The worker process gave no reason.")));
    const auto version = (*answer)->head.find("protocol");
    if ((*answer)->type() != "hello" || version == (*answer)->head.end() ||
        *version != worker::protocolVersion)
        return Error(
            fmt::format("The worker process of {} speaks another version of the protocol than {}.",
                        command.name, worker::protocolVersion));
    return child;
}

Expected<std::shared_ptr<const Family>> ForeignFamily::probe(const WorkerCommand &command)
{
    auto child = connect(command);
    if (!child)
        return child.error();
    (*child)->send({{{"type", "catalogue"}}, {}});
    auto answer = (*child)->receive(command.answerTimeout);
    if (!answer)
        return answer.error();
    if (!*answer || (*answer)->type() != "catalogue" || !(*answer)->head.contains("catalogue"))
        return Error(
            fmt::format("The worker process of {} does not tell its catalogue.", command.name));
    auto catalogue = catalogueFromJson((*answer)->head["catalogue"]);
    if (!catalogue)
        return catalogue.error();
    if (const auto wrong = problemsOf(*catalogue); !wrong.empty())
        return Error(fmt::format("The catalogue of {} is wrong: {}.", command.name, wrong.front()));
    std::map<std::string, int, std::less<>> lanes;
    const Json told = (*answer)->head.value("lanes", Json::object());
    for (const auto &[algorithm, count] : told.items())
        if (count.is_number_integer())
            lanes[algorithm] = std::clamp(count.get<int>(), 1, 1024);
    auto pool = std::make_shared<Pool>();
    pool->command = command;
    pool->idle.push_back(std::move(*child));
    return std::shared_ptr<const Family>(
        new ForeignFamily(std::move(pool), std::move(*catalogue), std::move(lanes)));
}

Expected<std::unique_ptr<WorkerProcess>> ForeignFamily::takeChild(Pool &pool)
{
    {
        const std::lock_guard lock(pool.mutex);
        if (!pool.idle.empty()) {
            auto child = std::move(pool.idle.back());
            pool.idle.pop_back();
            return child;
        }
    }
    return connect(pool.command);
}

const Catalogue &ForeignFamily::catalogue() const { return m_catalogue; }

Expected<InstancePointer> ForeignFamily::prepare(const ProblemRequest &request) const
{
    auto instance = std::make_shared<ForeignInstance>();
    instance->seed = request.seed;
    instance->data = request.data;
    return InstancePointer(std::move(instance));
}

Expected<std::unique_ptr<Trial>> ForeignFamily::start(const TrialRequest &request) const
{
    auto child = takeChild(*m_pool);
    if (!child)
        return child.error();
    return std::unique_ptr<Trial>(
        std::make_unique<ForeignTrial>(m_pool, std::move(*child), m_catalogue, request));
}

int ForeignFamily::preferredLanes(std::string_view algorithm) const
{
    const auto found = m_lanes.find(algorithm);
    return found == m_lanes.end() ? 1 : found->second;
}

} // namespace agon::app
