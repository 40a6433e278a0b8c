#include "tests/plugins/seven_tests.h"

#include <QCoreApplication>
#include <QTest>

#include <fmt/format.h>

#include <bit>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

namespace agon::test {
namespace {

const std::string sourceDirectory = AGON_SOURCE_DIR;

std::string textOf(const std::filesystem::path &path)
{
    std::ifstream file(path);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

/** The file's JSON; null when it is missing or malformed. */
Json jsonOf(const std::filesystem::path &path) { return Json::parse(textOf(path), nullptr, false); }

/** <name>.json and every <name>_….json of a folder as one: a large family has one file a loop.
 *  Arrays are joined, objects merged. Discarded when a file is malformed, null when there is none.
 */
Json jsonOfAll(const std::filesystem::path &folder, const std::string &name)
{
    std::set<std::filesystem::path> paths;
    if (std::filesystem::exists(folder))
        for (const auto &entry : std::filesystem::directory_iterator(folder)) {
            const std::string file = entry.path().filename();
            if (file == name + ".json" ||
                (file.starts_with(name + "_") && entry.path().extension() == ".json"))
                paths.insert(entry.path());
        }
    Json all;
    for (const auto &path : paths) {
        const Json part = jsonOf(path);
        if (part.is_discarded())
            return part;
        if (all.is_null())
            all = part;
        else if (all.is_array())
            all.insert(all.end(), part.begin(), part.end());
        else
            all.merge_patch(part);
    }
    return all;
}

bool same(double a, double b)
{
    return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b);
}

bool same(const std::vector<double> &a, const std::vector<double> &b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](double x, double y) { return same(x, y); });
}

/** Equality of bits: NaN equals itself. */
bool same(const Frame &a, const Frame &b)
{
    if (a.index() != b.index())
        return false;
    if (const auto *points = std::get_if<PointsFrame>(&a)) {
        const auto &other = std::get<PointsFrame>(b);
        return same(points->values, other.values) && points->ids == other.ids &&
               points->labels == other.labels && points->graphs == other.graphs;
    }
    if (const auto *field = std::get_if<FieldFrame>(&a)) {
        const auto &other = std::get<FieldFrame>(b);
        return same(field->values, other.values) && field->rows == other.rows &&
               field->columns == other.columns && field->rowLabels == other.rowLabels &&
               field->columnLabels == other.columnLabels;
    }
    return a == b;
}

bool allFinite(const Frame &frame)
{
    const auto finite = [](const std::vector<double> &values) {
        return std::all_of(values.begin(), values.end(), [](double v) { return std::isfinite(v); });
    };
    if (const auto *points = std::get_if<PointsFrame>(&frame))
        return finite(points->values);
    if (const auto *field = std::get_if<FieldFrame>(&frame))
        return finite(field->values);
    return true;
}

ObservationKind kindOf(const Frame &frame)
{
    return static_cast<ObservationKind>(frame.index() + 1);
}

} // namespace

SevenTests::SevenTests(FamilyUnderTest underTest)
    : m_underTest(std::move(underTest))
    , m_catalogue(m_underTest.family->catalogue())
    , m_data(sourceDirectory + "/resources/data")
    , m_badSettings(jsonOfAll(folder(), "bad_settings"))
    , m_evidence(jsonOfAll(folder(), "evidence"))
{}

std::string SevenTests::folder() const
{
    return sourceDirectory + "/tests/plugins/" + m_catalogue.family;
}

Expected<InstancePointer> SevenTests::instance(const std::string &problem, const Json &settings,
                                               std::uint64_t seed) const
{
    return m_underTest.family->prepare({problem, settings, seed, &m_data});
}

SevenTests::Play SevenTests::start(const std::string &problem, const std::string &algorithm,
                                   const std::vector<std::uint64_t> &seeds)
{
    const auto must = [](auto expected) {
        if (!expected)
            throw std::runtime_error(expected.error().text());
        return std::move(*expected);
    };
    const ProblemDeclaration &declaration = *m_catalogue.problem(problem);
    const SmallProblem &small = m_underTest.problems.at(problem);
    TrialRequest request;
    request.problem = problem;
    request.problemSettings =
        must(completeSettings(declaration.parameters, small.settings, problem));
    request.algorithm = algorithm;
    const auto given = m_underTest.settings.find(algorithm);
    request.settings = must(completeSettings(
        m_catalogue.algorithm(algorithm)->parameters,
        given == m_underTest.settings.end() ? Json::object() : given->second, algorithm));
    request.seeds = seeds;
    request.budget = small.budget;
    for (const std::uint64_t seed : seeds) {
        InstancePointer &cached = m_instances[fmt::format("{} {}", problem, seed)];
        if (!cached)
            cached = must(instance(problem, request.problemSettings, seed));
        request.instances.push_back(cached);
    }
    Play play;
    play.trial = must(m_underTest.family->start(request));
    play.recorder = std::make_unique<MemoryRecorder>(m_catalogue.loop(declaration.loop)->schedule,
                                                     small.budget, request.lanes());
    return play;
}

