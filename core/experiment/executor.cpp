#include "core/experiment/runner.h"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <sys/resource.h>
#include <thread>
#include <vector>

#ifndef AGON_PLAIN_THREADS
#include <tbb/global_control.h>
#include <tbb/task_arena.h>
#endif

namespace agon {
namespace {

int threadCount(int asked)
{
    if (asked > 0)
        return asked;
    return static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
}

/** Lowers the calling thread's priority, once for good: a thread may not raise its own again. */
void giveWay()
{
    constexpr int lowered = 10; // a tenth of the share of a thread that competes
    static thread_local const int result =
        setpriority(PRIO_PROCESS, 0, getpriority(PRIO_PROCESS, 0) + lowered);
    // Where it is refused the work is done as well, only less politely.
    static_cast<void>(result);
}

/** Gives way before its work. */
class LowPriorityExecutor final : public Executor
{
public:
    explicit LowPriorityExecutor(std::unique_ptr<Executor> executor)
        : m_executor(std::move(executor))
    {}
    void submit(std::function<void()> task) override
    {
        m_executor->submit([task = std::move(task)] {
            giveWay();
            task();
        });
    }
    int threads() const override { return m_executor->threads(); }
    void replaceLostThread() override { m_executor->replaceLostThread(); }

private:
    std::unique_ptr<Executor> m_executor;
};

/** Counts tasks that have not ended, so that a destructor can wait for all but the lost ones. Kept
 *  alive by the tasks themselves. */
class Pending
{
public:
    void enter()
    {
        const std::lock_guard lock(m_mutex);
        ++m_count;
    }
    void leave()
    {
        const std::lock_guard lock(m_mutex);
        --m_count;
        m_changed.notify_all();
    }
    void waitForAllBut(int lost)
    {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [&] { return m_count <= lost; });
    }

private:
    std::mutex m_mutex;
    std::condition_variable m_changed;
    int m_count = 0;
};

#ifdef AGON_PLAIN_THREADS

/** Threads that share one queue: what the thread sanitizer can see through. */
class PlainExecutor final : public Executor
{
public:
    explicit PlainExecutor(int threads) : m_count(threads)
    {
        for (int i = 0; i < threads; ++i)
            m_threads.emplace_back(work, m_queue);
    }
    ~PlainExecutor() override
    {
        m_queue->pending.waitForAllBut(m_lost);
        {
            const std::lock_guard lock(m_queue->mutex);
            m_queue->ended = true;
        }
        m_queue->filled.notify_all();
        // Nobody can tell which thread is lost, so with one lost all are left to end by themselves;
        // they share the queue's ownership.
        for (std::thread &thread : m_threads)
            m_lost > 0 ? thread.detach() : thread.join();
    }
    void submit(std::function<void()> task) override
    {
        m_queue->pending.enter();
        {
            const std::lock_guard lock(m_queue->mutex);
            m_queue->tasks.push_back(std::move(task));
        }
        m_queue->filled.notify_one();
    }
    int threads() const override { return m_count; }
    void replaceLostThread() override
    {
        ++m_lost;
        m_threads.emplace_back(work, m_queue);
    }

private:
    struct Queue
    {
        std::mutex mutex;
        std::condition_variable filled;
        std::deque<std::function<void()>> tasks;
        bool ended = false;
        Pending pending;
    };
    static void work(const std::shared_ptr<Queue> &queue)
    {
        for (;;) {
            std::function<void()> task;
            {
                std::unique_lock lock(queue->mutex);
                queue->filled.wait(lock, [&] { return queue->ended || !queue->tasks.empty(); });
                if (queue->tasks.empty())
                    return;
                task = std::move(queue->tasks.front());
                queue->tasks.pop_front();
            }
            task();
            task = nullptr;
            queue->pending.leave();
        }
    }

    int m_count;
    int m_lost = 0;
    std::shared_ptr<Queue> m_queue = std::make_shared<Queue>();
    std::vector<std::thread> m_threads;
};
using DefaultExecutor = PlainExecutor;

#else

/** An arena of oneTBB without a seat for the submitting thread: it never computes. */
class TbbExecutor final : public Executor
{
public:
    explicit TbbExecutor(int threads)
        : m_count(threads)
        // oneTBB makes one worker less than there are cores unless it is told otherwise; some more
        // may be needed in place of lost ones.
        , m_control(tbb::global_control::max_allowed_parallelism,
                    static_cast<std::size_t>(threads) + 32)
    {
        m_arenas.push_back(std::make_unique<tbb::task_arena>(threads, 0));
    }
    ~TbbExecutor() override { m_pending->waitForAllBut(m_lost); }
    void submit(std::function<void()> task) override
    {
        m_pending->enter();
        const std::lock_guard lock(m_mutex);
        // Once threads are lost, their arena may have none left: the spare arenas take their turns.
        const std::size_t first = m_lost >= m_count ? 1 : 0;
        const std::size_t turn = first + m_turn++ % (m_arenas.size() - first);
        // What the task holds has to go before it counts as ended, and oneTBB keeps its copy of the
        // functor for longer: it holds no more than a pointer.
        struct Work
        {
            std::function<void()> task;
            std::shared_ptr<Pending> pending;
        };
        auto work = std::make_unique<Work>(Work{std::move(task), m_pending});
        m_arenas[turn]->enqueue([held = work.release()] {
            const std::unique_ptr<Work> mine(held);
            mine->task();
            mine->task = nullptr;
            mine->pending->leave();
        });
    }
    int threads() const override { return m_count; }
    void replaceLostThread() override
    {
        const std::lock_guard lock(m_mutex);
        ++m_lost;
        m_arenas.push_back(std::make_unique<tbb::task_arena>(1, 0));
    }

private:
    int m_count;
    std::shared_ptr<Pending> m_pending = std::make_shared<Pending>();
    tbb::global_control m_control;
    std::mutex m_mutex;
    std::vector<std::unique_ptr<tbb::task_arena>> m_arenas;
    std::size_t m_turn = 0;
    int m_lost = 0;
};
using DefaultExecutor = TbbExecutor;

#endif

} // namespace

std::unique_ptr<Executor> makeExecutor(int threads, WorkerPriority priority)
{
    auto executor = std::make_unique<DefaultExecutor>(threadCount(threads));
    if (priority == WorkerPriority::normal)
        return executor;
    return std::make_unique<LowPriorityExecutor>(std::move(executor));
}

} // namespace agon
