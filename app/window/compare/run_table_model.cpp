#include "app/window/compare/run_table_model.h"

#include "app/window/style.h"
#include "core/statistics/summaries.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

namespace agon::app {
namespace {

QString text(const std::string &value) { return QString::fromStdString(value); }

QString valueText(const Json &value)
{
    if (value.is_null())
        return QStringLiteral("–");
    if (value.is_string())
        return text(value.get<std::string>());
    if (value.is_object())
        return text(value.value("type", std::string()));
    if (value.is_number_float())
        return numberText(value.get<double>());
    return text(value.dump());
}

/** Keys of settings that differ between the shown contestants of one algorithm, or between
 * problems. */
QStringList differingKeys(const std::vector<RunTableModel::Part> &parts)
{
    std::map<std::string, std::set<std::string>> values;
    for (const RunTableModel::Part &part : parts) {
        for (const ContestantView &contestant : part.view.contestants)
            for (const auto &[key, value] : contestant.settings.items())
                values[contestant.algorithm + " " + key].insert(value.dump());
        for (const ProblemView &problem : part.view.problems)
            for (const auto &[key, value] : problem.settings.items())
                values[problem.problem + " " + key].insert(value.dump());
    }
    QStringList keys;
    for (const auto &[name, found] : values) {
        const QString key = text(name.substr(name.find(' ') + 1));
        if (found.size() > 1 && !keys.contains(key))
            keys << key;
    }
    return keys;
}

int channelOf(const ExperimentView &view, const std::string &key)
{
    for (std::size_t i = 0; i < view.channels.size(); ++i)
        if (view.channels[i].key == key)
            return static_cast<int>(i);
    return view.mainChannels.empty() ? -1 : view.mainChannels.front();
}

const storage::ChannelSummary *summaryOf(const storage::RunEntry &run, int channel)
{
    const auto found = std::find_if(run.summaries.begin(), run.summaries.end(),
                                    [&](const auto &s) { return s.channel == channel; });
    return found == run.summaries.end() ? nullptr : &*found;
}

QStandardItem *cell(const QString &shown, bool number = false)
{
    auto *item = new QStandardItem(shown);
    item->setEditable(false);
    if (number)
        item->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
    return item;
}

} // namespace

RunTableModel::RunTableModel(QObject *parent) : QStandardItemModel(parent) {}

void RunTableModel::setParts(const std::vector<Part> &parts, const std::string &channel)
{
    clear();
    const QStringList parameters = differingKeys(parts);
    setHorizontalHeaderLabels(QStringList{tr("Contestant"), tr("Problem"), tr("Status"),
                                          tr("Seeds"), tr("Last"), tr("95 % interval"),
                                          tr("Best")} +
                              parameters);
    for (const Part &part : parts)
        for (int i = 0; i < static_cast<int>(part.view.cells.size()); ++i)
            addContestant(part, i, channel, parameters);
    constexpr int firstNumber = 3;
    for (int column = firstNumber; column < columnCount(); ++column)
        setHeaderData(column, Qt::Horizontal,
                      QVariant::fromValue(Qt::AlignRight | Qt::AlignVCenter),
                      Qt::TextAlignmentRole);
}

bool RunTableModel::isConstant(int column) const
{
    for (int row = 1; row < rowCount(); ++row)
        if (item(row, column)->text() != item(0, column)->text())
            return false;
    return true;
}

void RunTableModel::addContestant(const Part &part, int cellIndex, const std::string &channelKey,
                                  const QStringList &parameters)
{
    const CellView &view = part.view.cells[static_cast<std::size_t>(cellIndex)];
    const ContestantView &contestant =
        part.view.contestants[static_cast<std::size_t>(view.contestant)];
    const ProblemView &problem = part.view.problems[static_cast<std::size_t>(view.problem)];
    const int channel = channelOf(part.view, channelKey);
    std::vector<double> last;
    std::vector<double> best;
    std::map<RunStatus, int> statuses;
    QList<QList<QStandardItem *>> children;
    for (const storage::RunEntry &run : part.runs) {
        if (run.view.cell != cellIndex)
            continue;
        ++statuses[run.view.status];
        const storage::ChannelSummary *summary = summaryOf(run, channel);
        if (summary && run.view.status == RunStatus::finished) {
            last.push_back(summary->last);
            best.push_back(summary->best);
        }
        const std::string_view status = key(run.view.status);
        QStandardItem *statusItem =
            cell(QString::fromUtf8(status.data(), static_cast<qsizetype>(status.size())));
        statusItem->setToolTip(text(run.view.reason.empty() ? run.stale : run.view.reason));
        children.append({cell(tr("seed %1").arg(run.view.seed)), cell({}), statusItem, cell({}),
                         cell(summary ? numberText(summary->last) : QString(), true), cell({}),
                         cell(summary ? numberText(summary->best) : QString(), true)});
    }
    QStringList statusText;
    for (const auto &[status, count] : statuses) {
        const std::string_view name = key(status);
        statusText << QStringLiteral("%1 %2").arg(count).arg(
            QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size())));
    }
    QString interval;
    if (last.size() >= 2) {
        const auto bounds = statistics::studentInterval(last);
        interval =
            QStringLiteral("%1 to %2").arg(numberText(bounds.lower), numberText(bounds.upper));
    }
    QList<QStandardItem *> row{
        cell(text(contestant.label)),
        cell(text(problem.label)),
        cell(statusText.join(QStringLiteral(", "))),
        cell(QString::number(last.size()), true),
        cell(last.empty() ? QString() : numberText(statistics::mean(last)), true),
        cell(interval, true),
        cell(best.empty() ? QString() : numberText(statistics::mean(best)), true)};
    for (const QString &parameter : parameters) {
        const std::string name = parameter.toStdString();
        const Json value = contestant.settings.contains(name) ? contestant.settings[name]
                           : problem.settings.contains(name)  ? problem.settings[name]
                                                              : Json();
        row.append(cell(value.is_null() ? QString() : valueText(value), value.is_number()));
    }
    row.first()->setToolTip(text(part.name));
    for (const QList<QStandardItem *> &child : children)
        row.first()->appendRow(child);
    appendRow(row);
}

} // namespace agon::app