std::vector<SevenTests::Lane> SevenTests::play(const std::string &problem,
                                               const std::string &algorithm,
                                               const std::vector<std::uint64_t> &seeds)
{
    Play play = start(problem, algorithm, seeds);
    while (play.advance()) {
    }
    return play.recorder->lanes();
}

std::string SevenTests::difference(const Lane &one, const Lane &other) const
{
    if (one.failure != other.failure)
        return fmt::format("one lane failed (\"{}\"), the other did not (\"{}\")", one.failure,
                           other.failure);
    for (std::size_t i = 0; i < m_catalogue.channels.size(); ++i) {
        const ChannelDeclaration &channel = m_catalogue.channels[i];
        if (channel.timed)
            continue;
        const auto index = static_cast<int>(i);
        const auto compare = [&](const auto &ones, const auto &others) -> std::string {
            if (ones.contains(index) != others.contains(index))
                return fmt::format("{} was recorded only once", channel.key);
            if (!ones.contains(index))
                return {};
            const auto &a = ones.at(index);
            const auto &b = others.at(index);
            for (std::size_t k = 0; k < std::min(a.size(), b.size()); ++k) {
                if (a[k].first != b[k].first)
                    return fmt::format("{}: step {} against {}", channel.key, a[k].first,
                                       b[k].first);
                if (!same(a[k].second, b[k].second))
                    return fmt::format("{} differs at step {}", channel.key, a[k].first);
            }
            if (a.size() != b.size())
                return fmt::format("{}: {} observations against {}", channel.key, a.size(),
                                   b.size());
            return {};
        };
        if (const std::string text = compare(one.metrics, other.metrics); !text.empty())
            return text;
        if (const std::string text = compare(one.frames, other.frames); !text.empty())
            return text;
    }
    return one.labels == other.labels ? "" : "the competitors' names differ";
}

void SevenTests::pairs()
{
    QTest::addColumn<std::string>("problem");
    QTest::addColumn<std::string>("algorithm");
    for (const ProblemDeclaration &problem : m_catalogue.problems)
        for (const AlgorithmDeclaration &algorithm : m_catalogue.algorithms)
            if (m_catalogue.fits(problem, algorithm) && m_underTest.problems.contains(problem.id))
                QTest::addRow("%s on %s", algorithm.id.c_str(), problem.id.c_str())
                    << problem.id << algorithm.id;
}

void SevenTests::catalogueSurvivesJson()
{
    const Json json = toJson(m_catalogue);
    const auto copy = catalogueFromJson(json);
    QVERIFY2(copy, copy ? "" : copy.error().text().c_str());
    QCOMPARE(toJson(*copy).dump(), json.dump());
}

void SevenTests::everyFileIsInTheCatalogue()
{
    // algorithms/…/kl_ucb.cpp holds "bandits/kl-ucb" and nothing else.
    const auto files = [&](const char *room) {
        std::set<std::string> ids;
        const std::filesystem::path path =
            sourceDirectory + "/plugins/" + m_catalogue.family + "/" + room;
        for (const auto &entry : std::filesystem::recursive_directory_iterator(path)) {
            if (entry.path().extension() != ".cpp")
                continue;
            std::string name = entry.path().stem();
            std::replace(name.begin(), name.end(), '_', '-');
            ids.insert(m_catalogue.family + "/" + name);
        }
        return ids;
    };
    const auto ids = [](const auto &declarations) {
        std::set<std::string> result;
        for (const auto &declaration : declarations)
            result.insert(declaration.id);
        return result;
    };
    const auto text = [](const std::set<std::string> &values) {
        return QString::fromStdString(Json(values).dump());
    };
    QCOMPARE(text(files("algorithms")), text(ids(m_catalogue.algorithms)));
    QCOMPARE(text(files("problems")), text(ids(m_catalogue.problems)));
}

