#include "plugins/arena/loops/votes.h"

#include "core/numbers.h"
#include "core/rating/rank_metrics.h"
#include "plugins/arena/channels.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace agon::arena {
namespace {

/** One seed of one contestant. */
class Lane
{
public:
    Lane(std::shared_ptr<const Population> population, std::unique_ptr<RatingSystem> system,
         const Matchmaker &matchmaker, std::uint64_t seed)
        : m_population(std::move(population))
        , m_system(std::move(system))
        , m_matchmaker(matchmaker)
        , m_seed(seed)
        , m_wins(count() * count(), 0)
        , m_meetings(count() * count(), 0)
        , m_totals(count(), 0)
        , m_ranks(count())
        , m_order(count())
    {
        rank(0);
    }

    /** Plays vote number @p number. */
    void play(std::int64_t number)
    {
        random::Stream stream(m_seed, random::Purpose("arena/matchmaking"), 0,
                              static_cast<std::uint64_t>(number));
        const Standings standings{
            m_population->items(), m_population->present(number), number - 1, m_system->scores(),
            m_system->means(),     m_system->deviations(),        m_meetings, m_totals};
        m_population->decide(m_matchmaker(standings, stream), number, m_vote);
        m_system->update(m_vote);
        countPairs();
        rank(number);
    }

    const Vote &vote() const { return m_vote; }
    const Population &population() const { return *m_population; }

    void recordVote(Recorder &recorder, int lane, std::int64_t step) const
    {
        if (!m_vote.winnerOnly) {
            recorder.match(channel::votes, lane, step, {m_vote.competitors, m_vote.ranks});
            return;
        }
        // The others are not compared, so each pair with the winner is a match of its own.
        for (std::size_t i = 1; i < m_vote.competitors.size(); ++i)
            recorder.match(channel::votes, lane, step,
                           {{m_vote.competitors[0], m_vote.competitors[i]}, {0, 1}});
    }

    void recordMetrics(Recorder &recorder, int lane, std::int64_t step) const
    {
        const PopulationSettings &settings = m_population->settings();
        const std::vector<double> &truth = m_population->trueRanks(step);
        const std::span<const double> ranks = present(truth.size());
        const auto give = [&](channel::Channel channel, double value) {
            recorder.metric(channel, lane, step, value);
        };
        const auto now = static_cast<double>(step);
        give(channel::rankError, m_error);
        give(channel::kendallTau, rating::kendallTau(ranks, truth));
        give(channel::topAccuracy,
             rating::topAccuracy(ranks, truth,
                                 std::min(settings.top, static_cast<int>(truth.size()))));
        // "Not reached" is the number of votes so far: what a run that stopped here would say.
        give(channel::votesToStay, m_stayed > 0 ? static_cast<double>(m_stayed) : now);
        give(channel::votesToExact, m_exactSince > 0 ? static_cast<double>(m_exactSince) : now);
        give(channel::rankErrorArea, m_errorSum);
        give(channel::pairs, static_cast<double>(m_pairs));
        if (const std::optional<int> newcomer = m_population->newcomer()) {
            const auto item = static_cast<std::size_t>(*newcomer);
            give(channel::newcomerRankError,
                 item < truth.size() ? std::abs(ranks[item] - truth[item]) : nan);
        }
    }

    void recordFrames(Recorder &recorder, int lane, std::int64_t step) const
    {
        const std::vector<double> &truth = m_population->trueRanks(step);
        const std::vector<std::string> &labels = m_population->labels();
        PointsFrame points;
        for (std::size_t i = 0; i < truth.size(); ++i) {
            const Rated rated = m_system->rated(static_cast<int>(i));
            points.values.insert(points.values.end(),
                                 {rated.rating, rated.lower, rated.upper, m_ranks[i], truth[i]});
            points.ids.push_back(static_cast<std::int64_t>(i));
            points.labels.push_back(labels[i]);
        }
        recorder.points(channel::ratings, lane, step, std::move(points));

        FieldFrame met;
        met.rows = met.columns = m_population->items();
        met.rowLabels = met.columnLabels = labels;
        FieldFrame fraction = met;
        met.values.assign(m_meetings.begin(), m_meetings.end());
        fraction.values.resize(m_wins.size());
        for (std::size_t i = 0; i < m_wins.size(); ++i)
            fraction.values[i] = m_meetings[i] > 0 ? m_wins[i] / m_meetings[i] : nan;
        recorder.field(channel::winFraction, lane, step, std::move(fraction));
        recorder.field(channel::meetings, lane, step, std::move(met));
    }

private:
    std::size_t count() const { return static_cast<std::size_t>(m_population->items()); }
    std::span<const double> present(std::size_t items) const
    {
        return std::span(m_ranks).first(items);
    }

