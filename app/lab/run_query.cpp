#include "app/lab/run_query.h"

#include "core/experiment/parameters.h"
#include "core/formats/csv.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>
#include <set>
#include <utility>

namespace agon::app {
namespace {

std::string lowered(std::string_view text)
{
    std::string result(text);
    std::transform(result.begin(), result.end(), result.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return result;
}

/** A word of the query with its quotes taken away. */
struct Word
{
    std::string text;
    std::size_t column = 0;               ///< where it begins, from 0
    std::size_t length = 0;               ///< as written, with its quotes
    std::optional<std::size_t> separator; ///< index in text of the first relation outside quotes
    bool open = false;                    ///< a quote is never closed
};

std::vector<Word> wordsOf(std::string_view query)
{
    std::vector<Word> words;
    for (std::size_t i = 0; i < query.size();) {
        if (std::isspace(static_cast<unsigned char>(query[i])) != 0) {
            ++i;
            continue;
        }
        Word word;
        word.column = i;
        bool quoted = false;
        for (; i < query.size(); ++i) {
            const char c = query[i];
            if (c == '"') {
                quoted = !quoted;
                continue;
            }
            if (!quoted && std::isspace(static_cast<unsigned char>(c)) != 0)
                break;
            if (!quoted && !word.separator &&
                std::string_view(":=<>!").find(c) != std::string_view::npos)
                word.separator = word.text.size();
            word.text += c;
        }
        word.open = quoted;
        word.length = i - word.column;
        words.push_back(std::move(word));
    }
    return words;
}

bool contains(const std::vector<std::string> &all, std::string_view one)
{
    return std::find(all.begin(), all.end(), one) != all.end();
}

std::string quotedIfNeeded(const std::string &text)
{
    return text.find_first_of(" :=<>!\"") == std::string::npos ? text : "\"" + text + "\"";
}

Error errorAt(std::size_t column, std::string message, std::string hint = {})
{
    Error error(std::move(message), std::move(hint));
    error.column = static_cast<int>(column) + 1;
    return error;
}

} // namespace

QueryFields fieldsOf(const std::vector<QueryRow> &rows)
{
    std::map<std::string, std::set<std::string>> texts;
    std::set<std::string> numbers;
    for (const QueryRow &row : rows) {
        for (const auto &[field, values] : row.texts)
            texts[field].insert(values.begin(), values.end());
        for (const auto &[field, value] : row.numbers)
            numbers.insert(field);
    }
    QueryFields fields;
    fields.numbers.assign(numbers.begin(), numbers.end());
    for (const auto &[field, values] : texts) {
        fields.texts.push_back(field);
        fields.values[field].assign(values.begin(), values.end());
    }
    return fields;
}

Expected<RunQuery> RunQuery::parse(std::string_view text, const QueryFields &fields)
{
    constexpr std::array<std::pair<std::string_view, Relation>, 7> relations{
        {{">=", Relation::greaterEqual},
         {"<=", Relation::lessEqual},
         {"!=", Relation::different},
         {">", Relation::greater},
         {"<", Relation::less},
         {"=", Relation::equal},
         {":", Relation::contains}}};
    RunQuery query;
    for (const Word &word : wordsOf(text)) {
        if (word.open)
            return errorAt(word.column, "A quote is never closed.");
        Term term;
        std::string_view rest = word.text;
        std::size_t separator = word.separator.value_or(std::string::npos);
        if (rest.size() > 1 && rest.front() == '-') {
            term.turned = true;
            rest.remove_prefix(1);
            if (word.separator)
                --separator;
        }
        if (!word.separator) {
            term.text = lowered(rest);
            query.m_terms.push_back(std::move(term));
            continue;
        }
        term.field = std::string(rest.substr(0, separator));
        rest.remove_prefix(separator);
        const auto *const relation =
            std::find_if(relations.begin(), relations.end(),
                         [&](const auto &r) { return rest.starts_with(r.first); });
        if (relation == relations.end() || term.field.empty())
            return errorAt(word.column, fmt::format("\"{}\" is no comparison.", word.text),
                           "Write field:value, or field with <, <=, >, >=, = or != and a number.");
        term.relation = relation->second;
        rest.remove_prefix(relation->first.size());
        const bool isText = contains(fields.texts, term.field);
        if (!isText && !contains(fields.numbers, term.field)) {
            std::vector<std::string> known = fields.texts;
            known.insert(known.end(), fields.numbers.begin(), fields.numbers.end());
            const std::string nearest = nearestWord(term.field, known);
            return errorAt(word.column, fmt::format("Nothing here has \"{}\".", term.field),
                           nearest.empty() ? std::string()
                                           : fmt::format("Did you mean \"{}\"?", nearest));
        }
        term.text = lowered(rest);
        term.isNumber = parseNumber(rest, term.number);
        const bool ordered = term.relation != Relation::contains &&
                             term.relation != Relation::equal &&
                             term.relation != Relation::different;
        if (rest.empty() || (!term.isNumber && (ordered || !isText)))
            return errorAt(
                word.column,
                fmt::format("\"{}\" is compared with {}.", term.field,
                            rest.empty() ? "nothing"
                                         : fmt::format("\"{}\", which is no number", rest)),
                isText && !ordered ? std::string()
                                   : fmt::format("Write for instance {}>=10.", term.field));
        query.m_terms.push_back(std::move(term));
    }
    return query;
}

std::vector<std::string> RunQuery::fields() const
{
    std::vector<std::string> fields;
    for (const Term &term : m_terms)
        if (!term.field.empty())
            fields.push_back(term.field);
    return fields;
}

bool RunQuery::holds(const Term &term, const QueryRow &row)
{
    const auto inText = [&term](const std::string &text) {
        return term.relation == Relation::contains
                   ? lowered(text).find(term.text) != std::string::npos
                   : lowered(text) == term.text;
    };
    if (term.field.empty())
        return std::any_of(row.texts.begin(), row.texts.end(), [&](const auto &field) {
            return std::any_of(field.second.begin(), field.second.end(), inText);
        });
    if (const auto number = row.numbers.find(term.field);
        number != row.numbers.end() && term.isNumber) {
        switch (term.relation) {
        case Relation::contains:
        case Relation::equal:
            return number->second == term.number;
        case Relation::different:
            return number->second != term.number;
        case Relation::less:
            return number->second < term.number;
        case Relation::lessEqual:
            return number->second <= term.number;
        case Relation::greater:
            return number->second > term.number;
        case Relation::greaterEqual:
            return number->second >= term.number;
        }
    }
    const auto texts = row.texts.find(term.field);
    const bool found =
        texts != row.texts.end() && std::any_of(texts->second.begin(), texts->second.end(), inText);
    return term.relation == Relation::different ? texts != row.texts.end() && !found : found;
}

bool RunQuery::matches(const QueryRow &row) const
{
    return std::all_of(m_terms.begin(), m_terms.end(),
                       [&](const Term &term) { return holds(term, row) != term.turned; });
}

bool hasTerm(std::string_view query, const std::string &field, const std::string &value)
{
    const std::vector<Word> words = wordsOf(query);
    return std::any_of(words.begin(), words.end(),
                       [&](const Word &word) { return word.text == field + ":" + value; });
}

std::string withTermToggled(std::string_view query, const std::string &field,
                            const std::string &value)
{
    std::string result;
    bool found = false;
    const auto add = [&result](std::string_view word) {
        result += result.empty() ? "" : " ";
        result += word;
    };
    for (const Word &word : wordsOf(query))
        if (word.text == field + ":" + value)
            found = true;
        else
            add(query.substr(word.column, word.length));
    if (!found)
        add(quotedIfNeeded(field) + ":" + quotedIfNeeded(value));
    return result;
}

std::size_t unfinishedField(std::string_view typed, const QueryFields &fields)
{
    if (typed.empty() || std::isspace(static_cast<unsigned char>(typed.back())) != 0)
        return 0;
    const Word word = wordsOf(typed).back();
    if (word.separator || word.open)
        return 0;
    const std::string start = lowered(word.text.starts_with('-') ? word.text.substr(1) : word.text);
    const auto begins = [&start](const std::string &field) {
        return lowered(field).starts_with(start);
    };
    const bool any = std::any_of(fields.texts.begin(), fields.texts.end(), begins) ||
                     std::any_of(fields.numbers.begin(), fields.numbers.end(), begins);
    return any ? typed.size() - word.column : 0;
}

std::vector<std::string> completions(std::string_view typed, const QueryFields &fields,
                                     std::size_t limit)
{
    const std::vector<Word> words = wordsOf(typed);
    const bool atStart =
        words.empty() || (!words.back().open && !typed.empty() &&
                          std::isspace(static_cast<unsigned char>(typed.back())) != 0);
    std::vector<std::string> result;
    const auto add = [&](const std::string &completion) {
        if (result.size() < limit && !contains(result, completion))
            result.push_back(completion);
    };
    const Word word = atStart ? Word{} : words.back();
    std::string_view rest = word.text;
    std::string sign;
    if (rest.starts_with('-')) {
        sign = "-";
        rest.remove_prefix(1);
    }
    if (word.separator && word.text[*word.separator] == ':') {
        const std::size_t separator = *word.separator - sign.size();
        const std::string field(rest.substr(0, separator));
        const std::string start = lowered(rest.substr(separator + 1));
        if (const auto values = fields.values.find(field); values != fields.values.end()) {
            for (const std::string &value : values->second)
                if (lowered(value).starts_with(start))
                    add(sign + quotedIfNeeded(field) + ":" + quotedIfNeeded(value));
            for (const std::string &value : values->second)
                if (lowered(value).find(start) != std::string::npos)
                    add(sign + quotedIfNeeded(field) + ":" + quotedIfNeeded(value));
        }
        return result;
    }
    if (word.separator)
        return result;
    const std::string start = lowered(rest);
    const auto addFields = [&](bool (*fits)(const std::string &, const std::string &)) {
        for (const std::string &field : fields.texts)
            if (fits(lowered(field), start))
                add(sign + quotedIfNeeded(field) + ":");
        for (const std::string &field : fields.numbers)
            if (fits(lowered(field), start))
                add(sign + quotedIfNeeded(field) + ">=");
    };
    addFields(
        [](const std::string &field, const std::string &what) { return field.starts_with(what); });
    if (!start.empty())
        addFields([](const std::string &field, const std::string &what) {
            return field.find(what) != std::string::npos;
        });
    return result;
}

} // namespace agon::app
