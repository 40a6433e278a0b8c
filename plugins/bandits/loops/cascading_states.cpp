#include "plugins/bandits/loops/cascading_states.h"

#include "plugins/bandits/channels.h"
#include "plugins/bandits/loops/processor_time.h"
#include "plugins/bandits/loops/recent_choices.h"
#include "plugins/bandits/loops/round_trial.h"
#include "plugins/bandits/rules/best_permutation.h"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <numeric>

namespace agon::bandits {
namespace {

constexpr std::int64_t episodesPerUnit = 500;

/** Worth of every item of a state and of no click: reward and what follows. */
std::vector<double> worths(const CascadeModel &model, int state, std::span<const double> following)
{
    std::vector<double> result;
    for (int item = 0; item <= model.shape.items; ++item) {
        const auto next = model.nextOf(state, item);
        result.push_back(model.rewards[model.shape.at(state, item)] +
                         std::inner_product(next.begin(), next.end(), following.begin(), 0.0));
    }
    return result;
}

std::span<const double> attractionsOf(const CascadeModel &model, int state)
{
    return std::span(model.attractions)
        .subspan(model.shape.at(state, 0), static_cast<std::size_t>(model.shape.items));
}

/** Position of a step and state in tables of them. */
std::size_t rowOf(const CascadeShape &shape, int step, int state)
{
    return static_cast<std::size_t>(step * shape.states + state);
}

std::shared_ptr<const CascadeInstance> cascadeInstanceOf(const TrialRequest &request)
{
    auto instance = std::dynamic_pointer_cast<const CascadeInstance>(request.instances.front());
    assert(instance);
    return instance;
}

/** The state drawn by @p draw, uniform in [0, 1). */
int stateAt(std::span<const double> probabilities, double draw)
{
    std::size_t state = 0;
    for (; state + 1 < probabilities.size(); ++state) {
        draw -= probabilities[state];
        if (draw < 0)
            break;
    }
    return static_cast<int>(state);
}

class CascadeTrial final : public RoundTrial
{
public:
    CascadeTrial(const TrialRequest &request, MakeCascadePlanner makePlanner, Horizon horizon,
                 std::shared_ptr<const CascadeInstance> instance)
        : RoundTrial(request.budget,
                     std::min<std::int64_t>(episodesPerUnit,
                                            std::max<std::int64_t>(1, request.budget / 8)))
        , m_instance(std::move(instance))
        , m_shape(m_instance->model().shape)
        , m_makePlanner(std::move(makePlanner))
        , m_epochs(horizon, request.budget)
        , m_planner(madePlanner())
        , m_horizon(request.budget)
        , m_table(request.seeds.front(), random::Purpose("users"))
        , m_plan(m_shape)
        , m_isBest(static_cast<std::size_t>(m_shape.steps * m_shape.states))
        , m_draws(static_cast<std::size_t>(m_shape.items))
        , m_visits(static_cast<std::size_t>(m_shape.states))
        , m_listed(static_cast<std::size_t>(m_shape.states * m_shape.items))
    {
        for (int state = 0; state < m_shape.states; ++state)
            m_stateNames.push_back(fmt::format("state {}", state + 1));
        for (int item = 0; item < m_shape.items; ++item)
            m_itemNames.push_back(fmt::format("item {}", item + 1));
    }

private:
    std::unique_ptr<CascadePlanner> madePlanner() const
    {
        return m_makePlanner({m_shape, m_instance->model().rewards, m_epochs.horizon()});
    }

    void play(std::int64_t first, std::int64_t last) override
    {
        for (std::int64_t episode = first + 1; episode <= last; ++episode)
            playEpisode(episode);
    }

    void playEpisode(std::int64_t episode)
    {
        if (m_epochs.begins(episode)) {
            m_valuedBefore += m_planner->listsValued();
            m_planner = madePlanner();
        }
        if (m_planner->plansBefore(episode - m_epochs.before()))
            makePlan();
        if (m_stopped == 0 && m_planner->stopped())
            m_stopped = episode;
        m_regret += m_gap;
        int state = 0;
        for (int step = 0; step < m_shape.steps; ++step)
            state = playStep(state, step);
    }

