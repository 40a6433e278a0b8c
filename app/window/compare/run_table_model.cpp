#include "app/window/compare/run_table_model.h"

#include "app/window/style.h"
#include "core/statistics/summaries.h"
#include "storage/import/recorded_runs.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <utility>

namespace agon::app {
namespace {

/** Internal id of contestants; a seed's is its contestant's place plus one. */
constexpr quintptr topLevel = 0;

QVariant shown(const Json &value)
{
    if (value.is_null())
        return {};
    if (value.is_string())
        return text(value.get<std::string>());
    if (value.is_object())
        return text(value.value("type", std::string()));
    if (value.is_number())
        return value.get<double>();
    return text(value.dump());
}

QVariant meanOf(const std::vector<double> &values)
{
    return values.empty() ? QVariant() : QVariant(statistics::mean(values));
}

QString stepsText(double steps) { return wholeNumberText(std::llround(steps)); }

/** The measure in a column of numbers; nothing for the others. */
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

/** Measure and metric of a field such as "auc.test_accuracy"; nothing for other fields. */
std::optional<std::pair<RunMeasure, std::string>> askedNumber(const std::string &field)
{
    const std::size_t dot = field.find('.');
    if (dot != std::string::npos)
        for (const RunMeasure measure : runMeasures)
            if (std::string_view(field).substr(0, dot) == queryWord(measure))
                return std::pair(measure, field.substr(dot + 1));
    return {};
}

/** Numbers by size, texts by the alphabet, nothing last in both orders. */
bool before(const QVariant &a, const QVariant &b, Qt::SortOrder order)
{
    const bool missingA = !a.isValid() || a.toString().isEmpty();
    const bool missingB = !b.isValid() || b.toString().isEmpty();
    if (missingA || missingB)
        return !missingA && missingB;
    const bool numbers = a.typeId() != QMetaType::QString && b.typeId() != QMetaType::QString;
    const int compared = numbers ? (a.toDouble() < b.toDouble()   ? -1
                                    : a.toDouble() > b.toDouble() ? 1
                                                                  : 0)
                                 : QString::localeAwareCompare(a.toString(), b.toString());
    return order == Qt::AscendingOrder ? compared < 0 : compared > 0;
}

} // namespace

RunTableModel::RunTableModel(QObject *parent) : QAbstractItemModel(parent) {}

void RunTableModel::setParts(std::vector<Part> parts, const std::string &channel)
{
    beginResetModel();
    m_parts = std::move(parts);
    m_channel = channel;
    build();
    endResetModel();
}

void RunTableModel::setChannel(const std::string &channel)
{
    beginResetModel();
    m_channel = channel;
    build();
    endResetModel();
}

void RunTableModel::setSeries(RunTableValues::SeriesOf seriesOf)
{
    m_values.setSeries(std::move(seriesOf));
}

void RunTableModel::setStep(std::optional<std::int64_t> step)
{
    if (step == m_values.step())
        return;
    m_values.setStep(step);
    showNumbers();
}

void RunTableModel::setTarget(std::optional<double> target)
{
    if (target == m_values.target())
        return;
    m_values.setTarget(target);
    findFields();
    showNumbers();
}

void RunTableModel::showNumbers()
{
    const std::vector<std::string> fields = m_query.fields();
    const bool asked = std::any_of(fields.begin(), fields.end(), askedNumber);
    if (asked || (m_sortColumn >= seeds && m_sortColumn < fixedColumns)) {
        beginResetModel();
        applyQuery();
        endResetModel();
        return;
    }
    // Rows stay where they are, unfolded and selected.
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, seeds), index(rowCount() - 1, fixedColumns - 1));
    for (int row = 0; row < rowCount(); ++row)
        if (const QModelIndex parent = index(row, 0); rowCount(parent) > 0)
            Q_EMIT dataChanged(index(0, last, parent),
                               index(rowCount(parent) - 1, fixedColumns - 1, parent));
    Q_EMIT headerDataChanged(Qt::Horizontal, last, fixedColumns - 1);
}

