#include "app/window/paper_view.h"

#include "views/screen/theme.h"

#include <QImage>
#include <QPainter>

#include <algorithm>

namespace agon::app {
namespace {

constexpr double largest = 2.5; ///< beyond this a small column figure would only look coarse

} // namespace

PaperView::PaperView(QWidget *parent) : QWidget(parent) { setMinimumSize(300, 200); }

void PaperView::setFigure(const std::optional<views::Figure> &figure,
                          const views::PaperStyle &style)
{
    m_figure = figure;
    m_style = style;
    if (m_figure) {
        // The report is wanted even before anything is painted.
        QImage probe(8, 8, QImage::Format_ARGB32);
        QPainter painter(&probe);
        m_report = views::renderFigure(painter, *m_figure, m_style);
    }
    update();
}

double PaperView::magnification() const
{
    const double pointsPerPixel = 72.0 / logicalDpiX();
    const double fitting = std::min((width() - 48) * pointsPerPixel / m_style.width,
                                    (height() - 48) * pointsPerPixel / m_style.height);
    return std::clamp(fitting, 0.2, largest);
}

void PaperView::paintEvent(QPaintEvent *)
{
    if (!m_figure)
        return;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const double scale = magnification() * logicalDpiX() / 72.0;
    const QSizeF size(m_style.width * scale, m_style.height * scale);
    const QRectF paper(QPointF((width() - size.width()) / 2, (height() - size.height()) / 2), size);
    painter.fillRect(paper.adjusted(-14, -14, 14, 14), Qt::white);
    painter.setPen(QPen(views::Theme::of(*this).line, 1));
    painter.drawRect(paper.adjusted(-14, -14, 14, 14));
    painter.translate(paper.topLeft());
    painter.scale(scale / 10, scale / 10); // the renderer counts tenths of a point
    m_report = views::renderFigure(painter, *m_figure, m_style);
}

} // namespace agon::app
