#include "app/window/command_palette.h"

#include "app/window/actions.h"
#include "views/screen/theme.h"

#include <QAction>
#include <QKeyEvent>
#include <QListWidget>

namespace agon::app {
namespace {

/** Every word typed occurs in the text. */
bool matches(const QString &text, const QString &typed)
{
    const QStringList words = typed.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    return std::all_of(words.begin(), words.end(), [&](const QString &word) {
        return text.contains(word, Qt::CaseInsensitive);
    });
}

} // namespace

CommandPalette::CommandPalette(const Actions &actions, QWidget *parent)
    : QLineEdit(parent), m_actions(actions), m_list(new QListWidget)
{
    setPlaceholderText(tr("Search commands    Ctrl+K"));
    setAccessibleName(tr("Search commands"));
    setFixedWidth(views::interfacePixels(260));
    setClearButtonEnabled(true);
    m_list->setWindowFlags(Qt::ToolTip);
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setFocusProxy(this);
    m_list->setAccessibleName(tr("Commands"));
    connect(this, &QLineEdit::textEdited, this, &CommandPalette::showMatches);
    connect(m_list, &QListWidget::itemClicked, this, &CommandPalette::runCurrent);
    connect(this, &QObject::destroyed, m_list, &QObject::deleteLater);
}

void CommandPalette::showMatches()
{
    m_list->clear();
    for (QAction *action : m_actions.all()) {
        if (!action->isEnabled() || !matches(action->text(), text()))
            continue;
        const QString shortcut = m_actions.shortcutOf(action).toString(QKeySequence::NativeText);
        auto *item = new QListWidgetItem(
            shortcut.isEmpty() ? action->text()
                               : QStringLiteral("%1\t%2").arg(action->text(), shortcut),
            m_list);
        item->setData(Qt::UserRole, action->objectName());
    }
    if (m_list->count() == 0) {
        auto *item = new QListWidgetItem(tr("No command has these words"), m_list);
        item->setFlags(Qt::NoItemFlags);
    }
    m_list->setCurrentRow(0);
    const int rows = std::min(12, m_list->count());
    m_list->setFixedSize(std::max(width(), views::interfacePixels(340)),
                         rows * m_list->sizeHintForRow(0) + 8);
    m_list->move(mapToGlobal(QPoint(width() - m_list->width(), height() + 4)));
    m_list->show();
}

void CommandPalette::runCurrent()
{
    const QListWidgetItem *item = m_list->currentItem();
    QAction *action = item ? m_actions.action(item->data(Qt::UserRole).toString()) : nullptr;
    m_list->hide();
    clear();
    clearFocus();
    if (action)
        action->trigger();
}

void CommandPalette::keyPressEvent(QKeyEvent *event)
{
    switch (event->key()) {
    case Qt::Key_Down:
    case Qt::Key_Up: {
        const int step = event->key() == Qt::Key_Down ? 1 : -1;
        m_list->setCurrentRow(
            std::clamp(m_list->currentRow() + step, 0, std::max(0, m_list->count() - 1)));
        return;
    }
    case Qt::Key_Return:
    case Qt::Key_Enter:
        runCurrent();
        return;
    case Qt::Key_Escape:
        m_list->hide();
        clear();
        clearFocus();
        return;
    default:
        QLineEdit::keyPressEvent(event);
    }
}

void CommandPalette::focusInEvent(QFocusEvent *event)
{
    QLineEdit::focusInEvent(event);
    showMatches();
}

void CommandPalette::focusOutEvent(QFocusEvent *event)
{
    QLineEdit::focusOutEvent(event);
    m_list->hide();
}

} // namespace agon::app