    void countPairs()
    {
        m_pairs += m_vote.pairs();
        const auto &items = m_vote.competitors;
        const std::size_t firsts = m_vote.winnerOnly ? 1 : items.size();
        for (std::size_t a = 0; a < firsts; ++a)
            for (std::size_t b = a + 1; b < items.size(); ++b) {
                const auto i = static_cast<std::size_t>(items[a]);
                const auto j = static_cast<std::size_t>(items[b]);
                const bool tie = m_vote.ranks[a] == m_vote.ranks[b];
                m_wins[i * count() + j] += tie ? 0.5 : 1;
                m_wins[j * count() + i] += tie ? 0.5 : 0;
                ++m_meetings[i * count() + j];
                ++m_meetings[j * count() + i];
                ++m_totals[i];
                ++m_totals[j];
            }
    }

    /** Ranks after vote number @p number, and how long they have been right. */
    void rank(std::int64_t number)
    {
        const std::vector<double> &truth = m_population->trueRanks(number);
        rating::ranksOf(m_system->scores().first(truth.size()),
                        std::span(m_ranks).first(truth.size()),
                        std::span(m_order).first(truth.size()));
        m_error = rating::meanSquaredRankError(present(truth.size()), truth);
        if (number == 0)
            return;
        m_errorSum += m_error;
        if (m_error > 0)
            m_exactSince = 0;
        else if (m_exactSince == 0)
            m_exactSince = number;
        if (m_error > m_population->settings().threshold)
            m_below = 0;
        else if (++m_below >= m_population->settings().window && m_stayed == 0)
            m_stayed = number - m_below + 1;
    }

    std::shared_ptr<const Population> m_population;
    std::unique_ptr<RatingSystem> m_system;
    Matchmaker m_matchmaker;
    std::uint64_t m_seed;
    Vote m_vote;
    std::vector<double> m_wins;           ///< row beat column, ties half; items × items
    std::vector<std::int32_t> m_meetings; ///< items × items
    std::vector<std::int32_t> m_totals;   ///< meetings of each item
    std::vector<double> m_ranks;          ///< of the items present
    std::vector<std::int32_t> m_order;    ///< working space of ranking
    double m_error = 0;                   ///< mean squared rank error
    double m_errorSum = 0;
    std::int64_t m_pairs = 0;
    std::int64_t m_below = 0;      ///< votes in a row with an error up to the threshold
    std::int64_t m_stayed = 0;     ///< first vote of the first long enough such row; 0: none yet
    std::int64_t m_exactSince = 0; ///< since when the ranking is exactly right; 0: it is not
};

class VotesTrial final : public Trial
{
public:
    VotesTrial(std::vector<Lane> lanes, std::int64_t budget)
        : m_lanes(std::move(lanes)), m_budget(budget)
    {
        // Ranking the items dominates a vote: a few milliseconds a unit.
        int items = 1;
        for (const Lane &lane : m_lanes)
            items = std::max(items, lane.population().items());
        m_votesPerUnit = std::max(1, 50'000 / items);
    }

    bool advance(Recorder &recorder) override
    {
        if (m_step == 0)
            begin(recorder);
        const std::int64_t end = std::min(m_step + m_votesPerUnit, m_budget);
        while (m_step < end && !recorder.cancelled()) {
            ++m_step;
            for (std::size_t i = 0; i < m_lanes.size(); ++i) {
                m_lanes[i].play(m_step);
                if (recorder.framesWanted(static_cast<int>(i)))
                    m_lanes[i].recordVote(recorder, static_cast<int>(i), m_step);
            }
            record(recorder);
        }
        return m_step < m_budget;
    }

    std::int64_t step() const override { return m_step; }

private:
    void begin(Recorder &recorder)
    {
        for (std::size_t i = 0; i < m_lanes.size(); ++i)
            recorder.labels(channel::votes, static_cast<int>(i), m_lanes[i].population().labels());
        record(recorder);
    }

    void record(Recorder &recorder)
    {
        const bool metrics = recorder.due(m_step);
        const bool frames = recorder.frameDue(m_step);
        for (std::size_t i = 0; i < m_lanes.size(); ++i) {
            const int lane = static_cast<int>(i);
            if (metrics)
                m_lanes[i].recordMetrics(recorder, lane, m_step);
            if (frames && recorder.framesWanted(lane))
                m_lanes[i].recordFrames(recorder, lane, m_step);
        }
    }

    std::vector<Lane> m_lanes;
    std::int64_t m_budget;
    std::int64_t m_votesPerUnit = 1;
    std::int64_t m_step = 0;
};

} // namespace

std::unique_ptr<Trial> startVotes(const TrialRequest &request, const RatingFactory &makeSystem,
                                  const Matchmaker &matchmaker)
{
    std::vector<Lane> lanes;
    for (std::size_t i = 0; i < request.seeds.size(); ++i) {
        auto population = std::dynamic_pointer_cast<const Population>(request.instances[i]);
        assert(population);
        auto system = makeSystem(population->items());
        lanes.emplace_back(std::move(population), std::move(system), matchmaker, request.seeds[i]);
    }
    return std::make_unique<VotesTrial>(std::move(lanes), request.budget);
}

} // namespace agon::arena
