#pragma once

#include "views/figures/figure.h"
#include "views/figures/venues.h"
#include "views/paper/renderer.h"

#include <QWidget>

#include <optional>

namespace agon::app {

/** A figure on white paper at its physical size, or as large as there is room. Drawn by the paper
 *  renderer itself, so what is seen is what is printed. */
class PaperView : public QWidget
{
    Q_OBJECT

public:
    explicit PaperView(QWidget *parent = nullptr);

    void setFigure(const std::optional<views::Figure> &figure, const views::PaperStyle &style);
    /** What the renderer found when it drew last. */
    const views::RenderReport &report() const { return m_report; }
    /** How much larger than print it is shown: 1 is true size. */
    double magnification() const;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    std::optional<views::Figure> m_figure;
    views::PaperStyle m_style;
    views::RenderReport m_report;
};

} // namespace agon::app
