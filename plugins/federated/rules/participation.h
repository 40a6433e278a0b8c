#pragma once

#include "core/experiment/parameters.h"

#include <cstdint>
#include <memory>
#include <span>
#include <variant>
#include <vector>

/** Who takes part in a round. A pattern is a settings struct; a process is its state in one run. */
namespace agon::federated {

/** Every client, every round. */
struct FullParticipation
{
    static Schema<FullParticipation> schema() { return {}; }
};

/** So many clients, drawn without replacement. */
struct UniformParticipation
{
    std::int32_t participants = 5;
    static Schema<UniformParticipation> schema();
};

/** Client i takes part with its own probability p_i, independently in every round. */
struct BernoulliParticipation
{
    static Schema<BernoulliParticipation> schema() { return {}; }
};

/** Each client is a two-state Markov chain whose stationary probability of taking part is p_i. */
struct MarkovParticipation
{
    double cap = 0.05; ///< largest probability of turning active
    static Schema<MarkovParticipation> schema();
};

/** Client i takes part in the first round(p_i · cycle) rounds of each cycle, at its own phase. */
struct CyclicParticipation
{
    std::int32_t cycle = 100; ///< rounds
    static Schema<CyclicParticipation> schema();
};

/** Error: more participants than @p clients. */
Expected<void> checkParticipants(const UniformParticipation &pattern, std::int32_t clients);

using ParticipationPattern =
    std::variant<FullParticipation, UniformParticipation, BernoulliParticipation,
                 MarkovParticipation, CyclicParticipation>;

/** A two-state chain: probabilities of changing state in one round. */
struct MarkovTransitions
{
    double toActive = 0;
    double toInactive = 0;
};
/** The chain with stationary probability @p probability in (0, 1]: turning active with @p cap
 * unless that would need a probability above 1 of turning inactive (P016, the authors' sampler). */
MarkovTransitions markovTransitions(double probability, double cap);

/** round(probability · cycle), half to even; at least 1, so that no client stays away for ever. */
std::int32_t activeRounds(double probability, std::int32_t cycle);

/** P016's rule: p_i = max(minimum, (Σ_c labels_i(c) m_c) · mean · classes), and 1 at most.
 *  @p labelDistributions clients × classes, rows sum to 1; @p multipliers one a class, sum 1. */
std::vector<double> labelParticipationProbabilities(std::span<const double> labelDistributions,
                                                    std::span<const double> multipliers,
                                                    double mean, double minimum);

/** Draws the participants of one round after the other. */
class ParticipationProcess
{
public:
    virtual ~ParticipationProcess() = default;
    /** The clients of @p round, ascending. Rounds are asked for in order, from 0. */
    virtual void draw(std::int64_t round, std::vector<std::int32_t> &clients) = 0;
};

/** Who takes part in a problem's rounds. Immutable. */
class Participation
{
public:
    virtual ~Participation() = default;
    /** The share of rounds in which each client takes part in the long run. */
    virtual std::span<const double> rates() const = 0;
    /** The process in one run. Depends on the seed alone: it is the same for all contestants. */
    virtual std::unique_ptr<ParticipationProcess> start(std::uint64_t seed) const = 0;
};

/** @p pattern for so many clients. @p probabilities p_i in (0, 1] for every client; ignored by the
 *  full and uniform patterns. */
std::shared_ptr<const Participation> makeParticipation(const ParticipationPattern &pattern,
                                                       std::int32_t clients,
                                                       std::vector<double> probabilities);

} // namespace agon::federated