void RunTableModel::build()
{
    findRows();
    findColumns();
    findFields();
    applyQuery();
}

void RunTableModel::findFields()
{
    std::vector<QueryRow> queries;
    queries.reserve(m_rows.size());
    for (const Row &row : m_rows)
        queries.push_back(row.query);
    m_fields = fieldsOf(queries);
    std::erase_if(m_fields.numbers, askedNumber); // what an earlier query asked for
    std::set<std::string> metrics, shown;
    for (std::size_t p = 0; p < m_parts.size(); ++p) {
        const ExperimentView &view = m_parts[p].view;
        for (const int main : view.mainChannels)
            if (const auto &channel = view.channels[static_cast<std::size_t>(main)];
                channel.kind == ObservationKind::metric)
                metrics.insert(channel.key);
        if (const int channel = m_values.channelOf(static_cast<int>(p)); channel >= 0)
            shown.insert(view.channels[static_cast<std::size_t>(channel)].key);
    }
    for (const RunMeasure measure : runMeasures)
        if (measure != RunMeasure::toTarget || hasTarget())
            for (const std::string &key : measure == RunMeasure::toTarget ? shown : metrics)
                m_fields.numbers.push_back(fmt::format("{}.{}", queryWord(measure), key));
}

bool RunTableModel::isConstant(int column) const
{
    for (int row = 1; row < shownContestants(); ++row)
        if (contestantValue(rowAt(row), column) != contestantValue(rowAt(0), column))
            return false;
    return true;
}

bool RunTableModel::allFinished() const
{
    for (int shown = 0; shown < shownContestants(); ++shown) {
        const Row &row = rowAt(shown);
        const Part &part = partOf(row);
        if (storage::isRecorded(part.view) ||
            !std::all_of(row.runs.begin(), row.runs.end(), [&part](int run) {
                const storage::RunEntry &entry = part.runs[static_cast<std::size_t>(run)];
                return entry.view.status == RunStatus::finished && entry.stale.empty();
            }))
            return false;
    }
    return true;
}

void RunTableModel::setQuery(RunQuery query)
{
    if (query == m_query)
        return;
    beginResetModel();
    m_query = std::move(query);
    applyQuery();
    endResetModel();
}

const RunTableModel::Row &RunTableModel::rowAt(int shown) const
{
    return m_rows[static_cast<std::size_t>(m_shown[static_cast<std::size_t>(shown)])];
}

const RunTableModel::Part &RunTableModel::partOf(const Row &row) const
{
    return m_parts[static_cast<std::size_t>(row.part)];
}

