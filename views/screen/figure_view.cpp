#include "views/screen/figure_view.h"

#include "views/figures/heat_colour.h"
#include "views/screen/axis_painter.h"
#include "views/screen/colour_bar.h"
#include "views/screen/panel_view.h"
#include "views/screen/theme.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

#include <algorithm>

namespace agon::views {
namespace {

/** Pixels of one panel among several: below, the figure scrolls. */
constexpr int leastHeight = 170;
/** Below, panels stand in fewer columns. */
constexpr int leastWidth = 200;

} // namespace

FigureView::FigureView(QWidget *parent)
    : QWidget(parent), m_grid(new QGridLayout), m_bar(new ColourBar)
{
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(m_grid, 1);
    layout->addWidget(m_bar, 0, Qt::AlignTop);
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setSpacing(10);
    setMinimumWidth(interfacePixels(leastWidth));
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

void FigureView::arrange(std::size_t needed)
{
    const int bar = m_bar->isHidden() ? 0 : m_bar->width();
    const int room =
        (width() - bar + m_grid->spacing()) / (interfacePixels(leastWidth) + m_grid->spacing());
    const int columns = std::clamp(room, 1, m_asked);
    if (needed == m_placed && columns == m_columns)
        return;
    for (const Place &place : m_places)
        m_grid->removeWidget(place.box);
    for (std::size_t i = 0; i < m_places.size(); ++i) {
        m_places[i].box->setVisible(i < needed);
        if (i < needed)
            m_grid->addWidget(m_places[i].box, static_cast<int>(i) / columns,
                              static_cast<int>(i) % columns);
    }
    // Columns are equally wide whatever their panels' hints are.
    for (int column = 0; column < std::max(columns, m_columns); ++column)
        m_grid->setColumnStretch(column, column < columns ? 1 : 0);
    m_placed = needed;
    m_columns = columns;
}

void FigureView::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    // Of a figure that scrolls the bar stands beside what is seen at first, with both its ends.
    int seen = height();
    for (const QWidget *around = parentWidget(); around != nullptr; around = around->parentWidget())
        seen = std::min(seen, around->height());
    m_bar->setFixedHeight(seen);
    arrange(m_placed);
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
    m_asked = std::max(1, figure.columns);
    arrange(needed);
    for (std::size_t i = 0; i < needed; ++i) {
        Place &place = m_places[i];
        const Panel &panel = i < m_shown ? figure.panels[i] : Panel{};
        QString title = QString::fromStdString(panel.title);
        if (!panel.letter.empty())
            title = QString::fromStdString("(" + panel.letter + ")  ") + title;
        place.title->setText(title);
        place.title->setToolTip(toolTipOf(title));
        place.title->setVisible(m_shown > 1 && !title.isEmpty());
        place.panel->setMinimumHeight(m_shown > 1 ? leastHeight : 0);
        place.panel->setHint(hint);
        place.panel->setOwnColourBar(shared == nullptr);
        place.panel->setPanel(besideTitle(panel, figure.title), moving);
        place.panel->setDescription(QString::fromStdString(figure.altText));
    }
}

} // namespace agon::views
