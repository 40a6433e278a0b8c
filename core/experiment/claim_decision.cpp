#include "core/experiment/claim_decision.h"

#include "core/statistics/paired_planning.h"
#include "core/statistics/paired_tests.h"
#include "core/statistics/summaries.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace agon::detail {
namespace {

using Kind = ClaimRule::Kind;
using statistics::Interval;

std::optional<double> finite(double value)
{
    return std::isfinite(value) ? std::optional(value) : std::nullopt;
}

std::optional<double> finiteMedian(const std::vector<SeedSample> &samples,
                                   double SeedSample::*member)
{
    std::vector<double> values;
    for (const SeedSample &sample : samples)
        if (std::isfinite(sample.*member))
            values.push_back(sample.*member);
    return values.empty() ? std::nullopt : std::optional(statistics::median(values));
}

std::string seedsText(int count) { return fmt::format("{} seed{}", count, count == 1 ? "" : "s"); }

std::string number(const std::optional<double> &value)
{
    return value ? fmt::format("{:.4g}", *value) : std::string("beyond the budget");
}

/** Infinite margins replaced by one beyond all finite ones: the same ranks, but numbers that can be
 *  averaged. */
std::vector<double> rankEquivalent(const std::vector<double> &margins)
{
    double largest = 0;
    for (const double margin : margins)
        if (std::isfinite(margin))
            largest = std::max(largest, std::abs(margin));
    const double beyond = 4 * largest + 1;
    std::vector<double> result;
    for (const double margin : margins)
        result.push_back(std::isfinite(margin) ? margin : std::copysign(beyond, margin));
    return result;
}

class Decision
{
public:
    Decision(const ClaimExpectation &expectation, const std::vector<SeedSample> &samples)
        : m_expectation(expectation), m_rule(expectation.rule), m_samples(samples)
    {
        m_finding.n = static_cast<int>(samples.size());
        for (const SeedSample &sample : samples) {
            m_margins.push_back(sample.margin);
            m_finding.satisfied += sample.satisfied && !sample.failed ? 1 : 0;
            m_finding.failed += sample.failedRuns;
            m_finding.censored += sample.censoredValues;
        }
        m_finding.observed = finiteMedian(samples, &SeedSample::observed);
        m_finding.reference = finiteMedian(samples, &SeedSample::reference);
    }

    ClaimFinding make()
    {
        switch (m_rule.kind) {
        case Kind::everySeed:
            judgeEverySeed();
            break;
        case Kind::share:
            judgeShare();
            break;
        case Kind::mean:
            judgeMean();
            break;
        case Kind::signTest:
        case Kind::wilcoxon:
        case Kind::signFlip:
            judgeTest();
            break;
        }
        finishSentence();
        return std::move(m_finding);
    }

private:
    bool isTrend() const
    {
        return m_expectation.relation == ClaimRelation::increasing ||
               m_expectation.relation == ClaimRelation::decreasing;
    }
    const char *marginName() const { return isTrend() ? "Kendall's τ" : "margin"; }

    void judgeEverySeed()
    {
        m_finding.effect = finiteMedian(m_samples, &SeedSample::margin);
        // One counterexample refutes "every"; a run that failed is one.
        m_finding.verdict =
            m_finding.satisfied == m_finding.n ? Verdict::holds : Verdict::contradicted;
        m_finding.sentence =
            fmt::format("In {} of {}", m_finding.satisfied, seedsText(m_finding.n));
    }

    void judgeShare()
    {
        m_finding.effect = finiteMedian(m_samples, &SeedSample::margin);
        const double share = static_cast<double>(m_finding.satisfied) / m_finding.n;
        const Interval interval = statistics::wilsonInterval(m_finding.satisfied, m_finding.n);
        m_finding.lower = interval.lower;
        m_finding.upper = interval.upper;
        // Rounding must not turn 9 of 10 into less than 0.9.
        if (m_finding.satisfied >= m_rule.share * m_finding.n - 1e-9)
            m_finding.verdict = Verdict::holds;
        else if (interval.upper < m_rule.share)
            m_finding.verdict = Verdict::contradicted;
        else
            wait(statistics::trialsForRate(share, m_rule.share));
        m_finding.sentence = fmt::format("In {} of {} ({:.3g} %, 95 % interval {:.3g} to {:.3g} %)",
                                         m_finding.satisfied, seedsText(m_finding.n), 100 * share,
                                         100 * interval.lower, 100 * interval.upper);
    }

