#pragma once

#include "plugins/federated/loops/federated_problem.h"

#include <vector>

namespace agon::federated {

/** Client objectives f_i(x) = ½ (x - b_i)ᵀ diag(a_i) (x - b_i). */
struct QuadraticClients
{
    std::vector<double> curvatures;   ///< a_i > 0, clients × dimension
    std::vector<double> centres;      ///< b_i, clients × dimension
    std::vector<double> initialModel; ///< size dimension
    double gradientNoise = 0;         ///< σ: stochastic gradients add σ N(0, I)
};

/** A federated problem whose optimum is known: x* = (Σ p_i a_i b_i) / (Σ p_i a_i), by coordinate.
 */
class QuadraticProblem : public FederatedProblem
{
public:
    QuadraticProblem(TaskSetting setting, QuadraticClients clients);

    const std::vector<double> &optimum() const { return m_optimum; }

    const TaskSetting &setting() const override { return m_setting; }
    void initialModel(std::span<double> model) const override;
    void gradient(const BatchKey &batch, std::span<const double> model, std::span<double> gradient,
                  Workspace &workspace) const override;
    void fullGradient(std::int32_t client, std::span<const double> model,
                      std::span<double> gradient, Workspace &workspace) const override;
    std::int64_t batchesOfFullGradient(std::int32_t) const override { return 1; }
    std::int64_t gradientCost() const override;
    std::int64_t evaluationCost() const override;
    Evaluation evaluate(std::span<const double> model, Workspace &workspace) const override;
    void recordMetrics(Recorder &recorder, int lane, std::int64_t step,
                       std::span<const double> model, Workspace &workspace) const override;
    void recordFrames(Recorder &, int, std::int64_t, std::span<const double>,
                      Workspace &) const override
    {}

private:
    double loss(std::span<const double> model) const;

    TaskSetting m_setting;
    QuadraticClients m_clients;
    std::vector<double> m_optimum;
    double m_minimumLoss = 0;
};

} // namespace agon::federated
