#include "plugins/bandits/algorithms/contextual/algorithms.h"
#include "plugins/bandits/loops/contextual.h"
#include "plugins/bandits/rules/chebyshev.h"
#include "plugins/bandits/rules/inverse_gap.h"

#include <Eigen/Cholesky>

#include <algorithm>
#include <cmath>

namespace agon::bandits {
namespace {

struct ChebCbSettings
{
    int polynomials = 6;
    double approximation = 0;

    static Schema<ChebCbSettings> schema()
    {
        using S = ChebCbSettings;
        Schema<S> s;
        s.integer(&S::polynomials, "polynomials", "Chebyshev polynomials")
            .range(1, 30)
            .slider(1, 12)
            .help("Features T_0, T_1, … of the context.")
            .source("P220, released code: 6");
        s.real(&S::approximation, "approximation", "Approximation error α")
            .range(0, 1)
            .slider(0, 0.1)
            .help("How far scaled costs lie from polynomials: the larger, the more exploration.")
            .source("theory asks for one; 0 is greedier");
        return s;
    }
};

class ChebCb final : public ContextualPolicy
{
public:
    using Settings = ChebCbSettings;

    ChebCb(const Settings &settings, const ContextualTask &task, random::Stream &)
        : m_approximation(settings.approximation)
        , m_size(static_cast<std::size_t>(settings.polynomials))
        // N = 2 + 4 (C L / K) (1 + ln m), where the costs' range C L is the largest cost K.
        , m_norm(2 + 4 * (1 + std::log(settings.polynomials)))
        , m_features(m_size)
        , m_predictions(static_cast<std::size_t>(task.actions))
        , m_probabilities(m_predictions)
    {
        const Eigen::Index size = settings.polynomials;
        m_models.assign(m_predictions.size(),
                        {Eigen::MatrixXd::Zero(size, size), Eigen::VectorXd::Zero(size),
                         Eigen::VectorXd::Zero(size)});
    }

    int select(const Situation &situation, random::Stream &stream) override
    {
        weigh(situation);
        return drawFrom(m_probabilities, stream);
    }

    void update(const Situation &situation, int action, double reward, random::Stream &) override
    {
        const auto a = static_cast<std::size_t>(action);
        const double cost = -reward - 1;
        weigh(situation);
        m_largest = std::max(m_largest, -reward);
        const double error = -m_predictions[a] - cost / (m_largest * m_norm);
        m_squaredErrors += error * error;
        Model &model = m_models[a];
        const Eigen::Map<const Eigen::VectorXd> features(m_features.data(),
                                                         static_cast<Eigen::Index>(m_size));
        model.matrix += features * features.transpose();
        model.moment += cost * features;
        Eigen::MatrixXd regular = model.matrix;
        regular.diagonal().array() += 1e-9;
        model.parameters = regular.llt().solve(model.moment);
        ++m_rounds;
    }

    PolicyInsight insight(const Situation &situation) override
    {
        weigh(situation);
        return {m_predictions, m_probabilities};
    }

private:
    /** Least squares of the costs less one, not scaled. */
    struct Model
    {
        Eigen::MatrixXd matrix;
        Eigen::VectorXd moment;
        Eigen::VectorXd parameters;
    };

    // P220, algorithm 4: predictions clipped to what a Lipschitz cost can be, inverse gap
    // weighting.
    void weigh(const Situation &situation)
    {
        chebyshevFeatures(2 * situation.context.front() - 1, m_features);
        for (std::size_t a = 0; a < m_models.size(); ++a) {
            double prediction = 0;
            for (std::size_t j = 0; j < m_size; ++j) {
                const double bound = (j == 0 ? 1 : 2 / static_cast<double>(j)) / m_norm;
                const double parameter =
                    m_models[a].parameters(static_cast<Eigen::Index>(j)) / (m_largest * m_norm);
                prediction += std::clamp(parameter, -bound, bound) * m_features[j];
            }
            m_predictions[a] = -prediction;
        }
        const auto t = static_cast<double>(m_rounds + 1);
        const auto actions = static_cast<double>(m_models.size());
        const double spread = m_squaredErrors + 2 * m_approximation * m_approximation * t;
        const double rate = spread > 0 ? 2 * t * std::sqrt(actions * t / spread) : 0;
        inverseGapWeights(m_predictions, situation.available, rate, m_probabilities);
    }

    double m_approximation;
    std::size_t m_size;
    double m_norm;
    std::vector<Model> m_models;
    std::vector<double> m_features;
    std::vector<double> m_predictions; ///< scaled costs, negated
    std::vector<double> m_probabilities;
    double m_largest = 1; ///< K: largest cost so far
    double m_squaredErrors = 0;
    std::int64_t m_rounds = 0;
};

} // namespace

AlgorithmEntry chebCb()
{
    return contextualEntry<ChebCb>(
        {
            .id = "bandits/chebcb",
            .title = "ChebCB",
            .summary = "Predicts every parameter's iterations by a Chebyshev series in the shift "
                       "and explores by inverse gap weighting.",
            .requires_ = {"iteration-costs", "unit-context"},
            .papers = {"P220"},
            .year = 2024,
            .tags = {"contextual", "solver", "inverse gap weighting"},
            .fidelity = Fidelity::authorsCode,
            .note = "Coefficients are clipped after least squares instead of fitting under the "
                    "bounds; the largest cost is that seen so far; the shifts' true range.",
        },
        RoundCost::tensOfMicroseconds);
}

} // namespace agon::bandits
