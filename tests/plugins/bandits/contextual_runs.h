#pragma once

#include "core/formats/data_directory.h"
#include "plugins/bandits/bandits.h"
#include "plugins/bandits/loops/contextual.h"
#include "tests/plugins/memory_recorder.h"
#include "tests/support/golden.h"

#include <memory>
#include <stdexcept>
#include <string>
#include <utility>

namespace agon::bandits::test {

/** Runs of any loop of the family for tests; instances of the loop "bandits/contextual". */
class ContextualRuns
{
public:
    /** A group of tests/golden/bandits.json. */
    static const Json &golden(const std::string &group)
    {
        return agon::test::golden("bandits").at(group);
    }

    InstancePointer prepare(const std::string &problem, const Json &settings,
                            std::uint64_t seed) const
    {
        const auto &parameters = m_family->catalogue().problem(problem)->parameters;
        return must(m_family->prepare(
            {problem, must(completeSettings(parameters, settings, problem)), seed, &m_data}));
    }

    std::shared_ptr<const ContextualInstance>
    instance(const std::string &problem, const Json &settings, std::uint64_t seed) const
    {
        return std::dynamic_pointer_cast<const ContextualInstance>(
            prepare(problem, settings, seed));
    }

    std::unique_ptr<Trial> start(const std::string &algorithm, const Json &settings,
                                 InstancePointer instance, std::int64_t budget,
                                 std::uint64_t seed) const
    {
        TrialRequest request;
        request.algorithm = algorithm;
        request.settings = must(completeSettings(
            m_family->catalogue().algorithm(algorithm)->parameters, settings, algorithm));
        request.instances = {std::move(instance)};
        request.seeds = {seed};
        request.budget = budget;
        return must(m_family->start(request));
    }

    /** What a run records; frames only where they are wanted. */
    agon::test::MemoryRecorder::Lane play(const std::string &algorithm, const Json &settings,
                                          InstancePointer instance, std::int64_t budget,
                                          std::uint64_t seed, bool frames = false) const
    {
        const auto trial = start(algorithm, settings, std::move(instance), budget, seed);
        agon::test::MemoryRecorder recorder({.points = 50}, budget, 1, frames);
        while (trial->advance(recorder)) {
        }
        return recorder.lane(0);
    }

    const Catalogue &catalogue() const { return m_family->catalogue(); }

private:
    template <class T>
    static T must(Expected<T> expected)
    {
        if (!expected)
            throw std::runtime_error(expected.error().text());
        return std::move(*expected);
    }

    std::shared_ptr<const Family> m_family = makeFamily();
    DirectoryDataSource m_data{AGON_SOURCE_DIR "/resources/data"};
};

} // namespace agon::bandits::test
