#include "core/optimization/linear_program.h"
#include "plugins/bandits/loops/auctions.h"
#include "plugins/bandits/rules/campaign.h"
#include "plugins/bandits/rules/dual_step.h"
#include "tests/plugins/bandits/loop_runs.h"
#include "tests/support/compare.h"

#include <QTest>

#include <cmath>

using namespace agon;
using namespace agon::bandits;
using agon::bandits::test::LoopRuns;
using agon::test::compare;

namespace {

/** Auctions given one by one. */
class ListedAuctions final : public AuctionInstance
{
public:
    ListedAuctions(AuctionTask task, std::vector<Auction> auctions)
        : m_task(std::move(task)), m_auctions(std::move(auctions))
    {}
    Auction draw(std::uint64_t, Part, std::int64_t index) const override
    {
        return m_auctions.at(static_cast<std::size_t>(index));
    }
    AuctionTask task(std::int64_t horizon) const override
    {
        AuctionTask task = m_task;
        task.horizon = horizon;
        return task;
    }

private:
    AuctionTask m_task;
    std::vector<Auction> m_auctions;
};

class FixedBidder final : public Bidder
{
public:
    explicit FixedBidder(double bid) : m_bid(bid) {}
    double bid(const AuctionView &) const override { return m_bid; }

private:
    double m_bid;
};

} // namespace

class AuctionsTest : public QObject
{
    Q_OBJECT

    LoopRuns m_runs;

    double share(const std::string &algorithm, const Json &problem, std::uint64_t seed) const
    {
        return m_runs
            .play(algorithm, Json::object(), m_runs.instance("bandits/uniform-auctions", problem),
                  5000, seed)
            .last(channel::hindsightShare);
    }

private Q_SLOTS:
    void pacingStep()
    {
        const Json group = LoopRuns::golden("pacing_dual");
        for (const Json &entry : group.at("cases")) {
            double multiplier = 1;
            const auto expected = entry.at("mu").get<std::vector<double>>();
            const auto spends = entry.at("spend").get<std::vector<double>>();
            for (std::size_t i = 0; i < spends.size(); ++i) {
                multiplier = dualStep(multiplier, 0.05, 0.3 - spends[i], 10);
                compare(multiplier, expected[i], group.at("tol").get<double>());
            }
        }
    }

    void pacingBidsAsDeclared()
    {
        // v/(1 + μ) before anything was spent: v = 0.8 at μ = 1 bids 0.4, as in the golden group.
        const Json entry = LoopRuns::golden("pacing_dual").at("cases").at(0);
        for (const bool forValue : {false, true}) {
            AuctionTask task;
            task.episode = 2;
            task.budget = 10;
            task.goal = forValue ? BiddingGoal::value : BiddingGoal::utility;
            const double first = forValue ? 0.8 : entry.at("first_bid").get<double>();
            for (const bool wins : {true, false}) {
                const double price = wins ? first : std::nextafter(first, 1);
                const auto lane = m_runs.play("bandits/pacing-dual", Json::object(),
                                              std::make_shared<ListedAuctions>(
                                                  task, std::vector<Auction>{{0.8, price}, {0, 1}}),
                                              2);
                QCOMPARE(lane.last(channel::auctionWins), wins ? 1.0 : 0.0);
                // η = 1/(ρ√T), ρ = 5: after a win at 0.4, μ = 1 - η(5 - 0.4) - η 5, at least 0.
                QCOMPARE(lane.last(channel::pacingMultiplier),
                         std::max(0.0, std::max(0.0, 1 - (5 - (wins ? first : 0)) /
                                                             (5 * std::sqrt(2.0))) -
                                           1 / std::sqrt(2.0)));
            }
        }
    }

    void budgetValues()
    {
        const Json group = LoopRuns::golden("P021_rlb_dp");
        const double tolerance = group.at("tol").get<double>();
        for (const Json &entry : group.at("cases")) {
            const int auctions = entry.at("N").get<int>();
            const int budget = entry.at("B").get<int>();
            const BudgetValues values(entry.at("m").get<std::vector<double>>(),
                                      entry.at("theta_avg").get<double>(), auctions, budget);
            for (int n = 0; n <= auctions; ++n)
                for (int b = 0; b <= budget; ++b)
                    compare(values.value(n, b),
                            entry.at("V")
                                .at(static_cast<std::size_t>(n))
                                .at(static_cast<std::size_t>(b))
                                .get<double>(),
                            tolerance);
            for (const Json &bid : entry.at("bids"))
                QCOMPARE(values.bid(bid.at("n").get<int>(), bid.at("b").get<int>(),
                                    bid.at("theta").get<double>()),
                         bid.at("bid").get<int>());
        }
    }