void SevenTests::everyProblemIsTested()
{
    for (const ProblemDeclaration &problem : m_catalogue.problems)
        QVERIFY2(m_underTest.problems.contains(problem.id),
                 fmt::format("{} has no small version for the tests.", problem.id).c_str());
    for (const AlgorithmDeclaration &algorithm : m_catalogue.algorithms)
        QVERIFY2(std::any_of(m_catalogue.problems.begin(), m_catalogue.problems.end(),
                             [&](const ProblemDeclaration &problem) {
                                 return m_catalogue.fits(problem, algorithm);
                             }),
                 fmt::format("{} fits no problem.", algorithm.id).c_str());
}

void SevenTests::defaultsValidate()
{
    QFETCH(std::string, problem);
    QFETCH(std::string, algorithm);
    // All defaults, also those that the small version overrides.
    const auto &problemParameters = m_catalogue.problem(problem)->parameters;
    const auto &parameters = m_catalogue.algorithm(algorithm)->parameters;
    const auto problemSettings = completeSettings(problemParameters, Json::object(), problem);
    QVERIFY2(problemSettings, problemSettings ? "" : problemSettings.error().text().c_str());
    const auto settings = completeSettings(parameters, Json::object(), algorithm);
    QVERIFY2(settings, settings ? "" : settings.error().text().c_str());
    for (const ParameterDeclaration &parameter : parameters)
        QVERIFY2(!parameter.label.empty() && !parameter.help.empty(),
                 fmt::format("{}: \"{}\" has no label or help.", algorithm, parameter.key).c_str());
    const Play play = start(problem, algorithm, {1});
    QCOMPARE(play.trial->step(), std::int64_t{0});
}

void SevenTests::recordsWhatIsDeclared()
{
    QFETCH(std::string, problem);
    QFETCH(std::string, algorithm);
    const std::int64_t budget = m_underTest.problems.at(problem).budget;
    Play played = start(problem, algorithm, {1});
    while (played.advance()) {
    }
    QCOMPARE(played.trial->step(), budget);
    const Lane &lane = played.recorder->lane(0);
    QCOMPARE(QString::fromStdString(lane.failure), QString());

    std::set<int> declared;
    for (const int index : m_catalogue.channelsOf(*m_catalogue.problem(problem)))
        declared.insert(index);
    std::set<int> recorded;
    for (const auto &[index, values] : lane.metrics) {
        recorded.insert(index);
        const ChannelDeclaration &channel =
            m_catalogue.channels.at(static_cast<std::size_t>(index));
        QVERIFY2(channel.kind == ObservationKind::metric, channel.key.c_str());
        std::int64_t last = 0;
        for (const auto &[step, value] : values) {
            QVERIFY2(step >= last && step <= budget, channel.key.c_str());
            QVERIFY2(channel.mayBeMissing || std::isfinite(value),
                     fmt::format("{} is {} at step {}.", channel.key, value, step).c_str());
            if (channel.cost && step > last && !channel.mayBeMissing)
                QVERIFY2(value >= values.front().second, channel.key.c_str());
            last = step;
        }
    }
    for (const auto &[index, frames] : lane.frames) {
        if (index < 0)
            continue; // events belong to no channel
        recorded.insert(index);
        const ChannelDeclaration &channel =
            m_catalogue.channels.at(static_cast<std::size_t>(index));
        std::int64_t last = 0;
        for (const auto &[step, frame] : frames) {
            QVERIFY2(step >= last && step <= budget, channel.key.c_str());
            QVERIFY2(kindOf(frame) == channel.kind, channel.key.c_str());
            QVERIFY2(channel.mayBeMissing || allFinite(frame),
                     fmt::format("{} is not finite at step {}.", channel.key, step).c_str());
            if (const auto *field = std::get_if<FieldFrame>(&frame)) {
                QCOMPARE(field->values.size(), static_cast<std::size_t>(field->rows) *
                                                   static_cast<std::size_t>(field->columns));
                QVERIFY(field->rowLabels.empty() ||
                        field->rowLabels.size() == static_cast<std::size_t>(field->rows));
                QVERIFY(field->columnLabels.empty() ||
                        field->columnLabels.size() == static_cast<std::size_t>(field->columns));
            }
            if (const auto *points = std::get_if<PointsFrame>(&frame))
                QCOMPARE(points->values.size(), points->ids.size() * channel.columns.size());
            last = step;
        }
    }
    for (const int index : recorded)
        QVERIFY2(declared.contains(index),
                 fmt::format("{} is recorded, but neither loop nor problem declares it.",
                             m_catalogue.channels[static_cast<std::size_t>(index)].key)
                     .c_str());
    for (const int index : declared)
        QVERIFY2(recorded.contains(index) ||
                     m_catalogue.channels[static_cast<std::size_t>(index)].mayBeMissing,
                 fmt::format("{} is declared, but never recorded.",
                             m_catalogue.channels[static_cast<std::size_t>(index)].key)
                     .c_str());
}

