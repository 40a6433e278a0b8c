#pragma once

#include "app/window/widgets/check_list.h"
#include "views/figures/figure.h"
#include "views/figures/venues.h"
#include "views/paper/checks.h"
#include "views/paper/renderer.h"

#include <QCoreApplication>

#include <optional>
#include <string>
#include <vector>

namespace agon::app {

/** What is checked before a figure is printed. */
struct PrintedFigure
{
    const views::Figure &figure;
    const views::PaperStyle &paper;
    const views::RenderReport &report;
    std::optional<views::PdfFonts> fonts; ///< of the PDF that would be written; none: not yet known
    bool anonymous = true;
    std::string experiment; ///< as it would travel along
};

/** What a reviewer would look at, line by line. */
class PublishChecks
{
    Q_DECLARE_TR_FUNCTIONS(PublishChecks)

public:
    static std::vector<CheckList::Line> of(const PrintedFigure &printed);
};

} // namespace agon::app
