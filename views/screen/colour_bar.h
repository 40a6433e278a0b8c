#pragma once

#include "views/figures/figure.h"

#include <QRectF>
#include <QWidget>

#include <optional>

class QFont;
class QPainter;

namespace agon::views {

struct Theme;

/** What a colour bar with its words takes to the right of a plot, in pixels. */
double colourBarExtent(const HeatLayer &heat, const QFont &font);
/** Draws it beside @p plot, as high as that. */
void paintColourBar(QPainter &painter, const HeatLayer &heat, const QRectF &plot, const QFont &font,
                    const Theme &theme);

/** The colour bar that all panels of a figure share. */
class ColourBar : public QWidget
{
    Q_OBJECT

public:
    explicit ColourBar(QWidget *parent = nullptr);

    /** Empty: hidden. */
    void setScale(std::optional<HeatLayer> scale);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    std::optional<HeatLayer> m_scale; ///< without its cells
};

} // namespace agon::views
