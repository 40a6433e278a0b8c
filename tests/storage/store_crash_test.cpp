#include "storage/store.h"

#include "core/random/stream.h"
#include "store_fixture.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <csignal>
#include <fcntl.h>
#include <filesystem>
#include <sched.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

using namespace agon;
using namespace agon::storage;
using namespace agon::test;
using Clock = std::chrono::steady_clock;

namespace {

std::int64_t milliseconds()
{
    return std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now().time_since_epoch())
        .count();
}

/** What the doomed process tells: which runs are safe, and how far the running one was when. */
struct Report
{
    std::int64_t kind = 0; ///< 1: runs up to number are safe; 2: run number has points
    std::int64_t run = 0;
    std::int64_t points = 0;
    std::int64_t time = 0;
};

constexpr std::int64_t runPoints = 1500;
constexpr int stride = 50;

/** Writes runs one after the other until it is killed. */
[[noreturn]] void writeUntilKilled(const std::string &path, int reports)
{
    auto store = Store::open(path, OpenMode::create, sampleMachine());
    if (!store)
        _exit(1);
    const auto log = std::make_shared<SampleLog>(sampleExperiment(1), 100'000 / 100);
    const auto id = (*store)->addExperiment(log->experiment(), log->runs());
    if (!id)
        _exit(2);
    StoreWriter writer(**store);
    writer.attach(*id, log);
    const auto tell = [&](Report report) {
        report.time = milliseconds();
        if (write(reports, &report, sizeof report) != sizeof report)
            _exit(3);
    };
    for (int run = 0;; ++run) {
        log->setStatus(run, RunStatus::running);
        for (std::int64_t step = 0; step < runPoints; step += stride) {
            appendCurve(*log, run, regret, step, stride);
            log->frame(run, load, step, FieldFrame{1, 2, {1, static_cast<double>(step)}, {}, {}});
            tell({2, run, step + stride, 0});
            std::this_thread::sleep_for(std::chrono::milliseconds(2));
        }
        log->setStatus(run, RunStatus::finished, runPoints, {}, "d");
        if (run % 2 == 0)
            continue; // The next one makes it safe as well.
        if (!writer.flush())
            _exit(4);
        tell({1, run, 0, 0});
    }
}

/** A full disk for the calling process: a file system of 3 MB, where that is allowed. */
bool mountSmallDisk(const std::string &place, const char *size, unsigned long flags = 0)
{
    return mount("tmpfs", place.c_str(), "tmpfs", flags, (std::string("size=") + size).c_str()) ==
           0;
}

struct FullDisk
{
    std::string complaint;
    std::atomic<int> failures{0};
    std::atomic<int> recoveries{0};
};

/** Fills the disk, makes room, and checks that nothing was lost. 0 or the number of the check that
 *  failed. */
int survivesFullDisk(const std::string &path, const std::string &expected,
                     const std::function<void()> &makeRoom)
{
    auto store = Store::open(path, OpenMode::create, sampleMachine());
    if (!store)
        return 10;
    const auto log = std::make_shared<SampleLog>(sampleExperiment(1), 3);
    const auto id = (*store)->addExperiment(log->experiment(), log->runs());
    if (!id)
        return 11;
    FullDisk seen;
    StoreWriterOptions options;
    options.interval = std::chrono::milliseconds(10);
    options.retryAfter = std::chrono::milliseconds(20);
    options.failed = [&](const Error &error) {
        seen.complaint = error.text();
        ++seen.failures;
    };
    options.recovered = [&] { ++seen.recoveries; };
    StoreWriter writer(**store, options);
    writer.attach(*id, log);
    fillRun(*log, 0);
    if (!writer.flush())
        return 12;
    log->setStatus(1, RunStatus::running);
    for (int piece = 0; piece < 60; ++piece)
        appendCurve(*log, 1, regret, piece * 10'000, 10'000);
    for (int wait = 0; wait < 500 && seen.failures == 0; ++wait)
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    if (seen.failures == 0)
        return 13;
    if (seen.complaint != path + ": " + expected) {
        (void)!::write(2, seen.complaint.data(), seen.complaint.size());
        return 14;
    }
    // What was there can still be read.
    const auto source = (*store)->source(*id);
    if (!source || !sameContent(joined(**source, 0, regret), joined(*log, 0, regret)))
        return 15;
    appendCurve(*log, 1, regret, 600'000, 10'000);
    makeRoom();
    for (int wait = 0; wait < 500 && seen.recoveries == 0; ++wait)
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    if (seen.recoveries == 0)
        return 16;
    log->setStatus(1, RunStatus::finished, 610'000, {}, "d");
    if (!writer.detach(*id))
        return 17;
    if (!sameContent(joined(**source, 1, regret), joined(*log, 1, regret)))
        return 18;
    const auto damage = (*store)->check();
    return damage && damage->empty() ? 0 : 19;
}

template <class F>
int inChild(F work)
{
    const pid_t child = fork();
    if (child == 0)
        _exit(work());
    int status = 0;
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}

} // namespace

class StoreCrashTest : public StoreFixture
{
    Q_OBJECT

private Q_SLOTS:
    /** Killed at 20 instants: finished runs are whole, the file is sound, and of the run at work at
     *  most the last quarter of a second is lost. */
    void killedWriterLosesNoFinishedRun()
    {
        random::Stream stream(4, random::Purpose("kill"));
        std::int64_t safeRuns = 0;
        for (int trial = 0; trial < 20; ++trial) {
            const std::string path = newPath();
            int pipes[2];
            QCOMPARE(pipe2(pipes, O_CLOEXEC), 0);
            fcntl(pipes[1], F_SETPIPE_SZ, 1 << 20);
            const pid_t child = fork();
            if (child == 0)
                writeUntilKilled(path, pipes[1]);
            close(pipes[1]);
            std::this_thread::sleep_for(std::chrono::milliseconds(10 + stream.below(900)));
            const std::int64_t killed = milliseconds();
            kill(child, SIGKILL);
            int status = 0;
            waitpid(child, &status, 0);
            QVERIFY(WIFSIGNALED(status));

            std::int64_t safe = -1;
            std::vector<Report> progress;
            for (Report report; read(pipes[0], &report, sizeof report) == sizeof report;) {
                if (report.kind == 1)
                    safe = report.run;
                else
                    progress.push_back(report);
            }
            close(pipes[0]);
            safeRuns += safe + 1;

            const auto store = Store::open(path, OpenMode::create, sampleMachine());
            VERIFY_OK(store);
            const auto damage = (*store)->check();
            VERIFY_OK(damage);
            QVERIFY2(damage->empty(), damage->empty() ? "" : damage->front().sentence.c_str());
            if (progress.empty())
                continue; // Killed before there was an experiment.
            const auto source = (*store)->source(1);
            VERIFY_OK(source);
            const std::vector<RunView> runs = (*source)->runs();
            SampleLog whole(sampleExperiment(1), 1000);
            for (std::int64_t run = 0; run <= safe; ++run) {
                QVERIFY(runs[static_cast<std::size_t>(run)].status == RunStatus::finished);
                for (std::int64_t step = 0; step < runPoints; step += stride)
                    appendCurve(whole, static_cast<int>(run), regret, step, stride);
                QVERIFY(sameContent(joined(**source, static_cast<int>(run), regret),
                                    joined(whole, static_cast<int>(run), regret)));
                QCOMPARE(joined(**source, static_cast<int>(run), load).frames.size(),
                         static_cast<std::size_t>(runPoints / stride));
            }
            QVERIFY(runs[static_cast<std::size_t>(safe + 3)].status != RunStatus::running);

            // The process may have been kept from running at all: such pauses are its own delay.
            std::int64_t pause = killed - progress.back().time;
            for (std::size_t i = 1; i < progress.size(); ++i)
                pause = std::max(pause, progress[i].time - progress[i - 1].time);
            const std::int64_t allowed = 250 + 3 * pause;
            for (const Report &report : progress) {
                if (report.time + allowed < killed)
                    QVERIFY2(
                        static_cast<std::int64_t>(
                            joined(**source, static_cast<int>(report.run), regret).steps.size()) >=
                            report.points,
                        qPrintable(QStringLiteral("run %1 at %2 points, %3 ms before the end")
                                       .arg(report.run)
                                       .arg(report.points)
                                       .arg(killed - report.time)));
            }
        }
        QVERIFY(safeRuns > 20);
    }

    void readersNeverMeetALock()
    {
        const std::string path = newPath();
        const auto store = create(path);
        const auto log = std::make_shared<SampleLog>(sampleExperiment(), 20);
        const auto id = store->addExperiment(log->experiment(), log->runs());
        VERIFY_OK(id);
        const auto readFor = [&](std::chrono::milliseconds time) {
            const auto reader = Store::open(path, OpenMode::readOnly);
            if (!reader)
                return -1;
            const auto source = (*reader)->source(*id);
            const auto end = Clock::now() + time;
            int reads = 0;
            for (; Clock::now() < end; ++reads) {
                if (!(*reader)->experiments() || !(*reader)->runs(*id) || !source)
                    return -2;
                for (int run = 0; run < 40; run += 7)
                    (*source)->chunks(run, regret);
                if (!(*reader)->damage().empty())
                    return -3;
            }
            return reads;
        };
        const auto time = std::chrono::milliseconds(2000);
        // The other program is made while this one has a single thread: a lock that another thread
        // holds at that moment would stay locked in the child for ever.
        const pid_t other = fork();
        if (other == 0)
            _exit(readFor(time) > 0 ? 0 : 1);
        StoreWriterOptions options;
        options.interval = std::chrono::milliseconds(5);
        std::atomic<int> failures{0};
        options.failed = [&](const Error &) { ++failures; };
        StoreWriter writer(*store, options);
        writer.attach(*id, log);

        std::atomic<int> reads{0};
        std::jthread reader([&] { reads = readFor(time); });
        const auto end = Clock::now() + time;
        for (int run = 0; Clock::now() < end; run = (run + 1) % 40) {
            log->setStatus(run, RunStatus::running);
            appendCurve(*log, run, regret, joined(*log, run, regret).steps.size(), 5000);
            // Notes of the user go in between.
            VERIFY_OK(store->setNotes(*id, std::to_string(run)));
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
        reader.join();
        int status = 0;
        waitpid(other, &status, 0);
        QCOMPARE(WEXITSTATUS(status), 0);
        QVERIFY2(reads > 0, std::to_string(reads).c_str());
        QCOMPARE(failures.load(), 0);
        VERIFY_OK(writer.detach(*id));
    }

    void aFullDiskPausesWriting()
    {
        const std::string place = folder() + "/small";
        std::filesystem::create_directory(place);
        const int result = inChild([&] {
            if (unshare(CLONE_NEWNS) != 0 ||
                mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0 ||
                !mountSmallDisk(place, "3m"))
                return 77;
            return survivesFullDisk(
                place + "/store.agon",
                "There is no room left on the disk for this store. Nothing is lost: "
                "what is new stays in memory and is written as soon as this is "
                "mended.",
                [&] { mountSmallDisk(place, "100m", MS_REMOUNT); });
        });
        if (result == 77)
            QSKIP("Only the superuser can make a small disk; the next test covers the rest.");
        QCOMPARE(result, 0);
    }

    void aFileSizeLimitPausesWriting()
    {
        const std::string path = newPath();
        const int result = inChild([&] {
            std::signal(SIGXFSZ, SIG_IGN);
            rlimit limit{};
            getrlimit(RLIMIT_FSIZE, &limit);
            const rlim_t before = limit.rlim_cur;
            limit.rlim_cur = 3U << 20U;
            setrlimit(RLIMIT_FSIZE, &limit);
            return survivesFullDisk(
                path,
                "The disk reported an error at this store (disk I/O error). Nothing "
                "is lost: what is new stays in memory and is written as soon as this "
                "is mended.",
                [&] {
                    limit.rlim_cur = before;
                    setrlimit(RLIMIT_FSIZE, &limit);
                });
        });
        QCOMPARE(result, 0);
    }
};

QTEST_GUILESS_MAIN(StoreCrashTest)
#include "store_crash_test.moc"
