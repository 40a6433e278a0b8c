#include "app/commands/figure_file.h"

#include "app/lab/anonymity.h"
#include "app/lab/figure_record.h"
#include "core/json.h"
#include "views/figures/views.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace agon::app {

Expected<FigureFile> makeFigureFile(const std::shared_ptr<ObservationSource> &source,
                                    const FigureRequest &request)
{
    const views::Venue *venue = views::findVenue(request.preset);
    if (!venue) {
        std::vector<std::string> known;
        for (const views::Venue &each : views::allVenues())
            known.emplace_back(each.key);
        return Error(fmt::format("There is no preset \"{}\".", request.preset),
                     fmt::format("There are {}.", fmt::join(known, ", ")));
    }
    Json given = Json::object();
    if (!request.options.empty()) {
        given = Json::parse(request.options, nullptr, false);
        if (given.is_discarded())
            return Error("--options is not JSON.",
                         "For instance --options '{\"centre\": \"median\"}'.");
    }
    auto options = views::optionsFromJson(given);
    if (!options)
        return options.error();
    if (!request.metric.empty())
        options->channel = request.metric;
    views::SeriesCache series(source);
    series.refresh();
    auto figure = views::makeFigure(request.view, series, *options);
    if (!figure)
        return figure.error();
    FigureFile file{std::move(*figure), views::styleOf(*venue, request.full, request.aspect), {}};
    file.style.notes = request.notes;
    if (!request.width.empty()) {
        const auto width = views::lengthFromText(request.width);
        if (!width)
            return width.error();
        file.style.width = *width;
        file.style.height = *width * request.aspect;
    }
    file.style = views::withRoomForRows(file.style, file.figure, *venue);
    if (!request.height.empty()) {
        const auto height = views::lengthFromText(request.height);
        if (!height)
            return height.error();
        file.style.height = *height;
    }
    file.style.dotsPerInch = request.dotsPerInch;
    file.style.textAsOutlines = request.outlines;
    const bool ownSize = !request.width.empty() || !request.height.empty();
    const FigurePaper paper{ownSize ? std::string() : std::string(venue->key),
                            request.full,
                            ownSize ? 0 : request.aspect,
                            file.style.width,
                            file.style.height,
                            request.dotsPerInch,
                            request.outlines};
    const std::string &toml = series.experiment().toml;
    file.attachments = {request.named ? toml : withoutFolders(toml),
                        figureRecord(*source, request.view, views::toJson(*options), {}, paper)};
    return file;
}

} // namespace agon::app
