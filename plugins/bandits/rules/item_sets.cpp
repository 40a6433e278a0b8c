#include "plugins/bandits/rules/item_sets.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <numeric>

namespace agon::bandits {
namespace {

/** Items by falling weight, ties by number. */
std::vector<int> byFallingWeight(std::span<const double> weights)
{
    std::vector<int> order(weights.size());
    std::iota(order.begin(), order.end(), 0);
    std::stable_sort(order.begin(), order.end(), [&](int a, int b) {
        return weights[static_cast<std::size_t>(a)] > weights[static_cast<std::size_t>(b)];
    });
    return order;
}

double binomial(int n, int k)
{
    double result = 1;
    for (int i = 1; i <= k; ++i)
        result *= static_cast<double>(n - k + i) / i;
    return std::round(result);
}

/** Calls @p visit with every increasing choice of @p size numbers below @p items. */
void forEachChoice(int items, int size, const std::function<void(const std::vector<int> &)> &visit)
{
    std::vector<int> chosen(static_cast<std::size_t>(size));
    std::iota(chosen.begin(), chosen.end(), 0);
    for (;;) {
        visit(chosen);
        int position = size - 1;
        while (position >= 0 &&
               chosen[static_cast<std::size_t>(position)] == items - size + position)
            --position;
        if (position < 0)
            return;
        const int value = ++chosen[static_cast<std::size_t>(position)];
        std::iota(chosen.begin() + position, chosen.end(), value);
    }
}

/** Joins the components of two nodes; false when they are one already. */
bool join(std::vector<int> &component, const std::pair<int, int> &edge)
{
    const int from = component[static_cast<std::size_t>(edge.first)];
    const int to = component[static_cast<std::size_t>(edge.second)];
    if (from == to)
        return false;
    std::replace(component.begin(), component.end(), from, to);
    return true;
}

} // namespace

std::vector<int> TopSets::largest(std::span<const double> weights) const
{
    std::vector<int> order = byFallingWeight(weights);
    order.resize(static_cast<std::size_t>(size()));
    return order;
}

double TopSets::count() const { return binomial(items(), size()); }

std::vector<std::vector<int>> TopSets::all() const
{
    std::vector<std::vector<int>> sets;
    forEachChoice(items(), size(), [&](const std::vector<int> &chosen) { sets.push_back(chosen); });
    return sets;
}

std::vector<int> GridPaths::largest(std::span<const double> weights) const
{
    // The best value of a path to each node, from the first corner on.
    const int nodes = m_side + 1;
    const auto at = [&](int row, int column) {
        return static_cast<std::size_t>(row * nodes + column);
    };
    std::vector<double> best(static_cast<std::size_t>(nodes * nodes));
    std::vector<int> edge(best.size(), -1);
    for (int row = 0; row < nodes; ++row)
        for (int column = 0; column < nodes; ++column) {
            if (row == 0 && column == 0)
                continue;
            double value = -std::numeric_limits<double>::infinity();
            const auto reach = [&](std::size_t from, int by) {
                const double there = best[from] + weights[static_cast<std::size_t>(by)];
                if (there > value) {
                    value = there;
                    edge[at(row, column)] = by;
                }
            };
            if (column > 0)
                reach(at(row, column - 1), rightOf(row, column - 1));
            if (row > 0)
                reach(at(row - 1, column), downOf(row - 1, column));
            best[at(row, column)] = value;
        }
    std::vector<int> path;
    for (int row = m_side, column = m_side; row > 0 || column > 0;) {
        path.push_back(edge[at(row, column)]);
        (path.back() < downOf(0, 0) ? column : row) -= 1;
    }
    std::reverse(path.begin(), path.end());
    return path;
}

double GridPaths::count() const { return binomial(2 * m_side, m_side); }

std::vector<std::vector<int>> GridPaths::all() const
{
    // A path is known by which of its steps go down.
    std::vector<std::vector<int>> paths;
    forEachChoice(2 * m_side, m_side, [&](const std::vector<int> &downs) {
        std::vector<int> &path = paths.emplace_back();
        int row = 0;
        for (int step = 0; step < 2 * m_side; ++step) {
            const int column = step - row;
            if (row < m_side && downs[static_cast<std::size_t>(row)] == step)
                path.push_back(downOf(row++, column));
            else
                path.push_back(rightOf(row, column));
        }
    });
    return paths;
}

SpanningTrees::SpanningTrees(int nodes)
    : ItemSets(nodes * (nodes - 1) / 2, nodes - 1), m_nodes(nodes)
{
    for (int a = 0; a < nodes; ++a)
        for (int b = a + 1; b < nodes; ++b)
            m_edges.emplace_back(a, b);
}

std::vector<int> SpanningTrees::largest(std::span<const double> weights) const
{
    std::vector<int> component(static_cast<std::size_t>(m_nodes));
    std::iota(component.begin(), component.end(), 0);
    std::vector<int> tree;
    for (const int edge : byFallingWeight(weights))
        if (join(component, m_edges[static_cast<std::size_t>(edge)]))
            tree.push_back(edge);
    return tree;
}

double SpanningTrees::count() const { return std::pow(m_nodes, m_nodes - 2); } // Cayley

std::vector<std::vector<int>> SpanningTrees::all() const
{
    std::vector<std::vector<int>> trees;
    std::vector<int> component(static_cast<std::size_t>(m_nodes));
    forEachChoice(items(), size(), [&](const std::vector<int> &chosen) {
        std::iota(component.begin(), component.end(), 0);
        if (std::all_of(chosen.begin(), chosen.end(), [&](int edge) {
                return join(component, m_edges[static_cast<std::size_t>(edge)]);
            }))
            trees.push_back(chosen);
    });
    return trees;
}

} // namespace agon::bandits
