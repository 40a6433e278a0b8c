#include "plugins/bandits/rules/hindsight_auctions.h"

#include <algorithm>

namespace agon::bandits {
namespace {

bool comesFirst(const Auction &a, const Auction &b)
{
    return a.value * b.price > b.value * a.price;
}

} // namespace

void HindsightAuctions::add(const Auction &auction)
{
    if (auction.value > 0)
        m_auctions.push_back(auction);
}

void HindsightAuctions::clear()
{
    m_auctions.clear();
    m_sorted = 0;
}

HindsightAuctions::Bound HindsightAuctions::bound(double budget, double returnTarget)
{
    const auto middle = m_auctions.begin() + static_cast<std::ptrdiff_t>(m_sorted);
    std::stable_sort(middle, m_auctions.end(), comesFirst);
    std::inplace_merge(m_auctions.begin(), middle, m_auctions.end(), comesFirst);
    m_sorted = m_auctions.size();

    Bound result;
    double money = budget;
    double slack = 0; // Σ x (v - γ price)
    for (const Auction &auction : m_auctions) {
        double share = auction.price > money ? money / auction.price : 1;
        // For the utility the return is no matter; it only takes items above their price.
        if (auction.value > auction.price)
            result.utility += share * (auction.value - auction.price);
        const double loss = returnTarget * auction.price - auction.value;
        if (loss > 0)
            share = std::min(share, slack / loss);
        result.value += share * auction.value;
        slack -= share * loss;
        money -= share * auction.price;
        if (share < 1)
            break;
    }
    return result;
}

} // namespace agon::bandits
