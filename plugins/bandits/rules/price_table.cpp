#include "plugins/bandits/rules/price_table.h"

#include "plugins/bandits/rules/slope_network.h"

#include <Eigen/Core>

#include <algorithm>
#include <cassert>
#include <cmath>

namespace agon::bandits {

BudgetValues::BudgetValues(const std::vector<double> &law, double meanValue, int auctions,
                           int budget, double payments)
    : m_auctions(auctions)
    , m_budget(budget)
    , m_highestPrice(static_cast<int>(law.size()) - 1)
    , m_payments(payments)
    , m_values(static_cast<std::size_t>(auctions + 1) * static_cast<std::size_t>(budget + 1))
{
    assert(!law.empty() && auctions >= 1 && budget >= 0);
    std::vector<double> cumulative(law.size() + 1);
    std::vector<double> paid(law.size() + 1); // v0 Σ m(d) d
    for (std::size_t d = 0; d < law.size(); ++d) {
        cumulative[d + 1] = cumulative[d] + law[d];
        paid[d + 1] = paid[d] + payments * law[d] * static_cast<double>(d);
    }
    // m(highest), …, m(0), so that Σ m(d) V(b - d) is a product of two contiguous pieces.
    const Eigen::VectorXd reversed =
        Eigen::Map<const Eigen::VectorXd>(law.data(), m_highestPrice + 1).reverse();
    for (int n = 1; n <= auctions; ++n) {
        const double *before = &m_values[index(n - 1, 0)];
        double *now = &m_values[index(n, 0)];
        for (int b = 0; b <= budget; ++b) {
            const int d = bid(n, b, meanValue);
            if (d == 0) { // a bid of 0 never wins
                now[b] = before[b];
                continue;
            }
            const Eigen::Map<const Eigen::VectorXd> values(before + (b - d), d + 1);
            const double won = cumulative[static_cast<std::size_t>(d) + 1];
            now[b] = before[b] + won * (meanValue - before[b]) -
                     paid[static_cast<std::size_t>(d) + 1] +
                     reversed.segment(m_highestPrice - d, d + 1).dot(values);
        }
    }
}

int BudgetValues::bid(int n, int b, double value) const
{
    assert(n >= 1 && n <= m_auctions && b >= 0 && b <= m_budget);
    const double *values = &m_values[index(n - 1, 0)];
    // V never falls as the budget grows, so the bracket never grows with d.
    int low = 0;
    int high = std::min(b, m_highestPrice);
    while (low < high) {
        const int middle = (low + high + 1) / 2;
        if (value - m_payments * middle + values[b - middle] - values[b] >= 0)
            low = middle;
        else
            high = middle - 1;
    }
    return low;
}

void BudgetValues::replace(int from, int budget,
                           const std::function<std::vector<double>(int)> &slopes)
{
    for (int n = from; n <= m_auctions; ++n) {
        const std::vector<double> steps = slopes(n);
        assert(std::ssize(steps) == m_budget - budget);
        double *now = &m_values[index(n, 0)];
        for (int b = budget; b < m_budget; ++b)
            now[b + 1] = now[b] + std::max(0.0, steps[static_cast<std::size_t>(b - budget)]);
    }
}

PriceTable::PriceTable(std::vector<double> law, double meanValue, int auctions, int budget,
                       double payments)
    : m_law(std::move(law))
    , m_meanValue(meanValue)
    , m_auctions(auctions)
    , m_budget(budget)
    , m_payments(payments)
{}

std::shared_ptr<const BudgetValues> PriceTable::budgetValues() const
{
    const std::scoped_lock lock(m_mutex);
    if (!m_values)
        m_values =
            std::make_shared<BudgetValues>(m_law, m_meanValue, m_auctions, m_budget, m_payments);
    return m_values;
}

std::shared_ptr<const BudgetValues> PriceTable::fittedValues(int auctions, int budget,
                                                             int exact) const
{
    const std::scoped_lock lock(m_mutex);
    if (!m_fitted || m_fitted->auctions() != auctions || m_fitted->budget() != budget ||
        m_fittedExact != exact) {
        BudgetValues values(m_law, m_meanValue, auctions, budget, m_payments);
        const int small = static_cast<int>(std::ceil(static_cast<double>(m_budget) * exact /
                                                     m_auctions)); // what they spend on average
        if (exact < auctions && small + 1 < budget) {
            const SlopeNetwork network(values, exact + 1, small, m_meanValue);
            values.replace(exact + 1, small, [&](int n) { return network.slopes(n); });
        }
        m_fitted = std::make_shared<const BudgetValues>(std::move(values));
        m_fittedExact = exact;
    }
    return m_fitted;
}

} // namespace agon::bandits