    bool marginsAreNumbers()
    {
        if (std::all_of(m_margins.begin(), m_margins.end(),
                        [](double margin) { return std::isfinite(margin); }))
            return true;
        m_finding.verdict = Verdict::inconclusive;
        m_finding.sentence =
            "Failed or censored runs have no mean; a share, the sign test or Wilcoxon's test "
            "can judge them";
        return false;
    }

    void judgeMean()
    {
        if (!marginsAreNumbers())
            return;
        const bool within = m_expectation.relation == ClaimRelation::within;
        std::vector<double> values = m_margins;
        // The mean lies within an interval or not, whatever single seeds do.
        if (within)
            std::transform(m_samples.begin(), m_samples.end(), values.begin(),
                           [](const SeedSample &sample) { return sample.observed; });
        const double mean = statistics::mean(values);
        const double low = within ? m_expectation.lower : m_rule.minimumEffect;
        const double high = within ? m_expectation.upper : std::numeric_limits<double>::infinity();
        m_finding.effect = within ? std::min(mean - low, high - mean) : mean;
        if (m_finding.n < 2) {
            wait(2);
            m_finding.sentence =
                fmt::format("Mean {:.4g} of one seed, which gives no interval", mean);
            return;
        }
        Interval interval = statistics::studentInterval(values, 1 - m_rule.alpha);
        if (isTrend())
            interval = {std::max(interval.lower, -1.0), std::min(interval.upper, 1.0)};
        m_finding.lower = interval.lower;
        m_finding.upper = interval.upper;
        const bool inside =
            within ? interval.lower >= low && interval.upper <= high : interval.lower > low;
        if (inside)
            m_finding.verdict = Verdict::holds;
        else if (interval.upper < low || interval.lower > high)
            m_finding.verdict = Verdict::contradicted;
        else
            wait(statistics::pairsForMean(std::min(std::abs(mean - low), std::abs(high - mean)),
                                          statistics::standardDeviation(values), m_rule.alpha));
        m_finding.sentence =
            fmt::format("Mean {} {:.4g}, {:g} % interval {:.4g} to {:.4g}, n = {}",
                        within ? "value" : marginName(), mean, 100 * (1 - m_rule.alpha),
                        interval.lower, interval.upper, m_finding.n);
    }

    void judgeTest()
    {
        if (m_rule.kind == Kind::signFlip && !marginsAreNumbers())
            return;
        std::vector<double> shifted;
        for (const double margin : m_margins)
            shifted.push_back(margin - m_rule.minimumEffect);
        const statistics::TestResult test =
            m_rule.kind == Kind::signTest   ? statistics::signTest(shifted)
            : m_rule.kind == Kind::wilcoxon ? statistics::wilcoxonSignedRank(shifted)
                                            : statistics::signFlip(shifted);
        m_finding.p = test.twoSided;
        const std::string estimate = estimateEffect();
        if (test.twoSided < m_rule.alpha)
            m_finding.verdict = test.greater < test.less ? Verdict::holds : Verdict::contradicted;
        else
            wait(seedsForTest(shifted));
        m_finding.sentence =
            fmt::format("p = {:.3g}, {}, n = {}", test.twoSided, estimate, m_finding.n);
        if (test.zeros > 0)
            m_finding.sentence += fmt::format(" of which {} tied", test.zeros);
    }

    /** Effect and interval that belong to the test. Says them in words. */
    std::string estimateEffect()
    {
        const std::vector<double> margins = rankEquivalent(m_margins);
        const double confidence = 1 - m_rule.alpha;
        double effect = 0;
        Interval interval;
        std::string name = "mean ";
        if (m_rule.kind == Kind::signTest) {
            name = "median ";
            effect = statistics::median(margins);
            interval = statistics::medianInterval(margins, confidence);
        } else if (m_rule.kind == Kind::wilcoxon) {
            name = "Hodges–Lehmann ";
            effect = statistics::hodgesLehmann(margins);
            interval = statistics::hodgesLehmannInterval(margins, confidence);
        } else {
            effect = statistics::mean(margins);
            interval = statistics::studentInterval(margins, confidence);
        }
        // What rests on a substitute is no number.
        double largest = 0;
        for (const double margin : m_margins)
            if (std::isfinite(margin))
                largest = std::max(largest, std::abs(margin));
        const auto known = [&](double value) {
            return std::abs(value) <= largest ? finite(value) : std::nullopt;
        };
        m_finding.effect = known(effect);
        m_finding.lower = known(interval.lower);
        m_finding.upper = known(interval.upper);
        return fmt::format("{}{} {}, {:g} % interval {} to {}", name, marginName(),
                           number(m_finding.effect), 100 * confidence, number(m_finding.lower),
                           number(m_finding.upper));
    }

