#pragma once

#include "core/experiment/observation_source.h"
#include "storage/store.h"

#include <QWidget>

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

class QLabel;
class QModelIndex;
class QLineEdit;
class QPushButton;
class QTreeView;
class QTreeWidget;

namespace agon::app {

class CompareFigure;
class Contest;
class Lab;
class LegendCard;
class ReportWriter;
class RunTableCard;
class RunTableModel;

/** Saved runs side by side: experiments of the session and of opened stores in any view, with their
 * table. */
class ComparePage : public QWidget
{
    Q_OBJECT

public:
    ComparePage(Lab &lab, Contest &contest, QWidget *parent = nullptr);
    ~ComparePage() override;

    void openStore(const QString &path);
    /** Selects an experiment of the session or of a store that is open, by the store's path. */
    void showExperiment(const QString &store, std::int64_t experiment);
    CompareFigure &figure() { return *m_figure; }
    /** Asks for a file and writes the table, the numbers or the sources of what is compared. */
    void exportReport();

Q_SIGNALS:
    void message(const QString &text);
    void openInExplore();
    /** The figure is to be printed. */
    void publishAsked();
    void storeOpened(const storage::Store &store);

protected:
    void showEvent(QShowEvent *event) override;

private:
    struct Selected;
    /** @p wanted, if it is there, is selected; else what was. */
    void fillExperiments(std::optional<std::pair<int, std::int64_t>> wanted = {});
    void showSelection();
    void showDetails();
    /** What is unequal among those that are compared; null: none are. */
    void showFlags(const std::shared_ptr<const ObservationSource> &source);
    /** Brings the table to the metric and the step of the figure that is shown. */
    void showTable();
    /** Makes a contestant stand out in figure, legend and table; again: everyone. */
    void toggleHighlight(int colour);
    void setHighlight(std::optional<int> colour);
    /** The colour of a table's row in the figure; -1: it is not in it. */
    int colourOf(const QModelIndex &row) const;
    void keepSelected();
    void annotateSelected();
    void openSelected();
    std::vector<Selected> selected() const;
    storage::Store *storeAt(int index) const;

    Lab &m_lab;
    Contest &m_contest;
    std::vector<std::unique_ptr<storage::Store>> m_stores;
    /** Side by side, by store and experiment of all that are selected: so that what was read of a
     *  selection is known again. */
    std::map<std::vector<std::pair<int, std::int64_t>>, std::shared_ptr<const ObservationSource>>
        m_sources;
    std::map<std::pair<int, std::int64_t>, storage::ExperimentEntry> m_entries; ///< of all stores
    QLineEdit *m_filter;
    QTreeWidget *m_experiments;
    CompareFigure *m_figure;
    std::vector<int> m_firstCells;  ///< of every experiment in the figure
    std::string m_tableMetric;      ///< what the table shows
    std::optional<int> m_highlight; ///< who stands out, by colour
    RunTableCard *m_table;
    QTreeView *m_runs;
    RunTableModel *m_model;
    QLabel *m_details;
    QLabel *m_flags;
    LegendCard *m_legend = nullptr;
    QPushButton *m_open;
    QPushButton *m_annotate;
    QPushButton *m_keep;
    QPushButton *m_publish;
    QPushButton *m_report;
    ReportWriter *m_reports;
};

} // namespace agon::app
