#include "app/lab/run_query.h"

#include <QElapsedTimer>
#include <QTest>

using namespace agon::app;

namespace {

std::vector<QueryRow> sample()
{
    return {
        {{{"contestant", {"FedAU, K = 50"}},
          {"algorithm", {"federated/fedau"}},
          {"problem", {"Softmax regression"}},
          {"status", {"finished"}},
          {"tag", {"paper", "final"}}},
         {{"seeds", 20}, {"final.test_accuracy", 0.83}, {"cutoff", 50}}},
        {{{"contestant", {"FedAvg"}},
          {"algorithm", {"federated/fedavg"}},
          {"problem", {"Softmax regression"}},
          {"status", {"finished", "failed"}},
          {"tag", {}}},
         {{"seeds", 5}, {"final.test_accuracy", 0.78}}},
        {{{"contestant", {"UCB1"}},
          {"algorithm", {"bandits/ucb1"}},
          {"problem", {"Bernoulli bandit"}},
          {"status", {"finished"}},
          {"tag", {"paper"}}},
         {{"seeds", 32}, {"final.cumulative_regret", 452}}},
    };
}

} // namespace

/** The filter line of the run table. */
class RunQueryTest : public QObject
{
    Q_OBJECT

private slots:
    void rowsThatMatch_data()
    {
        QTest::addColumn<QString>("query");
        QTest::addColumn<QList<int>>("rows");
        const auto row = [](const char *query, const QList<int> &rows) {
            QTest::newRow(query) << query << rows;
        };
        row("", {0, 1, 2});
        row("   ", {0, 1, 2});
        row("fedau", {0});
        row("algorithm:fed", {0, 1});
        row("ALGORITHM", {});
        row("algorithm=federated/fedau", {0});
        row("algorithm=fedau", {});
        row("seeds>=10", {0, 2});
        row("seeds>=10 tag:paper final.test_accuracy>0.8", {0});
        row("seeds:5", {1});
        row("seeds!=5", {0, 2});
        row("seeds<32 seeds>5", {0});
        row("-tag:paper", {1});
        row("-status:failed", {0, 2});
        row("final.test_accuracy<=0.78", {1});
        row("contestant:\"fedau, k\"", {0});
        row("\"bernoulli bandit\"", {2});
        row("cutoff=50", {0});
        row("problem!=\"bernoulli bandit\"", {0, 1});
    }
    void rowsThatMatch()
    {
        QFETCH(QString, query);
        QFETCH(QList<int>, rows);
        const auto all = sample();
        const auto parsed = RunQuery::parse(query.toStdString(), fieldsOf(all));
        QVERIFY2(parsed || query == "ALGORITHM", parsed ? "" : parsed.error().text().c_str());
        QList<int> found;
        for (int i = 0; i < static_cast<int>(all.size()); ++i)
            if (parsed->matches(all[static_cast<std::size_t>(i)]))
                found << i;
        QCOMPARE(found, rows);
    }

    void whatIsWrongIsSaid_data()
    {
        QTest::addColumn<QString>("query");
        QTest::addColumn<QString>("message");
        QTest::addColumn<int>("column");
        QTest::newRow("unknown") << "fedau sedes>=10"
                                 << "Nothing here has \"sedes\". Did you mean \"seeds\"?" << 7;
        QTest::newRow("no number")
            << "seeds>=many"
            << "\"seeds\" is compared with \"many\", which is no number. Write for instance "
               "seeds>=10."
            << 1;
        QTest::newRow("text ordered")
            << "tag>3x"
            << "\"tag\" is compared with \"3x\", which is no number. Write for instance tag>=10."
            << 1;
        QTest::newRow("nothing") << "tag:"
                                 << "\"tag\" is compared with nothing." << 1;
        QTest::newRow("quote") << "a \"b"
                               << "A quote is never closed." << 3;
        QTest::newRow("bang")
            << "seeds!3"
            << "\"seeds!3\" is no comparison. Write field:value, or field with <, "
               "<=, >, >=, = or != and a number."
            << 1;
    }
    void whatIsWrongIsSaid()
    {
        QFETCH(QString, query);
        QFETCH(QString, message);
        QFETCH(int, column);
        const auto parsed = RunQuery::parse(query.toStdString(), fieldsOf(sample()));
        QVERIFY(!parsed);
        const agon::Error &error = parsed.error();
        QCOMPARE(QString::fromStdString(error.hint.empty() ? error.message
                                                           : error.message + " " + error.hint),
                 message);
        QCOMPARE(error.column, column);
    }

