#include "app/window/widgets/check_list.h"

#include <QGridLayout>
#include <QLabel>

namespace agon::app {

CheckList::CheckList(QWidget *parent) : QWidget(parent), m_grid(new QGridLayout(this))
{
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setHorizontalSpacing(6);
    m_grid->setVerticalSpacing(2);
    m_grid->setColumnStretch(1, 1);
}

void CheckList::setLines(const std::vector<Line> &lines)
{
    const auto labelAt = [this](int row, int column) {
        if (QLayoutItem *item = m_grid->itemAtPosition(row, column))
            return static_cast<QLabel *>(item->widget());
        auto *label = new QLabel;
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(column == 1);
        m_grid->addWidget(label, row, column, Qt::AlignTop);
        return label;
    };
    const auto count = static_cast<int>(lines.size());
    for (int row = 0; row < count; ++row) {
        const auto &[good, text] = lines[static_cast<std::size_t>(row)];
        labelAt(row, 0)->setText(!good   ? QStringLiteral("·")
                                 : *good ? QStringLiteral("✓")
                                         : QStringLiteral("⚠"));
        labelAt(row, 1)->setText(text);
        labelAt(row, 0)->show();
        labelAt(row, 1)->show();
    }
    for (int row = count; row < m_shown; ++row) {
        labelAt(row, 0)->hide();
        labelAt(row, 1)->hide();
    }
    m_shown = count;
}

} // namespace agon::app
