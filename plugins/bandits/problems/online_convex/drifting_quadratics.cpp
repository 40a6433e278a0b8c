#include "core/random/distributions.h"
#include "plugins/bandits/loops/online_convex.h"
#include "plugins/bandits/problems/online_convex/problems.h"

#include <cmath>
#include <numbers>

namespace agon::bandits {
namespace {

struct DriftingQuadraticsSettings
{
    int dimension = 5;
    double noise = 1;
    double drift = 0;

    static Schema<DriftingQuadraticsSettings> schema()
    {
        using S = DriftingQuadraticsSettings;
        Schema<S> s;
        s.integer(&S::dimension, "dimension", "Dimension")
            .range(2, 1000)
            .slider(2, 20)
            .help("Of the ball of radius 1.");
        s.real(&S::noise, "noise", "Noise σ")
            .range(0, 100)
            .slider(0, 2)
            .help("√E|c - c̄|²: how far losses are random.");
        s.real(&S::drift, "drift", "Drift Σ")
            .range(0, 1)
            .slider(0, 0.1)
            .help("Distance that the mean centre goes every round, on a circle: how far losses are "
                  "adversarial.");
        return s;
    }
};

/** Losses |x - c|²/2 whose mean centre goes round a circle of radius 1/2. */
class DriftingQuadratics final : public LossSequence
{
public:
    DriftingQuadratics(const DriftingQuadraticsSettings &settings, std::uint64_t seed)
        : LossSequence(settings.dimension, 1, 2 + 2 * settings.noise)
        , m_noise(settings.noise / std::sqrt(static_cast<double>(settings.dimension)))
        // The chord of the angle that the centre turns by is the drift.
        , m_turn(2 * std::asin(settings.drift / (2 * circle)))
    {
        random::Stream stream(seed, random::Purpose("parameters"));
        m_phase = 2 * std::numbers::pi * stream.uniform();
    }

    void draw(std::uint64_t seed, std::int64_t round, std::span<double> mean,
              std::span<double> centre) const override
    {
        random::Stream stream(seed, random::Purpose("centres"), 0,
                              static_cast<std::uint64_t>(round));
        const double angle = m_phase + m_turn * static_cast<double>(round);
        for (std::size_t i = 0; i < mean.size(); ++i)
            mean[i] = i == 0 ? circle * std::cos(angle) : i == 1 ? circle * std::sin(angle) : 0;
        for (std::size_t i = 0; i < centre.size(); ++i)
            centre[i] = random::normal(stream, mean[i], m_noise);
    }

private:
    static constexpr double circle = 0.5;
    double m_noise;
    double m_turn;
    double m_phase = 0;
};

} // namespace

ProblemEntry driftingQuadratics()
{
    const auto schema = DriftingQuadraticsSettings::schema();
    ProblemEntry entry;
    entry.declaration = {
        .id = "bandits/drifting-quadratics",
        .title = "Between random and adversarial losses",
        .summary = "Quadratic losses whose centres scatter around a mean that goes round a circle.",
        .loop = "bandits/online-convex",
        .parameters = schema.declarations(),
        .papers = {"P154"},
        .defaultBudget = 4000,
        .maximumBudget = 100'000'000,
        .defaultContestants = {"bandits/optimistic-omd", "bandits/optimistic-newton",
                               "bandits/optimistic-dynamic", "bandits/ogd"},
    };
    entry.prepare = [schema](const ProblemRequest &request) -> Expected<InstancePointer> {
        return InstancePointer(
            std::make_shared<DriftingQuadratics>(schema.read(request.settings), request.seed));
    };
    return entry;
}

} // namespace agon::bandits
