#include "app/window/figure_thread.h"

#include <pthread.h>

#include <algorithm>
#include <utility>

namespace agon::app {

FigureThread::FigureThread(std::size_t kept, QObject *parent)
    : QObject(parent)
    , m_kept(std::max<std::size_t>(1, kept))
    , m_thread([this](const std::stop_token &stopped) { work(stopped); })
{}

FigureThread::~FigureThread()
{
    m_thread.request_stop();
    m_thread.join();
}

void FigureThread::order(Order order)
{
    const std::lock_guard lock(m_mutex);
    m_waiting = std::move(order);
    m_changed.notify_all();
}

void FigureThread::work(const std::stop_token &stopped)
{
    pthread_setname_np(pthread_self(), "figures"); // for top, debuggers and benchmarks
    Clock::time_point rested;                      // when the next live order may begin
    std::unique_lock lock(m_mutex);
    while (m_changed.wait(lock, stopped, [this] { return m_waiting.has_value(); })) {
        // Another contest's first points are never kept waiting.
        const auto urgent = [this] {
            return !m_waiting->live || m_readings.empty() ||
                   m_waiting->source != m_readings.front().source;
        };
        m_changed.wait_until(lock, stopped, rested, urgent);
        if (stopped.stop_requested())
            return;
        const Order order = *std::exchange(m_waiting, std::nullopt);
        lock.unlock();
        const Clock::time_point begun = Clock::now();
        QMetaObject::invokeMethod(this, order.compute(seriesOf(order.source)),
                                  Qt::QueuedConnection);
        const Clock::time_point ended = Clock::now();
        rested = ended + (ended - begun);
        lock.lock();
    }
}

views::SeriesCache &FigureThread::seriesOf(const std::shared_ptr<const ObservationSource> &source)
{
    const auto known = std::find_if(m_readings.begin(), m_readings.end(),
                                    [&](const Reading &each) { return each.source == source; });
    if (known == m_readings.end()) {
        if (m_readings.size() == m_kept)
            m_readings.pop_back();
        m_readings.insert(m_readings.begin(),
                          {source, std::make_unique<views::SeriesCache>(source)});
    } else {
        std::rotate(m_readings.begin(), known, known + 1);
    }
    views::SeriesCache &series = *m_readings.front().series;
    series.refresh();
    return series;
}

} // namespace agon::app
