#include "plugins/bandits/loops/recovering.h"
#include "plugins/bandits/problems/recovering/problems.h"
#include "plugins/bandits/rules/cycle_program.h"

#include <algorithm>
#include <numbers>

namespace agon::bandits {
namespace {

enum class Payoffs { random, trap };

struct LastSwitchSettings
{
    int arms = 6;
    int memory = 10;
    Payoffs payoffs = Payoffs::random;

    static Schema<LastSwitchSettings> schema()
    {
        using S = LastSwitchSettings;
        Schema<S> s;
        s.integer(&S::arms, "arms", "Arms k")
            .range(1, 100)
            .slider(2, 20)
            .help("One may be played in a round.")
            .source("P057: 6");
        s.integer(&S::memory, "memory", "Memory")
            .range(1, 50)
            .slider(2, 20)
            .unit("rounds")
            .help("Longer rests and longer streaks of plays change nothing more.")
            .source("P057: 10");
        s.choice<Payoffs>(
             &S::payoffs, "payoffs", "Payoffs",
             {{Payoffs::random, "random", "Random",
               "Uniform numbers, in order: the longer an arm rested, the more it pays."},
              {Payoffs::trap, "trap", "Recharge trap",
               "0.5 and a little more up to five rounds of rest, 1 after more, 0.4 when played "
               "again at once: who always takes the best arm never lets one recharge."}})
            .help("Mean payoffs by the time of rest or play.");
        return s;
    }
};

SwitchPayoffs drawPayoffs(const LastSwitchSettings &settings, std::uint64_t seed)
{
    SwitchPayoffs payoffs(settings.arms, settings.memory);
    random::Stream world(seed, random::Purpose("payoffs"));
    std::vector<double> numbers(static_cast<std::size_t>(2 * settings.memory));
    for (int arm = 0; arm < settings.arms; ++arm) {
        for (double &number : numbers)
            number = world.uniform();
        std::sort(numbers.begin(), numbers.end());
        for (int n = 1; n <= settings.memory; ++n) {
            const bool trap = settings.payoffs == Payoffs::trap;
            payoffs.at(arm, n) = !trap ? numbers[static_cast<std::size_t>(settings.memory + n - 1)]
                                 : n <= 5 ? 0.5 + 0.004 * n
                                          : 1;
            payoffs.at(arm, -n) =
                trap ? 0.4 : numbers[static_cast<std::size_t>(settings.memory - n)];
        }
    }
    return payoffs;
}

} // namespace

ProblemEntry lastSwitch()
{
    const auto schema = LastSwitchSettings::schema();
    ProblemEntry entry;
    entry.declaration = {
        .id = "bandits/last-switch",
        .title = "Payoffs by the last switch",
        .summary = "What an arm pays depends on how long it has rested or been played without a "
                   "break.",
        .loop = "bandits/recovering",
        .parameters = schema.declarations(),
        .provides = {"one-play"},
        .papers = {"P057"},
        .reference = "Foussoul, Goyal, Papadigenopoulos and Zeevi 2023, Last switch dependent "
                     "bandits with monotone payoff functions",
        .defaultBudget = 3000,
        .defaultContestants = {"bandits/lsd-lp", "bandits/lsd-etc", "bandits/greedy-states",
                               "bandits/round-robin", "bandits/steady-arms"},
    };
    entry.prepare = [schema](const ProblemRequest &request) -> Expected<InstancePointer> {
        const LastSwitchSettings settings = schema.read(request.settings);
        SwitchPayoffs payoffs = drawPayoffs(settings, request.seed);
        const auto plan = planCycles(payoffs);
        if (!plan)
            return plan.error();
        const double promised = (1 - 1 / std::numbers::e) * plan->value;
        return InstancePointer(
            std::make_shared<RecoveringInstance>(std::move(payoffs), 1, plan->value, promised));
    };
    return entry;
}

} // namespace agon::bandits
