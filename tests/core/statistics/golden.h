#pragma once

#include "core/json.h"
#include "tests/support/golden.h"

#include <QDebug>

#include <cmath>
#include <limits>
#include <vector>

namespace agon::test {

/** tests/golden/statistics.json: numbers from scipy, R, baycomp, moocore, rliable's definitions and
 *  enumeration. */
inline const Json &goldenStatistics() { return golden("statistics"); }

inline std::vector<double> numbers(const Json &json) { return json.get<std::vector<double>>(); }

inline std::vector<std::vector<double>> table(const Json &json)
{
    return json.get<std::vector<std::vector<double>>>();
}

/** Runs × tasks as the file writes them, task by task. */
inline std::vector<std::vector<double>> byTask(const Json &runsByTask)
{
    const auto rows = table(runsByTask);
    std::vector<std::vector<double>> tasks(rows.front().size());
    for (const std::vector<double> &row : rows)
        for (std::size_t task = 0; task < row.size(); ++task)
            tasks[task].push_back(row[task]);
    return tasks;
}

inline bool near(double actual, double expected, double tolerance = 1e-9)
{
    if (actual == expected ||
        std::abs(actual - expected) <= tolerance * std::max(1.0, std::abs(expected)))
        return true;
    qWarning("%.15g instead of %.15g", actual, expected);
    return false;
}

} // namespace agon::test
