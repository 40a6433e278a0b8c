#include "views/screen/panel_view.h"

#include "views/screen/chart_panel.h"
#include "views/screen/painted_panel.h"

#include <QScrollArea>
#include <QStackedLayout>

#include <algorithm>

namespace agon::views {

PanelView::PanelView(QWidget *parent)
    : QWidget(parent)
    , m_stack(new QStackedLayout(this))
    , m_painted(new PaintedPanel)
    , m_scroll(new QScrollArea)
{
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_scroll->setWidget(m_painted);
    m_stack->addWidget(m_scroll);
    connect(m_painted, &PaintedPanel::cellClicked, this, &PanelView::cellClicked);
    connect(m_painted, &PaintedPanel::contestantClicked, this, &PanelView::contestantClicked);
}

void PanelView::setPanel(const Panel &panel, bool moving)
{
    m_panel = panel;
    const bool heat = std::any_of(panel.layers.begin(), panel.layers.end(), [](const Layer &layer) {
        return std::holds_alternative<HeatLayer>(layer);
    });
    // Rows with names and maps are painted, whatever lies on them.
    const bool curves =
        panel.y.categories.empty() && !heat &&
        std::any_of(panel.layers.begin(), panel.layers.end(), [](const Layer &layer) {
            return std::holds_alternative<LineLayer>(layer) ||
                   std::holds_alternative<PointLayer>(layer);
        });
    if (curves) {
        // Made when first needed: a chart costs start-up time that most panels do not need.
        if (!m_chart) {
            m_chart = new ChartPanel;
            m_chart->setHighlight(m_highlight);
            connect(m_chart, &ChartPanel::contestantClicked, this, &PanelView::contestantClicked);
            m_stack->addWidget(m_chart);
        }
        m_chart->setPanel(panel, moving);
        m_stack->setCurrentWidget(m_chart);
    } else {
        m_painted->setPanel(panel);
        m_stack->setCurrentWidget(m_scroll);
    }
}

void PanelView::setOwnColourBar(bool own) { m_painted->setOwnColourBar(own); }

void PanelView::setHint(const QString &hint) { m_painted->setHint(hint); }

void PanelView::resetZoom()
{
    if (m_chart)
        m_chart->resetZoom();
}

void PanelView::setHighlight(std::optional<int> colour)
{
    m_highlight = colour;
    m_painted->setHighlight(colour);
    if (m_chart)
        m_chart->setHighlight(colour);
}

void PanelView::setDescription(const QString &description)
{
    setAccessibleDescription(description);
}

} // namespace agon::views
