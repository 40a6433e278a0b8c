#pragma once

#include "plugins/experts/rules/routing.h"

#include <cstdint>
#include <span>
#include <vector>

namespace agon::experts {

/** Tokens with their targets. */
struct TokenBatch
{
    int tokens = 0;
    std::vector<double> inputs;       ///< size tokens × d, token after token
    std::vector<double> targets;      ///< size tokens × d
    std::vector<std::int32_t> domain; ///< size tokens
};

/** One layer of linear experts behind a linear router: z = R x, y = sum over the chosen e of
 *  g_e (W_e x + b_e). Parameters lie in one array, for the optimizer: R, then W_e, then b_e. */
class MixtureLayer
{
public:
    /** R ~ 0.02 N(0,1), W_e ~ 0.5/sqrt(d) N(0,1), b_e = 0, decided by @p seed. */
    MixtureLayer(int dimension, int experts, std::uint64_t seed);

    int dimension() const { return m_dimension; }
    int experts() const { return m_experts; }
    std::span<double> parameters() { return m_parameters; }
    std::span<const double> parameters() const { return m_parameters; }

    /** Fills the logits of every token. */
    void score(const TokenBatch &batch, Routing &routing) const;
    /** Mean squared error over tokens and coordinates of what the chosen experts say. */
    double loss(const TokenBatch &batch, const Routing &routing) const;
    /** The same, and its gradient: with respect to experts into @p gradient (size of parameters;
     *  the router's part stays 0) and to the weights g into @p weightGradient (size tokens × k). */
    double loss(const TokenBatch &batch, const Routing &routing, std::span<double> gradient,
                std::span<double> weightGradient) const;
    /** Adds the router's part of the gradient from dL/dz (size tokens × E). */
    void differentiateScores(const TokenBatch &batch, std::span<const double> logitGradient,
                             std::span<double> gradient) const;

private:
    std::size_t expertOffset(int expert) const;
    std::size_t biasOffset(int expert) const;

    int m_dimension, m_experts;
    std::vector<double> m_parameters;
};

} // namespace agon::experts
