#pragma once

#include "core/experiment/observation_source.h"
#include "views/figures/series_cache.h"

#include <QObject>

#include <array>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace agon::app {

/** Computes figures and what belongs to them beside the window's thread, so that millions of points
 *  never make the window wait. The newest order wins. Reads the sources through caches of its own,
 *  which all that is ordered here shares. */
class FigureThread : public QObject
{
    Q_OBJECT

public:
    /** What is ordered of one kind replaces only its like. In this order they have their turn: the
     *  figure on the screen, the one on paper, and numbers in a table, which are ordered in
     * portions of some milliseconds. */
    enum class Kind { figure, paper, table };
    struct Order
    {
        /** Shows what was computed; called in the window's thread. */
        using Show = std::function<void()>;
        /** Called in this object's thread with what is read of the source, so it holds nothing that
         *  the window's thread changes. */
        using Compute = std::function<Show(views::SeriesCache &series)>;

        std::shared_ptr<const ObservationSource> source;
        Compute compute;
        /** More will come: drawing leaves the cores to the contest, at most half of one is used. */
        bool live = false;
        Kind kind = Kind::figure;
    };

    /** Of as many sources as @p kept, what was read stays read; always of the last figure's. */
    explicit FigureThread(std::size_t kept = 1, QObject *parent = nullptr);
    /** Waits for the order at work; nothing is shown any more. */
    ~FigureThread() override;

    /** Replaces what of this kind was ordered and is not begun yet. */
    void order(Order order);

private:
    using Clock = std::chrono::steady_clock;
    void work(const std::stop_token &stopped);
    views::SeriesCache &seriesOf(const Order &order);

    // The thread's own: what was read, the latest first.
    struct Reading
    {
        std::shared_ptr<const ObservationSource> source;
        std::unique_ptr<views::SeriesCache> series;
    };
    std::vector<Reading> m_readings;
    std::size_t m_kept;
    std::shared_ptr<const ObservationSource> m_drawn; ///< of the last figure

    std::mutex m_mutex;
    std::condition_variable_any m_changed;
    std::array<std::optional<Order>, 3> m_waiting; ///< by kind
    std::jthread m_thread;                         ///< last: ends before what it uses
};

} // namespace agon::app
