#pragma once

#include <functional>
#include <span>
#include <vector>

namespace agon::bandits {

/** An online vertex's chance to be matched with one offline vertex. */
struct MatchEdge
{
    int offline = 0;
    double probability = 0; ///< that an attempt succeeds
};

/** Position in @p edges of the free offline vertex with the largest score; the first of equals; -1
 * when none is free. */
inline int chooseEdge(std::span<const MatchEdge> edges, std::span<const char> free,
                      const std::function<double(const MatchEdge &)> &score)
{
    int best = -1;
    double bestScore = 0;
    for (std::size_t position = 0; position < edges.size(); ++position) {
        if (!free[static_cast<std::size_t>(edges[position].offline)])
            continue;
        const double value = score(edges[position]);
        if (best < 0 || value > bestScore) {
            best = static_cast<int>(position);
            bestScore = value;
        }
    }
    return best;
}

/** Stochastic Balance: the largest p (1 - g(load)), g(l) = 1 - e^{-l}. With equal probabilities the
 * least load; equal loads tie. A load is the sum of the probabilities attempted. */
int balanceChoice(std::span<const MatchEdge> edges, std::span<const char> free,
                  std::span<const double> loads);

/** Value of the matching linear programme: max Σ p x with Σ_u x_uv <= 1 for every arrival v and
 *  Σ_v p x_uv <= 1 for every offline vertex u. Arrivals with the same edges are one column. */
double matchingBound(const std::vector<std::vector<MatchEdge>> &arrivals, int offline);

} // namespace agon::bandits
