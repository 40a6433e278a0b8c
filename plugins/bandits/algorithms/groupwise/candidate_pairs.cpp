#include "core/random/distributions.h"
#include "plugins/bandits/algorithms/groupwise/algorithms.h"
#include "plugins/bandits/loops/groupwise.h"
#include "plugins/bandits/rules/sleeping_experts.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace agon::bandits {
namespace {

/** Blum and Lykouris 2019: an expert for every pair of a group and a candidate of a finite class,
 *  awake when the group's members come. */
class CandidatePairs final : public GroupwisePredictor
{
public:
    struct Settings
    {
        int candidates = 1000;
        double length = 0.8;

        static Schema<Settings> schema()
        {
            Schema<Settings> s;
            s.integer(&Settings::candidates, "candidates", "Candidates")
                .range(1, 100'000)
                .slider(10, 5000)
                .logarithmic()
                .help("Linear functions in the class, drawn at random; every group has an expert "
                      "for each of them.")
                .source("our reading of P181: a finite class that covers the linear functions");
            s.real(&Settings::length, "length", "Length")
                .range(0, 1000)
                .slider(0.5, 5)
                .help("Root mean square length of a candidate's vector of parameters.")
                .source("about that of the truth in the regression on overlapping groups");
            return s;
        }
    };

    CandidatePairs(const Settings &settings, const GroupwiseTask &task)
        : m_dimension(static_cast<std::size_t>(task.dimension))
        , m_parameters(static_cast<std::size_t>(settings.candidates) * m_dimension)
        , m_predictions(static_cast<std::size_t>(settings.candidates))
        , m_experts(task.groups * settings.candidates)
        , m_awake(m_predictions.size() * static_cast<std::size_t>(task.groups))
        , m_losses(m_awake.size())
        , m_weights(static_cast<std::size_t>(task.groups))
    {
        random::Stream stream(task.seed, random::Purpose("candidates"));
        random::fillNormal(stream, m_parameters,
                           settings.length / std::sqrt(static_cast<double>(task.dimension)));
    }

    double predict(const Individual &individual) override
    {
        for (std::size_t candidate = 0; candidate < m_predictions.size(); ++candidate)
            m_predictions[candidate] = std::clamp(
                std::inner_product(individual.features.begin(), individual.features.end(),
                                   m_parameters.begin() +
                                       static_cast<std::ptrdiff_t>(candidate * m_dimension),
                                   0.0),
                -1.0, 1.0);
        eachPair([&](std::size_t pair, std::size_t group, std::size_t) {
            m_awake[pair] = individual.groups[group];
        });
        const auto probabilities = m_experts.probabilities(m_awake);
        std::fill(m_weights.begin(), m_weights.end(), 0.0);
        double mixture = 0;
        eachPair([&](std::size_t pair, std::size_t group, std::size_t candidate) {
            m_weights[group] += probabilities[pair];
            mixture += probabilities[pair] * m_predictions[candidate];
        });
        return mixture;
    }

    void update(const Individual &individual) override
    {
        constexpr double largestLoss = 4; // numbers in [-1, 1] are at most 2 apart
        eachPair([&](std::size_t pair, std::size_t, std::size_t candidate) {
            const double error = m_predictions[candidate] - individual.truth;
            m_losses[pair] = std::min(error * error / largestLoss, 1.0);
        });
        m_experts.update(m_losses, m_awake);
    }

    std::span<const double> weights() const override { return m_weights; }

private:
    template <class Function>
    void eachPair(const Function &function) const
    {
        std::size_t pair = 0;
        for (std::size_t group = 0; group < m_weights.size(); ++group)
            for (std::size_t candidate = 0; candidate < m_predictions.size(); ++candidate)
                function(pair++, group, candidate);
    }

    std::size_t m_dimension;
    std::vector<double> m_parameters;  ///< candidates × dimension
    std::vector<double> m_predictions; ///< of every candidate
    SleepingExperts m_experts;         ///< groups × candidates
    std::vector<std::uint8_t> m_awake;
    std::vector<double> m_losses;
    std::vector<double> m_weights; ///< of every group's experts together
};

} // namespace

AlgorithmEntry candidatePairs()
{
    return groupwiseEntry<CandidatePairs>(
        {
            .id = "bandits/candidate-pairs",
            .title = "Sleeping pairs of a finite class",
            .summary = "Every pair of a group and a candidate function is an expert that sleeps "
                       "while the group's members stay away.",
            .papers = {"P181"},
            .reference = "Blum and Lykouris 2019, Advancing subgroup fairness via sleeping experts",
            .year = 2019,
            .tags = {"online regression", "fairness", "sleeping experts", "baseline"},
            .fidelity = Fidelity::reconstructed,
            .note = "[reconstructed] The pairs are combined by AdaNormalHedge, as the learners "
                    "of P181 are, so that only the class differs; predictions are mixed, since "
                    "squared loss is convex. Which finite class stands for the linear functions "
                    "is our choice: random ones. The cost of a round is linear in groups times "
                    "candidates, and no candidate need be near a group's best function.",
            .revision = 2,
        },
        20);
}

} // namespace agon::bandits
