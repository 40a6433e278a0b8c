#pragma once

#include "plugins/bandits/loops/portfolio.h"
#include "plugins/bandits/rules/portfolio_strategies.h"

#include <memory>
#include <string>
#include <vector>

namespace agon::bandits {

enum class EnsembleMembers { five, withoutReversion, assets };

/** Parameters of every ensemble (P072). */
struct EnsembleSettings
{
    EnsembleMembers members = EnsembleMembers::five;
    static Schema<EnsembleSettings> schema();
};

/** What ensembles have in common: strategies that trade on paper, and a mixture of their portfolios
 *  that is held. */
class Ensemble : public PortfolioStrategy
{
public:
    Ensemble(const EnsembleSettings &settings, const MarketTask &task);
    std::span<const double> portfolio() const final { return m_portfolio; }
    std::span<const double> mixture() const final { return m_mixture; }
    std::vector<std::string> memberNames() const final { return m_names; }
    void observe(std::span<const double> relatives) final;

protected:
    std::size_t size() const { return m_members.size(); }
    /** Writes the next mixture, given what each member gained today: its growth factor. */
    virtual void mix(std::span<const double> returns, std::span<double> mixture) = 0;

private:
    void add(std::string name, std::unique_ptr<PortfolioStrategy> member);
    void hold();

    std::vector<std::unique_ptr<PortfolioStrategy>> m_members;
    std::vector<std::string> m_names;
    std::vector<double> m_mixture;
    std::vector<double> m_returns;
    std::vector<double> m_portfolio;
};

} // namespace agon::bandits
