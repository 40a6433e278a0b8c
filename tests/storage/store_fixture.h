#pragma once

#include "sample_log.h"
#include "storage/store.h"
#include "storage/store_writer.h"

#include <QTemporaryDir>
#include <QTest>

#include <memory>
#include <string>

#define VERIFY_OK(expected)                                                                        \
    do {                                                                                           \
        const auto &outcome = (expected);                                                          \
        QVERIFY2(outcome.hasValue(), outcome.hasValue() ? "" : outcome.error().text().c_str());    \
    } while (false)

namespace agon::test {

inline storage::Machine sampleMachine() { return {"build 7", "ada", "x86-64-v3"}; }

/** Base of tests that work on files: a folder of their own, and stores in it. */
class StoreFixture : public QObject
{
protected:
    std::string newPath()
    {
        return m_folder.filePath(QStringLiteral("%1.agon").arg(++m_files)).toStdString();
    }
    std::string folder() const { return m_folder.path().toStdString(); }

    std::unique_ptr<storage::Store> create(const std::string &path)
    {
        auto store = storage::Store::open(path, storage::OpenMode::create, sampleMachine());
        if (!store) {
            QTest::qFail(store.error().text().c_str(), __FILE__, __LINE__);
            return nullptr;
        }
        return *std::move(store);
    }

    /** Adds the log as an experiment and writes all of it; its id, or 0. */
    static std::int64_t add(storage::Store &store, const std::shared_ptr<SampleLog> &log)
    {
        const auto id = store.addExperiment(log->experiment(), log->runs());
        if (!id)
            return 0;
        storage::StoreWriter writer(store);
        writer.attach(*id, log);
        return writer.detach(*id) ? *id : 0;
    }

    /** A log whose runs have all said everything and finished. */
    static std::shared_ptr<SampleLog> finishedLog(int contestants = 2, int seeds = 3,
                                                  std::string name = "Sample")
    {
        ExperimentView view = sampleExperiment(contestants);
        view.name = std::move(name);
        const auto log = std::make_shared<SampleLog>(std::move(view), seeds);
        for (int run = 0; run < static_cast<int>(log->runs().size()); ++run)
            fillRun(*log, run);
        return log;
    }

private:
    QTemporaryDir m_folder;
    int m_files = 0;
};

} // namespace agon::test
