#pragma once

#include <QSlider>

namespace agon::app {

/** A horizontal slider whose handle comes to where its groove is pressed, and can be dragged on. */
class JumpSlider : public QSlider
{
    Q_OBJECT

public:
    explicit JumpSlider(QWidget *parent = nullptr) : QSlider(Qt::Horizontal, parent) {}

protected:
    void mousePressEvent(QMouseEvent *event) override;
};

} // namespace agon::app
