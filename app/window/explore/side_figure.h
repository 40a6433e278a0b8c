#pragma once

#include "app/window/explore/drawn_figures.h"
#include "app/window/widgets/card.h"

class QComboBox;

namespace agon::views {
class PanelView;
}

namespace agon::app {

/** A smaller figure whose view can be chosen. */
class SideFigure : public FigureCard
{
    Q_OBJECT

public:
    explicit SideFigure(QWidget *parent = nullptr);

    struct Choice
    {
        QString title;   ///< "Arm pulls"
        QString view;    ///< view key
        QString channel; ///< channel key, may be empty
    };
    /** @p preferred: index of the choice shown first; the user's own choice is kept while it
     * exists. */
    void setChoices(const QList<Choice> &choices, int preferred);
    QString view() const;
    /** What to compute: the page's options with what it shows itself filled in. */
    FigureOrder::Side order(views::ViewOptions options) const;
    void show(const Expected<views::Figure> &figure);

Q_SIGNALS:
    void choiceChanged();

private:
    QComboBox *m_box;
    views::PanelView *m_panel;
    QList<Choice> m_choices;
    QString m_chosen; ///< title of what the user picked
};

} // namespace agon::app
