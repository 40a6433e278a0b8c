#include "app/window/actions.h"

#include <QAction>
#include <QEvent>
#include <QWidget>

namespace agon::app {

Actions::Actions(QWidget *window) : QObject(window), m_window(window) {}

QAction *Actions::add(const QString &id, const QString &text, const QKeySequence &shortcut,
                      std::function<void()> run)
{
    auto *action = new QAction(text, this);
    action->setObjectName(id);
    m_shortcuts.insert(action, shortcut);
    if (m_page == nullptr || m_page->isVisible())
        action->setShortcut(shortcut);
    if (m_page != nullptr)
        m_ofPages.insert(m_page, action);
    action->setToolTip(shortcut.isEmpty() ? text
                                          : QStringLiteral("%1 (%2)").arg(
                                                text, shortcut.toString(QKeySequence::NativeText)));
    connect(action, &QAction::triggered, this, [this, page = m_page, run = std::move(run)] {
        if (page != nullptr && !page->isVisible())
            Q_EMIT pageWanted(page);
        run();
    });
    m_window->addAction(action);
    m_actions.append(action);
    return action;
}

void Actions::setPage(QWidget *page)
{
    m_page = page;
    if (page != nullptr)
        page->installEventFilter(this);
}

bool Actions::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Show || event->type() == QEvent::Hide)
        for (QAction *action : m_ofPages.values(static_cast<QWidget *>(watched)))
            action->setShortcut(event->type() == QEvent::Show ? shortcutOf(action)
                                                              : QKeySequence());
    return QObject::eventFilter(watched, event);
}

QAction *Actions::action(const QString &id) const
{
    for (QAction *action : m_actions)
        if (action->objectName() == id)
            return action;
    return nullptr;
}

} // namespace agon::app
