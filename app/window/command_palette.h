#pragma once

#include <QLineEdit>

class QAction;
class QListWidget;

namespace agon::app {

class Actions;

/** The field at the top right: type part of a command, Enter runs it. */
class CommandPalette : public QLineEdit
{
    Q_OBJECT

public:
    explicit CommandPalette(const Actions &actions, QWidget *parent = nullptr);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;

private:
    void showMatches();
    void runCurrent();

    const Actions &m_actions;
    QListWidget *m_list;
};

} // namespace agon::app
