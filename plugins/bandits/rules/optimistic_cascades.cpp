#include "plugins/bandits/rules/optimistic_cascades.h"

#include "plugins/bandits/rules/best_permutation.h"

#include <algorithm>
#include <cmath>
#include <tuple>

namespace agon::bandits {

OptimisticCascades::OptimisticCascades(const CascadeTask &task, double exploration,
                                       CascadeBonus bonus)
    : m_task(task)
    , m_exploration(exploration)
    , m_bonus(bonus)
    , m_logarithm(std::log(static_cast<double>(task.horizon) * task.shape.steps *
                           task.shape.states * task.shape.items))
    , m_looks(task.shape.pairs())
    , m_clicks(task.shape.pairs())
    , m_moves(task.shape.pairs())
    , m_next(task.shape.pairs() * static_cast<std::size_t>(task.shape.states))
{}

void OptimisticCascades::learn(const CascadeEvent &event)
{
    for (const int item : event.seen)
        m_looks[m_task.shape.at(event.state, item)] += 1;
    int outcome = m_task.shape.items;
    if (event.clicked) {
        outcome = event.seen.back();
        m_clicks[m_task.shape.at(event.state, outcome)] += 1;
    }
    const std::size_t pair = m_task.shape.at(event.state, outcome);
    m_moves[pair] += 1;
    m_next[pair * static_cast<std::size_t>(m_task.shape.states) +
           static_cast<std::size_t>(event.next)] += 1;
}

double OptimisticCascades::width(double variance, double range, double count) const
{
    if (m_bonus == CascadeBonus::hoeffding)
        return m_exploration * range * std::sqrt(m_logarithm / count);
    return m_exploration *
           (std::sqrt(2 * variance * m_logarithm / count) + range * m_logarithm / count);
}

std::pair<double, double> OptimisticCascades::attraction(std::size_t pair) const
{
    const double looks = m_looks[pair];
    if (looks == 0)
        return {1, 0};
    const double mean = m_clicks[pair] / looks;
    const double bonus = width(mean * (1 - mean), 1, looks);
    return {std::min(1.0, mean + bonus), std::max(0.0, mean - bonus)};
}

std::pair<double, double> OptimisticCascades::following(std::size_t pair,
                                                        std::span<const double> above,
                                                        std::span<const double> below,
                                                        double range) const
{
    const double moves = m_moves[pair];
    if (moves == 0)
        return {range, 0};
    double mean = 0;
    double square = 0;
    double least = 0;
    for (std::size_t state = 0; state < above.size(); ++state) {
        const double share = m_next[pair * above.size() + state] / moves;
        mean += share * above[state];
        square += share * above[state] * above[state];
        least += share * below[state];
    }
    const double bonus = width(std::max(0.0, square - mean * mean), range, moves);
    return {std::min(mean + bonus, range), std::max(least - bonus, 0.0)};
}

// P088, CascadingVI. Backwards through the steps: optimistic attractions and worths, the best list
// under them, and for it the worst that the same bounds allow.
void OptimisticCascades::replan(CascadePlan &plan)
{
    const CascadeShape &shape = m_task.shape;
    const auto items = static_cast<std::size_t>(shape.items);
    std::vector<double> above(static_cast<std::size_t>(shape.states));
    std::vector<double> below(above);
    std::vector<double> nextAbove(above);
    std::vector<double> nextBelow(above);
    std::vector<double> most(items);
    std::vector<double> fewest(items);
    std::vector<double> best(items + 1);
    std::vector<double> worst(items + 1);
    for (int step = shape.steps; step-- > 0;) {
        const double range = shape.steps - step;
        for (int state = 0; state < shape.states; ++state) {
            for (std::size_t i = 0; i <= items; ++i) {
                const std::size_t pair = shape.at(state, static_cast<int>(i));
                std::tie(best[i], worst[i]) = following(pair, above, below, range);
                best[i] += m_task.rewards[pair];
                worst[i] += m_task.rewards[pair];
                if (i < items)
                    std::tie(most[i], fewest[i]) = attraction(pair);
            }
            ListChoice choice =
                bestPermutation(most, std::span(best).first(items), best[items], shape.length);
            m_listsValued += choice.valued;
            // An item that is worth less than what comes after it does harm when it attracts.
            double least = worst[items];
            for (auto item = choice.list.rbegin(); item != choice.list.rend(); ++item) {
                const auto i = static_cast<std::size_t>(*item);
                const double u = worst[i] < least ? most[i] : fewest[i];
                least = u * worst[i] + (1 - u) * least;
            }
            nextAbove[static_cast<std::size_t>(state)] = std::min(choice.value, range);
            nextBelow[static_cast<std::size_t>(state)] = std::max(least, 0.0);
            plan.list(step, state) = std::move(choice.list);
        }
        std::swap(above, nextAbove);
        std::swap(below, nextBelow);
    }
    m_upper = above.front();
    m_lower = below.front();
}

} // namespace agon::bandits
