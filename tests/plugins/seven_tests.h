#pragma once

#include "core/experiment/family.h"
#include "core/formats/data_directory.h"
#include "tests/plugins/memory_recorder.h"

#include <QObject>

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace agon::test {

/** How a problem is made small enough to be played many times. */
struct SmallProblem
{
    std::int64_t budget = 100;      ///< in the loop's unit
    Json settings = Json::object(); ///< what differs from the defaults
};

/** A family as the driver tests it. */
struct FamilyUnderTest
{
    std::shared_ptr<const Family> family;
    std::map<std::string, SmallProblem> problems; ///< by id; every problem of the family
    std::map<std::string, Json> settings = {}; ///< by algorithm id: what differs from the defaults
};

/** The tests that every algorithm of every family passes, on every problem that fits it.
 *  tests/plugins/README.md says how a family uses them. */
class SevenTests : public QObject
{
    Q_OBJECT

public:
    explicit SevenTests(FamilyUnderTest underTest);

private Q_SLOTS:
    void catalogueSurvivesJson();
    void everyFileIsInTheCatalogue();
    void everyProblemIsTested();

    void defaultsValidate_data() { pairs(); }
    void defaultsValidate();
    void recordsWhatIsDeclared_data() { pairs(); }
    void recordsWhatIsDeclared();
    void sameSeedGivesTheSameBits_data() { pairs(); }
    void sameSeedGivesTheSameBits();
    void anotherSeedDiffers_data() { pairs(); }
    void anotherSeedDiffers();
    void pausedAndResumedEqualsOneGo_data() { pairs(); }
    void pausedAndResumedEqualsOneGo();
    void lanesNeverChangeABit_data() { pairs(); }
    void lanesNeverChangeABit();

    void badSettingsGetTheExactMessage_data();
    void badSettingsGetTheExactMessage();
    void everyAlgorithmHasABadSetting();
    void everyAlgorithmHasEvidence_data();
    void everyAlgorithmHasEvidence();

private:
    using Lane = MemoryRecorder::Lane;

    /** A trial with the recorder it fills. */
    struct Play
    {
        std::unique_ptr<Trial> trial;
        std::unique_ptr<MemoryRecorder> recorder;
        bool advance() { return trial->advance(*recorder); }
    };

    void pairs();
    Play start(const std::string &problem, const std::string &algorithm,
               const std::vector<std::uint64_t> &seeds);
    /** Everything that was recorded for @p seeds, one lane each. */
    std::vector<Lane> play(const std::string &problem, const std::string &algorithm,
                           const std::vector<std::uint64_t> &seeds);
    Expected<InstancePointer> instance(const std::string &problem, const Json &settings,
                                       std::uint64_t seed) const;
    /** Empty when two lanes agree bit for bit; else where they differ. Timed channels are left out.
     */
    std::string difference(const Lane &one, const Lane &other) const;
    std::string folder() const;

    FamilyUnderTest m_underTest;
    const Catalogue &m_catalogue;
    DirectoryDataSource m_data;
    std::map<std::string, InstancePointer> m_instances; ///< by problem and seed, small settings
    Json m_badSettings;
    Json m_evidence;
};

/** Runs the driver as a test program's main(). */
int runSevenTests(FamilyUnderTest underTest, int argc, char **argv);

} // namespace agon::test
