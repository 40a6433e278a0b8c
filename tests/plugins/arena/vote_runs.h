#pragma once

#include "plugins/arena/arena.h"
#include "tests/plugins/memory_recorder.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace agon::arena {

inline RecordingSchedule everyVote()
{
    RecordingSchedule schedule;
    schedule.spacing = RecordingSchedule::Spacing::every;
    return schedule;
}

/** Holds the votes of one run a seed. */
inline std::vector<test::MemoryRecorder::Lane>
vote(const std::string &problem, const Json &problemSettings, const std::string &algorithm,
     const Json &settings, std::int64_t budget, const std::vector<std::uint64_t> &seeds,
     const RecordingSchedule &schedule = everyVote())
{
    const std::unique_ptr<Family> family = makeFamily();
    const Catalogue &catalogue = family->catalogue();
    TrialRequest request;
    request.problem = problem;
    request.problemSettings =
        *completeSettings(catalogue.problem(problem)->parameters, problemSettings, problem);
    request.algorithm = algorithm;
    request.settings =
        *completeSettings(catalogue.algorithm(algorithm)->parameters, settings, algorithm);
    request.seeds = seeds;
    request.budget = budget;
    for (const std::uint64_t seed : seeds)
        request.instances.push_back(
            *family->prepare({problem, request.problemSettings, seed, nullptr}));
    test::MemoryRecorder recorder(schedule, budget, request.lanes());
    const std::unique_ptr<Trial> trial = *family->start(request);
    while (trial->advance(recorder)) {
    }
    return recorder.lanes();
}

} // namespace agon::arena
