#include "core/experiment/claims.h"
#include "core/experiment/experiment_keys.h"
#include "core/experiment/toml_values.h"
#include "core/formats/data_directory.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <numeric>

namespace agon {
namespace {

using detail::positionOf;

const std::vector<std::string> claimKeys{"paper", "statement", "scope", "remark", "expect"};
constexpr int defaultSeeds = 20;

template <class E, std::size_t n>
std::optional<E> fromKey(std::string_view text, const std::array<E, n> &values)
{
    for (const E value : values)
        if (key(value) == text)
            return value;
    return std::nullopt;
}

template <class E, std::size_t n>
std::string allowedKeys(const std::array<E, n> &values)
{
    std::string text;
    for (std::size_t i = 0; i < n; ++i)
        text += fmt::format("{}\"{}\"", i == 0 ? "" : (i + 1 == n ? " or " : ", "), key(values[i]));
    return text;
}

constexpr std::array relations{ClaimRelation::less, ClaimRelation::greater, ClaimRelation::within,
                               ClaimRelation::increasing, ClaimRelation::decreasing};

/** Reads what a claim adds to an experiment. */
class ClaimReader
{
public:
    ClaimReader(Claim &claim, std::string_view fileName) : m_claim(claim), m_fileName(fileName) {}

    Expected<void> read(const toml::table &document)
    {
        for (const char *name : {"paper", "statement", "scope"}) {
            if (!document.contains(name))
                return at({}, Error(fmt::format("The claim has no \"{}\".", name),
                                    "A claim file needs paper, statement, scope and [[expect]]."));
            const auto text = document[name].value<std::string>();
            if (!text)
                return at(*document.get(name), Error(fmt::format("\"{}\" must be a text.", name)));
            if (const auto done = assign(name, *text, *document.get(name)); !done)
                return done;
        }
        if (const toml::node *node = document.get("remark")) {
            const auto text = node->value<std::string>();
            if (!text)
                return at(*node, Error("\"remark\" must be a text."));
            m_claim.remark = *text;
        }
        if (const auto done = readSeeds(document); !done)
            return done;
        const toml::array *tables = document["expect"].as_array();
        if (!tables || tables->empty() || !tables->is_array_of_tables())
            return at({}, Error("The claim expects nothing.",
                                "Add [[expect]] with measure, relation, to and by."));
        for (const toml::node &table : *tables) {
            auto expectation = readExpectation(*table.as_table());
            if (!expectation)
                return expectation.error();
            m_claim.expectations.push_back(std::move(*expectation));
        }
        return {};
    }

private:
    Error at(const toml::source_region &region, Error error) const
    {
        error.file = m_fileName;
        error.line = positionOf(region).line;
        error.column = positionOf(region).column;
        return error;
    }
    Error at(const toml::node &node, Error error) const
    {
        return at(node.source(), std::move(error));
    }

    Expected<void> assign(std::string_view name, const std::string &text, const toml::node &node)
    {
        if (text.empty())
            return at(node, Error(fmt::format("\"{}\" is empty.", name)));
        if (name == "paper")
            m_claim.paper = text;
        if (name == "statement")
            m_claim.statement = text;
        if (name == "scope") {
            const auto scope = fromKey(text, claimScopes);
            if (!scope)
                return at(node, Error(fmt::format("\"scope\" must be {}, but \"{}\" was given.",
                                                  allowedKeys(claimScopes), text)));
            m_claim.scope = *scope;
        }
        return {};
    }

    /** A count means seeds from 1001 on. */
    Expected<void> readSeeds(const toml::table &document)
    {
        const toml::node *node = document.get("seeds");
        std::vector<std::uint64_t> &seeds = m_claim.experiment.seeds;
        if (!node || node->is_number()) {
            seeds.resize(node ? seeds.size() : defaultSeeds);
            std::iota(seeds.begin(), seeds.end(), firstJudgingSeed);
            return {};
        }
        for (const std::uint64_t seed : seeds)
            if (seed < firstJudgingSeed)
                return at(*node,
                          Error(fmt::format("The seed {} cannot judge a claim.", seed),
                                fmt::format("Seeds below {} are for tuning.", firstJudgingSeed)));
        return {};
    }

