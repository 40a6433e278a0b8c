#include "storage/import/import_files.h"
#include "storage/import/run_names.h"
#include "storage/import/tensorboard_events.h"

#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <filesystem>
#include <fstream>

using namespace agon;
using namespace agon::storage;

namespace {

const std::string fixtures = AGON_SOURCE_DIR "/tests/storage/import/fixtures/";

ImportResult imported(const std::string &path)
{
    const auto source = openImport(path);
    if (!source)
        qFatal("%s", source.error().text().c_str());
    auto result = readRuns(*source);
    if (!result)
        qFatal("%s", result.error().text().c_str());
    return *result;
}

CsvTable table(const std::string &text) { return *CsvTable::parse(text, {}); }

std::vector<double> curve(const ObservationSource &source, int run, int channel)
{
    std::vector<double> values;
    for (const ChunkPointer &chunk : source.chunks(run, channel))
        values.insert(values.end(), chunk->values.begin(), chunk->values.end());
    return values;
}

std::string problemWith(const std::string &csv)
{
    const CsvTable text = table(csv);
    const auto mapping = guessMapping(text);
    if (!mapping)
        return mapping.error().text();
    const auto result = readRuns(text, *mapping);
    return result ? "" : result.error().text();
}

} // namespace

/** Curves of other programs become experiments. */
class ImportTest : public QObject
{
    Q_OBJECT

private slots:
    void aLineAPoint()
    {
        const auto result = imported(fixtures + "long.csv");
        QCOMPARE(result.runs.contestants(), (std::vector<std::string>{"FedAvg", "FedAU"}));
        QCOMPARE(result.runs.problems(), std::vector<std::string>{"digits"});
        QCOMPARE(result.runs.metrics(), (std::vector<std::string>{"test_accuracy", "loss"}));
        QCOMPARE(result.runs.runs(), std::size_t{4});
        const auto source = result.runs.asExperiment({.name = "mine", .origin = "long.csv"});
        QVERIFY(source);
        const ExperimentView view = (*source)->experiment();
        QVERIFY(isRecorded(view));
        QCOMPARE(view.channels[0].direction, Direction::maximize);
        QCOMPARE(view.channels[1].direction, Direction::minimize);
        // FedAU's second seed: a missing value stays missing, out of order lines are sorted.
        QCOMPARE((*source)->runs()[3].seed, std::uint64_t{2});
        const std::vector<double> accuracy = curve(**source, 3, 0);
        QCOMPARE(accuracy.size(), std::size_t{3});
        QCOMPARE(accuracy[0], 0.125);
        QVERIFY(std::isnan(accuracy[1]));
        QCOMPARE(accuracy[2], 0.75);
    }

    void aLineAPointOfSeveralMetrics()
    {
        const CsvTable text = table("method,seed,epoch,Test Acc,train/loss,comment\n"
                                    "A,1,0,0.1,2.5,x\nA,1,1,0.4,,y\nB,1,0,0.2,2.25,\n");
        const auto mapping = guessMapping(text);
        QVERIFY(mapping);
        QCOMPARE(QString::fromStdString(description(*mapping, text)),
                 QString("Each line is a point: step = \"epoch\", contestant = \"method\", seed = "
                         "\"seed\"; metrics \"Test Acc\", \"train/loss\"."));
        const auto result = readRuns(text, *mapping);
        QVERIFY(result);
        QCOMPARE(result->runs.points(), std::int64_t{5});
        QCOMPARE(result->notes, std::vector<std::string>{"1 empty field was left out."});
        const auto source = result->runs.asExperiment({.name = "x", .origin = "x.csv"});
        QCOMPARE((*source)->experiment().channels[0].key, std::string("test_acc"));
        QCOMPARE((*source)->experiment().channels[1].key, std::string("train_loss"));
    }

    void weightsAndBiasesChart()
    {
        const auto result = imported(fixtures + "wandb.csv");
        QCOMPARE(result.runs.contestants(),
                 (std::vector<std::string>{"fedavg", "fedau", "scaffold"}));
        QCOMPARE(result.runs.metrics(), std::vector<std::string>{"test/accuracy"});
        QCOMPARE(result.runs.runs(), std::size_t{15});
        // The columns __MIN and __MAX are no curves of their own.
        QCOMPARE(result.runs.points(), std::int64_t{15 * 20});
    }

