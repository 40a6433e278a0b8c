#include "core/experiment/family.h"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <stdexcept>

namespace agon {

TableFamily::TableFamily(Catalogue head, std::vector<ProblemEntry> problems,
                         std::vector<AlgorithmEntry> algorithms)
    : m_catalogue(std::move(head))
    , m_problems(std::move(problems))
    , m_algorithms(std::move(algorithms))
{
    for (const ProblemEntry &entry : m_problems)
        m_catalogue.problems.push_back(entry.declaration);
    for (const AlgorithmEntry &entry : m_algorithms)
        m_catalogue.algorithms.push_back(entry.declaration);
    // A wrong catalogue is a programmer's error that must not depend on the build type.
    if (const auto wrong = problemsOf(m_catalogue); !wrong.empty())
        throw std::logic_error(fmt::format("The catalogue of \"{}\" is wrong: {}.",
                                           m_catalogue.family, wrong.front()));
}

const Catalogue &TableFamily::catalogue() const { return m_catalogue; }

Expected<InstancePointer> TableFamily::prepare(const ProblemRequest &request) const
{
    const auto entry =
        std::find_if(m_problems.begin(), m_problems.end(),
                     [&](const ProblemEntry &e) { return e.declaration.id == request.problem; });
    if (entry == m_problems.end())
        return Error(fmt::format("The family \"{}\" has no problem \"{}\".", m_catalogue.family,
                                 request.problem));
    return entry->prepare(request);
}

Expected<std::unique_ptr<Trial>> TableFamily::start(const TrialRequest &request) const
{
    const auto entry =
        std::find_if(m_algorithms.begin(), m_algorithms.end(), [&](const AlgorithmEntry &e) {
            return e.declaration.id == request.algorithm;
        });
    if (entry == m_algorithms.end())
        return Error(fmt::format("The family \"{}\" has no algorithm \"{}\".", m_catalogue.family,
                                 request.algorithm));
    return entry->start(request);
}

int TableFamily::preferredLanes(std::string_view algorithm) const
{
    const auto entry =
        std::find_if(m_algorithms.begin(), m_algorithms.end(),
                     [&](const AlgorithmEntry &e) { return e.declaration.id == algorithm; });
    return entry == m_algorithms.end() ? 1 : entry->preferredLanes;
}

} // namespace agon
