#pragma once

#include "core/experiment/family.h"
#include "tests/plugins/memory_recorder.h"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstdint>
#include <string>

#include <time.h>

// A method in its family's loop, everything recorded as in a run, timed beside a hand-written one.

/** Seconds that this thread has computed: other programs do not count. */
inline double threadSeconds()
{
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

/** What a benchmark plays; settings that are not given have their defaults. */
struct LoopCase
{
    std::string problem;
    agon::Json problemSettings;
    std::string algorithm;
    std::int64_t horizon = 0;
    int repetitions = 0;
};

struct LoopTime
{
    double seconds = 0;
    double firstQuarter = 0; ///< of the horizon
    double lastQuarter = 0;
};

/** All repetitions, in trials of as many lanes as the method likes. */
inline LoopTime timeLoop(const agon::Family &family, const LoopCase &played)
{
    const agon::Catalogue &catalogue = family.catalogue();
    const agon::ProblemDeclaration &problem = *catalogue.problem(played.problem);
    agon::TrialRequest request;
    request.problem = played.problem;
    request.algorithm = played.algorithm;
    request.budget = played.horizon;
    request.problemSettings =
        *completeSettings(problem.parameters, played.problemSettings, played.problem);
    request.settings = *completeSettings(catalogue.algorithm(played.algorithm)->parameters,
                                         agon::Json::object(), played.algorithm);
    const agon::RecordingSchedule schedule = catalogue.loop(problem.loop)->schedule;
    const int lanes = family.preferredLanes(played.algorithm);
    LoopTime time;
    const double begun = threadSeconds();
    for (int first = 1; first <= played.repetitions; first += lanes) {
        request.seeds.clear();
        request.instances.clear();
        for (int seed = first; seed < std::min(first + lanes, played.repetitions + 1); ++seed) {
            request.seeds.push_back(static_cast<std::uint64_t>(seed));
            request.instances.push_back(*family.prepare(
                {request.problem, request.problemSettings, request.seeds.back(), nullptr}));
        }
        // As in a run, frames are kept of the first seed.
        agon::test::MemoryRecorder recorder(schedule, played.horizon, request.lanes(),
                                            first == 1 ? 1 : 0);
        const auto trial = *family.start(request);
        for (bool more = true; more;) {
            const std::int64_t from = trial->step();
            const double unitBegun = threadSeconds();
            more = trial->advance(recorder);
            const double seconds = threadSeconds() - unitBegun;
            if (4 * trial->step() <= played.horizon)
                time.firstQuarter += seconds;
            if (4 * from >= 3 * played.horizon)
                time.lastQuarter += seconds;
        }
        benchmark::DoNotOptimize(recorder.lanes().data());
    }
    time.seconds = threadSeconds() - begun;
    return time;
}

/** Times the loop and, in turn with it, @p plainSeconds: what the same repetitions take by hand.
 *  Counters: @p unit a second of both, and their ratio. */
template <class F>
LoopTime compareWithPlainLoop(benchmark::State &state, const agon::Family &family,
                              const LoopCase &played, const std::string &unit, F plainSeconds)
{
    LoopTime sum;
    double plain = 0;
    for (auto _ : state) {
        const LoopTime time = timeLoop(family, played);
        state.SetIterationTime(time.seconds);
        sum.seconds += time.seconds;
        sum.firstQuarter += time.firstQuarter;
        sum.lastQuarter += time.lastQuarter;
        plain += plainSeconds();
    }
    const double count = static_cast<double>(played.horizon) * played.repetitions *
                         static_cast<double>(state.iterations());
    state.counters[unit + "/s"] = count / sum.seconds;
    state.counters["plain " + unit + "/s"] = count / plain;
    state.counters["time/plain"] = sum.seconds / plain;
    return sum;
}
