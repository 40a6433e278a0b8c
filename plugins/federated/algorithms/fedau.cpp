#include "core/learning/vectors.h"
#include "plugins/federated/algorithms/algorithms.h"
#include "plugins/federated/loops/rounds.h"
#include "plugins/federated/rules/interval_weights.h"
#include "plugins/federated/rules/local_gradient_descent.h"

namespace agon::federated {
namespace {

struct FedAuSettings
{
    StepSizes stepSizes;
    std::int64_t cutoff = 50;

    static Schema<FedAuSettings> schema()
    {
        Schema<FedAuSettings> s;
        s.include(&FedAuSettings::stepSizes, StepSizes::schema());
        s.integer(&FedAuSettings::cutoff, "cutoff", "Cut-off")
            .range(1, 1e9)
            .slider(1, 1000)
            .unit("rounds")
            .logarithmic()
            .help("Intervals between participations are cut at this length; 100000 is as good as "
                  "never.")
            .source("P016: 50; the released code defaults to 100000");
        return s;
    }
};

class AdaptiveWeightServer final : public ServerUpdate
{
public:
    AdaptiveWeightServer(const FedAuSettings &settings, const TaskSetting &task)
        : m_clientWeights(task.clientWeights)
        , m_weights(task.clients(), settings.cutoff)
        , m_stepSize(settings.stepSizes.server)
    {}

    void update(std::span<const Message> messages, std::span<double> model) override
    {
        // P016, algorithm 1: x ← x + η_g Σ_{i∈S} p_i ω_i Δ_i (p_i = 1/M in the paper), with the
        // weights from before this round.
        m_participants.clear();
        for (const Message &message : messages) {
            const auto client = static_cast<std::size_t>(message.client);
            learning::addScaled(model,
                                m_stepSize * m_clientWeights[client] * m_weights.weights()[client],
                                message.update);
            m_participants.push_back(message.client);
        }
        m_weights.record(m_participants);
    }

    std::span<const double> aggregationWeights() const override { return m_weights.weights(); }

private:
    std::vector<double> m_clientWeights;
    IntervalWeights m_weights;
    std::vector<std::int32_t> m_participants;
    double m_stepSize;
};

Method make(const FedAuSettings &settings, const TaskSetting &task)
{
    return {settings.stepSizes, std::make_unique<LocalGradientDescent>(),
            std::make_unique<AdaptiveWeightServer>(settings, task)};
}

} // namespace

AlgorithmEntry fedAu()
{
    return methodEntry<FedAuSettings>(
        {
            .id = "federated/fedau",
            .title = "FedAU",
            .summary = "Weights each update by the mean interval between the client's "
                       "participations, which estimates one over its unknown rate.",
            .papers = {"P016"},
            .reference = "Wang and Ji 2024, A lightweight method for tackling unknown "
                         "participation statistics in federated averaging",
            .year = 2024,
            .tags = {"partial participation", "averaging"},
            .fidelity = Fidelity::authorsCode,
            .note = "The recorded aggregation weights are those for the next participation.",
        },
        make);
}

} // namespace agon::federated