void RunTableModel::findRows()
{
    m_rows.clear();
    for (std::size_t p = 0; p < m_parts.size(); ++p) {
        const Part &part = m_parts[p];
        const std::size_t first = m_rows.size();
        for (std::size_t c = 0; c < part.view.cells.size(); ++c) {
            Row &row = m_rows.emplace_back();
            row.part = static_cast<int>(p);
            row.cell = static_cast<int>(c);
        }
        std::vector<std::map<std::string_view, int>> statuses(part.view.cells.size());
        std::vector<std::map<int, std::vector<double>>> finals(part.view.cells.size());
        for (std::size_t i = 0; i < part.runs.size(); ++i) {
            const storage::RunEntry &run = part.runs[i];
            const auto cell = static_cast<std::size_t>(run.view.cell);
            Row &row = m_rows[first + cell];
            row.runs.push_back(static_cast<int>(i));
            ++statuses[cell][key(run.view.status)];
            if (run.view.status != RunStatus::finished)
                continue;
            for (const storage::ChannelSummary &summary : run.summaries)
                finals[cell][summary.channel].push_back(summary.last);
        }
        for (std::size_t c = 0; c < part.view.cells.size(); ++c) {
            Row &row = m_rows[first + c];
            const CellView &cell = part.view.cells[c];
            const auto &who = part.view.contestants[static_cast<std::size_t>(cell.contestant)];
            const auto &what = part.view.problems[static_cast<std::size_t>(cell.problem)];
            QStringList words;
            auto &texts = row.query.texts;
            for (const auto &[name, count] : statuses[c]) {
                words << QStringLiteral("%1 %2").arg(count).arg(text(name));
                texts["status"].emplace_back(name);
            }
            if (storage::isRecorded(part.view)) {
                words << tr("recorded");
                texts["status"].emplace_back("recorded");
            }
            row.status = words.join(QStringLiteral(", "));
            texts["contestant"] = {who.label};
            texts["problem"] = {what.label};
            if (!who.algorithm.empty())
                texts["algorithm"] = {who.algorithm};
            texts["family"] = {part.view.family};
            texts["experiment"] = {part.name};
            if (!part.tags.empty())
                texts["tag"] = part.tags;
            auto &numbers = row.query.numbers;
            numbers["seeds"] = static_cast<double>(row.runs.size());
            numbers["budget"] = static_cast<double>(cell.budget);
            for (const auto &[index, values] : finals[c])
                numbers["final." + part.view.channels[static_cast<std::size_t>(index)].key] =
                    statistics::mean(values);
            for (const Json *settings : {&who.settings, &what.settings})
                for (const auto &[name, value] : settings->items())
                    if (value.is_number())
                        numbers.emplace(name, value.get<double>());
                    else if (const QVariant word = shown(value); word.isValid())
                        texts.emplace(name, std::vector{word.toString().toStdString()});
        }
    }
    std::vector<RunGroup> groups;
    groups.reserve(m_rows.size());
    for (const Row &row : m_rows)
        groups.push_back({row.part, row.runs});
    m_values.setGroups(m_parts, std::move(groups), m_channel);
}

void RunTableModel::findColumns()
{
    // By algorithm or problem, so that a parameter that only one algorithm has is not "different".
    std::map<std::pair<std::string, std::string>, std::set<std::string>> values;
    for (const Part &part : m_parts) {
        for (const ContestantView &who : part.view.contestants)
            for (const auto &[name, value] : who.settings.items())
                if (value != Json(who.label)) // a recorded contestant's name says nothing new
                    values[{who.algorithm, name}].insert(value.dump());
        for (const ProblemView &what : part.view.problems)
            for (const auto &[name, value] : what.settings.items())
                values[{what.problem, name}].insert(value.dump());
    }
    m_parameters.clear();
    QStringList shared;
    for (const auto &[owner, found] : values) {
        const std::string &name = owner.second;
        const bool isColumn =
            std::find(m_parameters.begin(), m_parameters.end(), name) != m_parameters.end();
        if (found.size() > 1 && !isColumn) {
            m_parameters.push_back(name);
        } else if (found.size() == 1) {
            const QVariant value = shown(Json::parse(*found.begin()));
            const QString word = value.typeId() == QMetaType::Double ? numberText(value.toDouble())
                                                                     : value.toString();
            const QString parameter = QStringLiteral("%1 %2").arg(text(name), word);
            if (!word.isEmpty() && !shared.contains(parameter))
                shared << parameter;
        }
    }
    m_shared = shared.join(QStringLiteral(", "));
}

void RunTableModel::findAskedNumbers()
{
    for (const std::string &field : m_query.fields())
        if (const auto asked = askedNumber(field))
            for (Row &row : m_rows) {
                row.query.numbers.erase(field);
                if (const auto number =
                        m_values.numberOf(groupOf(row), asked->first, asked->second))
                    row.query.numbers[field] = *number;
            }
}

void RunTableModel::applyQuery()
{
    findAskedNumbers();
    m_shown.clear();
    for (std::size_t i = 0; i < m_rows.size(); ++i)
        if (m_query.matches(m_rows[i].query))
            m_shown.push_back(static_cast<int>(i));
    if (m_sortColumn < 0)
        return;
    std::vector<QVariant> keys(m_rows.size());
    for (const int row : m_shown)
        keys[static_cast<std::size_t>(row)] =
            sortKey(m_rows[static_cast<std::size_t>(row)], m_sortColumn);
    std::stable_sort(m_shown.begin(), m_shown.end(), [&](int a, int b) {
        return before(keys[static_cast<std::size_t>(a)], keys[static_cast<std::size_t>(b)],
                      m_sortOrder);
    });
}

