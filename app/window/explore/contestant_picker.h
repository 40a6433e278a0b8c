#pragma once

#include "core/experiment/experiment.h"

#include <QDialog>
#include <QStringList>

class QLabel;
class QLineEdit;
class QTreeWidget;

namespace agon::app {

/** All algorithms that fit the problem, with search over titles, tags, papers and authors. */
class ContestantPicker : public QDialog
{
    Q_OBJECT

public:
    ContestantPicker(const FamilySet &families, const std::string &problem,
                     QWidget *parent = nullptr);
    /** Ids of what was chosen. */
    QStringList chosen() const;

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void fill(const FamilySet &families, const std::string &problem);
    void filter(const QString &typed);
    void showDetails();

    QLineEdit *m_search;
    QTreeWidget *m_list;
    QLabel *m_details;
};

} // namespace agon::app
