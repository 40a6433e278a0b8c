#pragma once

#include "core/experiment/claims.h"

#include <string>
#include <vector>

namespace agon::detail {

/** Finds the cells of an experiment that a claim means. Errors name what there is. */
class ClaimCells
{
public:
    /** @p experiment outlives this. */
    explicit ClaimCells(const ExperimentView &experiment) : m_view(experiment) {}

    /** Cells that meet every condition; never empty. */
    Expected<std::vector<int>> select(const CellSelector &selector) const;
    /** The one cell that @p selector means for a counterpart of @p left: the same problem, axes and
     *  contestant wherever the selector does not say otherwise. */
    Expected<int> counterpart(int left, const CellSelector &selector) const;
    /** @p cells in groups that differ along one axis only, in the axis's order; each has two or
     * more. */
    Expected<std::vector<std::vector<int>>> groupsAlong(const std::string &axis,
                                                        const std::vector<int> &cells) const;
    /** Contestant, and problem and budget where the experiment has several. */
    std::string nameOf(int index) const;
    /** What the names of a group along an axis have in common. */
    std::string groupName(const std::vector<int> &group) const;
    /** "RARTS: Architecture α at the end lies within [0.9, 1.1], in every seed". */
    std::string statementOf(const ClaimExpectation &expectation,
                            const ChannelDeclaration &channel) const;

    const CellView &cell(int index) const { return m_view.cells[static_cast<std::size_t>(index)]; }
    const ContestantView &contestantOf(int index) const
    {
        return m_view.contestants[static_cast<std::size_t>(cell(index).contestant)];
    }
    const ProblemView &problemOf(int index) const
    {
        return m_view.problems[static_cast<std::size_t>(cell(index).problem)];
    }

private:
    /** The label of a type that only one contestant or problem has; else the name itself. */
    std::string titleOf(const std::string &name) const;
    std::string selectorWords(const CellSelector &selector) const;
    std::string comparisonWords(const MeasureComparison &comparison) const;
    /** Whether the axes' conditions are met. An axis that does not touch a cell excludes none. */
    bool fitsAxes(int index, const CellSelector &selector) const;

    const ExperimentView &m_view;
};

} // namespace agon::detail
