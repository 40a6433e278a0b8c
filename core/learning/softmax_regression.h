#pragma once

#include "core/export.h"
#include "core/learning/data_set.h"

#include <cstdint>
#include <span>
#include <vector>

namespace agon::learning {

/** Scratch memory of model evaluations: one a thread, reused between calls. */
struct Workspace
{
    std::vector<std::int32_t> rows; ///< a mini-batch
    std::vector<double> features;   ///< gathered rows
    std::vector<double> scores;     ///< class scores, then probabilities, then residuals
};

/** Multinomial logistic regression: cross-entropy of softmax(Wᵀa + c) plus (μ/2)‖x‖² on all
 *  parameters. The flat parameter vector x holds W (features × classes, row by row), then c. */
class AGON_CORE_EXPORT SoftmaxRegression
{
public:
    /** @p regularization μ >= 0. */
    SoftmaxRegression(std::int32_t features, std::int32_t classes, double regularization);

    /** features × classes + classes. */
    std::size_t dimension() const;

    /** Mean loss over @p rows of @p set (repetitions count), which must not be empty. Writes its
     *  gradient, size dimension(), unless @p gradient is empty. */
    double meanLoss(const DataSet &set, std::span<const std::int32_t> rows,
                    std::span<const double> parameters, std::span<double> gradient,
                    Workspace &workspace) const;

    /** Loss Σ_j weights[j] ℓ_j + (μ/2)‖x‖² over all rows of @p set; @p weights, one a row, sum
     * to 1. Writes the gradient unless @p gradient is empty, and the predicted class of every row
     * unless
     *  @p predictions is empty; ties go to the smaller class. */
    double weightedLoss(const DataSet &set, std::span<const double> weights,
                        std::span<const double> parameters, std::span<double> gradient,
                        Workspace &workspace) const;

    /** The predicted class of every row of @p set; ties go to the smaller class. */
    std::vector<std::int32_t> predict(const DataSet &set, std::span<const double> parameters,
                                      Workspace &workspace) const;

    /** Share of the rows of @p set whose class is predicted, 0 to 1. */
    double accuracy(const DataSet &set, std::span<const double> parameters,
                    Workspace &workspace) const;

private:
    /** Scores of @p count contiguous rows into workspace.scores. */
    void score(const double *features, std::size_t count, std::span<const double> parameters,
               Workspace &workspace) const;
    /** Turns scores into weighted residuals; returns the weighted loss. */
    double residuals(std::span<const std::int32_t> labels, std::span<const double> weights,
                     Workspace &workspace) const;
    void addGradient(const double *features, std::size_t count, const Workspace &workspace,
                     std::span<double> gradient) const;
    double addRegularization(std::span<const double> parameters, std::span<double> gradient) const;

    std::size_t m_features;
    std::size_t m_classes;
    double m_regularization;
};

} // namespace agon::learning
