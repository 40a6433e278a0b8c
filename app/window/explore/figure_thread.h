#pragma once

#include "app/window/explore/leader_text.h"
#include "core/expected.h"
#include "core/experiment/observation_source.h"
#include "views/figures/figure.h"
#include "views/figures/options.h"
#include "views/figures/series_cache.h"

#include <QObject>

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace agon::app {

/** What the Explore page wants to show, as plain data. */
struct FigureOrder
{
    /** A figure beside the main one. */
    struct Side
    {
        std::string view; ///< empty: none
        views::ViewOptions options;
    };

    std::shared_ptr<const ObservationSource> source;
    views::ViewOptions main;
    /** Time is scrubbed through a contest that has ended: its y axis stands still. */
    bool standingAxis = false;
    std::vector<Side> sides;
    StandingFacts facts;
    /** More will come: drawing leaves the cores to the contest, at most half of one is used. */
    bool live = false;
};

/** What came of it. */
struct DrawnFigures
{
    std::shared_ptr<const ObservationSource> source;
    Expected<views::Figure> main = Error();
    std::optional<views::Axis> standingAxis;
    std::vector<std::optional<Expected<views::Figure>>> sides; ///< one for each ordered
    LeaderText leader;
};

/** Computes figures and sentences beside the window's thread, so that millions of points never make
 *  the window wait. Reads the source through a cache of its own. */
class FigureThread : public QObject
{
    Q_OBJECT

public:
    explicit FigureThread(QObject *parent = nullptr);
    /** Waits for the order at work. */
    ~FigureThread() override;

    /** Replaces what was ordered and is not begun yet. */
    void order(FigureOrder order);

Q_SIGNALS:
    /** In the thread of this object. */
    void drawn(const DrawnFigures &figures);

private:
    using Clock = std::chrono::steady_clock;
    void work(const std::stop_token &stopped);
    DrawnFigures draw(const FigureOrder &order);

    // The thread's own.
    std::shared_ptr<const ObservationSource> m_source;
    std::unique_ptr<views::SeriesCache> m_series;

    std::mutex m_mutex;
    std::condition_variable_any m_changed;
    std::optional<FigureOrder> m_waiting;
    std::jthread m_thread; ///< last: ends before what it uses
};

} // namespace agon::app
