#include "plugins/bandits/algorithms/learning/algorithms.h"
#include "plugins/bandits/loops/learning.h"
#include "plugins/bandits/rules/privacy_budget.h"

namespace agon::bandits {

AlgorithmEntry smoothResponse()
{
    const auto schema = PrivacyBudget::schema();
    AlgorithmEntry entry;
    entry.declaration = {
        .id = "bandits/smooth-response",
        .title = "Smooth randomized response",
        .summary =
            "Flips a report with probability e^(-ε distance)/2: less, the further the signal is "
            "from the threshold.",
        .loops = {"bandits/learning"},
        .requires_ = {"continuous-signals"},
        .parameters = schema.declarations(),
        .papers = {"P060"},
        .reference = "Liu and Rahimian 2025, Differentially private sequential learning",
        .year = 2025,
        .tags = {"privacy", "sequential learning"},
        .fidelity = Fidelity::reconstructed,
        .note = "Metric differential privacy: ε for a unit of signal. Wrong decisions and wrong "
                "reports "
                "are counted apart: reports keep being flipped about 1/n of the time.",
    };
    entry.start = [schema](const TrialRequest &request) {
        return startLearning(request,
                             {ReportNoise::Kind::smooth, schema.read(request.settings).epsilon});
    };
    return entry;
}

} // namespace agon::bandits
