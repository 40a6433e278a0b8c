#include "plugins/bandits/algorithms/combinatorial/algorithms.h"
#include "plugins/bandits/rules/divergence.h"
#include "plugins/bandits/rules/item_bounds.h"

#include <algorithm>
#include <cmath>

namespace agon::bandits {
namespace {

struct CombKlUcbSettings
{
    double doubleLogarithm = 3;

    static Schema<CombKlUcbSettings> schema()
    {
        Schema<CombKlUcbSettings> s;
        s.real(&CombKlUcbSettings::doubleLogarithm, "double-logarithm", "Constant c of ln ln t")
            .range(0, 100)
            .slider(0, 5)
            .help("Exploration ln t + c ln ln t.")
            .source("Kveton et al. 2015, Cascading bandits: 3");
        return s;
    }
};

class DivergenceBound
{
public:
    using Settings = CombKlUcbSettings;
    explicit DivergenceBound(const Settings &settings) : m_constant(settings.doubleLogarithm) {}
    double bound(double mean, double seen, double round) const
    {
        // ln ln t is no exploration before t = e.
        const double logarithm = std::log(round);
        const double level = logarithm + m_constant * std::log(std::max(logarithm, 1.0));
        return bernoulliUpperBound(mean, level / seen);
    }

private:
    double m_constant;
};

} // namespace

AlgorithmEntry combKlUcb()
{
    return combinatorialEntry<HighestBounds<DivergenceBound>>({
        .id = "bandits/comb-kl-ucb",
        .title = "CombKL-UCB, CascadeKL-UCB",
        .summary = "Names the items with the highest Kullback–Leibler bounds that fit together; on "
                   "lists this is CascadeKL-UCB.",
        .reference = "Kveton, Szepesvári, Wen and Ashkan 2015, Cascading bandits: learning to rank "
                     "in the cascade model",
        .year = 2015,
        .tags = {"combinatorial", "cascade", "index"},
        .fidelity = Fidelity::paperText,
        .note = "The paper's rule is that for lists; for sets, paths and trees the same indices go "
                "into CombUCB1. Sets with the most items never seen come first.",
    });
}

} // namespace agon::bandits
