#include "core/statistics/attainment.h"
#include "tests/support/memory_source.h"
#include "views/figures/comparison_input.h"
#include "views/figures/csv.h"
#include "views/figures/views.h"

#include <QTest>

#include <algorithm>
#include <cmath>

using namespace agon;
using namespace agon::views;
using agon::test::MemorySource;
using agon::test::metricChannel;

namespace {

/** Contestants whose final loss on seed s is offset + s / 10; 20 steps, halving in between. */
std::shared_ptr<MemorySource> contest(const std::vector<double> &offsets, std::uint64_t seeds,
                                      int problems = 1)
{
    auto source = std::make_shared<MemorySource>();
    source->view().budgetUnit = "steps";
    source->view().stepUnit = "step";
    const int channel = source->addChannel(metricChannel("loss", "Loss"));
    for (int problem = 0; problem < problems; ++problem)
        source->addProblem("Problem " + std::to_string(problem + 1));
    for (std::size_t c = 0; c < offsets.size(); ++c) {
        const int first = source->addContestant(std::string(1, static_cast<char>('A' + c)), 20);
        for (int problem = 0; problem < problems; ++problem)
            for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
                const double end = offsets[c] + 0.1 * static_cast<double>(seed) + problem;
                source->addMetric(source->addRun(first + problem, seed), channel, {1, 10, 20},
                                  {4 * end, 2 * end, end});
            }
    }
    return source;
}

template <class T>
std::vector<T> layersOf(const Panel &panel)
{
    std::vector<T> found;
    for (const Layer &layer : panel.layers)
        if (const auto *own = std::get_if<T>(&layer))
            found.push_back(*own);
    return found;
}

bool has(const std::vector<std::string> &notes, std::string_view part)
{
    return std::any_of(notes.begin(), notes.end(), [part](const std::string &note) {
        return note.find(part) != std::string::npos;
    });
}

Figure make(std::string_view view, const std::shared_ptr<MemorySource> &source,
            const ViewOptions &options = {})
{
    SeriesCache cache(source);
    auto figure = makeFigure(view, cache, options);
    if (!figure)
        qFatal("%s", figure.error().message.c_str());
    return *figure;
}

} // namespace

