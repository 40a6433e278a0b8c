#include "core/experiment/parameters.h"
#include "core/random/distributions.h"
#include "plugins/experts/loops/training.h"
#include "plugins/experts/problems/problems.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace agon::experts {
namespace {

constexpr int mostDimensions = 128;

struct TokenStreamSettings
{
    int domains = 4;
    int clusters = 3;
    int dimension = 16;
    int experts = 8;
    int expertsPerToken = 1;
    int microBatches = 8;
    int tokensPerMicroBatch = 32;
    double domainPurity = 1;
    double domainCue = 3;
    double noise = 0.05;
    double stepSize = 3e-3;
    double capacityFactor = 0;

    static Schema<TokenStreamSettings> schema()
    {
        Schema<TokenStreamSettings> s;
        s.integer(&TokenStreamSettings::domains, "domains", "Domains")
            .range(1, 64)
            .slider(1, 8)
            .help("Kinds of tokens, each with a linear map of its own to learn.");
        s.integer(&TokenStreamSettings::experts, "experts", "Experts")
            .range(2, 256)
            .slider(2, 16)
            .help("Experts of the layer; more than domains, so that balance and specialisation "
                  "do not exclude each other.");
        s.integer(&TokenStreamSettings::expertsPerToken, "experts-per-token", "Experts per token")
            .range(1, 256)
            .slider(1, 4)
            .help("k: how many experts see each token.");
        s.integer(&TokenStreamSettings::microBatches, "micro-batches", "Micro-batches")
            .range(1, 256)
            .slider(1, 16)
            .help("Parallel groups whose tokens make up the global batch of one step.");
        s.integer(&TokenStreamSettings::tokensPerMicroBatch, "tokens-per-micro-batch",
                  "Tokens per micro-batch")
            .range(1, 4096)
            .slider(8, 128)
            .logarithmic();
        s.real(&TokenStreamSettings::domainPurity, "domain-purity", "Domain purity")
            .range(0, 1)
            .help("Chance that a token comes from its micro-batch's own domain rather than from "
                  "any: at 1 each micro-batch holds one domain, at 0 all are mixed alike.");
        s.integer(&TokenStreamSettings::clusters, "clusters", "Clusters per domain")
            .range(1, 64)
            .advanced();
        s.integer(&TokenStreamSettings::dimension, "dimension", "Dimension")
            .range(2, mostDimensions)
            .slider(4, 64)
            .advanced()
            .help("Coordinates of a token and of its target.");
        s.real(&TokenStreamSettings::domainCue, "domain-cue", "Domain cue")
            .range(0, 100)
            .slider(0, 6)
            .advanced()
            .help("Added to the coordinate that tells a token's domain.");
        s.real(&TokenStreamSettings::noise, "noise", "Target noise")
            .range(0, 100)
            .slider(0, 1)
            .advanced()
            .help("Standard deviation of the noise on each coordinate of a target.");
        s.real(&TokenStreamSettings::stepSize, "step-size", "Step size")
            .range(1e-8, 10)
            .slider(1e-4, 1e-1)
            .logarithmic()
            .advanced()
            .help("Step size of Adam, the same for all contestants.");
        s.real(&TokenStreamSettings::capacityFactor, "capacity-factor", "Capacity factor")
            .range(0, 100)
            .slider(0, 4)
            .advanced()
            .help("Slots of an expert in a micro-batch over a fair share; later tokens that find "
                  "none are dropped. 0: no limit, nothing is dropped.");
        return s;
    }
};

/** Tokens of several domains. Domain d has clusters around mu[d,c] ~ N(0, I) and a linear map
 *  A_d ~ N(0, 1)/sqrt(dim); a token of it is x = 0.5 mu[d,c] + N(0, I), x[d] += cue, with target
 *  y = A_d x + noise. Micro-batch j of step t comes from domain (j + t) mod D. */
class TokenStream final : public TokenProblem
{
public:
    TokenStream(const TokenStreamSettings &settings, std::uint64_t seed)
        : m_settings(settings)
        , m_seed(seed)
        , m_shape{settings.domains,         settings.dimension,     settings.experts,
                  settings.expertsPerToken, settings.microBatches,  settings.tokensPerMicroBatch,
                  settings.stepSize,        settings.capacityFactor}
        , m_centres(count(settings.domains * settings.clusters, settings.dimension))
        , m_maps(count(settings.domains * settings.dimension, settings.dimension))
    {
        random::Stream centres(seed, random::Purpose("experts/cluster centres"));
        random::fillNormal(centres, m_centres);
        random::Stream maps(seed, random::Purpose("experts/domain maps"));
        random::fillNormal(maps, m_maps, 1 / std::sqrt(settings.dimension));

        // About 1024 tokens a domain, in whole micro-batches.
        const int microBatches = std::max(1, 1024 / settings.tokensPerMicroBatch);
        const int perDomain = microBatches * settings.tokensPerMicroBatch;
        reserve(m_evaluation, settings.domains * perDomain);
        for (int domain = 0; domain < settings.domains; ++domain) {
            random::Stream stream(seed, random::Purpose("experts/evaluation tokens"),
                                  static_cast<std::uint64_t>(domain));
            for (int i = 0; i < perDomain; ++i)
                append(m_evaluation, domain, stream);
        }
    }

