#include "plugins/bandits/channels.h"
#include "plugins/bandits/loops/table_session.h"
#include "plugins/bandits/problems/nonstationary/problems.h"

#include <algorithm>
#include <cmath>

namespace agon::bandits {
namespace {

struct RottingSettings
{
    int arms = 5;
    double scale = 200;
    double power = 0.5;

    static Schema<RottingSettings> schema()
    {
        using S = RottingSettings;
        Schema<S> s;
        s.integer(&S::arms, "arms", "Arms").range(2, 1000).slider(2, 30).help("Number of arms K.");
        s.real(&S::scale, "scale", "Scale")
            .range(1e-3, 1e9)
            .slider(10, 2000)
            .logarithmic()
            .unit("pulls")
            .help("After n pulls an arm pays (1 + n/scale)^-power of what it paid at first.");
        s.real(&S::power, "power", "Power")
            .range(0, 10)
            .slider(0, 2)
            .help("How fast the means fall; at first they lie between 0.3 and 1.");
        return s;
    }
};

class RottingSession final : public ArmSession
{
public:
    RottingSession(const RottingSettings &settings, std::uint64_t seed)
        : ArmSession(settings.arms)
        , m_settings(settings)
        , m_stream(seed, random::Purpose("rewards"))
        , m_draws(static_cast<std::size_t>(settings.arms))
    {
        random::Stream world(seed, random::Purpose("means"));
        for (int arm = 0; arm < settings.arms; ++arm)
            m_first.push_back(0.3 + 0.7 * world.uniform());
        m_means = m_first;
    }

    void record(Recorder &recorder, int lane, std::int64_t step, const Standing &) const override
    {
        recorder.metric(channel::dynamicRegret, lane, step, m_regret);
        recorder.metric(channel::cumulativeReward, lane, step, m_earned);
        recorder.metric(channel::switches, lane, step, static_cast<double>(switches()));
        if (step > 0)
            recorder.metric(channel::optimalArmShare, lane, step,
                            m_optimal / static_cast<double>(step));
    }

    BestChoices bestChoices() const override { return {std::span(&m_optimal, 1)}; }

protected:
    double pay(int arm, std::int64_t) override
    {
        const auto a = static_cast<std::size_t>(arm);
        for (double &draw : m_draws)
            draw = m_stream.uniform();
        const double best = *std::max_element(m_means.begin(), m_means.end());
        m_regret += best - m_means[a];
        m_optimal += m_means[a] >= best;
        const double reward = m_draws[a] < m_means[a] ? 1 : 0;
        m_earned += reward;
        m_means[a] = m_first[a] *
                     std::pow(1 + (played().pulls[a] + 1) / m_settings.scale, -m_settings.power);
        return reward;
    }

private:
    RottingSettings m_settings;
    random::Stream m_stream;
    std::vector<double> m_draws; ///< one an arm and round, whatever is pulled
    std::vector<double> m_first; ///< means before the first pull
    std::vector<double> m_means;
    double m_regret = 0;
    double m_earned = 0;
    double m_optimal = 0;
};

class RottingInstance final : public ArmInstance
{
public:
    explicit RottingInstance(const RottingSettings &settings)
        : ArmInstance({.arms = settings.arms}, armNames(settings.arms)), m_settings(settings)
    {}
    std::unique_ptr<ArmSession> open(std::uint64_t seed, std::int64_t) const override
    {
        return std::make_unique<RottingSession>(m_settings, seed);
    }

private:
    RottingSettings m_settings;
};

} // namespace

ProblemEntry rotting()
{
    const auto schema = RottingSettings::schema();
    ProblemEntry entry;
    entry.declaration = {
        .id = "bandits/rotting",
        .title = "Rotting arms",
        .summary = "Bernoulli arms whose means fall with every pull of their own.",
        .loop = "bandits/nonstationary",
        .parameters = schema.declarations(),
        .provides = {"bounded-rewards", "sub-gaussian-rewards", "one-parameter-rewards"},
        .reference = "Levine, Crammer and Mannor 2017, Rotting bandits",
        .defaultBudget = 10000,
        .defaultContestants = {"bandits/ucb1", "bandits/sliding-window-ucb",
                               "bandits/discounted-ucb", "bandits/glr-kl-ucb"},
    };
    entry.prepare = [schema](const ProblemRequest &request) -> Expected<InstancePointer> {
        return InstancePointer(std::make_shared<RottingInstance>(schema.read(request.settings)));
    };
    return entry;
}

} // namespace agon::bandits
