#include "app/window/resume_bar.h"

#include "app/lab/lab.h"
#include "app/lab/store_session.h"
#include "app/window/job_queue.h"
#include "app/window/style.h"

#include <QLabel>
#include <QPushButton>
#include <QSettings>

#include <algorithm>
#include <memory>

namespace agon::app {
namespace {

/** Where the settings remember what the user does not want to be asked about again. */
QString leftAloneKey() { return QStringLiteral("resume/left"); }

QString reminder(const QString &store, const storage::UnfinishedExperiment &experiment)
{
    return QStringLiteral("%1#%2").arg(store).arg(experiment.id);
}

int unfinishedRuns(const storage::UnfinishedExperiment &experiment)
{
    return experiment.runs.total() - experiment.runs.finished - experiment.runs.failed;
}

} // namespace

ResumeBar::ResumeBar(Lab &lab, JobQueue &queue, QWidget *parent)
    : MessageBar(parent)
    , m_lab(lab)
    , m_queue(queue)
    , m_resume(add(tr("Resume"), tr("What was cut off is computed again and must repeat what is "
                                    "stored; finished runs stay as they are.")))
    , m_leave(add(tr("Leave"), tr("The finished runs stay; you are not asked about these again.")))
    , m_show(add(tr("Show")))
    , m_close(add(tr("Close")))
{
    connect(m_resume, &QPushButton::clicked, this, &ResumeBar::resume);
    connect(m_leave, &QPushButton::clicked, this, &ResumeBar::leave);
    connect(m_show, &QPushButton::clicked, this, [this] {
        Q_EMIT showWanted(m_offered.front().store, m_offered.front().experiment.id);
        hide();
    });
    connect(m_close, &QPushButton::clicked, this, &QWidget::hide);
    connect(&m_queue, &JobQueue::resumedAdvanced, this, &ResumeBar::advance);
    hide();
}

void ResumeBar::offer(const storage::Store &store)
{
    const auto unfinished = store.unfinished();
    if (!unfinished)
        return; // whoever reads the store says what is wrong with it
    const bool atWork = std::any_of(m_offered.begin(), m_offered.end(), [](const Offered &entry) {
        return entry.started && !entry.done;
    });
    if (atWork)
        return;
    const QStringList left = QSettings().value(leftAloneKey()).toStringList();
    const QString path = text(store.path());
    std::vector<Offered> offered;
    for (const storage::UnfinishedExperiment &experiment : *unfinished)
        if (!left.contains(reminder(path, experiment)))
            offered.push_back({path, experiment, experiment.runs.total(), 0, false, false});
    if (offered.empty())
        return;
    m_offered = std::move(offered);
    showOffer();
}

void ResumeBar::showOffer()
{
    int runs = 0;
    for (const Offered &entry : m_offered)
        runs += unfinishedRuns(entry.experiment);
    const QString what = counted(runs, tr("run"), tr("runs"));
    const QString where =
        m_offered.size() == 1
            ? tr("“%1”").arg(text(m_offered.front().experiment.name))
            : counted(static_cast<qint64>(m_offered.size()), tr("experiment"), tr("experiments"));
    label()->setText(runs == 1 ? tr("%1 of %2 was cut off before it ended.").arg(what, where)
                               : tr("%1 of %2 were cut off before they ended.").arg(what, where));
    m_resume->show();
    m_leave->show();
    m_show->hide();
    m_close->hide();
    show();
}

void ResumeBar::leave()
{
    QSettings settings;
    QStringList left = settings.value(leftAloneKey()).toStringList();
    for (const Offered &entry : m_offered)
        left << reminder(entry.store, entry.experiment);
    settings.setValue(leftAloneKey(), left);
    m_offered.clear();
    hide();
}

void ResumeBar::resume()
{
    m_trouble.clear();
    const storage::Store *session = m_lab.session();
    std::shared_ptr<StoreSession> other;
    for (Offered &entry : m_offered) {
        const bool own = session && entry.store == text(session->path());
        if (!own && !other) {
            auto opened = StoreSession::open(entry.store.toStdString());
            if (!opened) {
                m_trouble = text(opened.error().text());
                break;
            }
            other = std::move(*opened);
        }
        auto grid = unfinishedGrid(own ? *session : *other->store(), entry.experiment,
                                   m_lab.families(), m_lab.data());
        if (!grid) {
            m_trouble = text(grid.error().text());
            continue;
        }
        entry.started = true;
        m_queue.resume(std::move(*grid), entry.experiment.id, own ? nullptr : other);
    }
    m_offered.erase(std::remove_if(m_offered.begin(), m_offered.end(),
                                   [](const Offered &entry) { return !entry.started; }),
                    m_offered.end());
    m_resume->hide();
    m_leave->hide();
    showProgress();
}

void ResumeBar::advance(qint64 experiment, const RunnerProgress &progress)
{
    for (Offered &entry : m_offered)
        if (entry.started && entry.experiment.id == experiment) {
            entry.ended = progress.finished + progress.reused + progress.failed;
            entry.done = progress.done;
        }
    showProgress();
}

void ResumeBar::showProgress()
{
    int ended = 0;
    int total = 0;
    bool done = true;
    for (const Offered &entry : m_offered) {
        ended += entry.ended;
        total += entry.total;
        done = done && entry.done;
    }
    QStringList parts;
    if (!m_offered.empty()) {
        const QString name = text(m_offered.front().experiment.name);
        if (!done)
            parts << tr("Resuming “%1”: %2 of %3 runs").arg(name).arg(ended).arg(total);
        else if (ended == total)
            parts << tr("“%1” is complete: %2.").arg(name, counted(total, tr("run"), tr("runs")));
        else
            parts << tr("“%1” stopped at %2 of %3 runs.").arg(name).arg(ended).arg(total);
    }
    if (!m_trouble.isEmpty())
        parts << m_trouble;
    label()->setText(parts.join(QLatin1Char(' ')));
    label()->setToolTip(m_trouble);
    m_show->setVisible(done && !m_offered.empty());
    m_close->setVisible(done);
}

} // namespace agon::app