    std::optional<int> seedsForTest(const std::vector<double> &shifted) const
    {
        const auto wins =
            std::count_if(shifted.begin(), shifted.end(), [](double d) { return d > 0; });
        const auto losses =
            std::count_if(shifted.begin(), shifted.end(), [](double d) { return d < 0; });
        if (wins + losses == 0)
            return std::nullopt;
        const bool numbers =
            std::all_of(shifted.begin(), shifted.end(), [](double d) { return std::isfinite(d); });
        if (m_rule.kind != Kind::signTest && numbers)
            return statistics::pairsForMean(statistics::mean(shifted),
                                            statistics::standardDeviation(shifted), m_rule.alpha);
        const auto pairs = statistics::pairsForSignTest(
            static_cast<double>(wins) / static_cast<double>(wins + losses), m_rule.alpha);
        if (!pairs)
            return std::nullopt;
        // Ties decide nothing, so that more seeds are needed for as many pairs.
        const double perPair =
            static_cast<double>(shifted.size()) / static_cast<double>(wins + losses);
        return static_cast<int>(std::ceil(*pairs * perPair));
    }

    /** Not decided: says how many seeds would, if what was seen goes on. */
    void wait(std::optional<int> seeds)
    {
        m_finding.verdict = Verdict::inconclusive;
        if (seeds)
            m_finding.seedsNeeded = std::max(*seeds, m_finding.n + 1);
    }

    void finishSentence()
    {
        std::string &text = m_finding.sentence;
        if (m_finding.observed && !isTrend()) {
            text += fmt::format("; median {:.4g}", *m_finding.observed);
            if (m_finding.reference)
                text += fmt::format(" against {:.4g}", *m_finding.reference);
        }
        if (m_finding.failed > 0)
            text += fmt::format("; {} run{} failed", m_finding.failed,
                                m_finding.failed == 1 ? "" : "s");
        if (m_finding.censored > 0)
            text += fmt::format("; {} value{} beyond the budget", m_finding.censored,
                                m_finding.censored == 1 ? "" : "s");
        text += ".";
        if (m_finding.verdict == Verdict::inconclusive && m_moreSeedsHelp)
            text += m_finding.seedsNeeded
                        ? fmt::format(" About {} seeds would decide.", *m_finding.seedsNeeded)
                        : std::string(" No feasible number of seeds would decide.");
    }

    const ClaimExpectation &m_expectation;
    const ClaimRule &m_rule;
    const std::vector<SeedSample> &m_samples;
    std::vector<double> m_margins;
    ClaimFinding m_finding;
    bool m_moreSeedsHelp = true; ///< more seeds of the same kind can decide
};

} // namespace

ClaimFinding decide(const ClaimExpectation &expectation, const std::vector<SeedSample> &samples)
{
    return Decision(expectation, samples).make();
}

std::string words(const ClaimRule &rule)
{
    const std::string beyond = rule.minimumEffect > 0
                                   ? fmt::format(" by more than {:g}", rule.minimumEffect)
                                   : std::string();
    switch (rule.kind) {
    case Kind::everySeed:
        return "in every seed";
    case Kind::share:
        return fmt::format("in at least {:g} % of the seeds", 100 * rule.share);
    case Kind::mean:
        return "in the mean" + beyond;
    case Kind::signTest:
        return fmt::format("by the sign test at {:g}{}", rule.alpha, beyond);
    case Kind::wilcoxon:
        return fmt::format("by Wilcoxon's test at {:g}{}", rule.alpha, beyond);
    case Kind::signFlip:
        return fmt::format("by the sign-flip test at {:g}{}", rule.alpha, beyond);
    }
    return {};
}

} // namespace agon::detail
