#pragma once

#include "core/experiment/claims.h"

#include <string>
#include <string_view>
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
    bool fitsAxes(int index, const CellSelector &selector) const;

    const ExperimentView &m_view;
};

/** "RARTS: Architecture α at the end lies within [0.9, 1.1], in every seed". */
std::string statementOf(const ClaimExpectation &expectation, const ChannelDeclaration &channel,
                        std::string_view stepUnit);

} // namespace agon::detail
