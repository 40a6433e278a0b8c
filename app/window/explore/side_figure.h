#pragma once

#include "app/window/widgets/card.h"
#include "views/figures/options.h"
#include "views/figures/series_cache.h"

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
    /** Draws with the page's options: what it shows itself is filled in. */
    void draw(views::SeriesCache &series, views::ViewOptions options);

Q_SIGNALS:
    void choiceChanged();

private:
    QComboBox *m_box;
    views::PanelView *m_panel;
    QList<Choice> m_choices;
    QString m_chosen; ///< title of what the user picked
};

} // namespace agon::app
