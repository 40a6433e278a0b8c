#pragma once

#include "app/lab/run_query.h"

#include <QWidget>

class QHBoxLayout;
class QMenu;
class QToolButton;

namespace agon::app {

class QueryEdit;

/** What stands around a filter line: a chip for each status and tag that occurs, which puts its
 * term into the line or takes it out, and the filters that the user has saved under a name. */
class FilterBar : public QWidget
{
    Q_OBJECT

public:
    explicit FilterBar(QueryEdit &edit, QWidget *parent = nullptr);

    /** Shows the chips of what occurs; the line learns the same fields. */
    void setFields(const QueryFields &fields);
    /** The button with the saved filters, to stand beside the line. */
    QToolButton *savedButton() const { return m_saved; }

private:
    void addChip(const std::string &field, const std::string &value);
    void checkChips();
    void fillMenu();
    void saveFilter();

    QueryEdit &m_edit;
    QHBoxLayout *m_chips;
    QToolButton *m_saved;
    QMenu *m_menu;
};

} // namespace agon::app
