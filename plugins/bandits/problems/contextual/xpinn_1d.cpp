#include "core/random/stream.h"
#include "plugins/bandits/channels.h"
#include "plugins/bandits/loops/contextual.h"
#include "plugins/bandits/problems/contextual/problems.h"
#include "plugins/bandits/rules/two_domain_training.h"

#include <array>
#include <atomic>
#include <chrono>
#include <cmath>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace agon::bandits {
namespace {

enum class ConditionSet { listed, all };

struct XpinnSettings
{
    ConditionSet conditions = ConditionSet::listed;
    int equations = 8;
    int initialisations = 2;
    TwoDomainSettings training;

    static Schema<XpinnSettings> schema()
    {
        using S = XpinnSettings;
        Schema<S> s;
        s.choice<ConditionSet>(
             &S::conditions, "conditions", "Conditions",
             {{ConditionSet::listed, "listed", "Listed", "Sixteen sets of interface terms."},
              {ConditionSet::all, "all", "All", "Every set of the six terms: 64."}})
            .help("The sets of interface terms to choose from.")
            .source("P219, released code: all");
        s.integer(&S::equations, "equations", "Equations")
            .range(1, 1000)
            .slider(1, 20)
            .help("So many sharpnesses of the source, evenly from 1 to 50; a round brings one of "
                  "them.")
            .source("P219, released code: any from 1 to 50");
        s.integer(&S::initialisations, "initialisations", "Initial weights")
            .range(1, 100)
            .slider(1, 10)
            .help("Trainings of each equation under each condition; a round's reward is that of "
                  "one of them, its mean that of all.")
            .source("set here: every training takes an eighth of a second");
        s.include(&S::training, trainingSchema());
        return s;
    }