    void makePlan()
    {
        const double begun = processorSeconds();
        const CascadePlan &plan = m_planner->plan();
        m_planSeconds += processorSeconds() - begun;
        ++m_plans;
        // The exact value costs a sweep over the model: only when the lists are others.
        if (plan == m_plan)
            return;
        m_plan = plan;
        m_gap = m_instance->bestValue() - planValue(m_instance->model(), m_plan);
        for (int step = 0; step < m_shape.steps; ++step)
            for (int state = 0; state < m_shape.states; ++state)
                m_isBest[rowOf(m_shape, step, state)] =
                    m_instance->isBest(step, state, m_plan.list(step, state));
    }

    int playStep(int state, int step)
    {
        const std::span<const int> list = m_plan.list(step, state);
        const CascadeModel &model = m_instance->model();
        for (double &draw : m_draws)
            draw = m_table.uniform();
        const double move = m_table.uniform();
        m_visits[static_cast<std::size_t>(state)] += 1;
        m_best += m_isBest[rowOf(m_shape, step, state)];
        for (const int item : list)
            m_listed[static_cast<std::size_t>(state * m_shape.items + item)] += 1;
        CascadeEvent event;
        event.state = state;
        event.step = step;
        std::size_t seen = 0;
        while (seen < list.size() && !event.clicked) {
            const int item = list[seen++];
            event.clicked = m_draws[static_cast<std::size_t>(item)] <
                            model.attractions[model.shape.at(state, item)];
        }
        event.seen = list.first(seen);
        const int outcome = event.clicked ? list[seen - 1] : m_shape.items;
        event.reward = model.rewards[model.shape.at(state, outcome)];
        event.next = stateAt(model.nextOf(state, outcome), move);
        m_earned += event.reward;
        m_clicks += event.clicked;
        m_steps += 1;
        m_planner->learn(event);
        return event.next;
    }

    void recordMetrics(Recorder &recorder, std::int64_t step) override
    {
        const auto episodes = static_cast<double>(step);
        recorder.metric(channel::cumulativeRegret, 0, step, m_regret);
        recorder.metric(channel::cumulativeReward, 0, step, m_earned);
        recorder.metric(channel::cascadeRate, 0, step,
                        std::sqrt(episodes * m_shape.steps * m_shape.states * m_shape.items));
        recorder.metric(channel::episodesUntilStop, 0, step,
                        static_cast<double>(m_stopped > 0 ? m_stopped - 1 : m_horizon));
        recorder.metric(channel::listsValued, 0, step,
                        static_cast<double>(m_valuedBefore + m_planner->listsValued()));
        if (step == 0)
            return;
        recorder.metric(channel::simpleRegret, 0, step, m_gap);
        const double bestEpisodes = m_best / m_shape.steps;
        recordChoices(recorder, 0, step, step, {std::span(&bestEpisodes, 1)}, m_recent, {});
        recorder.metric(channel::clickShare, 0, step, m_clicks / m_steps);
        if (m_plans > 0)
            m_millisecondsAPlan = 1000 * m_planSeconds / m_plans;
        m_planSeconds = 0;
        m_plans = 0;
        recorder.metric(channel::planTime, 0, step, m_millisecondsAPlan);
    }

    void recordFrames(Recorder &recorder, std::int64_t step) override
    {
        if (step == 0 || !recorder.framesWanted(0))
            return;
        std::vector<double> shares = m_listed;
        const auto items = static_cast<std::size_t>(m_shape.items);
        for (std::size_t cell = 0; cell < shares.size(); ++cell) {
            const double visits = m_visits[cell / items];
            shares[cell] =
                visits > 0 ? shares[cell] / visits : std::numeric_limits<double>::quiet_NaN();
        }
        recorder.field(
            channel::listedItems, 0, step,
            {m_shape.states, m_shape.items, std::move(shares), m_stateNames, m_itemNames});
        std::fill(m_visits.begin(), m_visits.end(), 0.0);
        std::fill(m_listed.begin(), m_listed.end(), 0.0);
    }

