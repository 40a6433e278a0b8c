#include "plugins/bandits/algorithms/online_convex/algorithms.h"
#include "plugins/bandits/loops/online_convex.h"

#include <cmath>

namespace agon::bandits {
namespace {

enum class OgdStep { adaptive, decreasing };

struct OgdSettings
{
    OgdStep step = OgdStep::adaptive;

    static Schema<OgdSettings> schema()
    {
        Schema<OgdSettings> s;
        s.choice<OgdStep>(&OgdSettings::step, "step", "Step size",
                          {{OgdStep::adaptive, "adaptive", "Adaptive", "2D / √Σ |g|²."},
                           {OgdStep::decreasing, "decreasing", "Decreasing", "2D / √t."}})
            .help("How far to go against the gradient.");
        return s;
    }
};

class Ogd final : public OnlineLearner
{
public:
    using Settings = OgdSettings;

    Ogd(const Settings &settings, const OnlineTask &task)
        : m_step(settings.step)
        , m_radius(task.radius)
        , m_point(static_cast<std::size_t>(task.dimension))
    {}

    std::span<const double> point() override { return m_point; }

    // Zinkevich 2003: x ← P(x - η g).
    void update(std::span<const double> gradient) override
    {
        m_rounds += 1;
        for (const double g : gradient)
            m_squares += g * g;
        const double scale = m_step == OgdStep::adaptive ? m_squares : m_rounds;
        m_size = scale > 0 ? 2 * m_radius / std::sqrt(scale) : 0;
        for (std::size_t i = 0; i < m_point.size(); ++i)
            m_point[i] -= m_size * gradient[i];
        projectOnBall(m_point, m_radius);
    }

    double stepSize() const override { return m_size; }

private:
    OgdStep m_step;
    double m_radius;
    std::vector<double> m_point;
    double m_rounds = 0;
    double m_squares = 0;
    double m_size = 0;
};

} // namespace

AlgorithmEntry ogd()
{
    return onlineConvexEntry<Ogd>({
        .id = "bandits/ogd",
        .title = "Online gradient descent",
        .summary = "A step against the last gradient, back into the ball.",
        .reference = "Zinkevich 2003, Online convex programming and generalized infinitesimal "
                     "gradient ascent",
        .year = 2003,
        .tags = {"online convex optimisation", "baseline"},
        .fidelity = Fidelity::paperText,
        .note = "Adaptive steps by default.",
    });
}

} // namespace agon::bandits
