#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace agon::bandits {

/** 1 / (1 + exp(-x)) without overflow. */
double sigmoid(double x);

/** Ridge-penalised logistic regression: θ = argmin Σ log-loss + (λ/2) |θ|², fitted by Newton's
 *  method from the last solution. */
class LogisticRegression
{
public:
    /** @p dimension >= 1, @p regularization λ > 0. */
    LogisticRegression(int dimension, double regularization);

    /** @p y in [0, 1]. */
    void add(std::span<const double> x, double y, double weight = 1);
    /** Forgets the observations, keeps the parameters to start from. */
    void clear();
    /** Until no parameter moves by 1e-12, at most 50 steps. */
    void fit();

    std::size_t count() const { return m_targets.size(); }
    double probability(std::span<const double> x) const;
    std::span<const double> parameters() const { return m_parameters; }

private:
    /** Σ log-loss + (λ/2) |θ|² at @p parameters. */
    double objective(std::span<const double> parameters) const;

    std::size_t m_dimension;
    double m_regularization;
    std::vector<double> m_inputs; ///< count × dimension
    std::vector<double> m_targets;
    std::vector<double> m_weights;
    std::vector<double> m_parameters;
};

} // namespace agon::bandits
