#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace agon::bandits {

/** What METALIC's release fits to rewards (P219): the kernel exp(-|s - s'|² / context) · exp(weight
 * · agreement) over contexts s and actions, and noise of variance 1 / precision. All > 0. */
struct InterfaceScales
{
    double context = 1;
    double weight = 1;
    double precision = 1;
};

/** What the release adds to the kernel's diagonal, in predictions too. */
constexpr double interfaceJitter = 1e-5;

/** Rewards of points, each of contextSize numbers of context and an action's components in [0, 1]
 *  (rules/kernels.h, InterfaceKernel). */
class InterfaceObservations
{
public:
    InterfaceObservations(std::size_t contextSize, std::size_t components)
        : m_contextSize(contextSize), m_pointSize(contextSize + components)
    {}

    void add(std::span<const double> point, double reward);
    std::size_t count() const { return m_rewards.size(); }
    std::size_t contextSize() const { return m_contextSize; }
    std::span<const double> point(std::size_t index) const
    {
        return std::span(m_points).subspan(index * m_pointSize, m_pointSize);
    }
    double reward(std::size_t index) const { return m_rewards[index]; }

private:
    std::size_t m_contextSize;
    std::size_t m_pointSize;
    std::vector<double> m_points;
    std::vector<double> m_rewards;
};

/** Logarithm of the rewards' likelihood under a process with mean 0, plus that of the release's
 *  prior of the precision, Gamma(100, 1) without its constant. Writes the derivatives by the
 *  logarithms of context, weight and precision, in this order. n³ operations for n rewards. */
double interfaceEvidence(const InterfaceObservations &observations, const InterfaceScales &scales,
                         std::span<double, 3> gradient);

/** The scales of a local maximum of the evidence, from scales of 1 on, as the release starts every
 *  fit; kept within [1e-4, 1e4], the weight at most 10, where the
 *  covariance can be factorised. */
InterfaceScales fitInterfaceScales(const InterfaceObservations &observations);

} // namespace agon::bandits
