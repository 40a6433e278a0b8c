#include "core/rating/ksort.h"

#include "plugins/arena/algorithms/algorithms.h"
#include "plugins/arena/loops/votes.h"

namespace agon::arena {
namespace {

using rating::KSortPairs;

struct KSortSettings
{
    KSortPairs pairs = KSortPairs::adjacent;
    int itemsPerVote = 4;
    BeliefMatching matchmaking;
    double mean = 25;
    double deviation = 25.0 / 3;
    double performanceDeviation = 25.0 / 6;
    double eta = 3;
    double drawMargin = 0;
    double varianceFloor = 1e-4;

    static Schema<KSortSettings> schema()
    {
        Schema<KSortSettings> s;
        s.choice<KSortPairs>(
             &KSortSettings::pairs, "pairs", "Pairs of a vote",
             {{KSortPairs::adjacent, "adjacent", "Neighbours",
               "Reproduces the reported number of comparisons."},
              {KSortPairs::full, "full", "All", "As printed; freezes wrong orders for K >= 4."},
              {KSortPairs::scaled, "scaled", "All, divided by K - 1"}})
            .help("Which pairs of a vote the update sums over; all the same for two items.");
        declareMatching(s, &KSortSettings::itemsPerVote, &KSortSettings::matchmaking);
        s.real(&KSortSettings::eta, "eta", "Caution η")
            .range(0, 100)
            .slider(0, 5)
            .advanced()
            .help("The leaderboard is ordered by mean - η × deviation.")
            .source("P182: 3");
        s.real(&KSortSettings::mean, "mean", "Initial mean")
            .range(-1e6, 1e6)
            .slider(0, 50)
            .advanced()
            .help("Everybody's estimated skill before the first vote.")
            .source("P182 on the TrueSkill scale: 25");
        s.real(&KSortSettings::deviation, "deviation", "Initial deviation")
            .range(1e-6, 1e6)
            .slider(1, 25)
            .advanced()
            .help("Its uncertainty.")
            .source("P182 on the TrueSkill scale: 25/3");
        s.real(&KSortSettings::performanceDeviation, "beta", "Performance noise β")
            .range(1e-6, 1e6)
            .slider(0.5, 15)
            .advanced()
            .help("How much one performance is believed to vary around the skill.")
            .source("P182 on the TrueSkill scale: 25/6");
        s.real(&KSortSettings::drawMargin, "draw-margin", "Draw margin")
            .range(0, 1e6)
            .slider(0, 10)
            .advanced()
            .help("Difference of performances below which a vote is believed to tie.");
        s.real(&KSortSettings::varianceFloor, "variance-floor", "Variance floor κ")
            .range(1e-12, 1)
            .logarithmic()
            .advanced()
            .help("The least factor by which one vote shrinks a variance.")
            .source("reconstructed: 1e-4");
        return s;
    }
};

class KSortSystem final : public RatingSystem
{
public:
    KSortSystem(const KSortSettings &settings, int items)
        : m_settings{settings.performanceDeviation, settings.varianceFloor, settings.drawMargin,
                     settings.pairs}
        , m_eta(settings.eta)
        , m_beliefs(static_cast<std::size_t>(items), {settings.mean, settings.deviation})
        , m_scores(m_beliefs.size(), rating::conservativeScore(m_beliefs.front(), m_eta))
        , m_means(m_beliefs.size(), settings.mean)
        , m_deviations(m_beliefs.size(), settings.deviation)
    {}

    void update(const Vote &vote) override
    {
        rating::updateKSort(m_beliefs, vote.competitors, vote.ranks, m_settings, vote.winnerOnly);
        for (const std::int32_t item : vote.competitors) {
            const auto i = static_cast<std::size_t>(item);
            m_scores[i] = rating::conservativeScore(m_beliefs[i], m_eta);
            m_means[i] = m_beliefs[i].mean;
            m_deviations[i] = m_beliefs[i].deviation;
        }
    }
    std::span<const double> scores() const override { return m_scores; }
    std::span<const double> means() const override { return m_means; }
    std::span<const double> deviations() const override { return m_deviations; }
    Rated rated(int item) const override
    {
        constexpr double quantile = 1.959963984540054;
        const rating::Belief &belief = m_beliefs[static_cast<std::size_t>(item)];
        const double half = quantile * belief.deviation;
        return {belief.mean, belief.mean - half, belief.mean + half};
    }

private:
    rating::KSortSettings m_settings;
    double m_eta;
    std::vector<rating::Belief> m_beliefs;
    std::vector<double> m_scores, m_means, m_deviations; ///< of the beliefs, for matchmaking
};

} // namespace

AlgorithmEntry kSort()
{
    AlgorithmDeclaration algorithm;
    algorithm.id = "arena/k-sort";
    algorithm.title = "K-Sort Arena";
    algorithm.summary = "Skills are normal beliefs that a vote on K items updates at once; the "
                        "next vote is built around whoever has met fewest.";
    algorithm.loops = {"arena/votes"};
    algorithm.parameters = KSortSettings::schema().declarations();
    algorithm.papers = {"P182"};
    algorithm.reference = "Li et al. (2024), K-Sort Arena: Efficient and Reliable Benchmarking for "
                          "Generative Models via K-wise Human Preferences";
    algorithm.year = 2024;
    algorithm.tags = {"rating", "bayesian", "matchmaking"};
    algorithm.fidelity = Fidelity::reconstructed;
    algorithm.note =
        "Summing over all pairs as printed shrinks the deviations too fast for K >= 4 and freezes "
        "wrong orders; the sum over neighbours reproduces the reported numbers and is the default. "
        "In the bound for opponents the sign of |S_i - S_q| is minus, against the printed formula "
        "and with its explanation. Initial beliefs and the variance floor are reconstructed.";
    return {algorithm, [](const TrialRequest &request) -> Expected<std::unique_ptr<Trial>> {
                const KSortSettings settings = KSortSettings::schema().read(request.settings);
                return startVotes(
                    request,
                    [&](int items) { return std::make_unique<KSortSystem>(settings, items); },
                    makeMatchmaker(settings.matchmaking, settings.itemsPerVote));
            }};
}

} // namespace agon::arena
