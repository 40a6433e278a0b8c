#include "core/experiment/experiment.h"
#include "tests/support/test_family.h"

#include <QTemporaryDir>
#include <QTest>

#include <fstream>
#include <set>

using namespace agon;

namespace {

const std::string base = R"(name = "A"
seeds = [3, 4]
budget = 50
[problem]
type = "test/walk"
start = 5
[[contestant]]
type = "test/steady"
rate = 0.1
[[contestant]]
type = "test/noisy"
)";

Grid grid(const std::string &text, const FamilySet &families = test::testFamilies(),
          const DataSource &data = test::MemoryDataSource(test::MemoryDataSource::Files{
              {"walk.csv", "1,2"}}))
{
    auto experiment = parseExperiment(text, "f.toml");
    if (!experiment)
        qFatal("%s", experiment.error().text().c_str());
    auto result = expand(*experiment, families, data);
    if (!result)
        qFatal("%s", result.error().text().c_str());
    return *result;
}

/** Identity of the run of the algorithm with a seed. */
std::string identity(const Grid &grid, const std::string &algorithm = "test/steady",
                     std::uint64_t seed = 3)
{
    for (const RunPlan &run : grid.runs)
        if (run.seed == seed &&
            grid.cells[static_cast<std::size_t>(run.cell)].algorithmId == algorithm)
            return run.identity;
    qFatal("There is no such run.");
    return {};
}

std::string replaced(std::string text, const std::string &from, const std::string &to)
{
    const std::size_t place = text.find(from);
    if (place == std::string::npos)
        qFatal("\"%s\" does not occur.", from.c_str());
    return text.replace(place, from.size(), to);
}

/** The test family with something changed in its catalogue. */
class ChangedFamily final : public Family
{
public:
    explicit ChangedFamily(Catalogue changed)
        : m_inner(test::makeTestFamily()), m_catalogue(std::move(changed))
    {}
    const Catalogue &catalogue() const override { return m_catalogue; }
    Expected<InstancePointer> prepare(const ProblemRequest &request) const override
    {
        return m_inner->prepare(request);
    }
    Expected<std::unique_ptr<Trial>> start(const TrialRequest &request) const override
    {
        return m_inner->start(request);
    }
    int preferredLanes(std::string_view algorithm) const override
    {
        return m_inner->preferredLanes(algorithm);
    }

private:
    std::shared_ptr<const Family> m_inner;
    Catalogue m_catalogue;
};

template <class F>
FamilySet familiesWith(F change)
{
    Catalogue catalogue = test::makeTestFamily()->catalogue();
    change(catalogue);
    FamilySet families;
    families.add(std::make_shared<ChangedFamily>(std::move(catalogue)));
    return families;
}

} // namespace

class IdentityTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyRunHasItsOwn()
    {
        std::set<std::string> identities;
        const Grid g = grid(base);
        for (const RunPlan &run : g.runs) {
            QCOMPARE(run.identity.size(), 32U);
            identities.insert(run.identity);
        }
        QCOMPARE(identities.size(), 4U);
    }

    void whatDecidesNoNumberChangesNothing_data()
    {
        QTest::addColumn<QString>("text");
        const auto row = [](const char *name, const std::string &text) {
            QTest::newRow(name) << QString::fromStdString(text);
        };
        row("name", replaced(base, "\"A\"", "\"B\"\ndescription = \"other\""));
        row("label", replaced(base, "rate = 0.1", "label = \"L\"\nrate = 0.1"));
        row("colour", replaced(base, "rate = 0.1", "colour = 4\nrate = 0.1"));
        row("problem's label", replaced(base, "start = 5", "label = \"P\"\nstart = 5"));
        row("defaults written out",
            replaced(base, "start = 5", "start = 5.0\nwidth = 4\npartition = { type = \"iid\" }"));
        row("order", "seeds = [3, 4]\nbudget = 50\n[[contestant]]\ntype = "
                     "\"test/noisy\"\n[[contestant]]\nrate = 0.1\n"
                     "type = \"test/steady\"\n[problem]\nstart = 5\ntype = \"test/walk\"\n");
        row("another contestant", base + "[[contestant]]\ntype = \"test/slow\"\n");
        row("more seeds", replaced(base, "[3, 4]", "[3, 4, 5, 6]"));
        row("own budget", replaced(replaced(base, "budget = 50", "budget = 70"), "rate = 0.1",
                                   "rate = 0.1\nbudget = 50"));
        row("swept", replaced(base, "rate = 0.1", "rate = 0.7") +
                         "[sweep]\n\"contestant.0.rate\" = [0.1]\n");
        row("the default schedule", base + "[schedule]\nspacing = \"logarithmic\"\npoints = 400\n");
        row("frames of the first seed or of every",
            base + "[schedule]\nframes-of-every-seed = true\n");
    }
    void whatDecidesNoNumberChangesNothing()
    {
        QFETCH(QString, text);
        QCOMPARE(identity(grid(text.toStdString())), identity(grid(base)));
    }

    void whatDecidesANumberChangesIt_data()
    {
        QTest::addColumn<QString>("text");
        const auto row = [](const char *name, const std::string &text) {
            QTest::newRow(name) << QString::fromStdString(text);
        };
        row("problem's setting", replaced(base, "start = 5", "start = 6"));
        row("problem", replaced(base, "test/walk", "test/wide-walk"));
        row("nested setting", replaced(base, "start = 5", "start = 5\npartition = \"dirichlet\""));
        row("algorithm's setting", replaced(base, "rate = 0.1", "rate = 0.1000000000000001"));
        row("budget", replaced(base, "budget = 50", "budget = 51"));
        row("instance", "instance = \"fixed\"\n" + base);
        row("spacing", base + "[schedule]\nspacing = \"linear\"\n");
        row("points", base + "[schedule]\npoints = 20\n");
        row("frames", base + "[schedule]\nframes = 20\n");
        row("improvements", base + "[schedule]\nimprovements = false\n");
    }
    void whatDecidesANumberChangesIt()
    {
        QFETCH(QString, text);
        QVERIFY(identity(grid(text.toStdString())) != identity(grid(base)));
    }

    void seedAndAlgorithmChangeIt()
    {
        const Grid g = grid(base);
        QVERIFY(identity(g, "test/steady", 3) != identity(g, "test/steady", 4));
        QVERIFY(identity(g, "test/steady", 3) != identity(g, "test/noisy", 3));
    }

    void aRunWithFramesIsNotOneWithout()
    {
        // Frames enter the digest, so that the first seed's run cannot stand in for a later one's.
        const std::string first = identity(grid(base));
        const std::string second = identity(grid(replaced(base, "[3, 4]", "[4, 3]")));
        QVERIFY(first != second);
        QCOMPARE(identity(grid(replaced(base, "[3, 4]", "[4, 3]") +
                               "[schedule]\nframes-of-every-seed = true\n")),
                 first);
    }

    void pointsDoNotMatterWhereEveryStepIsRecorded()
    {
        QCOMPARE(identity(grid(base + "[schedule]\nspacing = \"every\"\npoints = 7\n")),
                 identity(grid(base + "[schedule]\nspacing = \"every\"\npoints = 8\n")));
    }

    void revisionsChangeIt()
    {
        const std::string before = identity(grid(base));
        QCOMPARE(identity(grid(base, familiesWith([](Catalogue &) {}))), before);
        QVERIFY(identity(grid(base, familiesWith([](Catalogue &c) {
                                  c.problems[0].revision = 2;
                              }))) != before);
        QVERIFY(identity(grid(base, familiesWith([](Catalogue &c) {
                                  c.algorithms[0].revision = 2;
                              }))) != before);
        // Of another algorithm, or in words: no change.
        QCOMPARE(
            identity(grid(base, familiesWith([](Catalogue &c) { c.algorithms[1].revision = 2; }))),
            before);
        QCOMPARE(identity(grid(base, familiesWith([](Catalogue &c) {
                                   c.version = "2";
                                   c.algorithms[0].title = "Calm";
                                   c.algorithms[0].fidelity = Fidelity::reconstructed;
                               }))),
                 before);
    }

    void dataChangesIt()
    {
        const std::string text = replaced(base, "test/walk", "test/data-walk");
        const auto with = [&](const char *content) {
            return identity(grid(text, test::testFamilies(),
                                 test::MemoryDataSource(test::MemoryDataSource::Files{
                                     {"walk.csv", content}, {"other.csv", content}})));
        };
        QCOMPARE(with("1"), with("1"));
        QVERIFY(with("1") != with("2"));
    }

    void theContentOfAFileNamedInTheSettingsChangesIt()
    {
        QTemporaryDir folder;
        const std::string path = folder.filePath(QStringLiteral("steps.csv")).toStdString();
        const std::string text = replaced(replaced(base, "test/walk", "test/data-walk"),
                                          "start = 5", "start = 5\nfile = \"" + path + "\"");
        const auto with = [&](const char *content) {
            std::ofstream(path, std::ios::trunc) << content;
            return identity(grid(text));
        };
        const std::string first = with("1");
        QVERIFY(with("2") != first);
        QCOMPARE(with("1"), first);
        // Where it lies does not.
        const std::string other = folder.filePath(QStringLiteral("moved.csv")).toStdString();
        std::ofstream(other) << "1";
        QCOMPARE(identity(grid(replaced(text, path, other))), first);
    }

    /** Stored runs are found by these; a change here makes every stored run stale. With
     *  AGON_RECORD_REGRESSION set, writes the file instead. */
    void identitiesAreWhatTheyWere()
    {
        const char *const path = AGON_SOURCE_DIR "/tests/regression/identity.json";
        const Json now{{"test/steady 3", identity(grid(base))},
                       {"test/noisy 4", identity(grid(base), "test/noisy", 4)}};
        if (qEnvironmentVariableIsSet("AGON_RECORD_REGRESSION"))
            std::ofstream(path) << now.dump(1) << "\n";
        QVERIFY(Json::parse(std::ifstream(path)) == now);
    }
};

QTEST_GUILESS_MAIN(IdentityTest)
#include "identity_test.moc"
