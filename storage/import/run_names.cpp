#include "storage/import/run_names.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <map>
#include <optional>
#include <set>
#include <string_view>

namespace agon::storage {
namespace {

constexpr std::string_view separators = "-_ /.:=#()[]";

/** A name that ends in a number. */
struct Numbered
{
    std::string stem;
    std::uint64_t number = 0;
    bool named = false; ///< a word before the number says that it is a seed
};

bool isAlphanumeric(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; }

bool endsInWord(std::string_view text, std::string_view word)
{
    if (text.size() < word.size())
        return false;
    const std::size_t start = text.size() - word.size();
    for (std::size_t i = 0; i < word.size(); ++i)
        if (std::tolower(static_cast<unsigned char>(text[start + i])) != word[i])
            return false;
    // "ours3" ends in s, but that is no word of its own.
    return start == 0 || !isAlphanumeric(text[start - 1]);
}

std::string_view withoutSeparators(std::string_view text)
{
    const std::size_t last = text.find_last_not_of(separators);
    return last == std::string_view::npos ? std::string_view() : text.substr(0, last + 1);
}

std::optional<Numbered> numbered(std::string_view name)
{
    name = name.substr(0, name.find_last_not_of(")]") + 1);
    const std::size_t digits = name.find_last_not_of("0123456789") + 1; // 0 when there is no other
    if (digits == 0 || digits == name.size())
        return {};
    Numbered result;
    const std::string_view number = name.substr(digits);
    if (std::from_chars(number.data(), number.data() + number.size(), result.number).ec !=
        std::errc())
        return {};
    std::string_view stem = withoutSeparators(name.substr(0, digits));
    result.named = false;
    for (const std::string_view word : {"seed", "repetition", "rep", "run", "trial", "s"})
        if (endsInWord(stem, word)) {
            stem = withoutSeparators(stem.substr(0, stem.size() - word.size()));
            result.named = true;
            break;
        }
    const bool separated = result.named || stem.size() < digits;
    if (!separated || stem.empty())
        return {};
    result.stem = std::string(stem);
    return result;
}

} // namespace

std::vector<RunName> readRunNames(const std::vector<std::string> &names)
{
    std::map<std::string, std::set<std::uint64_t>> numbers;
    for (const std::string &name : names)
        if (const auto parts = numbered(name); parts && !parts->named)
            numbers[parts->stem].insert(parts->number);
    std::map<std::set<std::uint64_t>, int> uses;
    for (const auto &[stem, set] : numbers)
        ++uses[set];
    const auto areSeeds = [&](const std::string &stem) {
        const std::set<std::uint64_t> &set = numbers.at(stem);
        const bool counted = *set.begin() <= 1 && *set.rbegin() - *set.begin() + 1 == set.size();
        return set.size() >= 2 && (counted || uses.at(set) >= 2);
    };
    std::vector<RunName> result;
    for (const std::string &name : names) {
        const auto parts = numbered(name);
        if (parts && (parts->named || areSeeds(parts->stem)))
            result.push_back({parts->stem, parts->number});
        else
            result.push_back({name, 1});
    }
    return result;
}

} // namespace agon::storage
