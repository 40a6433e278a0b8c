#include "plugins/bandits/algorithms/contextual/algorithms.h"
#include "plugins/bandits/rules/federated_policy.h"
#include "plugins/bandits/rules/private_sums.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace agon::bandits {
namespace {

enum class Protocol { local, shuffled };

struct PrivFedLinUcbSettings
{
    FederatedSettings federated;
    Protocol protocol = Protocol::local;
    double epsilon = 0.5;
    double delta = 0.1;

    static Schema<PrivFedLinUcbSettings> schema()
    {
        using S = PrivFedLinUcbSettings;
        Schema<S> s;
        s.include(&S::federated, FederatedSettings::schema());
        s.choice<Protocol>(
             &S::protocol, "protocol", "Protocol",
             {{Protocol::local, "silo-ldp", "Silo-level local privacy",
               "Every silo adds noise that protects it from everybody else."},
              {Protocol::shuffled, "shuffled", "Shuffle model",
               "A shuffler hides who sent what: all silos together add the noise of one."}})
            .help("Whom silos trust.");
        s.real(&S::epsilon, "epsilon", "Privacy ε")
            .range(1e-3, 1e6)
            .slider(0.1, 20)
            .logarithmic()
            .help("Privacy loss of a silo's data over the whole run.")
            .source("P094: 0.2 to 10");
        s.real(&S::delta, "delta", "Privacy δ")
            .range(1e-12, 0.5)
            .logarithmic()
            .help("Probability with which the privacy loss may be larger.")
            .source("P094: 0.1");
        return s;
    }
};

class PrivFedLinUcb final : public FederatedPolicy
{
public:
    using Settings = PrivFedLinUcbSettings;

    PrivFedLinUcb(const Settings &settings, const ContextualTask &task, random::Stream &)
        : FederatedPolicy(settings.federated, task)
        , m_epsilon(settings.epsilon)
        , m_delta(settings.delta)
        , m_releasesPerExchange(settings.protocol == Protocol::local ? task.silos : 1)
        , m_noise(task.featureSize, levels(settings, task), variance(settings, task))
    {
        // λ' = λ + 2 √(M κ σ²) · 2 √d keeps V positive definite but for rare draws.
        m_regularization += 2 * std::sqrt(levels(settings, task) * variance(settings, task)) * 2 *
                            std::sqrt(static_cast<double>(task.featureSize));
        const auto d = task.featureSize;
        synchronise(m_regularization, Eigen::MatrixXd::Zero(d, d), Eigen::VectorXd::Zero(d));
    }

    double report(Quantity quantity) const override
    {
        if (quantity == Quantity::privacyLoss)
            return m_exchanges > 0 ? m_epsilon : 0;
        if (quantity == Quantity::privacyDelta)
            return m_exchanges > 0 ? m_delta : 0;
        // Every exchange closes one node of the tree.
        if (quantity == Quantity::noisyReleases)
            return static_cast<double>(m_exchanges * m_releasesPerExchange);
        return FederatedPolicy::report(quantity);
    }

private:
    static int levels(const Settings &settings, const ContextualTask &task)
    {
        const std::int64_t batch = std::int64_t{settings.federated.batch} * task.silos;
        return treeLevels(std::max<std::int64_t>(1, task.horizon / batch));
    }
    /** Of the sum of all silos' noise at a node: M independent copies, or one. */
    static double variance(const Settings &settings, const ContextualTask &task)
    {
        const double one =
            treeNoiseVariance(levels(settings, task), settings.epsilon, settings.delta);
        return settings.protocol == Protocol::local ? task.silos * one : one;
    }

    void disturb(Eigen::MatrixXd &matrix, Eigen::VectorXd &vector, random::Stream &stream) override
    {
        m_noise.advance(stream);
        matrix += m_noise.matrix();
        vector += m_noise.vector();
    }

    double m_epsilon;
    double m_delta;
    std::int64_t m_releasesPerExchange; ///< one a silo, or one of all together
    TreeNoise m_noise;
};

} // namespace

AlgorithmEntry privFedLinUcb()
{
    return contextualEntry<PrivFedLinUcb>(
        {
            .id = "bandits/priv-fed-linucb",
            .title = "Private federated LinUCB",
            .summary = "Silos exchange noisy prefix sums by the tree mechanism, so that nobody "
                       "learns what happened in any of them.",
            .requires_ = {"silos", "bounded-rewards"},
            .papers = {"P094"},
            .year = 2023,
            .tags = {"contextual", "linear", "federated", "differential privacy"},
            .fidelity = Fidelity::reconstructed,
            .note = "[reconstructed] From the abstract: constants of the noise and of the "
                    "regularisation are our reading. The noise of all silos is drawn as one sum. "
                    "Amplification by shuffling and the vector-sum protocol add noise of the same "
                    "order and are one choice here.",
        },
        RoundCost::tensOfMicroseconds);
}

} // namespace agon::bandits
