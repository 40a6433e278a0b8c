#pragma once

#include "views/figures/figure.h"

#include <QWidget>

#include <optional>

class QScrollArea;
class QStackedLayout;

namespace agon::views {

class ChartPanel;
class PaintedPanel;

/** Shows one panel of a figure: curves through Qt Charts, everything else as painted items. */
class PanelView : public QWidget
{
    Q_OBJECT

public:
    explicit PanelView(QWidget *parent = nullptr);

    /** @p moving: data still arrives, so curves are drawn with hairline pens. */
    void setPanel(const Panel &panel, bool moving = false);
    const Panel &panel() const { return m_panel; }
    /** Whether a heat map has its colour bar beside it, rather than a shared one elsewhere. */
    void setOwnColourBar(bool own);
    /** Shown in the middle while there is nothing to draw. */
    void setHint(const QString &hint);
    void resetZoom();
    /** Who stands out, by colour; empty: everyone. */
    void setHighlight(std::optional<int> colour);
    /** For screen readers: the figure in words. */
    void setDescription(const QString &description);

Q_SIGNALS:
    /** A cell of a heat map; row 0 is at the bottom. */
    void cellClicked(int row, int column);
    /** Colour of whose curve, point or row was clicked; -1: nobody's. */
    void contestantClicked(int colour);

private:
    Panel m_panel;
    std::optional<int> m_highlight;
    QStackedLayout *m_stack;
    ChartPanel *m_chart = nullptr;
    PaintedPanel *m_painted;
    QScrollArea *m_scroll; ///< around it: a long list keeps its rows readable
};

} // namespace agon::views
