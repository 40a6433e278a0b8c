#include "core/experiment/claims.h"
#include "core/experiment/experiment_keys.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <exception>
#include <stdexcept>
#include <utility>

namespace agon {
namespace {

constexpr std::array verdicts{Verdict::holds, Verdict::contradicted, Verdict::inconclusive,
                              Verdict::notRun};
constexpr std::array fidelities{Fidelity::authorsCode, Fidelity::paperText, Fidelity::derived,
                                Fidelity::reconstructed};

/** An entry that must be one of some keys. Throws what the caller turns into an Error. */
template <class E, std::size_t n>
E fromKey(const Json &json, const char *name, const std::array<E, n> &values)
{
    const auto &text = json.at(name).get_ref<const std::string &>();
    for (const E value : values)
        if (key(value) == text)
            return value;
    throw std::invalid_argument(fmt::format("\"{}\" is no {}", text, name));
}

template <class T>
void put(Json &json, const char *name, const std::optional<T> &value)
{
    if (value)
        json[name] = *value;
}

template <class T>
std::optional<T> get(const Json &json, const char *name)
{
    const auto found = json.find(name);
    return found == json.end() ? std::nullopt : std::optional(found->get<T>());
}

Json toJson(const ClaimFinding &finding)
{
    Json json{{"cell", finding.cell},
              {"verdict", key(finding.verdict)},
              {"n", finding.n},
              {"satisfied", finding.satisfied},
              {"censored", finding.censored},
              {"failed", finding.failed},
              {"sentence", finding.sentence}};
    put(json, "effect", finding.effect);
    put(json, "lower", finding.lower);
    put(json, "upper", finding.upper);
    put(json, "p", finding.p);
    put(json, "observed", finding.observed);
    put(json, "reference", finding.reference);
    put(json, "seeds-needed", finding.seedsNeeded);
    return json;
}

ClaimFinding findingFrom(const Json &json)
{
    ClaimFinding finding;
    finding.cell = json.at("cell");
    finding.verdict = fromKey(json, "verdict", verdicts);
    finding.n = json.at("n");
    finding.satisfied = json.at("satisfied");
    finding.censored = json.at("censored");
    finding.failed = json.at("failed");
    finding.sentence = json.at("sentence");
    finding.effect = get<double>(json, "effect");
    finding.lower = get<double>(json, "lower");
    finding.upper = get<double>(json, "upper");
    finding.p = get<double>(json, "p");
    finding.observed = get<double>(json, "observed");
    finding.reference = get<double>(json, "reference");
    finding.seedsNeeded = get<int>(json, "seeds-needed");
    return finding;
}

} // namespace

std::string_view key(Verdict verdict)
{
    return verdict == Verdict::notRun ? std::string_view("not-run") : label(verdict);
}

std::string_view label(Verdict verdict)
{
    switch (verdict) {
    case Verdict::holds:
        return "holds";
    case Verdict::contradicted:
        return "contradicted";
    case Verdict::inconclusive:
        return "inconclusive";
    case Verdict::notRun:
        return "not run";
    }
    return {};
}

std::string ClaimVerdict::text() const
{
    const std::string subject = isOurReading() ? "Our reading of " + paper : paper;
    const std::string qualifiers = fmt::format(" ({}, {})", label(fidelity), label(scope));
    switch (verdict) {
    case Verdict::holds:
        return subject + " holds" + qualifiers + ".";
    case Verdict::contradicted:
        return subject + " is contradicted" + qualifiers + ".";
    case Verdict::notRun:
        return subject + " was not run" + qualifiers + ".";
    case Verdict::inconclusive:
        break;
    }
    int seedsNeeded = 0;
    bool feasible = true;
    for (const ExpectationVerdict &expectation : expectations)
        for (const ClaimFinding &finding : expectation.findings)
            if (finding.verdict == Verdict::inconclusive) {
                feasible = feasible && finding.seedsNeeded;
                seedsNeeded = std::max(seedsNeeded, finding.seedsNeeded.value_or(0));
            }
    return subject + " is inconclusive" + qualifiers +
           (feasible ? fmt::format(": about {} seeds would decide.", seedsNeeded)
                     : std::string("."));
}

Json verdictToJson(const ClaimVerdict &verdict)
{
    Json expectations = Json::array();
    for (const ExpectationVerdict &expectation : verdict.expectations) {
        Json findings = Json::array();
        for (const ClaimFinding &finding : expectation.findings)
            findings.push_back(toJson(finding));
        expectations.push_back({{"statement", expectation.statement},
                                {"verdict", key(expectation.verdict)},
                                {"findings", std::move(findings)}});
    }
    return {{"claim", verdict.claim},
            {"name", verdict.name},
            {"paper", verdict.paper},
            {"statement", verdict.statement},
            {"scope", key(verdict.scope)},
            {"fidelity", key(verdict.fidelity)},
            {"verdict", key(verdict.verdict)},
            {"seeds", detail::seedsValue(verdict.seeds)},
            {"text", verdict.text()},
            {"build", verdict.build},
            {"date", verdict.date},
            {"expectations", std::move(expectations)}};
}

Expected<ClaimVerdict> verdictFromJson(const Json &json)
{
    try {
        ClaimVerdict verdict;
        verdict.claim = json.at("claim");
        verdict.name = json.at("name");
        verdict.paper = json.at("paper");
        verdict.statement = json.at("statement");
        verdict.scope = fromKey(json, "scope", claimScopes);
        verdict.fidelity = fromKey(json, "fidelity", fidelities);
        verdict.verdict = fromKey(json, "verdict", verdicts);
        auto seeds = detail::seedsFrom(json.at("seeds"));
        if (!seeds)
            throw std::invalid_argument(seeds.error().message);
        verdict.seeds = std::move(*seeds);
        verdict.build = json.at("build");
        verdict.date = json.at("date");
        for (const Json &entry : json.at("expectations")) {
            ExpectationVerdict expectation;
            expectation.statement = entry.at("statement");
            expectation.verdict = fromKey(entry, "verdict", verdicts);
            for (const Json &finding : entry.at("findings"))
                expectation.findings.push_back(findingFrom(finding));
            verdict.expectations.push_back(std::move(expectation));
        }
        return verdict;
    } catch (const std::exception &problem) {
        return Error(fmt::format("This is not a claim's verdict: {}.", problem.what()),
                     "Record it again with agon claims run --record.");
    }
}

} // namespace agon
