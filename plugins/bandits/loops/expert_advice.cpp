#include "plugins/bandits/loops/expert_advice.h"

#include "plugins/bandits/channels.h"
#include "plugins/bandits/loops/recent_choices.h"
#include "plugins/bandits/loops/round_trial.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numeric>

namespace agon::bandits {
namespace {

constexpr std::int64_t expertRoundsPerUnit = 20'000;

std::int64_t adviceRoundsPerUnit(const TrialRequest &request, int experts)
{
    return std::min(expertRoundsPerUnit / experts, std::max<std::int64_t>(1, request.budget / 8));
}

double dot(std::span<const double> x, std::span<const double> y)
{
    return std::inner_product(x.begin(), x.end(), y.begin(), 0.0);
}

void recordTrust(Recorder &recorder, std::int64_t step, const AdviceLearner &learner)
{
    if (!recorder.framesWanted(0))
        return;
    const auto trust = learner.trust();
    recorder.field(
        channel::armProbabilities, 0, step,
        {1, static_cast<std::int32_t>(trust.size()), {trust.begin(), trust.end()}, {}, {}});
}

/** A learner, made anew where an epoch begins. */
class EpochLearner
{
public:
    EpochLearner(MakeAdviceLearner makeLearner, int experts, Horizon horizon, std::int64_t budget)
        : m_make(std::move(makeLearner))
        , m_experts(experts)
        , m_epochs(horizon, budget)
        , m_learner(m_make({m_experts, m_epochs.horizon()}))
    {}
    void begin(std::int64_t round)
    {
        if (m_epochs.begins(round))
            m_learner = m_make({m_experts, m_epochs.horizon()});
    }
    const AdviceLearner &operator*() const { return *m_learner; }
    AdviceLearner *operator->() const { return m_learner.get(); }

private:
    MakeAdviceLearner m_make;
    int m_experts;
    Epochs m_epochs;
    std::unique_ptr<AdviceLearner> m_learner;
};

class LossTrial final : public RoundTrial
{
public:
    LossTrial(const TrialRequest &request, const MakeAdviceLearner &makeLearner, Horizon horizon,
              std::shared_ptr<const ExpertLosses> instance)
        : RoundTrial(request.budget, adviceRoundsPerUnit(request, instance->experts()))
        , m_instance(std::move(instance))
        , m_seed(request.seeds.front())
        , m_horizon(request.budget)
        , m_stream(m_seed, random::Purpose("policy"))
        , m_learner(makeLearner, m_instance->experts(), horizon, request.budget)
        , m_means(static_cast<std::size_t>(m_instance->experts()))
        , m_losses(m_means)
        , m_totals(m_means)
    {}

private:
    void play(std::int64_t first, std::int64_t last) override
    {
        for (std::int64_t round = first + 1; round <= last; ++round) {
            m_learner.begin(round);
            m_instance->draw(m_seed, round, m_horizon, m_means, m_losses);
            const auto trust = m_learner->trust();
            m_lost += dot(trust, m_losses);
            m_dynamic += dot(trust, m_means) - *std::min_element(m_means.begin(), m_means.end());
            for (std::size_t k = 0; k < m_totals.size(); ++k)
                m_totals[k] += m_losses[k];
            m_learner->update(m_losses, m_stream);
        }
    }

    void recordMetrics(Recorder &recorder, std::int64_t step) override
    {
        recorder.metric(channel::staticRegret, 0, step,
                        m_lost - *std::min_element(m_totals.begin(), m_totals.end()));
        recorder.metric(channel::dynamicRegret, 0, step, m_dynamic);
        recorder.metric(channel::adviceRate, 0, step,
                        std::sqrt(static_cast<double>(step) *
                                  std::log(static_cast<double>(m_totals.size())) / 2));
        recorder.metric(channel::actionEntropy, 0, step, entropyOf(m_learner->trust()));
    }
    void recordFrames(Recorder &recorder, std::int64_t step) override
    {
        recordTrust(recorder, step, *m_learner);
    }

