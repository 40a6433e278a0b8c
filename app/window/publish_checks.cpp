#include "app/window/publish_checks.h"

#include "app/lab/anonymity.h"
#include "app/window/style.h"
#include "views/figures/legibility.h"

#include <algorithm>

namespace agon::app {
namespace {

/** Whether every panel is a matrix, a field or a graph. */
bool ofCells(const views::Figure &figure)
{
    return std::all_of(figure.panels.begin(), figure.panels.end(), [](const views::Panel &panel) {
        return std::any_of(panel.layers.begin(), panel.layers.end(), [](const views::Layer &layer) {
            return std::holds_alternative<views::HeatLayer>(layer) ||
                   std::holds_alternative<views::GraphLayer>(layer);
        });
    });
}

} // namespace

std::vector<CheckList::Line> PublishChecks::of(const PrintedFigure &printed)
{
    const auto &[figure, paper, report, fonts, anonymous, experiment] = printed;
    std::vector<CheckList::Line> checks;
    if (!fonts)
        checks.emplace_back(std::nullopt, tr("Fonts of the PDF are not read yet"));
    else
        checks.emplace_back(
            fonts->accepted(),
            fonts->accepted() ? tr("Fonts of the PDF: %1, all embedded, no Type 3").arg(fonts->used)
                              : tr("Fonts of the PDF: %1, of which %2 embedded and %3 Type 3")
                                    .arg(fonts->used)
                                    .arg(fonts->embedded)
                                    .arg(fonts->type3));
    checks.emplace_back(!report.substituted, report.substituted
                                                 ? tr("%1 stands in for %2, which is not installed")
                                                       .arg(report.family, report.wishedFamily)
                                                 : tr("Set in %1").arg(report.family));
    checks.emplace_back(report.smallestText >= paper.floorSize,
                        tr("Smallest text %1 pt").arg(report.smallestText, 0, 'g', 3));
    const std::string unequal = views::unequalSeeds(figure);
    checks.emplace_back(!figure.n.empty() && unequal.empty(),
                        figure.n.empty() ? tr("No number of seeds")
                                         : text(unequal.empty() ? figure.n : unequal));
    // A matrix or a graph has nothing that an interval could lie around.
    if (!figure.interval.empty() || !ofCells(figure))
        checks.emplace_back(!figure.interval.empty(), figure.interval.empty()
                                                          ? tr("No interval named")
                                                          : text(figure.interval));
    QStringList alike;
    for (const views::LookAlike &pair : views::lookAlikes(figure))
        if (!pair.drawnApart)
            alike << tr("%1 and %2 (%3)")
                         .arg(text(pair.first), text(pair.second),
                              text(std::string(views::label(pair.to.front()))));
    checks.emplace_back(alike.isEmpty(),
                        alike.isEmpty()
                            ? tr("Contestants stay apart in grey print and for colour-blind eyes")
                            : tr("Look alike: %1").arg(alike.join(QStringLiteral(", "))));
    QStringList bare;
    for (const views::Panel &panel : figure.panels)
        for (const views::Axis *axis : {&panel.x, &panel.y})
            if (axis->visible && axis->categories.empty() && axis->label.empty())
                bare << text(panel.title.empty() ? figure.title : panel.title);
    checks.emplace_back(bare.isEmpty(),
                        bare.isEmpty()
                            ? tr("Axes are named")
                            : tr("An axis has no name: %1").arg(bare.join(QStringLiteral(", "))));
    const std::vector<std::string> names = namesOfThisPlaceIn(experiment);
    if (!anonymous)
        checks.emplace_back(std::nullopt, tr("Folders of files travel along"));
    else if (names.empty())
        checks.emplace_back(true, tr("Anonymous: no user, computer or folder travels along"));
    for (const std::string &name : names)
        checks.emplace_back(anonymous ? std::optional(false) : std::nullopt,
                            tr("The experiment that travels along holds \"%1\"").arg(text(name)));
    for (const QString &warning : report.warnings)
        checks.emplace_back(false, warning);
    for (const std::string &note : figure.notes)
        checks.emplace_back(std::nullopt, text(note));
    return checks;
}

} // namespace agon::app
