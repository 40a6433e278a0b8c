#pragma once

#include <QScrollArea>

class QGridLayout;
class QLabel;

namespace agon::app {

/** A figure above its note. The figure has the height that there is, but for the first lines of the
 *  note: a long note is scrolled to instead of taking the figure's room. */
class FigureScroll : public QScrollArea
{
    Q_OBJECT

public:
    FigureScroll(QWidget *figure, QLabel *note, QWidget *parent = nullptr);
    /** To be called when the note has changed. */
    void fit();

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    QLabel *m_note;
    QGridLayout *m_layout;
};

} // namespace agon::app
