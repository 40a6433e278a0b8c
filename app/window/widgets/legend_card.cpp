#include "app/window/widgets/legend_card.h"

#include "app/window/widgets/key_label.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

namespace agon::app {

LegendCard::LegendCard(const QString &heading, QWidget *parent) : Card(heading, parent)
{
    setVisible(false);
}

void LegendCard::setKeys(const std::vector<views::Key> &keys)
{
    delete m_rows;
    m_rows = new QWidget(this);
    auto *rows = new QVBoxLayout(m_rows);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(4);
    for (const views::Key &key : keys) {
        auto *row = new QHBoxLayout;
        row->setSpacing(8);
        auto *name = new QLabel(QString::fromStdString(key.name));
        name->setTextFormat(Qt::PlainText);
        name->setWordWrap(true);
        row->addWidget(new KeyLabel(key.colour));
        row->addWidget(name, 1);
        rows->addLayout(row);
    }
    content()->addWidget(m_rows);
    m_rows->show();
    setVisible(!keys.empty());
}

} // namespace agon::app
