#include "plugins/federated/loops/rounds.h"

#include "core/learning/vectors.h"
#include "plugins/federated/channels.h"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>

namespace agon::federated {
namespace {

/** Multiplications of one unit: a few milliseconds. */
constexpr std::int64_t unitCost = 4'000'000;
/** What a call costs besides its multiplications. */
constexpr std::int64_t callCost = 100;
/** A loss above this ends a run as diverged. */
constexpr double largestLoss = 1e6;
/** Bits of one number of a dense message, whatever the arithmetic here. */
constexpr std::int64_t numberBits = 32;

/** mean_S ‖Δ_i - Δ̄‖²; NaN without participants. */
double drift(std::span<const Message> messages)
{
    if (messages.empty())
        return std::numeric_limits<double>::quiet_NaN();
    const double share = 1.0 / static_cast<double>(messages.size());
    std::vector<double> mean(messages.front().update.size(), 0.0);
    for (const Message &message : messages)
        learning::addScaled(mean, share, message.update);
    double sum = 0;
    for (const Message &message : messages)
        sum += learning::squaredDistance(message.update, mean);
    return share * sum;
}

/** One run. */
class Lane
{
public:
    Lane(int number, std::uint64_t seed, std::int64_t budget,
         std::shared_ptr<const FederatedProblem> problem, const MethodFactory &factory)
        : m_number(number)
        , m_seed(seed)
        , m_budget(budget)
        , m_problem(std::move(problem))
        , m_method(factory(m_problem->setting()))
        , m_participation(m_problem->setting().participation->start(seed))
        , m_model(m_problem->setting().dimension)
        , m_messages(m_problem->setting().clientWeights.size())
    {
        m_problem->initialModel(m_model);
    }

    std::int64_t round() const { return m_round; }
    bool finished() const { return m_failed || (m_started && m_round >= m_budget); }

    void advance(Recorder &recorder)
    {
        if (!m_started) {
            m_started = true;
            observe(recorder);
        }
        for (std::int64_t cost = 0; !finished() && cost < unitCost;) {
            if (!m_inRound)
                beginRound();
            for (; m_position < m_clients.size() && cost < unitCost; ++m_position)
                cost += playClient();
            if (m_position < m_clients.size())
                break;
            cost += finishRound(recorder);
        }
    }

private:
    void beginRound()
    {
        m_participation->draw(m_round, m_clients);
        m_position = 0;
        m_inRound = true;
    }

    Broadcast broadcast() const { return {m_model, m_method.server->broadcastExtra()}; }

    std::int64_t playClient()
    {
        const Broadcast down = broadcast();
        Message &message = m_messages[m_position];
        message.client = m_clients[m_position];
        ClientWork work(*m_problem, m_seed, message.client, m_round,
                        m_method.stepSizes.localAt(m_round), m_workspace);
        m_method.local->run(work, down, message);
        m_localSteps += work.gradients();
        m_bitsDown += numberBits * (std::ssize(down.model) + std::ssize(down.extra));
        m_bitsUp += numberBits * (std::ssize(message.update) + std::ssize(message.extra));
        return work.gradients() * (m_problem->gradientCost() + callCost);
    }

    std::int64_t finishRound(Recorder &recorder)
    {
        m_method.server->update(messages(), m_model);
        m_inRound = false;
        ++m_round;
        return callCost + observe(recorder);
    }

    std::span<const Message> messages() const
    {
        return std::span(m_messages).first(m_clients.size());
    }

