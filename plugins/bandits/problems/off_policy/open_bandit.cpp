#include "core/formats/csv.h"
#include "core/random/stream.h"
#include "plugins/bandits/loops/off_policy.h"
#include "plugins/bandits/problems/off_policy/problems.h"

#include <algorithm>
#include <array>

namespace agon::bandits {
namespace {

constexpr const char *openBanditResource = "open-bandit.csv.zst";
constexpr std::size_t positions = 3;

enum class LoggedCampaign { men, women };

struct OpenBanditSettings
{
    LoggedCampaign campaign = LoggedCampaign::men;
    double prior = 100;

    static Schema<OpenBanditSettings> schema()
    {
        using S = OpenBanditSettings;
        Schema<S> s;
        s.choice<LoggedCampaign>(&S::campaign, "campaign", "LoggedCampaign",
                                 {{LoggedCampaign::men, "men", "Men", "34 items."},
                                  {LoggedCampaign::women, "women", "Women", "46 items."}})
            .help("Which part of the shop was logged.");
        s.real(&S::prior, "prior-impressions", "Prior impressions")
            .range(0, 1e6)
            .slider(0, 500)
            .help("q̂ is an item's click rate in the random log, shrunk to the overall rate as if "
                  "so many impressions had been seen besides.");
        return s;
    }
};

struct Impression
{
    int item = 0;
    std::size_t position = 0;
    double click = 0;
    double propensity = 1;
};

/** The logs of one campaign under both policies. */
struct CampaignLogs
{
    std::vector<Impression> random;
    std::vector<Impression> thompson;
    std::size_t items = 0;
};

Expected<CampaignLogs> logsOf(const std::string &text, const std::string &campaign)
{
    auto table = CsvTable::parse(text, {.name = openBanditResource});
    if (!table)
        return table.error();
    std::array<std::size_t, 6> columns{};
    constexpr std::array<const char *, 6> names{"campaign", "policy", "item",
                                                "position", "click",  "propensity"};
    for (std::size_t i = 0; i < names.size(); ++i) {
        const auto column = table->requiredColumn(names[i]);
        if (!column)
            return column.error();
        columns[i] = *column;
    }
    CampaignLogs logs;
    for (std::size_t row = 0; row < table->rows(); ++row) {
        if (table->text(row, columns[0]) != campaign)
            continue;
        std::array<double, 4> numbers{};
        for (std::size_t i = 0; i < numbers.size(); ++i) {
            const auto number = table->number(row, columns[i + 2]);
            if (!number)
                return number.error();
            numbers[i] = *number;
        }
        const Impression impression{static_cast<int>(numbers[0]),
                                    static_cast<std::size_t>(numbers[1]) - 1, numbers[2],
                                    numbers[3]};
        (table->text(row, columns[1]) == "random" ? logs.random : logs.thompson)
            .push_back(impression);
        logs.items = std::max(logs.items, static_cast<std::size_t>(impression.item) + 1);
    }
    return logs;
}

/** Rounds of a run are drawn from the random log with replacement: seeds are bootstrap samples. */
class OpenBandit final : public LogInstance
{
public:
    OpenBandit(CampaignLogs logs, double prior)
        : m_log(std::move(logs.random)), m_items(logs.items), m_policy(positions * logs.items)
    {
        // The policy under evaluation was frozen: its probability of an item at a position is the
        // mean of those that it logged there.
        std::vector<double> counts(m_policy.size());
        for (const Impression &impression : logs.thompson) {
            const std::size_t cell =
                impression.position * m_items + static_cast<std::size_t>(impression.item);
            m_policy[cell] += impression.propensity;
            counts[cell] += 1;
            m_truth += impression.click / static_cast<double>(logs.thompson.size());
        }
        for (std::size_t position = 0; position < positions; ++position) {
            double sum = 0;
            for (std::size_t item = 0; item < m_items; ++item) {
                double &p = m_policy[position * m_items + item];
                if (counts[position * m_items + item] > 0)
                    p /= counts[position * m_items + item];
                sum += p;
            }
            for (std::size_t item = 0; item < m_items; ++item)
                m_policy[position * m_items + item] /= sum;
        }
        double clicks = 0;
        std::vector<double> itemClicks(m_items);
        std::vector<double> impressions(m_items);
        for (const Impression &impression : m_log) {
            const auto item = static_cast<std::size_t>(impression.item);
            itemClicks[item] += impression.click;
            impressions[item] += 1;
            clicks += impression.click;
        }
        const double rate = clicks / static_cast<double>(m_log.size());
        for (std::size_t item = 0; item < m_items; ++item)
            m_predicted.push_back((itemClicks[item] + prior * rate) / (impressions[item] + prior));
    }

    void read(std::uint64_t seed, std::int64_t number, LoggedRound &round) const override
    {
        random::Stream stream(seed, random::Purpose("log"), 0, static_cast<std::uint64_t>(number));
        const Impression &impression = m_log[stream.below(m_log.size())];
        round.action = impression.item;
        round.reward = impression.click;
        round.propensity = impression.propensity;
        const auto first =
            m_policy.begin() + static_cast<std::ptrdiff_t>(impression.position * m_items);
        round.evaluated.assign(first, first + static_cast<std::ptrdiff_t>(m_items));
        round.predicted = m_predicted;
    }

    double truth() const override { return m_truth; }

private:
    std::vector<Impression> m_log;
    std::size_t m_items;
    std::vector<double> m_policy;    ///< positions × items
    std::vector<double> m_predicted; ///< one an item
    double m_truth = 0;              ///< click rate of the other policy's own log
};

} // namespace

ProblemEntry openBandit()
{
    const auto schema = OpenBanditSettings::schema();
    ProblemEntry entry;
    entry.declaration = {
        .id = "bandits/open-bandit",
        .title = "Open Bandit sample",
        .summary = "What would a frozen Thompson sampling policy have earned in a fashion shop, "
                   "judged from a log of uniformly random choices?",
        .loop = "bandits/off-policy",
        .parameters = schema.declarations(),
        .provides = {"uniform-log"},
        .data = {openBanditResource},
        .reference = "Saito, Aihara, Matsutani and Narita 2020, Open Bandit Dataset and Pipeline",
        .defaultBudget = 10'000,
        .maximumBudget = 1'000'000,
        .defaultContestants = {"bandits/importance-sampling", "bandits/direct-method",
                               "bandits/doubly-robust"},
    };
    entry.prepare = [schema](const ProblemRequest &request) -> Expected<InstancePointer> {
        const OpenBanditSettings settings = schema.read(request.settings);
        const auto text = request.data->read(openBanditResource);
        if (!text)
            return text.error();
        auto logs = logsOf(*text, settings.campaign == LoggedCampaign::men ? "men" : "women");
        if (!logs)
            return logs.error();
        return InstancePointer(std::make_shared<OpenBandit>(std::move(*logs), settings.prior));
    };
    return entry;
}

} // namespace agon::bandits
