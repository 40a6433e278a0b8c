#include "core/random/distributions.h"
#include "plugins/bandits/loops/off_policy.h"
#include "plugins/bandits/problems/off_policy/problems.h"
#include "plugins/bandits/rules/inverse_gap.h"

#include <algorithm>
#include <cmath>

namespace agon::bandits {
namespace {

struct LoggedSyntheticSettings
{
    int actions = 10;
    int dimension = 5;
    double logging = 1;
    double evaluation = 3;
    double uniform = 0.1;
    double predictionError = 0.1;
    double offset = 0;

    static Schema<LoggedSyntheticSettings> schema()
    {
        using S = LoggedSyntheticSettings;
        Schema<S> s;
        s.integer(&S::actions, "actions", "Actions")
            .range(2, 1000)
            .slider(2, 50)
            .help("Number of actions K.");
        s.integer(&S::dimension, "dimension", "Dimension")
            .range(1, 100)
            .slider(1, 20)
            .help("Standard normal numbers of the context.");
        s.real(&S::logging, "logging-sharpness", "Sharpness of the log")
            .range(-100, 100)
            .slider(-3, 5)
            .help(
                "Factor of the mean rewards' logits in the logging policy's softmax; negative: it "
                "preferred what is bad.");
        s.real(&S::evaluation, "evaluation-sharpness", "Sharpness of the policy")
            .range(0, 100)
            .slider(0, 10)
            .help("Likewise for the policy under evaluation.");
        s.real(&S::uniform, "uniform-share", "Uniform share")
            .range(0.001, 1)
            .help("Share of rounds in which the log chose uniformly.");
        s.real(&S::predictionError, "prediction-error", "Error of the predictions")
            .range(0, 10)
            .slider(0, 0.5)
            .unit("reward")
            .help("Standard deviation of q̂ around the mean rewards.");
        s.real(&S::offset, "offset", "Offset")
            .range(-100, 100)
            .slider(-2, 2)
            .unit("reward")
            .help("Added to every reward.");
        return s;
    }
};

class LoggedSynthetic final : public LogInstance
{
public:
    LoggedSynthetic(const LoggedSyntheticSettings &settings, std::uint64_t seed)
        : m_settings(settings)
        , m_weights(static_cast<std::size_t>(settings.actions) *
                    static_cast<std::size_t>(settings.dimension))
    {
        random::Stream stream(seed, random::Purpose("parameters"));
        random::fillNormal(stream, m_weights,
                           1 / std::sqrt(static_cast<double>(settings.dimension)));
        // The truth is an average over so many contexts of its own.
        constexpr std::uint64_t contexts = 100'000;
        LoggedRound round;
        double sum = 0;
        for (std::uint64_t i = 0; i < contexts; ++i) {
            random::Stream context(seed, random::Purpose("truth"), 0, i);
            const auto means = drawMeans(context);
            softmax(means, m_settings.evaluation, round.evaluated);
            for (std::size_t a = 0; a < means.size(); ++a)
                sum += round.evaluated[a] * sigmoidOf(means[a]);
        }
        m_truth = sum / static_cast<double>(contexts) + m_settings.offset;
    }

    void read(std::uint64_t seed, std::int64_t number, LoggedRound &round) const override
    {
        random::Stream stream(seed, random::Purpose("log"), 0, static_cast<std::uint64_t>(number));
        const std::vector<double> logits = drawMeans(stream);
        softmax(logits, m_settings.evaluation, round.evaluated);
        std::vector<double> logged;
        softmax(logits, m_settings.logging, logged);
        for (double &p : logged)
            p = (1 - m_settings.uniform) * p +
                m_settings.uniform / static_cast<double>(logged.size());
        round.action = drawFrom(logged, stream);
        const auto a = static_cast<std::size_t>(round.action);
        round.propensity = logged[a];
        round.reward = (stream.bernoulli(sigmoidOf(logits[a])) ? 1 : 0) + m_settings.offset;
        round.predicted.resize(logits.size());
        for (std::size_t other = 0; other < logits.size(); ++other)
            round.predicted[other] = random::normal(
                stream, sigmoidOf(logits[other]) + m_settings.offset, m_settings.predictionError);
    }

    double truth() const override { return m_truth; }

private:
    static double sigmoidOf(double logit) { return 1 / (1 + std::exp(-logit)); }

    /** Logits of all actions at a new context. */
    std::vector<double> drawMeans(random::Stream &stream) const
    {
        std::vector<double> context(static_cast<std::size_t>(m_settings.dimension));
        random::fillNormal(stream, context);
        std::vector<double> logits(static_cast<std::size_t>(m_settings.actions));
        for (std::size_t a = 0; a < logits.size(); ++a)
            for (std::size_t i = 0; i < context.size(); ++i)
                logits[a] += m_weights[a * context.size() + i] * context[i];
        return logits;
    }
    static void softmax(const std::vector<double> &logits, double sharpness,
                        std::vector<double> &out)
    {
        const double largest = *std::max_element(logits.begin(), logits.end());
        out.resize(logits.size());
        double sum = 0;
        for (std::size_t a = 0; a < logits.size(); ++a) {
            out[a] = std::exp(sharpness * (logits[a] - largest));
            sum += out[a];
        }
        for (double &p : out)
            p /= sum;
    }

    LoggedSyntheticSettings m_settings;
    std::vector<double> m_weights; ///< actions × dimension
    double m_truth = 0;
};

} // namespace

ProblemEntry loggedSynthetic()
{
    const auto schema = LoggedSyntheticSettings::schema();
    ProblemEntry entry;
    entry.declaration = {
        .id = "bandits/logged-synthetic",
        .title = "Logged rounds",
        .summary = "A softmax policy with some uniform exploration has logged rounds with clicks; "
                   "a sharper policy is to be evaluated.",
        .loop = "bandits/off-policy",
        .parameters = schema.declarations(),
        .reference = "Saito, Aihara, Matsutani and Narita 2020, Open Bandit Dataset and Pipeline: "
                     "its synthetic data set",
        .defaultBudget = 2000,
        .maximumBudget = 10'000'000,
        .defaultContestants = {"bandits/importance-sampling", "bandits/direct-method",
                               "bandits/doubly-robust"},
    };
    entry.prepare = [schema](const ProblemRequest &request) -> Expected<InstancePointer> {
        return InstancePointer(
            std::make_shared<LoggedSynthetic>(schema.read(request.settings), request.seed));
    };
    return entry;
}

} // namespace agon::bandits
