#include "core/random/distributions.h"
#include "plugins/bandits/channels.h"
#include "plugins/bandits/loops/contextual.h"
#include "plugins/bandits/problems/contextual/problems.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace agon::bandits {
namespace {

struct SchwarzSettings
{
    int sweeps = 6;
    double deviation = 0.03;

    static Schema<SchwarzSettings> schema()
    {
        using S = SchwarzSettings;
        Schema<S> s;
        s.integer(&S::sweeps, "sweeps", "Double sweeps")
            .range(1, 100)
            .slider(1, 12)
            .help("Iterations of the solver before its error is measured.");
        s.real(&S::deviation, "deviation", "Noise")
            .range(0, 10)
            .slider(0, 0.2)
            .unit("reward")
            .help("Standard deviation of a measured reward around its mean.");
        return s;
    }
};

/** Robin parameters p of the interface, from Dirichlet-like to Neumann-like. */
constexpr std::array<double, 8> parameters{.5, 1, 2, 4, 8, 16, 32, 64};
constexpr double smallestWave = 0.5;
constexpr double largestWave = 40;

class Schwarz final : public ContextualInstance
{
public:
    explicit Schwarz(const SchwarzSettings &settings)
        : ContextualInstance({.actions = static_cast<int>(parameters.size()),
                              .contextSize = 1,
                              .featureSize = 1 + static_cast<int>(parameters.size()),
                              .deviation = settings.deviation},
                             RewardNoise::gaussian, names())
        , m_sweeps(settings.sweeps)
    {}

    // -u'' + k² u = f on (0, 1), split at 1/2: a double sweep with Robin parameter p multiplies the
    // error by ((s - p) / (s + p))², s = k coth(k/2).
    void draw(std::uint64_t seed, std::int64_t number, DrawnRound &round) const override
    {
        random::Stream stream(seed, random::Purpose("contexts"), 0,
                              static_cast<std::uint64_t>(number));
        round.luck = random::normal(stream);
        const double context = stream.uniform();
        const double wave = smallestWave * std::pow(largestWave / smallestWave, context);
        const double symbol = wave / std::tanh(wave / 2);
        round.context.front() = context;
        for (std::size_t a = 0; a < parameters.size(); ++a) {
            const double contraction = (symbol - parameters[a]) / (symbol + parameters[a]);
            // -log10 of the relative error, ten digits being the most that can be measured.
            const double digits =
                contraction == 0 ? mostDigits : -2 * m_sweeps * std::log10(std::abs(contraction));
            round.means[a] = std::min(digits, mostDigits) / mostDigits;
            round.features[a] = context;
            for (std::size_t i = 0; i < parameters.size(); ++i)
                round.features[(1 + i) * round.stride + a] = i == a;
        }
    }

    bool recordsChoices() const override { return true; }

private:
    static constexpr double mostDigits = 10;

    static std::vector<std::string> names()
    {
        std::vector<std::string> result;
        for (const double p : parameters)
            result.push_back(fmt::format("p = {}", p));
        return result;
    }

    int m_sweeps;
};

} // namespace

ProblemEntry schwarz()
{
    const auto schema = SchwarzSettings::schema();
    ProblemEntry entry;
    entry.declaration = {
        .id = "bandits/schwarz",
        .title = "Interface condition of a Schwarz solver",
        .summary = "Every round brings a differential equation; the interface condition that is "
                   "chosen decides how many digits a domain decomposition gains.",
        .loop = "bandits/contextual",
        .parameters = schema.declarations(),
        .provides = {"context", "unit-context"},
        .channels = {"choice_by_context"},
        .papers = {"P219"},
        .defaultBudget = 200,
        .maximumBudget = 10'000,
        .defaultContestants = {"bandits/metalic", "bandits/linucb", "bandits/fixed-action",
                               "bandits/contextual-random"},
    };
    entry.prepare = [schema](const ProblemRequest &request) -> Expected<InstancePointer> {
        return InstancePointer(std::make_shared<Schwarz>(schema.read(request.settings)));
    };
    return entry;
}

} // namespace agon::bandits
