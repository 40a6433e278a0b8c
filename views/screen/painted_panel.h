#pragma once

#include "views/figures/figure.h"

#include <QImage>
#include <QPointF>
#include <QWidget>

namespace agon::views {

/** Heat maps, strips, intervals, bars and graphs, painted as they are: no chart library has them.
 */
class PaintedPanel : public QWidget
{
    Q_OBJECT

public:
    explicit PaintedPanel(QWidget *parent = nullptr);

    void setPanel(const Panel &panel);
    void setHint(const QString &hint);
    QSize sizeHint() const override { return {320, 180}; }

protected:
    void paintEvent(QPaintEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void paintHeat(QPainter &painter, const HeatLayer &heat, const QRectF &outer);
    void paintRows(QPainter &painter, const QRectF &outer);
    void paintBars(QPainter &painter, const QRectF &outer);
    void paintGraph(QPainter &painter, const GraphLayer &graph, const QRectF &outer);

    Panel m_panel;
    QString m_hint;
    QImage m_heatImage;
    QPointF m_pointer{-1, -1};
};

} // namespace agon::views