    void completesWhatIsTyped()
    {
        const QueryFields fields = fieldsOf(sample());
        using Words = std::vector<std::string>;
        QCOMPARE(completions("algo", fields), Words{"algorithm:"});
        QCOMPARE(completions("seeds>=10 ta", fields).front(), std::string("tag:"));
        QCOMPARE(completions("accuracy", fields), Words{"final.test_accuracy>="});
        QCOMPARE(completions("algorithm:fed", fields),
                 (Words{"algorithm:federated/fedau", "algorithm:federated/fedavg"}));
        QCOMPARE(completions("-problem:bern", fields), Words{"-problem:\"Bernoulli bandit\""});
        QCOMPARE(completions("contestant:\"FedAU,", fields), Words{"contestant:\"FedAU, K = 50\""});
        QVERIFY(completions("", fields).size() >= 5);
        QVERIFY(completions("seeds>=", fields).empty());
        QCOMPARE(completions("", fields, 2).size(), std::size_t{2});
        // Every completion of a field with a value is a query.
        for (const std::string &term : completions("contestant:", fields))
            QVERIFY(RunQuery::parse(term, fields));
    }

    void aFieldThatIsBeingTypedIsNotLookedFor()
    {
        const QueryFields fields = fieldsOf(sample());
        QCOMPARE(unfinishedField("algo", fields), std::size_t{4});
        QCOMPARE(unfinishedField("fedau -stat", fields), std::size_t{5});
        QCOMPARE(unfinishedField("fedau", fields), std::size_t{0});
        QCOMPARE(unfinishedField("algorithm:fed", fields), std::size_t{0});
        QCOMPARE(unfinishedField("algo ", fields), std::size_t{0});
        QCOMPARE(unfinishedField("", fields), std::size_t{0});
    }

    void tenThousandRowsKeepUpWithTyping()
    {
        std::vector<QueryRow> rows;
        for (int i = 0; i < 10'000; ++i) {
            QueryRow row = sample()[static_cast<std::size_t>(i % 3)];
            row.numbers["seeds"] = i;
            rows.push_back(std::move(row));
        }
        const auto query = RunQuery::parse("fed seeds>=5000 -tag:paper", fieldsOf(rows));
        QVERIFY(query);
        QElapsedTimer timer;
        timer.start();
        const auto count = std::count_if(rows.begin(), rows.end(),
                                         [&](const QueryRow &row) { return query->matches(row); });
        QCOMPARE(count, 1666);
        QVERIFY2(timer.elapsed() < 1000, qPrintable(QString::number(timer.elapsed())));
    }

    void aChipPutsItsTermInAndTakesItOut()
    {
        const std::string query = "ucb  seeds>=10 \"batch size\":32";
        const std::string with = withTermToggled(query, "tag", "first paper");
        QCOMPARE(with, std::string("ucb seeds>=10 \"batch size\":32 tag:\"first paper\""));
        QVERIFY(hasTerm(with, "tag", "first paper"));
        QVERIFY(!hasTerm(with, "tag", "first"));
        QVERIFY(!hasTerm("-tag:x", "tag", "x"));
        QCOMPARE(withTermToggled(with, "tag", "first paper"),
                 std::string("ucb seeds>=10 \"batch size\":32"));
        QCOMPARE(withTermToggled("", "status", "failed"), std::string("status:failed"));
    }
};

QTEST_GUILESS_MAIN(RunQueryTest)
#include "run_query_test.moc"
