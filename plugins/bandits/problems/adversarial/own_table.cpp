#include "core/experiment/experiment.h"
#include "core/formats/data_directory.h"
#include "plugins/bandits/loops/table_session.h"
#include "plugins/bandits/problems/adversarial/problems.h"
#include "plugins/bandits/rules/reward_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <mutex>

namespace agon::bandits {
namespace {

enum class TableContents { rewards, losses };

struct OwnTableSettings
{
    int arms = 2;
    std::vector<double> rewards = {1, 0, 0, 1, 1, 0};
    std::string file;
    TableContents contents = TableContents::rewards;
    double lowest = 0;
    double highest = 1;

    static Schema<OwnTableSettings> schema()
    {
        using S = OwnTableSettings;
        Schema<S> s;
        s.path(&S::file, "file", "File")
            .help("Your table as CSV: a line is a round, a column an arm, a first line without "
                  "numbers names the arms. After the last round it begins again. What the file "
                  "holds is part of a run's identity, where it lies is not.");
        s.choice<TableContents>(
             &S::contents, "contents", "Numbers of the file",
             {{TableContents::rewards, "rewards", "Rewards", "The largest is the best."},
              {TableContents::losses, "losses", "Losses",
               "The least is the best; a policy earns 1 less the loss."}})
            .help("Whether the file holds rewards or losses.");
        s.real(&S::lowest, "lowest", "Lowest number")
            .range(-1e15, 1e15)
            .slider(-10, 0)
            .help("The least that a number of the file can be: policies see it as 0.")
            .advanced();
        s.real(&S::highest, "highest", "Highest number")
            .range(-1e15, 1e15)
            .slider(1, 100)
            .help("The most that a number of the file can be: policies see it as 1.")
            .advanced();
        s.integer(&S::arms, "arms", "Arms K")
            .range(1, 1000)
            .slider(2, 20)
            .help("Columns of the table below; a file has its own.");
        s.list(&S::rewards, "rewards", "Rewards")
            .range(0, 1)
            .length(1, 1'000'000)
            .help("The table where there is no file, round by round: K rewards for the first "
                  "round, K for the second, …. After the last round it begins again.");
        return s;
    }
};

class OwnTable final : public TableInstance
{
public:
    explicit OwnTable(std::shared_ptr<const RewardTable> table)
        : TableInstance({.arms = table->arms, .law = RewardLaw::bounded}, Comparator::bestArm,
                        table->names)
        , m_table(std::move(table))
    {}

    std::unique_ptr<TableSource> source(std::uint64_t, std::int64_t) const override
    {
        return std::make_unique<Rows>(m_table->rewards);
    }

private:
    class Rows final : public TableSource
    {
    public:
        explicit Rows(const std::vector<double> &rewards) : m_rewards(rewards) {}
        void next(std::span<double> means, std::span<double> rewards) override
        {
            for (double &reward : rewards) {
                reward = m_rewards[m_position];
                m_position = (m_position + 1) % m_rewards.size();
            }
            std::copy(rewards.begin(), rewards.end(), means.begin());
        }

    private:
        const std::vector<double> &m_rewards;
        std::size_t m_position = 0;
    };

    std::shared_ptr<const RewardTable> m_table;
};

/** The latest file, as long as an instance uses it: the seeds of one setting share it. */
struct SharedTable
{
    std::mutex mutex;
    std::string hash; ///< of what the file held
    RewardScale scale;
    std::weak_ptr<const RewardTable> latest;
};

Expected<std::shared_ptr<const RewardTable>>
tableOfFile(const std::string &problem, const OwnTableSettings &settings, SharedTable &shared)
{
    const RewardScale scale{settings.contents == TableContents::losses, settings.lowest,
                            settings.highest};
    if (!(scale.lowest < scale.highest))
        return Error(fmt::format("{}: \"lowest\" is {}, but \"highest\" is {}.", problem,
                                 scale.lowest, scale.highest),
                     "Give the range that the numbers of the file can have.");
    // Errors are kept with failed runs, which are published: folders are nobody's business.
    const std::string name = std::filesystem::path(settings.file).filename().string();
    const auto bytes = readFile(settings.file);
    if (!bytes) {
        Error error = bytes.error();
        error.file = name;
        return error;
    }
    const std::string hash = contentHash(*bytes);
    const std::scoped_lock lock(shared.mutex);
    auto table = shared.latest.lock();
    if (!table || shared.hash != hash || shared.scale != scale) {
        auto read = readRewards(*bytes, name, scale);
        if (!read)
            return read.error();
        table = std::make_shared<const RewardTable>(std::move(*read));
        shared.hash = hash;
        shared.scale = scale;
        shared.latest = table;
    }
    return table;
}

Expected<std::shared_ptr<const RewardTable>> writtenTable(const std::string &problem,
                                                          const OwnTableSettings &settings)
{
    if (settings.rewards.size() % static_cast<std::size_t>(settings.arms) != 0)
        return Error(fmt::format("{}: {} rewards cannot be divided among {} arms.", problem,
                                 settings.rewards.size(), settings.arms),
                     "Give every round a reward for each arm.");
    return std::make_shared<const RewardTable>(RewardTable{settings.arms, {}, settings.rewards});
}

} // namespace

ProblemEntry ownTable()
{
    const auto schema = OwnTableSettings::schema();
    ProblemEntry entry;
    entry.declaration = {
        .id = "bandits/own-table",
        .title = "Your own table",
        .summary = "Rewards or losses that you bring yourself, round by round: from a file or "
                   "written down.",
        .loop = "bandits/adversarial",
        .parameters = schema.declarations(),
        .provides = {"bounded-rewards", "sub-gaussian-rewards", "one-parameter-rewards",
                     "full-information"},
        .reference = "Auer, Cesa-Bianchi, Freund and Schapire 2002, The nonstochastic multiarmed "
                     "bandit problem",
        .defaultBudget = 1000,
        .defaultContestants = {"bandits/tsallis-inf", "bandits/exp3", "bandits/ucb1"},
    };
    entry.prepare = [schema, shared = std::make_shared<SharedTable>()](
                        const ProblemRequest &request) -> Expected<InstancePointer> {
        const OwnTableSettings settings = schema.read(request.settings);
        auto table = settings.file.empty() ? writtenTable(request.problem, settings)
                                           : tableOfFile(request.problem, settings, *shared);
        if (!table)
            return table.error();
        return InstancePointer(std::make_shared<OwnTable>(std::move(*table)));
    };
    return entry;
}

} // namespace agon::bandits
