#pragma once

#include "views/figures/options.h"

#include <QWidget>

class QComboBox;
class QPushButton;

namespace agon::views {
struct Panel;
}

namespace agon::app {

class Actions;

/** How the curves over seeds are drawn: centre, band, logarithmic axes, hairlines, fitted
 *  slopes. What the user chooses goes straight into the options of the page. */
class CurveControls : public QWidget
{
    Q_OBJECT

public:
    /** @p options outlive the controls. */
    explicit CurveControls(views::ViewOptions &options, QWidget *parent = nullptr);

    void addActions(Actions &actions);
    /** Says which centre and band are drawn: @p shown holds what the channel suggests, too. */
    void showSummary(const views::ViewOptions &shown);
    /** Says which axes are drawn logarithmically. */
    void showScales(const views::Panel &panel);

Q_SIGNALS:
    /** Another centre or band. */
    void summaryChanged();
    /** Anything else. */
    void changed();

private:
    views::ViewOptions &m_options;
    QComboBox *m_centre;
    QComboBox *m_interval;
    QPushButton *m_logX;
    QPushButton *m_logY;
    QPushButton *m_seeds;
    QPushButton *m_slope;
};

} // namespace agon::app