    const TrainingShape &shape() const override { return m_shape; }
    const TokenBatch &evaluation() const override { return m_evaluation; }

    TokenBatch batch(std::int64_t step) const override
    {
        TokenBatch batch;
        reserve(batch, m_shape.microBatches * m_shape.tokens);
        for (int j = 0; j < m_shape.microBatches; ++j) {
            random::Stream stream(m_seed, random::Purpose("experts/training tokens"),
                                  static_cast<std::uint64_t>(j), static_cast<std::uint64_t>(step));
            const int home = static_cast<int>((j + step) % m_shape.domains);
            for (int i = 0; i < m_shape.tokens; ++i) {
                const bool pure =
                    m_settings.domainPurity == 1 || stream.bernoulli(m_settings.domainPurity);
                const int domain = pure ? home
                                        : static_cast<int>(stream.below(
                                              static_cast<std::uint64_t>(m_shape.domains)));
                append(batch, domain, stream);
            }
        }
        return batch;
    }

private:
    static std::size_t count(int a, int b)
    {
        return static_cast<std::size_t>(a) * static_cast<std::size_t>(b);
    }

    void reserve(TokenBatch &batch, int tokens) const
    {
        batch.inputs.reserve(count(tokens, m_shape.dimension));
        batch.targets.reserve(count(tokens, m_shape.dimension));
        batch.domain.reserve(static_cast<std::size_t>(tokens));
    }

    void append(TokenBatch &batch, int domain, random::Stream &stream) const
    {
        const auto dimension = static_cast<std::size_t>(m_shape.dimension);
        const auto cluster =
            static_cast<int>(stream.below(static_cast<std::uint64_t>(m_settings.clusters)));
        const double *centre =
            m_centres.data() + count(domain * m_settings.clusters + cluster, m_shape.dimension);
        const std::size_t first = batch.inputs.size();
        for (std::size_t i = 0; i < dimension; ++i)
            batch.inputs.push_back(0.5 * centre[i] + random::normal(stream));
        batch.inputs[first + static_cast<std::size_t>(domain)] += m_settings.domainCue;

        // Column by column, so that the additions do not wait for each other.
        const double *column = m_maps.data() + count(domain * m_shape.dimension, m_shape.dimension);
        std::array<double, mostDimensions> target{};
        for (std::size_t i = 0; i < dimension; ++i, column += dimension)
            for (std::size_t row = 0; row < dimension; ++row)
                target[row] += column[row] * batch.inputs[first + i];
        for (std::size_t row = 0; row < dimension; ++row)
            batch.targets.push_back(target[row] + m_settings.noise * random::normal(stream));
        batch.domain.push_back(domain);
        ++batch.tokens;
    }

    TokenStreamSettings m_settings;
    std::uint64_t m_seed;
    TrainingShape m_shape;
    std::vector<double> m_centres; ///< size domains × clusters × dimension
    std::vector<double> m_maps;    ///< size domains × dimension × dimension, column by column
    TokenBatch m_evaluation;
};

Expected<InstancePointer> prepare(const ProblemRequest &request)
{
    const TokenStreamSettings settings = TokenStreamSettings::schema().read(request.settings);
    if (settings.domains > settings.dimension)
        return Error(fmt::format("experts/token-stream: \"domains\" must be at most \"dimension\" "
                                 "({}), since each domain marks a coordinate of its own, but {} "
                                 "was given.",
                                 settings.dimension, settings.domains));
    if (settings.expertsPerToken > settings.experts)
        return Error(fmt::format("experts/token-stream: \"experts-per-token\" must be at most "
                                 "\"experts\" ({}), but {} was given.",
                                 settings.experts, settings.expertsPerToken));
    return InstancePointer(std::make_shared<TokenStream>(settings, request.seed));
}

} // namespace

ProblemEntry tokenStream()
{
    ProblemDeclaration problem;
    problem.id = "experts/token-stream";
    problem.title = "Token stream of several domains";
    problem.summary = "Every domain has its own linear map to learn and its own cue; micro-batches "
                      "hold one domain each, as when sequences of one source fill a device.";
    problem.loop = "experts/training";
    problem.parameters = TokenStreamSettings::schema().declarations();
    problem.papers = {"P227"};
    problem.defaultBudget = 800;
    problem.maximumBudget = 1'000'000;
    problem.defaultContestants = {"experts/lbl-micro", "experts/lbl-global", "experts/top-k"};
    return {problem, prepare};
}

} // namespace agon::experts
