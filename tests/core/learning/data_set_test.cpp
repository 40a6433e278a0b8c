#include "core/formats/data_directory.h"
#include "core/learning/data_set.h"

#include <QTest>

#include <algorithm>

using namespace agon;
using namespace agon::learning;

class DataSetTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void rowsAreScaledAndTheLastFieldIsTheClass()
    {
        const auto set = readLabelledCsv("0,16,2\n8,4,0\n", "digits.csv", 3, 1.0 / 16);
        QVERIFY(set);
        QCOMPARE(set->features, 2);
        QCOMPARE(set->rows(), 2);
        QCOMPARE(set->values, (std::vector<double>{0, 1, 0.5, 0.25}));
        QCOMPARE(set->labels, (std::vector<std::int32_t>{2, 0}));
        QCOMPARE(set->row(1)[0], 0.5);
    }

    void wrongClassesAreNamedWithTheirLine()
    {
        for (const char *label : {"3", "-1", "0.5"}) {
            const auto set =
                readLabelledCsv(std::string("1,2,0\n1,2,") + label + "\n", "digits.csv", 3, 1);
            QVERIFY(!set);
            QCOMPARE(set.error().text(), std::string("digits.csv:2: The class ") + label +
                                             " is not one of the integers 0 to 2.");
        }
        QVERIFY(!readLabelledCsv("", "empty.csv", 3, 1));
        QVERIFY(!readLabelledCsv("1,x,0\n", "digits.csv", 3, 1));
    }

    void theShippedDigitsAreComplete()
    {
        const DirectoryDataSource source(AGON_SOURCE_DIR "/resources/data");
        DataSetCache cache;
        const auto training = cache.labelledCsv(source, "optdigits-train.csv.zst", 10, 1.0 / 16);
        const auto test = cache.labelledCsv(source, "optdigits-test.csv.zst", 10, 1.0 / 16);
        QVERIFY(training);
        QVERIFY(test);
        QCOMPARE((*training)->rows(), 3823);
        QCOMPARE((*test)->rows(), 1797);
        QCOMPARE((*training)->features, 64);
        QCOMPARE(*std::max_element((*training)->values.begin(), (*training)->values.end()), 1.0);
        // The counts of the data set's own description (UCI).
        const std::vector<std::ptrdiff_t> expected{376, 389, 380, 389, 387,
                                                   376, 377, 387, 380, 382};
        for (std::int32_t label = 0; label < 10; ++label)
            QCOMPARE(std::count((*training)->labels.begin(), (*training)->labels.end(), label),
                     expected[static_cast<std::size_t>(label)]);
        // Asked for again, it is the same object.
        QCOMPARE(cache.labelledCsv(source, "optdigits-train.csv.zst", 10, 1.0 / 16)->get(),
                 training->get());
    }

    void aMissingResourceIsAnError()
    {
        const DirectoryDataSource source(AGON_SOURCE_DIR "/resources/data");
        DataSetCache cache;
        QVERIFY(!cache.labelledCsv(source, "nothing.csv.zst", 10, 1));
    }
};

QTEST_GUILESS_MAIN(DataSetTest)
#include "data_set_test.moc"
