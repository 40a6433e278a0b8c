#include "core/experiment/claim_cells.h"
#include "core/experiment/claim_decision.h"
#include "core/experiment/claim_measures.h"
#include "core/experiment/claims.h"
#include "core/numbers.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

namespace agon {
namespace {

using detail::MeasuredValue;
using detail::SeedSample;

/** Kendall's S over all pairs, as a share of them: 1 when the values rise throughout. */
double trendOf(const std::vector<double> &values)
{
    double score = 0;
    double pairs = 0;
    for (std::size_t i = 0; i < values.size(); ++i)
        for (std::size_t j = i + 1; j < values.size(); ++j) {
            score += values[j] > values[i] ? 1 : (values[j] < values[i] ? -1 : 0);
            ++pairs;
        }
    return pairs > 0 ? score / pairs : 0;
}

/** The least favourable: a contradiction outweighs what is not known. */
Verdict weakest(Verdict a, Verdict b)
{
    const auto order = [](Verdict verdict) {
        switch (verdict) {
        case Verdict::contradicted:
            return 0;
        case Verdict::notRun:
            return 1;
        case Verdict::inconclusive:
            return 2;
        case Verdict::holds:
            return 3;
        }
        return 0;
    };
    return order(a) <= order(b) ? a : b;
}

class Judge
{
public:
    Judge(const Claim &claim, const ObservationSource &source, const FamilySet &families)
        : m_claim(claim)
        , m_source(source)
        , m_families(families)
        , m_view(source.experiment())
        , m_runs(source.runs())
        , m_cells(m_view)
    {
        for (std::size_t run = 0; run < m_runs.size(); ++run)
            m_runOf[{m_runs[run].cell, m_runs[run].seed}] = static_cast<int>(run);
    }

    Expected<ClaimVerdict> judge()
    {
        ClaimVerdict verdict;
        verdict.claim = m_claim.id;
        verdict.name = m_claim.experiment.name;
        verdict.paper = m_claim.paper;
        verdict.statement = m_claim.statement;
        verdict.scope = m_claim.scope;
        verdict.seeds = m_claim.experiment.seeds;
        verdict.verdict = Verdict::holds;
        for (const ClaimExpectation &expectation : m_claim.expectations) {
            auto judged = judgeExpectation(expectation);
            if (!judged) {
                Error error = judged.error();
                error.file = m_claim.experiment.fileName;
                error.line = expectation.position.line;
                error.column = expectation.position.column;
                return error;
            }
            verdict.verdict = weakest(verdict.verdict, judged->verdict);
            verdict.expectations.push_back(std::move(*judged));
        }
        verdict.fidelity = m_fidelity;
        return verdict;
    }

private:
    /** A measure with the channel it names. */
    struct Channel
    {
        int index;
        const ChannelDeclaration *declaration;
    };

    Expected<Channel> channelOf(const Measure &measure) const
    {
        std::vector<std::string> known;
        for (const int index : m_view.mainChannels) {
            const ChannelDeclaration &channel = m_view.channels[static_cast<std::size_t>(index)];
            if (channel.kind != ObservationKind::metric)
                continue;
            known.push_back(channel.key);
            if (channel.key != measure.metric)
                continue;
            const bool needsDirection = measure.summary.kind == MeasureSummary::Kind::best ||
                                        measure.summary.kind == MeasureSummary::Kind::stepsTo;
            if (needsDirection && channel.direction == Direction::none)
                return Error(fmt::format(
                    "\"{}\" is neither to be minimised nor maximised: it has no best value "
                    "and reaches none.",
                    measure.metric));
            return Channel{index, &channel};
        }
        const std::string nearest = nearestWord(measure.metric, known);
        return Error(fmt::format("The experiment records no metric \"{}\".", measure.metric),
                     nearest.empty() ? fmt::format("It records {}.", fmt::join(known, ", "))
                                     : fmt::format("Did you mean \"{}\"?", nearest));
    }

    void involve(int index)
    {
        const std::string &id = m_cells.contestantOf(index).algorithm;
        const auto family = m_families.familyOf(id);
        const AlgorithmDeclaration *algorithm =
            family ? family->catalogue().algorithm(id) : nullptr;
        // What cannot be looked up is trusted least.
        const Fidelity fidelity = algorithm ? algorithm->fidelity : Fidelity::reconstructed;
        m_fidelity = std::max(m_fidelity, fidelity);
    }

    /** The runs of a cell, one a judging seed; fewer while some have not ended. */
    std::map<std::uint64_t, int> endedRuns(int index) const
    {
        std::map<std::uint64_t, int> result;
        for (const std::uint64_t seed : m_claim.experiment.seeds) {
            const auto found = m_runOf.find({index, seed});
            if (found == m_runOf.end())
                continue;
            const RunStatus status = m_runs[static_cast<std::size_t>(found->second)].status;
            if (status == RunStatus::finished || status == RunStatus::failed)
                result.emplace(seed, found->second);
        }
        return result;
    }

