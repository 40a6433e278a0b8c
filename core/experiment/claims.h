#pragma once

#include "core/experiment/experiment.h"
#include "core/experiment/observation_source.h"
#include "core/export.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace agon {

/** How near a claim's experiment is to the paper's. */
enum class ClaimScope {
    paperSetting, ///< the paper's own setting
    scaledDown,   ///< the same kind of setting, smaller
    analogue      ///< another problem that shows the same effect
};
inline constexpr std::array claimScopes{ClaimScope::paperSetting, ClaimScope::scaledDown,
                                        ClaimScope::analogue};
AGON_CORE_EXPORT std::string_view key(ClaimScope scope);   ///< "paper-setting", "scaled-down", …
AGON_CORE_EXPORT std::string_view label(ClaimScope scope); ///< "paper's setting", "scaled down", …

/** How one run's series becomes one number. */
struct MeasureSummary
{
    enum class Kind {
        declared, ///< as the channel declares: end, best, or the mean of the last 5 %
        end,      ///< the last value
        best,     ///< the best value in the channel's direction
        at,       ///< the value as of step `argument`
        last,     ///< the mean over the last share `argument` of the run, steps weighted equally
        stepsTo, ///< the first step at which the metric is as good as `argument`; censored if never
        slope    ///< least-squares slope against the natural logarithm of the step, from step 1 on
    };
    Kind kind = Kind::declared;
    double argument = 0;
    bool operator==(const MeasureSummary &) const = default;
};

/** Which cells of a grid are meant: those that meet every condition. */
struct CellSelector
{
    std::string contestant;                         ///< label or type; empty: any
    std::string problem;                            ///< label or type; empty: any
    std::vector<std::pair<std::string, Json>> axes; ///< sweep key and value
    bool operator==(const CellSelector &) const = default;
};

/** A number for every seed: a metric, summarised, on a cell. */
struct Measure
{
    std::string metric; ///< a channel's key
    MeasureSummary summary;
    CellSelector cell;
    bool operator==(const Measure &) const = default;
};

enum class ClaimRelation { less, greater, within, increasing, decreasing };
AGON_CORE_EXPORT std::string_view key(ClaimRelation relation);

/** factor × (another measure, or the best among several contestants) + offset. */
struct MeasureComparison
{
    Measure measure;
    std::vector<std::string>
        bestOf; ///< contestants' labels or types; empty: the measure's own cell
    double factor = 1;
    double offset = 0;
};

/** What decides whether the relation holds. */
struct ClaimRule
{
    enum class Kind {
        everySeed, ///< the relation holds in every seed; one that fails or breaks it contradicts
        share,     ///< it holds in at least this share of the seeds
        mean,      ///< Student's interval of the mean margin lies on the claimed side
        signTest,  ///< a two-sided paired test of the margins rejects, on the claimed side
        wilcoxon,
        signFlip
    };
    Kind kind = Kind::everySeed;
    double share = 1;
    double alpha = 0.05;      ///< mean and tests
    double minimumEffect = 0; ///< mean and tests: the margin must exceed it, in the metric's unit
};

/** One sentence that can be judged. */
struct ClaimExpectation
{
    Measure measure;
    ClaimRelation relation = ClaimRelation::less;
    double lower = 0, upper = 0; ///< within: the interval; less, greater: both the number
    std::optional<MeasureComparison> comparison; ///< less, greater: instead of a number
    std::string along;                           ///< increasing, decreasing: the sweep axis
    ClaimRule rule;
    SourcePosition position; ///< of the table in the file
};

/** A paper's headline statement as an experiment and a judgement. */
struct Claim
{
    std::string id;        ///< the file's name without its ending: "P204-rarts"
    std::string paper;     ///< "P204"
    std::string statement; ///< in our words
    std::string remark; ///< what is known of its verdict: who or what is the reason; may be empty
    ClaimScope scope = ClaimScope::paperSetting;
    Experiment experiment;
    std::vector<ClaimExpectation> expectations;
};

