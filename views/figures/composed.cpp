#include "views/figures/composed.h"

#include "views/figures/selection.h"
#include "views/figures/views.h"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <iterator>

namespace agon::views {

namespace {

Expected<FigurePart> figurePart(std::string_view text)
{
    FigurePart part;
    if (const auto at = text.find('@'); at != std::string_view::npos) {
        const std::string_view digits = text.substr(at + 1);
        int index = 0;
        const auto [end, error] =
            std::from_chars(digits.data(), digits.data() + digits.size(), index);
        if (error != std::errc() || end != digits.data() + digits.size() || index < 0)
            return Error(fmt::format("\"{}\" names no contestant.", text),
                         "After @ stands its number, the first is 0: heatmap:pulls@0.");
        part.contestant = index;
        text = text.substr(0, at);
    }
    if (const auto at = text.find(':'); at != std::string_view::npos) {
        part.channel = text.substr(at + 1);
        if (const auto tilde = part.channel.find('~'); tilde != std::string::npos) {
            part.against = part.channel.substr(tilde + 1);
            part.channel.erase(tilde);
        }
        text = text.substr(0, at);
    }
    if (text.empty())
        return Error("A part of the figure has no view.",
                     "Views are joined by +, for instance convergence+distribution.");
    part.view = text;
    return part;
}

/** "(a)", "(a, b)", "(a–d)". */
std::string lettersOf(std::size_t first, std::size_t count)
{
    const auto letter = [](std::size_t i) { return static_cast<char>('a' + i % 26); };
    if (count == 1)
        return fmt::format("({})", letter(first));
    const char last = letter(first + count - 1);
    return count == 2 ? fmt::format("({}, {})", letter(first), last)
                      : fmt::format("({}–{})", letter(first), last);
}

/** What all figures say alike, else what each says of its panels. */
std::string joinedText(const std::vector<Figure> &figures, std::string Figure::*member)
{
    const bool alike = std::all_of(figures.begin(), figures.end(), [&](const Figure &figure) {
        return figure.*member == figures.front().*member;
    });
    if (alike)
        return figures.front().*member;
    std::string all;
    std::size_t first = 0;
    for (const Figure &figure : figures) {
        if (!(figure.*member).empty())
            all += fmt::format("{}{} {}", all.empty() ? "" : " ",
                               lettersOf(first, figure.panels.size()), figure.*member);
        first += figure.panels.size();
    }
    return all;
}

} // namespace

Expected<std::vector<FigurePart>> figureParts(std::string_view text)
{
    std::vector<FigurePart> parts;
    for (std::size_t begin = 0; begin <= text.size();) {
        const std::size_t end = std::min(text.find('+', begin), text.size());
        auto part = figurePart(text.substr(begin, end - begin));
        if (!part)
            return part.error();
        parts.push_back(std::move(*part));
        begin = end + 1;
    }
    return parts;
}

std::string toText(const std::vector<FigurePart> &parts)
{
    std::string text;
    for (const FigurePart &part : parts) {
        if (!text.empty())
            text += '+';
        text += part.view;
        if (!part.channel.empty())
            text += ':' + part.channel;
        if (!part.against.empty())
            text += (part.channel.empty() ? ":~" : "~") + part.against;
        if (part.contestant)
            text += fmt::format("@{}", *part.contestant);
    }
    return text;
}

ViewOptions optionsOf(const FigurePart &part, const ExperimentView &experiment,
                      const ViewOptions &options)
{
    ViewOptions own = options;
    if (part.contestant)
        own.contestants = {*part.contestant};
    if (!part.against.empty())
        own.x = part.against;
    std::string channel = part.channel;
    if (channel.empty()) {
        channel = options.channel;
        const View *view = findView(part.view);
        const auto fitting = view ? channelsFor(*view, experiment) : std::vector<int>();
        const bool fits = std::any_of(fitting.begin(), fitting.end(), [&](int index) {
            return experiment.channels[static_cast<std::size_t>(index)].key == channel;
        });
        if (!fits)
            channel.clear();
    }
    if (channel != options.channel) {
        own.channel = channel;
        own.yScale.reset();
    }
    return own;
}

Figure composed(std::vector<Figure> figures)
{
    Figure whole;
    for (const Figure &figure : figures)
        for (const std::string &note : figure.notes)
            if (std::find(whole.notes.begin(), whole.notes.end(), note) == whole.notes.end())
                whole.notes.push_back(note);
    std::erase_if(figures, [](const Figure &figure) { return figure.empty(); });
    if (figures.empty())
        return whole;
    for (std::string Figure::*member : {&Figure::title, &Figure::centre, &Figure::interval,
                                        &Figure::n, &Figure::caption, &Figure::altText})
        whole.*member = joinedText(figures, member);
    for (Figure &figure : figures)
        std::move(figure.panels.begin(), figure.panels.end(), std::back_inserter(whole.panels));
    const std::string title = whole.panels.front().title;
    if (std::all_of(whole.panels.begin(), whole.panels.end(),
                    [&title](const Panel &panel) { return panel.title == title; }))
        for (Panel &panel : whole.panels) // one problem: what is drawn tells them apart
            panel.title.clear();
    letterPanels(whole);
    return whole;
}

} // namespace agon::views