    /** Records what is due; returns its cost. */
    std::int64_t observe(Recorder &recorder)
    {
        std::int64_t cost = 0;
        if (recorder.due(m_round)) {
            cost += m_problem->evaluationCost();
            const Evaluation evaluation = m_problem->evaluate(m_model, m_workspace);
            if (!std::isfinite(evaluation.loss) || evaluation.loss > largestLoss) {
                fail(recorder, evaluation.loss);
                return cost;
            }
            const auto record = [&](int channelIndex, double value) {
                recorder.metric(channelIndex, m_number, m_round, value);
            };
            record(channel::trainLoss, evaluation.loss);
            record(channel::gradientNorm, evaluation.gradientNorm);
            record(channel::clientDrift, drift(messages()));
            record(channel::activeClients, static_cast<double>(m_clients.size()));
            record(channel::localSteps, static_cast<double>(m_localSteps));
            record(channel::bitsUp, static_cast<double>(m_bitsUp));
            record(channel::bitsDown, static_cast<double>(m_bitsDown));
            m_problem->recordMetrics(recorder, m_number, m_round, m_model, m_workspace);
        }
        if (recorder.framesWanted(m_number) && recorder.frameDue(m_round)) {
            const auto weights = m_method.server->aggregationWeights();
            FieldFrame frame;
            frame.columns = static_cast<std::int32_t>(weights.size());
            frame.values.assign(weights.begin(), weights.end());
            recorder.field(channel::aggregationWeights, m_number, m_round, std::move(frame));
            cost += m_problem->evaluationCost();
            m_problem->recordFrames(recorder, m_number, m_round, m_model, m_workspace);
        }
        return cost;
    }

    void fail(Recorder &recorder, double loss)
    {
        m_failed = true;
        recorder.fail(
            m_number,
            fmt::format("diverged: after {} rounds the training loss is {:.3g}. Try a smaller "
                        "step-size (now {}) or server-step-size (now {}), or fewer local steps.",
                        m_round, loss, m_method.stepSizes.local, m_method.stepSizes.server));
    }

    int m_number;
    std::uint64_t m_seed;
    std::int64_t m_budget;
    std::shared_ptr<const FederatedProblem> m_problem;
    Method m_method;
    std::unique_ptr<ParticipationProcess> m_participation;
    std::vector<double> m_model;
    std::vector<Message> m_messages;
    std::vector<std::int32_t> m_clients; ///< of the present or last round
    learning::Workspace m_workspace;
    std::size_t m_position = 0; ///< the next of them to work
    std::int64_t m_round = 0;   ///< completed rounds
    std::int64_t m_localSteps = 0;
    std::int64_t m_bitsUp = 0;
    std::int64_t m_bitsDown = 0;
    bool m_inRound = false;
    bool m_started = false;
    bool m_failed = false;
};

class RoundsTrial final : public Trial
{
public:
    RoundsTrial(std::vector<Lane> lanes, std::int64_t budget)
        : m_lanes(std::move(lanes)), m_budget(budget)
    {}

    bool advance(Recorder &recorder) override
    {
        // The lane that is furthest behind, so that all of them move together.
        Lane *next = nullptr;
        for (Lane &lane : m_lanes)
            if (!lane.finished() && (!next || lane.round() < next->round()))
                next = &lane;
        if (next)
            next->advance(recorder);
        return std::any_of(m_lanes.begin(), m_lanes.end(),
                           [](const Lane &lane) { return !lane.finished(); });
    }

    std::int64_t step() const override
    {
        std::int64_t smallest = m_budget;
        for (const Lane &lane : m_lanes)
            smallest = std::min(smallest, lane.round());
        return smallest;
    }

private:
    std::vector<Lane> m_lanes;
    std::int64_t m_budget;
};

} // namespace

Expected<std::unique_ptr<Trial>> startRounds(const TrialRequest &request,
                                             const MethodFactory &factory)
{
    std::vector<Lane> lanes;
    for (std::size_t lane = 0; lane < request.instances.size(); ++lane) {
        auto problem = std::dynamic_pointer_cast<const FederatedProblem>(request.instances[lane]);
        assert(problem);
        lanes.emplace_back(static_cast<int>(lane), request.seeds[lane], request.budget,
                           std::move(problem), factory);
    }
    return std::unique_ptr<Trial>(std::make_unique<RoundsTrial>(std::move(lanes), request.budget));
}

} // namespace agon::federated
