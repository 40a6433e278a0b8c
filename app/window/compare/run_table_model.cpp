#include "app/window/compare/run_table_model.h"

#include "app/window/style.h"
#include "core/statistics/summaries.h"
#include "storage/import/recorded_runs.h"

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

QVariant meanOf(const std::vector<double> &values)
{
    return values.empty() ? QVariant() : QVariant(statistics::mean(values));
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
    build(channel);
    endResetModel();
}

void RunTableModel::setChannel(const std::string &channel)
{
    beginResetModel();
    build(channel);
    endResetModel();
}

void RunTableModel::setStep(std::optional<std::int64_t> step, ValueOf valueOf)
{
    m_step = step;
    m_valueOf = std::move(valueOf);
    if (m_sortColumn >= seeds && m_sortColumn < fixedColumns) {
        beginResetModel();
        findValues();
        applyQuery();
        endResetModel();
        return;
    }
    // Rows stay where they are, unfolded and selected.
    findValues();
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, seeds), index(rowCount() - 1, tail));
    for (int row = 0; row < rowCount(); ++row)
        if (const QModelIndex parent = index(row, 0); rowCount(parent) > 0)
            Q_EMIT dataChanged(index(0, last, parent), index(rowCount(parent) - 1, tail, parent));
    Q_EMIT headerDataChanged(Qt::Horizontal, last, tail);
}

void RunTableModel::findValues()
{
    for (Row &row : m_rows) {
        row.last.clear();
        row.best.clear();
        row.tail.clear();
        const Part &part = partOf(row);
        for (const int index : row.runs) {
            if (m_step) {
                if (const double value = m_valueOf(row.part, index); !std::isnan(value))
                    row.last.push_back(value);
                continue;
            }
            const storage::RunEntry &run = part.runs[static_cast<std::size_t>(index)];
            const auto *summary = summaryOf(run, m_channels[static_cast<std::size_t>(row.part)]);
            if (run.view.status != RunStatus::finished || summary == nullptr)
                continue;
            row.last.push_back(summary->last);
            row.best.push_back(summary->best);
            row.tail.push_back(summary->meanOfTail);
        }
    }
}

void RunTableModel::build(const std::string &channel)
{
    findRows(channel);
    findValues();
    findColumns();
    std::vector<QueryRow> queries;
    queries.reserve(m_rows.size());
    for (const Row &row : m_rows)
        queries.push_back(row.query);
    m_fields = fieldsOf(queries);
    applyQuery();
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

void RunTableModel::findRows(const std::string &channel)
{
    m_rows.clear();
    m_channels.clear();
    for (std::size_t p = 0; p < m_parts.size(); ++p) {
        const Part &part = m_parts[p];
        m_channels.push_back(channelOf(part.view, channel));
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

void RunTableModel::applyQuery()
{
    m_shown.clear();
    for (std::size_t i = 0; i < m_rows.size(); ++i)
        if (m_query.matches(m_rows[i].query))
            m_shown.push_back(static_cast<int>(i));
    if (m_sortColumn < 0)
        return;
    std::vector<QVariant> keys(m_rows.size());
    for (const int row : m_shown)
        keys[static_cast<std::size_t>(row)] =
            contestantValue(m_rows[static_cast<std::size_t>(row)], m_sortColumn);
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
        return static_cast<int>(row.last.size());
    case last:
        return meanOf(row.last);
    case interval:
        if (row.last.size() < 2)
            return {};
        {
            const auto bounds = statistics::studentInterval(row.last);
            return tr("%1 to %2").arg(numberText(bounds.lower), numberText(bounds.upper));
        }
    case best:
        return meanOf(row.best);
    case tail:
        return meanOf(row.tail);
    default:
        return shown(
            parameterOf(row, m_parameters[static_cast<std::size_t>(column - fixedColumns)]));
    }
}

QVariant RunTableModel::runValue(const Row &row, int run, int column) const
{
    const storage::RunEntry &entry =
        partOf(row).runs[static_cast<std::size_t>(row.runs[static_cast<std::size_t>(run)])];
    const auto *summary = summaryOf(entry, m_channels[static_cast<std::size_t>(row.part)]);
    if (m_step && column >= last && column < fixedColumns) {
        const double value = column == last
                                 ? m_valueOf(row.part, row.runs[static_cast<std::size_t>(run)])
                                 : std::nan("");
        return std::isnan(value) ? QVariant() : QVariant(value);
    }
    switch (column) {
    case contestant:
        return tr("seed %1").arg(entry.view.seed);
    case status:
        return text(key(entry.view.status));
    case last:
        return summary != nullptr ? QVariant(summary->last) : QVariant();
    case best:
        return summary != nullptr ? QVariant(summary->best) : QVariant();
    case tail:
        return summary != nullptr ? QVariant(summary->meanOfTail) : QVariant();
    default:
        return {};
    }
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
        const bool number = index.column() == interval ||
                            (index.column() != contestant && index.column() != problem &&
                             value().typeId() != QMetaType::QString);
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
    if (role != Qt::DisplayRole)
        return {};
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
        return m_step ? tr("At %1").arg(wholeNumberText(*m_step)) : tr("Last");
    case interval:
        return tr("95 % interval");
    case best:
        return tr("Best");
    case tail:
        return tr("Last 5 %");
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
