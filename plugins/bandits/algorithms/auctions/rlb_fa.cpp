#include "plugins/bandits/algorithms/auctions/algorithms.h"
#include "plugins/bandits/loops/auctions.h"

#include <algorithm>
#include <cmath>
#include <variant>

namespace agon::bandits {
namespace {

struct FittedWorths
{
    int exact = 50;
};
struct TabledWorths
{};

struct RlbFaSettings
{
    int auctions = 100;
    double reach = 10;
    std::variant<FittedWorths, TabledWorths> worths = FittedWorths{};

    static Schema<RlbFaSettings> schema()
    {
        Schema<FittedWorths> fitted;
        fitted.integer(&FittedWorths::exact, "exact", "Kept exact")
            .range(1, 2000)
            .slider(5, 200)
            .logarithmic()
            .unit("auctions")
            .help("With so many auctions left or fewer, and with no more money than so many spend "
                  "on average, the table itself is used.")
            .source("P021, released code: 50 auctions and a budget of 800");
        Schema<RlbFaSettings> s;
        s.integer(&RlbFaSettings::auctions, "auctions", "Auctions solved N₀")
            .range(1, 2000)
            .slider(10, 500)
            .logarithmic()
            .unit("auctions")
            .help("The dynamic programme goes so far; with more auctions left, the budget is "
                  "scaled down to it.");
        s.real(&RlbFaSettings::reach, "reach", "Reach B₀")
            .range(1, 1000)
            .slider(2, 50)
            .logarithmic()
            .help("The programme's largest budget, by what N₀ auctions may spend on average; with "
                  "more money left, the auctions are scaled down to it.")
            .source("set here: the release's bounds are not published")
            .advanced();
        s.variant<FittedWorths, TabledWorths>(
             &RlbFaSettings::worths, "worths", "Worth of money",
             {"network", "Network",
              "A small network fitted to what one more unit of money is worth.", fitted},
             {"table", "Table", "The programme's own table.", {}})
            .help("What bids are compared with.");
        return s;
    }
};

class RlbFa final : public Bidder
{
public:
    using Settings = RlbFaSettings;

    RlbFa(const Settings &settings, const AuctionTask &task, const PastAuctions &)
    {
        const int auctions =
            static_cast<int>(std::min<std::int64_t>(settings.auctions, task.episode));
        const int budget = static_cast<int>(
            std::min(task.budget, std::ceil(settings.reach * task.pace() * auctions)));
        const auto *fitted = std::get_if<FittedWorths>(&settings.worths);
        m_values = task.prices->fittedValues(auctions, budget,
                                             fitted ? std::min(fitted->exact, auctions) : auctions);
    }

    // P021, released code: with n > N₀ auctions left, money is worth what it is worth with N₀ left
    // and b N₀/n; with b > B₀, what it is worth with B₀ and n B₀/b left; both rounded down.
    double bid(const AuctionView &auction) const override
    {
        double left = static_cast<double>(auction.auctionsLeft);
        double budget = std::floor(auction.budgetLeft);
        if (const double most = m_values->auctions(); left > most) {
            budget = std::floor(budget / left * most);
            left = most;
        }
        if (const double most = m_values->budget(); budget > most) {
            left = std::max(1.0, std::floor(left / budget * most));
            budget = most;
        }
        return m_values->bid(static_cast<int>(left), static_cast<int>(budget), auction.value);
    }

private:
    std::shared_ptr<const BudgetValues> m_values;
};

} // namespace

AlgorithmEntry rlbFa()
{
    return bidderEntry<RlbFa>({
        .id = "bandits/rlb-fa",
        .title = "RLB, small to large",
        .summary = "Solves the dynamic programme for few auctions, fits a network to what money is "
                   "worth in it, and scales many auctions and large budgets down to it.",
        .requires_ = {"whole-number-prices"},
        .papers = {"P021"},
        .reference = "Cai, Ren, Zhang, Malialis, Wang, Yu and Guo 2017, Real-time bidding by "
                     "reinforcement learning in display advertising",
        .year = 2017,
        .tags = {"auctions", "budget", "dynamic programming"},
        .fidelity = Fidelity::reconstructed,
        .note = "The scaling, the network's shape and which auctions stay exact are the release's; "
                "[reconstructed] are N₀, B₀, the points that the network is fitted to and how "
                "(L-BFGS in a second instead of Adam for hours).",
        .revision = 2,
    });
}

} // namespace agon::bandits
