#include "plugins/bandits/algorithms/streaming/algorithms.h"
#include "plugins/bandits/loops/streaming.h"
#include "plugins/bandits/rules/keep_best.h"
#include "plugins/bandits/rules/streaming_sizes.h"

#include <algorithm>
#include <memory>

namespace agon::bandits {
namespace {

struct StreamingKingSettings
{
    static Schema<StreamingKingSettings> schema() { return {}; }
};

class StreamingKing final : public StreamingPolicy
{
public:
    StreamingKing(const StreamingKingSettings &, const StreamingTask &task)
        : m_unit(1 / (task.accuracy() * task.accuracy()))
    {}

    void arrive(int arm, ArmStream &stream) override
    {
        if (stream.left() == 0)
            return;
        if (m_king < 0) {
            crown(arm, stream);
            m_estimate = stream.pull(arm, wholePulls(10 * m_unit));
            m_budget = 1.2 * m_unit;
            return;
        }
        m_budget += m_unit;
        for (double pulls = m_unit;; pulls *= 2) {
            if (m_budget < pulls) {
                // The king cannot pay for another look: the challenger takes its place.
                m_estimate = std::max(m_estimate, stream.pull(arm, wholePulls(pulls)));
                crown(arm, stream);
                m_budget = 1.2 * m_unit;
                return;
            }
            m_budget -= pulls;
            if (stream.left() == 0 || stream.pull(arm, wholePulls(pulls)) < m_estimate)
                return;
        }
    }
    int choose(ArmStream &) override { return m_king; }

private:
    void crown(int arm, ArmStream &stream)
    {
        stream.replace(m_king, arm);
        m_king = arm;
    }

    double m_unit; ///< 1/ε²
    int m_king = -1;
    double m_estimate = 0;
    double m_budget = 0; ///< pulls of challengers that the king can pay for
};

} // namespace

AlgorithmEntry streamingKing()
{
    return streamingEntry(
        {
            .id = "bandits/streaming-king",
            .title = "One stored king",
            .summary = "One arm is stored; a challenger is pulled more and more often until it "
                       "falls behind or has spent what the king had earned.",
            .requires_ = {"streaming-arms"},
            .parameters = StreamingKingSettings::schema().declarations(),
            .papers = {"P179"},
            .reference =
                "Wang 2023, Tight regret bounds for single-pass streaming multi-armed bandits",
            .year = 2023,
            .tags = {"streaming", "bounded memory"},
            .fidelity = Fidelity::derived,
            .note = "The method sheet's clean-up of the authors' code, which guesses the king's "
                    "estimate and subsamples the stream. With fewer than two pulls an arm, uniform "
                    "exploration.",
            .revision = 2,
        },
        [](const Json &settings, const StreamingTask &task) -> std::unique_ptr<StreamingPolicy> {
            if (isTooShortForContests(task))
                return std::make_unique<KeepBest>(uniformPulls(task));
            return std::make_unique<StreamingKing>(StreamingKingSettings::schema().read(settings),
                                                   task);
        });
}

} // namespace agon::bandits