/** Views of comparisons show what core/statistics computes, and say what it allows. */
class ComparisonViewsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void valuesAreAsOfTheStep()
    {
        const auto source = contest({1, 2}, 8);
        source->runViews()[0].status = RunStatus::failed;
        source->touch();
        SeriesCache cache(source);
        ViewOptions options;
        const auto end = comparisonSource(cache, options);
        QVERIFY(end.hasValue());
        QCOMPARE(end->input.cells[0].values.size(), std::size_t(7));
        QCOMPARE(end->input.cells[0].failedSeeds, std::vector<std::uint64_t>{1});
        QCOMPARE(end->input.cells[1].values.front(), 2.1);
        options.step = 10;
        const auto middle = comparisonSource(cache, options);
        QCOMPARE(middle->input.cells[1].values.front(), 4.2);
        QVERIFY(!middle->input.higherIsBetter);
    }

    /** What ended in no number has failed; what was never measured has not come so far. */
    void runsThatDivergeRankLast()
    {
        auto source = contest({1, 2}, 6);
        const double nan = std::nan("");
        source->addMetric(source->addRun(1, 7), 0, {1, 10, 20}, {8, 4, nan});
        source->addRun(1, 8);
        SeriesCache cache(source);
        const auto read = comparisonSource(cache, {});
        QVERIFY(read.hasValue());
        QCOMPARE(read->input.cells[1].failedSeeds, std::vector<std::uint64_t>{7});
        QCOMPARE(read->input.cells[1].unfinished, 1);
    }

    /** Whoever has the smaller budget comes first or last: every run is as of its own end. */
    void unequalBudgetsAreComparedAtTheirEndsAndNamed()
    {
        for (const bool shortFirst : {true, false}) {
            auto source = std::make_shared<MemorySource>();
            source->view().budgetUnit = "steps";
            source->view().stepUnit = "step";
            const int channel = source->addChannel(metricChannel("loss", "Loss"));
            for (const bool isShort : {shortFirst, !shortFirst}) {
                const int cell = source->addContestant(isShort ? "Short" : "Long", isShort ? 4 : 9);
                for (std::uint64_t seed = 1; seed <= 6; ++seed)
                    source->addMetric(source->addRun(cell, seed), channel, {4, isShort ? 4 : 9},
                                      {2, isShort ? 2.0 : 1.0});
            }
            SeriesCache cache(source);
            const auto read = comparisonSource(cache, {});
            QCOMPARE(read->input.cells[shortFirst ? 0 : 1].values.front(), 2.0);
            QCOMPARE(read->input.cells[shortFirst ? 1 : 0].values.front(), 1.0);
            for (const char *view : {"distribution", "head-to-head", "critical-difference"}) {
                const std::string caption = make(view, source).caption;
                QVERIFY2(caption.find("after 4 to 9 steps") != std::string::npos, caption.c_str());
            }
        }
        ViewOptions options;
        options.step = 10;
        QVERIFY(make("differences", contest({1, 2}, 6), options).caption.find("after 10 steps") !=
                std::string::npos);
    }

    void budgetsOfOneContestantAreTasks()
    {
        const auto source = contest({1, 2}, 3);
        for (int contestant = 0; contestant < 2; ++contestant) {
            const int cell = source->addCell(0, contestant, 40);
            source->addMetric(source->addRun(cell, 1), 0, {40}, {0.5});
        }
        SeriesCache cache(source);
        const auto read = comparisonSource(cache, {});
        QCOMPARE(read->input.tasks,
                 (std::vector<std::string>{"Problem 1, 20 steps", "Problem 1, 40 steps"}));
        QCOMPARE(read->input.cells.size(), std::size_t(4));
    }

    void criticalDifferencesOfSeeds()
    {
        // A and B differ by less than their order flips; C is always last.
        auto source = contest({1, 1, 5}, 12);
        const Figure figure = make("critical-difference", source);
        QCOMPARE(figure.panels.size(), std::size_t(1));
        const Panel &panel = figure.panels.front();
        QCOMPARE(panel.x.label, std::string("Mean rank over seeds (1 is best)"));
        // A row for each contestant and one for the group of A and B.
        QCOMPARE(panel.y.categories.size(), std::size_t(4));
        QCOMPARE(panel.y.categories[0], std::string("not separated"));
        const auto points = layersOf<PointLayer>(panel);
        QCOMPARE(points.size(), std::size_t(5));
        QCOMPARE(points[0].x.front(), 1.5);
        QCOMPARE(points[2].x.front(), 3.0);
        QVERIFY(figure.caption.find("12 seeds") != std::string::npos);
        QVERIFY(figure.altText.find("Not separated: A and B") != std::string::npos);
        // Nemenyi's ruler takes a row of its own.
        ViewOptions options;
        options.nemenyi = true;
        const Figure ruled = make("critical-difference", source, options);
        QVERIFY(ruled.panels.front().y.categories.back().starts_with("Critical difference"));
        // No difference at all is said in the title.
        const Panel none = make("critical-difference", contest({1, 1, 1}, 12)).panels.front();
        QVERIFY(none.x.label.find("no omnibus difference") != std::string::npos);
        QCOMPARE(layersOf<PointLayer>(none).front().key.colour, -1);
    }

    void criticalDifferencesOfProblems()
    {
        const Figure figure = make("critical-difference", contest({1, 2, 3}, 4, 9));
        QVERIFY(figure.panels.front().x.label.find("problems") != std::string::npos);
        QCOMPARE(layersOf<PointLayer>(figure.panels.front())[0].x.front(), 1.0);
    }

    void headToHeadIsEffectBelowAndEvidenceAbove()
    {
        const Figure figure = make("head-to-head", contest({1, 9}, 12));
        const auto heat = layersOf<HeatLayer>(figure.panels.front()).front();
        // Row 0 is at the bottom: B. Below the diagonal B against A: always worse.
        QCOMPARE(heat.texts[0], std::string("0.00"));
        QCOMPARE(heat.values[0], -1.0);
        QCOMPARE(heat.rowKeys.front().name, std::string("B"));
        QCOMPARE(heat.columnKeys.front().name, std::string("A"));
        // Above: A against B, p = 2^-11.
        QCOMPARE(heat.texts[3], std::string("11.0"));
        QCOMPARE(heat.values[3], 1.0);
        QVERIFY(std::isnan(heat.values[1]) && std::isnan(heat.values[2]));
        QVERIFY(figure.caption.find("Holm") != std::string::npos);
        QVERIFY(figure.altText.find("A beats B") != std::string::npos);
        QVERIFY(toCsv(figure).find("2 / 1 A: 11.0") != std::string::npos);
        // Three seeds decide nothing, and the cell says so.
        const auto few = layersOf<HeatLayer>(make("head-to-head", contest({1, 9}, 3)).panels[0])[0];
        QCOMPARE(few.texts[3], std::string("too few"));
    }

    void pairedDifferencesOfEverySeed()
    {
        // B is 1 worse than A on every seed of a problem, C 4 worse.
        const auto source = contest({1, 2, 5}, 12);
        const Figure figure = make("differences", source);
        const Panel &panel = figure.panels.front();
        QVERIFY(panel.x.label.ends_with(", minus A"));
        QVERIFY(figure.caption.find("left is better") != std::string::npos);
        QCOMPARE(panel.y.categories, (std::vector<std::string>{"C", "B"})); // B on top
        const auto strips = layersOf<StripLayer>(panel);
        QCOMPARE(strips.size(), std::size_t(2));
        QCOMPARE(strips[0].key.name, std::string("B"));
        QCOMPARE(strips[0].values.size(), std::size_t(12));
        for (const double value : strips[1].values)
            QVERIFY(std::abs(value - 4) < 1e-12);
        QVERIFY(std::abs(strips[0].centre - 1) < 1e-12);
        QVERIFY(strips[0].quartiles.has_value());
        // Zero is marked, and the words name test, correction and n.
        QCOMPARE(layersOf<MarkLayer>(panel).front().position, 0.0);
        QVERIFY(figure.caption.find("better on 0 of 12 seeds, corrected p") != std::string::npos);
        QVERIFY(figure.caption.find("Holm-corrected over 3 comparisons") != std::string::npos);
        // A pair in the order it was asked for.
        ViewOptions options;
        options.pair = {0, 2};
        const Figure pair = make("differences", source, options);
        const auto own = layersOf<StripLayer>(pair.panels.front());
        QCOMPARE(own.size(), std::size_t(1));
        QVERIFY(std::abs(own[0].centre + 4) < 1e-12);
        QVERIFY(pair.caption.find("A against C") != std::string::npos);
        QVERIFY(pair.caption.find("better on 12 of 12") != std::string::npos);
        // Other seeds cannot be paired, and the figure says so instead of drawing nothing.
        auto apart = contest({1}, 4);
        const int cell = apart->addContestant("B", 20);
        for (std::uint64_t seed = 11; seed < 15; ++seed)
            apart->addMetric(apart->addRun(cell, seed), 0, {20}, {3});
        QVERIFY(has(make("differences", apart).notes, "do not share enough seeds"));
        QVERIFY(has(make("differences", contest({1}, 4)).notes, "need two contestants"));
    }

    void manyPairedDifferencesAreCounted()
    {
        // On four problems B is always worse than A, and C its equal.
        const auto source = contest({1, 2, 1}, 12, 4);
        const Figure figure = make("differences", source);
        QCOMPARE(figure.panels.size(), std::size_t(4));
        QVERIFY(figure.caption.find("B is better on 0 and worse on 4 of 4 problems") !=
                std::string::npos);
        QVERIFY(figure.caption.find("C is better on 0 and worse on 0 of 4 problems") !=
                std::string::npos);
        QVERIFY(figure.caption.find("against A:") == std::string::npos);
        QVERIFY(figure.caption.size() < 500);
    }

    void badPairsGetASentence()
    {
        SeriesCache cache(contest({1, 2}, 5));
        ViewOptions options;
        options.pair = {0, 7};
        const auto unknown = makeFigure("differences", cache, options);
        QVERIFY(!unknown);
        QVERIFY(unknown.error().message.find("contestant 7") != std::string::npos);
        options.pair = {1, 1};
        QVERIFY(!makeFigure("differences", cache, options));
    }

    void performanceProfileOfCosts()
    {
        const Figure figure = make("profile", contest({1, 3}, 10));
        const auto lines = layersOf<LineLayer>(figure.panels.front());
        QCOMPARE(lines.size(), std::size_t(2));
        QCOMPARE(lines[0].y.front(), 1.0); // A wins everywhere
        QCOMPARE(lines[1].y.front(), 0.0);
        QCOMPARE(lines[1].y.back(), 1.0); // and B finishes everywhere
        // The greatest ratio is 3.1 / 1.1.
        QVERIFY(std::any_of(lines[1].x.begin(), lines[1].x.end(),
                            [](double x) { return std::abs(x - 3.1 / 1.1) < 1e-12; }));
        QVERIFY(std::is_sorted(lines[1].x.begin(), lines[1].x.end()));
    }

    void scoreProfileOfScores()
    {
        auto source = contest({1, 3}, 10);
        source->view().channels[0].direction = Direction::maximize;
        source->touch();
        const Figure figure = make("profile", source);
        const auto lines = layersOf<LineLayer>(figure.panels.front());
        QCOMPARE(lines[0].y.front(), 1.0);
        QCOMPARE(lines[0].y.back(), 0.0);
        for (std::size_t i = 0; i < lines[0].x.size(); ++i)
            QVERIFY(lines[0].lower[i] <= lines[0].y[i] && lines[0].y[i] <= lines[0].upper[i]);
        // Losses below zero are no costs: the profile is of runs at or below a threshold.
        const Figure below = make("profile", contest({-5, -2}, 10));
        const auto turned = layersOf<LineLayer>(below.panels.front());
        QVERIFY(std::is_sorted(turned[0].x.begin(), turned[0].x.end()));
        QCOMPARE(turned[0].x.front(), -4.9);
        QCOMPARE(turned[0].y.front(), 0.1); // the least of ten runs
        QCOMPARE(turned[0].y.back(), 1.0);
    }

    void runtimesToATarget()
    {
        // A reaches 2.5 at step 10 on every seed, B (3.1 to 4.0 at the end) never.
        ViewOptions options;
        options.target = 4.5;
        const Figure figure = make("runtimes", contest({1, 3}, 10), options);
        const auto lines = layersOf<LineLayer>(figure.panels.front());
        QCOMPARE(lines.size(), std::size_t(2));
        QCOMPARE(lines[0].y.back(), 1.0);
        // A starts at 4 (1 + s/10): seed 1 is there at step 1, the others by step 10.
        QCOMPARE(lines[0].x.front(), 1.0);
        QCOMPARE(lines[0].y.front(), 0.1);
        QVERIFY(has(figure.notes, "A: expected running time 9.1 (10 of 10 runs reach it)."));
        options.target = 2.05;
        const Figure late = make("runtimes", contest({1, 3}, 10), options);
        QVERIFY(has(late.notes, "B: expected running time infinite (0 of 10 runs reach it)."));
        QVERIFY(has(late.notes, "A: expected running time 20 (10 of 10"));
        // A mark where B's runs end without it.
        const auto marks = layersOf<PointLayer>(late.panels.front());
        QCOMPARE(marks.size(), std::size_t(1));
        QCOMPARE(marks[0].x.front(), 20.0);
        QCOMPARE(marks[0].y.front(), 0.0);
        // Without a target: many of them, and curves in [0, 1].
        const auto all = layersOf<LineLayer>(make("runtimes", contest({1, 3}, 10)).panels[0]);
        for (const LineLayer &line : all)
            QVERIFY(std::is_sorted(line.y.begin(), line.y.end()) && line.y.back() <= 1);
    }

    void nothingToReachIsSaid()
    {
        // A loss that only grows is best at its start.
        auto source = std::make_shared<MemorySource>();
        source->view().budgetUnit = "steps";
        const int channel = source->addChannel(metricChannel("regret", "Regret"));
        const int cell = source->addContestant("A", 20);
        source->addMetric(source->addRun(cell, 1), channel, {0, 10, 20}, {0, 3, 5});
        const Figure figure = make("runtimes", source);
        QVERIFY(figure.empty());
        QVERIFY(has(figure.notes, "Regret is never better than at the start"));
        ViewOptions options;
        options.target = 4;
        QVERIFY(!make("runtimes", source, options).empty());
    }

    void attainmentOfSeveralSeeds_data()
    {
        QTest::addColumn<int>("xDirection");
        QTest::addColumn<int>("yDirection");
        for (const int x : {1, 2})
            for (const int y : {1, 2})
                QTest::addRow("%d %d", x, y) << x << y;
    }
    void attainmentOfSeveralSeeds()
    {
        // The fronts of the golden file's three-point sketch, turned in every direction.
        QFETCH(int, xDirection);
        QFETCH(int, yDirection);
        const double xSign = xDirection == static_cast<int>(Direction::maximize) ? -1 : 1;
        const double ySign = yDirection == static_cast<int>(Direction::maximize) ? -1 : 1;
        const std::vector<statistics::PlaneFront> fronts{
            {{1, 9}, {3, 5}, {6, 2}}, {{2, 7}, {4, 4}, {8, 1.5}}, {{1.5, 8}, {5, 3.5}, {7, 3}}};
        auto source = std::make_shared<MemorySource>();
        source->view().stepUnit = "step";
        ChannelDeclaration channel = metricChannel("front", "Front", Direction::none);
        channel.kind = ObservationKind::points;
        channel.columns = {{"x", "X", "", static_cast<Direction>(xDirection)},
                           {"y", "Y", "", static_cast<Direction>(yDirection)}};
        const int index = source->addChannel(channel);
        const int cell = source->addContestant("A", 10);
        for (std::size_t run = 0; run < fronts.size(); ++run) {
            PointsFrame frame;
            for (const auto &point : fronts[run]) {
                frame.values.push_back(xSign * point.x);
                frame.values.push_back(ySign * point.y);
            }
            source->addFrame(source->addRun(cell, run + 1), index, 10, std::move(frame));
        }
        const Figure figure = make("attainment", source);
        QCOMPARE(figure.panels.size(), std::size_t(2));
        const LineLayer line = layersOf<LineLayer>(figure.panels[0]).front();
        QVERIFY(std::is_sorted(line.x.begin(), line.x.end()));
        // Between the steps the stairs are those of the surfaces.
        const auto median = statistics::attainmentSurface(fronts, 2);
        const auto best = statistics::attainmentSurface(fronts, 1);
        const auto at = [](const statistics::PlaneFront &surface, double x) {
            double y = std::nan("");
            for (const auto &point : surface)
                if (point.x <= x)
                    y = point.y;
            return y;
        };
        for (std::size_t i = 0; i + 1 < line.x.size(); ++i) {
            const double between = xSign * 0.5 * (line.x[i] + line.x[i + 1]);
            const double expected = at(median, between);
            QCOMPARE(std::isnan(line.y[i]), std::isnan(expected));
            if (!std::isnan(expected))
                QCOMPARE(ySign * line.y[i], expected);
            QCOMPARE(ySign > 0 ? line.lower[i] : -line.upper[i], at(best, between));
            QVERIFY(line.lower[i] <= line.upper[i]);
        }
        QCOMPARE(layersOf<LineLayer>(figure.panels[1]).front().count.front(), 3);
        QVERIFY(figure.caption.find("n = 3 seeds") != std::string::npos);
    }

    void differenceOfAttainmentIsOfShares()
    {
        // A's runs attain (1, 1), two of B's four (3, 3): between them only A, beyond them half.
        auto source = std::make_shared<MemorySource>();
        source->view().stepUnit = "step";
        ChannelDeclaration channel = metricChannel("front", "Front", Direction::none);
        channel.kind = ObservationKind::points;
        channel.columns = {{"x", "X", "", Direction::minimize},
                           {"y", "Y", "", Direction::maximize}};
        const int index = source->addChannel(channel);
        for (const char *name : {"A", "B"}) {
            const int cell = source->addContestant(name, 10);
            for (std::uint64_t seed = 1; seed <= 4; ++seed) {
                PointsFrame frame;
                const double at = *name == 'A' ? 1 : seed <= 2 ? 3 : 5;
                frame.values = {at, -at};
                source->addFrame(source->addRun(cell, seed), index, 10, std::move(frame));
            }
        }
        const Figure figure = make("attainment-difference", source);
        const Panel &panel = figure.panels.front();
        const HeatLayer heat = layersOf<HeatLayer>(panel).front();
        const auto valueNear = [&](double x, double y) {
            const auto place = [](const Axis &axis, double value, int count) {
                return static_cast<std::size_t>((value - axis.minimum) /
                                                (axis.maximum - axis.minimum) * count);
            };
            return heat
                .values[place(panel.y, y, heat.rows) * static_cast<std::size_t>(heat.columns) +
                        place(panel.x, x, heat.columns)];
        };
        QCOMPARE(valueNear(2, -2), 1.0);
        QCOMPARE(valueNear(4, -4), 0.5);
        QCOMPARE(valueNear(4, -2), 1.0);
        QCOMPARE(layersOf<LineLayer>(panel).size(), std::size_t(2));
        QVERIFY(figure.caption.find("in the colour of whose share is larger") != std::string::npos);
        QCOMPARE(heat.between->front().name, std::string("B"));
        QCOMPARE(heat.between->back().name, std::string("A"));
        // Who leads is written where, for those who cannot tell by the colour.
        QCOMPARE(heat.words.size(), std::size_t(1));
        QCOMPARE(heat.words.front().text, std::string("A by 1.00"));
        QCOMPARE(heat.values[static_cast<std::size_t>(heat.words.front().row * heat.columns +
                                                      heat.words.front().column)],
                 1.0);
        ViewOptions turned;
        turned.pair = {1, 0};
        const auto other =
            layersOf<HeatLayer>(make("attainment-difference", source, turned).panels.front());
        QCOMPARE(other.front().values.front(), -heat.values.front());
        QCOMPARE(other.front().words.front().text, std::string("A by 1.00"));
        SeriesCache cache(source);
        turned.pair = {0, 0};
        QVERIFY(!makeFigure("attainment-difference", cache, turned));
    }

    void distributionsHaveBoxAndViolinFromTenSeedsOn()
    {
        const auto few =
            layersOf<StripLayer>(make("distribution", contest({1}, 9)).panels.front()).front();
        QVERIFY(!few.quartiles && few.density.empty());
        const auto many =
            layersOf<StripLayer>(make("distribution", contest({1}, 10)).panels.front()).front();
        QVERIFY(many.quartiles.has_value());
        QVERIFY(std::abs((*many.quartiles)[1] - 1.55) < 1e-12);
        QCOMPARE(*std::max_element(many.density.begin(), many.density.end()), 1.0);
        QVERIFY(has(make("distribution", contest({1}, 3)).notes, "uncalibrated"));
    }

    /** Single seeds are shown by the number that tests compare. */
    void distributionsAreByAnyNumberOfARun()
    {
        const auto source = contest({1, 2}, 3);
        const auto stripsBy = [&source](const char *by) {
            ViewOptions options;
            options.by = *runSummaryFromText(by);
            return make("distribution", source, options);
        };
        const auto valuesIn = [](const Figure &figure) {
            return layersOf<StripLayer>(figure.panels.front()).front().values;
        };
        QCOMPARE(valuesIn(stripsBy("last")), (std::vector<double>{1.1, 1.2, 1.3}));
        QCOMPARE(valuesIn(stripsBy("at:10")), (std::vector<double>{2.2, 2.4, 2.6}));
        const Figure steps = stripsBy("steps:2.5");
        // A is at 2.2, 2.4 and 2.6 by step 10; of B only seeds that end there get there at all.
        QCOMPARE(valuesIn(steps), (std::vector<double>{10, 10, 20}));
        QCOMPARE(steps.panels.front().x.label, std::string("Steps until Loss is at most 2.5"));
        QCOMPARE(steps.panels.front().x.unit, std::string("step"));
        const Figure few = stripsBy("steps:1.25");
        QVERIFY(has(few.notes, "4 runs that did not reach the level are left out"));
        QCOMPARE(valuesIn(few), (std::vector<double>{20, 20}));
        QVERIFY(has(stripsBy("steps:0.1").notes, "No run has reached the level"));

        SeriesCache cache(source);
        ViewOptions twoSteps;
        twoSteps.by = *runSummaryFromText("at:10");
        twoSteps.step = 20;
        const auto refused = makeFigure("distribution", cache, twoSteps);
        QVERIFY(!refused && refused.error().message.find("step 10") != std::string::npos);
    }

    void parallelCoordinatesShowWhatDiffers()
    {
        auto source = contest({1, 2}, 5);
        source->view().contestants[0].settings = {{"rate", 0.1}, {"kind", "a"}, {"same", 3}};
        source->view().contestants[1].settings = {{"rate", 0.4}, {"kind", "b"}, {"same", 3}};
        source->touch();
        const Figure figure = make("parallel", source);
        const Panel &panel = figure.panels.front();
        QCOMPARE(panel.x.categories, (std::vector<std::string>{"kind", "rate", "Loss"}));
        QVERIFY(figure.caption.find("rate from 0.1 to 0.4") != std::string::npos);
        const auto lines = layersOf<LineLayer>(panel);
        QCOMPARE(lines.size(), std::size_t(2));
        QCOMPARE(lines[1].y, (std::vector<double>{1, 1, 1}));
        // Every axis names its ends.
        const auto axes = layersOf<MarkLayer>(panel);
        QCOMPARE(axes.size(), std::size_t(3));
        QCOMPARE(axes[1].low, std::string("0.1"));
        QCOMPARE(axes[1].high, std::string("0.4"));
        // Two values are the ends; a third is named between them.
        QVERIFY(axes[0].ticks.empty());
        auto three = contest({1, 2, 5}, 5);
        for (int c = 0; c < 3; ++c)
            three->view().contestants[static_cast<std::size_t>(c)].settings = {
                {"kind", std::string(1, static_cast<char>('a' + c))}};
        three->touch();
        const auto kinds = layersOf<MarkLayer>(make("parallel", three).panels.front());
        QCOMPARE(kinds[0].ticks.size(), std::size_t(1));
        QCOMPARE(kinds[0].ticks[0].text, std::string("b"));
        QCOMPARE(kinds[0].ticks[0].at, 0.5);
        // Nothing differs: nothing to draw, and a sentence.
        QVERIFY(has(make("parallel", contest({1, 2}, 5)).notes, "same settings"));
    }
};

QTEST_GUILESS_MAIN(ComparisonViewsTest)
#include "comparison_views_test.moc"
