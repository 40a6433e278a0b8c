#include "app/window/shortcut_overview.h"

#include "app/window/actions.h"

#include <QAction>
#include <QDialog>
#include <QDialogButtonBox>
#include <QHeaderView>
#include <QTableWidget>
#include <QVBoxLayout>

namespace agon::app {

void showShortcuts(const Actions &actions, QWidget *parent)
{
    QDialog dialog(parent);
    dialog.setWindowTitle(QObject::tr("Keyboard shortcuts"));
    dialog.resize(420, 520);
    auto *layout = new QVBoxLayout(&dialog);
    auto *table = new QTableWidget(0, 2);
    table->setAccessibleName(dialog.windowTitle());
    table->setHorizontalHeaderLabels({QObject::tr("Action"), QObject::tr("Keys")});
    table->horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
    table->verticalHeader()->hide();
    table->setShowGrid(false);
    table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    for (const QAction *action : actions.all()) {
        const QKeySequence shortcut = actions.shortcutOf(action);
        if (shortcut.isEmpty())
            continue;
        const int row = table->rowCount();
        table->insertRow(row);
        table->setItem(row, 0, new QTableWidgetItem(action->text()));
        table->setItem(row, 1, new QTableWidgetItem(shortcut.toString(QKeySequence::NativeText)));
    }
    layout->addWidget(table);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    QObject::connect(buttons, &QDialogButtonBox::rejected, &dialog, &QDialog::reject);
    layout->addWidget(buttons);
    dialog.exec();
}

} // namespace agon::app
