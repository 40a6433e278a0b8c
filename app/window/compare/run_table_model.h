#pragma once

#include "storage/store.h"

#include <QStandardItemModel>

#include <string>
#include <vector>

namespace agon::app {

/** Stored runs, one row a contestant, unfolding to its seeds. Parameters that are the same
 * everywhere are left out. */
class RunTableModel : public QStandardItemModel
{
    Q_OBJECT

public:
    explicit RunTableModel(QObject *parent = nullptr);

    struct Part
    {
        std::string name; ///< of the experiment
        ExperimentView view;
        std::vector<storage::RunEntry> runs;
    };
    /** Shows the runs of several experiments with the metric @p channel (a key). */
    void setParts(const std::vector<Part> &parts, const std::string &channel);

    static constexpr int problemColumn = 1;
    static constexpr int bestColumn = 6;
    /** Whether a column says the same of all contestants. */
    bool isConstant(int column) const;

private:
    void addContestant(const Part &part, int cell, const std::string &channel,
                       const QStringList &parameters);
};

} // namespace agon::app
