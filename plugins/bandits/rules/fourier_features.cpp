#include "plugins/bandits/rules/fourier_features.h"

#include "core/random/distributions.h"

#include <cassert>
#include <cmath>
#include <numbers>

namespace agon::bandits {

FourierFeatures::FourierFeatures(std::vector<double> frequencies, std::vector<double> phases)
    : m_frequencies(std::move(frequencies)), m_phases(std::move(phases))
{
    assert(!m_phases.empty() && m_frequencies.size() % m_phases.size() == 0);
}

FourierFeatures::FourierFeatures(int features, int dimension, double width, random::Stream &stream)
    : m_frequencies(static_cast<std::size_t>(features) * static_cast<std::size_t>(dimension))
    , m_phases(static_cast<std::size_t>(features))
{
    random::fillNormal(stream, m_frequencies, 1 / width);
    for (double &phase : m_phases)
        phase = 2 * std::numbers::pi * stream.uniform();
}

void FourierFeatures::transform(std::span<const double> x, std::span<double> out) const
{
    const double scale = std::sqrt(2 / static_cast<double>(m_phases.size()));
    for (std::size_t feature = 0; feature < m_phases.size(); ++feature) {
        double angle = m_phases[feature];
        for (std::size_t i = 0; i < x.size(); ++i)
            angle += m_frequencies[feature * x.size() + i] * x[i];
        out[feature] = scale * std::cos(angle);
    }
}

} // namespace agon::bandits
