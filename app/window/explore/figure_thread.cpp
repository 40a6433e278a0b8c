#include "app/window/explore/figure_thread.h"

#include "views/figures/views.h"

#include <pthread.h>

#include <utility>

namespace agon::app {

FigureThread::FigureThread(QObject *parent)
    : QObject(parent), m_thread([this](const std::stop_token &stopped) { work(stopped); })
{}

FigureThread::~FigureThread()
{
    m_thread.request_stop();
    m_thread.join();
}

void FigureThread::order(FigureOrder order)
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
        const auto urgent = [this] { return !m_waiting->live || m_waiting->source != m_source; };
        m_changed.wait_until(lock, stopped, rested, urgent);
        if (stopped.stop_requested())
            return;
        const FigureOrder order = *std::exchange(m_waiting, std::nullopt);
        lock.unlock();
        const Clock::time_point begun = Clock::now();
        auto figures = std::make_shared<const DrawnFigures>(draw(order));
        const Clock::time_point ended = Clock::now();
        rested = ended + (ended - begun);
        QMetaObject::invokeMethod(
            this, [this, figures] { Q_EMIT drawn(*figures); }, Qt::QueuedConnection);
        lock.lock();
    }
}

DrawnFigures FigureThread::draw(const FigureOrder &order)
{
    if (order.source != m_source) {
        m_source = order.source;
        m_series = std::make_unique<views::SeriesCache>(m_source);
    }
    m_series->refresh();
    DrawnFigures result;
    result.source = m_source;
    result.main = views::makeFigure("convergence", *m_series, order.main);
    if (order.standingAxis) {
        views::ViewOptions whole = order.main;
        whole.step.reset();
        if (const auto complete = views::makeFigure("convergence", *m_series, whole);
            complete && !complete->panels.empty())
            result.standingAxis = complete->panels.front().y;
    }
    for (const FigureOrder::Side &side : order.sides) {
        std::optional<Expected<views::Figure>> figure;
        if (!side.view.empty())
            figure = views::makeFigure(side.view, *m_series, side.options);
        result.sides.push_back(std::move(figure));
    }
    result.leader = leaderText(*m_series, order.main, order.facts);
    return result;
}

} // namespace agon::app
