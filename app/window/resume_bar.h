#pragma once

#include "app/window/widgets/message_bar.h"
#include "storage/store.h"

#include <cstdint>
#include <vector>

class QPushButton;

namespace agon {
struct RunnerProgress;
}

namespace agon::app {

class JobQueue;
class Lab;

/** One quiet line that offers to go on with what was cut off when its program ended, and then says
 *  how far it has come. Hidden while there is nothing to say. */
class ResumeBar : public MessageBar
{
    Q_OBJECT

public:
    ResumeBar(Lab &lab, JobQueue &queue, QWidget *parent = nullptr);

    /** Offers what @p store has left over, unless the user left it before. */
    void offer(const storage::Store &store);

Q_SIGNALS:
    /** The user wants to see an experiment of a store. */
    void showWanted(const QString &store, qint64 experiment);

private:
    struct Offered
    {
        QString store; ///< path
        storage::UnfinishedExperiment experiment;
        int total = 0; ///< runs
        int ended = 0;
        bool started = false;
        bool done = false;
    };
    void resume();
    void leave();
    void advance(qint64 experiment, const RunnerProgress &progress);
    void showOffer();
    void showProgress();

    Lab &m_lab;
    JobQueue &m_queue;
    std::vector<Offered> m_offered;
    QString m_trouble; ///< what cannot be resumed, and why
    QPushButton *m_resume;
    QPushButton *m_leave;
    QPushButton *m_show;
    QPushButton *m_close;
};

} // namespace agon::app
