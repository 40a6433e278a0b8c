#include "app/window/compare/column_menu.h"

#include <QHeaderView>
#include <QMenu>
#include <QSettings>
#include <QTreeView>

namespace agon::app {

ColumnMenu::ColumnMenu(QTreeView &table, const QString &key, QWidget *parent)
    : QToolButton(parent), m_table(table), m_key(key)
{
    setObjectName(QStringLiteral("flat"));
    setText(tr("Columns"));
    setToolTip(tr("Which columns are shown"));
    setAccessibleName(tr("Columns"));
    setPopupMode(QToolButton::InstantPopup);
    auto *menu = new QMenu(this);
    setMenu(menu);
    connect(menu, &QMenu::aboutToShow, this, &ColumnMenu::fillMenu);
    m_table.header()->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(m_table.header(), &QHeaderView::customContextMenuRequested, menu,
            [this, menu](QPoint at) { menu->popup(m_table.header()->mapToGlobal(at)); });
}

QString ColumnMenu::titleOf(int column) const
{
    return m_table.model()->headerData(column, Qt::Horizontal).toString();
}

QString ColumnMenu::nameOf(int column) const
{
    const QVariant name = m_table.model()->headerData(column, Qt::Horizontal, Qt::UserRole);
    return name.isValid() ? name.toString() : titleOf(column);
}

void ColumnMenu::apply(const std::function<bool(int column)> &hiddenByDefault)
{
    const QVariantMap chosen = QSettings().value(m_key).toMap();
    const int columns = m_table.model()->columnCount();
    for (int column = 1; column < columns; ++column) {
        const auto choice = chosen.find(nameOf(column));
        m_table.setColumnHidden(column, choice == chosen.end() ? hiddenByDefault(column)
                                                               : !choice->toBool());
    }
}

void ColumnMenu::fillMenu()
{
    menu()->clear();
    for (int column = 1; column < m_table.model()->columnCount(); ++column) {
        QString title = titleOf(column);
        title.replace(QLatin1Char('&'), QStringLiteral("&&"));
        QAction *action = menu()->addAction(title);
        action->setCheckable(true);
        action->setChecked(!m_table.isColumnHidden(column));
        connect(action, &QAction::toggled, this,
                [this, column](bool shown) { choose(column, shown); });
    }
}

void ColumnMenu::choose(int column, bool shown)
{
    m_table.setColumnHidden(column, !shown);
    if (shown)
        m_table.resizeColumnToContents(column);
    QSettings settings;
    QVariantMap chosen = settings.value(m_key).toMap();
    chosen[nameOf(column)] = shown;
    settings.setValue(m_key, chosen);
}

} // namespace agon::app
