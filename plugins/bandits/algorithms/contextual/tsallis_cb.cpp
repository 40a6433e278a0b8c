#include "plugins/bandits/algorithms/contextual/algorithms.h"
#include "plugins/bandits/loops/contextual.h"
#include "plugins/bandits/rules/context_range.h"
#include "plugins/bandits/rules/inverse_gap.h"
#include "plugins/bandits/rules/tsallis_costs.h"

#include <algorithm>

namespace agon::bandits {
namespace {

struct TsallisCbSettings
{
    int bins = 5;
    double range = releasedContextRange;

    static Schema<TsallisCbSettings> schema()
    {
        Schema<TsallisCbSettings> s;
        s.integer(&TsallisCbSettings::bins, "bins", "Bins")
            .range(1, 1000)
            .slider(1, 20)
            .help("Equal parts of the context's range, each with a learner of its own.")
            .source("P220, released code: 5");
        declareContextRange(s, &TsallisCbSettings::range);
        return s;
    }
};

class TsallisCb final : public ContextualPolicy
{
public:
    using Settings = TsallisCbSettings;

    TsallisCb(const Settings &settings, const ContextualTask &task, random::Stream &)
        : m_range(settings.range)
        , m_bins(static_cast<std::size_t>(settings.bins), TsallisCosts(task.actions))
    {}

    int select(const Situation &situation, random::Stream &stream) override
    {
        return drawFrom(binOf(situation).probabilities(), stream);
    }
    void update(const Situation &situation, int action, double reward, random::Stream &) override
    {
        binOf(situation).update(action, -reward);
    }
    bool tellsProbabilities() const override { return true; }
    PolicyInsight insight(const Situation &situation) override
    {
        const auto probabilities = binOf(situation).probabilities();
        return {{}, {probabilities.begin(), probabilities.end()}};
    }

private:
    TsallisCosts &binOf(const Situation &situation)
    {
        const auto count = static_cast<double>(m_bins.size());
        return m_bins[static_cast<std::size_t>(
            std::clamp(situation.context.front() / m_range * count, 0.0, count - 1))];
    }

    double m_range;
    std::vector<TsallisCosts> m_bins;
};

} // namespace

AlgorithmEntry tsallisCb()
{
    return contextualEntry<TsallisCb>({
        .id = "bandits/tsallis-cb",
        .title = "Tsallis-INF by context",
        .summary = "One Tsallis-INF for every part of the context's range.",
        .requires_ = {"iteration-costs", "unit-context"},
        .papers = {"P220"},
        .reference = "Khodak, Chow, Balcan and Talwalkar 2024, Learning to relax: setting solver "
                     "parameters across a sequence of linear system instances",
        .year = 2024,
        .tags = {"adversarial", "contextual", "solver"},
        .fidelity = Fidelity::authorsCode,
        .note = "As released, the range of the shifts is given as a third larger than it is.",
        .revision = 2,
    });
}

} // namespace agon::bandits