/** Seeds below this one may have tuned something; they never judge. */
inline constexpr std::uint64_t firstJudgingSeed = 1001;

/** Reads a claim file: an experiment with paper, statement, scope and [[expect]] tables. seeds = 20
 * means 1001…1020, as does leaving them out. Errors name file, line, column and the nearest known
 * key. */
AGON_CORE_EXPORT Expected<Claim> parseClaim(std::string_view toml, std::string_view fileName);
AGON_CORE_EXPORT Expected<Claim> readClaim(const std::string &path);

enum class Verdict { holds, contradicted, inconclusive, notRun };
AGON_CORE_EXPORT std::string_view key(Verdict verdict);   ///< "holds", "not-run", …
AGON_CORE_EXPORT std::string_view label(Verdict verdict); ///< "holds", "not run", …

/** What was found on one cell. Margins are positive on the claimed side, in the metric's unit;
 * along an axis they are Kendall's tau. */
struct ClaimFinding
{
    std::string cell; ///< problem, contestant and coordinates, as far as the experiment has several
    Verdict verdict = Verdict::notRun;
    std::optional<double>
        effect; ///< mean margin; median for the sign test; Hodges–Lehmann for Wilcoxon
    std::optional<double> lower, upper; ///< interval of the effect at 1 - alpha, or of the share
    std::optional<double> p;            ///< two-sided
    std::optional<double> observed;     ///< median of the measure over the seeds that have one
    std::optional<double> reference;    ///< likewise of what it is compared with
    int n = 0;                          ///< pairs, or seeds
    int satisfied = 0;                  ///< seeds in which the relation holds
    int censored = 0;                   ///< values that never came within the budget
    int failed = 0;                     ///< runs that failed
    std::optional<int>
        seedsNeeded;      ///< about so many seeds would decide; empty: none that is feasible
    std::string sentence; ///< the evidence in words
    bool operator==(const ClaimFinding &) const = default;
};

struct ExpectationVerdict
{
    std::string
        statement; ///< "RARTS: Architecture α at the end lies within [0.9, 1.1], in every seed"
    Verdict verdict = Verdict::notRun; ///< the least favourable of the findings
    std::vector<ClaimFinding> findings;
    bool operator==(const ExpectationVerdict &) const = default;
};

/** A claim's verdict with its evidence: what ships in verdicts.json and lies in the store. */
struct ClaimVerdict
{
    std::string claim; ///< the claim's id
    std::string name;
    std::string paper;
    std::string statement;
    ClaimScope scope = ClaimScope::paperSetting;
    Fidelity fidelity = Fidelity::reconstructed; ///< the weakest among the contestants involved
    Verdict verdict = Verdict::notRun;
    std::vector<std::uint64_t> seeds;
    std::vector<ExpectationVerdict> expectations;
    std::string build, date; ///< for whoever records it; not compared by anything
    bool operator==(const ClaimVerdict &) const = default;

    /** Whether it is a verdict on our reading of the paper rather than on the paper. */
    bool isOurReading() const
    {
        return fidelity == Fidelity::reconstructed || scope == ClaimScope::analogue;
    }
    /** "Our reading of P204 holds (reconstructed, paper's setting)." */
    AGON_CORE_EXPORT std::string text() const;
};

/** Judges a claim on what @p source has of its experiment. Cells with a run that has not ended are
 * not judged: nobody peeks. Errors: an [[expect]] that names a metric, contestant, problem or axis
 * that the experiment does not have, with file, line and column. */
AGON_CORE_EXPORT Expected<ClaimVerdict> judge(const Claim &claim, const ObservationSource &source,
                                              const FamilySet &families);

AGON_CORE_EXPORT Json verdictToJson(const ClaimVerdict &verdict);
AGON_CORE_EXPORT Expected<ClaimVerdict> verdictFromJson(const Json &json);

} // namespace agon
