#include "app/window/compare/run_table_card.h"

#include "app/window/compare/column_menu.h"
#include "app/window/compare/filter_bar.h"
#include "app/window/compare/run_table_model.h"
#include "app/window/widgets/elided_label.h"
#include "app/window/widgets/query_edit.h"
#include "views/screen/theme.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QTreeView>
#include <QVBoxLayout>

namespace agon::app {

RunTableCard::RunTableCard(QWidget *parent)
    : Card(tr("Runs"), parent)
    , m_filter(new QueryEdit)
    , m_filterBar(new FilterBar(*m_filter))
    , m_table(new QTreeView)
    , m_model(new RunTableModel(this))
    , m_columns(nullptr)
    , m_shared(new ElidedLabel)
{
    m_filter->setPlaceholderText(tr("Filter: algorithm:ucb seeds>=10 -status:failed"));
    m_filter->setAccessibleName(tr("Filter runs"));
    m_filter->setMinimumWidth(views::interfacePixels(220));
    head()->addWidget(m_filter, 2);
    head()->addWidget(m_filterBar->savedButton());
    m_table->setModel(m_model);
    m_columns = new ColumnMenu(*m_table, QStringLiteral("compare/columns"));
    head()->addWidget(m_columns);
    content()->addWidget(m_filterBar);
    m_table->setSortingEnabled(true);
    m_table->sortByColumn(-1, Qt::AscendingOrder);
    m_table->setUniformRowHeights(true);
    m_table->header()->setMaximumSectionSize(views::interfacePixels(420)); // a long name is cut
    // Only what is on the screen is asked how wide it is: some numbers are worked out when shown.
    m_table->header()->setResizeContentsPrecision(0);
    m_table->setAccessibleName(tr("Runs"));
    m_table->setFrameShape(QFrame::NoFrame);
    content()->addWidget(m_table, 1);
    m_shared->setObjectName(QStringLiteral("muted"));
    content()->addWidget(m_shared);
    connect(m_model, &RunTableModel::numbersCompleted, this, &RunTableCard::widenColumns);
    connect(m_model, &RunTableModel::modelReset, this, &RunTableCard::showShared);
    connect(m_filter, &QueryEdit::queryChanged, m_model, &RunTableModel::setQuery);
    connect(m_filter, &QueryEdit::problemChanged, this, &RunTableCard::showShared);
}

void RunTableCard::showColumns()
{
    // A problem or best value that is the same of every contestant says nothing, nor does it that
    // all runs have finished; the mean of the last records is for metrics that are noisy to the
    // end. As of a step a best and the areas are worked out for who asks for them.
    const bool scrubbed = m_model->step().has_value();
    m_columns->apply([this, scrubbed](int column) {
        return column == RunTableModel::tail || column == RunTableModel::area ||
               (column == RunTableModel::toTarget && !m_model->hasTarget()) ||
               (column == RunTableModel::best && scrubbed) ||
               (column == RunTableModel::status && m_model->allFinished()) ||
               ((column == RunTableModel::problem || column == RunTableModel::experiment ||
                 column == RunTableModel::budget ||
                 (column == RunTableModel::best && m_model->rowCount() > 1)) &&
                m_model->isConstant(column));
    });
    m_table->header()->setStretchLastSection(false);
    m_filterBar->setFields(m_model->fields());
    showShared();
}

void RunTableCard::fitColumns()
{
    m_table->header()->resizeSections(QHeaderView::ResizeToContents);
}

void RunTableCard::widenColumns()
{
    const auto &table = static_cast<const QAbstractItemView &>(*m_table);
    for (int column = RunTableModel::seeds; column < RunTableModel::fixedColumns; ++column)
        if (table.sizeHintForColumn(column) > m_table->columnWidth(column))
            m_table->resizeColumnToContents(column);
}

void RunTableCard::showShared()
{
    QString line = m_filter->problem();
    if (line.isEmpty()) {
        QStringList parts;
        if (m_model->shownContestants() < m_model->contestants())
            parts << tr("%1 of %2 contestants")
                         .arg(m_model->shownContestants())
                         .arg(m_model->contestants());
        if (m_model->isWaiting())
            parts << tr("Still computing what the filter or the order asks for");
        if (!m_model->sharedParameters().isEmpty())
            parts << tr("The same everywhere: %1").arg(m_model->sharedParameters());
        line = parts.join(QStringLiteral(". "));
    }
    m_shared->setLine(line);
    m_shared->setVisible(!line.isEmpty());
}

} // namespace agon::app
