#include "plugins/bandits/rules/ensemble.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace agon::bandits {

Schema<EnsembleSettings> EnsembleSettings::schema()
{
    Schema<EnsembleSettings> s;
    s.choice<EnsembleMembers>(
         &EnsembleSettings::members, "members", "Members",
         {{EnsembleMembers::five, "five", "Five",
           "Buy and hold, uniform rebalancing, exponentiated gradient, online Newton step, OLMAR."},
          {EnsembleMembers::withoutReversion, "four", "Without OLMAR", "The other four."},
          {EnsembleMembers::assets, "assets", "The assets", "Each held alone."}})
        .help("The strategies that are mixed, each with its defaults.")
        .source("our reading of P072");
    return s;
}

Ensemble::Ensemble(const EnsembleSettings &settings, const MarketTask &task)
    : m_portfolio(task.assets)
{
    if (settings.members == EnsembleMembers::assets) {
        for (std::size_t asset = 0; asset < task.assets; ++asset) {
            std::vector<double> alone(task.assets);
            alone[asset] = 1;
            add(task.future ? task.future->labels()[asset] : fmt::format("asset {}", asset + 1),
                std::make_unique<ConstantRebalanced>(std::move(alone)));
        }
    } else {
        add("Buy and hold", std::make_unique<BuyAndHold>(task.assets));
        add("Uniform rebalancing", std::make_unique<ConstantRebalanced>(std::vector<double>(
                                       task.assets, 1 / static_cast<double>(task.assets))));
        add("Exponentiated gradient",
            std::make_unique<ExponentiatedGradient>(ExponentiatedGradientSettings{}, task));
        add("Online Newton step", std::make_unique<NewtonStep>(NewtonStepSettings{}, task));
        if (settings.members == EnsembleMembers::five)
            add("OLMAR", std::make_unique<Olmar>(OlmarSettings{}, task));
    }
    m_mixture.assign(m_members.size(), 1 / static_cast<double>(m_members.size()));
    m_returns.resize(m_members.size());
    hold();
}

void Ensemble::add(std::string name, std::unique_ptr<PortfolioStrategy> member)
{
    m_names.push_back(std::move(name));
    m_members.push_back(std::move(member));
}

void Ensemble::observe(std::span<const double> relatives)
{
    for (std::size_t member = 0; member < m_members.size(); ++member) {
        const auto held = m_members[member]->portfolio();
        double growth = 0;
        for (std::size_t asset = 0; asset < relatives.size(); ++asset)
            growth += held[asset] * relatives[asset];
        m_returns[member] = growth;
        m_members[member]->observe(relatives);
    }
    mix(m_returns, m_mixture);
    hold();
}

void Ensemble::hold()
{
    std::fill(m_portfolio.begin(), m_portfolio.end(), 0.0);
    for (std::size_t member = 0; member < m_members.size(); ++member) {
        const auto held = m_members[member]->portfolio();
        for (std::size_t asset = 0; asset < m_portfolio.size(); ++asset)
            m_portfolio[asset] += m_mixture[member] * held[asset];
    }
}

} // namespace agon::bandits
