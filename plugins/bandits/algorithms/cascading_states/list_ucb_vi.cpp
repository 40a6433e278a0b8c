#include "plugins/bandits/algorithms/cascading_states/algorithms.h"
#include "plugins/bandits/rules/optimistic_cascades.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>

namespace agon::bandits {
namespace {

constexpr double mostLists = 20'000;

/** Lists of 1 to m of N items in order. */
double countLists(const CascadeShape &shape)
{
    double all = 0;
    double lists = 1;
    for (int length = 0; length < shape.length; ++length) {
        lists *= shape.items - length;
        all += lists;
    }
    return all;
}

struct ListUcbViSettings
{
    double exploration = 0.1;

    static Schema<ListUcbViSettings> schema()
    {
        Schema<ListUcbViSettings> s;
        s.real(&ListUcbViSettings::exploration, "exploration", "Exploration c")
            .range(0, 100)
            .slider(0.01, 2)
            .logarithmic()
            .help("Factor of all bonuses; 1 is like the theory's.")
            .source("P088: 0.1, as for CascadingVI");
        return s;
    }
};

class ListUcbVi final : public CascadePlanner
{
public:
    using Settings = ListUcbViSettings;
    static constexpr bool needsHorizon = true;

    static std::optional<Error> refusal(const CascadeShape &shape)
    {
        if (countLists(shape) <= mostLists)
            return {};
        return Error(fmt::format("bandits/list-ucb-vi learns about every list; there are {:.3g}, "
                                 "more than {:.0f}.",
                                 countLists(shape), mostLists),
                     "Choose fewer items or shorter lists.");
    }

    ListUcbVi(const Settings &settings, const CascadeTask &task)
        : m_shape(task.shape)
        , m_exploration(settings.exploration)
        , m_plan(task.shape)
        , m_states(static_cast<std::size_t>(task.shape.states))
    {
        addLists({});
        m_logarithm = std::log(static_cast<double>(task.horizon) * m_shape.steps * m_shape.states *
                               static_cast<double>(m_lists.size()));
        m_shown.resize(m_states * m_lists.size());
        m_earned.resize(m_shown.size());
        m_next.resize(m_shown.size() * m_states);
    }

    bool plansBefore(std::int64_t episode) const override { return isPlanningEpisode(episode); }
    const CascadePlan &plan() override
    {
        replan();
        return m_plan;
    }
    std::int64_t listsValued() const override { return m_listsValued; }

    void learn(const CascadeEvent &event) override
    {
        const auto state = static_cast<std::size_t>(event.state);
        const std::size_t pair =
            state * m_lists.size() + m_numbers.at(m_plan.list(event.step, event.state));
        m_shown[pair] += 1;
        m_earned[pair] += event.reward;
        m_next[pair * m_states + static_cast<std::size_t>(event.next)] += 1;
    }

private:
    void addLists(std::vector<int> begun)
    {
        for (int item = 0; item < m_shape.items; ++item) {
            if (std::find(begun.begin(), begun.end(), item) != begun.end())
                continue;
            begun.push_back(item);
            m_numbers[begun] = m_lists.size();
            m_lists.push_back(begun);
            if (std::ssize(begun) < m_shape.length)
                addLists(begun);
            begun.pop_back();
        }
    }

    void replan()
    {
        std::vector<double> following(m_states);
        std::vector<double> values(m_states);
        for (int step = m_shape.steps; step-- > 0;) {
            const double range = m_shape.steps - step;
            for (std::size_t state = 0; state < m_states; ++state) {
                double best = -1;
                std::size_t chosen = 0;
                m_listsValued += std::ssize(m_lists);
                for (std::size_t list = 0; list < m_lists.size(); ++list) {
                    const double value = bound(state * m_lists.size() + list, following, range);
                    if (value > best) {
                        best = value;
                        chosen = list;
                    }
                }
                values[state] = best;
                m_plan.list(step, static_cast<int>(state)) = m_lists[chosen];
            }
            std::swap(following, values);
        }
    }

    double bound(std::size_t pair, std::span<const double> following, double range) const
    {
        const double count = m_shown[pair];
        if (count == 0)
            return range;
        double mean = 0;
        double square = 0;
        for (std::size_t next = 0; next < m_states; ++next) {
            const double share = m_next[pair * m_states + next] / count;
            mean += share * following[next];
            square += share * following[next] * following[next];
        }
        const double variance = std::max(0.0, square - mean * mean);
        const double bonus = m_exploration * (std::sqrt(2 * variance * m_logarithm / count) +
                                              range * m_logarithm / count);
        return std::min(m_earned[pair] / count + mean + bonus, range);
    }

    CascadeShape m_shape;
    double m_exploration;
    double m_logarithm = 0;
    CascadePlan m_plan;
    std::size_t m_states;
    std::vector<std::vector<int>> m_lists;
    std::map<std::vector<int>, std::size_t> m_numbers; ///< of the lists
    std::vector<double> m_shown;                       ///< states × lists
    std::vector<double> m_earned;                      ///< likewise
    std::vector<double> m_next;                        ///< states × lists × states
    std::int64_t m_listsValued = 0;
};

} // namespace

AlgorithmEntry listUcbVi()
{
    return cascadePlannerEntry<ListUcbVi>({
        .id = "bandits/list-ucb-vi",
        .title = "UCBVI over lists",
        .summary = "Optimistic value iteration that learns about every list apart.",
        .papers = {"P088"},
        .reference = "Azar, Osband and Munos 2017, Minimax regret bounds for reinforcement "
                     "learning",
        .year = 2017,
        .tags = {"cascade", "reinforcement learning", "baseline"},
        .fidelity = Fidelity::reconstructed,
        .note = "[reconstructed] Every ordered list is an action of its own, at most 20,000 of "
                "them; bonuses as CascadingVI's.",
    });
}

} // namespace agon::bandits
