#pragma once

#include "views/figures/figure.h"

#include <string>
#include <utility>
#include <vector>

namespace agon::views {

/** As TeX reads it. */
std::string texNumber(double value);

/** Points as a plot reads them, in the numbers of its axes; NaN: a gap. */
std::string pgfplotsTable(const std::vector<std::pair<double, double>> &points);

/** What the numbers of an axis are written in. Those of the data, on a logarithmic axis too, so
 * that an author can edit them; but TeX's own arithmetic knows neither 1e300 nor the difference
 * between 1000000.1 and 1000000.2, and no axis that is logarithmic on both sides of zero: such axes
 * go from 0 to 100, with ticks named here. */
class PgfplotsAxis
{
public:
    enum class Numbers { ofTheData, ofThePage };

    /** @p axis outlives this. */
    explicit PgfplotsAxis(const Axis &axis, Numbers wanted = Numbers::ofTheData);
    /** Where a value lies, at most a quarter of the axis beyond its ends; NaN for what cannot be
     *  drawn. */
    double operator()(double value) const;
    /** What lies at this share of the axis, 0 at its beginning and 1 at its end. */
    double at(double share) const;
    /** The share at which a value lies. */
    double share(double value) const;
    bool isOfTheData() const { return m_numbers == Numbers::ofTheData; }
    /** Scale, ends and about @p wanted ticks, or at most so many names of categories, cut after
     *  @p letters letters, as options of the axis in direction @p letter. */
    std::string options(char letter, int wanted, std::size_t letters = 1000) const;

private:
    const Axis &m_axis;
    Numbers m_numbers;
};

} // namespace agon::views
