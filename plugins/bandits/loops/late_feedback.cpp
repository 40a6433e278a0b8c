#include "plugins/bandits/loops/late_feedback.h"

#include "core/experiment/parameters.h"
#include "plugins/bandits/loops/arm_session.h"
#include "plugins/bandits/loops/contextual.h"
#include "plugins/bandits/rules/feedback.h"

#include <cassert>
#include <utility>

namespace agon::bandits {
namespace {

struct LateFeedbackSettings
{
    Feedback feedback = ImmediateFeedback{};

    static Schema<LateFeedbackSettings> schema()
    {
        Schema<ConstantDelay> constant;
        constant.integer(&ConstantDelay::rounds, "rounds", "Delay")
            .range(1, 1e6)
            .slider(1, 1000)
            .unit("rounds")
            .help("So many more rounds are played before a reward is known.");
        Schema<GeometricDelay> geometric;
        geometric.real(&GeometricDelay::mean, "mean", "Mean delay")
            .range(0.1, 1e6)
            .slider(1, 1000)
            .logarithmic()
            .unit("rounds")
            .help("Mean of the geometric law of the delays, the same for all contestants.");
        Schema<BatchFeedback> batches;
        batches.integer(&BatchFeedback::size, "size", "Batch size")
            .range(1, 1e6)
            .slider(1, 1000)
            .unit("rounds")
            .help("Rounds in a batch.");
        Schema<LateFeedbackSettings> s;
        s.variant<ImmediateFeedback, ConstantDelay, GeometricDelay, BatchFeedback>(
             &LateFeedbackSettings::feedback, "feedback", "Feedback",
             {"immediate", "Immediate", "A reward is known before the next round.", {}},
             {"delayed", "Constant delay", "Rewards arrive late.", constant},
             {"geometric", "Random delay", "Every reward has its own delay.", geometric},
             {"batches", "Batches", "All rewards of a batch arrive at its end.", batches})
            .help("When policies learn of their rewards. Index policies meanwhile act on what they "
                  "know; Thompson sampling draws anew in every round.")
            .advanced();
        return s;
    }
};

class LateArms final : public ArmInstance
{
public:
    LateArms(std::shared_ptr<const ArmInstance> instance, const Feedback &feedback)
        : ArmInstance(instance->task(), instance->labels())
        , m_instance(std::move(instance))
        , m_feedback(feedback)
    {}
    std::unique_ptr<ArmSession> open(std::uint64_t seed, std::int64_t horizon) const override
    {
        return m_instance->open(seed, horizon);
    }
    Feedback feedback() const override { return m_feedback; }

private:
    std::shared_ptr<const ArmInstance> m_instance;
    Feedback m_feedback;
};

class LateRounds final : public ContextualInstance
{
public:
    LateRounds(std::shared_ptr<const ContextualInstance> instance, const Feedback &feedback)
        : ContextualInstance(instance->task(), instance->noise(), instance->labels())
        , m_instance(std::move(instance))
        , m_feedback(feedback)
    {}
    void draw(std::uint64_t seed, std::int64_t number, DrawnRound &round) const override
    {
        m_instance->draw(seed, number, round);
    }
    std::vector<OwnMetric> ownMetrics() const override { return m_instance->ownMetrics(); }
    bool prepareDraw(std::uint64_t seed, std::int64_t number) const override
    {
        return m_instance->prepareDraw(seed, number);
    }
    std::int64_t mostRoundsPerUnit() const override { return m_instance->mostRoundsPerUnit(); }
    std::int64_t testRounds() const override { return m_instance->testRounds(); }
    bool recordsChoices() const override { return m_instance->recordsChoices(); }
    RewardMap rewardMap() const override { return m_instance->rewardMap(); }
    HistoryChannel errorHistory() const override { return m_instance->errorHistory(); }
    void history(const DrawnRound &round, int action, std::span<double> out) const override
    {
        m_instance->history(round, action, out);
    }
    Feedback feedback() const override { return m_feedback; }

private:
    std::shared_ptr<const ContextualInstance> m_instance;
    Feedback m_feedback;
};

} // namespace

ProblemEntry lateFeedback(ProblemEntry entry)
{
    const auto schema = LateFeedbackSettings::schema();
    for (const ParameterDeclaration &parameter : schema.declarations())
        entry.declaration.parameters.push_back(parameter);
    entry.prepare = [schema, prepare = std::move(entry.prepare)](
                        const ProblemRequest &request) -> Expected<InstancePointer> {
        const Feedback feedback = schema.read(request.settings).feedback;
        ProblemRequest own = request;
        own.settings.erase("feedback");
        auto instance = prepare(own);
        if (!instance || isImmediate(feedback))
            return instance;
        if (auto arms = std::dynamic_pointer_cast<const ArmInstance>(*instance))
            return InstancePointer(std::make_shared<LateArms>(std::move(arms), feedback));
        auto rounds = std::dynamic_pointer_cast<const ContextualInstance>(*instance);
        assert(rounds);
        return InstancePointer(std::make_shared<LateRounds>(std::move(rounds), feedback));
    };
    return entry;
}

} // namespace agon::bandits
