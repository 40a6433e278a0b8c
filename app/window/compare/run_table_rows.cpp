#include "app/window/compare/run_table_rows.h"

#include "app/window/style.h"
#include "core/experiment/dotted_settings.h"
#include "core/statistics/summaries.h"
#include "storage/import/recorded_runs.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>
#include <map>
#include <set>
#include <string_view>
#include <utility>

namespace agon::app {

QVariant parameterValue(const Json &value)
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

std::vector<RunTableRow> rowsOf(const std::vector<RunTablePart> &parts)
{
    std::vector<RunTableRow> rows;
    for (std::size_t p = 0; p < parts.size(); ++p) {
        const RunTablePart &part = parts[p];
        const std::size_t first = rows.size();
        for (std::size_t c = 0; c < part.view.cells.size(); ++c) {
            RunTableRow &row = rows.emplace_back();
            row.part = static_cast<int>(p);
            row.cell = static_cast<int>(c);
        }
        std::vector<std::map<std::string_view, int>> statuses(part.view.cells.size());
        std::vector<std::map<int, std::vector<double>>> finals(part.view.cells.size());
        for (std::size_t i = 0; i < part.runs.size(); ++i) {
            const storage::RunEntry &run = part.runs[i];
            const auto cell = static_cast<std::size_t>(run.view.cell);
            RunTableRow &row = rows[first + cell];
            row.runs.push_back(static_cast<int>(i));
            ++statuses[cell][key(run.view.status)];
            if (run.view.status != RunStatus::finished)
                continue;
            for (const storage::ChannelSummary &summary : run.summaries)
                finals[cell][summary.channel].push_back(summary.last);
        }
        for (std::size_t c = 0; c < part.view.cells.size(); ++c) {
            RunTableRow &row = rows[first + c];
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
                words << QCoreApplication::translate("RunTableModel", "recorded");
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
                for (const auto &[key, value] : dottedSettings(*settings))
                    for (const std::string &name : {settingName(key), key})
                        if (value.is_number())
                            numbers.emplace(name, value.get<double>());
                        else if (const QVariant word = parameterValue(value); word.isValid())
                            texts.emplace(name, std::vector{word.toString().toStdString()});
        }
    }
    return rows;
}

RunTableParameters parametersOf(const std::vector<RunTablePart> &parts)
{
    std::map<std::pair<std::string, std::string>, std::set<std::string>> values;
    for (const RunTablePart &part : parts) {
        for (const ContestantView &who : part.view.contestants)
            for (const auto &[name, value] : dottedSettings(who.settings))
                if (value != Json(who.label)) // a recorded contestant's name says nothing new
                    values[{who.algorithm, name}].insert(value.dump());
        for (const ProblemView &what : part.view.problems)
            for (const auto &[name, value] : dottedSettings(what.settings))
                values[{what.problem, name}].insert(value.dump());
    }
    RunTableParameters result;
    std::vector<std::string> &different = result.different;
    QStringList shared;
    for (const auto &[owner, found] : values) {
        const std::string &name = owner.second;
        const bool isColumn =
            std::find(different.begin(), different.end(), name) != different.end();
        if (found.size() > 1 && !isColumn) {
            different.push_back(name);
        } else if (found.size() == 1) {
            const QVariant value = parameterValue(Json::parse(*found.begin()));
            const QString word = value.typeId() == QMetaType::Double ? numberText(value.toDouble())
                                                                     : value.toString();
            const QString parameter = QStringLiteral("%1 %2").arg(text(settingName(name)), word);
            if (!word.isEmpty() && !shared.contains(parameter))
                shared << parameter;
        }
    }
    result.shared = shared.join(QStringLiteral(", "));
    return result;
}

} // namespace agon::app