void SevenTests::sameSeedGivesTheSameBits()
{
    QFETCH(std::string, problem);
    QFETCH(std::string, algorithm);
    const Lane first = play(problem, algorithm, {7}).front();
    m_instances.clear(); // the problem too is made again
    QCOMPARE(difference(first, play(problem, algorithm, {7}).front()), std::string());
}

void SevenTests::anotherSeedDiffers()
{
    QFETCH(std::string, problem);
    QFETCH(std::string, algorithm);
    const std::string text =
        difference(play(problem, algorithm, {7}).front(), play(problem, algorithm, {8}).front());
    const Json exact = m_evidence.value("deterministic", Json::object());
    const bool deterministic = exact.contains(algorithm + " on " + problem) ||
                               exact.contains(algorithm) || exact.contains(problem);
    if (deterministic)
        QCOMPARE(text, std::string());
    else
        QVERIFY2(!text.empty(),
                 "Seeds 7 and 8 give the same bits. If nothing is random here, say so "
                 "in evidence.json under \"deterministic\".");
}

void SevenTests::pausedAndResumedEqualsOneGo()
{
    QFETCH(std::string, problem);
    QFETCH(std::string, algorithm);
    const Lane oneGo = play(problem, algorithm, {7}).front();
    // Between any two units another trial of the same algorithm runs on the same thread.
    Play paused = start(problem, algorithm, {7});
    Play other = start(problem, algorithm, {8});
    bool otherGoesOn = true;
    int pauses = 0;
    for (; paused.advance(); ++pauses)
        otherGoesOn = otherGoesOn && other.advance();
    QVERIFY2(pauses > 0, "The small problem is played in one unit: give it a larger budget.");
    QCOMPARE(difference(oneGo, paused.recorder->lane(0)), std::string());
}

void SevenTests::lanesNeverChangeABit()
{
    QFETCH(std::string, problem);
    QFETCH(std::string, algorithm);
    const int most = m_underTest.family->preferredLanes(algorithm);
    QVERIFY(most >= 1);
    if (most == 1)
        QSKIP("This algorithm runs one seed at a time.");
    std::vector<std::uint64_t> seeds;
    for (int lane = 0; lane < most; ++lane)
        seeds.push_back(static_cast<std::uint64_t>(7 + lane));
    const std::vector<Lane> together = play(problem, algorithm, seeds);
    for (std::size_t lane = 0; lane < seeds.size(); ++lane)
        QCOMPARE(difference(together[lane], play(problem, algorithm, {seeds[lane]}).front()),
                 std::string());
}

void SevenTests::badSettingsGetTheExactMessage_data()
{
    QTest::addColumn<std::string>("owner");
    QTest::addColumn<std::string>("settings");
    QTest::addColumn<std::string>("message");
    QVERIFY2(m_badSettings.is_array(), "bad_settings.json is missing or malformed.");
    for (const Json &entry : m_badSettings) {
        const bool isProblem = entry.contains("problem");
        const auto owner = entry.at(isProblem ? "problem" : "algorithm").get<std::string>();
        QTest::addRow("%s %s", owner.c_str(), entry.at("settings").dump().c_str())
            << owner << entry.at("settings").dump() << entry.at("message").get<std::string>();
    }
}

