#include "core/experiment/grid_messages.h"

#include <fmt/format.h>

#include <algorithm>

namespace agon::detail {

Error unknownId(const FamilySet &families, const std::string &id, bool wantProblem)
{
    std::vector<std::string> wanted;
    std::string samePlainName;
    const std::string_view noun = wantProblem ? "problem" : "algorithm";
    for (const auto &family : families.all()) {
        const auto add = [&](const std::string &candidate) {
            wanted.push_back(candidate);
            if (candidate.ends_with("/" + id))
                samePlainName = candidate;
        };
        const Catalogue &catalogue = family->catalogue();
        if (wantProblem ? catalogue.algorithm(id) != nullptr : catalogue.problem(id) != nullptr)
            return Error(fmt::format("\"{}\" is {}.", id,
                                     wantProblem ? "an algorithm, not a problem"
                                                 : "a problem, not an algorithm"));
        if (wantProblem)
            for (const ProblemDeclaration &problem : catalogue.problems)
                add(problem.id);
        else
            for (const AlgorithmDeclaration &algorithm : catalogue.algorithms)
                add(algorithm.id);
    }
    const std::string nearest = samePlainName.empty() ? nearestWord(id, wanted) : samePlainName;
    if (!nearest.empty())
        return Error(fmt::format("There is no {} \"{}\".", noun, id),
                     fmt::format("Did you mean \"{}\"?", nearest));
    if (id.find('/') != std::string::npos && !families.familyOf(id)) {
        std::string known;
        for (const std::string &family : families.ids())
            known += (known.empty() ? "" : ", ") + family;
        return Error(fmt::format("There is no {} \"{}\": there is no family \"{}\".", noun, id,
                                 id.substr(0, id.find('/'))),
                     known.empty() ? "No family is loaded."
                                   : fmt::format("Families are: {}.", known));
    }
    return Error(fmt::format("There is no {} \"{}\".", noun, id),
                 fmt::format("\"agon list {}s\" lists what there is.", noun));
}

Error misfit(const Catalogue &catalogue, const ProblemDeclaration &problem,
             const AlgorithmDeclaration &algorithm)
{
    const auto has = [](const std::vector<std::string> &words, const std::string &word) {
        return std::find(words.begin(), words.end(), word) != words.end();
    };
    std::string reason = fmt::format("it does not speak the problem's loop \"{}\"", problem.loop);
    if (has(algorithm.loops, problem.loop))
        for (const std::string &feature : algorithm.requires_)
            if (!has(problem.provides, feature))
                reason =
                    fmt::format("it needs \"{}\", which the problem does not provide", feature);
    return Error(fmt::format("{} ({}) cannot play {} ({}): {}.", algorithm.title, algorithm.id,
                             problem.title, problem.id, reason),
                 fittingAlgorithms(catalogue, problem));
}

std::string fittingAlgorithms(const Catalogue &catalogue, const ProblemDeclaration &problem)
{
    constexpr int most = 8;
    std::string text;
    int count = 0;
    for (const AlgorithmDeclaration &algorithm : catalogue.algorithms)
        if (catalogue.fits(problem, algorithm) && ++count <= most)
            text +=
                (text.empty() ? "" : ", ") + fmt::format("{} ({})", algorithm.title, algorithm.id);
    if (count > most)
        text += fmt::format(" and {} more", count - most);
    return text.empty() ? std::string("No algorithm of the family fits.")
                        : fmt::format("These fit: {}.", text);
}

} // namespace agon::detail
