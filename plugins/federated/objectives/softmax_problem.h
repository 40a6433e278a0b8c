#pragma once

#include "core/learning/partition.h"
#include "core/learning/softmax_regression.h"
#include "plugins/federated/loops/federated_problem.h"

#include <memory>

namespace agon::federated {

/** Softmax regression on a data set whose rows are divided among clients. */
class SoftmaxProblem final : public FederatedProblem
{
public:
    /** @p batch rows of one stochastic gradient, drawn with replacement; at least as many as a
     * client has mean its exact gradient. @p setting's dimension is set here. */
    SoftmaxProblem(TaskSetting setting, std::shared_ptr<const learning::DataSet> training,
                   std::shared_ptr<const learning::DataSet> test, learning::Partition partition,
                   double regularization, std::int32_t batch);

    const TaskSetting &setting() const override { return m_setting; }
    void initialModel(std::span<double> model) const override;
    void gradient(const BatchKey &batch, std::span<const double> model, std::span<double> gradient,
                  Workspace &workspace) const override;
    void fullGradient(std::int32_t client, std::span<const double> model,
                      std::span<double> gradient, Workspace &workspace) const override;
    std::int64_t batchesOfFullGradient(std::int32_t client) const override;
    std::int64_t gradientCost() const override;
    std::int64_t evaluationCost() const override;
    Evaluation evaluate(std::span<const double> model, Workspace &workspace) const override;
    void recordMetrics(Recorder &recorder, int lane, std::int64_t step,
                       std::span<const double> model, Workspace &workspace) const override;
    void recordFrames(Recorder &recorder, int lane, std::int64_t step,
                      std::span<const double> model, Workspace &workspace) const override;

private:
    const std::vector<std::int32_t> &rowsOf(std::int32_t client) const
    {
        return m_partition[static_cast<std::size_t>(client)];
    }
    FieldFrame partitionFrame() const;
    FieldFrame accuracyFrame(std::span<const double> model, Workspace &workspace) const;

    TaskSetting m_setting;
    std::shared_ptr<const learning::DataSet> m_training;
    std::shared_ptr<const learning::DataSet> m_test;
    learning::Partition m_partition;
    learning::SoftmaxRegression m_model;
    std::int32_t m_batch;
    std::vector<double> m_rowWeights; ///< p_i / n_i for every training row
};

} // namespace agon::federated
