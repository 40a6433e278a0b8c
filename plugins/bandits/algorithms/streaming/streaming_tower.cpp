#include "plugins/bandits/algorithms/streaming/algorithms.h"
#include "plugins/bandits/loops/streaming.h"
#include "plugins/bandits/rules/keep_best.h"
#include "plugins/bandits/rules/streaming_sizes.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <vector>

namespace agon::bandits {
namespace {

enum class Levels { logarithmic, doubleLogarithmic, iteratedLogarithm };

struct StreamingTowerSettings
{
    Levels levels = Levels::logarithmic;

    static Schema<StreamingTowerSettings> schema()
    {
        Schema<StreamingTowerSettings> s;
        s.choice<Levels>(&StreamingTowerSettings::levels, "levels", "Levels",
                         {{Levels::logarithmic, "log", "ln K", "Six challengers a level."},
                          {Levels::doubleLogarithmic, "loglog", "ln ln K",
                           "Ten challengers a level; at the top ln K/ε² pulls each."},
                          {Levels::iteratedLogarithm, "log-star", "log* K",
                           "Three levels whose pulls grow fourfold, eight challengers each."}})
            .help("How many levels there are, which is how many arms are stored at most. The "
                  "problem's memory is another limit.")
            .source("P179, authors' code");
        return s;
    }
};

class StreamingTower final : public StreamingPolicy
{
public:
    StreamingTower(const StreamingTowerSettings &settings, const StreamingTask &task) : m_task(task)
    {
        const bool star = settings.levels == Levels::iteratedLogarithm;
        const double logarithm = std::log(static_cast<double>(task.arms));
        double levels = 3;
        if (settings.levels == Levels::logarithmic)
            levels = std::floor(logarithm);
        m_looksLong = settings.levels == Levels::doubleLogarithmic;
        if (m_looksLong)
            levels = std::floor(std::log(std::max(1.0, logarithm))) + 1;
        m_growth = star ? 4 : 1.2;
        m_cap = star ? 8 : m_looksLong ? 10 : 6;
        m_levels.resize(
            static_cast<std::size_t>(std::clamp(levels, 1.0, static_cast<double>(task.memory))));
    }

    void arrive(int arm, ArmStream &stream) override
    {
        if (stream.left() > 0)
            challenge(arm, 0, stream);
    }

    int choose(ArmStream &stream) override
    {
        // The kings that are left meet at the size of the highest level.
        const std::int64_t pulls = pullsOf(m_levels.size() - 1);
        int best = -1;
        double bestMean = 0;
        for (const Level &level : m_levels) {
            if (level.king < 0)
                continue;
            const double mean = stream.left() > 0 ? stream.pull(level.king, pulls) : level.mean;
            if (best < 0 || mean > bestMean) {
                best = level.king;
                bestMean = mean;
            }
        }
        return best;
    }

private:
    struct Level
    {
        int king = -1;
        double mean = 0;
        int challengers = 0; ///< that the kings of this level have met since it was empty
    };

    /** @p arm is at hand on the lowest level, stored on the others. */
    void challenge(int arm, std::size_t number, ArmStream &stream)
    {
        Level &level = m_levels[number];
        const double mean = stream.pull(arm, pullsOf(number));
        const bool isFirst = level.king < 0;
        const bool wins = isFirst || mean > level.mean;
        if (const int loser = wins ? level.king : number > 0 ? arm : -1; loser >= 0)
            stream.forget(loser);
        if (wins) {
            if (number == 0)
                stream.store(arm);
            level.king = arm;
            level.mean = mean;
        }
        // After so many challengers the king moves up and the level is empty; at the top it stays.
        if (isFirst || ++level.challengers < m_cap || number + 1 == m_levels.size())
            return;
        const int king = level.king;
        level = {};
        challenge(king, number + 1, stream);
    }

    std::int64_t pullsOf(std::size_t level) const
    {
        if (m_looksLong && level + 1 == m_levels.size())
            return naivePulls(m_task);
        return towerPulls(m_task, m_growth, static_cast<int>(level));
    }

    StreamingTask m_task;
    bool m_looksLong = false; ///< at the top, as often as finds the best of all arms
    double m_growth;
    int m_cap;
    std::vector<Level> m_levels;
};

} // namespace

AlgorithmEntry streamingTower()
{
    return streamingEntry(
        {
            .id = "bandits/streaming-tower",
            .title = "Tower of challenges",
            .summary = "Arms rise level by level: the king of a level has beaten its challengers "
                       "there, each pulled more often than below.",
            .requires_ = {"streaming-arms"},
            .parameters = StreamingTowerSettings::schema().declarations(),
            .papers = {"P179"},
            .reference =
                "Wang 2023, Tight regret bounds for single-pass streaming multi-armed bandits",
            .year = 2023,
            .tags = {"streaming", "bounded memory"},
            .fidelity = Fidelity::derived,
            .note = "After the authors' released code, with its tower's regret charged to the arms "
                    "pulled; growth 1.2, challengers and the top of ln ln K levels as released. "
                    "With fewer "
                    "than two pulls an arm, uniform exploration.",
            .revision = 3,
        },
        [](const Json &settings, const StreamingTask &task) -> std::unique_ptr<StreamingPolicy> {
            if (isTooShortForContests(task))
                return std::make_unique<KeepBest>(uniformPulls(task));
            return std::make_unique<StreamingTower>(StreamingTowerSettings::schema().read(settings),
                                                    task);
        });
}

} // namespace agon::bandits
