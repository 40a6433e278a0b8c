#include "app/window/widgets/key_label.h"

#include "views/screen/marks.h"
#include "views/screen/theme.h"

#include <QPainter>

namespace agon::app {

KeyLabel::KeyLabel(int colour, QWidget *parent) : QWidget(parent), m_colour(colour)
{
    setFixedSize(26, 16);
}

void KeyLabel::setColour(int colour)
{
    m_colour = colour;
    update();
}

void KeyLabel::setFaint(bool faint)
{
    m_faint = faint;
    update();
}

void KeyLabel::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setOpacity(m_faint ? 0.3 : 1);
    views::paintKey(painter, QRectF(rect()), m_colour, views::Theme::of(*this));
}

} // namespace agon::app
