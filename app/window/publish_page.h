#pragma once

#include "app/lab/figure_record.h"
#include "core/expected.h"
#include "core/experiment/observation_source.h"
#include "views/figures/figure.h"
#include "views/figures/options.h"
#include "views/figures/venues.h"
#include "views/paper/checks.h"
#include "views/paper/export.h"

#include <QTimer>
#include <QWidget>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QLabel;
class QPlainTextEdit;

namespace agon::app {

class Card;
class CheckList;
class CompareFigure;
class Contest;
class FigureSubject;
class ExplorePage;
class FigureCard;
class PaperView;

/** The figure as it will be printed: at the venue's size, with what a reviewer would check. It is
 *  computed beside the window's thread; the last one stays until it is there. */
class PublishPage : public QWidget
{
    Q_OBJECT

public:
    PublishPage(Contest &contest, ExplorePage &explore, CompareFigure &compared,
                QWidget *parent = nullptr);

    /** Whose figure is printed. */
    FigureSubject &subject() { return *m_subject; }
    /** Chooses the paper that a figure was drawn for, as far as it says. */
    void choosePaper(const FigurePaper &paper);
    /** Asks for a file and writes the figure. */
    void exportFigure();
    /** Writes the figure as it is asked for now to @p path, as soon as it is computed; says what
     *  happened. */
    void exportTo(const QString &path);

Q_SIGNALS:
    void message(const QString &text);

protected:
    void showEvent(QShowEvent *event) override;

private:
    void addCustomSize(Card &card);
    void addFileOptions(Card &card);
    /** The venue's or one's own. */
    void showSizes();
    /** Shows the same lengths in the chosen unit. */
    void showUnit();
    bool isCustom() const;
    /** Size and letters, and how they are written. */
    struct Paper
    {
        QString venue; ///< key; empty: a custom size
        bool fullWidth = false;
        double aspect = 1;
        double width = 0, height = 0; ///< of a custom size, in points
        int dotsPerInch = 600;        ///< PNG
        bool outlines = false;        ///< SVG
        bool anonymous = true;
    };
    Paper paper() const;
    /** Taller than asked for where a list's rows would lose their names. */
    static views::PaperStyle styleOf(const Paper &paper, const views::Figure *figure);

    /** A figure and what it is of. */
    struct Drawn
    {
        std::shared_ptr<const ObservationSource> source;
        std::string view;
        views::ViewOptions options;
        Expected<views::Figure> figure = Error();
    };
    void orderFigure();
    void take(const std::shared_ptr<const Drawn> &drawn);
    /** Shows the figure that there is on the paper that is chosen. */
    void showFigure();
    void showChecks();
    /** Reads the fonts of the PDF that would be written. */
    void readFonts();
    /** The experiment as it travels. */
    static std::string experimentOf(const Drawn &drawn, const Paper &paper);
    /** What travels inside the file. */
    static views::Attachments carried(const Drawn &drawn, const Paper &paper);
    void showCardNote();
    /** Whether the figure that is shown is the one that is asked for. */
    bool isCurrent() const { return m_drawn != nullptr && m_taken == m_ordered; }
    struct Export
    {
        QString path;
        Paper paper;
    };
    void write(const Export &wanted);

    FigureSubject *m_subject;
    QComboBox *m_venue;
    QComboBox *m_width;
    QComboBox *m_aspect;
    QWidget *m_venueSize;  ///< width and height by the venue
    QWidget *m_customSize; ///< as numbers
    QDoubleSpinBox *m_customWidth;
    QDoubleSpinBox *m_customHeight;
    QComboBox *m_unit;
    QComboBox *m_dotsPerInch;
    QComboBox *m_letters;
    QCheckBox *m_anonymous;
    double m_pointsOfUnit = 0;
    FigureCard *m_card;
    PaperView *m_paper;
    CheckList *m_checks;
    QPlainTextEdit *m_caption;
    QPlainTextEdit *m_altText;
    std::shared_ptr<const Drawn> m_drawn;   ///< null: none yet
    std::uint64_t m_ordered = 0;            ///< counts the figures that were asked for
    std::uint64_t m_taken = 0;              ///< which of them is shown
    std::optional<views::PdfFonts> m_fonts; ///< of what is shown; none: not read yet
    QTimer m_fontsLater;
    QTimer m_patience;             ///< how long nothing is said of the next one
    std::vector<Export> m_exports; ///< wait for the figure that is ordered
    bool m_changed = false;        ///< since an export waits: it is ordered after that
};

} // namespace agon::app
