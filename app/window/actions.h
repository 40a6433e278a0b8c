#pragma once

#include <QHash>
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

    /** Who is added from now on belongs to a page: its keys work while the page is shown, and to
     *  run it from elsewhere shows the page. Null: to the whole window. */
    void setPage(QWidget *page);
    /** @p shortcut may be empty. Single letters work while no text is being edited. */
    QAction *add(const QString &id, const QString &text, const QKeySequence &shortcut,
                 std::function<void()> run);
    QAction *action(const QString &id) const;
    const QList<QAction *> &all() const { return m_actions; }
    /** Of an action, also while its page is not shown. */
    QKeySequence shortcutOf(const QAction *action) const { return m_shortcuts.value(action); }

Q_SIGNALS:
    void pageWanted(QWidget *page);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QWidget *m_window;
    QWidget *m_page = nullptr;
    QList<QAction *> m_actions;
    QHash<const QAction *, QKeySequence> m_shortcuts;
    QMultiHash<QWidget *, QAction *> m_ofPages;
};

} // namespace agon::app
