#pragma once

#include "views/figures/figure.h"

#include <QByteArray>

#include <string>

namespace agon::views {

/** The fonts of a PDF as QPdfWriter writes it. */
struct PdfFonts
{
    int used = 0;
    int embedded = 0;
    int type3 = 0;
    bool accepted() const { return type3 == 0 && embedded == used; }
};
PdfFonts fontsOf(const QByteArray &pdf);

/** A sentence when the figure's curves and marks rest on different numbers of seeds, which readers
 *  cannot see; else empty. */
std::string unequalSeeds(const Figure &figure);

} // namespace agon::views