    Expected<ClaimExpectation> readExpectation(const toml::table &table)
    {
        ClaimExpectation expectation;
        expectation.position = positionOf(table.source());
        static const std::vector<std::string> known{"measure", "relation", "to", "along", "by"};
        if (const auto done = checkKeys(table, known); !done)
            return done.error();
        for (const char *name : {"measure", "relation", "by"})
            if (!table.contains(name))
                return at(table, Error(fmt::format("This expectation has no \"{}\".", name),
                                       "Write measure, relation, to and by."));
        const toml::table *measure = table["measure"].as_table();
        if (!measure)
            return at(*table.get("measure"),
                      Error("\"measure\" must be a table.",
                            "Write measure = { metric = \"…\", contestant = \"…\" }."));
        if (const auto done = readMeasure(*measure, expectation.measure, {}); !done)
            return done.error();
        if (expectation.measure.metric.empty())
            return at(*measure, Error("The measure names no metric."));
        const auto relation = fromKey(table["relation"].value_or(std::string()), relations);
        if (!relation)
            return at(*table.get("relation"),
                      Error(fmt::format("\"relation\" must be {}.", allowedKeys(relations))));
        expectation.relation = *relation;
        if (const auto done = readTarget(table, expectation); !done)
            return done.error();
        if (const auto done = readRule(*table.get("by"), expectation.rule); !done)
            return done.error();
        if (expectation.relation == ClaimRelation::within &&
            expectation.rule.kind >= ClaimRule::Kind::signTest)
            return at(*table.get("by"),
                      Error("A paired test compares two measures; it cannot judge \"within\".",
                            "Judge by \"every_seed\", \"mean\" or a share."));
        return expectation;
    }

    Expected<void> checkKeys(const toml::table &table, const std::vector<std::string> &known) const
    {
        for (const auto &[name, node] : detail::inFileOrder(table))
            if (std::find(known.begin(), known.end(), name->str()) == known.end())
                return at(name->source(), detail::unknownKey(name->str(), known, ""));
        return {};
    }

    Expected<double> number(const toml::node &node, std::string_view name) const
    {
        if (const auto value = node.value<double>(); value && node.is_number())
            return *value;
        return at(node, Error(fmt::format("\"{}\" must be a number.", name)));
    }

    Expected<double> number(const toml::node &node, std::string_view name, double least,
                            double most) const
    {
        auto value = number(node, name);
        if (value && !(*value >= least && *value <= most))
            return at(node, Error(fmt::format("\"{}\" must be between {} and {}, but {} was given.",
                                              name, least, most, *value)));
        return value;
    }

    /** @p others: keys that the caller reads itself. */
    Expected<void> readMeasure(const toml::table &table, Measure &measure,
                               const std::vector<std::string> &others)
    {
        bool summarised = false;
        for (const auto &[source, node] : detail::inFileOrder(table)) {
            const std::string name(source->str());
            if (std::find(others.begin(), others.end(), name) != others.end())
                continue;
            const bool isSummary =
                name == "summary" || name == "at" || name == "last" || name == "steps_to";
            if (isSummary && summarised)
                return at(source->source(), Error("A measure has one summary.",
                                                  "Keep one of summary, at, last and steps_to."));
            summarised = summarised || isSummary;
            const auto done = isSummary ? readSummary(name, *node, measure.summary)
                                        : readSelector(*source, *node, measure, others);
            if (!done)
                return done;
        }
        return {};
    }

    Expected<void> readSummary(const std::string &name, const toml::node &node,
                               MeasureSummary &summary)
    {
        using Kind = MeasureSummary::Kind;
        if (name == "summary") {
            const std::string text = node.value_or(std::string());
            if (text == "end")
                summary.kind = Kind::end;
            else if (text == "best")
                summary.kind = Kind::best;
            else if (text == "slope")
                summary.kind = Kind::slope;
            else
                return at(node,
                          Error("\"summary\" must be \"end\", \"best\" or \"slope\".",
                                "Others are written at = 500, last = 0.1 or steps_to = 0.9."));
            return {};
        }
        Expected<double> argument = 0.0;
        if (name == "at") {
            summary.kind = Kind::at;
            argument = number(node, name, 0, 1e15);
        } else if (name == "last") {
            summary.kind = Kind::last;
            argument = number(node, name, 1e-6, 1);
        } else {
            summary.kind = Kind::stepsTo;
            argument = number(node, name);
        }
        if (!argument)
            return argument.error();
        summary.argument = *argument;
        return {};
    }

    Expected<void> readSelector(const toml::key &source, const toml::node &node, Measure &measure,
                                const std::vector<std::string> &others)
    {
        const std::string name(source.str());
        if (name == "metric" || name == "contestant" || name == "problem") {
            const auto text = node.value<std::string>();
            // A table here is a dotted key without quotes: problem.clients = 10.
            if (const toml::table *dotted = node.as_table(); dotted && name != "metric")
                return readDotted(name, *dotted, measure);
            if (!text || text->empty())
                return at(node, Error(fmt::format("\"{}\" must be a text.", name)));
            (name == "metric"
                 ? measure.metric
                 : (name == "contestant" ? measure.cell.contestant : measure.cell.problem)) = *text;
            return {};
        }
        return readAxis(name, source.source(), node, measure, others);
    }

