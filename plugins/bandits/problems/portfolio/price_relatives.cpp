#include "core/formats/csv.h"
#include "plugins/bandits/loops/portfolio.h"
#include "plugins/bandits/problems/portfolio/problems.h"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <mutex>

namespace agon::bandits {
namespace {

enum class StockSet : std::size_t { djia, msci, nyse, sp500, tse };
constexpr std::array<const char *, 5> files{"relatives-djia.csv.zst", "relatives-msci.csv.zst",
                                            "relatives-nyse-o.csv.zst", "relatives-sp500.csv.zst",
                                            "relatives-tse.csv.zst"};

struct PriceRelativeSettings
{
    StockSet dataSet = StockSet::sp500;
    double cost = 0;

    static Schema<PriceRelativeSettings> schema()
    {
        Schema<PriceRelativeSettings> s;
        s.choice<StockSet>(&PriceRelativeSettings::dataSet, "dataset", "Stocks",
                           {{StockSet::djia, "djia", "DJIA", "30 stocks, 507 days"},
                            {StockSet::msci, "msci", "MSCI", "24 indices, 1043 days"},
                            {StockSet::nyse, "nyse-o", "NYSE (old)", "36 stocks, 5651 days"},
                            {StockSet::sp500, "sp500", "S&P 500", "25 stocks, 1276 days"},
                            {StockSet::tse, "tse", "TSE", "88 stocks, 1259 days"}})
            .help("Benchmark sets of the literature. After a set's last day prices stand still.");
        s.real(&PriceRelativeSettings::cost, "cost", "Trading cost")
            .range(0, 0.2)
            .slider(0, 0.02)
            .help("Share of the wealth moved, bought and sold, that trading costs.");
        return s;
    }
};

Expected<std::shared_ptr<const Market>> readMarket(const DataSource &data, StockSet set)
{
    const char *name = files[static_cast<std::size_t>(set)];
    const auto bytes = data.read(name);
    if (!bytes)
        return bytes.error();
    const auto table = CsvTable::parse(*bytes, {.name = name});
    if (!table)
        return table.error();
    auto relatives = table->allNumbers();
    if (!relatives)
        return relatives.error();
    for (const double relative : *relatives)
        if (!(relative > 0) || std::isinf(relative))
            return Error(
                fmt::format("The data file {} holds a price relative of {}.", name, relative),
                "Install Agon again.");
    std::vector<std::string> labels;
    for (std::size_t asset = 0; asset < table->columns(); ++asset)
        labels.push_back(fmt::format("asset {}", asset + 1));
    return std::shared_ptr<const Market>(
        std::make_shared<Market>(std::move(*relatives), std::move(labels)));
}

/** The latest market, as long as an instance uses it: it depends on no seed, so the seeds share it
 *  and what is best in hindsight is found once. */
struct SharedMarket
{
    std::mutex mutex;
    std::weak_ptr<const Market> latest;
    StockSet dataSet = StockSet::sp500; ///< of latest
};

} // namespace

ProblemEntry priceRelatives()
{
    const auto schema = PriceRelativeSettings::schema();
    ProblemEntry entry;
    entry.declaration = {
        .id = "bandits/price-relatives",
        .title = "Portfolios of real stocks",
        .summary = "Daily price relatives of the benchmark sets of on-line portfolio selection.",
        .loop = "bandits/portfolio",
        .parameters = schema.declarations(),
        .data = {files.begin(), files.end()},
        .papers = {"P072"},
        .reference = "Cover 1991, Universal portfolios; Borodin, El-Yaniv and Gogan 2004, Can we "
                     "learn to beat the best stock; Li and Hoi 2014, Online portfolio selection",
        .defaultBudget = 1276,
        .maximumBudget = 5651,
        .defaultContestants = {"bandits/uniform-rebalanced", "bandits/exponentiated-gradient",
                               "bandits/olmar", "bandits/ensemble-universal"},
    };
    entry.prepare = [schema, shared = std::make_shared<SharedMarket>()](
                        const ProblemRequest &request) -> Expected<InstancePointer> {
        const PriceRelativeSettings settings = schema.read(request.settings);
        const std::scoped_lock lock(shared->mutex);
        auto market = shared->latest.lock();
        if (!market || shared->dataSet != settings.dataSet) {
            auto made = readMarket(*request.data, settings.dataSet);
            if (!made)
                return made.error();
            market = std::move(*made);
            shared->latest = market;
            shared->dataSet = settings.dataSet;
        }
        return InstancePointer(std::make_shared<MarketInstance>(std::move(market), settings.cost));
    };
    return entry;
}

} // namespace agon::bandits
