#include "app/lab/anonymity.h"

#include <QTest>

using namespace agon::app;

/** What travels inside a figure does not say whose it is. */
class AnonymityTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void pathsKeepTheNameOfTheFile()
    {
        QCOMPARE(withoutFolders("data = \"/home/me/my data/a.csv\""),
                 std::string("data = \"a.csv\""));
        QCOMPARE(withoutFolders("data = '~/a/b.csv'"), std::string("data = 'b.csv'"));
        QCOMPARE(withoutFolders("data = \"C:\\\\me\\\\a.csv\""), std::string("data = \"a.csv\""));
        QCOMPARE(withoutFolders("[\"file:///srv/x/a\", \"/srv/x/b\"]"),
                 std::string("[\"a\", \"b\"]"));
    }

    void nothingElseIsChanged()
    {
        for (const char *text :
             {"type = \"bandits/ucb1\"", "label = \"√(Kt)/4 / 2\"", "# see /home/me", "a = \"/x\"",
              "\"problem.partition.alpha\" = [0.1]", "label = \"ε-greedy\""})
            QCOMPARE(withoutFolders(text), std::string(text));
    }

    void namesOfThisPlaceAreFound()
    {
        qputenv("USER", "a-long-name");
        QCOMPARE(namesOfThisPlaceIn("by a-long-name"), std::vector<std::string>{"a-long-name"});
        QVERIFY(namesOfThisPlaceIn("by nobody").empty());
        qputenv("USER", "ann"); // in too many words
        QVERIFY(namesOfThisPlaceIn("an annotation").empty());
    }
};

QTEST_GUILESS_MAIN(AnonymityTest)
#include "anonymity_test.moc"
