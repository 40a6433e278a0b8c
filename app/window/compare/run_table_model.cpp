#include "app/window/compare/run_table_model.h"

#include "app/window/compare/run_table_columns.h"
#include "app/window/style.h"
#include "core/experiment/dotted_settings.h"
#include "core/statistics/summaries.h"
#include "storage/import/recorded_runs.h"
#include "views/screen/theme.h"

#include <fmt/format.h>

#include <QPointer>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <map>
#include <memory>
#include <numeric>
#include <set>
#include <utility>

namespace agon::app {
namespace {

/** Internal id of contestants; a seed's is its contestant's place plus one. */
constexpr quintptr topLevel = 0;

/** Numbers of so many contestants are ordered at once, and so long they are worked at before
 *  figures have their turn. */
constexpr std::size_t portion = 256;
constexpr std::chrono::milliseconds portionTime(20);

QVariant meanOf(const std::vector<double> &values)
{
    return values.empty() ? QVariant() : QVariant(statistics::mean(values));
}

QString stepsText(double steps) { return wholeNumberText(std::llround(steps)); }

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

RunTableModel::RunTableModel(QObject *parent) : QAbstractItemModel(parent)
{
    m_missingTimer.setSingleShot(true);
    m_missingTimer.setInterval(0);
    connect(&m_missingTimer, &QTimer::timeout, this, &RunTableModel::orderMissing);
}

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

bool RunTableModel::dependsOnNumbers() const
{
    const std::vector<std::string> fields = m_query.fields();
    return (m_sortColumn >= seeds && m_sortColumn < fixedColumns) ||
           std::any_of(fields.begin(), fields.end(), askedNumber);
}

void RunTableModel::applyAgain()
{
    beginResetModel();
    applyQuery();
    endResetModel();
}

void RunTableModel::showNumbers()
{
    if (!m_seen.empty())
        m_seenBefore = std::exchange(m_seen, {});
    if (dependsOnNumbers()) {
        applyAgain();
        return;
    }
    // Rows stay where they are, unfolded and selected.
    std::vector<std::size_t> all(m_rows.size());
    std::iota(all.begin(), all.end(), std::size_t{0});
    showNumbersOf(all);
    Q_EMIT headerDataChanged(Qt::Horizontal, last, fixedColumns - 1);
}

void RunTableModel::showNumbersOf(const std::vector<std::size_t> &groups)
{
    std::vector<bool> changed(m_rows.size());
    for (const std::size_t group : groups)
        changed[group] = true;
    for (int row = 0; row < rowCount(); ++row) {
        if (!changed[static_cast<std::size_t>(m_shown[static_cast<std::size_t>(row)])])
            continue;
        Q_EMIT dataChanged(index(row, seeds), index(row, fixedColumns - 1));
        if (const QModelIndex parent = index(row, 0); rowCount(parent) > 0)
            Q_EMIT dataChanged(index(0, last, parent),
                               index(rowCount(parent) - 1, fixedColumns - 1, parent));
    }
}

bool RunTableModel::isKnown(const Row &row, int column) const
{
    const auto basis = basisOf(column);
    const bool known = !basis || m_values.isKnown(groupOf(row), *basis);
    if (!known && !m_missingTimer.isActive())
        m_missingTimer.start();
    return known;
}

void RunTableModel::orderMissing()
{
    auto missing = m_reading || m_reader == nullptr ? std::nullopt : m_values.missing(portion);
    if (!missing)
        return;
    m_reading = true;
    const auto source = missing->source;
    const auto compute = [model = QPointer(this),
                          work = std::make_shared<const RunNumbersWork>(std::move(*missing))](
                             views::SeriesCache &series) -> FigureThread::Order::Show {
        return [model, work, numbers = workOut(*work, series, portionTime)]() mutable {
            if (!model)
                return;
            model->m_reading = false;
            model->take(*work, std::move(numbers));
            model->orderMissing();
        };
    };
    m_reader->order({source, compute, false, FigureThread::Kind::table});
}

void RunTableModel::take(const RunNumbersWork &work, std::vector<NumbersOfRuns> numbers)
{
    const bool wasComplete = m_values.isComplete();
    const std::vector<std::size_t> groups = m_values.take(work, std::move(numbers));
    if (m_values.isComplete() && m_waits)
        applyAgain();
    else
        showNumbersOf(groups);
    if (m_values.isComplete() && !wasComplete)
        Q_EMIT numbersCompleted();
}

FigureThread::Order::Compute RunTableModel::numbersAt(std::optional<std::int64_t> step)
{
    if (step == m_values.step())
        return {};
    RunTableValues::Wishes wishes;
    const auto wish = [&](const std::string &metric, std::size_t group, bool whole) {
        bool &wished = wishes[{metric, group}];
        wished = wished || whole;
    };
    for (const auto *seen : {&m_seen, &m_seenBefore})
        for (const auto &[group, whole] : *seen)
            wish(m_values.metricOf(group), group, whole);
    for (std::size_t group = 0; group < m_rows.size(); ++group) {
        if (const auto basis = basisOf(m_sortColumn))
            wish(m_values.metricOf(group), group, *basis != RunMeasure::last);
        for (const std::string &field : m_query.fields())
            if (const auto asked = askedNumber(field))
                wish(asked->second, group, asked->first != RunMeasure::last);
    }
    const auto work = std::make_shared<const RunNumbersWork>(m_values.workAt(step, wishes));
    return [model = QPointer(this), work](views::SeriesCache &series) -> FigureThread::Order::Show {
        return [model, work, numbers = workOut(*work, series, portionTime)]() mutable {
            if (!model || !model->m_values.isOfThese(*work))
                return;
            model->m_values.setStep(work->step);
            model->m_values.take(*work, std::move(numbers));
            model->showNumbers();
        };
    };
}

void RunTableModel::build()
{
    m_seen.clear();
    m_seenBefore.clear();
    m_rows = rowsOf(m_parts);
    std::vector<RunGroup> groups;
    groups.reserve(m_rows.size());
    for (const Row &row : m_rows)
        groups.push_back({row.part, row.runs});
    m_values.setGroups(m_parts, std::move(groups), m_channel);
    m_parameters = parametersOf(m_parts);
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

std::optional<std::vector<int>> RunTableModel::matchingCells(const std::vector<int> &first) const
{
    if (shownContestants() == contestants())
        return {};
    std::vector<int> cells;
    for (int shown = 0; shown < shownContestants(); ++shown) {
        const Row &row = rowAt(shown);
        if (const auto part = static_cast<std::size_t>(row.part); part < first.size())
            cells.push_back(first[part] + row.cell);
    }
    std::sort(cells.begin(), cells.end());
    return cells;
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

void RunTableModel::findAskedNumbers()
{
    for (const std::string &field : m_query.fields())
        if (const auto asked = askedNumber(field))
            for (Row &row : m_rows) {
                const auto &[measure, metric] = *asked;
                row.query.numbers.erase(field);
                if (!m_values.isKnown(groupOf(row), measure, metric))
                    m_waits = true;
                else if (const auto number = m_values.numberOf(groupOf(row), measure, metric))
                    row.query.numbers[field] = *number;
            }
}

void RunTableModel::applyQuery()
{
    m_waits = false;
    findAskedNumbers();
    m_shown.clear();
    for (std::size_t i = 0; i < m_rows.size(); ++i)
        if (m_query.matches(m_rows[i].query))
            m_shown.push_back(static_cast<int>(i));
    std::vector<QVariant> keys(m_rows.size());
    for (const int shown : m_sortColumn < 0 ? std::vector<int>() : m_shown) {
        const Row &row = m_rows[static_cast<std::size_t>(shown)];
        if (isKnown(row, m_sortColumn))
            keys[static_cast<std::size_t>(shown)] = sortKey(row, m_sortColumn);
        else
            m_waits = true;
    }
    if (m_waits)
        m_missingTimer.start();
    if (m_sortColumn < 0)
        return;
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
    return fixedColumns + static_cast<int>(m_parameters.different.size());
}

Json RunTableModel::parameterOf(const Row &row, const std::string &key) const
{
    const Part &part = partOf(row);
    const CellView &cell = part.view.cells[static_cast<std::size_t>(row.cell)];
    for (const Json *settings :
         {&part.view.contestants[static_cast<std::size_t>(cell.contestant)].settings,
          &part.view.problems[static_cast<std::size_t>(cell.problem)].settings})
        if (const Json *value = settingAt(*settings, key))
            return *value;
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
    case experiment:
        return text(part.name);
    case budget:
        return static_cast<qlonglong>(cell.budget);
    case status:
        return row.status;
    case seeds:
        return static_cast<int>(m_values.valuesOf(groupOf(row), RunMeasure::last).size());
    case interval: {
        const std::vector<double> values = m_values.valuesOf(groupOf(row), RunMeasure::last);
        const int channel = m_values.channelOf(row.part);
        const bool binary =
            channel >= 0 && part.view.channels[static_cast<std::size_t>(channel)].binary;
        if (values.size() < 2)
            return {};
        const auto bounds = statistics::meanInterval(values, binary);
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
        return parameterValue(parameterOf(
            row, m_parameters.different[static_cast<std::size_t>(column - fixedColumns)]));
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
    const auto basis = isRun && (index.column() == seeds || index.column() == interval)
                           ? std::nullopt // of a contestant only
                           : basisOf(index.column());
    if (basis && role == Qt::DisplayRole) {
        bool &whole = m_seen[groupOf(row)];
        whole = whole || *basis != RunMeasure::last;
        if (!isKnown(row, index.column()))
            return QStringLiteral("…");
    }
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
            return index.column() <= experiment ? views::toolTipOf(value().toString()) : QVariant();
        const storage::RunEntry &entry =
            partOf(row)
                .runs[static_cast<std::size_t>(row.runs[static_cast<std::size_t>(index.row())])];
        const std::string &reason = entry.view.reason.empty() ? entry.stale : entry.view.reason;
        return index.column() == status && !reason.empty() ? views::toolTipOf(text(reason))
                                                           : QVariant();
    }
    return {};
}

QVariant RunTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole && section >= seeds)
        return QVariant(Qt::AlignRight | Qt::AlignVCenter);
    if (section >= fixedColumns) {
        const std::string &key =
            m_parameters.different[static_cast<std::size_t>(section - fixedColumns)];
        if (role == Qt::ToolTipRole)
            return text(key);
        return role == Qt::DisplayRole || role == nameRole ? QVariant(text(settingName(key)))
                                                           : QVariant();
    }
    if (role == Qt::ToolTipRole)
        return columnHelp(section);
    if (role == nameRole)
        return columnTitle(section);
    return role == Qt::DisplayRole ? columnTitle(section, m_values.step(), m_values.target())
                                   : QVariant();
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
