#include "app/window/contest.h"

#include "app/lab/lab.h"
#include "app/window/style.h"

#include <algorithm>

namespace agon::app {
namespace {

constexpr int liveInterval = 40; // milliseconds: 25 frames a second
constexpr int lookInterval = 12; // how often it is looked for what must not wait for a frame
constexpr std::uint64_t firstFreshSeed = 1001;

} // namespace

Contest::Contest(Lab &lab, QObject *parent) : QObject(parent), m_lab(lab)
{
    m_begin.setSingleShot(true);
    m_begin.setInterval(0);
    connect(&m_begin, &QTimer::timeout, this, &Contest::begin);
    m_frame.setInterval(lookInterval);
    connect(&m_frame, &QTimer::timeout, this, &Contest::tick);
}

Contest::~Contest() { endRunner(); }

void Contest::setExperiment(Experiment experiment, bool run)
{
    const auto problemOf = [](const Experiment &e) {
        return e.problems.empty() ? std::string() : e.problems.front().type;
    };
    m_settingsTried = problemOf(experiment) == problemOf(m_experiment) ? m_settingsTried + 1 : 1;
    m_experiment = std::move(experiment);
    m_confirmation = false;
    if (run)
        m_begin.start();
}

void Contest::showStored(Experiment experiment, std::shared_ptr<const ObservationSource> source)
{
    endRunner();
    m_begin.stop();
    m_experiment = std::move(experiment);
    m_confirmation = false;
    m_grid.reset();
    m_log.reset();
    m_source = std::move(source);
    m_series = std::make_unique<views::SeriesCache>(m_source);
    m_series->refresh();
    m_lastProgress = {};
    m_lastProgress.total = static_cast<int>(m_series->runs().size());
    for (const RunView &run : m_series->runs()) {
        m_lastProgress.finished += run.status == RunStatus::finished;
        m_lastProgress.failed += run.status == RunStatus::failed;
    }
    m_lastProgress.fraction = 1;
    m_lastProgress.done = true;
    setState(State::done);
    Q_EMIT restarted();
    Q_EMIT advanced();
}

void Contest::run()
{
    m_confirmation = false;
    m_begin.start();
}

void Contest::begin()
{
    m_begin.stop();
    auto grid = expand(m_experiment, m_lab.families(), m_lab.data());
    if (!grid) {
        Q_EMIT refused(QString::fromStdString(grid.error().text()));
        return;
    }
    Q_EMIT refused({});
    auto shared = std::make_shared<const Grid>(std::move(*grid));
    launch(shared, std::make_shared<LiveLog>(*shared));
}

void Contest::launch(std::shared_ptr<const Grid> grid, std::shared_ptr<LiveLog> log)
{
    endRunner();
    const bool sameLog = log == m_log;
    m_grid = std::move(grid);
    m_log = std::move(log);
    m_source = m_log;
    if (!sameLog)
        m_series = std::make_unique<views::SeriesCache>(m_log);
    m_series->refresh();
    RunnerOptions options;
    options.interactive = true;
    options.reuse = m_lab.reuse(m_grid);
    m_runner = std::make_unique<Runner>(m_lab.executor(), m_lab.data(), m_grid, m_log, options);
    m_lab.keep(*m_grid, m_log);
    m_runner->start();
    setState(State::running);
    Q_EMIT restarted();
    m_endedEverywhere = 0;
    m_sinceFrame.invalidate();
    m_frame.start();
}

void Contest::pause()
{
    if (m_state != State::running)
        return;
    m_runner->pause();
    setState(State::paused);
}

void Contest::resume()
{
    if (m_state != State::paused)
        return;
    m_runner->resume();
    setState(State::running);
}

void Contest::stop()
{
    if (!m_runner)
        return;
    endRunner();
    m_frame.stop();
    if (m_series->refresh())
        Q_EMIT advanced();
    setState(State::stopped);
}

void Contest::rerunStuckElsewhere()
{
    if (!m_runner)
        return;
    for (const int run : m_runner->progress().stuckRuns) {
        const Cell &cell =
            m_grid
                ->cells[static_cast<std::size_t>(m_grid->runs[static_cast<std::size_t>(run)].cell)];
        auto family = m_lab.inChildProcess(cell.family->catalogue().family);
        if (!family) {
            Q_EMIT refused(QString::fromStdString(family.error().text()));
            return;
        }
        m_runner->rerunElsewhere(run, std::move(*family));
    }
}

void Contest::abandonStuck()
{
    if (m_runner)
        for (const int run : m_runner->progress().stuckRuns)
            m_runner->abandon(run);
}

void Contest::addSeeds(int count)
{
    std::uint64_t next = 1;
    for (const std::uint64_t seed : m_experiment.seeds)
        next = std::max(next, seed + 1);
    for (int i = 0; i < count; ++i)
        m_experiment.seeds.push_back(next + static_cast<std::uint64_t>(i));
    if (!m_log || m_state == State::empty) {
        m_begin.start();
        return;
    }
    auto grid = expand(m_experiment, m_lab.families(), m_lab.data());
    if (!grid) {
        Q_EMIT refused(QString::fromStdString(grid.error().text()));
        return;
    }
    auto shared = std::make_shared<const Grid>(std::move(*grid));
    endRunner();
    m_log->extend(*shared);
    launch(shared, m_log);
}

void Contest::confirm(int count)
{
    m_experiment.seeds.clear();
    for (int i = 0; i < count; ++i)
        m_experiment.seeds.push_back(firstFreshSeed + static_cast<std::uint64_t>(i));
    begin();
    m_confirmation = true;
    Q_EMIT stateChanged();
}

void Contest::endRunner()
{
    if (!m_runner)
        return;
    // Waiting for a unit that does not return would freeze the window.
    abandonStuck();
    m_runner->cancel();
    m_runner->wait();
    m_lastProgress = m_runner->progress();
    m_runner.reset();
}

RunnerProgress Contest::progress() const
{
    return m_runner ? m_runner->progress() : m_lastProgress;
}

std::int64_t Contest::budget() const
{
    std::int64_t budget = 0;
    if (m_series)
        for (const CellView &cell : m_series->experiment().cells)
            budget = std::max(budget, cell.budget);
    return budget;
}

QString Contest::estimate() const
{
    const RunnerProgress now = progress();
    if (m_state == State::done && now.secondsElapsed > 0)
        return tr("%1 on %2")
            .arg(durationText(now.secondsElapsed),
                 counted(m_lab.executor().threads(), tr("core"), tr("cores")));
    if (now.secondsLeft)
        return tr("about %1 left").arg(durationText(*now.secondsLeft));
    return {};
}

void Contest::tick()
{
    if (!m_runner || !m_series)
        return;
    const RunnerProgress now = m_runner->progress();
    // The first points, and seeds that every contestant has ended, are shown at once. What moves
    // between keeps the pace of a film, for drawing takes the cores from the contest.
    const bool atOnce = !m_sinceFrame.isValid() || now.endedEverywhere > m_endedEverywhere;
    if (!now.done && !atOnce && !m_sinceFrame.hasExpired(liveInterval))
        return;
    if (m_series->refresh() || now.done) {
        m_sinceFrame.start();
        m_endedEverywhere = now.endedEverywhere;
        Q_EMIT advanced();
    }
    if (now.done) {
        m_frame.stop();
        m_lastProgress = m_runner->progress();
        m_runner.reset();
        setState(State::done);
        Q_EMIT advanced();
    }
}

void Contest::setState(State state)
{
    m_state = state;
    Q_EMIT stateChanged();
}

} // namespace agon::app
