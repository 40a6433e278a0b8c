#pragma once

#include "storage/import/import_files.h"

#include <QDialog>

#include <memory>

class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QPushButton;
class QTableWidget;

namespace agon::app {

/** How a file of another program is read: its columns' roles, guessed and open to correction, with
 *  what comes of them below. */
class ImportDialog : public QDialog
{
    Q_OBJECT

public:
    explicit ImportDialog(storage::ImportSource source, QWidget *parent = nullptr);

    /** The experiment as it is previewed; null while the columns make no sense. */
    std::shared_ptr<const ObservationSource> experiment() const { return m_experiment; }

private:
    QComboBox *addRole(QFormLayout *form, const QString &title, const QString &none, int column);
    void readAgain();
    void showRuns();

    storage::ImportSource m_source;
    std::shared_ptr<const ObservationSource> m_experiment;
    std::string m_shownMetrics; ///< what the metric box was filled for
    QLineEdit *m_name;
    QComboBox *m_contestant = nullptr;
    QComboBox *m_problem = nullptr;
    QComboBox *m_seed = nullptr;
    QComboBox *m_step = nullptr;
    QComboBox *m_metricColumn = nullptr;
    QComboBox *m_value = nullptr;
    QComboBox *m_metric;
    QComboBox *m_direction;
    QTableWidget *m_runs;
    QLabel *m_message;
    QPushButton *m_import;
};

} // namespace agon::app
