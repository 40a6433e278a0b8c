#pragma once

#include "core/expected.h"

#include <cstddef>
#include <vector>

namespace agon::bandits {

// A principal hires agents to find out about a state θ in {0, 1}, equally likely. Agent i exerts
// effort (1) or none (0), sees a signal in {0, 1} and reports it. Efforts and signals of all agents
// are numbers whose bit i is agent i's. The principal guesses the state: 1 for a right guess.

/** What agents cost and see. */
struct AcquisitionGame
{
    std::size_t agents = 0;
    std::vector<double> costs;      ///< of effort, one an agent
    double mostPayment = 0;         ///< M: no agent is ever paid more
    std::vector<double> likelihood; ///< P(signals | efforts, θ), efforts × θ × signals

    std::size_t profiles() const { return std::size_t{1} << agents; }
    double probability(std::size_t efforts, std::size_t state, std::size_t signals) const
    {
        return likelihood[(efforts * 2 + state) * profiles() + signals];
    }
};

/** Agents whose signals are independent given the state: right with probability 1/2 without effort
 *  and with their accuracy otherwise. */
AcquisitionGame independentAgents(const std::vector<double> &accuracies, std::vector<double> costs,
                                  double mostPayment);

/** Likewise, but with probability @p shared the agents that exert effort are right or wrong by the
 *  same luck, as if all of them asked one source: one number u, uniform in [0, 1], and each is
 * right if u is below its accuracy. 0: independent. */
AcquisitionGame agentsOfOneSource(const std::vector<double> &accuracies, std::vector<double> costs,
                                  double mostPayment, double shared);

/** What the principal announces: with which probability it recommends efforts, how it guesses and
 * what it pays, all by recommended efforts b and reported signals s. */
struct Mechanism
{
    std::vector<double> recommend; ///< efforts
    std::vector<double> guessOne;  ///< probability of guessing 1, efforts × signals
    std::vector<double> pay;       ///< agents × efforts × signals × θ
};

/** Position in Mechanism::pay. */
inline std::size_t payIndex(std::size_t profiles, std::size_t agent, std::size_t efforts,
                            std::size_t signals, std::size_t state)
{
    return ((agent * profiles + efforts) * profiles + signals) * 2 + state;
}

/** The mechanism of largest expected utility, right guesses less payments, among those under which
 *  nobody gains more than @p slack by another effort or another report: the linear programme of
 * P078. Errors: the solver's. */
Expected<Mechanism> optimalMechanism(const AcquisitionGame &game, double slack);

/** The best mechanism that keeps agents apart: one profile of efforts is recommended for certain,
 * and each agent is paid by its own report and the state alone (P078, our reading of its
 * uncorrelated mechanisms). For every profile the least payments are a linear programme. */
Mechanism uncorrelatedMechanism(const AcquisitionGame &game);

/** What a mechanism is worth once every agent answers it as it likes best. */
struct MechanismValue
{
    double utility = 0;  ///< expected right guesses less payments, a round
    double payments = 0; ///< expected, a round
    double slack = 0;    ///< least an agent loses by its best deviation; negative where one gains
};

/** How an agent answers a recommendation. */
struct AgentResponse
{
    bool effort = false;
    bool report[2] = {false, true}; ///< what it reports on signals 0 and 1
};

/** Best responses of all agents, agent by agent and recommendation by recommendation (agents × 2):
 *  honest obedience unless another answer gains more than 1e-7, with the others obeying. */
std::vector<AgentResponse> bestResponses(const AcquisitionGame &game, const Mechanism &mechanism,
                                         double *slack = nullptr);
MechanismValue evaluate(const AcquisitionGame &game, const Mechanism &mechanism);

/** Recommends @p efforts and pays every agent that is to exert effort payments[i] when its report r
 *  is right; guesses what most of them report, the first's report where they are even. With two
 *  states that is the quadratic score payments[i] (1 - (θ - r)²) of P078's first phase, strictly
 *  proper for whoever does not hold both states to be equally likely. Scoring the belief behind a
 *  report of accuracy q instead, 1 - q or q, pays the same up to a constant and a factor: the two
 *  scores differ by 2q - 1. */
Mechanism scoreMechanism(std::size_t agents, std::size_t efforts,
                         const std::vector<double> &payments);

} // namespace agon::bandits