std::pair<int, int> RunTableModel::cellOf(const QModelIndex &index) const
{
    const Row &row = rowAt(
        index.internalId() == topLevel ? index.row() : static_cast<int>(index.internalId()) - 1);
    return {row.part, row.cell};
}

QModelIndex RunTableModel::index(int row, int column, const QModelIndex &parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    return createIndex(row, column,
                       parent.isValid() ? static_cast<quintptr>(parent.row()) + 1 : topLevel);
}

QModelIndex RunTableModel::parent(const QModelIndex &child) const
{
    if (!child.isValid() || child.internalId() == topLevel)
        return {};
    return createIndex(static_cast<int>(child.internalId()) - 1, 0, topLevel);
}

int RunTableModel::rowCount(const QModelIndex &parent) const
{
    if (!parent.isValid())
        return shownContestants();
    if (parent.internalId() != topLevel || parent.column() > 0)
        return 0;
    return static_cast<int>(rowAt(parent.row()).runs.size());
}

int RunTableModel::columnCount(const QModelIndex &) const
{
    return fixedColumns + static_cast<int>(m_parameters.size());
}

Json RunTableModel::parameterOf(const Row &row, const std::string &key) const
{
    const Part &part = partOf(row);
    const CellView &cell = part.view.cells[static_cast<std::size_t>(row.cell)];
    for (const Json *settings :
         {&part.view.contestants[static_cast<std::size_t>(cell.contestant)].settings,
          &part.view.problems[static_cast<std::size_t>(cell.problem)].settings})
        if (settings->contains(key))
            return (*settings)[key];
    return {};
}

QVariant RunTableModel::contestantValue(const Row &row, int column) const
{
    const Part &part = partOf(row);
    const CellView &cell = part.view.cells[static_cast<std::size_t>(row.cell)];
    switch (column) {
    case contestant:
        return text(part.view.contestants[static_cast<std::size_t>(cell.contestant)].label);
    case problem:
        return text(part.view.problems[static_cast<std::size_t>(cell.problem)].label);
    case status:
        return row.status;
    case seeds:
        return static_cast<int>(m_values.valuesOf(groupOf(row), RunMeasure::last).size());
    case interval: {
        const std::vector<double> values = m_values.valuesOf(groupOf(row), RunMeasure::last);
        if (values.size() < 2)
            return {};
        const auto bounds = statistics::studentInterval(values);
        return tr("%1 to %2").arg(numberText(bounds.lower), numberText(bounds.upper));
    }
    case last:
    case best:
    case tail:
    case area:
        return meanOf(m_values.valuesOf(groupOf(row), *measureOf(column)));
    case toTarget:
        return runtimeText(m_values.runtimeOf(groupOf(row)), row);
    default:
        return shown(
            parameterOf(row, m_parameters[static_cast<std::size_t>(column - fixedColumns)]));
    }
}

QVariant RunTableModel::runValue(const Row &row, int run, int column) const
{
    const storage::RunEntry &entry =
        partOf(row).runs[static_cast<std::size_t>(row.runs[static_cast<std::size_t>(run)])];
    if (const auto measure = measureOf(column)) {
        const double value =
            m_values.valueOf(groupOf(row), static_cast<std::size_t>(run), *measure);
        return std::isnan(value) ? QVariant() : QVariant(value);
    }
    switch (column) {
    case contestant:
        return tr("seed %1").arg(entry.view.seed);
    case status:
        return text(key(entry.view.status));
    case toTarget: {
        const auto length = m_values.lengthOf(groupOf(row), static_cast<std::size_t>(run));
        if (!length || entry.view.step == 0)
            return {};
        return length->successful ? stepsText(length->length)
                                  : tr("not reached within %1").arg(stepsText(length->length));
    }
    default:
        return {};
    }
}

