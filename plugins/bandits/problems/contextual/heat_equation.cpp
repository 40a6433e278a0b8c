#include "plugins/bandits/rules/heat_equation.h"
#include "plugins/bandits/channels.h"
#include "plugins/bandits/loops/contextual.h"
#include "plugins/bandits/problems/contextual/problems.h"
#include "plugins/bandits/rules/relaxation_grid.h"

#include <algorithm>
#include <array>
#include <deque>
#include <map>
#include <mutex>
#include <tuple>

namespace agon::bandits {
namespace {

struct HeatEquationSettings
{
    int cells = 50;
    double step = 0.001;
    bool randomStart = true;

    static Schema<HeatEquationSettings> schema()
    {
        using S = HeatEquationSettings;
        Schema<S> s;
        s.integer(&S::cells, "cells", "Cells along a side")
            .range(4, 400)
            .slider(10, 100)
            .help("The square is divided into so many times so many cells; the system has one "
                  "equation for every inner corner.")
            .source("P220, released code: 25 to 400");
        s.real(&S::step, "step", "Time step")
            .range(1e-6, 1)
            .slider(0.0001, 0.01)
            .logarithmic()
            .help("Of the simulation; diffusion has a period of 1.")
            .source("P220, released code: 0.001");
        s.flag(&S::randomStart, "random-start", "Random start")
            .help("Begin anywhere in the period, a function of the seed, instead of at 0 as "
                  "released.");
        return s;
    }
};

constexpr std::size_t heatOmegas = std::tuple_size_v<decltype(relaxationGrid())>;

/** The steps of a run are solved once and remembered for all contestants: what they choose decides
 *  what a step costs, not where it leads. */
class HeatEquationSteps final : public ContextualInstance
{
public:
    explicit HeatEquationSteps(const HeatEquationSettings &settings)
        : ContextualInstance({.actions = static_cast<int>(heatOmegas),
                              .contextSize = 1,
                              .featureSize = 1 + static_cast<int>(heatOmegas),
                              .deviation = 0},
                             RewardNoise::none, relaxationNames())
        , m_settings(settings)
    {}

    void draw(std::uint64_t seed, std::int64_t number, DrawnRound &round) const override
    {
        const Solved solved = solve(seed, number);
        round.context.front() = solved.context;
        round.reference = -solved.plainIterations;
        for (std::size_t a = 0; a < heatOmegas; ++a) {
            round.means[a] = -solved.iterations[a];
            round.features[a] = solved.context;
            for (std::size_t i = 0; i < heatOmegas; ++i)
                round.features[(1 + i) * round.stride + a] = i == a;
        }
    }

    std::vector<OwnMetric> ownMetrics() const override
    {
        return {{channel::meanIterations, Quantity::meanReward, -1},
                {channel::optimalIterations, Quantity::meanBestReward, -1},
                {channel::plainIterations, Quantity::meanReference, -1}};
    }
    bool recordsChoices() const override { return true; }
    RewardMap rewardMap() const override { return {channel::iterationsByContext, -1}; }
    std::int64_t mostRoundsPerUnit() const override { return 2; }

private:
    struct Solved
    {
        double context = 0; ///< κ, scaled to [0, 1]
        std::array<int, heatOmegas> iterations{};
        int plainIterations = 0; ///< without a preconditioner
    };
    struct Run
    {
        HeatEquation equation;
        std::deque<Solved> steps;
    };

    Solved solve(std::uint64_t seed, std::int64_t number) const
    {
        const std::lock_guard lock(m_mutex);
        auto place = m_runs.find(seed);
        if (place == m_runs.end()) {
            random::Stream stream(seed, random::Purpose("start"));
            const double start = m_settings.randomStart ? stream.uniform() : 0;
            place = m_runs.emplace(seed, Run{{m_settings.cells, m_settings.step, start}, {}}).first;
        }
        Run &run = place->second;
        while (static_cast<std::int64_t>(run.steps.size()) < number)
            run.steps.push_back(step(run.equation));
        return run.steps[static_cast<std::size_t>(number - 1)];
    }

    static Solved step(HeatEquation &equation)
    {
        Solved solved;
        solved.context = equation.nextDiffusion() / largestDiffusion;
        const GridMatrix matrix = equation.matrix();
        const auto right = equation.right();
        const auto start = equation.temperatures();
        preconditionedIterations(matrix, right, start, relaxationGrid(), {}, solved.iterations);
        // A step that is solved before it is begun costs a look: learners take counts from 1 on.
        for (int &count : solved.iterations)
            count = std::max(count, 1);
        constexpr double none = 0;
        preconditionedIterations(matrix, right, start, std::span(&none, 1), {},
                                 std::span(&solved.plainIterations, 1));

        // The simulation goes on from a solution that does not depend on what anyone chose.
        constexpr double middle = 1.5;
        int unused = 0;
        std::vector<double> next(start.size());
        preconditionedIterations(matrix, right, start, std::span(&middle, 1), {.tolerance = 1e-12},
                                 std::span(&unused, 1), next);
        equation.advance(next);
        return solved;
    }

    HeatEquationSettings m_settings;
    mutable std::mutex m_mutex;
    mutable std::map<std::uint64_t, Run> m_runs;
};

} // namespace

ProblemEntry heatEquation()
{
    const auto schema = HeatEquationSettings::schema();
    ProblemEntry entry;
    entry.declaration = {
        .id = "bandits/heat-equation",
        .title = "Preconditioner of a heat equation",
        .summary = "Heat spreads on a square, fast and slowly in turns; every step is solved by "
                   "conjugate gradients, whose preconditioner's parameter ω is chosen, and "
                   "iterations are what it costs.",
        .loop = "bandits/contextual",
        .parameters = schema.declarations(),
        .provides = {"context", "unit-context", "iteration-costs"},
        .channels = {"mean_iterations", "optimal_iterations", "plain_iterations",
                     "choice_by_context", "iterations_by_context"},
        .papers = {"P220"},
        .defaultBudget = 1000,
        .maximumBudget = 20'000,
        .defaultContestants = {"bandits/chebcb", "bandits/tsallis-cb", "bandits/tsallis-sor",
                               "bandits/fixed-action"},
    };
    entry.prepare = [schema](const ProblemRequest &request) -> Expected<InstancePointer> {
        return InstancePointer(std::make_shared<HeatEquationSteps>(schema.read(request.settings)));
    };
    return entry;
}

} // namespace agon::bandits
