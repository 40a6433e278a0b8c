#pragma once

#include "plugins/bandits/loops/policy_entry.h"
#include "plugins/bandits/rules/trained_policy.h"

#include <string>

namespace agon::bandits {

/** Settings of a trained policy that leaves nothing to choose. */
template <TrainedFor trainedFor>
struct TrainedOnlyFor
{
    TrainedFor purpose = trainedFor;

    static Schema<TrainedOnlyFor> schema() { return {}; }
};

/** The entry of a policy trained for a few dozen pulls (P046); @p minimises ends the note. */
template <class Settings>
AlgorithmEntry trainedPolicyEntry(std::string id, std::string title, std::string summary,
                                  const std::string &minimises)
{
    return policyEntry<TrainedPolicy<Settings>>({
        .id = std::move(id),
        .title = std::move(title),
        .summary = std::move(summary),
        .loops = {"bandits/best-arm"},
        .requires_ = {"few-pulls"},
        .papers = {"P046"},
        .reference = "Zhang, Jain and Jamieson 2020, Learning to actively learn: a robust approach",
        .year = 2020,
        .tags = {"best arm", "trained"},
        .fidelity = Fidelity::reconstructed,
        .note = "[reconstructed] A softmax of a linear score of six features instead of a network, "
                "trained by the cross-entropy method on eight Gaussian arms and 24 pulls against "
                "five shapes of gaps at complexities 20 to 2000; minimises " +
                minimises + ".",
    });
}

} // namespace agon::bandits
