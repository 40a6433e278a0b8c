#include "plugins/bandits/channels.h"
#include "plugins/bandits/loops/arm_session.h"
#include "plugins/bandits/problems/tallying/problems.h"

#include <cmath>
#include <deque>

namespace agon::bandits {
namespace {

enum class Weights { uniform, decaying };

struct WeightedTallyingSettings
{
    int arms = 5;
    int memory = 20;
    Weights weights = Weights::uniform;

    static Schema<WeightedTallyingSettings> schema()
    {
        using S = WeightedTallyingSettings;
        Schema<S> s;
        s.integer(&S::arms, "arms", "Arms").range(2, 1000).slider(2, 30).help("Number of arms K.");
        s.integer(&S::memory, "memory", "Memory m")
            .range(1, 10'000)
            .slider(1, 100)
            .unit("rounds")
            .help("An arm's loss depends on how often it was pulled in so many rounds before.")
            .source("P121: 20");
        s.choice<Weights>(&S::weights, "weights", "Weights",
                          {{Weights::uniform, "uniform", "Uniform", "All rounds count alike."},
                           {Weights::decaying, "decaying", "Decaying", "Like 1/j, j rounds ago."}})
            .help("How much the rounds before count.")
            .source("P121: uniform");
        return s;
    }
};

class TallyingInstance final : public ArmInstance
{
public:
    TallyingInstance(const WeightedTallyingSettings &settings, std::uint64_t seed)
        : ArmInstance({.arms = settings.arms}, armNames(settings.arms))
    {
        double sum = 0;
        for (int j = 1; j <= settings.memory; ++j) {
            m_weights.push_back(settings.weights == Weights::uniform ? 1 : 1.0 / j);
            sum += m_weights.back();
        }
        for (double &weight : m_weights)
            weight /= sum;
        random::Stream world(seed, random::Purpose("means"));
        m_best = world.below(static_cast<std::uint64_t>(settings.arms));
        for (int arm = 0; arm < settings.arms; ++arm) {
            m_floors.push_back(0.3 + 0.2 * world.uniform());
            m_slopes.push_back(0.1 + 0.3 * world.uniform());
        }
        // Repeated exposure pays: this arm looks worst at first and is best once it is played.
        m_floors[m_best] = 0.1;
        m_slopes[m_best] = 0.7;
    }

    std::unique_ptr<ArmSession> open(std::uint64_t seed, std::int64_t horizon) const override;

    /** Mean loss of @p arm when a share @p tally of the weights lies on it. */
    double loss(std::size_t arm, double tally) const
    {
        return m_floors[arm] + m_slopes[arm] * (1 - tally);
    }
    std::size_t best() const { return m_best; }
    const std::vector<double> &weights() const { return m_weights; }

private:
    std::vector<double> m_weights; ///< of 1, 2, … rounds ago, adding up to 1
    std::vector<double> m_floors;
    std::vector<double> m_slopes;
    std::size_t m_best = 0;
};

class TallyingSession final : public ArmSession
{
public:
    TallyingSession(const TallyingInstance &instance, std::uint64_t seed)
        : ArmSession(instance.task().arms)
        , m_instance(instance)
        , m_stream(seed, random::Purpose("rewards"))
        , m_draws(static_cast<std::size_t>(instance.task().arms))
    {}

    void record(Recorder &recorder, int lane, std::int64_t step, const Standing &) const override
    {
        const double arms = played().count();
        const auto memory = static_cast<double>(m_instance.weights().size());
        recorder.metric(channel::policyRegret, lane, step, m_regret);
        recorder.metric(channel::cumulativeReward, lane, step, m_earned);
        recorder.metric(channel::switches, lane, step, static_cast<double>(switches()));
        recorder.metric(channel::tallyingRate, lane, step,
                        step == 0 ? 0
                                  : std::sqrt(arms * static_cast<double>(step)) + memory * arms);
    }

    void recordFrame(Recorder &recorder, int lane, std::int64_t step,
                     const std::vector<std::string> &labels) const override
    {
        std::vector<double> tallies;
        for (int arm = 0; arm < played().count(); ++arm)
            tallies.push_back(tallyOf(arm));
        recorder.field(channel::armTallies, lane, step,
                       {1, played().count(), std::move(tallies), {}, labels});
    }

    BestChoices bestChoices() const override { return {played().pulls, m_instance.best()}; }

protected:
    double pay(int arm, std::int64_t) override
    {
        const auto a = static_cast<std::size_t>(arm);
        const auto &weights = m_instance.weights();
        const double tally = tallyOf(arm);
        // The comparator plays the best arm all along: its tally grows by one weight a round.
        const double comparator = m_instance.loss(m_instance.best(), m_comparatorTally);
        if (m_rounds < weights.size())
            m_comparatorTally += weights[m_rounds];
        ++m_rounds;
        const double loss = m_instance.loss(a, tally);
        m_regret += loss - comparator;
        m_latest.push_front(arm);
        if (m_latest.size() > weights.size())
            m_latest.pop_back();
        for (double &draw : m_draws)
            draw = m_stream.uniform();
        const double reward = m_draws[a] < 1 - loss ? 1 : 0;
        m_earned += reward;
        return reward;
    }

private:
    /** Share of the weights that lies on the latest pulls of @p arm: its loss in the next round
     *  depends on it. */
    double tallyOf(int arm) const
    {
        double tally = 0;
        for (std::size_t j = 0; j < m_latest.size(); ++j)
            tally += m_latest[j] == arm ? m_instance.weights()[j] : 0;
        return tally;
    }

    const TallyingInstance &m_instance;
    random::Stream m_stream;
    std::vector<double> m_draws; ///< one an arm and round, whatever is pulled
    std::deque<int> m_latest;    ///< arms pulled 1, 2, … rounds ago
    std::size_t m_rounds = 0;
    double m_comparatorTally = 0;
    double m_regret = 0;
    double m_earned = 0;
};

std::unique_ptr<ArmSession> TallyingInstance::open(std::uint64_t seed, std::int64_t) const
{
    return std::make_unique<TallyingSession>(*this, seed);
}

} // namespace

ProblemEntry weightedTallying()
{
    const auto schema = WeightedTallyingSettings::schema();
    ProblemEntry entry;
    entry.declaration = {
        .id = "bandits/weighted-tallying",
        .title = "Weighted tallying",
        .summary =
            "What an arm costs depends on how often it was played lately; the best one looks "
            "worst at first.",
        .loop = "bandits/tallying",
        .parameters = schema.declarations(),
        .provides = {"bounded-rewards", "sub-gaussian-rewards"},
        .papers = {"P121"},
        .reference = "Malik et al. 2023, Weighted tallying bandits: overcoming intractability via "
                     "repeated exposure optimality",
        .defaultBudget = 20'000,
        .defaultContestants = {"bandits/successive-elimination-with-burn-in",
                               "bandits/batched-tsallis-inf", "bandits/ucb1",
                               "bandits/tsallis-inf"},
    };
    entry.prepare = [schema](const ProblemRequest &request) -> Expected<InstancePointer> {
        return InstancePointer(
            std::make_shared<TallyingInstance>(schema.read(request.settings), request.seed));
    };
    return entry;
}

} // namespace agon::bandits
