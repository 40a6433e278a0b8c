#pragma once

#include "app/window/compare/run_table_values.h"

#include <QString>

#include <cstdint>
#include <optional>

namespace agon::app {

/** The measure in a column of numbers; nothing for the others. */
std::optional<RunMeasure> measureOf(int column);
/** The measure that has to be known for a column; nothing: none. */
std::optional<RunMeasure> basisOf(int column);

/** Of the columns that are there whatever the runs are, as of a step and for a target. */
QString columnTitle(int column, std::optional<std::int64_t> step = {},
                    std::optional<double> target = {});
/** What the column's numbers are; empty where the title says it. */
QString columnHelp(int column);

} // namespace agon::app
