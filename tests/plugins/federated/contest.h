#pragma once

#include "core/experiment/family.h"
#include "core/formats/data_directory.h"
#include "plugins/federated/federated.h"
#include "tests/plugins/memory_recorder.h"

#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

namespace agon::test {

/** Plays federated runs to their end. */
class Contest
{
public:
    using Lane = MemoryRecorder::Lane;

    Contest(std::string problem, Json settings, std::int64_t budget)
        : m_problem(std::move(problem)), m_settings(std::move(settings)), m_budget(budget)
    {
        schedule.spacing = RecordingSchedule::Spacing::every;
    }

    /** The instance of a seed. Throws the error's sentence. */
    InstancePointer instance(std::uint64_t seed) const
    {
        const auto &declared = m_family->catalogue().problem(m_problem)->parameters;
        return must(m_family->prepare(
            {m_problem, must(completeSettings(declared, m_settings, m_problem)), seed, &m_data}));
    }

    /** A trial of one algorithm with one lane a seed. */
    std::unique_ptr<Trial> start(const std::string &algorithm, const Json &settings,
                                 const std::vector<std::uint64_t> &seeds) const
    {
        const Catalogue &catalogue = m_family->catalogue();
        TrialRequest request;
        request.problem = m_problem;
        request.problemSettings =
            must(completeSettings(catalogue.problem(m_problem)->parameters, m_settings, m_problem));
        request.algorithm = algorithm;
        request.settings =
            must(completeSettings(catalogue.algorithm(algorithm)->parameters, settings, algorithm));
        request.seeds = seeds;
        request.budget = m_budget;
        for (const std::uint64_t seed : seeds)
            request.instances.push_back(instance(seed));
        return must(m_family->start(request));
    }

    Lane play(const std::string &algorithm, const Json &settings, std::uint64_t seed) const
    {
        const auto trial = start(algorithm, settings, {seed});
        MemoryRecorder recorder(schedule, m_budget, 1);
        while (trial->advance(recorder)) {
        }
        return recorder.lane(0);
    }

    RecordingSchedule schedule;

private:
    template <class T>
    static T must(Expected<T> expected)
    {
        if (!expected)
            throw std::runtime_error(expected.error().text());
        return std::move(*expected);
    }

    std::shared_ptr<const Family> m_family = federated::makeFamily();
    DirectoryDataSource m_data{AGON_SOURCE_DIR "/resources/data"};
    std::string m_problem;
    Json m_settings;
    std::int64_t m_budget;
};

} // namespace agon::test
