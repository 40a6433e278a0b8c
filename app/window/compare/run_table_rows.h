#pragma once

#include "app/lab/run_query.h"
#include "app/window/compare/run_table_values.h"
#include "core/json.h"

#include <QString>
#include <QVariant>

#include <string>
#include <vector>

namespace agon::app {

/** A contestant on a problem: a cell of an experiment. */
struct RunTableRow
{
    int part = 0;
    int cell = 0;
    std::vector<int> runs; ///< indices into the part's runs
    QString status;        ///< "4 finished, 1 failed"
    QueryRow query;        ///< what may be asked of it without reading series
};

/** The cells of all parts, in their order. */
std::vector<RunTableRow> rowsOf(const std::vector<RunTablePart> &parts);

/** Parameters of contestants and problems, told apart by algorithm and problem, so that one that
 *  only one algorithm has is not "different". */
struct RunTableParameters
{
    std::vector<std::string> different; ///< dotted keys
    QString shared;                     ///< "step-size 0.1, batch 32": the same everywhere
};
RunTableParameters parametersOf(const std::vector<RunTablePart> &parts);

/** A parameter's value as a cell. */
QVariant parameterValue(const Json &value);

} // namespace agon::app
