#pragma once

#include "views/figures/options.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QTableWidget;

namespace agon::views {
class PanelView;
}

namespace agon::app {

class Contest;
class FigureCard;
class TimeBar;

/** Who is best over everything that the open experiment played: ratings with intervals. */
class ArenaPage : public QWidget
{
    Q_OBJECT

public:
    explicit ArenaPage(Contest &contest, QWidget *parent = nullptr);

protected:
    void showEvent(QShowEvent *event) override;

private:
    void rebuild();
    void redraw();

    Contest &m_contest;
    QComboBox *m_metric;
    QLabel *m_rule;
    FigureCard *m_card;
    views::PanelView *m_panel;
    FigureCard *m_winsCard;
    views::PanelView *m_wins;
    TimeBar *m_time;
    QTableWidget *m_table;
};

} // namespace agon::app
