#include "core/random/distributions.h"
#include "plugins/bandits/channels.h"
#include "plugins/bandits/loops/contextual.h"
#include "plugins/bandits/problems/contextual/problems.h"
#include "plugins/bandits/rules/relaxation.h"
#include "plugins/bandits/rules/relaxation_grid.h"

#include <array>
#include <map>
#include <mutex>
#include <tuple>

namespace agon::bandits {
namespace {

enum class ShiftVariance { high, low };

struct SorSettings
{
    ShiftVariance variance = ShiftVariance::high;

    static Schema<SorSettings> schema()
    {
        Schema<SorSettings> s;
        s.choice<ShiftVariance>(
             &SorSettings::variance, "variance", "Variance of the shifts",
             {{ShiftVariance::high, "high", "High", "c = -0.15 + 0.6 Beta(1/2, 3/2)."},
              {ShiftVariance::low, "low", "Low", "c = -0.15 + 0.6 Beta(2, 6)."}})
            .help("How much the matrices of the sequence differ.");
        return s;
    }
};

constexpr int side = 10;
constexpr std::size_t gridPoints = 100;
constexpr std::size_t omegaCount = std::tuple_size_v<decltype(relaxationGrid())>;
constexpr double lowestShift = -0.15;
constexpr double shiftRange = 0.6;
constexpr int mostIterations = 5000;

/** The solves of a run are done once and remembered for all contestants. */
class Sor final : public ContextualInstance
{
public:
    explicit Sor(ShiftVariance variance)
        : ContextualInstance({.actions = static_cast<int>(omegaCount),
                              .contextSize = 1,
                              .featureSize = 1 + static_cast<int>(omegaCount),
                              .deviation = 0},
                             RewardNoise::none, relaxationNames())
        , m_variance(variance)
    {}

    void draw(std::uint64_t seed, std::int64_t number, DrawnRound &round) const override
    {
        const Solved &solved = solve(seed, number);
        round.context.front() = solved.context;
        round.reference = -solved.youngIterations;
        for (std::size_t a = 0; a < omegaCount; ++a) {
            round.means[a] = -solved.iterations[a];
            round.features[a] = solved.context;
            for (std::size_t i = 0; i < omegaCount; ++i)
                round.features[(1 + i) * round.stride + a] = i == a;
        }
    }

    std::vector<OwnMetric> ownMetrics() const override
    {
        return {{channel::meanIterations, Quantity::meanReward, -1},
                {channel::optimalIterations, Quantity::meanBestReward, -1},
                {channel::youngIterations, Quantity::meanReference, -1}};
    }
    bool recordsChoices() const override { return true; }
    RewardMap rewardMap() const override { return {channel::iterationsByContext, -1}; }
    std::int64_t mostRoundsPerUnit() const override { return 5; }

private:
    struct Solved
    {
        double context = 0; ///< the shift, scaled to [0, 1]
        std::array<int, omegaCount> iterations{};
        int youngIterations = 0; ///< of the parameter that is asymptotically best
    };

    const Solved &solve(std::uint64_t seed, std::int64_t number) const
    {
        const std::lock_guard lock(m_mutex);
        const auto [entry, isNew] = m_solved.try_emplace({seed, number});
        Solved &solved = entry->second;
        if (!isNew)
            return solved;
        random::Stream stream(seed, random::Purpose("systems"), 0,
                              static_cast<std::uint64_t>(number));
        solved.context = m_variance == ShiftVariance::high ? random::beta(stream, 0.5, 1.5)
                                                           : random::beta(stream, 2, 6);
        // The release shortens b to √n at most; iterations do not depend on its length.
        std::array<double, gridPoints> right{};
        random::fillNormal(stream, right);
        const double shift = lowestShift + shiftRange * solved.context;
        relaxationIterations(side, shift, right, relaxationGrid(), mostIterations,
                             solved.iterations);
        const double young = bestRelaxation(jacobiRadius(side, shift));
        relaxationIterations(side, shift, right, std::span(&young, 1), mostIterations,
                             std::span(&solved.youngIterations, 1));
        return solved;
    }

    ShiftVariance m_variance;
    mutable std::mutex m_mutex;
    mutable std::map<std::pair<std::uint64_t, std::int64_t>, Solved> m_solved;
};

} // namespace

ProblemEntry sor()
{
    const auto schema = SorSettings::schema();
    ProblemEntry entry;
    entry.declaration = {
        .id = "bandits/sor",
        .title = "Relaxation parameter of a solver",
        .summary = "A sequence of shifted Laplace equations is solved by successive "
                   "over-relaxation; every round its parameter ω is chosen, and iterations are "
                   "what it costs.",
        .loop = "bandits/contextual",
        .parameters = schema.declarations(),
        .provides = {"context", "unit-context", "iteration-costs"},
        .channels = {"mean_iterations", "optimal_iterations", "young_iterations",
                     "choice_by_context", "iterations_by_context"},
        .papers = {"P220"},
        .defaultBudget = 1500,
        .maximumBudget = 20'000,
        .defaultContestants = {"bandits/chebcb", "bandits/tsallis-cb", "bandits/tsallis-sor",
                               "bandits/fixed-action"},
        .revision = 2,
    };
    entry.prepare = [schema](const ProblemRequest &request) -> Expected<InstancePointer> {
        return InstancePointer(std::make_shared<Sor>(schema.read(request.settings).variance));
    };
    return entry;
}

} // namespace agon::bandits