QVariant RunTableModel::runtimeText(const statistics::RuntimeSummary &runtime, const Row &row) const
{
    if (runtime.runs == 0)
        return {};
    if (runtime.successes == 0) {
        double longest = 0;
        for (std::size_t run = 0; run < row.runs.size(); ++run)
            if (const auto length = m_values.lengthOf(groupOf(row), run))
                longest = std::max(longest, length->length);
        return tr("not reached within %1").arg(stepsText(longest));
    }
    const QString expected = stepsText(runtime.expected);
    return runtime.successes == runtime.runs
               ? expected
               : tr("%1 (%2 of %3)").arg(expected).arg(runtime.successes).arg(runtime.runs);
}

QVariant RunTableModel::sortKey(const Row &row, int column) const
{
    if (column == interval)
        return contestantValue(row, last);
    if (column != toTarget)
        return contestantValue(row, column);
    // Who never gets there comes last whichever way the others are ordered.
    const statistics::RuntimeSummary runtime = m_values.runtimeOf(groupOf(row));
    return runtime.successes > 0 ? QVariant(runtime.expected) : QVariant();
}

QVariant RunTableModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const bool isRun = index.internalId() != topLevel;
    const Row &row = rowAt(isRun ? static_cast<int>(index.internalId()) - 1 : index.row());
    const auto value = [&] {
        return isRun ? runValue(row, index.row(), index.column())
                     : contestantValue(row, index.column());
    };
    if (role == Qt::DisplayRole) {
        const QVariant shownValue = value();
        if (shownValue.typeId() != QMetaType::Double)
            return shownValue;
        const double number = shownValue.toDouble();
        return std::isnan(number) ? QVariant() : QVariant(numberText(number));
    }
    if (role == Qt::TextAlignmentRole) {
        const int column = index.column();
        const bool number = (column >= seeds && column < fixedColumns) ||
                            (column >= fixedColumns && value().typeId() != QMetaType::QString);
        return QVariant(number ? Qt::AlignRight | Qt::AlignVCenter
                               : Qt::AlignLeft | Qt::AlignVCenter);
    }
    if (role == Qt::ToolTipRole) {
        if (!isRun)
            return index.column() == contestant ? text(partOf(row).name) : QVariant();
        const storage::RunEntry &entry =
            partOf(row)
                .runs[static_cast<std::size_t>(row.runs[static_cast<std::size_t>(index.row())])];
        const std::string &reason = entry.view.reason.empty() ? entry.stale : entry.view.reason;
        return index.column() == status && !reason.empty() ? text(reason) : QVariant();
    }
    return {};
}

QVariant RunTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole && section >= seeds)
        return QVariant(Qt::AlignRight | Qt::AlignVCenter);
    if (role == Qt::ToolTipRole && section == area)
        return tr(
            "Area under the metric's curve divided by the range of its steps: the mean of the "
            "metric over the whole way, in its unit");
    if (role == Qt::ToolTipRole && section == toTarget)
        return tr("First recorded step at which the metric reaches the target above the figure. Of "
                  "several seeds the expected running time: all their steps divided by how many "
                  "arrive");
    if (role != Qt::DisplayRole && role != nameRole)
        return {};
    const std::optional<std::int64_t> step = role == nameRole ? std::nullopt : m_values.step();
    const std::optional<double> target = role == nameRole ? std::nullopt : m_values.target();
    switch (section) {
    case contestant:
        return tr("Contestant");
    case problem:
        return tr("Problem");
    case status:
        return tr("Status");
    case seeds:
        return tr("Seeds");
    case last:
        return step ? tr("At %1").arg(wholeNumberText(*step)) : tr("Last");
    case interval:
        return tr("95 % interval");
    case best:
        return tr("Best");
    case tail:
        return tr("Last 5 %");
    case area:
        return tr("Area under curve");
    case toTarget:
        return target ? tr("Steps to %1").arg(numberText(*target)) : tr("Steps to target");
    default:
        return text(m_parameters[static_cast<std::size_t>(section - fixedColumns)]);
    }
}

void RunTableModel::sort(int column, Qt::SortOrder order)
{
    beginResetModel();
    m_sortColumn = column;
    m_sortOrder = order;
    applyQuery();
    endResetModel();
}

} // namespace agon::app
