#include "views/screen/figure_view.h"

#include "views/figures/heat_colour.h"
#include "views/screen/axis_painter.h"
#include "views/screen/colour_bar.h"
#include "views/screen/panel_view.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

#include <algorithm>

namespace agon::views {
namespace {

/** Pixels of one panel among several: below, the figure scrolls. */
constexpr int leastHeight = 170;

} // namespace

FigureView::FigureView(QWidget *parent)
    : QWidget(parent), m_grid(new QGridLayout), m_bar(new ColourBar)
{
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(m_grid, 1);
    layout->addWidget(m_bar);
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setSpacing(10);
    addPlace();
    setFigure({}, {});
}

void FigureView::addPlace()
{
    Place place{new QWidget(this), new QLabel, new PanelView};
    auto *column = new QVBoxLayout(place.box);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(2);
    place.title->setTextFormat(Qt::PlainText);
    // A long title is cut rather than widening its column.
    place.title->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    column->addWidget(place.title);
    column->addWidget(place.panel, 1);
    const auto index = static_cast<int>(m_places.size());
    connect(place.panel, &PanelView::cellClicked, this,
            [this, index](int row, int cell) { Q_EMIT cellClicked(index, row, cell); });
    connect(place.panel, &PanelView::contestantClicked, this, &FigureView::contestantClicked);
    place.panel->setHighlight(m_highlight);
    m_places.push_back(place);
}

void FigureView::setHighlight(std::optional<int> colour)
{
    m_highlight = colour;
    for (const Place &place : m_places)
        place.panel->setHighlight(colour);
}

void FigureView::setFigure(const Figure &figure, const QString &hint, bool moving)
{
    m_shown = figure.panels.size();
    const std::size_t needed = std::max<std::size_t>(1, m_shown);
    while (m_places.size() < needed)
        addPlace();
    const HeatLayer *shared = sharedScale(figure);
    m_bar->setScale(shared != nullptr ? std::optional(*shared) : std::nullopt);
    const int columns = std::max(1, figure.columns);
    const bool rearranged = needed != m_placed || columns != m_columns;
    m_placed = needed;
    m_columns = columns;
    for (Place &place : m_places)
        if (rearranged)
            m_grid->removeWidget(place.box);
    for (std::size_t i = 0; i < m_places.size(); ++i) {
        Place &place = m_places[i];
        if (rearranged)
            place.box->setVisible(i < needed);
        if (i >= needed)
            continue;
        if (rearranged)
            m_grid->addWidget(place.box, static_cast<int>(i) / columns,
                              static_cast<int>(i) % columns);
        const Panel &panel = i < m_shown ? figure.panels[i] : Panel{};
        QString title = QString::fromStdString(panel.title);
        if (!panel.letter.empty())
            title = QString::fromStdString("(" + panel.letter + ")  ") + title;
        place.title->setText(title);
        place.title->setToolTip(title);
        place.title->setVisible(m_shown > 1 && !title.isEmpty());
        place.panel->setMinimumHeight(m_shown > 1 ? leastHeight : 0);
        place.panel->setHint(hint);
        place.panel->setOwnColourBar(shared == nullptr);
        place.panel->setPanel(besideTitle(panel, figure.title), moving);
        place.panel->setDescription(QString::fromStdString(figure.altText));
    }
}

} // namespace agon::views
