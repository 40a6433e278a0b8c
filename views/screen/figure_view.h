#pragma once

#include "views/figures/figure.h"

#include <QWidget>

#include <optional>
#include <vector>

class QGridLayout;
class QLabel;

namespace agon::views {

class ColourBar;
class PanelView;

/** Shows all panels of a figure, each under its title, in its columns or as many of them as there
 *  is room for. */
class FigureView : public QWidget
{
    Q_OBJECT

public:
    explicit FigureView(QWidget *parent = nullptr);

    /** Without a panel @p hint stands in the middle. @p moving: more will come at once, so curves
     *  are drawn with hairline pens. */
    void setFigure(const Figure &figure, const QString &hint, bool moving = false);
    /** Who stands out in every panel, by colour; empty: everyone. */
    void setHighlight(std::optional<int> colour);
    /** How many panels are shown. */
    int panels() const { return static_cast<int>(m_shown); }
    /** Panels follow the room there is; they never ask for more. */
    QSize sizeHint() const override { return minimumSizeHint(); }

Q_SIGNALS:
    /** A cell of a panel's heat map; row 0 is at the bottom. */
    void cellClicked(int panel, int row, int column);
    /** Colour of whose curve, point or row was clicked; -1: nobody's. */
    void contestantClicked(int colour);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    struct Place
    {
        QWidget *box;
        QLabel *title;
        PanelView *panel;
    };
    void addPlace();
    /** Puts @p needed places into the grid. */
    void arrange(std::size_t needed);

    QGridLayout *m_grid;
    ColourBar *m_bar; ///< of heat maps that share their scale
    std::vector<Place> m_places;
    std::optional<int> m_highlight;
    std::size_t m_shown = 0;
    int m_asked = 1;          ///< columns of the figure
    std::size_t m_placed = 0; ///< how many places are in the grid…
    int m_columns = 0;        ///< …and in how many columns
};

} // namespace agon::views
