#pragma once

#include <QScrollArea>

class QLabel;

namespace agon::app {

/** A note of which a few lines are always seen: a longer one is scrolled instead of taking the room
 *  of what it belongs to. */
class NoteScroll : public QScrollArea
{
    Q_OBJECT

public:
    explicit NoteScroll(QLabel *note, QWidget *parent = nullptr);
    /** To be called when the note has changed; without one nothing is shown. */
    void fit();

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    QLabel *m_note;
};

} // namespace agon::app
