#include "plugins/bandits/algorithms/channels/algorithms.h"
#include "plugins/bandits/loops/channels.h"
#include "plugins/bandits/rules/lever_bandit.h"

namespace agon::bandits {
namespace {

struct ReturnLeverSettings
{
    LeverBanditSettings bandit;
    int targets = 13;
    double highest = 3;

    static Schema<ReturnLeverSettings> schema()
    {
        Schema<ReturnLeverSettings> s;
        s.include(&ReturnLeverSettings::bandit, LeverBanditSettings::schema());
        s.integer(&ReturnLeverSettings::targets, "targets", "Targets to choose from")
            .range(2, 200)
            .slider(3, 40)
            .help("Evenly spaced from 0.");
        s.real(&ReturnLeverSettings::highest, "highest-target", "Highest target")
            .range(0.1, 1000)
            .slider(1, 10)
            .help("Return target of one channel.");
        return s;
    }
};

class ReturnLevers final : public Advertiser
{
public:
    using Settings = ReturnLeverSettings;

    ReturnLevers(const Settings &settings, const ChannelTask &task, const ChannelInstance &)
        : m_bandit(settings.bandit, task, static_cast<std::size_t>(settings.targets))
        , m_unknown(static_cast<std::size_t>(settings.targets), -1)
        , m_arms(task.channels())
        , m_step(settings.highest / (settings.targets - 1))
    {}

    void choose(std::span<Lever> levers, random::Stream &) override
    {
        for (std::size_t channel = 0; channel < levers.size(); ++channel) {
            m_arms[channel] = m_bandit.choose(channel, m_unknown);
            levers[channel] = {std::numeric_limits<double>::infinity(),
                               m_step * static_cast<double>(m_arms[channel])};
        }
    }
    void observe(std::span<const Purchase> purchases) override
    {
        double charged = 0;
        for (const Purchase &purchase : purchases)
            charged += purchase.spend;
        m_bandit.observe(m_arms, purchases, charged);
    }
    double returnPrice() const override { return m_bandit.returnPrice(); }
    double moneyPrice() const override { return m_bandit.moneyPrice(); }
    LeverCounts leverCounts() const override
    {
        std::vector<double> targets;
        for (std::size_t arm = 0; arm < m_unknown.size(); ++arm)
            targets.push_back(m_step * static_cast<double>(arm));
        return {m_bandit.pulls(), leverNames(targets)};
    }

private:
    LeverBandit m_bandit;
    std::vector<double> m_unknown; ///< what a target costs is not known beforehand
    std::vector<std::size_t> m_arms;
    double m_step;
};

} // namespace

AlgorithmEntry returnLevers()
{
    return advertiserEntry<ReturnLevers>({
        .id = "bandits/return-levers",
        .title = "Return levers only",
        .summary = "Sets a return target a channel and no budget, learned in the same way.",
        .papers = {"P161"},
        .reference = "Deng, Golrezaei, Jaillet, Liang and Mirrokni 2023, Multi-channel autobidding "
                     "with budget and ROI constraints",
        .year = 2023,
        .tags = {"auctions", "channels", "return", "baseline"},
        .fidelity = Fidelity::reconstructed,
        .note = "The paper's negative example for per-channel return targets, made to learn like "
                "SGD-UCB; what a target costs is estimated by its mean spend. The example is about "
                "targets fixed once: a learner that mixes them over time can do better.",
    });
}

} // namespace agon::bandits
