#include "plugins/experts/rules/balancing_router.h"

namespace agon::experts {
namespace {

class BalancingRouter final : public Router
{
public:
    BalancingRouter(const BalancingSettings &settings, FractionRule fractions)
        : m_settings(settings), m_fractions(std::move(fractions))
    {}

    void balance(const Routing &routing, std::int64_t step,
                 std::span<double> logitGradient) override
    {
        loadBalancingLoss(routing, m_fractions(routing, step), m_settings.weight, logitGradient);
        if (m_settings.zLossWeight > 0)
            zLoss(routing, m_settings.zLossWeight, logitGradient);
    }

private:
    BalancingSettings m_settings;
    FractionRule m_fractions;
};

} // namespace

Schema<BalancingSettings> BalancingSettings::schema()
{
    Schema<BalancingSettings> s;
    s.real(&BalancingSettings::weight, "weight", "Balancing weight")
        .range(0, 1000)
        .slider(0.001, 1)
        .logarithmic()
        .help("Weight of the balancing loss beside the mean squared error.")
        .source("0.3 shows the effect on this testbed; P227 trains language models with 0.008");
    s.real(&BalancingSettings::zLossWeight, "z-loss", "z-loss weight")
        .range(0, 1000)
        .slider(0, 0.1)
        .advanced()
        .help("Weight of the squared log partition of the router's logits; 1e-3 is usual.")
        .source("ST-MoE");
    return s;
}

std::unique_ptr<Router> makeBalancingRouter(const BalancingSettings &settings,
                                            FractionRule fractions)
{
    return std::make_unique<BalancingRouter>(settings, std::move(fractions));
}

} // namespace agon::experts
