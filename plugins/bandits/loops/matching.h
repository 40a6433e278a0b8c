#pragma once

#include "core/experiment/family.h"
#include "core/random/stream.h"
#include "plugins/bandits/rules/matching_choice.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <vector>

// The loop "bandits/matching": online vertices arrive one after the other and may try one free
// neighbour each; an offline vertex leaves after its first success. Whether an attempt would
// succeed is a function of (seed, arrival, offline vertex).

namespace agon::bandits {

class MatchingInstance : public ProblemInstance
{
public:
    MatchingInstance(std::vector<std::vector<MatchEdge>> arrivals, int offline);
    /** Edges of arrival @p index, from 0; none after the last. */
    std::span<const MatchEdge> arrival(std::int64_t index) const;
    int offline() const { return m_offline; }
    /** Value of the matching linear programme over all arrivals. */
    double bound() const { return m_bound; }

private:
    std::vector<std::vector<MatchEdge>> m_arrivals;
    int m_offline;
    double m_bound;
};

/** What a matcher sees when a vertex arrives. */
struct MatchState
{
    std::span<const MatchEdge> edges;
    std::span<const char> free;    ///< by offline vertex: no success yet
    std::span<const double> loads; ///< by offline vertex: probabilities attempted so far
};

/** The contract of a matcher. Holds the state of one lane. */
class Matcher
{
public:
    virtual ~Matcher() = default;
    /** Position of the edge to try, a free one; -1 for none. */
    virtual int choose(const MatchState &state, random::Stream &stream) = 0;
};

using MatcherFactory = std::function<std::unique_ptr<Matcher>(int offline, std::uint64_t seed)>;
Expected<std::unique_ptr<Trial>> startMatching(const TrialRequest &request,
                                               const MatcherFactory &makeMatcher);

/** A catalogue entry for the matcher @p M, made from M::Settings, the number of offline vertices
 * and the seed. */
template <class M>
AlgorithmEntry matcherEntry(AlgorithmDeclaration declaration)
{
    using Settings = typename M::Settings;
    declaration.loops = {"bandits/matching"};
    declaration.parameters = Settings::schema().declarations();
    AlgorithmEntry entry;
    entry.declaration = std::move(declaration);
    entry.start = [](const TrialRequest &request) {
        const Settings settings = Settings::schema().read(request.settings);
        return startMatching(
            request, [settings](int offline, std::uint64_t seed) -> std::unique_ptr<Matcher> {
                return std::make_unique<M>(settings, offline, seed);
            });
    };
    return entry;
}

} // namespace agon::bandits