    void namesOfRuns()
    {
        const auto read = [](const std::vector<std::string> &names) {
            std::vector<std::pair<std::string, std::uint64_t>> result;
            for (const RunName &run : readRunNames(names))
                result.emplace_back(run.contestant, run.seed);
            return result;
        };
        using Names = std::vector<std::pair<std::string, std::uint64_t>>;
        QCOMPARE(read({"fedau-seed3", "fedau/run_4", "ours s=7"}),
                 (Names{{"fedau", 3}, {"fedau", 4}, {"ours", 7}}));
        QCOMPARE(read({"a-0", "a-1", "a-2"}), (Names{{"a", 0}, {"a", 1}, {"a", 2}}));
        QCOMPARE(read({"a-42", "a-7", "b-42", "b-7"}),
                 (Names{{"a", 42}, {"a", 7}, {"b", 42}, {"b", 7}}));
        // Numbers that are part of a name.
        QCOMPARE(read({"resnet-50", "resnet-101"}), (Names{{"resnet-50", 1}, {"resnet-101", 1}}));
        QCOMPARE(read({"fancy-river-12", "brave-lake-13"}),
                 (Names{{"fancy-river-12", 1}, {"brave-lake-13", 1}}));
        QCOMPARE(read({"adam", "ours3", "42"}), (Names{{"adam", 1}, {"ours3", 1}, {"42", 1}}));
    }

    void tensorboardFolder()
    {
        const auto result = imported(fixtures + "tensorboard");
        QCOMPARE(result.runs.contestants(), (std::vector<std::string>{"adam", "sgd"}));
        QCOMPARE(result.runs.metrics(), (std::vector<std::string>{"loss", "eval/acc"}));
        QCOMPARE(result.runs.runs(), std::size_t{4});
        const auto source = result.runs.asExperiment({.name = "t", .origin = "tensorboard"});
        QVERIFY(source);
        // The values that tests/storage/import/fixtures/README.md writes down: float, then tensor.
        QCOMPARE(curve(**source, 0, 0), (std::vector<double>{1.0, 0.5, 0.25}));
        QCOMPARE(curve(**source, 0, 1), (std::vector<double>{0.5, 0.625, 0.75}));
    }

    void damagedEventFiles()
    {
        std::ifstream file(fixtures + "tensorboard/adam/seed_1/events.out.tfevents.1700000000.host",
                           std::ios::binary);
        const std::string whole((std::istreambuf_iterator<char>(file)), {});
        QVERIFY(whole.size() > 100);
        const auto intact = readEventFile(whole, "events");
        QVERIFY(intact && !intact->cutOff);
        // A program that is still writing: what stands before the cut is read. No cut may crash.
        for (std::size_t size = 0; size < whole.size(); ++size) {
            const auto cut = readEventFile(whole.substr(0, size), "events");
            QVERIFY(cut);
            QVERIFY(cut->scalars.size() <= intact->scalars.size());
        }
        // Flipped bits are found, wherever they are.
        for (std::size_t byte = 0; byte < whole.size(); ++byte) {
            std::string flipped = whole;
            flipped[byte] = static_cast<char>(flipped[byte] ^ 0x10);
            const auto read = readEventFile(flipped, "events");
            QVERIFY2(!read || read->cutOff, qPrintable(QString::number(byte)));
        }
        QCOMPARE(readEventFile("Hello, this is some text.", "notes.tfevents").error().text(),
                 std::string("notes.tfevents: The record at byte 0 is damaged, or this is no "
                             "TensorBoard event file."));
    }

