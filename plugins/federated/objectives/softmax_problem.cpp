#include "plugins/federated/objectives/softmax_problem.h"

#include "core/learning/vectors.h"
#include "core/random/distributions.h"
#include "plugins/federated/channels.h"

#include <algorithm>

namespace agon::federated {

SoftmaxProblem::SoftmaxProblem(TaskSetting setting,
                               std::shared_ptr<const learning::DataSet> training,
                               std::shared_ptr<const learning::DataSet> test,
                               learning::Partition partition, double regularization,
                               std::int32_t batch)
    : m_setting(std::move(setting))
    , m_training(std::move(training))
    , m_test(std::move(test))
    , m_partition(std::move(partition))
    , m_model(m_training->features, m_training->classes, regularization)
    , m_batch(batch)
    , m_rowWeights(m_training->labels.size(), 0.0)
{
    m_setting.dimension = m_model.dimension();
    for (std::size_t client = 0; client < m_partition.size(); ++client)
        for (const std::int32_t row : m_partition[client])
            m_rowWeights[static_cast<std::size_t>(row)] =
                m_setting.clientWeights[client] / static_cast<double>(m_partition[client].size());
}

void SoftmaxProblem::initialModel(std::span<double> model) const
{
    std::fill(model.begin(), model.end(), 0.0);
}

void SoftmaxProblem::fullGradient(std::int32_t client, std::span<const double> model,
                                  std::span<double> gradient, Workspace &workspace) const
{
    m_model.meanLoss(*m_training, rowsOf(client), model, gradient, workspace);
}

void SoftmaxProblem::gradient(const BatchKey &batch, std::span<const double> model,
                              std::span<double> gradient, Workspace &workspace) const
{
    const auto &own = rowsOf(batch.client);
    if (m_batch >= std::ssize(own)) {
        fullGradient(batch.client, model, gradient, workspace);
        return;
    }
    random::Stream stream(batch.seed, random::Purpose("federated batch"),
                          static_cast<std::uint64_t>(batch.client),
                          static_cast<std::uint64_t>(batch.step));
    workspace.rows.clear();
    for (std::int32_t i = 0; i < m_batch; ++i)
        workspace.rows.push_back(own[stream.below(own.size())]);
    m_model.meanLoss(*m_training, workspace.rows, model, gradient, workspace);
}

std::int64_t SoftmaxProblem::batchesOfFullGradient(std::int32_t client) const
{
    return (std::ssize(rowsOf(client)) + m_batch - 1) / m_batch;
}

std::int64_t SoftmaxProblem::gradientCost() const
{
    return 2 * static_cast<std::int64_t>(m_setting.dimension) * m_batch;
}

std::int64_t SoftmaxProblem::evaluationCost() const
{
    return static_cast<std::int64_t>(m_setting.dimension) *
           (2 * m_training->rows() + m_test->rows());
}

Evaluation SoftmaxProblem::evaluate(std::span<const double> model, Workspace &workspace) const
{
    std::vector<double> gradient(m_setting.dimension);
    const double loss = m_model.weightedLoss(*m_training, m_rowWeights, model, gradient, workspace);
    return {loss, learning::norm(gradient)};
}

void SoftmaxProblem::recordMetrics(Recorder &recorder, int lane, std::int64_t step,
                                   std::span<const double> model, Workspace &workspace) const
{
    recorder.metric(channel::testAccuracy, lane, step, m_model.accuracy(*m_test, model, workspace));
}

FieldFrame SoftmaxProblem::partitionFrame() const
{
    FieldFrame frame;
    frame.rows = m_setting.clients();
    frame.columns = m_training->classes;
    frame.values = learning::classCounts(m_partition, m_training->labels, m_training->classes);
    return frame;
}

FieldFrame SoftmaxProblem::accuracyFrame(std::span<const double> model, Workspace &workspace) const
{
    const auto predictions = m_model.predict(*m_training, model, workspace);
    FieldFrame frame;
    frame.columns = m_setting.clients();
    for (const auto &own : m_partition) {
        const auto correct = std::count_if(own.begin(), own.end(), [&](std::int32_t row) {
            const auto index = static_cast<std::size_t>(row);
            return predictions[index] == m_training->labels[index];
        });
        frame.values.push_back(static_cast<double>(correct) / static_cast<double>(own.size()));
    }
    return frame;
}

void SoftmaxProblem::recordFrames(Recorder &recorder, int lane, std::int64_t step,
                                  std::span<const double> model, Workspace &workspace) const
{
    if (step == 0)
        recorder.field(channel::partition, lane, step, partitionFrame());
    recorder.field(channel::clientAccuracy, lane, step, accuracyFrame(model, workspace));
}

} // namespace agon::federated
