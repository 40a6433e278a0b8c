#include "plugins/bandits/algorithms/collection/algorithms.h"
#include "plugins/bandits/loops/collection.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <variant>

namespace agon::bandits {
namespace {

struct LeastSquaresCurve
{
    static Schema<LeastSquaresCurve> schema() { return {}; }
};

struct FittedCurve
{
    int lookEvery = 8;
    double exponentSpread = 1;

    static Schema<FittedCurve> schema()
    {
        Schema<FittedCurve> s;
        s.integer(&FittedCurve::lookEvery, "look-every", "Look every")
            .range(0, 100'000)
            .slider(0, 20)
            .unit("batches")
            .help("Every so many batches goes to the group with the fewest samples, whose curve "
                  "may be misjudged; 0 means none.")
            .source("set here: a curve that a few samples make look flat is never bought again");
        s.real(&FittedCurve::exponentSpread, "exponent-spread", "Spread of β")
            .range(0.01, 10)
            .slider(0.05, 2)
            .logarithmic()
            .help("How far ln β is expected to lie from 0, the rate of least squares.")
            .source("set here: 1, which expects little");
        return s;
    }
};

struct AdaptiveCollectionSettings
{
    std::variant<LeastSquaresCurve, FittedCurve> curve = LeastSquaresCurve{};

    static Schema<AdaptiveCollectionSettings> schema()
    {
        Schema<AdaptiveCollectionSettings> s;
        s.variant<LeastSquaresCurve, FittedCurve>(
             &AdaptiveCollectionSettings::curve, "curve", "Learning curves",
             {"least-squares", "Of least squares",
              "s² d/(n - d - 1) with s² from the residuals: the curve that these models have.",
              LeastSquaresCurve::schema()},
             {"power", "Fitted power laws",
              "a + b n^(-β), fitted to how well each sample was predicted before it was learned "
              "from: for any model.",
              FittedCurve::schema()})
            .help("What a group's risk is expected to become with more samples.");
        return s;
    }
};

class AdaptiveCollection final : public Collector
{
public:
    AdaptiveCollection(const AdaptiveCollectionSettings &settings, const CollectionTask &task)
        : m_task(task)
    {
        if (const auto *fitted = std::get_if<FittedCurve>(&settings.curve))
            m_fitted = *fitted;
    }

    bool looksAtCurves() const override { return m_fitted.has_value(); }

    std::size_t choose(std::span<const GroupState> groups, random::Stream &) override
    {
        ++m_batches;
        if (m_fitted) {
            if (m_fitted->lookEvery > 0 && m_batches % m_fitted->lookEvery == 0)
                return static_cast<std::size_t>(
                    std::min_element(groups.begin(), groups.end(),
                                     [](const GroupState &left, const GroupState &right) {
                                         return left.samples < right.samples;
                                     }) -
                    groups.begin());
            m_curves.resize(groups.size());
            m_curveSamples.resize(groups.size());
            for (std::size_t group = 0; group < groups.size(); ++group)
                if (m_curveSamples[group] != groups[group].samples) {
                    m_curveSamples[group] = groups[group].samples;
                    m_curves[group] = fitPowerCurve(groups[group].curve, m_fitted->exponentSpread);
                }
        }
        std::size_t best = 0;
        double most = -std::numeric_limits<double>::infinity();
        for (std::size_t group = 0; group < groups.size(); ++group)
            if (const double gain = gainByMoney(groups, group); gain > most) {
                most = gain;
                best = group;
            }
        return best;
    }

private:
    double risk(std::span<const GroupState> groups, std::size_t group, double more) const
    {
        const double samples = groups[group].samples + more;
        return m_fitted ? m_curves[group].excess(samples)
                        : expectedRisk(groups[group].residualVariance, samples, m_task.dimensions);
    }

    // Estimated gain in utility of one more batch of the group, by what it costs.
    double gainByMoney(std::span<const GroupState> groups, std::size_t group) const
    {
        const double more = std::max(1.0, std::floor(m_task.batchMoney / m_task.costs[group]));
        const double money = more * m_task.costs[group];
        const double now = risk(groups, group, 0);
        const double then = risk(groups, group, more);
        switch (m_task.goal) {
        case RiskGoal::weightedSum:
            return m_task.weights[group] * (now - then) / money;
        case RiskGoal::logarithm:
            return now > 0 ? m_task.weights[group] * std::log(now / then) / money : 0;
        case RiskGoal::worstGroup:
            break;
        }
        double others = 0;
        for (std::size_t other = 0; other < groups.size(); ++other)
            if (other != group)
                others = std::max(others, risk(groups, other, 0));
        return (std::max(others, now) - std::max(others, then)) / money;
    }

    CollectionTask m_task;
    std::optional<FittedCurve> m_fitted;
    std::vector<PowerCurve> m_curves;
    std::vector<double> m_curveSamples; ///< what each was fitted to
    std::int64_t m_batches = 0;
};

} // namespace

AlgorithmEntry adaptiveCollection()
{
    const auto schema = AdaptiveCollectionSettings::schema();
    AlgorithmEntry entry;
    entry.declaration = {
        .id = "bandits/adaptive-collection",
        .title = "Adaptive collection",
        .summary = "Buys the batch with the largest estimated gain in utility by money.",
        .loops = {"bandits/collection"},
        .parameters = schema.declarations(),
        .papers = {"P077"},
        .reference =
            "Cai et al. 2022, Adaptive sampling strategies to construct equitable training "
            "datasets",
        .year = 2022,
        .tags = {"collection", "fairness"},
        .fidelity = Fidelity::reconstructed,
        .note = "[reconstructed] Learning curves are those of least squares, s² d/(n - d - 1) with "
                "s² from the residuals, or power laws fitted to the errors of predicting each "
                "sample before it was learned from. Fitted power laws are "
                "a little better than equal collection on the default problem and clearly so where "
                "samples take away more of the error; knowing the curve's form saves another fifth "
                "of the risk. With ten times the money they end with a fifth more risk than equal "
                "collection, because exponents fitted to noisy errors scatter by 0.6 and a group "
                "whose exponent looks steep is bought no more; expected near 1 (a spread of 0.1) "
                "they end a sixth below it. What a curve says of the error that stays is not "
                "in the utility, which is of excess risks.",
    };
    entry.start = [schema](const TrialRequest &request) {
        const auto settings = schema.read(request.settings);
        return startCollection(request, [settings](const CollectionTask &task) {
            return std::make_unique<AdaptiveCollection>(settings, task);
        });
    };
    return entry;
}

} // namespace agon::bandits
