#pragma once

#include "plugins/experts/experts.h"
#include "tests/plugins/memory_recorder.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace agon::experts {

/** Trains one run a seed on the token stream, recorded by the loop's own schedule. */
inline std::vector<test::MemoryRecorder::Lane>
train(const Json &problemSettings, const std::string &algorithm, const Json &settings,
      const std::vector<std::uint64_t> &seeds, std::int64_t budget)
{
    const std::unique_ptr<Family> family = makeFamily();
    const Catalogue &catalogue = family->catalogue();
    TrialRequest request;
    request.problem = "experts/token-stream";
    request.problemSettings = *completeSettings(catalogue.problem(request.problem)->parameters,
                                                problemSettings, request.problem);
    request.algorithm = algorithm;
    request.settings =
        *completeSettings(catalogue.algorithm(algorithm)->parameters, settings, algorithm);
    request.seeds = seeds;
    request.budget = budget;
    for (const std::uint64_t seed : seeds)
        request.instances.push_back(
            *family->prepare({request.problem, request.problemSettings, seed, nullptr}));
    test::MemoryRecorder recorder(catalogue.loops.front().schedule, budget, request.lanes());
    const std::unique_ptr<Trial> trial = *family->start(request);
    while (trial->advance(recorder)) {
    }
    return recorder.lanes();
}

} // namespace agon::experts
