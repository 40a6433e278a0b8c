#include "core/experiment/experiment.h"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <tuple>

#define XXH_INLINE_ALL
#include <xxhash.h>

namespace agon {

void FamilySet::add(std::shared_ptr<const Family> family)
{
    assert(family && !this->family(family->catalogue().family));
    m_families.push_back(std::move(family));
}

std::shared_ptr<const Family> FamilySet::family(std::string_view id) const
{
    for (const auto &candidate : m_families)
        if (candidate->catalogue().family == id)
            return candidate;
    return nullptr;
}

std::shared_ptr<const Family> FamilySet::familyOf(std::string_view qualifiedId) const
{
    const std::size_t slash = qualifiedId.find('/');
    return slash == std::string_view::npos ? nullptr : family(qualifiedId.substr(0, slash));
}

std::vector<std::string> FamilySet::ids() const
{
    std::vector<std::string> result;
    for (const auto &family : m_families)
        result.push_back(family->catalogue().family);
    return result;
}

bool Experiment::operator==(const Experiment &other) const
{
    const auto said = [](const Experiment &e) {
        return std::tie(e.name, e.description, e.problems, e.contestants, e.seeds, e.budget,
                        e.schedule, e.instance, e.sweep, e.published);
    };
    return said(*this) == said(other);
}

std::string contentHash(std::string_view bytes)
{
    const XXH128_hash_t hash = XXH3_128bits(bytes.data(), bytes.size());
    return fmt::format("{:016x}{:016x}", hash.high64, hash.low64);
}

} // namespace agon
