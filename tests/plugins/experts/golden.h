#pragma once

#include "core/json.h"
#include "plugins/experts/rules/routing.h"
#include "tests/support/golden.h"

#include <QTest>

#include <cmath>
#include <vector>

namespace agon::experts::golden {

/** The cases of one group of numbers from independent implementations; see the file's "source". */
inline const Json &cases(const char *group)
{
    return agon::test::golden("experts").at(group).at("cases");
}

/** The numbers of an array of arrays, one after the other. */
inline std::vector<double> flat(const Json &json)
{
    std::vector<double> result;
    for (const Json &entry : json) {
        if (entry.is_array()) {
            const std::vector<double> inner = flat(entry);
            result.insert(result.end(), inner.begin(), inner.end());
        } else {
            result.push_back(entry.get<double>());
        }
    }
    return result;
}

inline bool close(double a, double b, double tolerance = 1e-9)
{
    return std::abs(a - b) <= tolerance;
}

inline bool close(std::span<const double> a, const std::vector<double> &b, double tolerance = 1e-9)
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

/** One micro-batch with the given logits (token × expert), not routed yet. */
inline Routing unrouted(const Json &logits, int selected)
{
    Routing routing(1, static_cast<int>(logits.size()), static_cast<int>(logits[0].size()),
                    selected);
    routing.logits = flat(logits);
    return routing;
}

inline Routing routed(const Json &logits, int selected)
{
    Routing routing = unrouted(logits, selected);
    routeTopK(routing);
    return routing;
}

} // namespace agon::experts::golden
