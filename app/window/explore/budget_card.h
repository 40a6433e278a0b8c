#pragma once

#include "app/window/widgets/card.h"

#include <cstdint>
#include <string>

class QLabel;
class QPushButton;
class QSpinBox;

namespace agon::app {

class ParameterForm;

/** How long and how often, and the button that starts it. */
class BudgetCard : public Card
{
    Q_OBJECT

public:
    explicit BudgetCard(QWidget *parent = nullptr);

    /** Rebuilds the field when unit, value or maximum differ from what it shows. */
    void setBudget(const std::string &unit, std::int64_t budget, std::int64_t maximum);
    std::int64_t budget() const;
    void setSeeds(int count);
    int seeds() const;
    /** Whether there is something to keep; @p reason tells why not. */
    void setKeepable(bool keepable, const QString &reason);
    /** What the buttons offer. */
    void showState(bool running, bool paused);
    /** The muted line: time taken or left. */
    void setEstimate(const QString &text);
    /** Why the contest cannot run; empty hides it. */
    void setRefusal(const QString &sentence);

Q_SIGNALS:
    void budgetChanged();
    void seedsChanged();
    void moreSeedsWanted(int count);
    void runWanted();
    void stopWanted();
    void pauseWanted();
    void keepWanted();

private:
    ParameterForm *m_form;
    QSpinBox *m_seeds;
    QPushButton *m_run;
    QPushButton *m_pause;
    QPushButton *m_keep;
    QLabel *m_estimate;
    QLabel *m_refusal;
    bool m_running = false;
    std::string m_unit;
    std::int64_t m_maximum = 0;
};

} // namespace agon::app
