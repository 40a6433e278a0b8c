#include "plugins/bandits/rules/sleeping_experts.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>

namespace agon::bandits {
namespace {

/** ln of w(R, C) = (Φ(R+1, C+1) - Φ(R-1, C+1)) / 2 with Φ(R, C) = exp(max(R, 0)² / 3C). */
double logWeight(double regret, double magnitude)
{
    const auto exponent = [&](double r) {
        const double positive = std::max(r, 0.0);
        return positive * positive / (3 * (magnitude + 1));
    };
    const double high = exponent(regret + 1);
    const double low = exponent(regret - 1);
    if (high <= low)
        return -std::numeric_limits<double>::infinity();
    return high + std::log(-std::expm1(low - high)) - std::log(2.0);
}

} // namespace

SleepingExperts::SleepingExperts(int experts)
    : m_regrets(static_cast<std::size_t>(experts))
    , m_magnitudes(m_regrets)
    , m_probabilities(m_regrets)
    , m_logarithms(m_regrets)
{}

std::span<const double> SleepingExperts::probabilities(std::span<const std::uint8_t> awake)
{
    double largest = -std::numeric_limits<double>::infinity();
    for (std::size_t i = 0; i < awake.size(); ++i)
        if (awake[i]) {
            m_logarithms[i] = logWeight(m_regrets[i], m_magnitudes[i]);
            largest = std::max(largest, m_logarithms[i]);
        }
    double sum = 0;
    for (std::size_t i = 0; i < awake.size(); ++i) {
        m_probabilities[i] = !awake[i]                ? 0
                             : std::isfinite(largest) ? std::exp(m_logarithms[i] - largest)
                                                      : 1;
        sum += m_probabilities[i];
    }
    assert(sum > 0);
    for (double &p : m_probabilities)
        p /= sum;
    return m_probabilities;
}

void SleepingExperts::update(std::span<const double> losses, std::span<const std::uint8_t> awake)
{
    double mixture = 0;
    for (std::size_t i = 0; i < awake.size(); ++i)
        if (awake[i])
            mixture += m_probabilities[i] * losses[i];
    for (std::size_t i = 0; i < awake.size(); ++i)
        if (awake[i]) {
            m_regrets[i] += mixture - losses[i];
            m_magnitudes[i] += std::abs(mixture - losses[i]);
        }
}

} // namespace agon::bandits
