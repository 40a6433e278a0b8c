#include "core/experiment/experiment.h"
#include "core/random/stream.h"
#include "tests/support/test_family.h"

#include <QTest>

#include <array>
#include <cctype>

using namespace agon;

namespace {

const std::string original = R"(name = "Walks" # a comment
description = """two
lines"""
seeds = [1, 2, 3]
budget = 50
instance = "per-seed"

[schedule]
spacing = "linear"
points = 20

[[problem]]
type = "test/walk"
label = "Wälk"
start = 5.5
partition = { type = "dirichlet", alpha = 0.1 }

[[problem]]
type = "test/wide-walk"
width = 3

[[contestant]]
type = "test/steady"
rate = 1e-1

[[contestant]]
type = "test/noisy"
label = 'Noisy, "bold"'
colour = 2
budget = 40
mode = "bold"
spread = 0

[sweep]
"problem.start" = [1, 2.5]
"test/noisy.rate" = [0.1, 0.2]
budget = [10, 20]
)";

/** What is put in at random places: TOML's own marks, keys, and values at the borders. */
constexpr std::array fragments{"=",
                               "[",
                               "]",
                               "[[",
                               "]]",
                               "{",
                               "}",
                               "\"",
                               "'",
                               "\"\"\"",
                               "\n",
                               "#",
                               ",",
                               ".",
                               "-",
                               "+",
                               "_",
                               "\\u",
                               "\\",
                               "\t",
                               "\r",
                               "\xff",
                               "\xc3",
                               "nan",
                               "-inf",
                               "1e400",
                               "0x1F",
                               "1979-05-27",
                               "true",
                               "0",
                               "-1",
                               "1e6",
                               "9223372036854775807",
                               "9223372036854775808",
                               "seeds",
                               "budget",
                               "problem",
                               "contestant",
                               "sweep",
                               "type",
                               "label",
                               "partition",
                               "alpha",
                               "test/walk",
                               "test/throws",
                               "= [",
                               "= {",
                               "= \"",
                               "[problem]\n",
                               "[[contestant]]\n",
                               "[sweep]\n",
                               "\"problem.partition.alpha\" = [1]\n"};

/** Replaces a word or number by another one: mostly still TOML, so that what comes after is
 * reached. */
void exchangeWord(std::string &text, random::Stream &stream)
{
    static constexpr std::array words{
        "seeds", "budget", "problem", "type",  "rate",  "start", "sart",   "width", "mode", "nan",
        "true",  "0",      "-1",      "2",     "1e6",   "1e300", "9",      "iid",   "x",    "bold",
        "alpha", "steady", "walk",    "noisy", "racer", "[]",    "[1, 1]", "{}"};
    const auto isWord = [&](std::size_t i) {
        return i < text.size() && (std::isalnum(static_cast<unsigned char>(text[i])) ||
                                   text[i] == '.' || text[i] == '-');
    };
    std::size_t begin = stream.below(text.size() + 1);
    while (begin < text.size() && !isWord(begin))
        ++begin;
    while (begin > 0 && isWord(begin - 1))
        --begin;
    std::size_t end = begin;
    while (isWord(end))
        ++end;
    text.replace(begin, end - begin, words[stream.below(words.size())]);
}

std::string mutated(random::Stream &stream)
{
    std::string text = original;
    const auto place = [&] { return static_cast<std::size_t>(stream.below(text.size() + 1)); };
    const auto changes = 1 + stream.below(3);
    for (std::uint64_t change = 0; change < changes; ++change) {
        switch (stream.below(12)) {
        case 0: // a byte becomes another
            if (!text.empty())
                text[stream.below(text.size())] = static_cast<char>(stream.below(256));
            break;
        case 1: // a stretch is cut out
            text.erase(place(), stream.below(30));
            break;
        case 2: // something is put in
            text.insert(place(), fragments[stream.below(fragments.size())]);
            break;
        case 3: { // a stretch is repeated elsewhere
            const std::string part = text.substr(place(), stream.below(60));
            text.insert(place(), part);
            break;
        }
        case 4: { // a line is removed
            const std::size_t begin = text.rfind('\n', place());
            if (begin != std::string::npos)
                text.erase(begin, text.find('\n', begin + 1) - begin);
            break;
        }
        case 5: // the end is lost
            if (stream.below(4) == 0)
                text.resize(place());
            break;
        default:
            exchangeWord(text, stream);
            break;
        }
    }
    return text;
}

