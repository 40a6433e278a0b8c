#pragma once

#include "app/window/compare/run_table_rows.h"
#include "app/window/figure_thread.h"

#include <QAbstractItemModel>
#include <QTimer>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace agon::app {

/** Stored runs, one row a contestant, unfolding to its seeds. Nothing is made for a row before it
 *  is shown, so that ten thousand runs scroll like ten; what has to be read for it shows "…" until
 *  it is. Parameters that are the same everywhere are not columns but one sentence. */
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

    /** Who reads the series, for what the store has not summed up; outlives this. */
    void setReader(FigureThread *reader) { m_reader = reader; }
    /** Shows all numbers as of a step; empty: of finished runs at their end. */
    void setStep(std::optional<std::int64_t> step);
    std::optional<std::int64_t> step() const { return m_values.step(); }
    /** To be computed with the figure of the first part's source at a step: brings what is seen of
     *  the numbers there, so that they change with the figure. Empty: they are there. */
    FigureThread::Order::Compute numbersAt(std::optional<std::int64_t> step);
    /** The level that the steps to the target lead to; empty: none. */
    void setTarget(std::optional<double> target);
    bool hasTarget() const { return m_values.target().has_value(); }
    /** Whether query or order wait for numbers. */
    bool isWaiting() const { return m_waits; }

    /** What a query may ask here. */
    const QueryFields &fields() const { return m_fields; }
    /** Shows only the contestants that match. */
    void setQuery(RunQuery query);
    /** Contestants shown, and all of them. */
    int shownContestants() const { return static_cast<int>(m_shown.size()); }
    int contestants() const { return static_cast<int>(m_rows.size()); }
    /** "step-size 0.1, batch 32": parameters that all contestants share; empty when none. */
    QString sharedParameters() const { return m_parameters.shared; }
    /** Whether a column shows the same of every contestant. */
    bool isConstant(int column) const;
    /** The cells of the contestants that match the query, part by part counted from @p first on, as
     *  far as parts have a first; nothing: all match. */
    std::optional<std::vector<int>> matchingCells(const std::vector<int> &first) const;
    /** Whether every run shown was computed here and has finished. */
    bool allFinished() const;

    /** Part and cell of the contestant in a row, or of a seed's. */
    std::pair<int, int> cellOf(const QModelIndex &index) const;

    enum Column {
        contestant,
        problem,
        experiment,
        status,
        seeds,
        budget,
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

Q_SIGNALS:
    /** All numbers that were asked for are there; query and order hold of them. */
    void numbersCompleted();

private:
    using Row = RunTableRow;
    const Row &rowAt(int shown) const;
    const Part &partOf(const Row &row) const;
    void build();
    void findFields();
    void applyQuery();
    /** Fills in what the query asks of summaries. */
    void findAskedNumbers();
    void applyAgain();
    /** Whether query or order depend on numbers. */
    bool dependsOnNumbers() const;
    /** Numbers changed: the rows stay where they are unless query or order depend on them. */
    void showNumbers();
    void showNumbersOf(const std::vector<std::size_t> &groups);
    bool isKnown(const Row &row, int column) const;
    /** Has read what is missing, portion by portion. */
    void orderMissing();
    void take(const RunNumbersWork &work, std::vector<NumbersOfRuns> numbers);
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
    RunTableParameters m_parameters;
    QueryFields m_fields;
    RunQuery m_query;
    int m_sortColumn = -1;
    Qt::SortOrder m_sortOrder = Qt::AscendingOrder;
    bool m_waits = false;
    FigureThread *m_reader = nullptr;
    bool m_reading = false;        ///< an order is under way
    mutable QTimer m_missingTimer; ///< so that all that is shown at once is ordered at once
    /** Groups whose numbers were shown since they changed last, and before that, and whether more
     *  of them than their last values. */
    mutable std::map<std::size_t, bool> m_seen, m_seenBefore;
};

} // namespace agon::app
