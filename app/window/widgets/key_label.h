#pragma once

#include <QWidget>

namespace agon::app {

/** A contestant's key: a piece of its line in its colour and dash. */
class KeyLabel : public QWidget
{
    Q_OBJECT

public:
    explicit KeyLabel(int colour, QWidget *parent = nullptr);
    void setColour(int colour);
    int colour() const { return m_colour; }
    /** Faint: hidden in the figures. */
    void setFaint(bool faint);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    int m_colour;
    bool m_faint = false;
};

} // namespace agon::app
