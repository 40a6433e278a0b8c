#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <vector>

namespace agon::bandits {

/** The constant rebalanced portfolio that would have been best, and the best single asset. */
struct HindsightPortfolio
{
    std::vector<double> weights;
    std::size_t bestAsset = 0;
};

/** Daily price relatives x_t = S_t/S_{t-1} > 0 of several assets. Immutable; shared by threads. */
class Market
{
public:
    /** @p relatives: days × assets, row by row. @p labels: one an asset. */
    Market(std::vector<double> relatives, std::vector<std::string> labels);

    std::size_t assets() const { return m_labels.size(); }
    std::int64_t days() const
    {
        return static_cast<std::int64_t>(m_relatives.size() / m_labels.size());
    }
    const std::vector<std::string> &labels() const { return m_labels; }
    /** Relatives of day @p day, from 0. After the last day prices stand still. */
    std::span<const double> day(std::int64_t day) const;
    /** Best in hindsight over the first @p days days; computed when first asked for. */
    std::shared_ptr<const HindsightPortfolio> hindsight(std::int64_t days) const;

private:
    std::vector<double> m_relatives;
    std::vector<std::string> m_labels;
    std::vector<double> m_still; ///< relatives of 1
    mutable std::mutex m_mutex;
    mutable std::map<std::int64_t, std::shared_ptr<const HindsightPortfolio>>
        m_hindsight; ///< guarded by m_mutex
};

/** One sweep of Cover's 1984 algorithm towards the mixture of largest growth: w_k *= mean of
 *  r_k/(w·r) over the rows of @p returns (rows × size of weights). Growth never falls. Returns the
 * largest factor: growth of the best mixture exceeds that of @p weights by at most its logarithm a
 * row. */
double growthSweep(std::span<const double> returns, std::span<double> weights);

} // namespace agon::bandits
