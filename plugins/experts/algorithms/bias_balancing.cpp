#include "plugins/experts/rules/bias_balancing.h"

#include "core/experiment/parameters.h"
#include "plugins/experts/algorithms/algorithms.h"
#include "plugins/experts/loops/training.h"

namespace agon::experts {
namespace {

struct BiasBalancingSettings
{
    double rate = 0.001;
    Score score = Score::sigmoid;

    static Schema<BiasBalancingSettings> schema()
    {
        Schema<BiasBalancingSettings> s;
        s.real(&BiasBalancingSettings::rate, "rate", "Bias rate")
            .range(0, 10)
            .slider(1e-4, 1e-1)
            .logarithmic()
            .help("How much an expert's bias rises or falls after each step.")
            .source("DeepSeek-V3: 0.001");
        s.choice<Score>(
             &BiasBalancingSettings::score, "score", "Score",
             {{Score::sigmoid, "sigmoid", "Sigmoid"}, {Score::softmax, "softmax", "Softmax"}})
            .help("What the router's logits become before the bias is added.")
            .source("DeepSeek-V3: sigmoid");
        return s;
    }
};

class BiasRouter final : public Router
{
public:
    BiasRouter(const BiasBalancingSettings &settings, int experts)
        : m_settings(settings), m_bias(static_cast<std::size_t>(experts), 0)
    {}

    void route(Routing &routing) const override { routeBiased(routing, m_settings.score, m_bias); }
    void differentiate(const Routing &routing, std::span<const double> weightGradient,
                       std::span<double> logitGradient) const override
    {
        differentiateBiased(routing, m_settings.score, weightGradient, logitGradient);
    }
    void balance(const Routing &, std::int64_t, std::span<double>) override {}
    void afterStep(const Routing &routing) override
    {
        updateBias(routing, m_settings.rate, m_bias);
    }

private:
    BiasBalancingSettings m_settings;
    std::vector<double> m_bias;
};

} // namespace

AlgorithmEntry biasBalancing()
{
    AlgorithmDeclaration algorithm;
    algorithm.id = "experts/bias-balancing";
    algorithm.title = "Top-k router, bias balancing";
    algorithm.summary = "No balancing loss: after each step the bias of every expert that saw "
                        "fewer tokens than the mean rises and that of the others falls.";
    algorithm.loops = {"experts/training"};
    algorithm.parameters = BiasBalancingSettings::schema().declarations();
    algorithm.papers = {"P227"};
    algorithm.reference = "Wang et al. (2024), Auxiliary-Loss-Free Load Balancing Strategy for "
                          "Mixture-of-Experts";
    algorithm.year = 2024;
    algorithm.tags = {"router", "baseline"};
    algorithm.fidelity = Fidelity::paperText;
    algorithm.note = "A baseline of P227. It sees the counts of the global batch; the small "
                     "sequence-level loss of DeepSeek-V3 is left out.";
    return {algorithm, [](const TrialRequest &request) -> Expected<std::unique_ptr<Trial>> {
                const BiasBalancingSettings settings =
                    BiasBalancingSettings::schema().read(request.settings);
                return startTraining(
                    request, [settings](const TrainingShape &shape, std::uint64_t) {
                        return std::make_unique<BiasRouter>(settings, shape.experts);
                    });
            }};
}

} // namespace agon::experts
