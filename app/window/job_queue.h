#pragma once

#include "core/experiment/experiment.h"
#include "core/experiment/runner.h"

#include <QAbstractTableModel>
#include <QTimer>

#include <memory>
#include <optional>
#include <vector>

namespace agon::app {

class Lab;
class StoreSession;

/** Experiments waiting their turn, one after the other, kept in the session as they run. */
class JobQueue : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { nameColumn, statusColumn, runsColumn, timeColumn, columns };

    explicit JobQueue(Lab &lab, QObject *parent = nullptr);
    ~JobQueue() override;

    /** Errors: the experiment cannot be worked out. */
    Expected<void> add(const Experiment &experiment);
    /** Goes on with experiment @p experiment of @p store (null: the session), which was cut off.
     * @p grid: see unfinishedGrid. */
    void resume(Grid grid, std::int64_t experiment, std::shared_ptr<StoreSession> store);
    /** Cancels the job when it runs, removes it when it waits. */
    void remove(int row);
    void pause();
    void resume();
    bool isPaused() const { return m_paused; }
    const Experiment &experiment(int row) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

Q_SIGNALS:
    void jobEnded(const QString &name);
    /** A resumed experiment has come further; at its end progress.done. */
    void resumedAdvanced(qint64 experiment, const RunnerProgress &progress);

private:
    enum class State { waiting, running, done, cancelled };
    struct Job
    {
        Experiment experiment;
        std::shared_ptr<const Grid> grid;
        std::shared_ptr<LiveLog> log;
        std::optional<std::int64_t> resumed; ///< number in its store
        std::shared_ptr<StoreSession> store; ///< of a resumed one; null: the session
        State state = State::waiting;
        RunnerProgress progress;
    };
    void append(Job job);
    void startNext();
    void tick();

    Lab &m_lab;
    std::vector<Job> m_jobs;
    std::unique_ptr<Runner> m_runner;
    std::size_t m_current = 0; ///< index of the running job; meaningful while m_runner is set
    QTimer m_timer;
    bool m_paused = false;
};

} // namespace agon::app
