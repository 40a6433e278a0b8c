#include "app/window/widgets/note_scroll.h"

#include <QLabel>

#include <algorithm>

namespace agon::app {
namespace {

constexpr int linesSeen = 3;

} // namespace

NoteScroll::NoteScroll(QLabel *note, QWidget *parent) : QScrollArea(parent), m_note(note)
{
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setAccessibleName(tr("Notes on the figure"));
    note->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    setWidget(note);
    fit();
}

void NoteScroll::resizeEvent(QResizeEvent *event)
{
    QScrollArea::resizeEvent(event);
    fit();
}

void NoteScroll::fit()
{
    setVisible(!m_note->text().isEmpty());
    const int most = linesSeen * m_note->fontMetrics().lineSpacing();
    setFixedHeight(std::clamp(m_note->heightForWidth(viewport()->width()), 0, most));
}

} // namespace agon::app
