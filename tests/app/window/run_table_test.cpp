#include "app/lab/store_session.h"
#include "app/window/compare/run_table_model.h"
#include "app/window/style.h"
#include "tests/support/memory_source.h"
#include "views/figures/runtimes.h"

#include <QTest>

#include <memory>

using namespace agon;
using namespace agon::app;
using agon::test::MemorySource;

namespace {

/** Three methods with three seeds each: two that learn, one that never does. */
std::shared_ptr<MemorySource> learners()
{
    auto source = std::make_shared<MemorySource>();
    source->view().name = "Learners";
    source->view().budgetUnit = "steps";
    const int accuracy =
        source->addChannel(test::metricChannel("accuracy", "Accuracy", Direction::maximize));
    for (const auto &[name, values] : {std::pair{"Slow", std::vector{0.1, 0.2, 0.4, 0.9}},
                                       std::pair{"Never", std::vector{0.1, 0.1, 0.2, 0.3}},
                                       std::pair{"Quick", std::vector{0.1, 0.8, 0.9, 0.9}}}) {
        const int cell = source->addContestant(name, 100);
        for (std::uint64_t seed = 1; seed <= 3; ++seed) {
            std::vector<double> own = values;
            // The last seed of the slow one does not get there.
            if (seed == 3 && std::string_view(name) == "Slow")
                own.back() = 0.7;
            source->addMetric(source->addRun(cell, seed), accuracy, {0, 10, 50, 100}, own);
        }
    }
    return source;
}

/** The table of what a source holds, and how often one of its series was asked for. */
struct Table
{
    explicit Table(const std::shared_ptr<MemorySource> &source) : cache(source)
    {
        model.setSeries([this](int, int run, const std::string &channel) {
            ++asked;
            return &cache.metric(run, cache.channelIndex(channel));
        });
        model.setParts({{"Learners", source->experiment(), entriesOf(*source, 0), {}}}, {});
    }

    QString shown(int row, int column) const { return model.index(row, column).data().toString(); }
    QString ofSeed(int row, int seed, int column) const
    {
        return model.index(seed, column, model.index(row, 0)).data().toString();
    }
    QStringList names() const
    {
        QStringList names;
        for (int row = 0; row < model.rowCount(); ++row)
            names << shown(row, RunTableModel::contestant);
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

    int asked = 0;
    views::SeriesCache cache;
    RunTableModel model;
};

} // namespace

/** The numbers of the run table. */
class RunTableTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nothingIsReadBeforeItIsShown()
    {
        Table table(learners());
        for (int row = 0; row < 3; ++row)
            for (const int column : {RunTableModel::last, RunTableModel::best, RunTableModel::tail,
                                     RunTableModel::interval, RunTableModel::seeds})
                QVERIFY(!table.shown(row, column).isEmpty());
        QVERIFY(table.ask("best.accuracy>0.5 tail.accuracy>0.5 at.accuracy>0.5").isEmpty());
        QCOMPARE(table.names(), (QStringList{"Slow", "Quick"}));
        QCOMPARE(table.asked, 0);
        // One row's area needs its three series, once.
        QVERIFY(!table.shown(0, RunTableModel::area).isEmpty());
        QCOMPARE(table.asked, 3);
        table.shown(0, RunTableModel::area);
        table.shown(0, RunTableModel::toTarget);
        QCOMPARE(table.asked, 3);
    }

    void areaUnderTheCurve()
    {
        Table table(learners());
        // 0.1 for 10 steps, 0.8 for 40, 0.9 for 50.
        QCOMPARE(table.shown(2, RunTableModel::area), numberText(0.78));
        QCOMPARE(table.ofSeed(2, 0, RunTableModel::area), numberText(0.78));
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
                 QString("Steps to 0.8"));
        QCOMPARE(
            table.model.headerData(RunTableModel::toTarget, Qt::Horizontal, RunTableModel::nameRole)
                .toString(),
            QString("Steps to target"));
        // 100 + 100 + 100 steps for two that arrive.
        QCOMPARE(table.shown(0, RunTableModel::toTarget), QString("150 (2 of 3)"));
        QCOMPARE(table.shown(1, RunTableModel::toTarget), QString("not reached within 100"));
        QCOMPARE(table.shown(2, RunTableModel::toTarget), QString("10"));
        QCOMPARE(table.ofSeed(0, 0, RunTableModel::toTarget), QString("100"));
        QCOMPARE(table.ofSeed(0, 2, RunTableModel::toTarget), QString("not reached within 100"));
        // The view of runtimes says the same.
        views::ViewOptions options;
        options.target = 0.8;
        const auto figure = views::runtimes(table.cache, options);
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
