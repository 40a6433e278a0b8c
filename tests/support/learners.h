#pragma once

#include "tests/support/memory_source.h"

#include <memory>
#include <string_view>
#include <utility>
#include <vector>

namespace agon::test {

/** Three methods with three seeds each: two that learn, one that never does. */
inline std::shared_ptr<MemorySource> learners()
{
    auto source = std::make_shared<MemorySource>();
    source->view().name = "Learners";
    source->view().budgetUnit = "steps";
    const int accuracy =
        source->addChannel(metricChannel("accuracy", "Accuracy", Direction::maximize));
    for (const auto &[name, values] : {std::pair{"Slow", std::vector{0.1, 0.2, 0.4, 0.9}},
                                       std::pair{"Never", std::vector{0.1, 0.1, 0.2, 0.3}},
                                       std::pair{"Quick", std::vector{0.1, 0.8, 0.9, 0.9}}}) {
        const int cell = source->addContestant(name, 100);
        for (std::uint64_t seed = 1; seed <= 3; ++seed) {
            std::vector<double> own = values;
            // The last seed of the slow one does not get there.
            if (seed == 3 && std::string_view(name) == "Slow")
                own.back() = 0.7;
            source->addMetric(source->addRun(cell, seed), accuracy, {0, 10, 50, 100}, own);
        }
    }
    return source;
}

} // namespace agon::test
