#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace agon {

/** A number that a paper reports, shown beside an experiment's own ([[reference]] in its file).
 *  It is drawn, named and cited, and never enters a test. */
struct PublishedValue
{
    std::string label;   ///< "FedAU in the paper"
    std::string metric;  ///< key of a metric; empty: the main one
    std::string problem; ///< label or type of a problem; empty: all
    double value = 0;
    std::optional<double> spread;  ///< what the paper prints after ±; in the metric's unit
    std::optional<std::int64_t> n; ///< runs that the number rests on
    std::string source;            ///< "Wang and Ji 2024, table 2"
    std::string page;
    bool operator==(const PublishedValue &) const = default;
};

} // namespace agon
