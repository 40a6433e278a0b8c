#include "core/json.h"
#include "core/learning/partition.h"
#include "tests/support/golden.h"

#include <QTest>

#include <algorithm>
#include <numeric>
#include <set>

using namespace agon;
using namespace agon::learning;

namespace {

/** Ten classes, @p each rows of every one, interleaved. */
std::vector<std::int32_t> balancedLabels(std::int32_t each)
{
    std::vector<std::int32_t> labels;
    for (std::int32_t row = 0; row < 10 * each; ++row)
        labels.push_back(row % 10);
    return labels;
}

/** Every row belongs to exactly one client. */
bool coversAll(const Partition &partition, std::size_t rows)
{
    std::vector<std::int32_t> all;
    for (const auto &own : partition) {
        if (!std::is_sorted(own.begin(), own.end()))
            return false;
        all.insert(all.end(), own.begin(), own.end());
    }
    std::sort(all.begin(), all.end());
    std::vector<std::int32_t> expected(rows);
    std::iota(expected.begin(), expected.end(), 0);
    return all == expected;
}

/** Mean over clients of the largest share that one class has among its rows. */
double concentration(const Partition &partition, const std::vector<std::int32_t> &labels)
{
    const auto counts = classCounts(partition, labels, 10);
    double sum = 0;
    for (std::size_t client = 0; client < partition.size(); ++client) {
        const auto first = counts.begin() + static_cast<std::ptrdiff_t>(client * 10);
        sum += *std::max_element(first, first + 10) / static_cast<double>(partition[client].size());
    }
    return sum / static_cast<double>(partition.size());
}

} // namespace

class PartitionTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void independentRowsAreDealtEvenly()
    {
        const auto labels = balancedLabels(50);
        const Partition partition = independentPartition(3, 500, 7);
        QVERIFY(coversAll(partition, 500));
        for (const auto &own : partition)
            QVERIFY(own.size() == 71 || own.size() == 72);
        QVERIFY(concentration(partition, labels) < 0.25);
        QCOMPARE(independentPartition(3, 500, 7), partition);
        QVERIFY(independentPartition(4, 500, 7) != partition);
    }

    void dirichletConcentrationDecidesHowAlikeClientsAre()
    {
        const auto labels = balancedLabels(400);
        const auto uneven = dirichletPartition(1, labels, 10, 20, 0.1, {10});
        const auto even = dirichletPartition(1, labels, 10, 20, 1000, {10});
        QVERIFY(uneven && even);
        QVERIFY(coversAll(*uneven, labels.size()));
        QVERIFY(coversAll(*even, labels.size()));
        for (const auto &own : *uneven)
            QVERIFY(own.size() >= 10);
        QVERIFY(concentration(*uneven, labels) > 0.5);
        QVERIFY(concentration(*even, labels) < 0.15);
        QVERIFY(*dirichletPartition(1, labels, 10, 20, 0.1, {10}) == *uneven);
        QVERIFY(*dirichletPartition(2, labels, 10, 20, 0.1, {10}) != *uneven);
    }

    void impossiblePartitionsAreRefusedWithAdvice()
    {
        const auto labels = balancedLabels(40);
        for (const auto &tried : {dirichletPartition(1, labels, 10, 41, 0.1, {10}),
                                  dirichletPartition(1, labels, 10, 39, 0.001, {10})}) {
            QVERIFY(!tried);
            QVERIFY(tried.error().message.starts_with("No partition was found in which each of"));
            QCOMPARE(tried.error().hint,
                     std::string("Use a smaller min-size, a larger alpha or fewer clients."));
        }
    }

    /** The authors' partition routine of P016 was run for these ranges. */
    void cutsByClientAgreeWithTheAuthorsCode()
    {
        const Json &golden = agon::test::golden("federated").at("partition_from_matrix");
        const Json &matrix = golden.at("client_label_matrix");
        const Json &ranges = golden.at("index_ranges_per_client_per_class");
        for (std::size_t label = 0; label < 3; ++label) {
            std::vector<double> shares;
            for (const Json &row : matrix)
                shares.push_back(row.at(label));
            const auto cuts =
                proportionalCuts(shares, golden.at("class_counts").at(label).get<std::int32_t>());
            QCOMPARE(cuts.size(), std::size_t{4});
            for (std::size_t client = 0; client < 3; ++client) {
                QCOMPARE(cuts[client], ranges[client][label][0].get<std::int32_t>());
                QCOMPARE(cuts[client + 1], ranges[client][label][1].get<std::int32_t>());
            }
        }
    }

    void dirichletByClientGivesEachClientItsOwnLabels()
    {
        const auto labels = balancedLabels(400);
        const auto partition = dirichletByClientPartition(1, labels, 10, 20, 0.1, {1});
        QVERIFY(partition);
        QVERIFY(coversAll(*partition, labels.size()));
        QVERIFY(concentration(*partition, labels) > 0.5);
    }

    void shardsHoldFewClasses()
    {
        const auto labels = balancedLabels(100);
        const auto partition = shardPartition(1, labels, 10, 25, 2);
        QVERIFY(partition);
        QVERIFY(coversAll(*partition, labels.size()));
        for (const auto &own : *partition) {
            std::set<std::int32_t> classes;
            for (const std::int32_t row : own)
                classes.insert(labels[static_cast<std::size_t>(row)]);
            QCOMPARE(own.size(), std::size_t{40});
            QVERIFY(classes.size() <= 2);
        }
        const auto impossible = shardPartition(1, labels, 10, 501, 2);
        QVERIFY(!impossible);
        QCOMPARE(impossible.error().message,
                 std::string("501 clients with 2 shards each need 1002 rows, but there are 1000."));
    }

    void classCountsAddUp()
    {
        const std::vector<std::int32_t> labels{0, 1, 1, 0, 2};
        QCOMPARE(classCounts({{0, 1, 2}, {3, 4}}, labels, 3),
                 (std::vector<double>{1, 2, 0, 1, 0, 1}));
    }
};

QTEST_GUILESS_MAIN(PartitionTest)

#include "partition_test.moc"
