#include "tests/support/memory_source.h"
#include "views/figures/side_by_side.h"
#include "views/figures/views.h"

#include <QTest>

using namespace agon;
using namespace agon::views;
using agon::test::MemorySource;
using agon::test::metricChannel;

namespace {

/** One experiment: contestants on one problem, 5 seeds, all values equal to @p value. */
std::shared_ptr<MemorySource> experiment(const std::string &problem,
                                         const std::vector<std::string> &contestants, double value)
{
    auto source = std::make_shared<MemorySource>();
    source->view().stepUnit = "step";
    source->view().budgetUnit = "steps";
    const int channel = source->addChannel(metricChannel("loss", "Loss"));
    source->addProblem(problem);
    for (const std::string &name : contestants) {
        const int cell = source->addContestant(name, 20);
        for (std::uint64_t seed = 1; seed <= 5; ++seed)
            source->addMetric(source->addRun(cell, seed), channel, {10, 20}, {2 * value, value});
    }
    return source;
}

} // namespace

/** Several experiments answer every view as one. */
class SideBySideTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void oneExperimentStaysAsItIs()
    {
        const auto source = experiment("P", {"A"}, 1);
        QCOMPARE(sideBySide({{"first", source}}).get(),
                 static_cast<const ObservationSource *>(source.get()));
    }

    void contestantsOfTwoExperimentsMeetOnTheSameProblem()
    {
        const auto both = sideBySide({{"first", experiment("P", {"A", "B"}, 1)},
                                      {"second", experiment("P", {"A", "C"}, 3)}});
        SeriesCache cache(both);
        const ExperimentView &view = cache.experiment();
        QCOMPARE(view.problems.size(), std::size_t(1));
        std::vector<std::string> names;
        for (const ContestantView &contestant : view.contestants)
            names.push_back(contestant.label);
        QCOMPARE(names, (std::vector<std::string>{"A (first)", "B", "A (second)", "C"}));
        for (std::size_t i = 0; i < view.contestants.size(); ++i)
            QCOMPARE(view.contestants[i].colour, static_cast<int>(i));
        QCOMPARE(cache.runs().size(), std::size_t(20));
        // Values come from the experiment that a run is of.
        QCOMPARE(cache.metric(0, 0).values.back(), 1.0);
        QCOMPARE(cache.metric(19, 0).values.back(), 3.0);
        const auto figure = makeFigure("differences", cache, ViewOptions{});
        QVERIFY(figure.hasValue());
        QCOMPARE(figure->panels.front().y.categories.size(), std::size_t(3));
    }

    void aContestantOnTwoProblemsIsOne()
    {
        SeriesCache cache(sideBySide({{"first", experiment("P", {"A", "B"}, 1)},
                                      {"second", experiment("Q", {"A", "B"}, 3)}}));
        QCOMPARE(cache.experiment().problems.size(), std::size_t(2));
        QCOMPARE(cache.experiment().contestants.size(), std::size_t(2));
        QCOMPARE(cache.experiment().contestants[0].label, std::string("A"));
        QCOMPARE(cache.experiment().cells[3].problem, 1);
        QCOMPARE(cache.experiment().cells[3].contestant, 1);
    }

    void channelsThatDisagreeAreLeftOut()
    {
        auto second = experiment("P", {"C"}, 3);
        second->view().channels[0].direction = Direction::maximize;
        second->addChannel(metricChannel("time", "Time"));
        SeriesCache cache(sideBySide({{"first", experiment("P", {"A"}, 1)}, {"second", second}}));
        QCOMPARE(cache.experiment().channels.size(), std::size_t(2));
        QCOMPARE(cache.channelIndex("time"), 1);
        QVERIFY(cache.metric(5, 0).values.empty());
        QCOMPARE(cache.metric(0, 0).values.size(), std::size_t(2));
    }
};

QTEST_GUILESS_MAIN(SideBySideTest)
#include "side_by_side_test.moc"
