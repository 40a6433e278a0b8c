#include "plugins/bandits/loops/expert_advice.h"
#include "plugins/bandits/problems/expert_advice/problems.h"

namespace agon::bandits {
namespace {

struct ShiftingExpertsSettings
{
    int experts = 10;
    int pieces = 5;
    double advantage = 0.2;

    static Schema<ShiftingExpertsSettings> schema()
    {
        using S = ShiftingExpertsSettings;
        Schema<S> s;
        s.integer(&S::experts, "experts", "Experts K")
            .range(2, 1000)
            .slider(2, 50)
            .help("Whose losses are 0 or 1.");
        s.integer(&S::pieces, "pieces", "Pieces")
            .range(1, 10'000)
            .slider(1, 20)
            .help("The run is cut into so many equal parts, each with a best expert of its own; 1: "
                  "the best one stays.");
        s.real(&S::advantage, "advantage", "Advantage")
            .range(0, 0.5)
            .help("The best expert loses 1 with probability 1/2 minus this, all others with 1/2.");
        return s;
    }
};

class ShiftingExperts final : public ExpertLosses
{
public:
    explicit ShiftingExperts(const ShiftingExpertsSettings &settings)
        : ExpertLosses(settings.experts), m_settings(settings)
    {}

    void draw(std::uint64_t seed, std::int64_t round, std::int64_t horizon, std::span<double> means,
              std::span<double> losses) const override
    {
        const std::int64_t piece = (round - 1) * m_settings.pieces / horizon;
        random::Stream best(seed, random::Purpose("best expert"), 0,
                            static_cast<std::uint64_t>(piece));
        const auto favourite = best.below(means.size());
        random::Stream stream(seed, random::Purpose("expert losses"), 0,
                              static_cast<std::uint64_t>(round));
        for (std::size_t k = 0; k < means.size(); ++k) {
            means[k] = 0.5 - (k == favourite ? m_settings.advantage : 0);
            losses[k] = stream.bernoulli(means[k]) ? 1 : 0;
        }
    }

private:
    ShiftingExpertsSettings m_settings;
};

} // namespace

ProblemEntry shiftingExperts()
{
    const auto schema = ShiftingExpertsSettings::schema();
    ProblemEntry entry;
    entry.declaration = {
        .id = "bandits/shifting-experts",
        .title = "A best expert that changes",
        .summary = "Experts err at random; from time to time another one is the best.",
        .loop = "bandits/expert-advice",
        .parameters = schema.declarations(),
        .channels = {"dynamic_regret"},
        .reference = "Herbster and Warmuth 1998, Tracking the best expert",
        .defaultBudget = 5000,
        .maximumBudget = 10'000'000,
        .defaultContestants = {"bandits/exponential-weights", "bandits/fixed-share",
                               "bandits/squint", "bandits/ada-normal-hedge"},
    };
    entry.prepare = [schema](const ProblemRequest &request) -> Expected<InstancePointer> {
        return InstancePointer(std::make_shared<ShiftingExperts>(schema.read(request.settings)));
    };
    return entry;
}

} // namespace agon::bandits
