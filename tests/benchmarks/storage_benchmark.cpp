#include "storage/store.h"
#include "storage/store_writer.h"
#include "tests/storage/sample_log.h"

#include <benchmark/benchmark.h>

#include <filesystem>
#include <string>
#include <unistd.h>

using namespace agon;
using namespace agon::storage;
using namespace agon::test;

namespace {

/** A folder that goes away with its benchmark. */
class Folder
{
public:
    Folder()
        : m_path(std::filesystem::temp_directory_path() /
                 ("agon-storage-benchmark-" + std::to_string(getpid())))
    {
        std::filesystem::remove_all(m_path);
        std::filesystem::create_directories(m_path);
    }
    ~Folder() { std::filesystem::remove_all(m_path); }
    Folder(const Folder &) = delete;
    Folder &operator=(const Folder &) = delete;
    std::string file(const std::string &name) const { return (m_path / name).string(); }

private:
    std::filesystem::path m_path;
};

constexpr int runCount = 100;
constexpr std::int64_t runPoints = 100'000;

/** 100 runs of 100,000 points in pieces of 1,000, as a runner leaves them. */
std::shared_ptr<SampleLog> filledLog()
{
    const auto log = std::make_shared<SampleLog>(sampleExperiment(1), runCount);
    for (int run = 0; run < runCount; ++run) {
        log->setStatus(run, RunStatus::running);
        for (std::int64_t step = 0; step < runPoints; step += 1000)
            appendCurve(*log, run, regret, step, 1000);
        log->setStatus(run, RunStatus::finished, runPoints, {}, "d");
    }
    return log;
}

std::int64_t write(Store &store, const std::shared_ptr<SampleLog> &log)
{
    const auto id = store.addExperiment(log->experiment(), log->runs());
    if (!id)
        return 0;
    StoreWriter writer(store);
    writer.attach(*id, log);
    return writer.detach(*id) ? *id : 0;
}

/** Points a second through the writer: joining, encoding, checksums, summaries, commit. */
void append(benchmark::State &state)
{
    const Folder folder;
    const auto log = filledLog();
    int file = 0;
    for (auto _ : state) {
        const std::string path = folder.file(std::to_string(file++) + ".agon");
        {
            auto store = Store::open(path, OpenMode::create);
            if (!store || write(**store, log) == 0)
                state.SkipWithError("The store cannot be written.");
        }
        state.PauseTiming();
        std::filesystem::remove(path);
        state.ResumeTiming();
    }
    state.counters["points/s"] =
        benchmark::Counter(static_cast<double>(state.iterations()) * runCount * runPoints,
                           benchmark::Counter::kIsRate);
}
BENCHMARK(append)->Name("storage/append")->Unit(benchmark::kMillisecond)->UseRealTime();

/** Points a second out of the file: 100 runs × 100,000 points, checked and decoded. */
void read(benchmark::State &state)
{
    const Folder folder;
    const std::string path = folder.file("read.agon");
    std::int64_t id = 0;
    {
        auto store = Store::open(path, OpenMode::create);
        if (store)
            id = write(**store, filledLog());
    }
    if (id == 0)
        state.SkipWithError("The store cannot be written.");
    for (auto _ : state) {
        auto store = Store::open(path, OpenMode::readOnly);
        const auto source = (*store)->source(id);
        std::size_t points = 0;
        for (int run = 0; run < runCount; ++run)
            for (const ChunkPointer &chunk : (*source)->chunks(run, regret))
                points += chunk->values.size();
        if (points != static_cast<std::size_t>(runCount * runPoints))
            state.SkipWithError("Points are missing.");
    }
    state.counters["points/s"] =
        benchmark::Counter(static_cast<double>(state.iterations()) * runCount * runPoints,
                           benchmark::Counter::kIsRate);
}
BENCHMARK(read)->Name("storage/read")->Unit(benchmark::kMillisecond)->UseRealTime();

/** From opening the file to a table of 10,000 runs with three metrics each. */
void listRuns(benchmark::State &state)
{
    const Folder folder;
    const std::string path = folder.file("list.agon");
    {
        auto store = Store::open(path, OpenMode::create);
        const auto log = std::make_shared<SampleLog>(sampleExperiment(10), 1000);
        for (int run = 0; run < 10'000; ++run) {
            log->setStatus(run, RunStatus::running);
            for (const int channel : {int(regret), int(accuracy), int(seconds)})
                appendCurve(*log, run, channel, 0, 20, 50);
            log->setStatus(run, RunStatus::finished, 1000, {}, "d");
        }
        if (!store || write(**store, log) == 0)
            state.SkipWithError("The store cannot be written.");
    }
    for (auto _ : state) {
        auto store = Store::open(path, OpenMode::readOnly);
        const auto experiments = (*store)->experiments();
        const auto runs = (*store)->runs();
        if (!experiments || !runs || runs->size() != 10'000)
            state.SkipWithError("Runs are missing.");
    }
}
BENCHMARK(listRuns)->Name("storage/list_10000_runs")->Unit(benchmark::kMillisecond)->UseRealTime();

} // namespace
