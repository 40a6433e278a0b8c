#pragma once

#include "core/experiment/family.h"
#include "plugins/bandits/rules/hindsight_auctions.h"

#include <vector>

namespace agon::bandits {

/** What is kept of a display campaign's log: counts and quantiles, see resources/data/LICENSES.md.
 */
class Campaign
{
public:
    /** Reads a data resource. Errors: missing or damaged. */
    static Expected<Campaign> read(const DataSource &data, const char *name);

    /** The market price by inverting its law at @p first; the click-through rate by inverting, at
     *  @p second, the interpolated quantiles of the price's decile. Both in [0, 1). */
    Auction auction(double first, double second) const;

    double meanRate() const { return m_meanRate; }   ///< clicks by impression in the training log
    double meanPrice() const { return m_meanPrice; } ///< spend by impression
    double priceOfClick() const { return m_priceOfClick; } ///< spend by click
    double highestRate() const { return m_highestRate; }
    /** Probabilities of the market prices 0, 1, …: counts of the training log with one added. */
    const std::vector<double> &law() const { return m_law; }

private:
    double m_meanRate = 0;
    double m_meanPrice = 0;
    double m_priceOfClick = 0;
    double m_highestRate = 0;
    std::vector<double> m_law;
    std::vector<double> m_cumulative;         ///< sums of m_law
    std::vector<double> m_decileEdges;        ///< inner edges of the price's deciles
    std::vector<std::vector<double>> m_rates; ///< by decile, evenly spaced quantiles of the rate
};

} // namespace agon::bandits