    static Schema<TwoDomainSettings> trainingSchema()
    {
        using T = TwoDomainSettings;
        Schema<T> s;
        s.integer(&T::width, "width", "Width")
            .range(1, 100)
            .slider(4, 32)
            .help("Units in each of the two hidden layers of a network.")
            .source("P219: 16");
        s.integer(&T::points, "points", "Points")
            .range(2, 1000)
            .slider(5, 50)
            .help("Where the residual is asked for, in each domain.");
        s.integer(&T::adamSteps, "adam-steps", "Steps of Adam")
            .range(0, 100'000)
            .slider(0, 1000)
            .help("Of the first phase of training.")
            .source("P219, released code: 1000");
        s.real(&T::stepSize, "step-size", "Step size")
            .range(1e-6, 1)
            .slider(0.001, 0.02)
            .logarithmic()
            .help("Of Adam.")
            .source("P219, released code: 0.001, with five times as many steps");
        s.integer(&T::newtonSteps, "lbfgs-steps", "Evaluations of L-BFGS")
            .range(0, 100'000)
            .slider(0, 2000)
            .help("Of the second phase of training.")
            .source("P219, released code: 10000");
        return s;
    }
};

constexpr double leastSharpness = 1;
constexpr double mostSharpness = 50;
constexpr double largestError = 100; ///< P219, released code: errors count as this at most

/** Conditions by the first letters of their terms: value, average, residual, continuity of the
 *  residual, flux, gradient of the residual. */
constexpr std::array<const char *, 16> listedConditions{"-",   "v",   "f",    "vf",    "af",  "vaf",
                                                        "vr",  "vc",  "ac",   "vrf",   "vcf", "vfg",
                                                        "arf", "acf", "vrfg", "varcfg"};

InterfaceConditions conditionsOf(std::string_view letters)
{
    constexpr std::string_view terms = "varcfg";
    InterfaceConditions conditions{};
    for (std::size_t term = 0; term < terms.size(); ++term)
        conditions[term] = letters.find(terms[term]) != std::string_view::npos;
    return conditions;
}

std::vector<std::string> conditionNames(ConditionSet set)
{
    if (set == ConditionSet::listed)
        return {listedConditions.begin(), listedConditions.end()};
    constexpr std::string_view terms = "varcfg";
    std::vector<std::string> names;
    for (unsigned bits = 0; bits < 1U << terms.size(); ++bits) {
        std::string name;
        for (std::size_t term = 0; term < terms.size(); ++term)
            if (bits >> term & 1U)
                name += terms[term];
        names.push_back(name.empty() ? "-" : name);
    }
    return names;
}

ContextualTask xpinnTask(const XpinnSettings &settings)
{
    InterfaceActions actions;
    for (const std::string &name : conditionNames(settings.conditions)) {
        for (const bool asked : conditionsOf(name))
            actions.values.push_back(asked);
        ++actions.count;
    }
    actions.components = interfaceTerms;
    return {.actions = static_cast<int>(actions.count),
            .contextSize = 1,
            .featureSize = 1 + static_cast<int>(interfaceTerms),
            .structure = std::make_shared<const InterfaceActions>(std::move(actions))};
}

/** What training brings for every equation, condition and initialisation: found when a round first
 *  asks for the equation, a function of the settings alone. Threads that ask for the same equation
 *  share its trainings. */
class TrainedRewards
{
public:
    explicit TrainedRewards(const XpinnSettings &settings)
        : m_settings(settings)
        , m_names(conditionNames(settings.conditions))
        , m_rows(static_cast<std::size_t>(settings.equations))
    {}

    /** Does one of the trainings that are left for the equation. True when none is. */
    bool train(std::size_t equation) const
    {
        Row &row = m_rows[equation];
        if (row.complete.load(std::memory_order_acquire))
            return true;
        std::unique_lock lock(m_mutex);
        if (row.rewards.empty())
            begin(row);
        if (row.waiting.empty()) {
            // Other threads are at the last trainings; the caller may want to be cancelled.
            m_changed.wait_for(lock, std::chrono::milliseconds(10),
                               [&] { return row.left == 0 || !row.waiting.empty(); });
            return row.left == 0;
        }
        const std::size_t number = row.waiting.back();
        row.waiting.pop_back();
        lock.unlock();
        double found = 0;
        try {
            found = reward(equation, number);
        } catch (...) {
            // Whoever asks next begins it anew.
            lock.lock();
            row.waiting.push_back(number);
            m_changed.notify_all();
            throw;
        }
        lock.lock();
        row.rewards[number] = found;
        --row.left;
        row.complete.store(row.left == 0, std::memory_order_release);
        m_changed.notify_all();
        return row.left == 0;
    }
    /** Rewards of the equation, conditions × initialisations. */
    const std::vector<double> &of(std::size_t equation) const
    {
        while (!train(equation)) {
        }
        return m_rows[equation].rewards;
    }
    /** Of an equation, in [0, 1]. */
    double context(std::size_t equation) const
    {
        return m_settings.equations > 1 ? static_cast<double>(equation) / (m_settings.equations - 1)
                                        : 0.5;
    }
    const XpinnSettings &settings() const { return m_settings; }

private:
    struct Row
    {
        std::vector<double> rewards;
        std::vector<std::size_t> waiting; ///< trainings that have not begun; the last one is next
        std::size_t left = 0;             ///< trainings that have not ended
        std::atomic<bool> complete = false;
    };

    void begin(Row &row) const
    {
        row.left = m_names.size() * static_cast<std::size_t>(m_settings.initialisations);
        row.rewards.resize(row.left);
        for (std::size_t number = row.left; number-- > 0;)
            row.waiting.push_back(number);
    }
    double reward(std::size_t equation, std::size_t number) const
    {
        const auto seeds = static_cast<std::size_t>(m_settings.initialisations);
        const SharpSource source(sharpnessOf(context(equation)));
        TwoDomainTraining training(m_settings.training, source);
        const double error =
            training.trainedError(conditionsOf(m_names[number / seeds]), number % seeds);
        return -std::log10(error < largestError ? error : largestError);
    }
    static double sharpnessOf(double context)
    {
        return leastSharpness + (mostSharpness - leastSharpness) * context;
    }

    XpinnSettings m_settings;
    std::vector<std::string> m_names;
    mutable std::mutex m_mutex; ///< of all rows but for rewards of complete ones
    mutable std::condition_variable m_changed;
    mutable std::vector<Row> m_rows;
};

/** The latest rewards, as long as an instance uses them: they depend on no seed, so the seeds share
 *  them. */
struct SharedTrainings
{
    std::mutex mutex;
    std::weak_ptr<const TrainedRewards> latest;
    Json settings; ///< of latest
};

class Xpinn final : public ContextualInstance
{
public:
    explicit Xpinn(std::shared_ptr<const TrainedRewards> rewards)
        : ContextualInstance(xpinnTask(rewards->settings()), RewardNoise::drawn,
                             conditionNames(rewards->settings().conditions))
        , m_rewards(std::move(rewards))
    {}

    bool prepareDraw(std::uint64_t seed, std::int64_t number) const override
    {
        random::Stream stream = contexts(seed, number);
        return m_rewards->train(equationOf(stream));
    }

    void draw(std::uint64_t seed, std::int64_t number, DrawnRound &round) const override
    {
        random::Stream stream = contexts(seed, number);
        const std::size_t equation = equationOf(stream);
        const auto count = static_cast<std::size_t>(m_rewards->settings().initialisations);
        const std::size_t drawn = stream.below(count);
        const std::vector<double> &rewards = m_rewards->of(equation);
        const InterfaceActions &actions = *task().structure;
        round.context.front() = m_rewards->context(equation);
        round.rewards.resize(actions.count);
        for (std::size_t a = 0; a < actions.count; ++a) {
            double sum = 0;
            for (std::size_t i = 0; i < count; ++i)
                sum += rewards[a * count + i];
            round.means[a] = sum / static_cast<double>(count);
            round.rewards[a] = rewards[a * count + drawn];
            round.features[a] = round.context.front();
            for (std::size_t term = 0; term < interfaceTerms; ++term)
                round.features[(1 + term) * round.stride + a] =
                    actions.values[a * interfaceTerms + term];
        }
    }

    std::vector<OwnMetric> ownMetrics() const override
    {
        return {{channel::processRate, Quantity::rootOfRounds}};
    }
    std::int64_t testRounds() const override { return 100; }
    bool recordsChoices() const override { return true; }
    RewardMap rewardMap() const override { return {channel::rewardByContext}; }
    std::int64_t mostRoundsPerUnit() const override { return 1; }

private:
    static random::Stream contexts(std::uint64_t seed, std::int64_t number)
    {
        return {seed, random::Purpose("contexts"), 0, static_cast<std::uint64_t>(number)};
    }
    /** The first that a round draws. */
    std::size_t equationOf(random::Stream &stream) const
    {
        return stream.below(static_cast<std::uint64_t>(m_rewards->settings().equations));
    }

    std::shared_ptr<const TrainedRewards> m_rewards;
};

} // namespace

ProblemEntry xpinn1d()
{
    const auto schema = XpinnSettings::schema();
    ProblemEntry entry;
    entry.declaration = {
        .id = "bandits/xpinn-1d",
        .title = "Interface conditions of physics-informed networks",
        .summary = "Two networks learn the two halves of an equation's solution; the terms that "
                   "are asked of them where they meet are chosen, and digits of the trained "
                   "solution are the reward.",
        .loop = "bandits/contextual",
        .parameters = schema.declarations(),
        .provides = {"context", "unit-context"},
        .channels = {"process_rate", "test_regret", "choice_by_context", "reward_by_context"},
        .papers = {"P219"},
        .defaultBudget = 200,
        .maximumBudget = 10'000,
        .defaultContestants = {"bandits/metalic", "bandits/context-free-ucb1",
                               "bandits/fixed-action", "bandits/contextual-random"},
    };
    entry.prepare = [schema, shared = std::make_shared<SharedTrainings>()](
                        const ProblemRequest &request) -> Expected<InstancePointer> {
        const std::scoped_lock lock(shared->mutex);
        auto rewards = shared->latest.lock();
        if (!rewards || shared->settings != request.settings) {
            rewards = std::make_shared<const TrainedRewards>(schema.read(request.settings));
            shared->latest = rewards;
            shared->settings = request.settings;
        }
        return InstancePointer(std::make_shared<Xpinn>(std::move(rewards)));
    };
    return entry;
}

} // namespace agon::bandits
