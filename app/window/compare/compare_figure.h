#pragma once

#include "app/window/widgets/card.h"
#include "views/figures/figure.h"
#include "views/figures/options.h"
#include "views/figures/series_cache.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

class QComboBox;
class QLineEdit;

namespace agon::views {
class FigureView;
}

namespace agon::app {

class TimeBar;

/** The figure of the Compare page in a view and a metric of the user's choice, as of the step of
 *  its time slider. */
class CompareFigure : public FigureCard
{
    Q_OBJECT

public:
    explicit CompareFigure(QWidget *parent = nullptr);

    /** What is compared; null: nothing. @p note stands under the figure besides its own. */
    void setSeries(views::SeriesCache *series, const QString &note);
    /** Key of the metric that is shown; empty: the figure shows something else. */
    std::string metric() const;
    /** As of which step everything is shown; empty: the latest. */
    std::optional<std::int64_t> step() const;
    /** The level that runs are to reach in the metric that is shown; empty: none was typed. */
    std::optional<double> target() const;
    /** Who stands out, by colour; empty: everyone. */
    void setHighlight(std::optional<int> colour);

Q_SIGNALS:
    /** Another metric is shown. */
    void metricChanged();
    void stepChanged();
    void targetChanged();
    /** Who is in the figure. */
    void keysChanged(const std::vector<views::Key> &keys);
    /** Colour of whose curve, point or row was clicked; -1: nobody's. */
    void contestantClicked(int colour);

private:
    void fillChoices();
    /** The target of the metric that is shown, where there is something to reach. */
    void showTarget();
    void showFigure();
    /** The paired differences behind a cell of the head-to-head matrix. */
    void showDifferences(int row, int column);
    void announceKeys(const views::Figure &figure);

    views::SeriesCache *m_series = nullptr;
    QString m_note;
    QComboBox *m_metric;
    QComboBox *m_view;
    QLineEdit *m_target;                  ///< the level to reach
    std::map<QString, QString> m_targets; ///< what was typed, by metric
    views::FigureView *m_figure;
    TimeBar *m_time;
    std::vector<int> m_pair; ///< whose differences are shown; empty: everyone's from the best
};

} // namespace agon::app