void SevenTests::badSettingsGetTheExactMessage()
{
    QFETCH(std::string, owner);
    QFETCH(std::string, settings);
    QFETCH(std::string, message);
    const ProblemDeclaration *problem = m_catalogue.problem(owner);
    const AlgorithmDeclaration *algorithm = m_catalogue.algorithm(owner);
    QVERIFY2(problem || algorithm, "There is no such problem or algorithm.");
    const auto complete = completeSettings(problem ? problem->parameters : algorithm->parameters,
                                           Json::parse(settings), owner);
    std::string found;
    if (!complete) {
        found = complete.error().text();
    } else if (problem) {
        // Each value is allowed, but not all of them together.
        const auto prepared = instance(owner, *complete, 1);
        found = prepared ? "accepted" : prepared.error().text();
    } else {
        m_underTest.settings[owner] = *complete;
        for (const ProblemDeclaration &candidate : m_catalogue.problems) {
            if (!m_catalogue.fits(candidate, *algorithm))
                continue;
            try {
                start(candidate.id, owner, {1});
                found = "accepted";
            } catch (const std::runtime_error &error) {
                found = error.what();
                break;
            }
        }
        m_underTest.settings.erase(owner);
    }
    QCOMPARE(QString::fromStdString(found), QString::fromStdString(message));
}

void SevenTests::everyAlgorithmHasABadSetting()
{
    const auto tested = [&](const char *kind, const std::string &id) {
        return std::any_of(m_badSettings.begin(), m_badSettings.end(),
                           [&](const Json &entry) { return entry.value(kind, "") == id; });
    };
    for (const AlgorithmDeclaration &algorithm : m_catalogue.algorithms)
        QVERIFY2(tested("algorithm", algorithm.id), algorithm.id.c_str());
    for (const ProblemDeclaration &problem : m_catalogue.problems)
        QVERIFY2(tested("problem", problem.id), problem.id.c_str());
}

void SevenTests::everyAlgorithmHasEvidence_data()
{
    QTest::addColumn<std::string>("algorithm");
    QVERIFY2(m_evidence.is_object() && m_evidence.contains("algorithms"),
             "evidence.json is missing or malformed.");
    for (const AlgorithmDeclaration &algorithm : m_catalogue.algorithms)
        QTest::addRow("%s", algorithm.id.c_str()) << algorithm.id;
    for (const auto &[id, entry] : m_evidence.at("algorithms").items())
        if (!m_catalogue.algorithm(id))
            QTest::addRow("%s", id.c_str()) << id;
}

void SevenTests::everyAlgorithmHasEvidence()
{
    QFETCH(std::string, algorithm);
    QVERIFY2(m_catalogue.algorithm(algorithm), "evidence.json names an algorithm that is gone.");
    QVERIFY2(m_evidence.at("algorithms").contains(algorithm),
             "Name its golden groups or exact properties in evidence.json.");
    const Json &entry = m_evidence.at("algorithms").at(algorithm);

    const std::vector<std::string> groups = entry.value("golden", std::vector<std::string>{});
    const std::vector<std::string> tests = entry.value("tests", std::vector<std::string>{});
    QVERIFY2(!tests.empty(), "Name the test functions that prove it: \"file_test::function\".");
    const Json golden = jsonOf(sourceDirectory + "/tests/golden/" + m_catalogue.family + ".json");
    std::string allTests;
    for (const std::string &test : tests) {
        const std::size_t colons = test.find("::");
        QVERIFY2(colons != std::string::npos, test.c_str());
        const std::string source = textOf(folder() + "/" + test.substr(0, colons) + ".cpp");
        QVERIFY2(source.find("void " + test.substr(colons + 2) + "()") != std::string::npos,
                 fmt::format("There is no test {}.", test).c_str());
        allTests += source;
    }
    for (const std::string &group : groups) {
        QVERIFY2(golden.contains(group) && !golden.at(group).empty(),
                 fmt::format("There is no golden group {}.", group).c_str());
        QVERIFY2(allTests.find('"' + group + '"') != std::string::npos,
                 fmt::format("None of the named tests reads the golden group {}.", group).c_str());
    }
    if (groups.empty())
        QVERIFY2(!entry.value("exact", "").empty(),
                 "Without a golden group, say under \"exact\" which property is proved.");

    const std::string claim = entry.value("claim", "");
    const std::string reason = entry.value("no-claim", "");
    QVERIFY2(claim.empty() != reason.empty(), "Name a claim file, or say why there is none.");
    if (!claim.empty())
        QVERIFY2(std::filesystem::exists(sourceDirectory + "/resources/claims/" + claim),
                 fmt::format("There is no resources/claims/{}.", claim).c_str());
}

int runSevenTests(FamilyUnderTest underTest, int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    SevenTests tests(std::move(underTest));
    return QTest::qExec(&tests, argc, argv);
}

} // namespace agon::test
