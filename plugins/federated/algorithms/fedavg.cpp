#include "core/learning/vectors.h"
#include "plugins/federated/algorithms/algorithms.h"
#include "plugins/federated/loops/rounds.h"
#include "plugins/federated/rules/local_gradient_descent.h"

#include <algorithm>

namespace agon::federated {
namespace {

enum class Weights { participating, all, knownProbability };

struct FedAvgSettings
{
    StepSizes stepSizes;
    Weights weights = Weights::participating;

    static Schema<FedAvgSettings> schema()
    {
        Schema<FedAvgSettings> s;
        s.include(&FedAvgSettings::stepSizes, StepSizes::schema());
        s.choice<Weights>(
             &FedAvgSettings::weights, "weights", "Averages over",
             {{Weights::participating, "participating", "Participants",
               "The mean of the updates that arrived."},
              {Weights::all, "all", "All clients", "Absent clients count as an update of zero."},
              {Weights::knownProbability, "known-probability", "Known probabilities",
               "Each update is divided by the client's true rate of participation, which a real "
               "server does not know."}})
            .help("What the sum of the updates is divided by.")
            .source("McMahan et al. 2017; the other two are P016's baselines");
        return s;
    }
};

class AveragingServer final : public ServerUpdate
{
public:
    AveragingServer(const FedAvgSettings &settings, const TaskSetting &task)
        : m_clientWeights(task.clientWeights)
        , m_weights(task.clientWeights.size(), 1.0)
        , m_stepSize(settings.stepSizes.server)
        , m_byArrival(settings.weights == Weights::participating)
    {
        if (settings.weights == Weights::knownProbability)
            for (std::size_t client = 0; client < m_weights.size(); ++client)
                m_weights[client] = 1 / task.participation->rates()[client];
    }

    void update(std::span<const Message> messages, std::span<double> model) override
    {
        if (messages.empty())
            return;
        if (m_byArrival) {
            double arrived = 0;
            for (const Message &message : messages)
                arrived += m_clientWeights[static_cast<std::size_t>(message.client)];
            std::fill(m_weights.begin(), m_weights.end(), 1 / arrived);
        }
        // x ← x + η_g Σ_{i∈S} p_i ω_i Δ_i, with ω_i = 1/Σ_S p_i, 1, or 1/(rate of i).
        for (const Message &message : messages) {
            const auto client = static_cast<std::size_t>(message.client);
            learning::addScaled(model, m_stepSize * m_clientWeights[client] * m_weights[client],
                                message.update);
        }
    }

    std::span<const double> aggregationWeights() const override { return m_weights; }

private:
    std::vector<double> m_clientWeights;
    std::vector<double> m_weights;
    double m_stepSize;
    bool m_byArrival;
};

Method make(const FedAvgSettings &settings, const TaskSetting &task)
{
    return {settings.stepSizes, std::make_unique<LocalGradientDescent>(),
            std::make_unique<AveragingServer>(settings, task)};
}

} // namespace

AlgorithmEntry fedAvg()
{
    return methodEntry<FedAvgSettings>(
        {
            .id = "federated/fedavg",
            .title = "FedAvg",
            .summary = "Averages the models that the participants send back.",
            .reference = "McMahan, Moore, Ramage, Hampson and Agüera y Arcas 2017, "
                         "Communication-efficient learning of deep networks from decentralized "
                         "data",
            .year = 2017,
            .tags = {"averaging"},
            .fidelity = Fidelity::paperText,
            .note = "weights = all and known-probability are the baselines of P016; the second "
                    "uses the long-run rates of the participation pattern.",
        },
        make);
}

} // namespace agon::federated
