#pragma once

#include "core/expected.h"
#include "views/figures/figure.h"
#include "views/figures/venues.h"
#include "views/paper/renderer.h"

#include <QByteArray>
#include <QString>

namespace agon::views {

enum class PaperFormat { pdf, svg, png, csv, pgfplots, words };

/** By the file's suffix: .pdf, .svg, .png, .csv, .tikz, .tex, or .txt for the description in words.
 */
Expected<PaperFormat> formatOf(const QString &path);

/** What travels inside the file, so that the experiment can be opened again from the figure: PDF
 *  attachments experiment.toml and figure.json, PNG text chunks, SVG metadata, TikZ comments. */
struct Attachments
{
    std::string experiment; ///< TOML; empty: none
    std::string view;       ///< JSON of view, options and runs; empty: none
};

/** The finished bytes of a figure. The same figure and style give the same bytes in every run, when
 * the program has called QHashSeed::setDeterministicGlobalSeed() first thing in main. Needs a
 *  QGuiApplication (offscreen will do) except for csv, pgfplots and words. Errors: sizes out of
 * range, or too small for the axes. */
Expected<QByteArray> renderToBytes(const Figure &figure, const PaperStyle &style,
                                   PaperFormat format, const Attachments &attachments = {},
                                   RenderReport *report = nullptr);

/** Writes the file atomically. Errors: unknown suffix, nothing to draw, sizes out of range or too
 *  small for the axes, a folder that cannot be written. */
Expected<RenderReport> exportFigure(const Figure &figure, const PaperStyle &style,
                                    const QString &path, const Attachments &attachments = {});

/** What travels inside a PDF, PNG, SVG or TikZ file that this wrote; empty where there is none. */
Attachments attachmentsOf(const QByteArray &file);

} // namespace agon::views
