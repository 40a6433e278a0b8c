#include "plugins/bandits/algorithms/streaming/algorithms.h"
#include "plugins/bandits/loops/streaming.h"
#include "plugins/bandits/rules/streaming_sizes.h"

#include <cstdint>

namespace agon::bandits {
namespace {

struct StreamingUniformSettings
{
    static Schema<StreamingUniformSettings> schema() { return {}; }
};

class StreamingUniform final : public StreamingPolicy
{
public:
    StreamingUniform(const StreamingUniformSettings &, const StreamingTask &task)
        : m_pulls(uniformPulls(task))
    {}

    void arrive(int arm, ArmStream &stream) override
    {
        if (stream.left() == 0)
            return;
        const double mean = stream.pull(arm, m_pulls);
        if (m_best < 0 || mean > m_mean) {
            m_best = arm;
            m_mean = mean;
        }
    }
    int choose(ArmStream &) override { return m_best; }
    int stored() const override { return m_best >= 0 ? 1 : 0; }

private:
    std::int64_t m_pulls;
    int m_best = -1;
    double m_mean = 0;
};

} // namespace

AlgorithmEntry streamingUniform()
{
    return streamingEntry(
        {
            .id = "bandits/streaming-uniform",
            .title = "Uniform exploration",
            .summary = "Pulls every arm equally often as it arrives and keeps the best so far.",
            .requires_ = {"streaming-arms"},
            .parameters = StreamingUniformSettings::schema().declarations(),
            .papers = {"P179"},
            .reference =
                "Wang 2023, Tight regret bounds for single-pass streaming multi-armed bandits",
            .year = 2023,
            .tags = {"streaming", "bounded memory"},
            .fidelity = Fidelity::derived,
            .note = "After the authors' released code; there the first arm's reward is not kept, "
                    "here it is.",
        },
        [](const Json &settings, const StreamingTask &task) {
            return std::make_unique<StreamingUniform>(
                StreamingUniformSettings::schema().read(settings), task);
        });
}

} // namespace agon::bandits
