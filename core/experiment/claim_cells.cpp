#include "core/experiment/claim_cells.h"

#include "core/experiment/claim_decision.h"
#include "core/experiment/claim_measures.h"
#include "core/experiment/experiment_keys.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <map>
#include <set>

namespace agon::detail {
namespace {

/** Cells whose name fits best: by label, as a label's swept variants, or by type. */
template <class NameOf, class TypeOf>
std::vector<int> named(const std::vector<int> &cells, const std::string &wanted, bool swept,
                       NameOf nameOf, TypeOf typeOf)
{
    if (wanted.empty())
        return cells;
    std::vector<int> found;
    const auto take = [&](auto fits) {
        if (found.empty())
            std::copy_if(cells.begin(), cells.end(), std::back_inserter(found), fits);
    };
    take([&](int index) { return nameOf(index) == wanted; });
    if (swept)
        take([&](int index) { return nameOf(index).starts_with(wanted + ", "); });
    take([&](int index) { return typeOf(index) == wanted; });
    return found;
}

template <class NameOf>
Error noSuch(std::size_t cells, std::string_view what, const std::string &wanted, NameOf nameOf)
{
    std::set<std::string> names;
    for (std::size_t index = 0; index < cells; ++index)
        names.insert(nameOf(static_cast<int>(index)));
    return Error(fmt::format("The experiment has no {} \"{}\".", what, wanted),
                 fmt::format("It has \"{}\".", fmt::join(names, "\", \"")));
}

/** The text of settings without what stands at a path. */
std::string without(Json settings, const std::vector<std::string> &path)
{
    Json *table = &settings;
    for (std::size_t i = 0; i + 1 < path.size() && table->is_object() && table->contains(path[i]);
         ++i)
        table = &(*table)[path[i]];
    if (table->is_object())
        table->erase(path.back());
    return settings.dump();
}

} // namespace

bool ClaimCells::fitsAxes(int index, const CellSelector &selector) const
{
    for (const auto &[name, wanted] : selector.axes)
        for (std::size_t axis = 0; axis < m_view.axes.size(); ++axis) {
            const int value = cell(index).axisValues[axis];
            if (m_view.axes[axis].key == name && value >= 0 &&
                m_view.axes[axis].values[static_cast<std::size_t>(value)] != wanted)
                return false;
        }
    return true;
}

Expected<std::vector<int>> ClaimCells::select(const CellSelector &selector) const
{
    const bool swept = !m_view.axes.empty();
    std::vector<int> cells;
    for (std::size_t index = 0; index < m_view.cells.size(); ++index)
        if (fitsAxes(static_cast<int>(index), selector))
            cells.push_back(static_cast<int>(index));
    if (cells.empty())
        return Error("No value of a sweep axis fits.", "Write a value that stands in [sweep].");
    const auto contestants = named(
        cells, selector.contestant, swept, [&](int index) { return contestantOf(index).label; },
        [&](int index) { return contestantOf(index).algorithm; });
    if (contestants.empty())
        return noSuch(m_view.cells.size(), "contestant", selector.contestant,
                      [&](int index) { return contestantOf(index).label; });
    const auto result = named(
        contestants, selector.problem, swept, [&](int index) { return problemOf(index).label; },
        [&](int index) { return problemOf(index).problem; });
    if (result.empty())
        return noSuch(m_view.cells.size(), "problem", selector.problem,
                      [&](int index) { return problemOf(index).label; });
    return result;
}

Expected<int> ClaimCells::counterpart(int left, const CellSelector &selector) const
{
    auto candidates = select(selector);
    if (!candidates)
        return candidates.error();
    const auto sets = [&](std::string_view prefix) {
        return std::any_of(selector.axes.begin(), selector.axes.end(),
                           [&](const auto &axis) { return axis.first.starts_with(prefix); });
    };
    std::vector<int> found;
    for (const int right : *candidates) {
        const CellView &a = cell(left);
        const CellView &b = cell(right);
        bool fits = true;
        if (selector.problem.empty())
            fits = sets("problem") ? problemOf(left).problem == problemOf(right).problem
                                   : a.problem == b.problem;
        if (selector.contestant.empty())
            fits = fits && contestantOf(left).algorithm == contestantOf(right).algorithm &&
                   (!selector.axes.empty() || a.contestant == b.contestant);
        for (std::size_t axis = 0; axis < m_view.axes.size(); ++axis) {
            const bool said =
                std::any_of(selector.axes.begin(), selector.axes.end(), [&](const auto &entry) {
                    return entry.first == m_view.axes[axis].key;
                });
            // Where the other problem is named, its axes need not be this one's.
            const bool comparable = a.axisValues[axis] >= 0 && b.axisValues[axis] >= 0;
            fits = fits && (said || !comparable || a.axisValues[axis] == b.axisValues[axis]);
        }
        if (fits)
            found.push_back(right);
    }
    if (found.size() == 1)
        return found.front();
    if (found.empty())
        return Error(fmt::format("Nothing fits to be compared with {}.", nameOf(left)));
    return Error(fmt::format("{} would be compared with {} as well as with {}.", nameOf(left),
                             nameOf(found[0]), nameOf(found[1])),
                 "Name one of them, or write best_of = [\"…\", \"…\"].");
}

std::string ClaimCells::nameOf(int index) const
{
    std::string name = contestantOf(index).label;
    if (m_view.problems.size() > 1)
        name += " on " + problemOf(index).label;
    // A swept budget stands in no label.
    for (std::size_t axis = 0; axis < m_view.axes.size(); ++axis)
        if (m_view.axes[axis].key == "budget" && cell(index).axisValues[axis] >= 0)
            name += fmt::format(", {} {}", cell(index).budget, m_view.budgetUnit);
    return name;
}

Expected<std::vector<std::vector<int>>> ClaimCells::groupsAlong(const std::string &axis,
                                                                const std::vector<int> &cells) const
{
    std::size_t along = 0;
    while (along < m_view.axes.size() && m_view.axes[along].key != axis)
        ++along;
    if (along == m_view.axes.size())
        return Error(fmt::format("The experiment has no sweep axis \"{}\".", axis));
    const auto target = parseKey(axis);
    if (!target)
        return target.error();
    std::map<std::string, std::vector<int>> groups;
    std::vector<std::string> order;
    for (const int index : cells) {
        std::vector<int> others = cell(index).axisValues;
        others[along] = 0;
        // Variants along the axis differ in what is swept and in nothing else.
        const std::string id =
            fmt::format("{}|{}|{}|{}|{}", problemOf(index).problem, contestantOf(index).algorithm,
                        fmt::join(others, ","), without(problemOf(index).settings, target->path),
                        without(contestantOf(index).settings, target->path));
        if (groups[id].empty())
            order.push_back(id);
        groups[id].push_back(index);
    }
    std::vector<std::vector<int>> result;
    for (const std::string &id : order) {
        std::vector<int> &group = groups[id];
        std::stable_sort(group.begin(), group.end(), [&](int a, int b) {
            return cell(a).axisValues[along] < cell(b).axisValues[along];
        });
        if (group.size() < 2)
            return Error(
                fmt::format("{} has only one value along \"{}\".", nameOf(group.front()), axis));
        result.push_back(std::move(group));
    }
    return result;
}

/** A label without the coordinate that the axis adds. */
std::string ClaimCells::groupName(const std::vector<int> &group) const
{
    std::string common = nameOf(group.front());
    bool varies = false;
    for (const int index : group) {
        const std::string name = nameOf(index);
        const auto [end, other] =
            std::mismatch(common.begin(), common.end(), name.begin(), name.end());
        varies = varies || end != common.end() || other != name.end();
        common.erase(end, common.end());
    }
    // What differs is a last coordinate: ", alpha = 0.1".
    return varies ? common.substr(0, common.rfind(", ")) : common;
}

std::string ClaimCells::titleOf(const std::string &name) const
{
    std::set<std::string> labels;
    for (const ContestantView &contestant : m_view.contestants)
        if (contestant.algorithm == name)
            labels.insert(contestant.label);
    for (const ProblemView &problem : m_view.problems)
        if (problem.problem == name)
            labels.insert(problem.label);
    return labels.size() == 1 ? *labels.begin() : name;
}

std::string ClaimCells::selectorWords(const CellSelector &selector) const
{
    std::string text = titleOf(selector.contestant);
    if (!selector.problem.empty())
        text += (text.empty() ? "on " : " on ") + titleOf(selector.problem);
    for (const auto &[name, value] : selector.axes)
        text += fmt::format("{}{} = {}", text.empty() ? "" : ", ", name,
                            value.is_string() ? value.get<std::string>() : value.dump());
    return text;
}

std::string ClaimCells::comparisonWords(const MeasureComparison &comparison) const
{
    std::string text;
    if (comparison.factor != 1)
        text += fmt::format("{} times ", comparison.factor);
    text += "that of ";
    const std::string selected = selectorWords(comparison.measure.cell);
    std::vector<std::string> names;
    for (const std::string &name : comparison.bestOf)
        names.push_back(titleOf(name));
    if (!names.empty())
        text += fmt::format("the best of {}{}{}", fmt::join(names, ", "),
                            selected.empty() ? "" : " ", selected);
    else
        text += selected.empty() ? "itself" : selected;
    if (comparison.offset != 0)
        text += fmt::format(" {} {}", comparison.offset > 0 ? "plus" : "minus",
                            std::abs(comparison.offset));
    return text;
}

std::string ClaimCells::statementOf(const ClaimExpectation &expectation,
                                    const ChannelDeclaration &channel) const
{
    const Measure &measure = expectation.measure;
    std::string text = selectorWords(measure.cell);
    text += (text.empty() ? "" : ": ") + words(measure.summary, channel, m_view.stepUnit);
    switch (expectation.relation) {
    case ClaimRelation::less:
        text += " is less than ";
        break;
    case ClaimRelation::greater:
        text += " is greater than ";
        break;
    case ClaimRelation::within:
        text += fmt::format(" lies within [{}, {}]", expectation.lower, expectation.upper);
        break;
    case ClaimRelation::increasing:
        text += " increases along " + expectation.along;
        break;
    case ClaimRelation::decreasing:
        text += " decreases along " + expectation.along;
        break;
    }
    if (expectation.comparison)
        text += comparisonWords(*expectation.comparison);
    else if (expectation.relation == ClaimRelation::less ||
             expectation.relation == ClaimRelation::greater)
        text += fmt::format("{}", expectation.lower);
    return text + ", " + words(expectation.rule);
}

} // namespace agon::detail
