#pragma once

#include "app/window/widgets/card.h"
#include "core/experiment/experiment.h"

#include <QTimer>

#include <memory>
#include <vector>

class QLabel;
class QLineEdit;
class QPushButton;
class QTreeWidget;

namespace agon::app {

class ClaimRun;
class Lab;
struct ClaimEntry;

/** The papers' claims with their verdicts; any of them can be run again. */
class ClaimsBoard : public Card
{
    Q_OBJECT

public:
    explicit ClaimsBoard(Lab &lab, QWidget *parent = nullptr);
    ~ClaimsBoard() override;

Q_SIGNALS:
    void message(const QString &text);
    void openInExplore(const Experiment &experiment);

private:
    void fill();
    void showDetails();
    void runSelected();
    void tick();
    ClaimEntry *selected();

    Lab &m_lab;
    std::vector<ClaimEntry> m_claims;
    QLineEdit *m_filter;
    QLabel *m_totals;
    QTreeWidget *m_list;
    QLabel *m_details;
    QPushButton *m_run;
    QPushButton *m_open;
    std::unique_ptr<ClaimRun> m_running;
    std::string m_runningId;
    QTimer m_timer;
};

} // namespace agon::app
