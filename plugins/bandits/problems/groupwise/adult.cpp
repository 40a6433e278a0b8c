#include "core/formats/csv.h"
#include "core/random/distributions.h"
#include "plugins/bandits/loops/groupwise.h"
#include "plugins/bandits/problems/groupwise/problems.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

namespace agon::bandits {
namespace {

constexpr const char *adultResource = "adult.csv.zst";
constexpr std::array<const char *, 3> categories{"marital", "occupation", "employment"};
constexpr std::array<const char *, 5> races{"White", "Black", "Asian-Pac-Islander",
                                            "Amer-Indian-Eskimo", "Other"};

/** The census records as features, memberships and truths, row after row. */
struct Records
{
    std::size_t dimension = 0;
    std::vector<double> features;
    std::vector<std::uint8_t> groups;
    std::vector<double> truths;
};

std::vector<std::string> groupNames()
{
    std::vector<std::string> names{"everyone", "women",    "men",
                                   "under 30", "30 to 49", "50 and over"};
    names.insert(names.end(), races.begin(), races.end());
    return names;
}

Expected<Records> recordsOf(const std::string &text)
{
    auto parsed = CsvTable::parse(text, {.name = adultResource});
    if (!parsed)
        return parsed.error();
    const CsvTable &table = *parsed;
    Records records;

    // Categories in alphabetical order, one feature a value.
    std::vector<std::pair<std::size_t, std::string>> indicators;
    for (const char *name : categories) {
        const auto column = table.requiredColumn(name);
        if (!column)
            return column.error();
        std::set<std::string> values;
        for (std::size_t row = 0; row < table.rows(); ++row)
            values.insert(table.text(row, *column));
        for (const std::string &value : values)
            indicators.emplace_back(*column, value);
    }
    const auto numbers = [&](const char *name) -> Expected<std::vector<double>> {
        const auto column = table.requiredColumn(name);
        if (!column)
            return column.error();
        return table.numbers(*column);
    };
    const auto ages = numbers("age");
    const auto education = numbers("education");
    const auto gains = numbers("gain");
    const auto losses = numbers("loss");
    const auto hours = numbers("hours");
    const auto incomes = numbers("income");
    for (const auto *column : {&ages, &education, &gains, &losses, &hours, &incomes})
        if (!*column)
            return column->error();
    const auto sex = table.requiredColumn("sex");
    const auto race = table.requiredColumn("race");
    if (!sex || !race)
        return (sex ? race : sex).error();

    for (std::size_t row = 0; row < table.rows(); ++row) {
        const double age = (*ages)[row];
        const std::size_t before = records.features.size();
        // Numbers scaled to about [0, 1]; 1 for the intercept.
        records.features.insert(records.features.end(),
                                {1, age / 100, (*education)[row] / 16, (*hours)[row] / 100,
                                 std::log1p((*gains)[row]) / 12, std::log1p((*losses)[row]) / 9});
        for (const auto &[column, value] : indicators)
            records.features.push_back(table.text(row, column) == value);
        records.dimension = records.features.size() - before;
        const bool woman = table.text(row, *sex) == "Female";
        for (const bool member : {true, woman, !woman, age < 30, age >= 30 && age < 50, age >= 50})
            records.groups.push_back(member);
        for (const char *name : races)
            records.groups.push_back(table.text(row, *race) == name);
        records.truths.push_back((*incomes)[row] > 0 ? 1 : -1);
    }
    return records;
}

class Adult final : public GroupwiseInstance
{
public:
    Adult(Records records, std::uint64_t seed)
        : GroupwiseInstance(static_cast<int>(records.dimension), groupNames())
        , m_records(std::move(records))
    {
        random::Stream stream(seed, random::Purpose("order"));
        m_order = random::permutation(stream, static_cast<std::int32_t>(m_records.truths.size()));
    }

    void draw(std::uint64_t, std::int64_t round, Individual &individual) const override
    {
        const auto position = static_cast<std::size_t>(round - 1) % m_order.size();
        const auto row = static_cast<std::size_t>(m_order[position]);
        const auto copy = [row](const auto &from, std::size_t size, auto &to) {
            const auto first = from.begin() + static_cast<std::ptrdiff_t>(row * size);
            to.assign(first, first + static_cast<std::ptrdiff_t>(size));
        };
        copy(m_records.features, m_records.dimension, individual.features);
        copy(m_records.groups, groups().size(), individual.groups);
        individual.truth = m_records.truths[row];
    }

private:
    Records m_records;
    std::vector<std::int32_t> m_order;
};

} // namespace

ProblemEntry adult()
{
    ProblemEntry entry;
    entry.declaration = {
        .id = "bandits/adult",
        .title = "Income of census records",
        .summary = "Records of the 1994 census come in random order; whether the income exceeds "
                   "$50,000 is predicted for sexes, ages and races at once.",
        .loop = "bandits/groupwise",
        .data = {adultResource},
        .papers = {"P181"},
        .reference = "Becker and Kohavi 1996, Adult, UCI Machine Learning Repository",
        .defaultBudget = 10'000,
        .maximumBudget = 32'561,
        .defaultContestants = {"bandits/group-learners", "bandits/single-learner"},
    };
    entry.prepare = [](const ProblemRequest &request) -> Expected<InstancePointer> {
        const auto text = request.data->read(adultResource);
        if (!text)
            return text.error();
        auto records = recordsOf(*text);
        if (!records)
            return records.error();
        return InstancePointer(std::make_shared<Adult>(std::move(*records), request.seed));
    };
    return entry;
}

} // namespace agon::bandits
