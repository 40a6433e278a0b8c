#include "app/lab/store_session.h"
#include "app/window/compare/run_table_model.h"
#include "app/window/style.h"
#include "core/formats/csv.h"
#include "tests/support/learners.h"
#include "tests/support/slow_source.h"
#include "tests/support/stored_source.h"
#include "views/figures/runtimes.h"

#include <QProcess>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

using namespace agon;
using namespace agon::app;
using agon::test::learners;
using agon::test::MemorySource;
using agon::test::SlowSource;

namespace {

/** The table of what a source holds. */
struct Table
{
    explicit Table(std::shared_ptr<const ObservationSource> observed,
                   std::vector<storage::RunEntry> runs)
        : source(std::make_shared<SlowSource>(std::move(observed)))
    {
        model.setReader(&reader);
        model.setParts({{"Learners", source->experiment(), std::move(runs), {}, source}}, {});
    }
    explicit Table(const std::shared_ptr<MemorySource> &observed)
        : Table(observed, entriesOf(*observed, 0))
    {}
    ~Table() { source->closed = false; }

    static QString inModel(const QModelIndex &index) { return index.data().toString(); }
    QModelIndex ofContestant(int row, int column) const { return model.index(row, column); }
    QModelIndex ofSeed(int row, int seed, int column) const
    {
        return model.index(seed, column, model.index(row, 0));
    }
    /** What a cell shows once it is computed. */
    static QString arrived(const QModelIndex &index)
    {
        const bool computed =
            QTest::qWaitFor([&index] { return inModel(index) != QString("…"); }, 10'000);
        return computed ? inModel(index) : QString("never computed");
    }
    QString shown(int row, int column) const { return arrived(ofContestant(row, column)); }
    QString shownOfSeed(int row, int seed, int column) const
    {
        return arrived(ofSeed(row, seed, column));
    }
    /** Who is in the table once query and order hold. */
    QStringList names() const
    {
        if (!QTest::qWaitFor([this] { return !model.isWaiting(); }, 10'000))
            return {"never computed"};
        return namesNow();
    }
    QStringList namesNow() const
    {
        QStringList names;
        for (int row = 0; row < model.rowCount(); ++row)
            names << inModel(ofContestant(row, RunTableModel::contestant));
        return names;
    }
    /** Problem of the query; empty: it is in force. */
    QString ask(const char *query)
    {
        auto parsed = RunQuery::parse(query, model.fields());
        if (!parsed)
            return QString::fromStdString(parsed.error().text());
        model.setQuery(std::move(*parsed));
        return {};
    }

    std::shared_ptr<SlowSource> source;
    FigureThread reader;
    RunTableModel model;
};

/** What `agon show --csv` prints. */
CsvTable shownByTheProgram(const QStringList &arguments)
{
    QProcess program;
    program.start(AGON_BUILD_DIR "/bin/agon", QStringList{"show", "--csv"} + arguments);
    if (!program.waitForFinished(60'000) || program.exitCode() != 0)
        qFatal("%s", program.readAllStandardError().constData());
    auto table = CsvTable::parse(program.readAllStandardOutput().toStdString());
    if (!table)
        qFatal("%s", table.error().text().c_str());
    return std::move(*table);
}

} // namespace

/** The numbers of the run table. */
class RunTableTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nestedSettingsThatDifferAreColumns()
    {
        auto source = learners();
        for (int c = 0; c < 3; ++c)
            source->view().contestants[static_cast<std::size_t>(c)].settings = {
                {"rule", {{"type", "fixed"}, {"rate", 0.1 * (c + 1)}}}};
        source->touch();
        Table table(source);
        const int columns = table.model.columnCount();
        QCOMPARE(table.model.headerData(columns - 1, Qt::Horizontal, Qt::DisplayRole).toString(),
                 QString("rate"));
        QCOMPARE(table.shown(2, columns - 1), QString("0.3"));
        QVERIFY(table.ask("rate>0.15 rule:fixed").isEmpty());
        QCOMPARE(table.names(), (QStringList{"Never", "Quick"}));
    }

    void nothingIsReadBeforeItIsShown()
    {
        Table table(learners());
        for (int row = 0; row < 3; ++row)
            for (const int column : {RunTableModel::last, RunTableModel::best, RunTableModel::tail,
                                     RunTableModel::interval, RunTableModel::seeds})
                QVERIFY(!table.shown(row, column).isEmpty());
        QVERIFY(table.ask("best.accuracy>0.5 tail.accuracy>0.5 at.accuracy>0.5").isEmpty());
        QCOMPARE(table.names(), (QStringList{"Slow", "Quick"}));
        QCOMPARE(table.source->reads.load(), 0);
        // One row's area needs its three series, once.
        QVERIFY(!table.shown(0, RunTableModel::area).isEmpty());
        QCOMPARE(table.source->reads.load(), 3);
        table.shown(0, RunTableModel::area);
        table.model.setTarget(0.5);
        table.shown(0, RunTableModel::toTarget);
        QCOMPARE(table.source->reads.load(), 3);
    }

    void theWindowNeverReads()
    {
        Table table(learners());
        table.source->closed = true;
        const auto isComputed = [&] {
            return Table::inModel(table.ofContestant(0, RunTableModel::area)) != QString("…");
        };
        QVERIFY(!isComputed());
        QCOMPARE(Table::inModel(table.ofSeed(0, 0, RunTableModel::area)), QString("…"));
        // Somebody else is reading, and the window goes on.
        QTRY_VERIFY(table.source->reads > 0);
        int rounds = 0;
        QTimer clock;
        connect(&clock, &QTimer::timeout, this, [&rounds] { ++rounds; });
        clock.start(1);
        QTRY_VERIFY(rounds >= 20);
        QVERIFY(!isComputed());
        // What is known is shown all the while.
        QVERIFY(!Table::inModel(table.ofContestant(0, RunTableModel::last)).isEmpty());
        // Query and order ask for every row, a step for all numbers.
        table.model.setTarget(0.8);
        table.model.sort(RunTableModel::toTarget, Qt::AscendingOrder);
        QVERIFY(table.ask("auc.accuracy>0.2").isEmpty());
        table.model.setStep(60);
        QCOMPARE(table.namesNow(), QStringList());
        QVERIFY(table.model.isWaiting());
        QSignalSpy completed(&table.model, &RunTableModel::numbersCompleted);
        QTest::qWait(20);
        QVERIFY(completed.isEmpty());
        table.source->closed = false;
        QCOMPARE(table.names(), (QStringList{"Quick", "Slow"}));
        QTRY_VERIFY(!completed.isEmpty());
        QCOMPARE(table.shown(0, RunTableModel::toTarget), QString("10"));
        QCOMPARE(table.source->readsByMaker.load(), 0);
        QCOMPARE(table.source->reads.load(), 9); // each series once, whatever was asked of it
    }

    void whatTheFigureReadIsNotReadAgain()
    {
        Table table(learners());
        bool drawn = false;
        table.reader.order({table.source, [&drawn](views::SeriesCache &series) {
                                for (int run = 0; run < 9; ++run)
                                    series.metric(run, 0);
                                return [&drawn] { drawn = true; };
                            }});
        QTRY_VERIFY(drawn);
        QCOMPARE(table.source->reads.load(), 9);
        for (int row = 0; row < 3; ++row)
            QVERIFY(!table.shown(row, RunTableModel::area).isEmpty());
        QCOMPARE(table.source->reads.load(), 9);
    }

    void figuresGoFirst()
    {
        Table table(learners());
        QStringList order;
        const auto add = [&](FigureThread::Kind kind, const QString &name) {
            table.reader.order({table.source,
                                [&order, name](views::SeriesCache &series) {
                                    series.metric(0, 0);
                                    return [&order, name] { order << name; };
                                },
                                false, kind});
        };
        table.source->closed = true;
        add(FigureThread::Kind::figure, "first figure");
        QTRY_COMPARE(table.source->reads.load(), 1);
        add(FigureThread::Kind::table, "table");
        add(FigureThread::Kind::figure, "outdated figure");
        add(FigureThread::Kind::figure, "second figure");
        table.source->closed = false;
        QTRY_COMPARE(order, (QStringList{"first figure", "second figure", "table"}));
    }

    void theNumbersMoveWithTheFigure()
    {
        Table table(learners());
        table.shown(0, RunTableModel::area); // the table is looked at
        const auto compute = table.model.numbersAt(20);
        QVERIFY(compute);
        bool moved = false;
        table.reader.order({table.source, [&](views::SeriesCache &series) {
                                return [&moved, show = compute(series)] {
                                    show();
                                    moved = true;
                                };
                            }});
        QCOMPARE(table.shown(0, RunTableModel::last), numberText(2.0 / 3 * 0.9 + 0.7 / 3));
        QTRY_VERIFY(moved);
        // All at once: nothing is being computed.
        QCOMPARE(Table::inModel(table.ofContestant(0, RunTableModel::last)), numberText(0.2));
        QCOMPARE(Table::inModel(table.ofContestant(0, RunTableModel::area)), numberText(0.15));
        QVERIFY(!table.model.numbersAt(20));
        // Of other runs it is not wanted any more.
        const auto late = table.model.numbersAt(60);
        table.model.setChannel({});
        bool dropped = false;
        table.reader.order({table.source, [&](views::SeriesCache &series) {
                                return [&dropped, show = late(series)] {
                                    show();
                                    dropped = true;
                                };
                            }});
        QTRY_VERIFY(dropped);
        QCOMPARE(table.shown(0, RunTableModel::last), numberText(0.2));
    }

    void theNumbersAreThoseOfTheCommandLine()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath("learners.agon");
        storeOf(path.toStdString(), learners());
        const CsvTable csv = shownByTheProgram({path, "--target", "0.8"});
        auto store = storage::Store::open(path.toStdString(), storage::OpenMode::readOnly);
        QVERIFY(store);
        const std::int64_t id = (*store)->experiments()->front().id;
        Table table(*(*store)->source(id), *(*store)->runs(id));
        table.model.setTarget(0.8);
        QCOMPARE(csv.rows(), std::size_t(9));
        for (std::size_t line = 0; line < csv.rows(); ++line) {
            const auto row = static_cast<int>(line / 3);
            const auto seed = static_cast<int>(line % 3);
            QCOMPARE(csv.text(line, *csv.requiredColumn("contestant")),
                     table.shown(row, RunTableModel::contestant).toStdString());
            for (const auto &[name, column] :
                 {std::pair{"last", RunTableModel::last}, std::pair{"best", RunTableModel::best},
                  std::pair{"mean_of_tail", RunTableModel::tail},
                  std::pair{"area_under_curve", RunTableModel::area}}) {
                const QString printed =
                    QString::fromStdString(csv.text(line, *csv.requiredColumn(name)));
                QCOMPARE(table.shownOfSeed(row, seed, column), numberText(printed.toDouble()));
            }
            const QString steps =
                QString::fromStdString(csv.text(line, *csv.requiredColumn("steps_to_0.8")));
            QCOMPARE(table.shownOfSeed(row, seed, RunTableModel::toTarget),
                     steps.isEmpty() ? QString("not reached within 100") : steps);
        }
    }

    void headersSayWhatIsOfSeveralSeeds()
    {
        Table table(learners());
        const auto header = [&table](int column, int role) {
            return table.model.headerData(column, Qt::Horizontal, role).toString();
        };
        for (const int column :
             {RunTableModel::last, RunTableModel::best, RunTableModel::tail, RunTableModel::area}) {
            QVERIFY(header(column, Qt::DisplayRole).endsWith("(mean)"));
            QVERIFY(header(column, Qt::ToolTipRole).contains("several seeds"));
        }
        QVERIFY(header(RunTableModel::interval, Qt::ToolTipRole).contains("t interval"));
        table.model.setStep(20);
        QCOMPARE(header(RunTableModel::last, Qt::DisplayRole), QString("At 20 (mean)"));
    }

    void areaUnderTheCurve()
    {
        Table table(learners());
        // 0.1 for 10 steps, 0.8 for 40, 0.9 for 50.
        QCOMPARE(table.shown(2, RunTableModel::area), numberText(0.78));
        QCOMPARE(table.shownOfSeed(2, 0, RunTableModel::area), numberText(0.78));
        table.model.sort(RunTableModel::area, Qt::DescendingOrder);
        QCOMPARE(table.names(), (QStringList{"Quick", "Slow", "Never"}));
        QVERIFY(table.ask("auc.accuracy>0.2").isEmpty());
        QCOMPARE(table.names(), (QStringList{"Quick", "Slow"}));
        QVERIFY(table.ask("auc.acuracy>0.2").contains("Did you mean \"auc.accuracy\"?"));
    }

    void stepsToTheTarget()
    {
        const auto source = learners();
        Table table(source);
        QCOMPARE(table.shown(0, RunTableModel::toTarget), QString());
        QVERIFY(table.ask("steps_to.accuracy<60").contains("Nothing here has"));
        table.model.setTarget(0.8);
        QCOMPARE(table.model.headerData(RunTableModel::toTarget, Qt::Horizontal, Qt::DisplayRole)
                     .toString(),
                 QString("Expected steps to 0.8"));
        QCOMPARE(
            table.model.headerData(RunTableModel::toTarget, Qt::Horizontal, RunTableModel::nameRole)
                .toString(),
            QString("Expected steps to target"));
        // 100 + 100 + 100 steps for two that arrive.
        QCOMPARE(table.shown(0, RunTableModel::toTarget), QString("150 (2 of 3)"));
        QCOMPARE(table.shown(1, RunTableModel::toTarget), QString("not reached within 100"));
        QCOMPARE(table.shown(2, RunTableModel::toTarget), QString("10"));
        QCOMPARE(table.shownOfSeed(0, 0, RunTableModel::toTarget), QString("100"));
        QCOMPARE(table.shownOfSeed(0, 2, RunTableModel::toTarget),
                 QString("not reached within 100"));
        // The view of runtimes says the same.
        views::ViewOptions options;
        options.target = 0.8;
        views::SeriesCache series(source);
        const auto figure = views::runtimes(series, options);
        QVERIFY(figure);
        QVERIFY(std::find(figure->notes.begin(), figure->notes.end(),
                          "Slow: expected running time 150 (2 of 3 runs reach it).") !=
                figure->notes.end());
        // Who never arrives is last both ways.
        table.model.sort(RunTableModel::toTarget, Qt::AscendingOrder);
        QCOMPARE(table.names(), (QStringList{"Quick", "Slow", "Never"}));
        table.model.sort(RunTableModel::toTarget, Qt::DescendingOrder);
        QCOMPARE(table.names(), (QStringList{"Slow", "Quick", "Never"}));
        QVERIFY(table.ask("steps_to.accuracy<60").isEmpty());
        QCOMPARE(table.names(), QStringList{"Quick"});
        // Another target: the query holds for it.
        table.model.setTarget(0.35);
        QCOMPARE(table.names(), (QStringList{"Slow", "Quick"}));
    }

    void asOfTheSlider()
    {
        Table table(learners());
        table.model.setTarget(0.8);
        QVERIFY(table.ask("at.accuracy>0.3").isEmpty());
        QCOMPARE(table.names(), (QStringList{"Slow", "Quick"}));
        table.model.setStep(20);
        QCOMPARE(table.names(), QStringList{"Quick"});
        QVERIFY(table.ask("").isEmpty());
        QCOMPARE(table.shown(0, RunTableModel::last), numberText(0.2));
        QCOMPARE(table.shown(0, RunTableModel::best), numberText(0.2));
        QCOMPARE(table.shown(0, RunTableModel::area), numberText(0.15));
        QCOMPARE(table.shown(0, RunTableModel::toTarget), QString("not reached within 20"));
        QCOMPARE(table.shown(2, RunTableModel::toTarget), QString("10"));
        table.model.setStep({});
        QCOMPARE(table.shown(2, RunTableModel::last), numberText(0.9));
    }

    void theSliderLeavesRowsWhereTheyAre()
    {
        Table table(learners());
        QVERIFY(table.ask("").isEmpty());
        int resets = 0;
        connect(&table.model, &QAbstractItemModel::modelReset, this, [&resets] { ++resets; });
        table.model.setStep(20);
        table.model.setTarget(0.5);
        QVERIFY(table.ask("").isEmpty());
        QCOMPARE(resets, 0);
    }

    void runsThatFailedCountInNoMean()
    {
        auto source = learners();
        source->runViews()[0].status = RunStatus::failed;
        source->touch();
        Table table(source);
        QCOMPARE(table.shown(0, RunTableModel::seeds), QString("2"));
        table.model.setStep(100);
        QCOMPARE(table.shown(0, RunTableModel::seeds), QString("2"));
    }

    void fieldsAreCompleted()
    {
        Table table(learners());
        using Words = std::vector<std::string>;
        QCOMPARE(completions("au", table.model.fields()), Words{"auc.accuracy>="});
        QVERIFY(completions("steps", table.model.fields()).empty());
        table.model.setTarget(0.5);
        table.model.setTarget(0.6);
        QCOMPARE(completions("steps", table.model.fields()), Words{"steps_to.accuracy>="});
    }
};

QTEST_GUILESS_MAIN(RunTableTest)
#include "run_table_test.moc"
