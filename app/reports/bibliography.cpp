#include "app/reports/bibliography.h"

#include "views/figures/tex_text.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <regex>

namespace agon::app {
namespace {

/** Splits at every occurrence of @p separator. */
std::vector<std::string> split(std::string_view text, std::string_view separator)
{
    std::vector<std::string> parts;
    for (std::size_t start = 0;;) {
        const std::size_t end = text.find(separator, start);
        parts.emplace_back(text.substr(start, end - start));
        if (end == std::string_view::npos)
            return parts;
        start = end + separator.size();
    }
}

/** Letters a to z of a text, in lower case; of "é" and its like the letter below the accent. */
std::string keyLetters(std::string_view text)
{
    // The Latin letters with accents of U+00C0 to U+00FF, as bytes after 0xC3.
    constexpr std::string_view plain =
        "aaaaaaaceeeeiiiidnooooo ouuuuy saaaaaaaceeeeiiiidnooooo ouuuuy y";
    std::string letters;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        if (std::isalpha(byte) != 0 && byte < 0x80) {
            letters += static_cast<char>(std::tolower(byte));
        } else if (byte == 0xC3 && i + 1 < text.size()) {
            const char letter =
                plain[(static_cast<unsigned char>(text[++i]) - 0x80U) % plain.size()];
            if (letter != ' ')
                letters += letter;
        }
    }
    return letters;
}

} // namespace

Expected<std::vector<Citation>> parseReference(std::string_view text)
{
    static const std::regex form(R"((.+?),? \(?(\d{4})\)?, (.+))");
    std::vector<Citation> result;
    for (const std::string &part : split(text, "; ")) {
        std::smatch match;
        if (!std::regex_match(part, match, form))
            return Error(
                fmt::format("\"{}\" does not read as authors, year, title.", part),
                "Write \"Auer, Cesa-Bianchi and Fischer 2002, Finite-time analysis of …\".");
        Citation citation;
        std::string authors = match[1];
        if (const std::size_t others = authors.find(" et al."); others != std::string::npos) {
            citation.others = true;
            authors.resize(others);
        }
        for (const std::string &group : split(authors, " and "))
            for (const std::string &author : split(group, ", "))
                if (!author.empty())
                    citation.authors.push_back(author);
        const std::string year = match[2];
        std::from_chars(year.data(), year.data() + year.size(), citation.year);
        citation.title = match[3];
        result.push_back(std::move(citation));
    }
    return result;
}

std::string citationKey(const Citation &citation)
{
    constexpr std::array<std::string_view, 2> articles{"the", "for"};
    std::string word;
    for (const std::string &candidate : split(citation.title, " ")) {
        word = keyLetters(split(candidate, "-").front());
        if (word.size() > 2 && std::find(articles.begin(), articles.end(), word) == articles.end())
            break;
    }
    const std::string who = citation.authors.empty() ? "" : keyLetters(citation.authors.front());
    return who + (citation.year > 0 ? std::to_string(citation.year) : "") + word;
}

std::string toBibtex(const Citation &citation, const std::string &key, const std::string &note)
{
    std::vector<std::string> authors;
    for (const std::string &author : citation.authors)
        // Braces keep "Agüera y Arcas" one surname.
        authors.push_back(author.find(' ') == std::string::npos
                              ? views::texText(author)
                              : "{" + views::texText(author) + "}");
    if (citation.others)
        authors.emplace_back("others");
    std::string entry = fmt::format("@misc{{{},\n", key);
    if (!authors.empty())
        entry += fmt::format("  author = {{{}}},\n", fmt::join(authors, " and "));
    // Double braces: the title's capitals are right as they are.
    entry += fmt::format("  title = {{{{{}}}}},\n", views::texText(citation.title));
    if (citation.year > 0)
        entry += fmt::format("  year = {{{}}},\n", citation.year);
    if (!note.empty())
        entry += fmt::format("  note = {{{}}},\n", views::texText(note));
    return entry + "}\n";
}

} // namespace agon::app
