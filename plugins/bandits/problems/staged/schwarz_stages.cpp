#include "plugins/bandits/loops/staged.h"
#include "plugins/bandits/problems/staged/problems.h"
#include "plugins/bandits/rules/schwarz_parameters.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace agon::bandits {
namespace {

struct SchwarzStagesSettings
{
    int stages = 2;
    int sweeps = 2;
    int modes = 8;
    double deviation = 0.03;

    static Schema<SchwarzStagesSettings> schema()
    {
        using S = SchwarzStagesSettings;
        Schema<S> s;
        s.integer(&S::stages, "stages", "Stages")
            .range(1, 4)
            .help("In how many parts the solver runs; each may have another interface condition.")
            .source("P219: 2, a stochastic and a deterministic phase of training");
        s.integer(&S::sweeps, "sweeps", "Double sweeps a stage")
            .range(1, 100)
            .slider(1, 8)
            .help("Iterations of the solver before its error is measured.");
        s.integer(&S::modes, "modes", "Modes")
            .range(1, 100)
            .slider(1, 20)
            .help("Waves along the interface, of which the error has equally much at first: one "
                  "condition does not damp all of them.");
        s.real(&S::deviation, "deviation", "Noise")
            .range(0, 10)
            .slider(0, 0.2)
            .unit("reward")
            .help("Standard deviation of a measured reward around its mean.");
        return s;
    }
};

/** -Δu + k² u = f on the unit square, split in the middle: along the interface the solution is a
 * sum of sines, for each of which the problem is that of one dimension with k_j² = k² + (j π)². */
class SchwarzStages final : public StagedInstance
{
public:
    explicit SchwarzStages(const SchwarzStagesSettings &settings)
        : StagedInstance({settings.stages, 1,
                          InterfaceActions::unstructured(static_cast<int>(robinParameters.size())),
                          settings.deviation},
                         robinNames())
        , m_sweeps(settings.sweeps)
        , m_modes(settings.modes)
    {}

    void draw(std::uint64_t seed, std::int64_t round, std::span<double> context) const override
    {
        random::Stream stream(seed, random::Purpose("contexts"), 0,
                              static_cast<std::uint64_t>(round));
        context.front() = stream.uniform();
    }

    double mean(std::span<const double> context, std::span<const int> actions) const override
    {
        const double wave = waveOf(context.front());
        double squares = 0;
        for (int mode = 1; mode <= m_modes; ++mode) {
            const double symbol = symbolOf(wave, mode);
            double error = 1;
            for (const int action : actions)
                error *=
                    std::pow(sweepFactor(symbol, robinParameters[static_cast<std::size_t>(action)]),
                             m_sweeps);
            squares += error * error;
        }
        return digitsReward(std::sqrt(squares / m_modes));
    }

    std::size_t historyLength() const override
    {
        return static_cast<std::size_t>(task().stages) * static_cast<std::size_t>(m_sweeps) + 1;
    }

    void history(std::span<const double> context, std::span<const int> actions,
                 std::span<double> out) const override
    {
        const double wave = waveOf(context.front());
        std::fill(out.begin(), out.end(), 0.0);
        for (int mode = 1; mode <= m_modes; ++mode) {
            const double symbol = symbolOf(wave, mode);
            double error = 1;
            std::size_t sweep = 0;
            out[sweep++] += error;
            for (const int action : actions)
                for (int i = 0; i < m_sweeps; ++i) {
                    error *= sweepFactor(symbol, robinParameters[static_cast<std::size_t>(action)]);
                    out[sweep++] += error * error;
                }
        }
        for (double &value : out)
            value = measuredError(std::sqrt(value / m_modes));
    }

private:
    /** Of the sine with so many half waves along the interface. */
    static double symbolOf(double wave, int mode)
    {
        const double along = std::numbers::pi * mode;
        return interfaceSymbol(std::sqrt(wave * wave + along * along));
    }

    int m_sweeps;
    int m_modes;
};

} // namespace

ProblemEntry schwarzStages()
{
    const auto schema = SchwarzStagesSettings::schema();
    ProblemEntry entry;
    entry.declaration = {
        .id = "bandits/schwarz-stages",
        .title = "Interface conditions in stages",
        .summary = "Every round a differential equation is solved in stages; each may have another "
                   "interface condition, and together they damp what none damps alone.",
        .loop = "bandits/staged",
        .parameters = schema.declarations(),
        .channels = {"error_history"},
        .papers = {"P219"},
        .defaultBudget = 200,
        .maximumBudget = 10'000,
        .defaultContestants = {"bandits/staged-metalic", "bandits/staged-ucb1",
                               "bandits/staged-random"},
    };
    entry.prepare = [schema](const ProblemRequest &request) -> Expected<InstancePointer> {
        return InstancePointer(std::make_shared<SchwarzStages>(schema.read(request.settings)));
    };
    return entry;
}

} // namespace agon::bandits