    MeasuredValue measured(int run, const Channel &channel, const MeasureSummary &summary) const
    {
        const RunView &view = m_runs[static_cast<std::size_t>(run)];
        if (view.status == RunStatus::failed)
            return {std::numeric_limits<double>::quiet_NaN(), false, true};
        return detail::summarised(detail::metricOf(m_source, run, channel.index),
                                  *channel.declaration, summary, m_cells.cell(view.cell).budget);
    }

    /** All seeds' values of a cell, in order of the claim's seeds. Empty when runs have not ended.
     */
    std::vector<MeasuredValue> valuesOf(int index, const Channel &channel,
                                        const MeasureSummary &summary)
    {
        involve(index);
        const auto runs = endedRuns(index);
        m_ended += static_cast<int>(runs.size());
        m_planned += static_cast<int>(m_claim.experiment.seeds.size());
        std::vector<MeasuredValue> values;
        if (runs.size() < m_claim.experiment.seeds.size())
            return values;
        for (const std::uint64_t seed : m_claim.experiment.seeds)
            values.push_back(measured(runs.at(seed), channel, summary));
        return values;
    }

    Expected<ExpectationVerdict> judgeExpectation(const ClaimExpectation &expectation)
    {
        const auto channel = channelOf(expectation.measure);
        if (!channel)
            return channel.error();
        const auto cells = m_cells.select(expectation.measure.cell);
        if (!cells)
            return cells.error();
        ExpectationVerdict result;
        result.statement = m_cells.statementOf(expectation, *channel->declaration);
        result.verdict = Verdict::holds;
        const bool trend = expectation.relation == ClaimRelation::increasing ||
                           expectation.relation == ClaimRelation::decreasing;
        const auto groups =
            trend ? m_cells.groupsAlong(expectation.along, *cells) : singles(*cells);
        if (!groups)
            return groups.error();
        for (const std::vector<int> &group : *groups) {
            m_ended = m_planned = 0;
            auto samples = trend ? trendSamples(expectation, *channel, group)
                                 : relationSamples(expectation, *channel, group.front());
            if (!samples)
                return samples.error();
            ClaimFinding finding;
            if (samples->empty())
                finding.sentence = fmt::format("{} of {} runs have ended.", m_ended, m_planned);
            else
                finding = detail::decide(expectation, *samples);
            finding.cell = m_cells.groupName(group);
            result.verdict = weakest(result.verdict, finding.verdict);
            result.findings.push_back(std::move(finding));
        }
        return result;
    }

    static Expected<std::vector<std::vector<int>>> singles(const std::vector<int> &cells)
    {
        std::vector<std::vector<int>> groups;
        for (const int index : cells)
            groups.push_back({index});
        return groups;
    }

    Expected<std::vector<SeedSample>> trendSamples(const ClaimExpectation &expectation,
                                                   const Channel &channel,
                                                   const std::vector<int> &group)
    {
        std::vector<std::vector<MeasuredValue>> columns;
        for (const int index : group)
            columns.push_back(valuesOf(index, channel, expectation.measure.summary));
        if (m_ended < m_planned)
            return std::vector<SeedSample>();
        const double sign = expectation.relation == ClaimRelation::increasing ? 1 : -1;
        std::vector<SeedSample> samples;
        for (std::size_t seed = 0; seed < m_claim.experiment.seeds.size(); ++seed) {
            SeedSample sample;
            std::vector<double> values;
            for (const auto &column : columns) {
                sample.failedRuns += column[seed].missing ? 1 : 0;
                sample.censoredValues += column[seed].censored ? 1 : 0;
                values.push_back(column[seed].value);
            }
            sample.failed = sample.failedRuns > 0;
            // A curve with a hole shows no trend: it counts as the opposite one.
            sample.margin = sample.failed ? -1 : sign * trendOf(values);
            sample.satisfied = sample.margin >= 1;
            sample.observed = sample.reference = std::numeric_limits<double>::quiet_NaN();
            samples.push_back(sample);
        }
        return samples;
    }

    Expected<std::vector<SeedSample>> relationSamples(const ClaimExpectation &expectation,
                                                      const Channel &channel, int left)
    {
        const auto values = valuesOf(left, channel, expectation.measure.summary);
        std::vector<MeasuredValue> references;
        if (expectation.comparison) {
            auto found = referencesOf(expectation, left);
            if (!found)
                return found.error();
            references = std::move(*found);
        }
        if (m_ended < m_planned)
            return std::vector<SeedSample>();
        std::vector<SeedSample> samples;
        for (std::size_t seed = 0; seed < values.size(); ++seed)
            samples.push_back(sampleOf(expectation, values[seed],
                                       references.empty() ? nullptr : &references[seed]));
        return samples;
    }

