#pragma once

#include "tests/support/memory_source.h"

namespace agon::test {

/** A sweep of three problems × two step sizes × two algorithms, four seeds: what views of settings
 *  and of swept parameters show. Invented numbers. */
inline std::shared_ptr<MemorySource> sweepContest()
{
    auto source = std::make_shared<MemorySource>();
    ExperimentView &view = source->view();
    view.name = "Sweep";
    view.toml = "name = \"Sweep\"\n";
    view.stepUnit = "round";
    view.budgetUnit = "rounds";
    const int channel = source->addChannel(metricChannel("loss", "Loss"));
    view.axes = {{"problem.clients", {10, 100, 1000}}};
    int colour = 0;
    for (const char *algorithm : {"fedavg", "fedprox"})
        for (const double step : {0.01, 0.1})
            view.contestants.push_back(
                {std::string(algorithm) + ", " + (step < 0.05 ? "0.01" : "0.1"),
                 std::string("test/") + algorithm,
                 {{"step-size", step}, {"batch", 32}},
                 colour++});
    for (int value = 0; value < 3; ++value) {
        const int problem = source->addProblem(
            "clients = " + view.axes[0].values[static_cast<std::size_t>(value)].dump());
        view.problems.back().settings = {
            {"clients", view.axes[0].values[static_cast<std::size_t>(value)]}};
        for (int contestant = 0; contestant < 4; ++contestant) {
            const int cell = source->addCell(problem, contestant, 100, {value});
            for (std::uint64_t seed = 1; seed <= 4; ++seed) {
                const double end = 1.0 + contestant + 0.5 * value + 0.1 * static_cast<double>(seed);
                source->addMetric(source->addRun(cell, seed), channel, {1, 10, 100},
                                  {4 * end, 2 * end, end});
            }
        }
    }
    return source;
}

} // namespace agon::test
