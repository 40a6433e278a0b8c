#include "core/experiment/dotted_settings.h"
#include "core/experiment/parameters.h"

#include <QTest>

using namespace agon;

namespace {

struct Dirichlet
{
    double alpha = 0.1;
    static Schema<Dirichlet> schema()
    {
        Schema<Dirichlet> s;
        s.real(&Dirichlet::alpha, "alpha", "Concentration").range(1e-3, 1e6);
        return s;
    }
};
struct Iid
{
    static Schema<Iid> schema() { return {}; }
};
enum class Colour { red, green };
struct Settings
{
    int clients = 20;
    double rate = 0.1;
    bool warm = false;
    Colour colour = Colour::green;
    std::variant<Iid, Dirichlet> partition = Dirichlet{};
    std::vector<double> means{0.1, 0.9};

    static Schema<Settings> schema()
    {
        Schema<Settings> s;
        s.integer(&Settings::clients, "clients", "Clients").range(1, 1000);
        s.real(&Settings::rate, "rate", "Step size").range(0, 1);
        s.flag(&Settings::warm, "warm", "Warm start");
        s.choice<Colour>(&Settings::colour, "colour", "Colour",
                         {{Colour::red, "red", "Red"}, {Colour::green, "green", "Green"}});
        s.variant<Iid, Dirichlet>(&Settings::partition, "partition", "Partition",
                                  {"iid", "Independent", "", Iid::schema()},
                                  {"dirichlet", "Dirichlet", "", Dirichlet::schema()});
        s.list(&Settings::means, "means", "Means").range(0, 1).length(1, 5);
        return s;
    }
};

} // namespace

class ParametersTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void defaultsComeFromTheStruct()
    {
        const auto schema = Settings::schema();
        const auto complete = completeSettings(schema.declarations(), Json::object(), "test");
        QVERIFY(complete);
        const Settings settings = schema.read(*complete);
        QCOMPARE(settings.clients, 20);
        QVERIFY(settings.colour == Colour::green);
        QCOMPARE(std::get<Dirichlet>(settings.partition).alpha, 0.1);
        QCOMPARE(settings.means, (std::vector<double>{0.1, 0.9}));
    }

    void givenValuesAreRead()
    {
        const auto schema = Settings::schema();
        const auto complete =
            completeSettings(schema.declarations(),
                             {{"clients", 50},
                              {"partition", {{"type", "dirichlet"}, {"alpha", 2}}},
                              {"colour", "red"},
                              {"means", {1, 0}}},
                             "test");
        QVERIFY(complete);
        const Settings settings = schema.read(*complete);
        QCOMPARE(settings.clients, 50);
        QCOMPARE(std::get<Dirichlet>(settings.partition).alpha, 2.0);
        QVERIFY(settings.colour == Colour::red);
        const auto shortForm =
            completeSettings(schema.declarations(), {{"partition", "iid"}}, "test");
        QVERIFY(shortForm);
        QVERIFY(std::holds_alternative<Iid>(schema.read(*shortForm).partition));
    }

    void badValuesGetASentence_data()
    {
        QTest::addColumn<QString>("given");
        QTest::addColumn<QString>("message");
        QTest::newRow("unknown")
            << R"({"cliens": 3})"
            << R"(f/p: there is no parameter "cliens". Did you mean "clients"?)";
        QTest::newRow("type") << R"({"clients": "many"})"
                              << R"(f/p: "clients" must be a whole number, but "many" was given.)";
        QTest::newRow("fraction") << R"({"clients": 2.5})"
                                  << R"(f/p: "clients" must be a whole number, but 2.5 was given.)";
        QTest::newRow("range") << R"({"clients": 0})"
                               << R"(f/p: "clients" must be between 1 and 1000, but 0 was given.)";
        QTest::newRow("huge")
            << R"({"clients": 18446744073709551615})"
            << R"(f/p: "clients" must be a whole number below 2^63, but 18446744073709551615 was given.)";
        QTest::newRow("choice")
            << R"({"colour": "blue"})"
            << R"(f/p: "colour" must be "red" or "green", but "blue" was given.)";
        QTest::newRow("inner")
            << R"({"partition": {"type": "dirichlet", "alpha": -1}})"
            << R"(f/p, partition = "dirichlet": "alpha" must be between 0.001 and 1e+06, but -1.0 was given.)";
        QTest::newRow("list") << R"({"means": []})"
                              << R"(f/p: "means" must have 1 to 5 entries, but 0 were given.)";
    }
    void badValuesGetASentence()
    {
        QFETCH(QString, given);
        QFETCH(QString, message);
        const auto result = completeSettings(Settings::schema().declarations(),
                                             Json::parse(given.toStdString()), "f/p");
        QVERIFY(!result);
        QCOMPARE(QString::fromStdString(result.error().text()), message);
    }

    void declarationsSurviveJson()
    {
        const auto schema = Settings::schema();
        for (const ParameterDeclaration &declaration : schema.declarations()) {
            const auto copy = parameterFromJson(toJson(declaration));
            QVERIFY(copy);
            QCOMPARE(toJson(*copy).dump(), toJson(declaration).dump());
        }
    }

    void nestedSettingsHaveDottedKeys()
    {
        const Json settings = Json::parse(
            R"({"partition": {"type": "dirichlet", "alpha": 0.1}, "clients": 20, "sizes": [1, 2]})");
        const auto flat = dottedSettings(settings, "problem");
        QCOMPARE(flat.size(), std::size_t{4});
        QVERIFY(flat.at("problem.partition.alpha") == Json(0.1));
        QVERIFY(flat.at("problem.sizes") == Json::parse("[1, 2]"));
        QVERIFY(dottedSettings(Json()).empty());
        for (const auto &[key, value] : dottedSettings(settings)) {
            const Json *found = settingAt(settings, key);
            QVERIFY(found != nullptr);
            QVERIFY(*found == value);
        }
        QVERIFY(settingAt(settings, "partition.beta") == nullptr);
        QVERIFY(settingAt(settings, "clients.alpha") == nullptr);
        QCOMPARE(settingName("problem.partition.alpha"), std::string("alpha"));
        QCOMPARE(settingName("partition.type"), std::string("partition"));
        QCOMPARE(settingName("clients"), std::string("clients"));
    }
};

QTEST_GUILESS_MAIN(ParametersTest)
#include "parameters_test.moc"