    Expected<void> readDotted(const std::string &prefix, const toml::table &table, Measure &measure)
    {
        for (const auto &[source, node] : detail::inFileOrder(table)) {
            const std::string name = prefix + "." + std::string(source->str());
            const auto *inner = node->as_table();
            const auto done = inner ? readDotted(name, *inner, measure)
                                    : readAxis(name, source->source(), *node, measure, {});
            if (!done)
                return done;
        }
        return {};
    }

    Expected<void> readAxis(const std::string &name, const toml::source_region &region,
                            const toml::node &node, Measure &measure,
                            const std::vector<std::string> &others)
    {
        const auto &sweep = m_claim.experiment.sweep;
        if (std::none_of(sweep.begin(), sweep.end(),
                         [&](const SweepAxis &axis) { return axis.key == name; })) {
            std::vector<std::string> known{"metric",   "summary",    "at",     "last",
                                           "steps_to", "contestant", "problem"};
            known.insert(known.end(), others.begin(), others.end());
            for (const SweepAxis &axis : sweep)
                known.push_back(axis.key);
            return at(region, detail::unknownKey(name, known, ""));
        }
        detail::Positions positions;
        auto value = detail::jsonFrom(node, name, positions);
        if (!value)
            return at(node, value.error());
        measure.cell.axes.emplace_back(name, std::move(*value));
        return {};
    }

    Expected<void> readTarget(const toml::table &table, ClaimExpectation &expectation)
    {
        const bool trend = expectation.relation == ClaimRelation::increasing ||
                           expectation.relation == ClaimRelation::decreasing;
        const toml::node *to = table.get("to");
        if (trend)
            return readAlong(table, expectation);
        if (table.contains("along"))
            return at(*table.get("along"),
                      Error("\"along\" belongs to the relations increasing and decreasing."));
        if (!to)
            return at(table, Error(fmt::format("The relation \"{}\" needs \"to\".",
                                               key(expectation.relation)),
                                   "Write a number, an interval [0.9, 1.1] or a table that selects "
                                   "another cell."));
        if (expectation.relation == ClaimRelation::within) {
            const toml::array *interval = to->as_array();
            if (!interval || interval->size() != 2 || !interval->get(0)->is_number() ||
                !interval->get(1)->is_number())
                return at(*to, Error("\"within\" needs an interval.", "Write to = [0.9, 1.1]."));
            expectation.lower = *interval->get(0)->value<double>();
            expectation.upper = *interval->get(1)->value<double>();
            if (!(expectation.lower <= expectation.upper))
                return at(*to, Error("The interval ends before it begins."));
            return {};
        }
        if (const toml::table *comparison = to->as_table())
            return readComparison(*comparison, expectation);
        const auto value = number(*to, "to");
        if (!value)
            return value.error();
        expectation.lower = expectation.upper = *value;
        return {};
    }

    Expected<void> readAlong(const toml::table &table, ClaimExpectation &expectation)
    {
        if (const toml::node *to = table.get("to"))
            return at(*to, Error(fmt::format("The relation \"{}\" has no \"to\".",
                                             key(expectation.relation)),
                                 "Name a sweep axis with along = \"…\"."));
        const auto &sweep = m_claim.experiment.sweep;
        if (!table.contains("along") && sweep.size() == 1) {
            expectation.along = sweep.front().key;
            return {};
        }
        expectation.along = table["along"].value_or(std::string());
        if (std::any_of(sweep.begin(), sweep.end(),
                        [&](const SweepAxis &axis) { return axis.key == expectation.along; }))
            return {};
        return at(table, Error(fmt::format("The relation \"{}\" needs a sweep axis.",
                                           key(expectation.relation)),
                               "Write along = \"…\" with a key of [sweep]."));
    }

