#include "plugins/experts/rules/load_metrics.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numeric>
#include <vector>

namespace agon::experts {
namespace {

double sum(std::span<const double> values)
{
    return std::accumulate(values.begin(), values.end(), 0.0);
}

} // namespace

double normalisedEntropy(std::span<const double> counts)
{
    const double total = sum(counts);
    double entropy = 0;
    for (const double count : counts)
        if (count > 0)
            entropy -= count / total * std::log(count / total);
    return entropy / std::log(static_cast<double>(counts.size()));
}

double maximumViolation(std::span<const double> counts)
{
    return *std::max_element(counts.begin(), counts.end()) * static_cast<double>(counts.size()) /
               sum(counts) -
           1;
}

double mutualInformation(std::span<const double> joint, int domains)
{
    assert(domains >= 1 && joint.size() % static_cast<std::size_t>(domains) == 0);
    const std::size_t experts = joint.size() / static_cast<std::size_t>(domains);
    std::vector<double> q(joint.begin(), joint.end()); // q(expert | domain)
    std::vector<double> marginal(experts, 0);
    for (std::size_t first = 0; first < q.size(); first += experts) {
        const double total = sum(joint.subspan(first, experts));
        for (std::size_t e = 0; e < experts; ++e) {
            q[first + e] /= total;
            marginal[e] += q[first + e] / domains;
        }
    }
    double information = 0;
    for (std::size_t i = 0; i < q.size(); ++i)
        if (q[i] > 0)
            information += q[i] / domains * std::log(q[i] / marginal[i % experts]);
    return information;
}

} // namespace agon::experts
