#include "core/random/distributions.h"
#include "tests/support/sample_contest.h"
#include "views/figures/decimation.h"
#include "views/figures/distribution.h"
#include "views/figures/front.h"
#include "views/figures/graph.h"
#include "views/figures/leaderboard.h"
#include "views/figures/objective_plane.h"
#include "views/figures/palette.h"
#include "views/figures/text.h"
#include "views/figures/ticks.h"
#include "views/figures/views.h"

#include <QTest>

#include <cmath>
#include <fmt/format.h>

using namespace agon;
using namespace agon::views;
using agon::test::MemorySource;
using agon::test::metricChannel;

namespace {

template <class T>
const T &layer(const Figure &figure, std::size_t index, std::size_t panel = 0)
{
    return std::get<T>(figure.panels.at(panel).layers.at(index));
}

} // namespace

class ViewsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyViewIsEmptyButHonestBeforeAnythingIsRecorded()
    {
        auto source = test::sampleContest(1, 20);
        auto bare = std::make_shared<MemorySource>();
        bare->view() = source->view();
        bare->touch();
        SeriesCache cache(bare);
        for (const View &view : allViews()) {
            if (view.needsSweep)
                continue;
            const auto figure = makeFigure(view.key, cache, ViewOptions{});
            QVERIFY2(figure.hasValue(), view.key.data());
            QVERIFY2(figure->empty(), view.key.data());
            QVERIFY2(!figure->notes.empty(), view.key.data());
        }
    }

    void everyViewDescribesItself()
    {
        SeriesCache cache(test::sampleContest(4, 50));
        for (const View &view : allViews()) {
            if (view.needsSweep) {
                QVERIFY(!isAvailable(view, cache.experiment()));
                continue;
            }
            QVERIFY(isAvailable(view, cache.experiment()));
            if (view.key == "runtimes")
                continue; // regret only grows: comparison_views_test has one that falls
            const auto figure = makeFigure(view.key, cache, ViewOptions{});
            QVERIFY2(figure.hasValue(), view.key.data());
            QVERIFY(!figure->empty());
            for (const std::string *text :
                 {&figure->title, &figure->caption, &figure->altText, &figure->n})
                QVERIFY2(!text->empty(), view.key.data());
        }
    }

    void aTradeoffSetsTwoMetricsOfEveryRunAgainstEachOther()
    {
        auto source = std::make_shared<MemorySource>();
        const int loss = source->addChannel(metricChannel("loss", "Loss"));
        const int bytes = source->addChannel(metricChannel("bytes", "Bytes"));
        source->addChannel(metricChannel("note", "Note", Direction::none));
        // A is cheap, B is good, C is beaten by B in both.
        const std::vector<std::array<double, 2>> places{{4, 10}, {1, 30}, {2, 40}};
        for (std::size_t i = 0; i < places.size(); ++i) {
            const int cell = source->addContestant(std::string(1, static_cast<char>('A' + i)), 10);
            for (std::uint64_t seed = 1; seed <= 3; ++seed) {
                const int run = source->addRun(cell, seed);
                const double shift = 0.25 * (static_cast<double>(seed) - 2);
                source->addMetric(run, loss, {1, 10}, {9, places[i][0] + shift});
                if (i != 2 || seed != 3) // without a cost a run has no place
                    source->addMetric(run, bytes, {1, 10}, {0, places[i][1] - shift});
            }
        }
        SeriesCache cache(source);
        ViewOptions options;
        options.channel = "loss";
        const auto figure = makeFigure("tradeoff", cache, options);
        QVERIFY(figure.hasValue());
        const Panel &panel = figure->panels.front();
        QCOMPARE(panel.x.label, std::string("Bytes"));
        QCOMPARE(panel.y.label, std::string("Loss"));
        std::vector<PointLayer> centres;
        std::vector<std::size_t> seeds;
        const PointLayer *stairs = nullptr;
        for (const Layer &each : panel.layers) {
            const auto &points = std::get<PointLayer>(each);
            if (points.staircase)
                stairs = &points;
            else if (points.emphasised)
                centres.push_back(points);
            else
                seeds.push_back(points.x.size());
        }
        QCOMPARE(seeds, (std::vector<std::size_t>{3, 3, 2}));
        QCOMPARE(centres.size(), std::size_t(3));
        QCOMPARE(centres[0].x.front(), 10.0);
        QCOMPARE(centres[0].y.front(), 4.0);
        QCOMPARE(centres[2].x.front(), 40.125); // of the two that have both
        QVERIFY(stairs != nullptr);
        QCOMPARE(stairs->x, (std::vector<double>{10, 30}));
        QCOMPARE(stairs->y, (std::vector<double>{4, 1}));
        QCOMPARE(figure->n, std::string("n = 2 to 3 seeds"));

        options.x = "note"; // nothing is better there: no stairs, and nothing recorded
        const auto none = makeFigure("tradeoff", cache, options);
        QVERIFY(none.hasValue() && none->empty() && !none->notes.empty());
        options.x = "loss";
        const auto itself = makeFigure("tradeoff", cache, options);
        QVERIFY(!itself.hasValue());
        QVERIFY(itself.error().message.find("bytes") != std::string::npos);
    }

    void budgetsOfOneContestantHavePanelsOfTheirOwn()
    {
        auto source = std::make_shared<MemorySource>();
        const int channel = source->addChannel(metricChannel("loss", "Loss"));
        source->view().budgetUnit = "rounds";
        const int first = source->addContestant("A", 10);
        const int longer = source->addCell(0, 0, 50);
        const int other = source->addContestant("B", 10);
        for (const int cell : {first, longer, other}) {
            const int run = source->addRun(cell, 1);
            source->addMetric(run, channel, {1, 10}, {3, 2});
        }
        SeriesCache cache(source);
        for (const char *view : {"convergence", "distribution"}) {
            const auto figure = makeFigure(view, cache, ViewOptions{});
            QVERIFY2(figure.hasValue(), view);
            QCOMPARE(figure->panels.size(), std::size_t(2));
            QCOMPARE(figure->panels.front().title, std::string("Problem, 10 rounds"));
            QCOMPARE(figure->panels.back().title, std::string("Problem, 50 rounds"));
        }
    }

    void distributionShowsEverySeedThatHasComeSoFar()
    {
        auto source = std::make_shared<MemorySource>();
        const int channel = source->addChannel(metricChannel("loss", "Loss"));
        const int cell = source->addContestant("A", 10);
        for (std::uint64_t seed = 1; seed <= 3; ++seed)
            source->addMetric(source->addRun(cell, seed), channel, {5, 10},
                              {10.0 * static_cast<double>(seed), static_cast<double>(seed)});
        source->addMetric(source->addRun(cell, 4, RunStatus::running, 5), channel, {5}, {40});
        source->addRun(cell, 5, RunStatus::failed, 2);
        SeriesCache cache(source);
        const auto end = makeFigure("distribution", cache, ViewOptions{});
        QVERIFY(end);
        QCOMPARE(layer<StripLayer>(*end, 0).values, (std::vector<double>{1, 2, 3}));
        QCOMPARE(layer<StripLayer>(*end, 0).centre, 2.0);
        QCOMPARE(end->n, std::string("n = 3 seeds"));
        ViewOptions early;
        early.step = 5;
        const auto middle = makeFigure("distribution", cache, early);
        QCOMPARE(layer<StripLayer>(*middle, 0).values, (std::vector<double>{10, 20, 30, 40}));
    }

    void summariesFollowTheChannel()
    {
        MetricSeries series;
        for (int i = 1; i <= 100; ++i) {
            series.steps.push_back(i);
            series.values.push_back(i == 50 ? -5 : i);
        }
        ChannelDeclaration channel = metricChannel("loss", "Loss");
        const auto summary = [&](Summary kind, std::int64_t step) {
            channel.summary = kind;
            auto source = std::make_shared<MemorySource>();
            const int index = source->addChannel(channel);
            const int cell = source->addContestant("A", 100);
            source->addMetric(source->addRun(cell, 1), index, series.steps, series.values);
            SeriesCache cache(source);
            return seedValues(cache, cell, index, step).values.at(0);
        };
        QCOMPARE(summary(Summary::end, 100), 100.0);
        QCOMPARE(summary(Summary::best, 100), -5.0);
        QCOMPARE(summary(Summary::best, 49), 1.0);
        QCOMPARE(summary(Summary::meanOfLast, 100), 98.0); // the last 5 %
    }

    void fieldsBecomeHeatMaps()
    {
        auto source = std::make_shared<MemorySource>();
        ChannelDeclaration pulls = metricChannel("pulls", "Pulls", Direction::none);
        pulls.kind = ObservationKind::field;
        pulls.columnAxis = "arm";
        const int channel = source->addChannel(pulls);
        const int cell = source->addContestant("A", 10);
        const int run = source->addRun(cell, 1);
        source->addFrame(run, channel, 1, FieldFrame{1, 2, {1, 0}, {}, {}});
        source->addFrame(run, channel, 10, FieldFrame{1, 2, {6, 2}, {}, {}});
        SeriesCache cache(source);
        const auto raw = makeFigure("heatmap", cache, ViewOptions{});
        QVERIFY(raw);
        const auto &heat = layer<HeatLayer>(*raw, 0);
        QCOMPARE(heat.rows, 2);
        QCOMPARE(heat.columns, 2);
        QCOMPARE(heat.values, (std::vector<double>{1, 6, 0, 2})); // arm by arm
        QCOMPARE(raw->panels[0].x.categories, (std::vector<std::string>{"1", "10"}));
        ViewOptions options;
        options.shares = true;
        const auto shares = makeFigure("heatmap", cache, options);
        QCOMPARE(layer<HeatLayer>(*shares, 0).values, (std::vector<double>{1, 0.75, 0, 0.25}));
        options.step = 5;
        QCOMPARE(layer<HeatLayer>(*makeFigure("heatmap", cache, options), 0).columns, 1);
    }

    void nothingOnAFrontIsDominated()
    {
        // Golden by hand: minimise x, maximise y.
        const std::vector<double> x{1, 2, 3, 4, 2, std::nan("")};
        const std::vector<double> y{5, 4, 7, 7, 6, 9};
        QCOMPARE(nondominated(x, y, Direction::minimize, Direction::maximize),
                 (std::vector<std::size_t>{0, 4, 2}));
        for (const Direction xWay : {Direction::minimize, Direction::maximize})
            for (const Direction yWay : {Direction::minimize, Direction::maximize})
                for (std::uint64_t trial = 0; trial < 20; ++trial) {
                    random::Stream stream(trial, random::Purpose("front test"));
                    std::vector<double> a;
                    std::vector<double> b;
                    for (int i = 0; i < 60; ++i) {
                        a.push_back(static_cast<double>(stream.below(12)));
                        b.push_back(static_cast<double>(stream.below(12)));
                    }
                    const auto better = [](double u, double v, Direction way) {
                        return way == Direction::minimize ? u < v : u > v;
                    };
                    const auto kept = nondominated(a, b, xWay, yWay);
                    for (std::size_t i = 0; i < a.size(); ++i) {
                        bool dominated = false;
                        for (std::size_t j = 0; j < a.size(); ++j)
                            dominated = dominated ||
                                        (!better(a[i], a[j], xWay) && !better(b[i], b[j], yWay) &&
                                         (better(a[j], a[i], xWay) || better(b[j], b[i], yWay)));
                        const bool listed =
                            std::any_of(kept.begin(), kept.end(), [&](std::size_t k) {
                                return a[k] == a[i] && b[k] == b[i];
                            });
                        QCOMPARE(listed, !dominated);
                    }
                }
    }

    void hypervolumeGrowsWithTheFront()
    {
        // Three steps of a staircase against (4, 4): 3 + 2 + 1 cells; first only the middle one.
        const Frame early = PointsFrame{{2, 2}, {0}, {}, {}};
        const Frame minimised = PointsFrame{{1, 3, 2, 2, 3, 1}, {0, 0, 0}, {}, {}};
        const Frame maximised = PointsFrame{{-1, 3, -2, 2, -3, 1}, {0, 0, 0}, {}, {}};
        const FrameSeries both{{10, 20}, {&early, &minimised}};
        const HypervolumeCurve curve = hypervolumeCurve(both, {0, 1, 2}, {4, 4}, {});
        QCOMPARE(curve.steps, (std::vector<std::int64_t>{10, 20}));
        QCOMPARE(curve.values, (std::vector<double>{4, 6}));
        QCOMPARE(hypervolumeCurve(both, {0, 1, 2}, {4, 4}, 15).values, std::vector<double>{4});
        QCOMPARE(hypervolumeCurve({{20}, {&maximised}}, {0, 1, 2, -1, 1}, {4, 4}, {}).values.back(),
                 6.0);
    }

    void numbersOfPapersAreDrawnAndNamed()
    {
        const auto source = test::sampleContest(8, 50);
        SeriesCache plain(source);
        ViewOptions options;
        options.channel = "cumulative_regret";
        const auto without = makeFigure("convergence", plain, options);
        QVERIFY(without);
        const double top = without->panels[0].y.maximum;
        source->view().published = {
            {"UCB1 in the paper", "cumulative_regret", "", top * 1.2, top / 10, 5, "Auer 2002",
             "7"},
            {"Elsewhere", "another_metric", "", 1, {}, {}, "Nobody 1900", ""}};
        source->touch();
        SeriesCache cache(source);
        const auto figure = makeFigure("convergence", cache, options);
        QVERIFY(figure);
        int found = 0;
        std::vector<std::vector<double>> dashes;
        for (const Layer &any : figure->panels[0].layers)
            if (const auto *line = std::get_if<LineLayer>(&any);
                line != nullptr && line->reference) {
                QVERIFY(line->key.colour < 0);
                dashes.push_back(contestantStyle(line->key.colour).dash);
                if (line->key.name != "UCB1 in the paper")
                    continue;
                ++found;
                QCOMPARE(line->y, (std::vector<double>{top * 1.2, top * 1.2}));
                QCOMPARE(line->upper[0], top * 1.2 + top / 10);
                QCOMPARE(line->x.front(), figure->panels[0].x.minimum);
                QCOMPARE(line->x.back(), figure->panels[0].x.maximum);
            }
        QCOMPARE(found, 1);
        // Two references are told apart in black and white, and neither looks like a result.
        QCOMPARE(dashes.size(), std::size_t(2));
        QVERIFY(!dashes[0].empty() && !dashes[1].empty());
        QVERIFY(dashes[0] != dashes[1]);
        QVERIFY(figure->panels[0].y.maximum >= top * 1.2);
        QVERIFY(std::any_of(figure->notes.begin(), figure->notes.end(), [](const auto &note) {
            return note.find("(n = 5), Auer 2002, p. 7. Not part of any test.") !=
                   std::string::npos;
        }));
        QVERIFY(figure->panels[0].layers.size() == without->panels[0].layers.size() + 1);
    }

    void leaderboardOfAMetricPutsTheBestOnTop()
    {
        SeriesCache cache(test::sampleContest(8, 50));
        ViewOptions options;
        options.channel = "cumulative_regret";
        const auto figure = makeFigure("leaderboard", cache, options);
        QVERIFY(figure);
        QCOMPARE(figure->panels[0].y.categories.back(), std::string("Thompson sampling"));
        const auto &first = layer<IntervalLayer>(*figure, 0);
        QVERIFY(first.lower < first.centre && first.centre < first.upper);
        QCOMPARE(first.text, std::string("1"));
        // So few seeds are all there to be seen.
        const auto pointsIn = [](const Figure &board) {
            std::vector<std::size_t> points;
            for (const Layer &each : board.panels[0].layers)
                if (const auto *seeds = std::get_if<PointLayer>(&each))
                    points.push_back(seeds->x.size());
            return points;
        };
        QCOMPARE(pointsIn(*figure), std::vector<std::size_t>(4, 8));
        SeriesCache many(test::sampleContest(10, 50));
        QVERIFY(pointsIn(*makeFigure("leaderboard", many, options)).empty());
    }

    void leaderboardOfRatingsWithoutIntervalsOrdersThemAndClaimsNoMore()
    {
        ChannelDeclaration ratings;
        ratings.key = "ratings";
        ratings.title = "Ratings";
        ratings.kind = ObservationKind::points;
        ratings.columns = {{.key = "rating", .label = "Rating", .direction = Direction::maximize},
                           {.key = "lower", .label = "Lower"},
                           {.key = "upper", .label = "Upper"}};
        auto source = std::make_shared<MemorySource>();
        const int channel = source->addChannel(ratings);
        const int run = source->addRun(source->addContestant("Elo", 10), 1);
        const double none = std::nan("");
        PointsFrame frame;
        frame.labels = {"worst", "best", "middle"};
        frame.values = {900, none, none, 1200, none, none, 1000, none, none};
        source->addFrame(run, channel, 10, frame);
        SeriesCache cache(source);
        const auto figure = makeFigure("leaderboard", cache, ViewOptions{});
        QVERIFY(figure);
        const Panel &panel = figure->panels.at(0);
        QCOMPARE(panel.y.categories, (std::vector<std::string>{"worst", "middle", "best"}));
        QVERIFY(std::isfinite(panel.x.minimum) && std::isfinite(panel.x.maximum));
        QVERIFY(panel.x.minimum <= 900 && panel.x.maximum >= 1200);
        for (std::size_t i = 0; i < 3; ++i)
            QCOMPARE(layer<IntervalLayer>(*figure, i).text, std::to_string(i + 1));
        QVERIFY(figure->interval.empty());
    }

    void responseFollowsASweptParameter()
    {
        auto source = std::make_shared<MemorySource>();
        const int channel = source->addChannel(metricChannel("loss", "Loss"));
        source->view().axes = {{"problem.clients", {10, 100, 1000}}};
        source->view().contestants.push_back({"A", "test/a", Json::object(), 0});
        source->view().contestants.push_back({"B", "test/b", Json::object(), 1});
        for (int value = 0; value < 3; ++value) {
            const int problem = source->addProblem("clients = …");
            for (int contestant = 0; contestant < 2; ++contestant) {
                const int cell = source->addCell(problem, contestant, 10, {value});
                for (std::uint64_t seed = 1; seed <= 2; ++seed)
                    source->addMetric(
                        source->addRun(cell, seed), channel, {10},
                        {100.0 * contestant + 10 * value + static_cast<double>(seed)});
            }
        }
        SeriesCache cache(source);
        const auto figure = makeFigure("response", cache, ViewOptions{});
        QVERIFY(figure);
        QCOMPARE(figure->panels[0].layers.size(), std::size_t{2});
        QCOMPARE(layer<LineLayer>(*figure, 0).x, (std::vector<double>{10, 100, 1000}));
        QCOMPARE(layer<LineLayer>(*figure, 0).y, (std::vector<double>{1.5, 11.5, 21.5}));
        QCOMPARE(layer<LineLayer>(*figure, 1).key.name, std::string("B"));
        QVERIFY(figure->panels[0].x.scale == Scale::logarithmic);
        QCOMPARE(figure->panels[0].x.label, std::string("clients"));
        QVERIFY(figure->caption.find("against clients:") != std::string::npos);
        ViewOptions wrong;
        wrong.x = "problem.arms";
        QCOMPARE(makeFigure("response", cache, wrong).error().message,
                 std::string(
                     "The experiment does not sweep \"problem.arms\". It sweeps problem.clients."));
    }

    void responseHasAPanelForEveryOtherPlaceOfTheProblem()
    {
        auto source = std::make_shared<MemorySource>();
        const int channel = source->addChannel(metricChannel("loss", "Loss"));
        source->view().axes = {{"problem.gap", {0.1, 0.2}}, {"problem.arms", {5, 10}}};
        source->view().contestants.push_back({"A", "test/a", Json::object(), 0});
        for (int gap = 0; gap < 2; ++gap)
            for (int arms = 0; arms < 2; ++arms) {
                const int problem = source->addProblem(
                    fmt::format("Bandit, gap = 0.{}, arms = {}", gap + 1, 5 * (arms + 1)));
                const int cell = source->addCell(problem, 0, 10, {gap, arms});
                source->addMetric(source->addRun(cell, 1), channel, {10}, {10.0 * arms + gap});
            }
        SeriesCache cache(source);
        const auto figure = makeFigure("response", cache, ViewOptions{});
        QVERIFY(figure);
        QCOMPARE(figure->panels.size(), std::size_t{2});
        QCOMPARE(figure->panels[0].title, std::string("arms = 5"));
        QCOMPARE(figure->panels[1].title, std::string("arms = 10"));
        QCOMPARE(figure->panels[1].letter, std::string("b"));
        QCOMPARE(layer<LineLayer>(*figure, 0).key.name, std::string("A"));
        const auto &second = std::get<LineLayer>(figure->panels[1].layers[0]);
        QCOMPARE(second.x, (std::vector<double>{0.1, 0.2}));
        QCOMPARE(second.y, (std::vector<double>{10, 11}));
    }

    void panelsAreNamedByWhatTellsTheirProblemsApart()
    {
        auto source = std::make_shared<MemorySource>();
        const int channel = source->addChannel(metricChannel("loss", "Loss"));
        source->view().contestants.push_back({"A", "test/a", Json::object(), 0});
        for (const char *name : {"Bandit, gap = 0.1, arms = 5", "Bandit, gap = 0.1, arms = 50"}) {
            const int cell = source->addCell(source->addProblem(name), 0, 10);
            source->addMetric(source->addRun(cell, 1), channel, {10}, {1});
        }
        SeriesCache cache(source);
        const auto figure = makeFigure("distribution", cache, ViewOptions{});
        QVERIFY(figure);
        QCOMPARE(figure->panels[0].title, std::string("arms = 5"));
        QCOMPARE(figure->panels[1].title, std::string("arms = 50"));
        QVERIFY(figure->caption.ends_with(" Problem: Bandit, gap = 0.1."));
        // Names that begin differently stay whole.
        source->addProblem("Market");
        SeriesCache whole(source);
        QCOMPARE(makeFigure("distribution", whole, ViewOptions{})->panels[0].title,
                 std::string("Bandit, gap = 0.1, arms = 5"));
    }

    void graphsAreLaidOutInLayers()
    {
        GraphFrame frame;
        for (const char *name : {"in", "a", "b", "out"})
            frame.nodes.push_back({name, 0, {}, {}});
        frame.edges = {{0, 1, 1, ""}, {0, 2, 1, ""}, {1, 3, 1, ""}, {2, 3, 1, ""}};
        const GraphLayer placed = layoutGraph(frame);
        QCOMPARE(placed.nodes[0].x, 0.0);
        QCOMPARE(placed.nodes[1].x, 0.5);
        QCOMPARE(placed.nodes[2].x, 0.5);
        QVERIFY(placed.nodes[1].y != placed.nodes[2].y);
        QCOMPARE(placed.nodes[3].x, 1.0);
        frame.edges.push_back({3, 0, 1, ""}); // a cycle: on a circle
        QVERIFY(layoutGraph(frame).nodes[1].x != 0.5 || layoutGraph(frame).nodes[2].x != 0.5);
    }

    void decimatedAndFullCurvesCoverTheSamePixels_data()
    {
        QTest::addColumn<bool>("logarithmic");
        QTest::newRow("linear") << false;
        QTest::newRow("logarithmic") << true;
    }
    void decimatedAndFullCurvesCoverTheSamePixels()
    {
        QFETCH(bool, logarithmic);
        constexpr int width = 300;
        random::Stream stream(4, random::Purpose("pixels"));
        std::vector<double> x;
        std::vector<double> y;
        double walk = 0;
        for (int i = 1; i <= 20'000; ++i) {
            walk += random::normal(stream);
            x.push_back(i);
            y.push_back(i % 997 == 0 ? std::nan("") : walk);
        }
        Axis axis;
        axis.scale = logarithmic ? Scale::logarithmic : Scale::linear;
        axis.minimum = 1;
        axis.maximum = 20'000;
        const std::vector<std::span<const double>> series{y};
        const auto kept = keptExtremes(x, series, width, axis.scale);
        QVERIFY(kept.size() <= 4 * width);
        QVERIFY(std::is_sorted(kept.begin(), kept.end()));
        std::vector<double> low(width, 1e300);
        std::vector<double> high(width, -1e300);
        auto keptLow = low;
        auto keptHigh = high;
        const auto cover = [&](std::size_t i, std::vector<double> &least,
                               std::vector<double> &greatest) {
            if (std::isnan(y[i]))
                return;
            const auto column = static_cast<std::size_t>(
                std::min(width - 1.0, std::floor(width * position(axis, x[i]))));
            least[column] = std::min(least[column], y[i]);
            greatest[column] = std::max(greatest[column], y[i]);
        };
        for (std::size_t i = 0; i < x.size(); ++i)
            cover(i, low, high);
        for (const std::size_t i : kept)
            cover(i, keptLow, keptHigh);
        QCOMPARE(keptLow, low);
        QCOMPARE(keptHigh, high);
    }

    void contestantsCanBeSeenAndToldApart()
    {
        for (const Appearance appearance : {Appearance::light, Appearance::dark}) {
            const Colour background = figureColours(appearance).background;
            for (int i = 0; i < paletteSize; ++i) {
                const double ratio = contrast(contestantStyle(i, appearance).colour, background);
                // Sky blue and orange, sixth and seventh on white, reach 2.2 with dash and marker
                // beside.
                QVERIFY2(ratio >= (appearance == Appearance::light && i > 4 ? 2.1 : 2.9),
                         qPrintable(QString::number(ratio)));
                for (int j = 0; j < i; ++j) {
                    const ContestantStyle a = contestantStyle(i, appearance);
                    const ContestantStyle b = contestantStyle(j, appearance);
                    QVERIFY(!(a.colour == b.colour));
                    QVERIFY(a.marker != b.marker || a.dash != b.dash);
                }
            }
            QVERIFY(contrast(figureColours(appearance).text, background) >= 7);
            QVERIFY(contrast(figureColours(appearance).mutedText, background) >= 4.5);
        }
        QCOMPARE(mapColour(ColourMap::viridis, 0), colourFromHex(0x440154));
        QCOMPARE(mapColour(ColourMap::viridis, 2), colourFromHex(0xFDE725));
        QCOMPARE(mapColour(ColourMap::diverging, 0.5), colourFromHex(0xF7F7F7));
    }

    void numbersReadWell()
    {
        QCOMPARE(formatInteger(-1234567), std::string("\u22121,234,567"));
        QCOMPARE(formatNumber(0), std::string("0"));
        QCOMPARE(formatNumber(999.6), std::string("1000"));
        QCOMPARE(formatNumber(12345.6), std::string("12,346"));
        QCOMPARE(formatNumber(0.012345), std::string("0.0123"));
        QCOMPARE(formatNumber(1.5e-7), std::string("1.5 × 10⁻⁷"));
        QCOMPARE(formatNumber(-2e12), std::string("\u22122 × 10¹²"));
        QCOMPARE(formatWithSpread(452.345, 22), std::string("452"));
        QCOMPARE(formatWithSpread(0.81234, 0.012), std::string("0.812"));
        QCOMPARE(formatCount(8, 8), std::string("n = 8 seeds"));
        QCOMPARE(formatCount(5, 8), std::string("n = 5 to 8 seeds"));
    }
};

QTEST_GUILESS_MAIN(ViewsTest)
#include "views_test.moc"
