#pragma once

#include "views/figures/figure.h"
#include "views/figures/options.h"
#include "views/figures/venues.h"

#include <QWidget>

#include <optional>

class QComboBox;
class QDoubleSpinBox;
class QLabel;
class QPlainTextEdit;

namespace agon::app {

class Card;
class Contest;
class ExplorePage;
class FigureCard;
class PaperView;

/** The figure as it will be printed: at the venue's size, with what a reviewer would check. */
class PublishPage : public QWidget
{
    Q_OBJECT

public:
    PublishPage(Contest &contest, ExplorePage &explore, QWidget *parent = nullptr);

    /** Shows this view and channel when the page is shown next, if the contest has them. */
    void choose(const QString &view, const QString &channel);
    /** Asks for a file and writes the figure. */
    void exportFigure();
    /** Writes the figure to @p path; says what happened. */
    bool exportTo(const QString &path);

Q_SIGNALS:
    void message(const QString &text);

protected:
    void showEvent(QShowEvent *event) override;

private:
    void fillViews();
    void addCustomSize(Card &card);
    /** Shows the same lengths in the chosen unit. */
    void showUnit();
    bool isCustom() const;
    void redraw();
    views::ViewOptions options() const;
    /** Taller than asked for where a list's rows would lose their names. */
    views::PaperStyle style() const;

    Contest &m_contest;
    ExplorePage &m_explore;
    QComboBox *m_view;
    QComboBox *m_channel;
    QComboBox *m_venue;
    QComboBox *m_width;
    QComboBox *m_aspect;
    QWidget *m_venueSize;  ///< width and height by the venue
    QWidget *m_customSize; ///< as numbers
    QDoubleSpinBox *m_customWidth;
    QDoubleSpinBox *m_customHeight;
    QComboBox *m_unit;
    double m_pointsOfUnit = 0;
    FigureCard *m_card;
    PaperView *m_paper;
    QLabel *m_checks;
    QPlainTextEdit *m_caption;
    QPlainTextEdit *m_altText;
    std::optional<views::Figure> m_figure;
    QString m_chosenView, m_chosenChannel; ///< until they are shown
};

} // namespace agon::app
