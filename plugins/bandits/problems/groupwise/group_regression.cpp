#include "core/random/distributions.h"
#include "plugins/bandits/loops/groupwise.h"
#include "plugins/bandits/problems/groupwise/problems.h"

#include <cmath>
#include <numeric>

namespace agon::bandits {
namespace {

struct GroupRegressionSettings
{
    int dimension = 10;
    double noise = 0.02;
    double deviation = 0.15;

    static Schema<GroupRegressionSettings> schema()
    {
        using S = GroupRegressionSettings;
        Schema<S> s;
        s.integer(&S::dimension, "dimension", "Dimension")
            .range(1, 200)
            .slider(2, 30)
            .help("Features of every individual, a vector of length 1.");
        s.real(&S::noise, "noise", "Noise")
            .range(0, 1)
            .slider(0, 0.2)
            .help("Standard deviation of the truth around the groups' linear function.");
        s.real(&S::deviation, "deviation", "Deviation of the coefficients")
            .range(0, 10)
            .slider(0.02, 0.5)
            .help("Standard deviation of the coefficients of every group's linear function. Three "
                  "functions add up in every individual: with 0.15 the truth practically never "
                  "leaves [-1, 1], where predictions are, so that it is linear in every group.")
            .source("Agon: what groups differ by is then as large as in our check of P181");
        return s;
    }
};

/** Everyone; two groups A; three groups B, which cross them. The truth is the sum of the linear
 *  functions of the groups that an individual belongs to. */
class GroupRegressionProblem final : public GroupwiseInstance
{
public:
    GroupRegressionProblem(const GroupRegressionSettings &settings, std::uint64_t seed)
        : GroupwiseInstance(settings.dimension, {"everyone", "A1", "A2", "B1", "B2", "B3"})
        , m_noise(settings.noise)
        , m_parameters(groupCount * static_cast<std::size_t>(settings.dimension))
    {
        random::Stream stream(seed, random::Purpose("parameters"));
        random::fillNormal(stream, m_parameters, settings.deviation);
    }

    void draw(std::uint64_t seed, std::int64_t round, Individual &individual) const override
    {
        random::Stream stream(seed, random::Purpose("individuals"), 0,
                              static_cast<std::uint64_t>(round));
        const auto size = static_cast<std::size_t>(dimension());
        individual.features.resize(size);
        random::fillNormal(stream, individual.features);
        const double norm =
            std::sqrt(std::inner_product(individual.features.begin(), individual.features.end(),
                                         individual.features.begin(), 0.0));
        for (double &value : individual.features)
            value /= norm;
        individual.groups.assign(groupCount, 0);
        individual.groups[0] = 1;
        individual.groups[1 + stream.below(2)] = 1;
        individual.groups[3 + stream.below(3)] = 1;
        double truth = random::normal(stream, 0, m_noise);
        for (std::size_t group = 0; group < groupCount; ++group)
            if (individual.groups[group])
                for (std::size_t i = 0; i < size; ++i)
                    truth += m_parameters[group * size + i] * individual.features[i];
        individual.truth = truth;
    }

private:
    static constexpr std::size_t groupCount = 6;
    double m_noise;
    std::vector<double> m_parameters; ///< groups × dimension
};

} // namespace

ProblemEntry groupRegression()
{
    const auto schema = GroupRegressionSettings::schema();
    ProblemEntry entry;
    entry.declaration = {
        .id = "bandits/group-regression",
        .title = "Regression on overlapping groups",
        .summary = "Individuals belong to everyone, to one of two and to one of three groups; each "
                   "group adds a linear function of its own to the truth.",
        .loop = "bandits/groupwise",
        .parameters = schema.declarations(),
        .papers = {"P181"},
        .defaultBudget = 4000,
        .maximumBudget = 10'000'000,
        .defaultContestants = {"bandits/group-learners", "bandits/single-learner"},
        .revision = 2,
    };
    entry.prepare = [schema](const ProblemRequest &request) -> Expected<InstancePointer> {
        return InstancePointer(
            std::make_shared<GroupRegressionProblem>(schema.read(request.settings), request.seed));
    };
    return entry;
}

} // namespace agon::bandits
