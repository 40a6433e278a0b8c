#pragma once

#include <QKeySequence>
#include <QList>
#include <QObject>

#include <functional>

class QAction;
class QWidget;

namespace agon::app {

/** Every action of the window, once: menu, command palette and shortcut overview come from here. */
class Actions : public QObject
{
    Q_OBJECT

public:
    explicit Actions(QWidget *window);

    /** @p shortcut may be empty. Single letters work while no text is being edited. */
    QAction *add(const QString &id, const QString &text, const QKeySequence &shortcut,
                 std::function<void()> run);
    QAction *action(const QString &id) const;
    const QList<QAction *> &all() const { return m_actions; }

private:
    QWidget *m_window;
    QList<QAction *> m_actions;
};

} // namespace agon::app
