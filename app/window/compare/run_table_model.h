#pragma once

#include "app/lab/run_query.h"
#include "app/window/compare/run_table_values.h"

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

    using Part = RunTablePart;
    /** Shows the runs of several experiments with the metric @p channel (a key). The query stays.
     */
    void setParts(std::vector<Part> parts, const std::string &channel);
    /** Shows another metric of the same runs; empty: the main one. */
    void setChannel(const std::string &channel);

    /** From where series are read, for what the store has not summed up. */
    void setSeries(RunTableValues::SeriesOf seriesOf);
    /** Shows all numbers as of a step; empty: of finished runs at their end. */
    void setStep(std::optional<std::int64_t> step);
    /** The level that the steps to the target lead to; empty: none. */
    void setTarget(std::optional<double> target);
    bool hasTarget() const { return m_values.target().has_value(); }

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

    enum Column {
        contestant,
        problem,
        status,
        seeds,
        last,
        interval,
        best,
        tail,
        area,
        toTarget,
        fixedColumns
    };
    /** Of headers: a column's name whatever step and target are. */
    static constexpr int nameRole = Qt::UserRole;

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
        std::vector<int> runs; ///< indices into the part's runs
        QString status;
        QueryRow query;
    };
    const Row &rowAt(int shown) const;
    const Part &partOf(const Row &row) const;
    void build();
    void findRows();
    void findColumns();
    void findFields();
    void applyQuery();
    /** Fills in what the query asks of summaries. */
    void findAskedNumbers();
    /** Numbers changed: the rows stay where they are unless query or order depend on them. */
    void showNumbers();
    std::size_t groupOf(const Row &row) const
    {
        return static_cast<std::size_t>(&row - m_rows.data());
    }
    QVariant contestantValue(const Row &row, int column) const;
    QVariant runValue(const Row &row, int run, int column) const;
    /** What a column is sorted by. */
    QVariant sortKey(const Row &row, int column) const;
    QVariant runtimeText(const statistics::RuntimeSummary &runtime, const Row &row) const;
    Json parameterOf(const Row &row, const std::string &key) const;

    std::vector<Part> m_parts;
    RunTableValues m_values; ///< groups as m_rows
    std::string m_channel;   ///< as it was asked for
    std::vector<Row> m_rows;
    std::vector<int> m_shown; ///< indices into m_rows, in order of display
    std::vector<std::string> m_parameters;
    QString m_shared;
    QueryFields m_fields;
    RunQuery m_query;
    int m_sortColumn = -1;
    Qt::SortOrder m_sortOrder = Qt::AscendingOrder;
};

} // namespace agon::app
