#pragma once

#include "views/figures/figure.h"

#include <QImage>
#include <QPointF>
#include <QWidget>

#include <optional>

namespace agon::views {

struct Theme;

/** Heat maps, strips, intervals, bars, graphs and triangles, painted as they are: no chart library
 * has them.
 */
class PaintedPanel : public QWidget
{
    Q_OBJECT

public:
    explicit PaintedPanel(QWidget *parent = nullptr);

    void setPanel(const Panel &panel);
    /** Whether a heat map has its colour bar beside it, rather than a shared one elsewhere. */
    void setOwnColourBar(bool own);
    void setHint(const QString &hint);
    /** Who stands out, by colour; empty: everyone. */
    void setHighlight(std::optional<int> colour);
    QSize sizeHint() const override { return {320, 180}; }

Q_SIGNALS:
    /** A cell of the heat map; row 0 is at the bottom. */
    void cellClicked(int row, int column);
    /** Colour of whose row, or whose name beside a heat map, was clicked; -1: nobody's. */
    void contestantClicked(int colour);

protected:
    void paintEvent(QPaintEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void paintHeat(QPainter &painter, const HeatLayer &heat, const QRectF &outer);
    void paintCellTexts(QPainter &painter, const HeatLayer &heat, const QRectF &plot);
    void paintFaintCells(QPainter &painter, const HeatLayer &heat, const QRectF &plot,
                         const Theme &theme) const;
    void paintWords(QPainter &painter, const HeatLayer &heat, const QRectF &plot,
                    const Theme &theme) const;
    QRectF heatArea(const HeatLayer &heat) const;
    /** Whether somebody stands out whom a cell is not about. */
    bool standsBack(const HeatLayer &heat, int row, int column) const;
    /** Colour of who is named there beside the heat map. */
    std::optional<int> namedAt(const HeatLayer &heat, QPointF at) const;
    int contestantAt(QPointF at) const;
    /** Column and row of the cell there. */
    std::optional<QPoint> heatCell(QPointF at) const;
    void paintRows(QPainter &painter, const QRectF &outer);
    void paintBars(QPainter &painter, const QRectF &outer);
    void paintGraph(QPainter &painter, const GraphLayer &graph, const QRectF &outer);

    Panel m_panel;
    QString m_hint;
    QImage m_heatImage;
    bool m_ownBar = true;
    QPointF m_pointer{-1, -1};
    std::optional<int> m_highlight;
};

} // namespace agon::views
