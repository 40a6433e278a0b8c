#pragma once

#include "core/random/stream.h"

#include <span>
#include <vector>

namespace agon::bandits {

/** Random Fourier features (Rahimi and Recht 2007): z(x) = √(2/D) cos(W x + b), whose products are
 *  on average exp(-|x - y|² / (2 width²)). */
class FourierFeatures
{
public:
    /** W is @p phases.size() × @p dimension, row by row. */
    FourierFeatures(std::vector<double> frequencies, std::vector<double> phases);
    /** Draws W ~ N(0, 1/width²) and b uniform in [0, 2π]. */
    FourierFeatures(int features, int dimension, double width, random::Stream &stream);

    int size() const { return static_cast<int>(m_phases.size()); }
    /** @p x has the dimension, @p out size(). */
    void transform(std::span<const double> x, std::span<double> out) const;

private:
    std::vector<double> m_frequencies;
    std::vector<double> m_phases;
};

} // namespace agon::bandits
