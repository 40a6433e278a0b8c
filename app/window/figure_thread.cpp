#include "app/window/figure_thread.h"

#include <pthread.h>

#include <algorithm>
#include <iterator>
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
    m_waiting[static_cast<std::size_t>(order.kind)] = std::move(order);
    m_changed.notify_all();
}

void FigureThread::work(const std::stop_token &stopped)
{
    pthread_setname_np(pthread_self(), "figures"); // for top, debuggers and benchmarks
    const auto next = [this] {
        return std::find_if(m_waiting.begin(), m_waiting.end(),
                            [](const auto &order) { return order.has_value(); });
    };
    Clock::time_point rested; // when the next live order may begin
    std::unique_lock lock(m_mutex);
    while (m_changed.wait(lock, stopped, [&] { return next() != m_waiting.end(); })) {
        // Another contest's first points are never kept waiting.
        const auto urgent = [&] {
            const std::optional<Order> &order = *next();
            return !order->live || order->source != m_drawn;
        };
        m_changed.wait_until(lock, stopped, rested, urgent);
        if (stopped.stop_requested())
            return;
        const Order order = *std::exchange(*next(), std::nullopt);
        lock.unlock();
        const Clock::time_point begun = Clock::now();
        QMetaObject::invokeMethod(this, order.compute(seriesOf(order)), Qt::QueuedConnection);
        const Clock::time_point ended = Clock::now();
        rested = ended + (ended - begun);
        lock.lock();
    }
}

views::SeriesCache &FigureThread::seriesOf(const Order &order)
{
    if (order.kind == Kind::figure)
        m_drawn = order.source;
    const auto known = std::find_if(m_readings.begin(), m_readings.end(), [&](const Reading &each) {
        return each.source == order.source;
    });
    if (known == m_readings.end()) {
        const auto idle =
            std::find_if(m_readings.rbegin(), m_readings.rend(),
                         [this](const Reading &each) { return each.source != m_drawn; });
        if (m_readings.size() >= m_kept && idle != m_readings.rend())
            m_readings.erase(std::prev(idle.base()));
        m_readings.insert(m_readings.begin(),
                          {order.source, std::make_unique<views::SeriesCache>(order.source)});
    } else {
        std::rotate(m_readings.begin(), known, known + 1);
    }
    views::SeriesCache &series = *m_readings.front().series;
    series.refresh();
    return series;
}

} // namespace agon::app
