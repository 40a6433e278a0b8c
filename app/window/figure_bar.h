#pragma once

#include "app/lab/figure_record.h"
#include "app/window/widgets/message_bar.h"

#include <QTimer>

#include <memory>

class QPushButton;

namespace agon::app {

/** One quiet line after a figure was dropped on the window: it recomputes the runs that the figure
 *  was drawn from and says whether they are still the same. Hidden while there is no figure. */
class FigureBar : public MessageBar
{
    Q_OBJECT

public:
    explicit FigureBar(Lab &lab, QWidget *parent = nullptr);
    ~FigureBar() override;

    /** Offers to check what @p record says; @p name is the figure's. */
    void offer(FigureRecord record, const QString &name);

private:
    void recompute();
    void advance();
    void leave();

    Lab &m_lab;
    std::unique_ptr<FigureCheck> m_check; ///< null: no figure, or the check has ended
    QTimer m_timer;
    QPushButton *m_recompute;
    QPushButton *m_stop;
    QPushButton *m_close;
};

} // namespace agon::app
