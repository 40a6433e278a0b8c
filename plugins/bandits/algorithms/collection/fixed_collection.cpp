#include "plugins/bandits/algorithms/collection/algorithms.h"
#include "plugins/bandits/loops/collection.h"

namespace agon::bandits {
namespace {

enum class CollectionRule { equal, proportional, random };

struct FixedCollectionSettings
{
    CollectionRule rule = CollectionRule::equal;

    static Schema<FixedCollectionSettings> schema()
    {
        Schema<FixedCollectionSettings> s;
        s.choice<CollectionRule>(
             &FixedCollectionSettings::rule, "rule", "Rule",
             {{CollectionRule::equal, "equal", "Equal", "As many samples of every group."},
              {CollectionRule::proportional, "proportional", "Proportional",
               "Samples in proportion to the population."},
              {CollectionRule::random, "random", "Random", "Every batch of a uniform group."}})
            .help("How samples are spread over the groups.");
        return s;
    }
};

class FixedCollection final : public Collector
{
public:
    FixedCollection(const FixedCollectionSettings &settings, const CollectionTask &task)
        : m_rule(settings.rule), m_shares(task.populations)
    {
        if (m_rule == CollectionRule::equal)
            m_shares.assign(task.populations.size(), 1);
    }

    std::size_t choose(std::span<const GroupState> groups, random::Stream &stream) override
    {
        if (m_rule == CollectionRule::random)
            return static_cast<std::size_t>(stream.below(groups.size()));
        std::size_t fewest = 0;
        for (std::size_t group = 1; group < groups.size(); ++group)
            if (groups[group].samples / m_shares[group] < groups[fewest].samples / m_shares[fewest])
                fewest = group;
        return fewest;
    }

private:
    CollectionRule m_rule;
    std::vector<double> m_shares;
};

} // namespace

AlgorithmEntry fixedCollection()
{
    const auto schema = FixedCollectionSettings::schema();
    AlgorithmEntry entry;
    entry.declaration = {
        .id = "bandits/fixed-collection",
        .title = "Fixed collection",
        .summary = "Collects equally, in proportion to the population, or at random.",
        .loops = {"bandits/collection"},
        .parameters = schema.declarations(),
        .papers = {"P077"},
        .reference =
            "Cai et al. 2022, Adaptive sampling strategies to construct equitable training "
            "datasets",
        .year = 2022,
        .tags = {"collection", "baseline"},
        .fidelity = Fidelity::paperText,
    };
    entry.start = [schema](const TrialRequest &request) {
        const auto settings = schema.read(request.settings);
        return startCollection(request, [settings](const CollectionTask &task) {
            return std::make_unique<FixedCollection>(settings, task);
        });
    };
    return entry;
}

} // namespace agon::bandits
