#include "plugins/bandits/rules/incentive_program.h"

#include "core/optimization/linear_program.h"

#include <algorithm>
#include <array>
#include <limits>

namespace agon::bandits {
namespace {

constexpr double prior = 0.5;
constexpr double indifference = 1e-7;

std::size_t bit(std::size_t number, std::size_t position) { return number >> position & 1; }
std::size_t withBit(std::size_t number, std::size_t position, std::size_t value)
{
    return (number & ~(std::size_t{1} << position)) | value << position;
}

/** The columns of the programme. */
struct Columns
{
    explicit Columns(std::size_t agents) : profiles(std::size_t{1} << agents) {}
    std::size_t profiles;
    std::vector<int> recommend; ///< µ, efforts
    std::vector<int> guess;     ///< y, efforts × signals × guess
    std::vector<int> pay;       ///< x, as payIndex
};

/** Adds µ, y = µ π and x = µ γ with their own constraints. */
Columns addMechanism(optimization::LinearProgram &program, const AcquisitionGame &game)
{
    using optimization::LinearProgram;
    Columns columns(game.agents);
    const std::size_t profiles = game.profiles();
    const int one = program.addRow(1, 1);
    for (std::size_t b = 0; b < profiles; ++b) {
        columns.recommend.push_back(program.addColumn(0));
        program.addCoefficient(one, columns.recommend.back(), 1);
    }
    for (std::size_t b = 0; b < profiles; ++b)
        for (std::size_t s = 0; s < profiles; ++s) {
            const int row = program.addRow(0, 0);
            program.addCoefficient(row, columns.recommend[b], -1);
            for (std::size_t guess = 0; guess < 2; ++guess) {
                columns.guess.push_back(program.addColumn(prior * game.probability(b, guess, s)));
                program.addCoefficient(row, columns.guess.back(), 1);
            }
        }
    for (std::size_t agent = 0; agent < game.agents; ++agent)
        for (std::size_t b = 0; b < profiles; ++b)
            for (std::size_t s = 0; s < profiles; ++s)
                for (std::size_t state = 0; state < 2; ++state) {
                    columns.pay.push_back(
                        program.addColumn(-prior * game.probability(b, state, s)));
                    const int row = program.addRow(-LinearProgram::infinity, 0);
                    program.addCoefficient(row, columns.pay.back(), 1);
                    program.addCoefficient(row, columns.recommend[b], -game.mostPayment);
                }
    return columns;
}

/** Agent @p agent, told @p told, neither gains by effort @p instead nor by any reports after it. */
void addIncentive(optimization::LinearProgram &program, const AcquisitionGame &game,
                  const Columns &columns, std::size_t agent, std::size_t told, std::size_t instead,
                  double slack)
{
    using optimization::LinearProgram;
    const std::size_t profiles = game.profiles();
    // What obeying and reporting truly earns, less what deviating costs less, is at least Σ z.
    const int obey = program.addRow(-slack, LinearProgram::infinity);
    for (std::size_t b = 0; b < profiles; ++b) {
        if (bit(b, agent) != told)
            continue;
        program.addCoefficient(obey, columns.recommend[b],
                               (static_cast<double>(instead) - static_cast<double>(told)) *
                                   game.costs[agent]);
        for (std::size_t s = 0; s < profiles; ++s)
            for (std::size_t state = 0; state < 2; ++state)
                program.addCoefficient(obey, columns.pay[payIndex(profiles, agent, b, s, state)],
                                       prior * game.probability(b, state, s));
    }
    for (std::size_t seen = 0; seen < 2; ++seen) {
        const int z = program.addColumn(0, -LinearProgram::infinity);
        program.addCoefficient(obey, z, -1);
        for (std::size_t reported = 0; reported < 2; ++reported) {
            const int row = program.addRow(0, LinearProgram::infinity);
            program.addCoefficient(row, z, 1);
            for (std::size_t b = 0; b < profiles; ++b) {
                if (bit(b, agent) != told)
                    continue;
                const std::size_t played = withBit(b, agent, instead);
                for (std::size_t s = 0; s < profiles; ++s) {
                    if (bit(s, agent) != seen)
                        continue;
                    const std::size_t shown = withBit(s, agent, reported);
                    for (std::size_t state = 0; state < 2; ++state)
                        program.addCoefficient(
                            row, columns.pay[payIndex(profiles, agent, b, shown, state)],
                            -prior * game.probability(played, state, s));
                }
            }
        }
    }
}

/** Expected payment, less cost, of an agent that is told @p told, summed over recommendations with
 * their probability, when it answers with @p response and the others obey. */
double payoff(const AcquisitionGame &game, const Mechanism &mechanism, std::size_t agent,
              std::size_t told, const AgentResponse &response)
{
    const std::size_t profiles = game.profiles();
    double sum = 0;
    for (std::size_t b = 0; b < profiles; ++b) {
        if (bit(b, agent) != told || mechanism.recommend[b] <= 0)
            continue;
        const std::size_t played = withBit(b, agent, response.effort);
        double paid = 0;
        for (std::size_t s = 0; s < profiles; ++s) {
            const std::size_t shown = withBit(s, agent, response.report[bit(s, agent)]);
            for (std::size_t state = 0; state < 2; ++state)
                paid += prior * game.probability(played, state, s) *
                        mechanism.pay[payIndex(profiles, agent, b, shown, state)];
        }
        sum += mechanism.recommend[b] * (paid - (response.effort ? game.costs[agent] : 0));
    }
    return sum;
}

/** P(signal of @p agent | efforts, θ), whatever the others see. */
double signalProbability(const AcquisitionGame &game, std::size_t efforts, std::size_t state,
                         std::size_t agent, std::size_t signal)
{
    double sum = 0;
    for (std::size_t s = 0; s < game.profiles(); ++s)
        if (bit(s, agent) == signal)
            sum += game.probability(efforts, state, s);
    return sum;
}

/** Of an agent paid by its own report and the state. */
using SeparatePayments = std::array<double, 4>; // report × θ

/** The payments of least expectation under which every agent exerts its part of @p efforts and
 *  reports truly. Empty when there are none. */
std::vector<SeparatePayments> leastPayments(const AcquisitionGame &game, std::size_t efforts)
{
    using optimization::LinearProgram;
    std::vector<SeparatePayments> result;
    for (std::size_t agent = 0; agent < game.agents; ++agent) {
        const std::size_t told = bit(efforts, agent);
        LinearProgram program;
        SeparatePayments obeying;
        for (std::size_t cell = 0; cell < obeying.size(); ++cell) {
            obeying[cell] = prior * signalProbability(game, efforts, cell & 1, agent, cell >> 1);
            program.addColumn(-obeying[cell], 0, game.mostPayment);
        }
        for (int code = 0; code < 8; ++code) {
            const AgentResponse other{(code & 1) != 0, {(code & 2) != 0, (code & 4) != 0}};
            SeparatePayments gained = obeying;
            for (std::size_t seen = 0; seen < 2; ++seen)
                for (std::size_t state = 0; state < 2; ++state)
                    gained[other.report[seen] * 2 + state] -=
                        prior * signalProbability(game, withBit(efforts, agent, other.effort),
                                                  state, agent, seen);
            const int row = program.addRow(
                (static_cast<double>(told) - static_cast<double>(other.effort)) * game.costs[agent],
                LinearProgram::infinity);
            for (std::size_t cell = 0; cell < gained.size(); ++cell)
                program.addCoefficient(row, static_cast<int>(cell), gained[cell]);
        }
        const auto solution = optimization::solve(program);
        if (!solution)
            return {};
        SeparatePayments &payments = result.emplace_back();
        std::copy(solution->primal.begin(), solution->primal.end(), payments.begin());
    }
    return result;
}

/** Recommends @p efforts, pays each agent apart and guesses what the reports make likelier. */
Mechanism separateMechanism(const AcquisitionGame &game, std::size_t efforts,
                            const std::vector<SeparatePayments> &payments)
{
    const std::size_t profiles = game.profiles();
    Mechanism mechanism;
    mechanism.recommend.assign(profiles, 0);
    mechanism.recommend[efforts] = 1;
    mechanism.guessOne.assign(profiles * profiles, 0.5);
    mechanism.pay.assign(game.agents * profiles * profiles * 2, 0);
    for (std::size_t s = 0; s < profiles; ++s) {
        const double zero = game.probability(efforts, 0, s);
        const double one = game.probability(efforts, 1, s);
        mechanism.guessOne[efforts * profiles + s] = one > zero ? 1 : one < zero ? 0 : 0.5;
        for (std::size_t agent = 0; agent < game.agents; ++agent)
            for (std::size_t state = 0; state < 2; ++state)
                mechanism.pay[payIndex(profiles, agent, efforts, s, state)] =
                    payments[agent][bit(s, agent) * 2 + state];
    }
    return mechanism;
}

} // namespace

AcquisitionGame independentAgents(const std::vector<double> &accuracies, std::vector<double> costs,
                                  double mostPayment)
{
    return agentsOfOneSource(accuracies, std::move(costs), mostPayment, 0);
}

AcquisitionGame agentsOfOneSource(const std::vector<double> &accuracies, std::vector<double> costs,
                                  double mostPayment, double shared)
{
    AcquisitionGame game{accuracies.size(), std::move(costs), mostPayment, {}};
    for (std::size_t efforts = 0; efforts < game.profiles(); ++efforts)
        for (std::size_t state = 0; state < 2; ++state)
            for (std::size_t signals = 0; signals < game.profiles(); ++signals) {
                double apart = 1;
                double resting = 1;
                double below = 1; // the common u is below the accuracies of all that are right…
                double above = 0; // …and above those of all that are wrong
                for (std::size_t agent = 0; agent < game.agents; ++agent) {
                    const bool isRight = bit(signals, agent) == state;
                    const double right = bit(efforts, agent) ? accuracies[agent] : 0.5;
                    apart *= isRight ? right : 1 - right;
                    if (!bit(efforts, agent))
                        resting *= 0.5;
                    else if (isRight)
                        below = std::min(below, right);
                    else
                        above = std::max(above, right);
                }
                const double together = resting * std::max(0.0, below - above);
                game.likelihood.push_back((1 - shared) * apart + shared * together);
            }
    return game;
}

Expected<Mechanism> optimalMechanism(const AcquisitionGame &game, double slack)
{
    optimization::LinearProgram program;
    const Columns columns = addMechanism(program, game);
    for (std::size_t agent = 0; agent < game.agents; ++agent)
        for (std::size_t told = 0; told < 2; ++told)
            for (std::size_t instead = 0; instead < 2; ++instead)
                addIncentive(program, game, columns, agent, told, instead, slack);
    const auto solution = optimization::solve(program);
    if (!solution)
        return solution.error();
    const auto value = [&](int column) {
        return std::max(0.0, solution->primal[static_cast<std::size_t>(column)]);
    };
    Mechanism mechanism;
    double total = 0;
    for (const int column : columns.recommend) {
        mechanism.recommend.push_back(value(column) > 1e-9 ? value(column) : 0);
        total += mechanism.recommend.back();
    }
    const std::size_t profiles = game.profiles();
    for (std::size_t b = 0; b < profiles; ++b)
        for (std::size_t s = 0; s < profiles; ++s) {
            const std::size_t cell = 2 * (b * profiles + s);
            const double zero = value(columns.guess[cell]);
            const double one = value(columns.guess[cell + 1]);
            mechanism.guessOne.push_back(zero + one > 0 ? one / (zero + one) : 0.5);
        }
    for (std::size_t cell = 0; cell < columns.pay.size(); ++cell) {
        const double chance = mechanism.recommend[cell / (2 * profiles) % profiles];
        mechanism.pay.push_back(
            chance > 0 ? std::min(game.mostPayment, value(columns.pay[cell]) / chance) : 0);
    }
    for (double &chance : mechanism.recommend)
        chance /= total;
    return mechanism;
}

Mechanism uncorrelatedMechanism(const AcquisitionGame &game)
{
    // Nobody does anything and nobody is paid.
    Mechanism best = separateMechanism(game, 0, std::vector<SeparatePayments>(game.agents));
    double most = evaluate(game, best).utility;
    for (std::size_t efforts = 1; efforts < game.profiles(); ++efforts) {
        const auto payments = leastPayments(game, efforts);
        if (payments.empty())
            continue; // no payments bring these efforts about
        const Mechanism mechanism = separateMechanism(game, efforts, payments);
        const double utility = evaluate(game, mechanism).utility;
        if (utility > most) {
            most = utility;
            best = mechanism;
        }
    }
    return best;
}

std::vector<AgentResponse> bestResponses(const AcquisitionGame &game, const Mechanism &mechanism,
                                         double *slack)
{
    std::vector<AgentResponse> responses;
    double least = std::numeric_limits<double>::infinity();
    for (std::size_t agent = 0; agent < game.agents; ++agent)
        for (std::size_t told = 0; told < 2; ++told) {
            const AgentResponse honest{told == 1, {false, true}};
            const double obeying = payoff(game, mechanism, agent, told, honest);
            AgentResponse best = honest;
            double most = obeying + indifference;
            double mostElse = -std::numeric_limits<double>::infinity();
            for (int code = 0; code < 8; ++code) {
                const AgentResponse other{(code & 1) != 0, {(code & 2) != 0, (code & 4) != 0}};
                if (other.effort == honest.effort && !other.report[0] && other.report[1])
                    continue;
                const double gained = payoff(game, mechanism, agent, told, other);
                mostElse = std::max(mostElse, gained);
                if (gained > most) {
                    most = gained;
                    best = other;
                }
            }
            responses.push_back(best);
            least = std::min(least, obeying - mostElse);
        }
    if (slack)
        *slack = least;
    return responses;
}

MechanismValue evaluate(const AcquisitionGame &game, const Mechanism &mechanism)
{
    MechanismValue result;
    const auto responses = bestResponses(game, mechanism, &result.slack);
    const std::size_t profiles = game.profiles();
    double right = 0;
    for (std::size_t b = 0; b < profiles; ++b) {
        if (mechanism.recommend[b] <= 0)
            continue;
        std::size_t played = 0;
        for (std::size_t agent = 0; agent < game.agents; ++agent)
            played = withBit(played, agent, responses[2 * agent + bit(b, agent)].effort);
        for (std::size_t s = 0; s < profiles; ++s) {
            std::size_t shown = 0;
            for (std::size_t agent = 0; agent < game.agents; ++agent)
                shown = withBit(shown, agent,
                                responses[2 * agent + bit(b, agent)].report[bit(s, agent)]);
            const double one = mechanism.guessOne[b * profiles + shown];
            for (std::size_t state = 0; state < 2; ++state) {
                const double chance =
                    mechanism.recommend[b] * prior * game.probability(played, state, s);
                right += chance * (state == 1 ? one : 1 - one);
                for (std::size_t agent = 0; agent < game.agents; ++agent)
                    result.payments +=
                        chance * mechanism.pay[payIndex(profiles, agent, b, shown, state)];
            }
        }
    }
    result.utility = right - result.payments;
    return result;
}

Mechanism scoreMechanism(std::size_t agents, std::size_t efforts,
                         const std::vector<double> &payments)
{
    const std::size_t profiles = std::size_t{1} << agents;
    Mechanism mechanism;
    mechanism.recommend.assign(profiles, 0);
    mechanism.recommend[efforts] = 1;
    mechanism.guessOne.assign(profiles * profiles, 0.5);
    mechanism.pay.assign(agents * profiles * profiles * 2, 0);
    for (std::size_t s = 0; s < profiles; ++s) {
        int votes = 0;
        int first = 0;
        for (std::size_t agent = 0; agent < agents; ++agent) {
            if (!bit(efforts, agent))
                continue;
            const int vote = bit(s, agent) ? 1 : -1;
            votes += vote;
            first = first == 0 ? vote : first;
            mechanism.pay[payIndex(profiles, agent, efforts, s, bit(s, agent))] = payments[agent];
        }
        const int verdict = votes != 0 ? votes : first;
        mechanism.guessOne[efforts * profiles + s] = verdict > 0 ? 1 : verdict < 0 ? 0 : 0.5;
    }
    return mechanism;
}

} // namespace agon::bandits
