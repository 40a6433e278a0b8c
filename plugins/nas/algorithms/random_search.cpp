#include "plugins/nas/algorithms/algorithms.h"
#include "plugins/nas/loops/ask_tell.h"

namespace agon::nas {

namespace {

struct RandomSearchSettings
{
    bool repeats = true;
};

class RandomSearch final : public Searcher
{
public:
    using Settings = RandomSearchSettings;

    static Schema<Settings> schema()
    {
        Schema<Settings> s;
        s.flag(&Settings::repeats, "repeats", "Repeats")
            .help("Draws with replacement; without, nothing is evaluated twice before everything "
                  "was once.")
            .source("classic");
        return s;
    }

    RandomSearch(const Settings &settings, const SearchSpace &space)
        : m_settings(settings), m_space(space)
    {}

    Architecture ask(random::Stream &stream) override
    {
        if (m_settings.repeats)
            return randomArchitecture(m_space, stream);
        // Fisher–Yates, one place an evaluation; a space used up is gone through again.
        if (m_order.empty())
            for (Architecture architecture = 0; architecture < m_space.size(); ++architecture)
                m_order.push_back(architecture);
        const std::size_t place = m_drawn % m_order.size();
        const std::size_t other =
            place + static_cast<std::size_t>(stream.below(m_order.size() - place));
        std::swap(m_order[place], m_order[other]);
        ++m_drawn;
        return m_order[place];
    }

    void tell(Architecture, std::span<const double>) override {}

private:
    Settings m_settings;
    SearchSpace m_space;
    std::vector<Architecture> m_order;
    std::size_t m_drawn = 0;
};

} // namespace

AlgorithmEntry randomSearch()
{
    AlgorithmDeclaration declaration;
    declaration.id = "nas/random-search";
    declaration.title = "Random search";
    declaration.summary = "Evaluates uniform architectures.";
    declaration.loops = {"nas/ask-tell", "nas/multi-objective"};
    declaration.reference =
        "Li and Talwalkar 2019, Random search and reproducibility for neural architecture search";
    declaration.year = 2019;
    declaration.tags = {"baseline"};
    declaration.fidelity = Fidelity::derived;
    declaration.note = "The expected best of n draws is known exactly for every table and tested.";
    return searcherEntry<RandomSearch>(std::move(declaration));
}

} // namespace agon::nas
