#include "app/window/widgets/jump_slider.h"

#include <QMouseEvent>
#include <QStyleOptionSlider>

namespace agon::app {

void JumpSlider::mousePressEvent(QMouseEvent *event)
{
    QStyleOptionSlider option;
    initStyleOption(&option);
    const auto rectOf = [&](QStyle::SubControl part) {
        return style()->subControlRect(QStyle::CC_Slider, &option, part, this);
    };
    const QRect handle = rectOf(QStyle::SC_SliderHandle);
    const int at = event->position().toPoint().x();
    if (event->button() == Qt::LeftButton && (at < handle.left() || at > handle.right())) {
        const QRect groove = rectOf(QStyle::SC_SliderGroove);
        setSliderPosition(QStyle::sliderValueFromPosition(
            minimum(), maximum(), at - groove.left() - handle.width() / 2,
            groove.width() - handle.width(), option.upsideDown));
    }
    QSlider::mousePressEvent(event);
}

} // namespace agon::app
