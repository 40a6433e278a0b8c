#include "plugins/bandits/algorithms/combinatorial/algorithms.h"
#include "plugins/bandits/rules/item_bounds.h"

#include <cmath>

namespace agon::bandits {
namespace {

struct CombUcb1Settings
{
    double exploration = 1.5;

    static Schema<CombUcb1Settings> schema()
    {
        Schema<CombUcb1Settings> s;
        s.real(&CombUcb1Settings::exploration, "exploration", "Exploration α")
            .range(0, 100)
            .slider(0.1, 4)
            .help("Width of the confidence bounds: √(α ln t/n).")
            .source("Kveton et al. 2015: 1.5");
        return s;
    }
};

class HoeffdingBound
{
public:
    using Settings = CombUcb1Settings;
    explicit HoeffdingBound(const Settings &settings) : m_exploration(settings.exploration) {}
    double bound(double mean, double seen, double round) const
    {
        return mean + std::sqrt(m_exploration * std::log(round) / seen);
    }

private:
    double m_exploration;
};

} // namespace

AlgorithmEntry combUcb1()
{
    return combinatorialEntry<HighestBounds<HoeffdingBound>>({
        .id = "bandits/comb-ucb1",
        .title = "CombUCB1, CascadeUCB1",
        .summary = "Names the items with the highest upper confidence bounds that fit together; on "
                   "lists this is CascadeUCB1.",
        .reference = "Kveton, Wen, Ashkan and Szepesvári 2015, Tight regret bounds for stochastic "
                     "combinatorial semi-bandits; Kveton, Szepesvári, Wen and Ashkan 2015, "
                     "Cascading bandits",
        .year = 2015,
        .tags = {"combinatorial", "cascade", "index"},
        .fidelity = Fidelity::paperText,
        .note = "One rule for sets, paths, trees and lists. Sets with the most items never seen "
                "come first.",
    });
}

} // namespace agon::bandits
