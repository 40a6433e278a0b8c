#pragma once

#include <QFrame>

class QLabel;
class QPushButton;

namespace agon::app {

/** One quiet line above the pages: a text and buttons. */
class MessageBar : public QFrame
{
    Q_OBJECT

public:
    explicit MessageBar(QWidget *parent = nullptr);

protected:
    QLabel *label() { return m_text; }
    /** Adds a button on the right. */
    QPushButton *add(const QString &text, const QString &tip = {});

private:
    QLabel *m_text;
};

} // namespace agon::app
