#pragma once

#include <cstddef>
#include <limits>
#include <vector>

namespace agon::bandits {

/** An auction: what the item is worth to the bidder, and the highest competing bid. */
struct Auction
{
    double value = 0;
    double price = 0;
};

/** What could have been won at most, had all auctions been known beforehand: a linear programme
 * over the share of every auction, solved by taking them in the order of value by price. Both a
 * budget and a target for the return are knapsack rows whose optimal rule is a threshold on value
 * by price, so the longest feasible prefix of that order is optimal. */
class HindsightAuctions
{
public:
    void add(const Auction &auction);

    struct Bound
    {
        double value = 0; ///< largest Σ x v with Σ x price <= budget and Σ x v >= γ Σ x price
        double utility = 0; ///< largest Σ x (v - price) with Σ x price <= budget
    };
    /** O(n) plus sorting what was added since the last call. */
    Bound bound(double budget, double returnTarget);
    void clear();

private:
    std::vector<Auction> m_auctions; ///< the first m_sorted in the order of value by price
    std::size_t m_sorted = 0;
};

} // namespace agon::bandits
