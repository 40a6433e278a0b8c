#include "app/window/compare/figure_scroll.h"

#include <QGridLayout>
#include <QLabel>

#include <algorithm>

namespace agon::app {
namespace {

/** Lines of a note that are always seen. */
constexpr int linesSeen = 3;

} // namespace

FigureScroll::FigureScroll(QWidget *figure, QLabel *note, QWidget *parent)
    : QScrollArea(parent), m_note(note), m_layout(nullptr)
{
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::NoFocus);
    auto *inside = new QWidget;
    m_layout = new QGridLayout(inside);
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setVerticalSpacing(6);
    m_layout->addWidget(figure, 0, 0);
    m_layout->addWidget(note, 1, 0);
    m_layout->setRowStretch(0, 1);
    setWidget(inside);
}

void FigureScroll::resizeEvent(QResizeEvent *event)
{
    QScrollArea::resizeEvent(event);
    fit();
}

void FigureScroll::fit()
{
    int seen = 0;
    if (!m_note->isHidden())
        seen =
            m_layout->verticalSpacing() + std::min(m_note->heightForWidth(viewport()->width()),
                                                   linesSeen * m_note->fontMetrics().lineSpacing());
    m_layout->setRowMinimumHeight(0, std::max(0, viewport()->height() - seen));
}

} // namespace agon::app
