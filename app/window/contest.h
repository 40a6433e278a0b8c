#pragma once

#include "core/experiment/experiment.h"
#include "core/experiment/runner.h"
#include "views/figures/series_cache.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <memory>
#include <optional>

namespace agon::app {

class Lab;

/** The contest that the window plays: an experiment, its runs, and their observations as they come
 *  in. Changing the experiment cancels what runs and starts anew at once. */
class Contest : public QObject
{
    Q_OBJECT

public:
    enum class State { empty, running, paused, stopped, done };

    explicit Contest(Lab &lab, QObject *parent = nullptr);
    ~Contest() override;

    const Experiment &experiment() const { return m_experiment; }
    /** Replaces the experiment. With @p run it starts at the event loop's next turn, several calls
     * in between count once; otherwise it waits for run(). */
    void setExperiment(Experiment experiment, bool run = true);
    /** Shows an experiment that is stored; nothing runs. */
    void showStored(Experiment experiment, std::shared_ptr<const ObservationSource> source);

    void run();
    void pause();
    void resume();
    void stop();
    /** Starts the runs whose present unit does not return again, in a process of their own. */
    void rerunStuckElsewhere();
    /** Gives up on them: they end as failed, the others go on. */
    void abandonStuck();
    void rename(const std::string &name) { m_experiment.name = name; }
    void addSeeds(int count);
    /** Judges the present configuration on @p count fresh seeds, 1001 upwards. */
    void confirm(int count);

    State state() const { return m_state; }
    bool isConfirmation() const { return m_confirmation; }
    /** How often the settings were changed since the problem was chosen. */
    int settingsTried() const { return m_settingsTried; }
    RunnerProgress progress() const;
    /** Null before the first contest. */
    views::SeriesCache *series() { return m_series.get(); }
    /** Where the observations come from; null before the first contest. */
    std::shared_ptr<const ObservationSource> source() const { return m_source; }
    std::shared_ptr<const Grid> grid() const { return m_grid; }
    std::shared_ptr<LiveLog> log() const { return m_log; }
    /** The largest budget among the cells. */
    std::int64_t budget() const;
    /** "About 0.6 s on 2 cores", from what past runs of this configuration took; empty if unknown.
     */
    QString estimate() const;
    Lab &lab() const { return m_lab; }

Q_SIGNALS:
    /** Another experiment is in force: rebuild what depends on problem and contestants. */
    void restarted();
    /** New observations can be drawn. Emitted at frame rate. */
    void advanced();
    void stateChanged();
    /** The experiment cannot run; @p sentence says why and what to do. Empty: it can. */
    void refused(const QString &sentence);

private:
    void begin();
    void launch(std::shared_ptr<const Grid> grid, std::shared_ptr<LiveLog> log);
    void endRunner();
    void tick();
    void setState(State state);

    Lab &m_lab;
    Experiment m_experiment;
    std::shared_ptr<const Grid> m_grid;
    std::shared_ptr<LiveLog> m_log;
    std::shared_ptr<const ObservationSource> m_source; ///< m_log, or a store's
    std::unique_ptr<Runner> m_runner;
    std::unique_ptr<views::SeriesCache> m_series;
    RunnerProgress m_lastProgress;
    State m_state = State::empty;
    bool m_confirmation = false;
    int m_settingsTried = 0;
    QTimer m_begin; ///< coalesces changes of one turn of the event loop
    QTimer m_frame;
    QElapsedTimer m_sinceFrame; ///< invalid: nothing of this contest was shown
    int m_endedEverywhere = 0;  ///< runs in every cell, as of the last frame
};

} // namespace agon::app
