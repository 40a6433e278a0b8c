#pragma once

#include "core/formats/data_directory.h"
#include "plugins/bandits/bandits.h"
#include "plugins/bandits/channels.h"
#include "tests/plugins/memory_recorder.h"
#include "tests/support/golden.h"

#include <memory>
#include <stdexcept>
#include <string>
#include <variant>
#include <vector>

namespace agon::bandits::test {

/** Plays the family's loops for tests: problems, whole runs, golden numbers. */
class LoopRuns
{
public:
    using Lane = agon::test::MemoryRecorder::Lane;

    /** A group of tests/golden/bandits.json. */
    static const Json &golden(const std::string &group)
    {
        return agon::test::golden("bandits").at(group);
    }

    InstancePointer instance(const std::string &problem, const Json &settings,
                             std::uint64_t seed = 1) const
    {
        const auto &parameters = m_family->catalogue().problem(problem)->parameters;
        return must(m_family->prepare(
            {problem, must(completeSettings(parameters, settings, problem)), seed, &m_data}));
    }

    /** A trial on any instance of a loop that @p algorithm speaks. */
    std::unique_ptr<Trial> start(const std::string &algorithm, const Json &settings,
                                 InstancePointer instance, std::int64_t budget,
                                 std::uint64_t seed = 1) const
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

    /** Everything that a run records, at @p schedule's steps. */
    Lane play(const std::string &algorithm, const Json &settings, InstancePointer instance,
              std::int64_t budget, std::uint64_t seed = 1, RecordingSchedule schedule = {}) const
    {
        const auto trial = start(algorithm, settings, std::move(instance), budget, seed);
        agon::test::MemoryRecorder recorder(schedule, budget, 1);
        while (trial->advance(recorder)) {
        }
        return recorder.lane(0);
    }

    /** The values of a field as of @p step; frames of short runs skip steps, those of long ones do
     * not at first. */
    static const std::vector<double> &fieldAt(const Lane &lane, int channel, std::int64_t step)
    {
        for (const auto &[at, frame] : lane.frames.at(channel))
            if (at == step)
                return std::get<FieldFrame>(frame).values;
        throw std::runtime_error("no frame at this step");
    }

    const Family &family() const { return *m_family; }
    const DataSource &data() const { return m_data; }

    template <class T>
    static T must(Expected<T> expected)
    {
        if (!expected)
            throw std::runtime_error(expected.error().text());
        return std::move(*expected);
    }

private:
    std::shared_ptr<const Family> m_family = makeFamily();
    DirectoryDataSource m_data{AGON_SOURCE_DIR "/resources/data"};
};

/** Says what was found where a QVERIFY2 wants a reason. */
inline std::string instead(double actual, double expected)
{
    char text[80];
    std::snprintf(text, sizeof text, "%.17g instead of %.17g", actual, expected);
    return text;
}

} // namespace agon::bandits::test
