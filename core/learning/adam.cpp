#include "core/learning/adam.h"

#include <Eigen/Core>

#include <cassert>
#include <cmath>

namespace agon::learning {

Adam::Adam(std::size_t size, const AdamSettings &settings)
    : m_settings(settings), m_first(size, 0), m_second(size, 0)
{}

void Adam::step(std::span<double> parameters, std::span<const double> gradient)
{
    assert(parameters.size() == m_first.size() && gradient.size() == m_first.size());
    ++m_steps;
    const double steps = static_cast<double>(m_steps);
    const double b1 = m_settings.firstDecay, b2 = m_settings.secondDecay;
    const double firstCorrection = 1 / (1 - std::pow(b1, steps));
    const double secondCorrection = 1 / (1 - std::pow(b2, steps));

    const auto size = static_cast<Eigen::Index>(m_first.size());
    Eigen::Map<Eigen::ArrayXd> x(parameters.data(), size);
    const Eigen::Map<const Eigen::ArrayXd> g(gradient.data(), size);
    Eigen::Map<Eigen::ArrayXd> first(m_first.data(), size), second(m_second.data(), size);
    first = b1 * first + (1 - b1) * g;
    second = b2 * second + (1 - b2) * g.square();
    x -= m_settings.stepSize * (firstCorrection * first) /
         ((secondCorrection * second).sqrt() + m_settings.epsilon);
}

} // namespace agon::learning