    /** What the left side is compared with, seed by seed. */
    Expected<std::vector<MeasuredValue>> referencesOf(const ClaimExpectation &expectation, int left)
    {
        const MeasureComparison &comparison = *expectation.comparison;
        const auto channel = channelOf(comparison.measure);
        if (!channel)
            return channel.error();
        const std::vector<std::string> names =
            comparison.bestOf.empty() ? std::vector<std::string>{comparison.measure.cell.contestant}
                                      : comparison.bestOf;
        std::vector<std::vector<MeasuredValue>> candidates;
        for (const std::string &name : names) {
            CellSelector selector = comparison.measure.cell;
            selector.contestant = name;
            const auto right = m_cells.counterpart(left, selector);
            if (!right)
                return right.error();
            candidates.push_back(valuesOf(*right, *channel, comparison.measure.summary));
        }
        if (m_ended < m_planned)
            return std::vector<MeasuredValue>();
        return bestOf(expectation, candidates);
    }

    /** Judged seed by seed: the best in every seed. Judged as a whole: the one that is best as a
     * whole, since the best of several in every seed is nobody's achievement. */
    static std::vector<MeasuredValue>
    bestOf(const ClaimExpectation &expectation,
           const std::vector<std::vector<MeasuredValue>> &candidates)
    {
        // To be less than the best, a value must be less than all of them.
        const bool least = expectation.relation == ClaimRelation::less;
        const auto rank = [&](const MeasuredValue &value) {
            const double worst = least ? infinity : -infinity;
            return value.missing ? worst : value.value;
        };
        const auto ahead = [&](double a, double b) { return least ? a < b : a > b; };
        const bool seedBySeed = expectation.rule.kind == ClaimRule::Kind::everySeed ||
                                expectation.rule.kind == ClaimRule::Kind::share;
        if (!seedBySeed) {
            const auto middle = [&](const std::vector<MeasuredValue> &values) {
                std::vector<double> numbers;
                for (const MeasuredValue &value : values)
                    numbers.push_back(rank(value));
                std::sort(numbers.begin(), numbers.end());
                return numbers[numbers.size() / 2];
            };
            return *std::min_element(
                candidates.begin(), candidates.end(),
                [&](const auto &a, const auto &b) { return ahead(middle(a), middle(b)); });
        }
        std::vector<MeasuredValue> best = candidates.front();
        for (const auto &values : candidates)
            for (std::size_t seed = 0; seed < values.size(); ++seed)
                if (ahead(rank(values[seed]), rank(best[seed])))
                    best[seed] = values[seed];
        return best;
    }

    static SeedSample sampleOf(const ClaimExpectation &expectation, const MeasuredValue &value,
                               const MeasuredValue *reference)
    {
        SeedSample sample;
        sample.observed = value.value;
        sample.reference = std::numeric_limits<double>::quiet_NaN();
        sample.failedRuns = (value.missing ? 1 : 0) + (reference && reference->missing ? 1 : 0);
        sample.censoredValues =
            (value.censored ? 1 : 0) + (reference && reference->censored ? 1 : 0);
        sample.failed = sample.failedRuns > 0;
        double low = expectation.lower;
        double high = expectation.upper;
        if (reference) {
            sample.reference = reference->value;
            const MeasureComparison &comparison = *expectation.comparison;
            low = high = comparison.factor == 0
                             ? comparison.offset
                             : comparison.factor * reference->value + comparison.offset;
        }
        if (sample.failed) {
            // A failed run ranks behind all others.
            sample.margin =
                value.missing ? (reference && reference->missing ? 0 : -infinity) : infinity;
            return sample;
        }
        if (expectation.relation == ClaimRelation::within) {
            sample.margin = std::min(value.value - low, high - value.value);
            sample.satisfied = sample.margin >= 0;
            return sample;
        }
        const bool less = expectation.relation == ClaimRelation::less;
        sample.margin = less ? high - value.value : value.value - low;
        // Two values beyond the budget cannot be told apart.
        if (std::isnan(sample.margin))
            sample.margin = 0;
        sample.satisfied = sample.margin > 0;
        return sample;
    }

    const Claim &m_claim;
    const ObservationSource &m_source;
    const FamilySet &m_families;
    ExperimentView m_view;
    std::vector<RunView> m_runs;
    detail::ClaimCells m_cells; ///< of m_view
    std::map<std::pair<int, std::uint64_t>, int> m_runOf;
    Fidelity m_fidelity = Fidelity::authorsCode;
    int m_ended = 0, m_planned = 0; ///< runs of the finding at hand
};

} // namespace

Expected<ClaimVerdict> judge(const Claim &claim, const ObservationSource &source,
                             const FamilySet &families)
{
    return Judge(claim, source, families).judge();
}

} // namespace agon