    void realCampaign()
    {
        const Json group = LoopRuns::golden("P021_rlb_synthetic_stream");
        const double tolerance = group.at("tol").get<double>();
        const auto campaign =
            LoopRuns::must(Campaign::read(m_runs.data(), "ipinyou-2997.json.zst"));
        for (const Json &entry : group.at("cases")) {
            const int budget = entry.at("B").get<int>();
            QCOMPARE(static_cast<int>(campaign.meanPrice() / 32 * 1000), budget);
            compare(campaign.meanRate(), entry.at("theta_avg").get<double>(), 1e-12);

            std::vector<Auction> auctions;
            std::uint64_t state = 42;
            const auto uniform = [&state] {
                state = state * 6364136223846793005ULL + 1442695040888963407ULL;
                return static_cast<double>(state >> 11) * 0x1.0p-53;
            };
            double prices = 0;
            double rates = 0;
            for (int index = 0; index < 20'000; ++index) {
                const double first = uniform();
                auctions.push_back(campaign.auction(first, uniform()));
                prices += auctions.back().price;
                rates += auctions.back().value;
            }
            for (std::size_t index = 0; index < 5; ++index) {
                const Json &expected = entry.at("first_5").at(index);
                QCOMPARE(auctions[index].price, expected.at("price").get<double>());
                compare(auctions[index].value, expected.at("theta").get<double>(), tolerance);
            }
            QCOMPARE(prices, entry.at("sum_price").get<double>());
            compare(rates, entry.at("sum_theta").get<double>(), tolerance);

            AuctionTask task;
            task.episode = 1000;
            task.budget = budget;
            task.goal = BiddingGoal::value;
            task.meanValue = campaign.meanRate();
            task.priceOfValue = campaign.priceOfClick();
            task.highestPrice = 300;
            task.prices =
                std::make_shared<PriceTable>(campaign.law(), campaign.meanRate(), 1000, budget);
            const auto values = task.prices->budgetValues();
            // The last row that bids need: V_{n-1} with all 1000 auctions left.
            compare(values->value(999, budget), entry.at("V_last_at_B").get<double>(), tolerance);
            compare(values->value(999, budget / 2), entry.at("V_last_at_half_B").get<double>(),
                    tolerance);
            const auto stream = std::make_shared<ListedAuctions>(task, auctions);
            const auto play = [&](const std::string &algorithm, const Json &settings,
                                  const std::string &name) {
                const Json &expected = entry.at("results").at(name);
                const auto lane = m_runs.play(algorithm, settings, stream, 20'000);
                QCOMPARE(lane.last(channel::auctionWins), expected.at("impressions").get<double>());
                QCOMPARE(lane.last(channel::auctionSpend), expected.at("cost").get<double>());
                compare(lane.last(channel::auctionValue),
                        expected.at("expected_clicks").get<double>(), tolerance);
            };
            const auto linear = [](double bid) {
                return Json{{"base-bid", {{"type", "fixed"}, {"bid", bid}}}};
            };
            play("bandits/rlb-dp", Json::object(), "rlb");
            play("bandits/linear-bidding", linear(10), "lin_b0=10");
            play("bandits/linear-bidding", linear(14), "lin_b0=14");
            play("bandits/linear-bidding", linear(20), "lin_b0=20");
            play("bandits/mcpc-bidding", Json::object(), "mcpc_(theta*cost_train/clk_train)");
            // With as many auctions as it solves exactly, the segment rule is RLB itself.
            play("bandits/rlb-fa", {{"auctions", 1000}, {"worths", "table"}}, "rlb");
        }
    }

    void profitCountsWhatIsPaid()
    {
        // V_n(b) = V_{n-1}(b) + Σ_{d <= a} m(d) (v - d + V_{n-1}(b - d) - V_{n-1}(b)), bid by bid.
        const std::vector<double> law{0.1, 0.3, 0.4, 0.2};
        constexpr double mean = 1.6;
        constexpr int auctions = 5;
        constexpr int budget = 7;
        const BudgetValues values(law, mean, auctions, budget, 1);
        std::vector<double> before(budget + 1);
        for (int n = 1; n <= auctions; ++n) {
            std::vector<double> now = before;
            for (int b = 0; b <= budget; ++b) {
                const auto gain = [&](double value, int d) {
                    return value - d + before[static_cast<std::size_t>(b - d)] -
                           before[static_cast<std::size_t>(b)];
                };
                int best = 0;
                for (int d = 1; d <= std::min(b, 3) && gain(mean, d) >= 0; ++d)
                    best = d;
                for (int d = 0; best > 0 && d <= best; ++d)
                    now[static_cast<std::size_t>(b)] +=
                        law[static_cast<std::size_t>(d)] * gain(mean, d);
                for (const double value : {0.0, 0.9, 1.7, 2.5, 9.0}) {
                    int bid = 0;
                    for (int d = 1; d <= std::min(b, 3) && gain(value, d) >= 0; ++d)
                        bid = d;
                    QCOMPARE(values.bid(n, b, value), bid);
                }
            }
            for (int b = 0; b <= budget; ++b)
                compare(values.value(n, b), now[static_cast<std::size_t>(b)], 1e-12);
            before = now;
        }
        // The last auction is worth its price up to its value, and no more.
        QCOMPARE(values.bid(1, budget, 2.9), 2);
        QCOMPARE(BudgetValues(law, mean, auctions, budget).bid(1, budget, 2.9), 3);
    }

    void whoBidsForProfitEarnsMore()
    {
        // Money is plentiful: bidding for clicks spends it on clicks that cost more than they
        // bring.
        const auto plays = [&](const char *goal, const Json &bidder) {
            return m_runs.play(
                "bandits/rlb-dp", bidder,
                m_runs.instance("bandits/ipinyou-auctions",
                                {{"goal", goal}, {"episode", 200}, {"budget-divisor", 1}}),
                10'000);
        };
        const auto profit = plays("profit", Json::object());
        const auto clicks = plays("clicks", Json::object());
        // A click is worth what one cost: values are the same clicks in money.
        const double price =
            LoopRuns::must(Campaign::read(m_runs.data(), "ipinyou-2997.json.zst")).priceOfClick();
        const double earned =
            profit.last(channel::auctionValue) - profit.last(channel::auctionSpend);
        QCOMPARE(profit.last(channel::auctionUtility), earned);
        QVERIFY(earned > 0);
        QVERIFY(earned > 1.5 * (price * clicks.last(channel::auctionValue) -
                                clicks.last(channel::auctionSpend)));
        QVERIFY(earned <= profit.last(channel::hindsightUtility) * (1 + 1e-9));
        QVERIFY(profit.last(channel::hindsightShare) > 0.8);
        QVERIFY(clicks.last(channel::auctionValue) * price > profit.last(channel::auctionValue));
    }

    void manyAuctionsAreScaledDownToFew()
    {
        const auto instance = std::dynamic_pointer_cast<const AuctionInstance>(
            m_runs.instance("bandits/ipinyou-auctions", {{"episode", 400}}));
        AuctionTask task = instance->task(400);
        const auto table = task.prices->fittedValues(100, 197, 100);
        const auto at = [&](std::int64_t left, double budget) {
            task.episode = left;
            task.budget = budget;
            const auto stream = std::make_shared<ListedAuctions>(
                task, std::vector<Auction>{{10 * task.meanValue, 1e9}});
            const auto lane =
                m_runs.play("bandits/rlb-fa",
                            {{"auctions", 100}, {"worths", "table"}, {"reach", 1}}, stream, 1);
            return std::get<FieldFrame>(lane.frames.at(channel::bidFunction).front().second)
                .values.back();
        };
        // 400 auctions and 787 left are worth what 100 and floor(787·100/400) = 196 are.
        QCOMPARE(at(400, 787),
                 static_cast<double>(
                     task.prices->fittedValues(100, 197, 100)->bid(100, 196, task.highestValue)));
        QCOMPARE(table->budget(), 197);
    }

    void theNetworkTellsWhatMoneyIsWorth()
    {
        const auto instance = std::dynamic_pointer_cast<const AuctionInstance>(
            m_runs.instance("bandits/ipinyou-auctions", {{"episode", 1000}}));
        const PriceTable &prices = *instance->task(1000).prices;
        const auto table = prices.fittedValues(100, 1969, 100);
        const auto fitted = prices.fittedValues(100, 1969, 50);
        double error = 0;
        double size = 0;
        for (const int n : {60, 77, 100})
            for (int b = 50; b < 1969; b += 7) {
                const double slope = table->value(n, b + 1) - table->value(n, b);
                error += std::abs(fitted->value(n, b + 1) - fitted->value(n, b) - slope);
                size += slope;
            }
        QVERIFY2(error < 0.1 * size, bandits::test::instead(error, size).c_str());
        // With fifty auctions or fewer it is the table itself.
        QCOMPARE(fitted->value(50, 500), table->value(50, 500));
        const auto stream = m_runs.instance("bandits/ipinyou-auctions", Json::object(), 5);
        const auto clicks = [&](const Json &settings) {
            return m_runs.play("bandits/rlb-fa", settings, stream, 20'000, 5)
                .last(channel::auctionValue);
        };
        const double exact = clicks({{"worths", "table"}});
        const double network = clicks(Json::object());
        QVERIFY2(network > 0.98 * exact, bandits::test::instead(network, exact).c_str());
    }

    void plansAreShownByAuctionsAndBudgetLeft()
    {
        const auto instance = m_runs.instance("bandits/ipinyou-auctions", {{"episode", 100}}, 1);
        const auto field = [](const LoopRuns::Lane &lane, int channel) {
            return std::get<FieldFrame>(lane.frames.at(channel).back().second);
        };
        const auto lane = m_runs.play("bandits/rlb-dp", Json::object(), instance, 40);
        const FieldFrame worth = field(lane, channel::budgetWorth);
        const FieldFrame slope = field(lane, channel::moneyWorth);
        QCOMPARE(worth.rows, 20);
        QCOMPARE(worth.columns, 20);
        QCOMPARE(worth.rowLabels.back(), std::string("100"));
        for (std::size_t row = 0; row < 20; ++row)
            for (std::size_t column = 0; column < 20; ++column) {
                const std::size_t at = row * 20 + column;
                QVERIFY(slope.values[at] >= -1e-12);
                if (column > 0)
                    QVERIFY(worth.values[at] >= worth.values[at - 1]);
                if (row > 0)
                    QVERIFY(worth.values[at] >= worth.values[at - 20] - 1e-12);
            }
        // Who does not plan has nothing to show.
        const auto other = m_runs.play("bandits/truthful-bidding", Json::object(), instance, 40);
        QVERIFY(!other.frames.contains(channel::budgetWorth));
    }

    void ssMdpIsBlindToTheItem()
    {
        const auto instance = m_runs.instance("bandits/ipinyou-auctions", Json::object());
        const auto lane = m_runs.play("bandits/ss-mdp", Json::object(), instance, 1000);
        const auto &bids =
            std::get<FieldFrame>(lane.frames.at(channel::bidFunction).front().second).values;
        for (const double bid : bids)
            QCOMPARE(bid, bids.front());
    }

    void theHouseKeepsBudgetsAndEpisodes()
    {
        AuctionTask task;
        task.episode = 3;
        task.budget = 5;
        AuctionHouse house(task);
        random::Stream stream(1, random::Purpose("test"));
        FixedBidder high(100), none(0);
        QVERIFY(!house.run(none, {1, 0}, stream).won); // a bid of 0 never wins
        QVERIFY(house.run(high, {1, 4}, stream).won);
        QCOMPARE(house.budgetLeft(), 1.0);
        QVERIFY(!house.run(high, {1, 4}, stream).won); // more than what is left
        QCOMPARE(house.budgetLeft(), 5.0);             // the next episode
        QCOMPARE(house.view(1).auctionsLeft, std::int64_t{3});
        QCOMPARE(house.run(high, {1, 2}, stream).paid, 2.0);
        task.payment = Payment::firstPrice;
        AuctionHouse first(task);
        FixedBidder three(3);
        QCOMPARE(first.run(three, {1, 2}, stream).paid, 3.0);
    }

    void hindsightEqualsTheLinearProgramme()
    {
        for (std::uint64_t seed = 1; seed <= 30; ++seed) {
            random::Stream stream(seed, random::Purpose("hindsight"));
            const double target = seed % 3 == 0 ? 0 : 0.5 + 1.5 * stream.uniform();
            const double budget = 1 + 15 * stream.uniform();
            HindsightAuctions hindsight;
            optimization::LinearProgram value, utility;
            const double infinity = optimization::LinearProgram::infinity;
            const int money = value.addRow(-infinity, budget);
            const int slack = value.addRow(0, infinity);
            const int moneyOnly = utility.addRow(-infinity, budget);
            for (int index = 0; index < 60; ++index) {
                const Auction auction{stream.uniform(), 0.05 + stream.uniform()};
                hindsight.add(auction);
                if (index == 30)
                    (void)hindsight.bound(budget, target); // asked in between, as views do
                const int column = value.addColumn(auction.value, 0, 1);
                value.addCoefficient(money, column, auction.price);
                value.addCoefficient(slack, column, auction.value - target * auction.price);
                utility.addCoefficient(moneyOnly,
                                       utility.addColumn(auction.value - auction.price, 0, 1),
                                       auction.price);
            }
            const auto bound = hindsight.bound(budget, target);
            compare(bound.value, optimization::solve(value)->value, 1e-7);
            compare(bound.utility, optimization::solve(utility)->value, 1e-7);
        }
    }

    void firstPriceBidIsTheBestAgainstWhatWasSeen()
    {
        // Competing bids 0.1 … 0.4, each once; μ is held at 0. Of v = 0.6, (v - b) F(b) is largest
        // at 0.3: 0.3 · 3/4.
        AuctionTask task;
        task.episode = 5;
        task.budget = 100;
        task.payment = Payment::firstPrice;
        task.highestPrice = 1;
        const auto listed = std::make_shared<ListedAuctions>(
            task, std::vector<Auction>{{0, 0.1}, {0, 0.2}, {0, 0.3}, {0, 0.4}, {0.6, 0.25}});
        const auto lane = m_runs.play("bandits/first-price-dual",
                                      {{"grid", 1000}, {"initial-multiplier", 0}}, listed, 5);
        compare(lane.last(channel::auctionSpend), 0.3, 1e-3);
        QCOMPARE(lane.last(channel::auctionWins), 1.0);
    }

    void pacingReachesTheHindsightBound()
    {
        for (std::uint64_t seed = 1; seed <= 20; ++seed) {
            QVERIFY(share("bandits/pacing-dual", Json::object(), seed) >= 0.95);
            QVERIFY(share("bandits/pacing-dual", {{"goal", "value"}}, seed) >= 0.95);
            QVERIFY(share("bandits/truthful-bidding", Json::object(), seed) <= 0.5);
            QVERIFY(share("bandits/truthful-bidding", {{"goal", "value"}}, seed) <= 0.5);
            QVERIFY(share("bandits/linear-bidding", Json::object(), seed) >= 0.9);
        }
    }

    void throttlingLastsButPaysTooMuch()
    {
        for (std::uint64_t seed = 1; seed <= 5; ++seed) {
            const double throttled = share("bandits/throttling", Json::object(), seed);
            QVERIFY(throttled > share("bandits/truthful-bidding", Json::object(), seed) - 0.1);
            QVERIFY(throttled < share("bandits/pacing-dual", Json::object(), seed));
        }
        const auto lane =
            m_runs.play("bandits/throttling", Json::object(),
                        m_runs.instance("bandits/uniform-auctions", Json::object()), 5000);
        // Money is left for the last tenth.
        for (const auto &[step, left] : lane.metrics.at(channel::budgetLeft))
            QVERIFY(step > 4500 || left > 0.02);
    }

    void roiDualKeepsTheReturnTarget()
    {
        const Json settings = {{"goal", "value"}, {"budget-share", 5}, {"return-target", 1.5}};
        for (std::uint64_t seed = 1; seed <= 5; ++seed) {
            const auto lane =
                m_runs.play("bandits/roi-dual", Json::object(),
                            m_runs.instance("bandits/uniform-auctions", settings), 20'000, seed);
            QVERIFY(lane.last(channel::returnOnSpend) >= 1.45);
            QVERIFY(lane.last(channel::hindsightShare) >= 0.95);
        }
    }
};

QTEST_GUILESS_MAIN(AuctionsTest)
#include "auctions_test.moc"
