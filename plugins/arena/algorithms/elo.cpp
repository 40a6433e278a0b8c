#include "core/rating/elo.h"

#include "plugins/arena/algorithms/algorithms.h"
#include "plugins/arena/loops/votes.h"

#include <limits>

namespace agon::arena {
namespace {

struct EloSettings
{
    double step = 32;
    double initial = 1500;
    double scale = 400;
    int itemsPerVote = 2;
    ScoreMatching matchmaking;

    static Schema<EloSettings> schema()
    {
        Schema<EloSettings> s;
        s.real(&EloSettings::step, "step", "Step K")
            .range(0, 10'000)
            .slider(1, 100)
            .logarithmic()
            .help("The largest change of a rating by one vote.")
            .source("classic: 32; Chatbot Arena: 4");
        declareMatching(s, &EloSettings::itemsPerVote, &EloSettings::matchmaking);
        s.real(&EloSettings::initial, "initial", "Initial rating")
            .range(-1e6, 1e6)
            .slider(0, 3000)
            .advanced()
            .help("Everybody's rating before the first vote.")
            .source("classic: 1500; Chatbot Arena: 1000");
        s.real(&EloSettings::scale, "scale", "Scale")
            .range(1e-3, 1e6)
            .slider(100, 1000)
            .advanced()
            .help("Difference of ratings at which the odds are 10 to 1.")
            .source("classic");
        return s;
    }
};

class EloSystem final : public RatingSystem
{
public:
    EloSystem(const EloSettings &settings, int items)
        : m_settings{settings.step, settings.scale}
        , m_ratings(static_cast<std::size_t>(items), settings.initial)
    {}

    // Elo 1978: R += K (s - e); a K-wise vote counts as its pairs with step K / (items - 1).
    void update(const Vote &vote) override
    {
        rating::updateElo(m_ratings, vote.competitors, vote.ranks, m_settings, vote.winnerOnly);
    }
    std::span<const double> scores() const override { return m_ratings; }
    std::span<const double> means() const override { return m_ratings; }
    std::span<const double> deviations() const override { return {}; }
    Rated rated(int item) const override
    {
        constexpr double none = std::numeric_limits<double>::quiet_NaN();
        return {m_ratings[static_cast<std::size_t>(item)], none, none};
    }

private:
    rating::EloSettings m_settings;
    std::vector<double> m_ratings;
};

} // namespace

AlgorithmEntry elo()
{
    AlgorithmDeclaration algorithm;
    algorithm.id = "arena/elo";
    algorithm.title = "Elo";
    algorithm.summary = "After each vote a rating moves by the difference between the score and "
                        "what the ratings had expected.";
    algorithm.loops = {"arena/votes"};
    algorithm.parameters = EloSettings::schema().declarations();
    algorithm.reference = "Elo (1978), The Rating of Chessplayers, Past and Present";
    algorithm.year = 1978;
    algorithm.tags = {"rating", "baseline"};
    algorithm.note = "A vote on more than two items counts as all its pairs, each with step "
                     "K / (items - 1). Elo has no intervals.";
    return {algorithm, [](const TrialRequest &request) -> Expected<std::unique_ptr<Trial>> {
                const EloSettings settings = EloSettings::schema().read(request.settings);
                return startVotes(
                    request,
                    [&](int items) { return std::make_unique<EloSystem>(settings, items); },
                    makeMatchmaker(settings.matchmaking, settings.itemsPerVote));
            }};
}

} // namespace agon::arena
