#pragma once

#include <vector>

namespace agon::bandits {

class BudgetValues;

/** A network of two inputs, hidden layers of 30 and 15 tanh and one output, fitted to what one more
 *  unit of money is worth, V_n(b + 1) - V_n(b) (P021, released code). Where the release trains with
 *  Adam for hours, this one is fitted by L-BFGS to some thousand points. */
class SlopeNetwork
{
public:
    /** Fitted to @p values for n from @p from and b from @p least up to the most auctions and the
     *  largest budget; worths are measured in @p unit. */
    SlopeNetwork(const BudgetValues &values, int from, int least, double unit);

    /** Predictions for all budgets b from the least on, of @p n auctions. */
    std::vector<double> slopes(int n) const;

private:
    int m_auctions;
    int m_least;
    int m_budget;
    double m_unit;
    std::vector<double> m_parameters;
};

} // namespace agon::bandits
