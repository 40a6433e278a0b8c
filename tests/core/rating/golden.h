#pragma once

#include "core/json.h"
#include "core/rating/ksort.h"
#include "tests/support/golden.h"

#include <QTest>

#include <cmath>
#include <vector>

namespace agon::rating::golden {

/** The cases of one group of numbers from independent implementations; see the file's "source". */
inline const Json &cases(const char *group)
{
    return agon::test::golden("arena").at(group).at("cases");
}

/** |a - b| <= tolerance × max(1, |b|). */
inline bool close(double a, double b, double tolerance = 1e-9)
{
    return std::abs(a - b) <= tolerance * std::max(1.0, std::abs(b));
}

inline bool close(const std::vector<double> &a, const std::vector<double> &b,
                  double tolerance = 1e-9)
{
    if (a.size() != b.size())
        return false;
    for (std::size_t i = 0; i < a.size(); ++i)
        if (!close(a[i], b[i], tolerance)) {
            qWarning("entry %zu is %.12g, expected %.12g", i, a[i], b[i]);
            return false;
        }
    return true;
}

inline std::vector<Belief> beliefs(const Json &pairs)
{
    std::vector<Belief> result;
    for (const Json &pair : pairs)
        result.push_back({pair.at(0), pair.at(1)});
    return result;
}

inline bool close(const std::vector<Belief> &a, const std::vector<Belief> &b,
                  double tolerance = 1e-9)
{
    if (a.size() != b.size())
        return false;
    for (std::size_t i = 0; i < a.size(); ++i)
        if (!close(a[i].mean, b[i].mean, tolerance) ||
            !close(a[i].deviation, b[i].deviation, tolerance)) {
            qWarning("belief %zu is (%.12g, %.12g), expected (%.12g, %.12g)", i, a[i].mean,
                     a[i].deviation, b[i].mean, b[i].deviation);
            return false;
        }
    return true;
}

inline KSortPairs pairs(const std::string &key)
{
    return key == "full"       ? KSortPairs::full
           : key == "adjacent" ? KSortPairs::adjacent
                               : KSortPairs::scaled;
}

/** 0, 1, …: the ranks of an order without ties. */
inline std::vector<std::int32_t> strictRanks(std::size_t size)
{
    std::vector<std::int32_t> ranks(size);
    for (std::size_t i = 0; i < size; ++i)
        ranks[i] = static_cast<std::int32_t>(i);
    return ranks;
}

} // namespace agon::rating::golden
