#include "app/window/widgets/elided_label.h"

#include "views/screen/theme.h"

namespace agon::app {

ElidedLabel::ElidedLabel(QWidget *parent) : QLabel(parent)
{
    setTextFormat(Qt::PlainText);
    // The line must never make the window wider.
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
}

void ElidedLabel::setLine(const QString &line)
{
    m_line = line;
    setToolTip(views::toolTipOf(line));
    setAccessibleName(line);
    elide();
}

void ElidedLabel::resizeEvent(QResizeEvent *event)
{
    QLabel::resizeEvent(event);
    elide();
}

void ElidedLabel::elide()
{
    setText(fontMetrics().elidedText(m_line, Qt::ElideRight, contentsRect().width()));
}

} // namespace agon::app