    std::shared_ptr<const ExpertLosses> m_instance;
    std::uint64_t m_seed;
    std::int64_t m_horizon;
    random::Stream m_stream; ///< the learner's own
    EpochLearner m_learner;
    std::vector<double> m_means;
    std::vector<double> m_losses;
    std::vector<double> m_totals; ///< by expert
    double m_lost = 0;
    double m_dynamic = 0; ///< against the least mean loss of every round
};

class GameTrial final : public RoundTrial
{
public:
    GameTrial(const TrialRequest &request, const MakeAdviceLearner &makeLearner, Horizon horizon,
              std::shared_ptr<const MatrixGame> game)
        : RoundTrial(request.budget,
                     adviceRoundsPerUnit(request, game->experts() * game->experts()))
        , m_game(std::move(game))
        , m_rowStream(request.seeds.front(), random::Purpose("policy"), 0)
        , m_columnStream(request.seeds.front(), random::Purpose("policy"), 1)
        , m_row(makeLearner, m_game->experts(), horizon, request.budget)
        , m_column(makeLearner, m_game->experts(), horizon, request.budget)
        , m_rowLosses(static_cast<std::size_t>(m_game->experts()))
        , m_columnLosses(m_rowLosses)
        , m_rowTotals(m_rowLosses)
        , m_columnTotals(m_rowLosses)
    {}

private:
    void play(std::int64_t first, std::int64_t last) override
    {
        for (std::int64_t round = first + 1; round <= last; ++round) {
            m_row.begin(round);
            m_column.begin(round);
            const auto x = m_row->trust();
            const auto y = m_column->trust();
            std::fill(m_rowLosses.begin(), m_rowLosses.end(), 0.0);
            std::fill(m_columnLosses.begin(), m_columnLosses.end(), 1.0);
            for (std::size_t i = 0; i < x.size(); ++i)
                for (std::size_t j = 0; j < y.size(); ++j) {
                    const double loss = m_game->loss(static_cast<int>(i), static_cast<int>(j));
                    m_rowLosses[i] += loss * y[j];
                    m_columnLosses[j] -= loss * x[i];
                }
            for (std::size_t k = 0; k < x.size(); ++k) {
                m_rowTotals[k] += m_rowLosses[k];
                m_columnTotals[k] += m_columnLosses[k];
            }
            m_lost += dot(x, m_rowLosses);
            m_row->update(m_rowLosses, m_rowStream);
            m_column->update(m_columnLosses, m_columnStream);
        }
    }

    void recordMetrics(Recorder &recorder, std::int64_t step) override
    {
        const double bestRow = *std::min_element(m_rowTotals.begin(), m_rowTotals.end());
        const double bestColumn = *std::min_element(m_columnTotals.begin(), m_columnTotals.end());
        const auto rounds = static_cast<double>(step);
        recorder.metric(channel::staticRegret, 0, step, m_lost - bestRow);
        // Both players' regrets add up to T times the gap of their average play.
        if (step > 0)
            recorder.metric(channel::dualityGap, 0, step,
                            std::max(0.0, (rounds - bestRow - bestColumn) / rounds));
        recorder.metric(channel::adviceRate, 0, step,
                        std::sqrt(rounds * std::log(static_cast<double>(m_game->experts())) / 2));
        recorder.metric(channel::actionEntropy, 0, step, entropyOf(m_row->trust()));
    }
    void recordFrames(Recorder &recorder, std::int64_t step) override
    {
        recordTrust(recorder, step, *m_row);
    }

    std::shared_ptr<const MatrixGame> m_game;
    random::Stream m_rowStream;
    random::Stream m_columnStream;
    EpochLearner m_row;
    EpochLearner m_column;
    std::vector<double> m_rowLosses;
    std::vector<double> m_columnLosses;
    std::vector<double> m_rowTotals; ///< of every action against what the other played
    std::vector<double> m_columnTotals;
    double m_lost = 0; ///< the row player's
};

} // namespace

std::unique_ptr<Trial> adviceTrial(const TrialRequest &request,
                                   const MakeAdviceLearner &makeLearner, Horizon horizon)
{
    const InstancePointer &instance = request.instances.front();
    if (auto game = std::dynamic_pointer_cast<const MatrixGame>(instance))
        return std::make_unique<GameTrial>(request, makeLearner, horizon, std::move(game));
    auto losses = std::dynamic_pointer_cast<const ExpertLosses>(instance);
    assert(losses);
    return std::make_unique<LossTrial>(request, makeLearner, horizon, std::move(losses));
}

} // namespace agon::bandits
