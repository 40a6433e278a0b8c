#include "plugins/bandits/rules/cycle_program.h"

#include "core/optimization/linear_program.h"

#include <limits>

namespace agon::bandits {

Expected<CyclePlan> planCycles(const SwitchPayoffs &payoffs)
{
    using optimization::LinearProgram;
    LinearProgram program;
    CyclePlan plan;
    const int playing = program.addRow(-LinearProgram::infinity, 1);
    for (int arm = 0; arm < payoffs.arms(); ++arm) {
        const int time = program.addRow(-LinearProgram::infinity, 1);
        const auto add = [&](int plays, int idle, double reward) {
            const int column = program.addColumn(reward);
            program.addCoefficient(playing, column, plays);
            program.addCoefficient(time, column, plays + idle);
            plan.cycles.push_back({arm, plays, idle, 0});
        };
        for (int idle = 1; idle <= payoffs.memory(); ++idle) {
            double reward = payoffs.at(arm, idle);
            for (int plays = 1; plays <= payoffs.memory(); ++plays) {
                add(plays, idle, reward);
                reward += payoffs.at(arm, -plays);
            }
        }
        add(1, 0, payoffs.always(arm));
    }
    const auto solution = optimization::solve(program);
    if (!solution)
        return solution.error();
    plan.value = solution->value;
    for (std::size_t column = 0; column < plan.cycles.size(); ++column)
        plan.cycles[column].rate = solution->primal[column];
    constexpr double tolerance = 1e-7; // the solver's
    std::erase_if(plan.cycles, [](const PlayCycle &cycle) { return cycle.rate <= tolerance; });
    return plan;
}

VirtualCycles::VirtualCycles(const SwitchPayoffs &payoffs, CyclePlan plan, random::Stream &stream)
    : m_payoffs(payoffs), m_arms(static_cast<std::size_t>(payoffs.arms()))
{
    for (const PlayCycle &cycle : plan.cycles) {
        Arm &arm = m_arms[static_cast<std::size_t>(cycle.arm)];
        arm.cycles.push_back(cycle);
        arm.rest = std::max(0.0, arm.rest - cycle.rate * cycle.length());
    }
    // A round drawn at random lies in a cycle with probability rate times length.
    for (Arm &arm : m_arms) {
        double draw = stream.uniform();
        for (std::size_t c = 0; c < arm.cycles.size(); ++c) {
            draw -= arm.cycles[c].rate * arm.cycles[c].length();
            if (draw < 0) {
                arm.cycle = static_cast<int>(c);
                arm.position = static_cast<int>(
                    stream.below(static_cast<std::uint64_t>(arm.cycles[c].length())));
                break;
            }
        }
    }
}

void VirtualCycles::begin(Arm &arm, random::Stream &stream) const
{
    arm.position = 0;
    arm.cycle = -1;
    double sum = arm.rest;
    for (const PlayCycle &cycle : arm.cycles)
        sum += cycle.rate;
    double draw = stream.uniform() * sum - arm.rest;
    for (std::size_t c = 0; c < arm.cycles.size() && draw >= 0; ++c) {
        arm.cycle = static_cast<int>(c);
        draw -= arm.cycles[c].rate;
    }
}

int VirtualCycles::next(random::Stream &stream)
{
    int best = -1;
    double bestPayoff = -std::numeric_limits<double>::infinity();
    m_candidates.clear();
    for (std::size_t a = 0; a < m_arms.size(); ++a) {
        Arm &arm = m_arms[a];
        int length = 1;
        if (arm.cycle >= 0) {
            const PlayCycle &cycle = arm.cycles[static_cast<std::size_t>(arm.cycle)];
            length = cycle.length();
            if (arm.position >= cycle.idle) {
                const int played = arm.position - cycle.idle;
                const double payoff = cycle.idle == 0 ? m_payoffs.always(cycle.arm)
                                      : played == 0   ? m_payoffs.at(cycle.arm, cycle.idle)
                                                      : m_payoffs.at(cycle.arm, -played);
                m_candidates.push_back(cycle.arm);
                if (payoff > bestPayoff) {
                    bestPayoff = payoff;
                    best = cycle.arm;
                }
            }
        }
        if (++arm.position >= length)
            begin(arm, stream);
    }
    return best;
}

} // namespace agon::bandits
