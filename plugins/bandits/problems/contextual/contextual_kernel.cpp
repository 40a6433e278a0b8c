#include "plugins/bandits/loops/contextual.h"
#include "plugins/bandits/problems/contextual/problems.h"
#include "plugins/bandits/problems/contextual/sphere.h"

#include <numbers>

namespace agon::bandits {
namespace {

struct ContextualKernelSettings
{
    int actions = 10;
    int dimension = 2;
    double width = 0.3;
    double deviation = 0.2;

    static Schema<ContextualKernelSettings> schema()
    {
        using S = ContextualKernelSettings;
        Schema<S> s;
        s.integer(&S::actions, "actions", "Actions")
            .range(2, 1000)
            .slider(2, 30)
            .help("Number of actions K a round.");
        s.integer(&S::dimension, "dimension", "Dimension")
            .range(1, 50)
            .slider(1, 10)
            .help("Features d of every action, uniform in [0, 1].");
        s.real(&S::width, "width", "Width")
            .range(1e-3, 1e3)
            .slider(0.05, 2)
            .logarithmic()
            .help("Distance over which the mean reward varies: width of the RBF kernel.");
        s.real(&S::deviation, "deviation", "Noise")
            .range(0, 1000)
            .slider(0.05, 2)
            .unit("reward")
            .help("Standard deviation σ of a reward around its mean.");
        return s;
    }
};

class ContextualKernel final : public ContextualInstance
{
public:
    ContextualKernel(const ContextualKernelSettings &settings, std::uint64_t seed)
        : ContextualInstance({.actions = settings.actions,
                              .featureSize = settings.dimension,
                              .deviation = settings.deviation},
                             RewardNoise::gaussian)
        , m_frequencies(waves * static_cast<std::size_t>(settings.dimension))
        , m_phases(waves)
        , m_weights(waves)
    {
        // A sum of random waves is a draw from the process (Rahimi and Recht 2007).
        random::Stream stream(seed, random::Purpose("parameters"));
        random::fillNormal(stream, m_frequencies, 1 / settings.width);
        for (double &phase : m_phases)
            phase = 2 * std::numbers::pi * stream.uniform();
        random::fillNormal(stream, m_weights, std::sqrt(2.0 / waves));
    }

    void draw(std::uint64_t seed, std::int64_t number, DrawnRound &round) const override
    {
        random::Stream stream(seed, random::Purpose("contexts"), 0,
                              static_cast<std::uint64_t>(number));
        round.luck = random::normal(stream);
        const std::size_t dimension = m_frequencies.size() / waves;
        for (std::size_t i = 0; i < dimension; ++i)
            for (std::size_t a = 0; a < round.means.size(); ++a)
                round.features[i * round.stride + a] = stream.uniform();
        for (std::size_t a = 0; a < round.means.size(); ++a) {
            double mean = 0;
            for (std::size_t wave = 0; wave < waves; ++wave) {
                double angle = m_phases[wave];
                for (std::size_t i = 0; i < dimension; ++i)
                    angle += m_frequencies[wave * dimension + i] *
                             round.features[i * round.stride + a];
                mean += m_weights[wave] * std::cos(angle);
            }
            round.means[a] = mean;
        }
    }

private:
    static constexpr std::size_t waves = 200;
    std::vector<double> m_frequencies; ///< waves × dimension
    std::vector<double> m_phases;
    std::vector<double> m_weights;
};

} // namespace

ProblemEntry contextualKernel()
{
    const auto schema = ContextualKernelSettings::schema();
    ProblemEntry entry;
    entry.declaration = {
        .id = "bandits/contextual-kernel",
        .title = "Smooth contextual bandit",
        .summary = "Rewards are a random smooth function of the actions' features: a draw from a "
                   "Gaussian process with RBF kernel.",
        .loop = "bandits/contextual",
        .parameters = schema.declarations(),
        .reference = "Srinivas, Krause, Kakade and Seeger 2010, Gaussian process optimization in "
                     "the bandit setting",
        .defaultBudget = 300,
        .maximumBudget = 20'000,
        .defaultContestants = {"bandits/gp-ucb", "bandits/gp-ts", "bandits/kernel-ucb",
                               "bandits/linucb"},
    };
    entry.prepare = [schema](const ProblemRequest &request) -> Expected<InstancePointer> {
        return InstancePointer(
            std::make_shared<ContextualKernel>(schema.read(request.settings), request.seed));
    };
    return entry;
}

} // namespace agon::bandits
