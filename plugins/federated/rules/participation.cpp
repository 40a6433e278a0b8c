#include "plugins/federated/rules/participation.h"

#include "core/random/distributions.h"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <cmath>

namespace agon::federated {
namespace {

constexpr random::Purpose drawPurpose("federated participation");
constexpr random::Purpose startPurpose("federated participation start");

class FullProcess final : public ParticipationProcess
{
public:
    explicit FullProcess(std::int32_t clients) : m_clients(clients) {}
    void draw(std::int64_t, std::vector<std::int32_t> &clients) override
    {
        clients.clear();
        for (std::int32_t client = 0; client < m_clients; ++client)
            clients.push_back(client);
    }

private:
    std::int32_t m_clients;
};

class UniformProcess final : public ParticipationProcess
{
public:
    UniformProcess(std::uint64_t seed, std::int32_t clients, std::int32_t participants)
        : m_seed(seed), m_clients(clients), m_participants(participants)
    {}
    void draw(std::int64_t round, std::vector<std::int32_t> &clients) override
    {
        random::Stream stream(m_seed, drawPurpose, 0, static_cast<std::uint64_t>(round));
        clients = random::sample(stream, m_clients, m_participants);
    }

private:
    std::uint64_t m_seed;
    std::int32_t m_clients;
    std::int32_t m_participants;
};

/** Bernoulli trials and Markov chains: the probability of taking part depends on whether the client
 *  took part in the round before. */
class ChainProcess final : public ParticipationProcess
{
public:
    /** @p start probabilities in round 0. */
    ChainProcess(std::uint64_t seed, std::vector<MarkovTransitions> transitions,
                 std::span<const double> start)
        : m_seed(seed), m_transitions(std::move(transitions))
    {
        for (std::size_t client = 0; client < m_transitions.size(); ++client) {
            random::Stream stream(seed, startPurpose, client);
            m_active.push_back(stream.bernoulli(start[client]));
        }
    }
    void draw(std::int64_t round, std::vector<std::int32_t> &clients) override
    {
        clients.clear();
        random::Stream stream(m_seed, drawPurpose, 0, static_cast<std::uint64_t>(round));
        for (std::size_t client = 0; client < m_transitions.size(); ++client) {
            const double uniform = stream.uniform();
            if (round > 0) {
                const MarkovTransitions &chain = m_transitions[client];
                m_active[client] =
                    m_active[client] ? uniform >= chain.toInactive : uniform < chain.toActive;
            }
            if (m_active[client])
                clients.push_back(static_cast<std::int32_t>(client));
        }
    }

private:
    std::uint64_t m_seed;
    std::vector<MarkovTransitions> m_transitions;
    std::vector<bool> m_active;
};

class CyclicProcess final : public ParticipationProcess
{
public:
    CyclicProcess(std::uint64_t seed, std::int32_t cycle, std::span<const double> probabilities)
        : m_cycle(cycle)
    {
        for (std::size_t client = 0; client < probabilities.size(); ++client) {
            random::Stream stream(seed, startPurpose, client);
            m_phases.push_back(
                static_cast<std::int64_t>(stream.below(static_cast<std::uint64_t>(cycle))));
            m_active.push_back(activeRounds(probabilities[client], cycle));
        }
    }
    void draw(std::int64_t round, std::vector<std::int32_t> &clients) override
    {
        clients.clear();
        for (std::size_t client = 0; client < m_phases.size(); ++client)
            if ((round + m_phases[client]) % m_cycle < m_active[client])
                clients.push_back(static_cast<std::int32_t>(client));
    }

private:
    std::int64_t m_cycle;
    std::vector<std::int64_t> m_phases;
    std::vector<std::int64_t> m_active;
};

template <class... F>
struct Overloaded : F...
{
    using F::operator()...;
};
template <class... F>
Overloaded(F...) -> Overloaded<F...>;

class PatternParticipation final : public Participation
{
public:
    PatternParticipation(const ParticipationPattern &pattern, std::int32_t clients,
                         std::vector<double> probabilities);
    std::span<const double> rates() const override { return m_rates; }
    std::unique_ptr<ParticipationProcess> start(std::uint64_t seed) const override;

private:
    ParticipationPattern m_pattern;
    std::vector<double> m_probabilities;
    std::vector<double> m_rates;
};

} // namespace

Schema<UniformParticipation> UniformParticipation::schema()
{
    Schema<UniformParticipation> s;
    s.integer(&UniformParticipation::participants, "participants", "Participants a round")
        .range(1, 1000)
        .slider(1, 50)
        .help("How many clients are drawn for a round, without replacement.");
    return s;
}

Schema<MarkovParticipation> MarkovParticipation::schema()
{
    Schema<MarkovParticipation> s;
    s.real(&MarkovParticipation::cap, "cap", "Largest probability of turning active")
        .range(1e-4, 1)
        .logarithmic()
        .help("Small values make clients stay active or away for long.")
        .source("P016, released code");
    return s;
}

Schema<CyclicParticipation> CyclicParticipation::schema()
{
    Schema<CyclicParticipation> s;
    s.integer(&CyclicParticipation::cycle, "cycle", "Cycle")
        .range(1, 100'000)
        .slider(10, 1000)
        .unit("rounds")
        .logarithmic()
        .help("Each client is active once in so many rounds, for a stretch in proportion to its "
              "probability.")
        .source("P016, released code");
    return s;
}

Expected<void> checkParticipants(const UniformParticipation &pattern, std::int32_t clients)
{
    if (pattern.participants > clients)
        return Error(fmt::format("participation.participants is {}, but there are only {} clients.",
                                 pattern.participants, clients),
                     fmt::format("Use {} at most, or more clients.", clients));
    return {};
}

MarkovTransitions markovTransitions(double probability, double cap)
{
    assert(probability > 0 && probability <= 1);
    MarkovTransitions chain{cap, cap * (1 / probability - 1)};
    if (chain.toInactive > 1) {
        chain.toActive /= chain.toInactive;
        chain.toInactive = 1;
    }
    return chain;
}

std::int32_t activeRounds(double probability, std::int32_t cycle)
{
    return std::max(static_cast<std::int32_t>(std::nearbyint(probability * cycle)), 1);
}

std::vector<double> labelParticipationProbabilities(std::span<const double> labelDistributions,
                                                    std::span<const double> multipliers,
                                                    double mean, double minimum)
{
    const std::size_t classes = multipliers.size();
    std::vector<double> probabilities;
    for (std::size_t first = 0; first < labelDistributions.size(); first += classes) {
        double sum = 0;
        for (std::size_t label = 0; label < classes; ++label)
            sum += labelDistributions[first + label] * multipliers[label];
        const double probability = sum * mean * static_cast<double>(classes);
        probabilities.push_back(std::clamp(probability, minimum, 1.0));
    }
    return probabilities;
}

PatternParticipation::PatternParticipation(const ParticipationPattern &pattern,
                                           std::int32_t clients, std::vector<double> probabilities)
    : m_pattern(pattern), m_probabilities(std::move(probabilities))
{
    const auto count = static_cast<std::size_t>(clients);
    if (std::holds_alternative<FullParticipation>(pattern)) {
        m_rates.assign(count, 1.0);
    } else if (const auto *uniform = std::get_if<UniformParticipation>(&pattern)) {
        assert(uniform->participants <= clients);
        m_rates.assign(count, static_cast<double>(uniform->participants) / clients);
    } else if (const auto *cyclic = std::get_if<CyclicParticipation>(&pattern)) {
        for (const double probability : m_probabilities)
            m_rates.push_back(static_cast<double>(activeRounds(probability, cyclic->cycle)) /
                              cyclic->cycle);
    } else {
        m_rates = m_probabilities;
    }
    assert(m_rates.size() == count);
}

std::unique_ptr<ParticipationProcess> PatternParticipation::start(std::uint64_t seed) const
{
    using Pointer = std::unique_ptr<ParticipationProcess>;
    const auto clients = static_cast<std::int32_t>(m_rates.size());
    return std::visit(
        Overloaded{
            [&](const FullParticipation &) -> Pointer {
                return std::make_unique<FullProcess>(clients);
            },
            [&](const UniformParticipation &uniform) -> Pointer {
                return std::make_unique<UniformProcess>(seed, clients, uniform.participants);
            },
            [&](const BernoulliParticipation &) -> Pointer {
                std::vector<MarkovTransitions> chains;
                for (const double p : m_probabilities)
                    chains.push_back({p, 1 - p});
                return std::make_unique<ChainProcess>(seed, std::move(chains), m_probabilities);
            },
            [&](const MarkovParticipation &markov) -> Pointer {
                std::vector<MarkovTransitions> chains;
                for (const double p : m_probabilities)
                    chains.push_back(markovTransitions(p, markov.cap));
                return std::make_unique<ChainProcess>(seed, std::move(chains), m_probabilities);
            },
            [&](const CyclicParticipation &cyclic) -> Pointer {
                return std::make_unique<CyclicProcess>(seed, cyclic.cycle, m_probabilities);
            }},
        m_pattern);
}

std::shared_ptr<const Participation> makeParticipation(const ParticipationPattern &pattern,
                                                       std::int32_t clients,
                                                       std::vector<double> probabilities)
{
    return std::make_shared<PatternParticipation>(pattern, clients, std::move(probabilities));
}

} // namespace agon::federated