/** Only what is missing altogether has no place in the file. */
bool saysWhatIsMissing(const Error &error)
{
    return error.message.starts_with("The experiment has no ") ||
           error.message.starts_with("The experiment has more than ");
}

} // namespace

/** Whatever is done to a file, there is an answer: an experiment, or a sentence with a place. */
class ExperimentMutationTest : public QObject
{
    Q_OBJECT

    void checkError(const Error &error, const std::string &text)
    {
        const std::string shown = error.text() + "\n-----\n" + text;
        QVERIFY2(error.message.ends_with('.') && error.message.size() > 10, shown.c_str());
        QVERIFY2(error.file == "f.toml", shown.c_str());
        QVERIFY2((error.line > 0 && error.column > 0) || saysWhatIsMissing(error), shown.c_str());
    }

private Q_SLOTS:
    void mutatedFilesGetAnAnswer()
    {
        const FamilySet families = test::testFamilies();
        const test::MemoryDataSource data;
        int unreadable = 0;
        int refused = 0;
        int accepted = 0;
        for (std::uint64_t i = 0; i < 20'000; ++i) {
            random::Stream stream(1, random::Purpose("mutation"), i);
            const std::string text = mutated(stream);
            const auto experiment = parseExperiment(text, "f.toml");
            if (!experiment) {
                ++unreadable;
                checkError(experiment.error(), text);
                continue;
            }
            const auto again = parseExperiment(toToml(*experiment), "f.toml");
            // Compared as texts, since a NaN equals nothing.
            QVERIFY2(again && toToml(*again) == toToml(*experiment), text.c_str());
            const auto grid = expand(*experiment, families, data);
            if (!grid) {
                ++refused;
                checkError(grid.error(), text);
            } else {
                ++accepted;
            }
            if (QTest::currentTestFailed())
                return;
        }
        // All three kinds were met often.
        const std::string counts = std::to_string(unreadable) + " unreadable, " +
                                   std::to_string(refused) + " refused, " +
                                   std::to_string(accepted) + " accepted";
        QVERIFY2(unreadable > 1000 && refused > 1000 && accepted > 1000, counts.c_str());
    }

    void mutatedOverridesGetAnAnswer()
    {
        const auto experiment = parseExperiment(original, "f.toml");
        QVERIFY(experiment);
        const std::array assignments{"problem.start=50",           "contestant.0.rate=0.2",
                                     "test/noisy.spread=1",        "seeds=[1, 2]",
                                     "schedule.points=7",          "sweep.problem.width=[1, 2]",
                                     "problem.partition.alpha=0.3"};
        for (std::uint64_t i = 0; i < 20'000; ++i) {
            random::Stream stream(2, random::Purpose("mutation"), i);
            std::string text = assignments[stream.below(assignments.size())];
            for (int change = 0; change < 2; ++change) {
                if (stream.below(2) == 0)
                    text[stream.below(text.size())] = static_cast<char>(stream.below(256));
                else
                    text.insert(stream.below(text.size() + 1),
                                fragments[stream.below(fragments.size())]);
            }
            Experiment changed = *experiment;
            const auto done = applyOverride(changed, text);
            if (done)
                continue;
            QVERIFY2(done.error().message.ends_with('.') && changed == *experiment, text.c_str());
        }
    }
};

QTEST_GUILESS_MAIN(ExperimentMutationTest)
#include "experiment_mutation_test.moc"
