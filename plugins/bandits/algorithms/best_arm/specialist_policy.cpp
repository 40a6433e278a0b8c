#include "plugins/bandits/algorithms/best_arm/algorithms.h"
#include "plugins/bandits/algorithms/best_arm/trained_policy_entry.h"

namespace agon::bandits {
namespace {

struct SpecialistPolicySettings
{
    TrainedFor purpose = TrainedFor::class200;

    static Schema<SpecialistPolicySettings> schema()
    {
        using S = SpecialistPolicySettings;
        Schema<S> s;
        s.choice<TrainedFor>(&S::purpose, "complexity", "Complexity",
                             {{TrainedFor::class20, "20", "Up to 20", "Easy arms."},
                              {TrainedFor::class60, "60", "Up to 60", "Fairly easy arms."},
                              {TrainedFor::class200, "200", "Up to 200", "Neither."},
                              {TrainedFor::class600, "600", "Up to 600", "Fairly hard arms."},
                              {TrainedFor::class2000, "2000", "Up to 2000", "Hard arms."}})
            .help("The class of arms that it was trained for.")
            .source("P046: 20, 60, 200, 600 and 2000 in our reading");
        return s;
    }
};

} // namespace

AlgorithmEntry specialistPolicy()
{
    return trainedPolicyEntry<SpecialistPolicySettings>(
        "bandits/specialist-policy", "Trained specialist",
        "Trained for one class of difficulty: what is possible there.",
        "the worst loss within its class");
}

} // namespace agon::bandits
