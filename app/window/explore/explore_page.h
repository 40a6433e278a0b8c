#pragma once

#include "core/experiment/experiment.h"
#include "core/experiment/observation_source.h"
#include "views/figures/options.h"

#include <QElapsedTimer>
#include <QWidget>

#include <memory>
#include <optional>
#include <vector>

class QBoxLayout;
class QComboBox;

namespace agon::views {
class PanelView;
}

namespace agon::app {

class Actions;
class BudgetCard;
class CardColumn;
class Contest;
class Card;
class ContestantsCard;
class CurveControls;
class FigureCard;
class FigureThread;
class NowCard;
class LegendCard;
class ProblemCard;
class SideFigure;
class TimeBar;
class AboutCard;
struct DrawnFigures;

/** Change something, see it: problem and contestants beside the live figures. */
class ExplorePage : public QWidget
{
    Q_OBJECT

public:
    ExplorePage(Contest &contest, Actions &actions, QWidget *parent = nullptr);

    /** The first contest, played at a pace the eye can follow. */
    void startDemo();
    /** An experiment from an example or a file, its figure as @p options ask for it. */
    void open(const Experiment &experiment, const views::ViewOptions &options = {});
    /** The figure in force, for Publish and copies. */
    std::optional<views::Figure> figure() const { return m_figure; }
    /** What the figure in force was drawn from; null before the first. */
    std::shared_ptr<const ObservationSource> drawnSource() const { return m_drawnSource; }
    /** How the main figure is asked for; a replay under way does not cut it short. */
    views::ViewOptions viewOptions() const;
    /** Who reads the contest that is shown. */
    FigureThread &reader() { return *m_figures; }

Q_SIGNALS:
    void message(const QString &text);

protected:
    void showEvent(QShowEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void addActions(Actions &actions);
    void rebuild();
    void redraw();
    void orderFigures();
    void showFigures(const DrawnFigures &figures);
    void showMain(const DrawnFigures &figures, bool words);
    bool wordsAreDue() const;
    void arrangeHead();
    void fillChannels();
    void fillViews();
    /** Lets the boxes say which centre and band are drawn. */
    void showSummary();
    void experimentEdited();
    void stopOrAsk();
    void keep();
    std::optional<std::int64_t> keepable() const;
    void rememberGhosts();

    Contest &m_contest;
    ProblemCard *m_problem;
    Card *m_recorded;
    LegendCard *m_legend;
    BudgetCard *m_budget;
    ContestantsCard *m_contestants;
    NowCard *m_now;
    AboutCard *m_about;
    CardColumn *m_left;
    CardColumn *m_right;
    FigureCard *m_mainCard;
    views::PanelView *m_main;
    TimeBar *m_time;
    QComboBox *m_channelBox;
    std::vector<SideFigure *> m_sides;
    QBoxLayout *m_head;
    views::ViewOptions m_options; ///< before what edits them
    CurveControls *m_controls;
    FigureThread *m_figures;
    std::optional<views::Figure> m_figure;
    std::shared_ptr<const ObservationSource> m_drawnSource;
    QElapsedTimer m_wordsShown; ///< since the figures' words were last shown
    std::vector<views::LineLayer> m_ghosts;
    bool m_demo = false;
};

} // namespace agon::app
