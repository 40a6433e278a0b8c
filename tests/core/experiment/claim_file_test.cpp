#include "core/experiment/claims.h"
#include "tests/core/experiment/written_claims.h"

#include <QtTest/QtTest>

#include <fmt/format.h>

#include <filesystem>
#include <fstream>

using namespace agon;
using namespace agon::test;

namespace {

QByteArray errorOf(const std::string &text)
{
    const auto claim = parseClaim(text, "claims/P999-toy.toml");
    return claim ? QByteArray() : QByteArray::fromStdString(claim.error().text());
}

} // namespace

class ClaimFileTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyShippedClaimIsWellFormed()
    {
        int count = 0;
        for (const auto &entry :
             std::filesystem::directory_iterator(AGON_SOURCE_DIR "/resources/claims")) {
            if (entry.path().extension() != ".toml")
                continue;
            const auto claim = readClaim(entry.path().string());
            QVERIFY2(claim.hasValue(), claim ? "" : claim.error().text().c_str());
            QVERIFY(entry.path().filename().string().starts_with(claim->paper + "-"));
            ++count;
        }
        QVERIFY(count > 0);
    }

    void recordedVerdictsAreOfTheShippedClaimsAndSayWhyTheyDoNotHold()
    {
        std::ifstream file(AGON_SOURCE_DIR "/resources/claims/verdicts.json");
        int judged = 0;
        for (const Json &json : Json::parse(file)) {
            ++judged;
            const auto verdict = verdictFromJson(json);
            QVERIFY(verdict.hasValue());
            const auto claim = readClaim(
                fmt::format("{}/resources/claims/{}.toml", AGON_SOURCE_DIR, verdict->claim));
            QVERIFY2(claim.hasValue(), verdict->claim.c_str());
            QCOMPARE(verdict->statement, claim->statement);
            QCOMPARE(verdict->seeds, claim->experiment.seeds);
            QCOMPARE(verdict->expectations.size(), claim->expectations.size());
            QVERIFY2(verdict->verdict == Verdict::holds || !claim->remark.empty(),
                     verdict->claim.c_str());
        }
        QVERIFY(judged > 0);
    }

    void countsOfSeedsBeginAt1001()
    {
        const Claim claim = claimOf(aLessThanB + "by = \"mean\"", "seeds = 3");
        QCOMPARE(claim.experiment.seeds, (std::vector<std::uint64_t>{1001, 1002, 1003}));
        QCOMPARE(claimOf(aLessThanB + "by = \"mean\"", "").experiment.seeds.size(),
                 std::size_t{20});
        QCOMPARE(
            claimOf(aLessThanB + "by = \"mean\"", "seeds = [2000, 1500]").experiment.seeds.front(),
            std::uint64_t{2000});
        QCOMPARE(claim.id, std::string("P999-toy"));
        QCOMPARE(claim.scope, ClaimScope::scaledDown);
    }

    void mistakesGetASentenceWithTheirPlace_data()
    {
        QTest::addColumn<QString>("expectation");
        QTest::addColumn<QString>("message");
        const auto row = [](const char *name, const char *expectation, const char *message) {
            QTest::newRow(name) << expectation << message;
        };
        row("unknown key", "[[expect]]\nmesure = 3\n",
            "claims/P999-toy.toml:16:1: There is no key \"mesure\". Did you mean \"measure\"?");
        row("no rule", "[[expect]]\nmeasure = { metric = \"loss\" }\nrelation = \"less\"\nto = 1\n",
            "claims/P999-toy.toml:15:1: This expectation has no \"by\". Write measure, relation, "
            "to and by.");
        row("unknown summary",
            "[[expect]]\nmeasure = { metric = \"loss\", summary = \"final\" }\nrelation = "
            "\"less\"\nto = 1\n"
            "by = \"mean\"\n",
            "claims/P999-toy.toml:16:40: \"summary\" must be \"end\", \"best\" or \"slope\". "
            "Others are written at = "
            "500, last = 0.1 or steps_to = 0.9.");
        row("two summaries",
            "[[expect]]\nmeasure = { metric = \"loss\", at = 5, last = 0.1 }\nrelation = "
            "\"less\"\nto = 1\n"
            "by = \"mean\"\n",
            "claims/P999-toy.toml:16:38: A measure has one summary. Keep one of summary, at, last "
            "and steps_to.");
        row("share out of range",
            "[[expect]]\nmeasure = { metric = \"loss\" }\nrelation = \"less\"\nto = 1\nby = { "
            "share = 90 }\n",
            "claims/P999-toy.toml:19:16: \"share\" must be between 0.01 and 1, but 90 was given.");
        row("unknown axis",
            "[[expect]]\nmeasure = { metric = \"loss\", \"problem.arms\" = 3 }\nrelation = "
            "\"less\"\nto = 1\n"
            "by = \"mean\"\n",
            "claims/P999-toy.toml:16:30: There is no key \"problem.arms\". Known are: metric, "
            "summary, at, last, "
            "steps_to, contestant, problem.");
        row("interval",
            "[[expect]]\nmeasure = { metric = \"loss\" }\nrelation = \"within\"\nto = 3\nby = "
            "\"mean\"\n",
            "claims/P999-toy.toml:18:6: \"within\" needs an interval. Write to = [0.9, 1.1].");
        row("unknown relation",
            "[[expect]]\nmeasure = { metric = \"loss\" }\nrelation = \"lower\"\nto = 3\nby = "
            "\"mean\"\n",
            "claims/P999-toy.toml:17:12: \"relation\" must be \"less\", \"greater\", \"within\", "
            "\"increasing\" or "
            "\"decreasing\".");
        row("unknown test",
            "[[expect]]\nmeasure = { metric = \"loss\" }\nrelation = \"less\"\nto = 3\nby = { test "
            "= \"t\" }\n",
            "claims/P999-toy.toml:19:6: \"test\" must be \"sign\", \"wilcoxon\" or \"sign-flip\". "
            "Write by = "
            "\"every_seed\", \"mean\", { share = 0.9 } or { test = \"wilcoxon\", alpha = 0.05, "
            "minimum_effect = 0 }.");
        row("no axis",
            "[[expect]]\nmeasure = { metric = \"loss\" }\nrelation = \"increasing\"\nby = "
            "\"mean\"\n",
            "claims/P999-toy.toml:15:1: The relation \"increasing\" needs a sweep axis. Write "
            "along = \"…\" with a "
            "key of [sweep].");
    }
    void mistakesGetASentenceWithTheirPlace()
    {
        QFETCH(QString, expectation);
        QFETCH(QString, message);
        QCOMPARE(QString::fromUtf8(errorOf("seeds = 3" + head + "\n" + expectation.toStdString())),
                 message);
    }

    void tuningSeedsNeverJudge()
    {
        QCOMPARE(errorOf("seeds = [7]" + head + aLessThanB + "by = \"mean\""),
                 QByteArray("claims/P999-toy.toml:1:9: The seed 7 cannot judge a claim. Seeds "
                            "below 1001 are for "
                            "tuning."));
    }
};

QTEST_GUILESS_MAIN(ClaimFileTest)
#include "claim_file_test.moc"
