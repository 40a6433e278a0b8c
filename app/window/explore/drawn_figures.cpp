#include "app/window/explore/drawn_figures.h"

#include "views/figures/views.h"

#include <utility>

namespace agon::app {

DrawnFigures drawFigures(const FigureOrder &order, views::SeriesCache &series)
{
    DrawnFigures result;
    result.source = order.source;
    result.main = views::makeFigure("convergence", series, order.main);
    if (order.standingAxis) {
        views::ViewOptions whole = order.main;
        whole.step.reset();
        if (const auto complete = views::makeFigure("convergence", series, whole);
            complete && !complete->panels.empty())
            result.standingAxis = complete->panels.front().y;
    }
    for (const FigureOrder::Side &side : order.sides) {
        std::optional<Expected<views::Figure>> figure;
        if (!side.view.empty())
            figure = views::makeFigure(side.view, series, side.options);
        result.sides.push_back(std::move(figure));
    }
    result.leader = leaderText(series, order.main, order.facts);
    return result;
}

} // namespace agon::app
