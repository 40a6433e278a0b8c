#include "plugins/bandits/rules/campaign.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace agon::bandits {

Expected<Campaign> Campaign::read(const DataSource &data, const char *name)
{
    const auto bytes = data.read(name);
    if (!bytes)
        return bytes.error();
    Campaign campaign;
    try {
        const Json json = Json::parse(*bytes);
        const double impressions = json.at("imp_train").get<double>();
        const double clicks = json.at("clk_train").get<double>();
        const double cost = json.at("cost_train").get<double>();
        campaign.m_meanRate = clicks / impressions;
        campaign.m_meanPrice = cost / impressions;
        campaign.m_priceOfClick = cost / clicks;
        json.at("price_counts").get_to(campaign.m_law);
        const auto edges = json.at("price_decile_edges").get<std::vector<double>>();
        campaign.m_decileEdges.assign(edges.begin() + 1, edges.end() - 1);
        json.at("theta_quantiles_41_by_price_decile").get_to(campaign.m_rates);
    } catch (const Json::exception &) {
        return Error(fmt::format("The data file {} is damaged.", name), "Install Agon again.");
    }
    double sum = 0;
    for (double &count : campaign.m_law)
        sum += count += 1;
    double cumulated = 0;
    for (double &probability : campaign.m_law) {
        probability /= sum;
        campaign.m_cumulative.push_back(cumulated += probability);
    }
    for (const auto &quantiles : campaign.m_rates)
        campaign.m_highestRate = std::max(campaign.m_highestRate, quantiles.back());
    return campaign;
}

Auction Campaign::auction(double first, double second) const
{
    const auto found = std::upper_bound(m_cumulative.begin(), m_cumulative.end(), first);
    const double price =
        static_cast<double>(std::min(found - m_cumulative.begin(), std::ssize(m_cumulative) - 1));
    const auto decile = static_cast<std::size_t>(
        std::upper_bound(m_decileEdges.begin(), m_decileEdges.end(), price) -
        m_decileEdges.begin());
    const auto &quantiles = m_rates[decile];
    const double place = second * static_cast<double>(quantiles.size() - 1);
    const auto left = static_cast<std::size_t>(place);
    const double share = place - std::floor(place);
    return {quantiles[left] + share * (quantiles[left + 1] - quantiles[left]), price};
}

} // namespace agon::bandits
