#pragma once

#include "app/window/figure_thread.h"
#include "app/window/widgets/card.h"
#include "core/expected.h"
#include "core/experiment/observation_source.h"
#include "views/figures/figure.h"
#include "views/figures/options.h"

#include <QTimer>

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

class QComboBox;
class QHBoxLayout;
class QLabel;
class QLineEdit;

namespace agon::views {
class FigureView;
}

namespace agon::app {

class NoteScroll;
class TimeBar;

/** The figure of the Compare page in a view and a metric of the user's choice, as of the step of
 *  its time slider. It is computed beside the window's thread: the old one stays until the new one
 *  is there, and everything that is said of a figure changes with it. */
class CompareFigure : public FigureCard
{
    Q_OBJECT

public:
    explicit CompareFigure(QWidget *parent = nullptr);

    /** What is compared; null: nothing. @p reached: the greatest step that a run has completed.
     *  @p note stands under the figure besides its own. */
    void setSource(std::shared_ptr<const ObservationSource> source, std::int64_t reached,
                   const QString &note);
    /** Of what is compared, as it was when it was set. */
    const ExperimentView &experiment() const { return m_experiment; }
    /** What is compared; null: nothing. */
    const std::shared_ptr<const ObservationSource> &source() const { return m_source; }
    /** Key of the view that is chosen, and what it is asked for. */
    std::string chosenView() const;
    views::ViewOptions chosenOptions() const;
    /** Key of the metric that is chosen; empty: something else is. */
    std::string chosenMetric() const;
    /** As of which step everything is to be shown; empty: the latest. */
    std::optional<std::int64_t> chosenStep() const;

    /** The level that runs are to reach in the chosen metric; empty: none was typed. */
    std::optional<double> target() const;

    /** What belongs to the figure that is shown. */
    struct Shown
    {
        std::string metric;               ///< key; empty: the figure shows something else
        std::optional<std::int64_t> step; ///< empty: the latest
    };
    const Shown &shown() const { return m_shown; }
    /** Which number of a run is compared; empty: the one that the metric suggests, or the view
     * looks at whole runs. */
    std::optional<views::RunSummary> summary() const;

    /** Who reads what is compared. */
    FigureThread &reader() { return *m_thread; }
    /** What is computed with each figure, as of its step, and shown just before it is. */
    using Companion = std::function<FigureThread::Order::Compute(std::optional<std::int64_t>)>;
    void setCompanion(Companion companion) { m_companion = std::move(companion); }
    /** Only these of the source's cells are compared; nothing: all of them. */
    void setCells(std::optional<std::vector<int>> cells);
    /** Who stands out, by colour; empty: everyone. */
    void setHighlight(std::optional<int> colour);

Q_SIGNALS:
    /** Another figure is shown. */
    void figureShown();
    void targetChanged();
    /** Who is in the figure. */
    void keysChanged(const std::vector<views::Key> &keys);
    /** Colour of whose curve, point or row was clicked; -1: nobody's. */
    void contestantClicked(int colour);

private:
    struct Computed
    {
        Expected<views::Figure> figure = Error();
        Shown shown;
        bool moving = false;
    };
    void fillChoices();
    /** What the chosen metric can be set against, where the view does that. */
    void fillAgainst();
    /** The target of the chosen metric, where there is something to reach, and by which numbers
     *  the view can compare runs. */
    void showTarget();
    /** Another view, metric or source: what was ordered before is not shown any more. */
    void changeSubject();
    void orderFigure();
    /** Whether runs are to be compared by their steps to the target. */
    bool comparesSteps() const;
    void showComputed(const Computed &computed);
    void showNote(const QString &note);
    /** Instead of a figure: nothing is said of one either. */
    void showHint(const QString &hint);
    /** The paired differences behind a cell of the head-to-head matrix. */
    void showDifferences(int row, int column);
    void announceKeys(const views::Figure &figure);

    std::shared_ptr<const ObservationSource> m_source;
    ExperimentView m_experiment;
    QString m_note;
    QComboBox *m_metric;
    QComboBox *m_view;
    QLabel *m_byLabel;
    QComboBox *m_by; ///< the number of a run that is compared
    QLabel *m_againstLabel;
    QComboBox *m_against; ///< the other metric of a view that needs two
    QHBoxLayout *m_byRow;
    QLineEdit *m_target; ///< the level to reach, where there is room: in that row, or above
    std::map<QString, QString> m_targets; ///< what was typed, by metric
    views::FigureView *m_figure;
    NoteScroll *m_noteScroll;
    TimeBar *m_time;
    FigureThread *m_thread;
    Companion m_companion;
    std::optional<std::vector<int>> m_cells;
    std::vector<int> m_pair;     ///< whose differences are shown; empty: everyone's from the best
    std::uint64_t m_subject = 0; ///< counts source, view, metric, pair and target
    std::uint64_t m_shownSubject = 0;
    Shown m_shown;
    QTimer m_patience; ///< how long the figure of another subject may stay
    QTimer m_rest;     ///< runs while the time slider moves
};

} // namespace agon::app