    std::shared_ptr<const CascadeInstance> m_instance;
    CascadeShape m_shape;
    MakeCascadePlanner m_makePlanner;
    Epochs m_epochs;
    std::unique_ptr<CascadePlanner> m_planner;
    std::int64_t m_valuedBefore = 0; ///< lists, by planners of epochs before
    std::int64_t m_horizon;
    random::Stream m_table;
    CascadePlan m_plan;
    std::vector<char> m_isBest; ///< of the plan's lists, by step and state
    std::vector<double> m_draws;
    std::vector<double> m_visits; ///< of every state since the last frame
    std::vector<double> m_listed; ///< state × item: visits with the item in the list
    std::vector<std::string> m_stateNames;
    std::vector<std::string> m_itemNames;
    std::int64_t m_stopped = 0; ///< the first episode that the planner no longer planned; 0: none
    double m_gap = 0;           ///< of the lists now in use
    double m_best = 0;          ///< best lists shown
    RecentChoices m_recent;
    double m_regret = 0;
    double m_earned = 0;
    double m_clicks = 0;
    double m_steps = 0;
    double m_planSeconds = 0; ///< of the plans since the last recorded episode
    double m_plans = 0;       ///< so many
    double m_millisecondsAPlan = 0;
};

} // namespace

double planValue(const CascadeModel &model, const CascadePlan &plan)
{
    std::vector<double> following(static_cast<std::size_t>(model.shape.states));
    std::vector<double> values(following);
    for (int step = model.shape.steps; step-- > 0;) {
        for (int state = 0; state < model.shape.states; ++state) {
            const std::vector<double> worth = worths(model, state, following);
            values[static_cast<std::size_t>(state)] =
                listValue(plan.list(step, state), attractionsOf(model, state), worth, worth.back());
        }
        std::swap(values, following);
    }
    return following.front();
}

BestLists bestLists(const CascadeModel &model)
{
    const auto states = static_cast<std::size_t>(model.shape.states);
    const auto steps = static_cast<std::size_t>(model.shape.steps);
    BestLists result{CascadePlan(model.shape), std::vector<double>(steps * model.shape.pairs()),
                     std::vector<double>(steps * states)};
    std::vector<double> following(states);
    std::vector<double> values(following);
    for (int step = model.shape.steps; step-- > 0;) {
        for (int state = 0; state < model.shape.states; ++state) {
            const std::vector<double> worth = worths(model, state, following);
            ListChoice best = bestPermutation(attractionsOf(model, state),
                                              std::span(worth).first(worth.size() - 1),
                                              worth.back(), model.shape.length);
            const std::size_t row = rowOf(model.shape, step, state);
            std::copy(worth.begin(), worth.end(),
                      result.worths.begin() + static_cast<std::ptrdiff_t>(row * worth.size()));
            result.values[row] = best.value;
            values[static_cast<std::size_t>(state)] = best.value;
            result.plan.list(step, state) = std::move(best.list);
        }
        std::swap(values, following);
    }
    return result;
}

CascadeInstance::CascadeInstance(CascadeModel model)
    : m_model(std::move(model))
    , m_best(bestLists(m_model))
    , m_bestValue(planValue(m_model, m_best.plan))
{}

bool CascadeInstance::isBest(int step, int state, std::span<const int> list) const
{
    constexpr double tolerance = 1e-9; // sums in another order
    const std::size_t row = rowOf(m_model.shape, step, state);
    const auto items = static_cast<std::size_t>(m_model.shape.items) + 1;
    const auto worth = std::span(m_best.worths).subspan(row * items, items);
    return listValue(list, attractionsOf(m_model, state), worth, worth.back()) >=
           m_best.values[row] - tolerance;
}

CascadeShape shapeOf(const TrialRequest &request)
{
    return cascadeInstanceOf(request)->model().shape;
}

std::unique_ptr<Trial> cascadeTrial(const TrialRequest &request,
                                    const MakeCascadePlanner &makePlanner, Horizon horizon)
{
    return std::make_unique<CascadeTrial>(request, makePlanner, horizon,
                                          cascadeInstanceOf(request));
}

} // namespace agon::bandits
