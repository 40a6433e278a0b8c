#include "core/learning/vectors.h"
#include "plugins/federated/algorithms/algorithms.h"
#include "plugins/federated/loops/rounds.h"

#include <algorithm>

namespace agon::federated {
namespace {

enum class ControlOption { fullGradient, localSteps };

struct ScaffoldSettings
{
    StepSizes stepSizes;
    ControlOption control = ControlOption::localSteps;

    static Schema<ScaffoldSettings> schema()
    {
        Schema<ScaffoldSettings> s;
        s.include(&ScaffoldSettings::stepSizes, StepSizes::schema());
        s.choice<ControlOption>(&ScaffoldSettings::control, "control", "New control variate",
                                {{ControlOption::localSteps, "local-steps", "Mean local gradient",
                                  "Option II: the gradients of the local steps, averaged; free."},
                                 {ControlOption::fullGradient, "full-gradient", "Full gradient",
                                  "Option I: the exact local gradient at the received model; one "
                                  "more pass over the client's data."}})
            .help("How a client renews its control variate.")
            .source("Karimireddy et al. 2020, algorithm 1: options I and II");
        return s;
    }
};

/** Corrects every local step by the difference of the server's and the client's control variates.
 */
class ControlledDescent final : public LocalUpdate
{
public:
    ControlledDescent(const ScaffoldSettings &settings, const TaskSetting &task)
        : m_option(settings.control)
        , m_controls(task.clientWeights.size(), std::vector<double>(task.dimension, 0.0))
        , m_local(task.dimension)
        , m_gradient(task.dimension)
    {}

    void run(ClientWork &work, const Broadcast &down, Message &message) override
    {
        std::vector<double> &own = m_controls[static_cast<std::size_t>(work.client())];
        const std::span<const double> server = down.extra;
        m_local.assign(down.model.begin(), down.model.end());
        // y ← y - η (g(y) - c_i + c)
        for (std::int32_t step = 0; step < work.steps(); ++step) {
            work.gradient(step, m_local, m_gradient);
            for (std::size_t j = 0; j < m_local.size(); ++j)
                m_local[j] -= work.stepSize() * (m_gradient[j] - own[j] + server[j]);
        }
        message.update = m_local;
        learning::addScaled(message.update, -1, down.model);
        message.extra.resize(own.size());
        if (m_option == ControlOption::fullGradient) {
            work.fullGradient(down.model, m_gradient);
            for (std::size_t j = 0; j < own.size(); ++j)
                message.extra[j] = m_gradient[j] - own[j];
        } else {
            // c_i⁺ - c_i = -c + (x - y) / (K η)
            const double scale = 1 / (work.steps() * work.stepSize());
            for (std::size_t j = 0; j < own.size(); ++j)
                message.extra[j] = -server[j] - scale * message.update[j];
        }
        learning::addScaled(own, 1, message.extra);
    }

private:
    ControlOption m_option;
    std::vector<std::vector<double>> m_controls; ///< c_i, one a client
    std::vector<double> m_local;
    std::vector<double> m_gradient;
};

/** Keeps the mean of all clients' control variates. */
class ControlServer final : public ServerUpdate
{
public:
    ControlServer(const ScaffoldSettings &settings, const TaskSetting &task)
        : m_clientWeights(task.clientWeights)
        , m_weights(task.clientWeights.size(), 1.0)
        , m_control(task.dimension, 0.0)
        , m_stepSize(settings.stepSizes.server)
    {}

    std::span<const double> broadcastExtra() const override { return m_control; }

    void update(std::span<const Message> messages, std::span<double> model) override
    {
        if (messages.empty())
            return;
        double arrived = 0;
        for (const Message &message : messages)
            arrived += m_clientWeights[static_cast<std::size_t>(message.client)];
        std::fill(m_weights.begin(), m_weights.end(), 1 / arrived);
        // x ← x + η_g mean_S Δ_i and c ← c + Σ_{i∈S} p_i (c_i⁺ - c_i), with p_i = 1/M in the paper.
        for (const Message &message : messages) {
            const double weight = m_clientWeights[static_cast<std::size_t>(message.client)];
            learning::addScaled(model, m_stepSize * weight / arrived, message.update);
            learning::addScaled(m_control, weight, message.extra);
        }
    }

    std::span<const double> aggregationWeights() const override { return m_weights; }

private:
    std::vector<double> m_clientWeights;
    std::vector<double> m_weights;
    std::vector<double> m_control; ///< c
    double m_stepSize;
};

Method make(const ScaffoldSettings &settings, const TaskSetting &task)
{
    return {settings.stepSizes, std::make_unique<ControlledDescent>(settings, task),
            std::make_unique<ControlServer>(settings, task)};
}

} // namespace

AlgorithmEntry scaffold()
{
    return methodEntry<ScaffoldSettings>(
        {
            .id = "federated/scaffold",
            .title = "SCAFFOLD",
            .summary = "Control variates at server and clients correct each local step for the "
                       "client's drift; messages are twice as long.",
            .reference = "Karimireddy, Kale, Mohri, Reddi, Stich and Suresh 2020, SCAFFOLD: "
                         "Stochastic controlled averaging for federated learning",
            .year = 2020,
            .tags = {"control variates", "heterogeneity"},
            .fidelity = Fidelity::paperText,
        },
        make);
}

} // namespace agon::federated
