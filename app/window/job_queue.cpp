#include "app/window/job_queue.h"

#include "app/lab/lab.h"
#include "app/lab/store_session.h"
#include "app/window/style.h"

namespace agon::app {

JobQueue::JobQueue(Lab &lab, QObject *parent) : QAbstractTableModel(parent), m_lab(lab)
{
    m_timer.setInterval(200);
    connect(&m_timer, &QTimer::timeout, this, &JobQueue::tick);
}

JobQueue::~JobQueue() = default;

Expected<void> JobQueue::add(const Experiment &experiment)
{
    auto grid = expand(experiment, m_lab.families(), m_lab.data());
    if (!grid)
        return grid.error();
    Job job;
    job.experiment = experiment;
    job.grid = std::make_shared<const Grid>(std::move(*grid));
    append(std::move(job));
    return {};
}

void JobQueue::resume(Grid grid, std::int64_t experiment, std::shared_ptr<StoreSession> store)
{
    Job job;
    job.experiment = grid.experiment;
    job.grid = std::make_shared<const Grid>(std::move(grid));
    job.resumed = experiment;
    job.store = std::move(store);
    append(std::move(job));
}

void JobQueue::append(Job job)
{
    job.progress.total = static_cast<int>(job.grid->runs.size());
    const int row = static_cast<int>(m_jobs.size());
    beginInsertRows({}, row, row);
    m_jobs.push_back(std::move(job));
    endInsertRows();
    startNext();
}

void JobQueue::startNext()
{
    if (m_runner || m_paused)
        return;
    for (std::size_t i = 0; i < m_jobs.size(); ++i) {
        Job &job = m_jobs[i];
        if (job.state != State::waiting)
            continue;
        job.state = State::running;
        job.log = std::make_shared<LiveLog>(*job.grid);
        RunnerOptions options;
        options.reuse = job.store ? job.store->reuse(job.grid) : m_lab.reuse(job.grid);
        m_runner =
            std::make_unique<Runner>(m_lab.executor(), m_lab.data(), job.grid, job.log, options);
        if (!job.resumed)
            m_lab.keep(*job.grid, job.log);
        else if (job.store)
            job.store->resume(*job.resumed, job.log);
        else
            m_lab.resume(*job.resumed, job.log);
        m_current = i;
        m_runner->start();
        m_timer.start();
        Q_EMIT dataChanged(index(static_cast<int>(i), 0), index(static_cast<int>(i), columns - 1));
        return;
    }
}

void JobQueue::tick()
{
    if (!m_runner)
        return;
    Job &job = m_jobs[m_current];
    job.progress = m_runner->progress();
    const bool done = job.progress.done;
    if (done) {
        m_runner.reset();
        m_timer.stop();
        job.state = job.progress.cancelled > 0 ? State::cancelled : State::done;
        // The store has what the log held.
        job.log.reset();
        job.store.reset();
    }
    Q_EMIT dataChanged(index(static_cast<int>(m_current), 0),
                       index(static_cast<int>(m_current), columns - 1));
    if (job.resumed)
        Q_EMIT resumedAdvanced(*job.resumed, job.progress);
    if (done) {
        Q_EMIT jobEnded(QString::fromStdString(job.experiment.name));
        startNext();
    }
}

void JobQueue::remove(int row)
{
    const auto i = static_cast<std::size_t>(row);
    if (m_runner && i == m_current) {
        m_runner->cancel();
        return;
    }
    beginRemoveRows({}, row, row);
    m_jobs.erase(m_jobs.begin() + row);
    endRemoveRows();
    if (m_runner && i < m_current)
        --m_current;
}

void JobQueue::pause()
{
    m_paused = true;
    if (m_runner)
        m_runner->pause();
}

void JobQueue::resume()
{
    m_paused = false;
    if (m_runner)
        m_runner->resume();
    startNext();
}

const Experiment &JobQueue::experiment(int row) const
{
    return m_jobs[static_cast<std::size_t>(row)].experiment;
}

int JobQueue::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_jobs.size());
}
int JobQueue::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : columns;
}

QVariant JobQueue::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case nameColumn:
        return tr("Experiment");
    case statusColumn:
        return tr("Status");
    case runsColumn:
        return tr("Runs");
    case timeColumn:
        return tr("Time");
    default:
        return {};
    }
}

QVariant JobQueue::data(const QModelIndex &index, int role) const
{
    const Job &job = m_jobs[static_cast<std::size_t>(index.row())];
    if (role == Qt::TextAlignmentRole && index.column() >= runsColumn)
        return QVariant::fromValue(Qt::AlignRight | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (index.column()) {
    case nameColumn:
        return QString::fromStdString(job.experiment.name);
    case statusColumn:
        switch (job.state) {
        case State::waiting:
            return tr("waiting");
        case State::running:
            return m_paused
                       ? tr("paused")
                       : tr("running, %1 %").arg(static_cast<int>(100 * job.progress.fraction));
        case State::done:
            return job.progress.failed > 0 ? tr("done, %1 failed").arg(job.progress.failed)
                                           : tr("done");
        case State::cancelled:
            return tr("stopped");
        }
        return {};
    case runsColumn:
        return tr("%1 of %2")
            .arg(job.progress.finished + job.progress.reused)
            .arg(job.progress.total);
    case timeColumn:
        if (job.state == State::running && job.progress.secondsLeft)
            return tr("%1 left").arg(durationText(*job.progress.secondsLeft));
        return job.progress.secondsElapsed > 0 ? durationText(job.progress.secondsElapsed)
                                               : QString();
    default:
        return {};
    }
}

} // namespace agon::app
