#pragma once

#include <QToolButton>

#include <functional>

class QTreeView;

namespace agon::app {

/** A button, and a menu of the header, to choose which columns of a table are shown. The choice is
 *  remembered by the column's name (the header's Qt::UserRole where it has one, else its title);
 *  until there is one, the page decides. The first column always stays. */
class ColumnMenu : public QToolButton
{
    Q_OBJECT

public:
    /** @p key names the table in the settings. */
    ColumnMenu(QTreeView &table, const QString &key, QWidget *parent = nullptr);

    /** Hides and shows the columns; @p hiddenByDefault answers for those nobody chose about. */
    void apply(const std::function<bool(int column)> &hiddenByDefault);

private:
    void fillMenu();
    void choose(int column, bool shown);
    QString titleOf(int column) const;
    QString nameOf(int column) const;

    QTreeView &m_table;
    QString m_key;
};

} // namespace agon::app
