#pragma once

#include "core/experiment/parameters.h"
#include "plugins/bandits/loops/one_sided.h"

#include <span>
#include <vector>

namespace agon::bandits {

/** Estimated losses of all candidate classifiers under one-sided feedback (P180): an individual
 * that was accepted costs (1 - 2y) times its weight, refused ones nothing, which is the error up to
 * a constant; a reported pair (l, r) costs C (π(x_l) - π(x_r)). */
class CandidateLosses
{
public:
    /** @p fairness C. */
    CandidateLosses(const OneSidedTask &task, double fairness)
        : m_size(static_cast<std::size_t>(task.size))
        , m_fairness(fairness)
        , m_values(static_cast<std::size_t>(task.classifiers))
    {}

    /** A round: all classifiers' @p scores (classifiers × individuals), @p labels of the accepted
     *  (-1: refused), @p weights their inverse probabilities of acceptance, and what the panel
     * says. */
    void add(std::span<const double> scores, std::span<const int> labels,
             std::span<const double> weights, const Violation &violation)
    {
        for (std::size_t i = 0; i < m_size; ++i) {
            if (labels[i] < 0)
                continue;
            const double estimate = (1 - 2 * labels[i]) * weights[i];
            for (std::size_t j = 0; j < m_values.size(); ++j)
                m_values[j] += scores[j * m_size + i] * estimate;
        }
        if (violation.left < 0)
            return;
        const auto left = static_cast<std::size_t>(violation.left);
        const auto right = static_cast<std::size_t>(violation.right);
        for (std::size_t j = 0; j < m_values.size(); ++j)
            m_values[j] += m_fairness * (scores[j * m_size + left] - scores[j * m_size + right]);
    }

    const std::vector<double> &values() const { return m_values; }

private:
    std::size_t m_size;
    double m_fairness;
    std::vector<double> m_values; ///< one a classifier
};

/** Declares the member @p fairness, the weight C. */
template <class S>
void declareFairness(Schema<S> &schema, double S::*fairness)
{
    schema.real(fairness, "fairness", "Weight of fairness C")
        .range(0, 1000)
        .slider(0, 5)
        .help("What a reported pair costs a classifier: C times the difference of its scores; 0 is "
              "blind to fairness.")
        .source("P180");
}

} // namespace agon::bandits
