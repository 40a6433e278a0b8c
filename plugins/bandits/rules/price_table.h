#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <vector>

namespace agon::bandits {

/** The value of a budget in a row of second-price auctions with whole-number prices: the dynamic
 *  programme of Cai et al. 2017 (P021). With n auctions left, budget b, price law m, mean value v
 *  and v0 = 0 where only value counts, 1 where payments are taken from it,
 *
 *      V_0 = 0,  V_n(b) = V_{n-1}(b) + Σ_{d <= a} m(d) (v - v0 d + V_{n-1}(b - d) - V_{n-1}(b)),
 *
 *  where a is the largest d <= min(b, highest price) with a nonnegative bracket; a bid of 0 never
 *  wins, so nothing is added for a = 0. */
class BudgetValues
{
public:
    /** @p law: m(0), m(1), … of the prices; @p auctions n and @p budget b up to which V is needed.
     *  Costs auctions · budget · prices products at most. @p payments: v0. */
    BudgetValues(const std::vector<double> &law, double meanValue, int auctions, int budget,
                 double payments = 0);
    /** For all n >= @p from and b > @p budget replaces V_n(b) by V_n(budget) and the sums of
     *  @p slopes(n), which are V_n(b + 1) - V_n(b) for b = budget, budget + 1, …, negative ones
     *  counting as 0. */
    void replace(int from, int budget, const std::function<std::vector<double>(int n)> &slopes);

    /** V_n(b); 0 <= n <= auctions, 0 <= b <= budget. */
    double value(int n, int b) const { return m_values[index(n, b)]; }
    /** The bid for an item of @p value with @p n auctions left, this one included, and budget
     *  @p b: the largest d <= min(b, highest price) with value - v0 d + V_{n-1}(b - d) -
     *  V_{n-1}(b) >= 0. */
    int bid(int n, int b, double value) const;

    int auctions() const { return m_auctions; }
    int budget() const { return m_budget; }

private:
    std::size_t index(int n, int b) const
    {
        return static_cast<std::size_t>(n) * static_cast<std::size_t>(m_budget + 1) +
               static_cast<std::size_t>(b);
    }

    int m_auctions;
    int m_budget;
    int m_highestPrice;
    double m_payments;            ///< v0
    std::vector<double> m_values; ///< (auctions + 1) × (budget + 1)
};

/** The law of whole-number prices, with the table of budget values that bidders share: computed
 * when one first asks, whatever thread it runs in. */
class PriceTable
{
public:
    /** @p law: probabilities of the prices 0, 1, …; @p auctions, @p budget of one episode;
     *  @p payments: 1 where they are taken from the value, else 0. */
    PriceTable(std::vector<double> law, double meanValue, int auctions, int budget,
               double payments = 0);

    const std::vector<double> &law() const { return m_law; }
    double meanValue() const { return m_meanValue; }
    int auctions() const { return m_auctions; }
    int budget() const { return m_budget; }
    double payments() const { return m_payments; }
    std::shared_ptr<const BudgetValues> budgetValues() const;
    /** V for few auctions and a small budget: as computed up to @p exact auctions or what so many
     *  spend on average, beyond from a network that was fitted to V's slopes. */
    std::shared_ptr<const BudgetValues> fittedValues(int auctions, int budget, int exact) const;

private:
    std::vector<double> m_law;
    double m_meanValue;
    int m_auctions;
    int m_budget;
    double m_payments;
    mutable std::mutex m_mutex;
    mutable std::shared_ptr<const BudgetValues> m_values; ///< guarded by m_mutex
    mutable std::shared_ptr<const BudgetValues> m_fitted; ///< the latest; likewise
    mutable int m_fittedExact = 0;                        ///< likewise
};

} // namespace agon::bandits
