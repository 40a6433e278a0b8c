#pragma once

#include "app/window/widgets/card.h"

class QTreeView;

namespace agon::app {

class ColumnMenu;
class ElidedLabel;
class FilterBar;
class QueryEdit;
class RunTableModel;

/** The table of runs with its filter, its columns and the line of what all runs share. */
class RunTableCard : public Card
{
    Q_OBJECT

public:
    explicit RunTableCard(QWidget *parent = nullptr);

    RunTableModel &model() { return *m_model; }
    QTreeView &table() { return *m_table; }
    /** Hides the columns that say nothing, unless the user chose them. To be called when other
     * runs, another metric or target, or a step in place of the end are shown. */
    void showColumns();
    /** Every column as wide as what it shows now. */
    void fitColumns();

private:
    /** Makes columns wide enough for the numbers that have arrived. */
    void widenColumns();
    void showShared();

    QueryEdit *m_filter;
    FilterBar *m_filterBar;
    QTreeView *m_table;
    RunTableModel *m_model;
    ColumnMenu *m_columns;
    ElidedLabel *m_shared; ///< what the runs have in common, or what is wrong with the filter
};

} // namespace agon::app
