#pragma once

#include "core/experiment/family.h"
#include "core/random/stream.h"
#include "plugins/bandits/rules/latent_classes.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

// The loop "bandits/elicitation": question by question, what an entity answers to some questions is
// to tell what it would answer to others. A run asks many entities at once, each with targets and
// candidates of its own. Answers are a function of (seed, entity, question).

namespace agon::bandits {

class ElicitationInstance : public ProblemInstance
{
public:
    struct Entity
    {
        std::size_t latent = 0;
        std::vector<std::size_t> targets;
        std::vector<std::size_t> candidates;
        std::vector<char> answers; ///< one a question
    };
    ElicitationInstance(LatentClasses model, std::vector<Entity> entities)
        : m_model(std::move(model)), m_entities(std::move(entities))
    {}
    const LatentClasses &model() const { return m_model; }
    const std::vector<Entity> &entities() const { return m_entities; }

private:
    LatentClasses m_model;
    std::vector<Entity> m_entities;
};

/** What is known when a question is to be chosen. */
struct ElicitationState
{
    const LatentClasses *model = nullptr;
    std::span<const double> weights; ///< of the classes, given the answers so far
    std::span<const std::size_t> targets;
    std::span<const std::size_t> candidates; ///< not asked yet, ascending, not empty
    std::int64_t questionsLeft = 1;          ///< this one included
};

/** The contract of an elicitor: without state, for many entities at once. Returns the question. */
using Elicitor = std::function<std::size_t(const ElicitationState &, random::Stream &)>;

/** Mean information gain of @p question over the targets. */
double meanGain(const ElicitationState &state, std::size_t question);
/** The candidate with the largest mean gain, the first of equals. */
std::size_t mostInformative(const ElicitationState &state);

Expected<std::unique_ptr<Trial>> startElicitation(const TrialRequest &request,
                                                  const Elicitor &elicitor);

} // namespace agon::bandits
