#include "views/paper/checks.h"

#include <fmt/format.h>

namespace agon::views {

PdfFonts fontsOf(const QByteArray &pdf)
{
    PdfFonts fonts;
    fonts.type3 = static_cast<int>(pdf.count("/Subtype /Type3"));
    // A composite font has one descendant, whose descriptor names the embedded file.
    fonts.used = static_cast<int>(pdf.count("/Subtype /Type0\n")) + fonts.type3;
    fonts.embedded = static_cast<int>(pdf.count("/FontFile2 ") + pdf.count("/FontFile3 "));
    return fonts;
}

std::string unequalSeeds(const Figure &figure)
{
    return figure.n.find(" to ") == std::string::npos
               ? std::string()
               : fmt::format("Not everything rests on as many seeds: {}.", figure.n);
}

} // namespace agon::views
