#pragma once

#include "plugins/bandits/rules/ridge.h"

#include <span>

namespace agon::bandits {

/** Online ridge regression with the forward prediction of Vovk, Azoury and Warmuth: x'(A + xx')⁻¹
 * b, as if the input had been seen with target 0. */
class ForwardRidge
{
public:
    ForwardRidge(int dimension, double regularization) : m_ridge(dimension, regularization) {}

    // By Sherman and Morrison the prediction is x'A⁻¹b / (1 + x'A⁻¹x).
    double predict(std::span<const double> x) const
    {
        return m_ridge.predict(x) / (1 + m_ridge.squaredWidth(x));
    }
    void update(std::span<const double> x, double y) { m_ridge.update(x, y); }

private:
    Ridge m_ridge;
};

} // namespace agon::bandits
