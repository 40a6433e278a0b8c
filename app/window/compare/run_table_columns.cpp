#include "app/window/compare/run_table_columns.h"

#include "app/window/compare/run_table_model.h"
#include "app/window/style.h"

namespace agon::app {

std::optional<RunMeasure> measureOf(int column)
{
    switch (column) {
    case RunTableModel::last:
        return RunMeasure::last;
    case RunTableModel::best:
        return RunMeasure::best;
    case RunTableModel::tail:
        return RunMeasure::tail;
    case RunTableModel::area:
        return RunMeasure::area;
    default:
        return {};
    }
}

std::optional<RunMeasure> basisOf(int column)
{
    if (column == RunTableModel::seeds || column == RunTableModel::interval)
        return RunMeasure::last;
    return column == RunTableModel::toTarget ? RunMeasure::toTarget : measureOf(column);
}

QString columnTitle(int column, std::optional<std::int64_t> step, std::optional<double> target)
{
    switch (column) {
    case RunTableModel::contestant:
        return RunTableModel::tr("Contestant");
    case RunTableModel::problem:
        return RunTableModel::tr("Problem");
    case RunTableModel::experiment:
        return RunTableModel::tr("Experiment");
    case RunTableModel::budget:
        return RunTableModel::tr("Budget");
    case RunTableModel::status:
        return RunTableModel::tr("Status");
    case RunTableModel::seeds:
        return RunTableModel::tr("Seeds");
    case RunTableModel::last:
        return step ? RunTableModel::tr("At %1 (mean)").arg(wholeNumberText(*step))
                    : RunTableModel::tr("Last (mean)");
    case RunTableModel::interval:
        return RunTableModel::tr("95 % interval");
    case RunTableModel::best:
        return RunTableModel::tr("Best (mean)");
    case RunTableModel::tail:
        return RunTableModel::tr("Last 5 % (mean)");
    case RunTableModel::area:
        return RunTableModel::tr("Area under curve (mean)");
    case RunTableModel::toTarget:
        return target ? RunTableModel::tr("Expected steps to %1").arg(numberText(*target))
                      : RunTableModel::tr("Expected steps to target");
    default:
        return {};
    }
}

QString columnHelp(int column)
{
    switch (column) {
    case RunTableModel::seeds:
        return RunTableModel::tr("Seeds whose runs count in the means: finished, or come to the "
                                 "step");
    case RunTableModel::last:
        return RunTableModel::tr("The last value recorded, or the last until the step of the "
                                 "slider. Of several seeds their mean; unfolded, each seed's own");
    case RunTableModel::interval:
        return RunTableModel::tr(
            "95 % t interval of the mean of the last values over the seeds, or "
            "Wilson's of a rate");
    case RunTableModel::best:
        return RunTableModel::tr("The best value recorded so far. Of several seeds the mean of "
                                 "their bests, not the best of all");
    case RunTableModel::tail:
        return RunTableModel::tr("The mean of what was recorded in the last 5 % of the steps. Of "
                                 "several seeds the mean of their means");
    case RunTableModel::area:
        return RunTableModel::tr(
            "Area under the metric's curve divided by the range of its steps: the mean of the "
            "metric over the whole way, in its unit. Of several seeds the mean of theirs");
    case RunTableModel::toTarget:
        return RunTableModel::tr(
            "First recorded step at which the metric reaches the target above the figure. Of "
            "several seeds the expected running time: all their steps divided by how many arrive");
    default:
        return {};
    }
}

} // namespace agon::app
