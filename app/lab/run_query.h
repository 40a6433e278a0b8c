#pragma once

#include "core/expected.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace agon::app {

/** What a query may ask of one contestant of one experiment. Words are compared without regard to
 *  capitals. */
struct QueryRow
{
    std::map<std::string, std::vector<std::string>, std::less<>> texts; ///< "tag": {"paper", …}
    std::map<std::string, double, std::less<>> numbers;                 ///< "final.test_accuracy"
};

/** The fields there are, for messages and completion. */
struct QueryFields
{
    std::vector<std::string> texts;
    std::vector<std::string> numbers;
    std::map<std::string, std::vector<std::string>, std::less<>> values; ///< known values of texts
};
/** The fields and values that occur in @p rows. */
QueryFields fieldsOf(const std::vector<QueryRow> &rows);

/** The filter line: terms that must all hold.
 *
 *      algorithm:fedau seeds>=10 tag:paper final.test_accuracy>0.8 -status:failed "batch size":32
 *
 *  `field:value` holds when one of the field's texts contains the value, or its number equals it;
 *  `field=value` when one equals it; <, <=, >, >= and != compare numbers. A word without a field
 *  is looked for in all texts. A minus in front turns a term round. Quotes hold blanks together. */
class RunQuery
{
public:
    /** Errors: an unknown field (naming the nearest), a comparison with something that is no
     *  number, an open quote; the column counts characters from 1. */
    static Expected<RunQuery> parse(std::string_view text, const QueryFields &fields);

    bool empty() const { return m_terms.empty(); }
    /** The fields that are asked for. */
    std::vector<std::string> fields() const;
    bool operator==(const RunQuery &) const = default;
    bool matches(const QueryRow &row) const;

private:
    enum class Relation { contains, equal, different, less, lessEqual, greater, greaterEqual };
    struct Term
    {
        bool turned = false;
        std::string field; ///< empty: any text
        Relation relation = Relation::contains;
        std::string text; ///< in small letters
        double number = 0;
        bool isNumber = false; ///< @ref text reads as a number
        bool operator==(const Term &) const = default;
    };
    static bool holds(const Term &term, const QueryRow &row);
    std::vector<Term> m_terms;
};

/** Whether a query asks for field:value among its terms. */
bool hasTerm(std::string_view query, const std::string &field, const std::string &value);
/** The query with the term field:value added, or taken out where it has it; the other words stay as
 *  they are written. */
std::string withTermToggled(std::string_view query, const std::string &field,
                            const std::string &value);

/** Length of the last word of a query that is being typed when a field's name begins with it and no
 *  comparison follows yet; 0: there is no such word. */
std::size_t unfinishedField(std::string_view typed, const QueryFields &fields);

/** What may stand at the end of a query that is being typed: whole terms or fields that continue
 *  its last word, best first, at most @p limit. */
std::vector<std::string> completions(std::string_view typed, const QueryFields &fields,
                                     std::size_t limit = 12);

} // namespace agon::app
