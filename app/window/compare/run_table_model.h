#pragma once

#include "app/lab/run_query.h"
#include "storage/store.h"

#include <QAbstractItemModel>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace agon::app {

/** Stored runs, one row a contestant, unfolding to its seeds. Nothing is made for a row before it
 *  is shown, so that ten thousand runs scroll like ten. Parameters that are the same everywhere
 *  are not columns but one sentence. */
class RunTableModel : public QAbstractItemModel
{
    Q_OBJECT

public:
    explicit RunTableModel(QObject *parent = nullptr);

    struct Part
    {
        std::string name; ///< of the experiment
        ExperimentView view;
        std::vector<storage::RunEntry> runs;
        std::vector<std::string> tags;
    };
    /** Shows the runs of several experiments with the metric @p channel (a key). The query stays.
     */
    void setParts(std::vector<Part> parts, const std::string &channel);
    /** Shows another metric of the same runs; empty: the main one. */
    void setChannel(const std::string &channel);

    /** A run's value of the metric by part and position in it; NaN for none. */
    using ValueOf = std::function<double(int part, int run)>;
    /** Shows values as of a step; empty: of finished runs at their end, as they are stored. */
    void setStep(std::optional<std::int64_t> step, ValueOf valueOf);

    /** What a query may ask here. */
    const QueryFields &fields() const { return m_fields; }
    /** Shows only the contestants that match. */
    void setQuery(RunQuery query);
    /** Contestants shown, and all of them. */
    int shownContestants() const { return static_cast<int>(m_shown.size()); }
    int contestants() const { return static_cast<int>(m_rows.size()); }
    /** "step-size 0.1, batch 32": parameters that all contestants share; empty when none. */
    QString sharedParameters() const { return m_shared; }
    /** Whether a column shows the same of every contestant. */
    bool isConstant(int column) const;
    /** Whether every run shown was computed here and has finished. */
    bool allFinished() const;

    /** Part and cell of the contestant in a row, or of a seed's. */
    std::pair<int, int> cellOf(const QModelIndex &index) const;

    enum Column { contestant, problem, status, seeds, last, interval, best, tail, fixedColumns };

    QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    QModelIndex parent(const QModelIndex &child) const override;
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    void sort(int column, Qt::SortOrder order) override;

private:
    /** A contestant on a problem: a cell of an experiment. */
    struct Row
    {
        int part = 0;
        int cell = 0;
        std::vector<int> runs;                ///< indices into the part's runs
        std::vector<double> last, best, tail; ///< of finished runs
        QString status;
        QueryRow query;
    };
    const Row &rowAt(int shown) const;
    const Part &partOf(const Row &row) const;
    void build(const std::string &channel);
    void findRows(const std::string &channel);
    void findValues();
    void findColumns();
    void applyQuery();
    QVariant contestantValue(const Row &row, int column) const;
    QVariant runValue(const Row &row, int run, int column) const;
    Json parameterOf(const Row &row, const std::string &key) const;

    std::vector<Part> m_parts;
    std::vector<int> m_channels; ///< by part; -1: none
    std::vector<Row> m_rows;
    std::vector<int> m_shown; ///< indices into m_rows, in order of display
    std::vector<std::string> m_parameters;
    QString m_shared;
    QueryFields m_fields;
    RunQuery m_query;
    std::optional<std::int64_t> m_step;
    ValueOf m_valueOf; ///< as of m_step
    int m_sortColumn = -1;
    Qt::SortOrder m_sortOrder = Qt::AscendingOrder;
};

} // namespace agon::app
