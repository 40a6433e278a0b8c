#include "plugins/bandits/algorithms/learning/algorithms.h"
#include "plugins/bandits/loops/learning.h"
#include "plugins/bandits/rules/privacy_budget.h"

namespace agon::bandits {

AlgorithmEntry randomizedResponse()
{
    const auto schema = PrivacyBudget::schema();
    AlgorithmEntry entry;
    entry.declaration = {
        .id = "bandits/randomized-response",
        .title = "Randomized response",
        .summary = "Flips every report with probability 1/(1 + e^ε).",
        .loops = {"bandits/learning"},
        .parameters = schema.declarations(),
        .papers = {"P060"},
        .reference = "Warner 1965, Randomized response: a survey technique for eliminating evasive "
                     "answer bias",
        .year = 1965,
        .tags = {"privacy", "sequential learning", "baseline"},
        .fidelity = Fidelity::paperText,
        .note =
            "With binary signals, agents that copy a cascade have nothing to hide and do not flip.",
    };
    entry.start = [schema](const TrialRequest &request) {
        return startLearning(request,
                             {ReportNoise::Kind::constant, schema.read(request.settings).epsilon});
    };
    return entry;
}

} // namespace agon::bandits
