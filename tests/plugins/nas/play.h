#pragma once

#include "core/experiment/family.h"
#include "core/formats/data_directory.h"
#include "plugins/nas/nas.h"
#include "tests/plugins/memory_recorder.h"
#include "tests/support/golden.h"

#include <QtTest/QtTest>

#include <cmath>
#include <string>
#include <utility>
#include <vector>

namespace agon::nas::testing {

/** What one lane recorded. */
struct Record : test::MemoryRecorder::Lane
{
    /** The value of a metric at a step. */
    double at(int channel, std::int64_t step) const
    {
        for (const auto &[at, value] : metrics.at(channel))
            if (at == step)
                return value;
        return std::nan("");
    }
    /** A channel's frames with their steps. */
    template <class F>
    std::vector<std::pair<std::int64_t, F>> framesOf(int channel) const
    {
        std::vector<std::pair<std::int64_t, F>> result;
        for (const auto &[step, frame] : frames.at(channel))
            result.emplace_back(step, std::get<F>(frame));
        return result;
    }
};

/** The family with the data that ships. */
class Laboratory
{
public:
    const Family &family() const { return *m_family; }
    const DataSource &data() const { return m_data; }

    InstancePointer prepare(const std::string &problem, const Json &settings = Json::object()) const
    {
        const auto complete =
            completeSettings(m_family->catalogue().problem(problem)->parameters, settings, problem);
        if (!complete)
            qFatal("%s", complete.error().text().c_str());
        const auto instance = m_family->prepare({problem, *complete, 1, &m_data});
        if (!instance)
            qFatal("%s", instance.error().text().c_str());
        return *instance;
    }

    /** One contestant with one seed, to the end of the budget. */
    Record play(const InstancePointer &instance, const std::string &problem,
                const std::string &algorithm, std::int64_t budget, std::uint64_t seed = 1,
                const Json &settings = Json::object(), bool frames = true) const
    {
        const auto complete =
            completeSettings(m_family->catalogue().algorithm(algorithm)->parameters,
                             settings.is_null() ? Json::object() : settings, algorithm);
        if (!complete)
            qFatal("%s", complete.error().text().c_str());
        const auto trial = m_family->start(
            {problem, Json::object(), {instance}, algorithm, *complete, {seed}, budget});
        if (!trial)
            qFatal("%s", trial.error().text().c_str());
        RecordingSchedule schedule;
        schedule.spacing = RecordingSchedule::Spacing::every;
        schedule.frames = frames ? budget : 1;
        test::MemoryRecorder recorder(schedule, budget, 1);
        while ((*trial)->advance(recorder)) {
        }
        return {recorder.lane(0)};
    }

private:
    std::unique_ptr<Family> m_family = makeFamily();
    DirectoryDataSource m_data{AGON_SOURCE_DIR "/resources/data"};
};

inline const Json &golden() { return agon::test::golden("nas"); }

} // namespace agon::nas::testing
