#pragma once

#include "views/figures/figure.h"

#include <QChartView>
#include <QPixmap>

#include <memory>
#include <optional>
#include <utility>
#include <vector>

class QRubberBand;

namespace agon::views {

/** Curves with bands through Qt Charts. The axes are drawn here rather than by Qt Charts: every
 *  series lives in the unit square, so logarithmic scales, gaps and round labels are ours. */
class ChartPanel : public QChartView
{
    Q_OBJECT

public:
    explicit ChartPanel(QWidget *parent = nullptr);
    ~ChartPanel() override;

    void setPanel(const views::Panel &panel, bool moving);
    void resetZoom();
    /** Who stands out, by colour; empty: everyone. */
    void setHighlight(std::optional<int> colour);

Q_SIGNALS:
    /** Colour of whose curve or point was clicked; -1: nobody's. */
    void contestantClicked(int colour);

protected:
    void drawBackground(QPainter *painter, const QRectF &rect) override;
    void drawForeground(QPainter *painter, const QRectF &rect) override;
    void resizeEvent(QResizeEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    struct Curve;
    void layoutPlot();
    void refresh();
    void updateCurve(Curve &curve, const LineLayer &layer, const Axis &x, const Axis &y);
    void paintHairlines();
    void paintReadOut(QPainter &painter) const;
    void paintPoints(QPainter &painter) const;
    void paintReferenceNames(QPainter &painter) const;
    /** The least and greatest y in pixels between two pixel columns; infinite ends where there is
     *  no curve. */
    std::pair<double, double> heightsWithin(const LineLayer &line, double left, double right) const;
    int contestantAt(QPointF at) const;
    Axis shownX() const;
    Axis shownY() const;

    views::Panel m_panel; // qualified: QFrame has a Panel of its own
    bool m_moving = false;
    std::optional<int> m_highlight;
    QRectF m_plot;
    QRectF m_zoom{0, 0, 1, 1}; ///< what is shown of the unit square, y upwards
    std::vector<std::unique_ptr<Curve>> m_curves;
    QPixmap m_hairlines;
    QPointF m_pointer{-1, -1};
    QPoint m_pressed;
    bool m_dragging = false;
    QRubberBand *m_band;
};

} // namespace agon::views
