#include "plugins/bandits/algorithms/channels/algorithms.h"
#include "plugins/bandits/loops/channels.h"
#include "plugins/bandits/rules/lever_bandit.h"

namespace agon::bandits {
namespace {

class SgdUcb final : public Advertiser
{
public:
    using Settings = LeverBanditSettings;

    SgdUcb(const Settings &settings, const ChannelTask &task, const ChannelInstance &)
        : m_bandit(settings, task, task.budgets.size())
        , m_budgets(task.budgets)
        , m_arms(task.channels())
    {}

    void choose(std::span<Lever> levers, random::Stream &) override
    {
        for (std::size_t channel = 0; channel < levers.size(); ++channel) {
            m_arms[channel] = m_bandit.choose(channel, m_budgets);
            levers[channel] = {m_budgets[m_arms[channel]], 0};
        }
    }
    void observe(std::span<const Purchase> purchases) override
    {
        double charged = 0;
        for (const std::size_t arm : m_arms)
            charged += m_budgets[arm];
        m_bandit.observe(m_arms, purchases, charged);
    }
    double returnPrice() const override { return m_bandit.returnPrice(); }
    double moneyPrice() const override { return m_bandit.moneyPrice(); }
    LeverCounts leverCounts() const override { return {m_bandit.pulls(), leverNames(m_budgets)}; }

private:
    LeverBandit m_bandit;
    std::vector<double> m_budgets;
    std::vector<std::size_t> m_arms;
};

} // namespace

AlgorithmEntry sgdUcb()
{
    return advertiserEntry<SgdUcb>({
        .id = "bandits/sgd-ucb",
        .title = "SGD-UCB",
        .summary = "Learns each channel's best budget by upper confidence bounds, under prices of "
                   "money and return that gradient descent learns.",
        .papers = {"P161"},
        .reference = "Deng, Golrezaei, Jaillet, Liang and Mirrokni 2023, Multi-channel autobidding "
                     "with budget and ROI constraints",
        .year = 2023,
        .tags = {"auctions", "channels", "budget", "return"},
        .fidelity = Fidelity::reconstructed,
        .note =
            "The name is the paper's; the rule is inferred. Both prices start at 0 and learn from "
            "the budgets given out. The paper's stopping rule is left out, so constraints hold on "
            "average only.",
    });
}

} // namespace agon::bandits
