#include "plugins/bandits/rules/two_domain_training.h"

#include "core/learning/adam.h"
#include "core/optimization/smooth_minimum.h"
#include "core/random/stream.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace agon::bandits {
namespace {

constexpr double borderWeight = 20;
constexpr double interfaceWeight = 5;

/** A function whose second derivative is erf. */
double twiceIntegratedErf(double a)
{
    return (a * a / 2 + 0.25) * std::erf(a) +
           a * std::exp(-a * a) / (2 * std::sqrt(std::numbers::pi));
}

bool has(const InterfaceConditions &conditions, InterfaceTerm term)
{
    return conditions[static_cast<std::size_t>(term)];
}

} // namespace

SharpSource::SharpSource(double sharpness)
    : m_sharpness(sharpness), m_scale(1 / (2 * std::erf(sharpness / 4)))
{
    m_left = particular(0);
    m_slope = particular(1) - m_left;
}

double SharpSource::force(double x) const
{
    return m_scale * (std::erf(m_sharpness * (x - 0.25)) - std::erf(m_sharpness * (x - 0.75)));
}

double SharpSource::forceSlope(double x) const
{
    const auto bell = [&](double centre) {
        const double a = m_sharpness * (x - centre);
        return std::exp(-a * a);
    };
    return m_scale * m_sharpness * 2 / std::sqrt(std::numbers::pi) * (bell(0.25) - bell(0.75));
}

double SharpSource::particular(double x) const
{
    return m_scale / (m_sharpness * m_sharpness) *
           (twiceIntegratedErf(m_sharpness * (x - 0.25)) -
            twiceIntegratedErf(m_sharpness * (x - 0.75)));
}

double SharpSource::solution(double x) const { return particular(x) - m_left - m_slope * x; }

TwoDomainTraining::TwoDomainTraining(const TwoDomainSettings &settings, const SharpSource &source)
    : m_settings(settings)
    , m_source(source)
    , m_networks{TanhNetwork(settings.width), TanhNetwork(settings.width)}
{
    for (std::size_t half = 0; half < 2; ++half) {
        // The upper half first, as released. Residuals in the middles of equal parts.
        const double begin = half == 0 ? 0.5 : 0;
        Eigen::RowVectorXd points(settings.points + 2);
        for (int i = 0; i < settings.points; ++i)
            points(i) = begin + 0.5 * (i + 0.5) / settings.points;
        points(settings.points) = half == 0 ? 1 : 0;
        points(settings.points + 1) = 0.5;
        m_points[half] = points;
        m_forces[half] = points.unaryExpr([&](double x) { return source.force(x); });
    }
}

double TwoDomainTraining::loss(const InterfaceConditions &conditions,
                               std::span<const double> parameters, std::span<double> gradient)
{
    std::fill(gradient.begin(), gradient.end(), 0.0);
    const std::size_t size = m_networks[0].parameterCount();
    const Eigen::Index inner = m_settings.points;
    const Eigen::Index border = inner;
    const Eigen::Index meeting = inner + 1;

    // The numbers of both halves at the interface, before either is taken backwards.
    std::array<Jets<double>, 2> at{};
    std::array<Jets<Eigen::RowVectorXd>, 2> adjoints;
    double total = 0;
    for (std::size_t half = 0; half < 2; ++half) {
        const auto &u =
            m_networks[half].evaluate(parameters.subspan(half * size, size), m_points[half]);
        for (std::size_t order = 0; order < 4; ++order) {
            adjoints[half][order] = Eigen::RowVectorXd::Zero(m_points[half].size());
            at[half][order] = u[order](meeting);
        }
        const Eigen::RowVectorXd residual = u[2].head(inner) - m_forces[half].head(inner);
        total += residual.squaredNorm() / static_cast<double>(inner);
        adjoints[half][2].head(inner) = 2 / static_cast<double>(inner) * residual;
        total += borderWeight * u[0](border) * u[0](border);
        adjoints[half][0](border) = 2 * borderWeight * u[0](border);
    }

    // weight · number², the number being a difference of both halves or of one half and a target.
    const auto difference = [&](std::size_t order, double weight) {
        const double number = at[0][order] - at[1][order];
        total += weight * number * number;
        adjoints[0][order](meeting) += 2 * weight * number;
        adjoints[1][order](meeting) -= 2 * weight * number;
    };
    const auto both = [&](std::size_t order, double target) {
        for (std::size_t half = 0; half < 2; ++half) {
            const double number = at[half][order] - target;
            total += interfaceWeight * number * number;
            adjoints[half][order](meeting) += 2 * interfaceWeight * number;
        }
    };
    if (has(conditions, InterfaceTerm::value))
        difference(0, interfaceWeight);
    if (has(conditions, InterfaceTerm::average)) // ((u1 - u2)/2)² of either half
        difference(0, interfaceWeight / 2);
    if (has(conditions, InterfaceTerm::residual))
        both(2, m_source.force(0.5));
    if (has(conditions, InterfaceTerm::residualContinuity))
        difference(2, interfaceWeight);
    if (has(conditions, InterfaceTerm::flux))
        difference(1, interfaceWeight);
    if (has(conditions, InterfaceTerm::residualGradient))
        both(3, m_source.forceSlope(0.5));

    for (std::size_t half = 0; half < 2; ++half)
        m_networks[half].addGradient(parameters.subspan(half * size, size), adjoints[half],
                                     gradient.subspan(half * size, size));
    return total;
}

double TwoDomainTraining::relativeError(std::span<const double> parameters)
{
    constexpr int places = 50; // a half
    const std::size_t size = m_networks[0].parameterCount();
    double errors = 0;
    double squares = 0;
    for (std::size_t half = 0; half < 2; ++half) {
        Eigen::RowVectorXd points(places);
        for (int i = 0; i < places; ++i)
            points(i) = (half == 0 ? 0.5 : 0) + 0.5 * (i + 0.5) / places;
        const auto &u = m_networks[half].evaluate(parameters.subspan(half * size, size), points);
        for (int i = 0; i < places; ++i) {
            const double truth = m_source.solution(points(i));
            errors += (u[0](i) - truth) * (u[0](i) - truth);
            squares += truth * truth;
        }
    }
    return std::sqrt(errors / squares);
}

double TwoDomainTraining::trainedError(const InterfaceConditions &conditions, std::uint64_t seed)
{
    const std::size_t size = m_networks[0].parameterCount();
    std::vector<double> parameters(2 * size);
    random::Stream stream(seed, random::Purpose("networks"));
    for (std::size_t half = 0; half < 2; ++half)
        m_networks[half].initialise(stream, std::span(parameters).subspan(half * size, size));

    const auto lossOf = [&](std::span<const double> x, std::span<double> gradient) {
        return loss(conditions, x, gradient);
    };
    learning::Adam adam(parameters.size(), {.stepSize = m_settings.stepSize});
    std::vector<double> gradient(parameters.size());
    for (int step = 0; step < m_settings.adamSteps; ++step) {
        lossOf(parameters, gradient);
        adam.step(parameters, gradient);
    }
    if (m_settings.newtonSteps > 0) {
        constexpr double infinite = std::numeric_limits<double>::infinity();
        const std::vector<double> lower(parameters.size(), -infinite);
        const std::vector<double> upper(parameters.size(), infinite);
        parameters =
            optimization::minimize(lossOf, parameters, lower, upper,
                                   {.relativeChange = 1e-12, .evaluations = m_settings.newtonSteps})
                .point;
    }
    return relativeError(parameters);
}

} // namespace agon::bandits