    void whatCannotBeReadIsSaid()
    {
        QCOMPARE(QString::fromStdString(problemWith("method,accuracy\nA,1\n")),
                 QString("No column says at which step a value was measured; the columns are: "
                         "method, accuracy. Name one \"step\", or say which it is with --step "
                         "COLUMN."));
        QCOMPARE(QString::fromStdString(problemWith("step,metric,value\n1,loss,high\n")),
                 QString("line 2: \"high\" is not a number. It stands in column \"value\"."));
        QCOMPARE(
            QString::fromStdString(problemWith("step,value\n-3,1\n")),
            QString("line 2: \"-3\" is not a step: a whole number from 0 on. It stands in column "
                    "\"step\"."));
        QCOMPARE(
            QString::fromStdString(problemWith("step,value\n1.5,1\n")),
            QString("line 2: \"1.5\" is not a step: a whole number from 0 on. It stands in column "
                    "\"step\"."));
        QCOMPARE(QString::fromStdString(problemWith("step,seed,value\n1e300,1,1\n")),
                 QString("line 2: \"1e300\" is not a step: a whole number from 0 on. It stands in "
                         "column \"step\"."));
        QVERIFY(!problemWith("step,value\n").empty());
        QVERIFY(!openImport("/does/not/exist.csv"));
        QTemporaryDir empty;
        QVERIFY(!openImport(empty.path().toStdString()));
    }

    /** What Excel, R and SQL write: other letters, decimal commas, and words for nothing. */
    void otherConventions()
    {
        QTemporaryDir folder;
        const auto written = [&folder](const char *name, const std::string &content) {
            const std::string path = folder.filePath(name).toStdString();
            std::ofstream(path, std::ios::binary) << content;
            return path;
        };
        const auto latin = imported(
            written("latin.csv", "contestant,seed,step,value\nM\xFCller,1,0,1\nM\xFCller,1,1,2\n"));
        QCOMPARE(latin.runs.contestants(), std::vector<std::string>{"Müller"});
        QVERIFY(latin.notes.back().find("ISO 8859-1") != std::string::npos);
        const auto comma = imported(
            written("comma.csv", "contestant;step;accuracy\nA;1;0,85\nA;2;1,5e-1\n;3;0,9\n"));
        const auto source = comma.runs.asExperiment({.name = "comma", .origin = "comma.csv"});
        QVERIFY(source);
        QCOMPARE(curve(**source, 0, 0), (std::vector<double>{0.85, 0.15}));
        // A line that names nobody is of the table itself.
        QCOMPARE(comma.runs.contestants(), (std::vector<std::string>{"A", "recorded"}));
        const auto missing =
            imported(written("missing.csv", "step,value\n1,0.5\n2,NA\n3,null\n4,NaN\n"));
        QCOMPARE(missing.runs.points(), std::int64_t(2));
        QCOMPARE(missing.notes, std::vector<std::string>{"2 empty fields were left out."});
    }

    void importedTwiceIsKeptOnce()
    {
        QTemporaryDir folder;
        auto store = Store::open(folder.filePath("lab.agon").toStdString(), OpenMode::create);
        QVERIFY(store);
        const auto result = imported(fixtures + "long.csv");
        const auto source = result.runs.asExperiment({.name = "mine", .origin = "long.csv"});
        QVERIFY(source);
        const auto first = storeRecorded(**store, *source);
        QVERIFY(first);
        const auto second = storeRecorded(**store, *source);
        QVERIFY(second);
        const auto runs = (*store)->runs(*second);
        QVERIFY(runs);
        QCOMPARE(runs->size(), std::size_t{4});
        for (const RunEntry &run : *runs) {
            QCOMPARE(run.view.status, RunStatus::finished);
            QVERIFY(run.reused);
            QCOMPARE(run.stale, std::string());
        }
        const auto back = (*store)->source(*first);
        QVERIFY(back);
        for (int run = 0; run < 4; ++run)
            for (int channel = 0; channel < 2; ++channel) {
                const auto a = curve(**back, run, channel);
                const auto b = curve(**source, run, channel);
                QCOMPARE(a.size(), b.size());
                for (std::size_t i = 0; i < a.size(); ++i)
                    QVERIFY(a[i] == b[i] || (std::isnan(a[i]) && std::isnan(b[i])));
            }
        QVERIFY((*store)->check()->empty());
    }
};

QTEST_GUILESS_MAIN(ImportTest)
#include "import_test.moc"
