#include "app/lab/lab.h"
#include "app/reports/bibliography.h"
#include "storage/import/recorded_runs.h"
#include "storage/store.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cctype>
#include <map>
#include <set>
#include <utility>

namespace agon::app {
namespace {

std::string lowerCase(std::string text)
{
    std::transform(text.begin(), text.end(), text.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text;
}

/** Sources in the order in which they were met, with what each is cited for. */
class Bibliography
{
public:
    void add(const Citation &citation, const std::string &what)
    {
        auto found = std::find_if(m_entries.begin(), m_entries.end(), [&](const Entry &entry) {
            return lowerCase(entry.citation.title) == lowerCase(citation.title);
        });
        if (found == m_entries.end()) {
            m_entries.push_back({citation, {}});
            found = std::prev(m_entries.end());
        } else if (found->citation.authors.size() < citation.authors.size()) {
            found->citation = citation;
        }
        found->uses.insert(what);
    }

    std::string text() const
    {
        std::string text;
        std::map<std::string, int> keys;
        for (const auto &[citation, uses] : m_entries) {
            std::string key = citationKey(citation);
            if (const int times = keys[key]++; times > 0)
                key += static_cast<char>('a' + times);
            text += "\n" + toBibtex(citation, key, fmt::format("{}", fmt::join(uses, ", ")));
        }
        return text;
    }

private:
    struct Entry
    {
        Citation citation;
        std::set<std::string> uses;
    };
    std::vector<Entry> m_entries;
};

/** The source of a problem or algorithm: its reference, or else its papers' titles. */
template <class Declaration>
std::vector<Citation> sourcesOf(const Lab &lab, const Declaration &declaration)
{
    if (auto citations = parseReference(declaration.reference))
        return *citations;
    std::vector<Citation> titles;
    for (const std::string &paper : declaration.papers)
        titles.push_back({{}, false, 0, lab.paperTitle(paper)});
    return titles;
}

template <class Declaration>
const Declaration *find(const std::vector<Declaration> &declarations, const std::string &id)
{
    const auto found = std::find_if(declarations.begin(), declarations.end(),
                                    [&](const Declaration &one) { return one.id == id; });
    return found == declarations.end() ? nullptr : &*found;
}

} // namespace

std::string bibliographyOf(const Lab &lab, const std::vector<ExperimentView> &experiments)
{
    Bibliography bibliography;
    std::string remarks;
    const auto remark = [&remarks](const std::string &sentence) {
        remarks += "% " + sentence + "\n";
    };
    for (const ExperimentView &view : experiments) {
        if (storage::isRecorded(view)) {
            for (const ContestantView &contestant : view.contestants)
                remark(
                    fmt::format("{}: recorded elsewhere, cite its own source.", contestant.label));
            continue;
        }
        const auto family = lab.families().family(view.family);
        if (!family) {
            remark(fmt::format("{}: the family \"{}\" is not installed here.", view.name,
                               view.family));
            continue;
        }
        const Catalogue &catalogue = family->catalogue();
        const auto addAll = [&](const auto *declaration, const std::string &id) {
            if (declaration == nullptr) {
                remark(fmt::format("{} is not known any more.", id));
                return;
            }
            const auto citations = sourcesOf(lab, *declaration);
            if (citations.empty())
                remark(fmt::format("{} has no source: it is Agon's own.", declaration->title));
            for (const Citation &citation : citations)
                bibliography.add(citation, declaration->title);
        };
        for (const ContestantView &contestant : view.contestants)
            addAll(find(catalogue.algorithms, contestant.algorithm), contestant.algorithm);
        for (const ProblemView &problem : view.problems)
            addAll(find(catalogue.problems, problem.problem), problem.problem);
        for (const ProblemView &problem : view.problems)
            if (const auto *declaration = find(catalogue.problems, problem.problem))
                for (const std::string &data : declaration->data)
                    if (const auto citations = parseReference(lab.dataReference(data)))
                        for (const Citation &citation : *citations)
                            bibliography.add(citation, "data set");
    }
    return fmt::format(
        "% Sources of the methods and data, for BibTeX: surnames, title and year. Add "
        "first names and venues\n% as your journal wants them.\n{}"
        "\n@software{{agon,\n  author = {{{{The Agon developers}}}},\n  title = "
        "{{{{Agon: a laboratory for learning algorithms}}}},\n  version = {{{}}},\n"
        "  note = {{Free software, GNU General Public License 3 or later}},\n}}\n{}",
        remarks, AGON_VERSION, bibliography.text());
}

Expected<std::string> bibliographyOf(const Lab &lab, const storage::Store &store,
                                     const std::string &experiment)
{
    const auto entries = store.experiments();
    if (!entries)
        return entries.error();
    std::vector<ExperimentView> views;
    for (const storage::ExperimentEntry &entry : *entries) {
        if (!experiment.empty() && entry.name != experiment &&
            std::to_string(entry.id) != experiment)
            continue;
        const auto source = store.source(entry.id);
        if (!source)
            return source.error();
        views.push_back((*source)->experiment());
    }
    if (views.empty())
        return Error(experiment.empty()
                         ? fmt::format("{} holds no experiment.", store.path())
                         : fmt::format("{} holds no experiment \"{}\".", store.path(), experiment));
    return bibliographyOf(lab, views);
}

} // namespace agon::app