    Expected<void> readComparison(const toml::table &table, ClaimExpectation &expectation)
    {
        static const std::vector<std::string> own{"factor", "offset", "best_of"};
        MeasureComparison comparison;
        if (const auto done = readMeasure(table, comparison.measure, own); !done)
            return done;
        // What is not said is as in the measure.
        if (comparison.measure.metric.empty())
            comparison.measure.metric = expectation.measure.metric;
        if (comparison.measure.metric == expectation.measure.metric &&
            comparison.measure.summary == MeasureSummary())
            comparison.measure.summary = expectation.measure.summary;
        for (const auto &[name, member] :
             {std::pair("factor", &comparison.factor), std::pair("offset", &comparison.offset)})
            if (const toml::node *node = table.get(name)) {
                const auto value = number(*node, name);
                if (!value)
                    return value.error();
                *member = *value;
            }
        if (const toml::node *node = table.get("best_of")) {
            if (!node->is_array() || node->as_array()->empty())
                return at(*node, Error("\"best_of\" must be a list of contestants."));
            for (const toml::node &entry : *node->as_array()) {
                const auto text = entry.value<std::string>();
                if (!text || text->empty())
                    return at(entry, Error("\"best_of\" must be a list of contestants."));
                comparison.bestOf.push_back(*text);
            }
            if (!comparison.measure.cell.contestant.empty())
                return at(*node, Error("\"best_of\" and \"contestant\" exclude each other."));
        }
        expectation.comparison = std::move(comparison);
        return {};
    }

    Expected<void> readRule(const toml::node &node, ClaimRule &rule)
    {
        using Kind = ClaimRule::Kind;
        static const char *const hint =
            "Write by = \"every_seed\", \"mean\", { share = 0.9 } or { test = "
            "\"wilcoxon\", alpha = 0.05, minimum_effect = 0 }.";
        if (const auto text = node.value<std::string>(); text == "every_seed" || text == "mean") {
            rule.kind = text == "mean" ? Kind::mean : Kind::everySeed;
            return {};
        }
        const toml::table *table = node.as_table();
        if (!table)
            return at(node, Error("\"by\" does not say how to judge.", hint));
        static const std::vector<std::string> known{"share", "test", "alpha", "minimum_effect"};
        if (const auto done = checkKeys(*table, known); !done)
            return done;
        if (const toml::node *share = table->get("share")) {
            if (table->size() > 1)
                return at(*share, Error("\"share\" stands alone.", hint));
            const auto value = number(*share, "share", 0.01, 1);
            if (!value)
                return value.error();
            rule = {Kind::share, *value};
            return {};
        }
        const std::string test = (*table)["test"].value_or(std::string());
        if (test == "sign")
            rule.kind = Kind::signTest;
        else if (test == "wilcoxon")
            rule.kind = Kind::wilcoxon;
        else if (test == "sign-flip")
            rule.kind = Kind::signFlip;
        else
            return at(node,
                      Error("\"test\" must be \"sign\", \"wilcoxon\" or \"sign-flip\".", hint));
        if (const toml::node *alpha = table->get("alpha")) {
            const auto value = number(*alpha, "alpha", 1e-9, 0.5);
            if (!value)
                return value.error();
            rule.alpha = *value;
        }
        if (const toml::node *effect = table->get("minimum_effect")) {
            const auto value = number(*effect, "minimum_effect", 0, 1e300);
            if (!value)
                return value.error();
            rule.minimumEffect = *value;
        }
        return {};
    }

    Claim &m_claim;
    std::string m_fileName;
};

} // namespace

std::string_view key(ClaimScope scope)
{
    switch (scope) {
    case ClaimScope::paperSetting:
        return "paper-setting";
    case ClaimScope::scaledDown:
        return "scaled-down";
    case ClaimScope::analogue:
        return "analogue";
    }
    return {};
}

std::string_view label(ClaimScope scope)
{
    switch (scope) {
    case ClaimScope::paperSetting:
        return "paper's setting";
    case ClaimScope::scaledDown:
        return "scaled down";
    case ClaimScope::analogue:
        return "analogue";
    }
    return {};
}

std::string_view key(ClaimRelation relation)
{
    switch (relation) {
    case ClaimRelation::less:
        return "less";
    case ClaimRelation::greater:
        return "greater";
    case ClaimRelation::within:
        return "within";
    case ClaimRelation::increasing:
        return "increasing";
    case ClaimRelation::decreasing:
        return "decreasing";
    }
    return {};
}

Expected<Claim> parseClaim(std::string_view toml, std::string_view fileName)
{
    auto experiment = parseExperiment(toml, fileName, claimKeys);
    if (!experiment)
        return experiment.error();
    const auto document = detail::parseToml(toml, fileName);
    if (!document)
        return document.error();
    Claim claim;
    claim.id = std::filesystem::path(fileName).stem().string();
    claim.experiment = std::move(*experiment);
    if (const auto done = ClaimReader(claim, fileName).read(*document); !done)
        return done.error();
    return claim;
}

Expected<Claim> readClaim(const std::string &path)
{
    const auto text = readFile(path);
    if (!text)
        return text.error();
    return parseClaim(*text, path);
}

} // namespace agon
