#include "app/window/figure_bar.h"

#include "app/window/style.h"

#include <QLabel>
#include <QPushButton>

#include <utility>

namespace agon::app {
namespace {

constexpr int lookInterval = 100; // milliseconds

} // namespace

FigureBar::FigureBar(Lab &lab, QWidget *parent)
    : MessageBar(parent)
    , m_lab(lab)
    , m_recompute(add(tr("Recompute"), tr("Computes the figure's runs anew, none of them taken "
                                          "from a store, and compares every bit with what the "
                                          "figure says.")))
    , m_stop(add(tr("Stop")))
    , m_close(add(tr("Close")))
{
    m_timer.setInterval(lookInterval);
    connect(&m_timer, &QTimer::timeout, this, &FigureBar::advance);
    connect(m_recompute, &QPushButton::clicked, this, &FigureBar::recompute);
    connect(m_stop, &QPushButton::clicked, this, [this] {
        if (m_check)
            m_check->cancel();
    });
    connect(m_close, &QPushButton::clicked, this, &FigureBar::leave);
    hide();
}

FigureBar::~FigureBar() = default;

void FigureBar::offer(FigureRecord record, const QString &name)
{
    leave();
    const auto kept = static_cast<qint64>(record.runs.size());
    m_check = std::make_unique<FigureCheck>(m_lab, std::move(record), name.toStdString());
    const bool possible = m_check->obstacle().empty();
    label()->setText(possible ? tr("%1 was drawn from %2 and keeps what they came to.")
                                    .arg(name, counted(kept, tr("run"), tr("runs")))
                              : text(m_check->obstacle()));
    m_recompute->setVisible(possible);
    m_stop->hide();
    show();
}

void FigureBar::recompute()
{
    m_recompute->hide();
    m_stop->show();
    m_check->start();
    m_timer.start();
    advance();
}

void FigureBar::advance()
{
    const RunnerProgress progress = m_check->progress();
    if (!progress.done) {
        label()->setText(tr("Recomputing: %1 of %2 runs")
                             .arg(progress.finished + progress.failed)
                             .arg(progress.total));
        return;
    }
    m_timer.stop();
    const FigureVerdict verdict = m_check->verdict();
    m_check.reset();
    m_stop->hide();
    const bool equal = verdict.kind == FigureVerdict::Kind::equal;
    label()->setText((equal ? QStringLiteral("✓  ") : QStringLiteral("⚠  ")) +
                     text(verdict.sentence));
}

void FigureBar::leave()
{
    m_timer.stop();
    m_check.reset();
    hide();
}

} // namespace agon::app
