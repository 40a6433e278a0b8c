#pragma once

#include "core/experiment/experiment.h"

#include <QWidget>

class QComboBox;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;
class QTableView;

namespace agon::app {

class ClaimsBoard;
class Contest;
class JobQueue;
class Lab;

/** The queue, the claims board, and the command that does the same. */
class AutomatePage : public QWidget
{
    Q_OBJECT

public:
    AutomatePage(Lab &lab, Contest &contest, QWidget *parent = nullptr);

    JobQueue &queue() { return *m_queue; }
    void enqueue(const Experiment &experiment);

Q_SIGNALS:
    void message(const QString &text);
    void openInExplore(const Experiment &experiment);

protected:
    void showEvent(QShowEvent *event) override;

private:
    void showCommand();

    Lab &m_lab;
    Contest &m_contest;
    JobQueue *m_queue;
    QComboBox *m_examples;
    QTableView *m_table;
    QPushButton *m_pause;
    QLineEdit *m_command;
    QPlainTextEdit *m_toml;
    ClaimsBoard *m_claims;
};

} // namespace agon::app
