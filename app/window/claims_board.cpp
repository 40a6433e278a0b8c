#include "app/window/claims_board.h"

#include "app/lab/claim_runs.h"
#include "app/window/style.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <map>

namespace agon::app {
namespace {

/** A sign beside the word, so that colour is never needed. */
QString verdictText(Verdict verdict)
{
    switch (verdict) {
    case Verdict::holds:
        return QStringLiteral("✓ ") + text(label(verdict));
    case Verdict::contradicted:
        return QStringLiteral("✗ ") + text(label(verdict));
    case Verdict::inconclusive:
        return QStringLiteral("? ") + text(label(verdict));
    case Verdict::notRun:
        return QStringLiteral("· ") + text(label(verdict));
    }
    return {};
}

Verdict verdictOf(const ClaimEntry &entry)
{
    return entry.recorded ? entry.recorded->verdict : Verdict::notRun;
}

} // namespace

ClaimsBoard::ClaimsBoard(Lab &lab, QWidget *parent)
    : Card(tr("Claims"), parent)
    , m_lab(lab)
    , m_filter(new QLineEdit)
    , m_totals(new QLabel)
    , m_list(new QTreeWidget)
    , m_details(new QLabel)
    , m_run(new QPushButton(tr("Run again")))
    , m_open(new QPushButton(tr("Open in Explore")))
{
    m_filter->setPlaceholderText(tr("Filter by paper, family or words"));
    m_filter->setAccessibleName(tr("Filter claims"));
    m_filter->setClearButtonEnabled(true);
    m_totals->setObjectName(QStringLiteral("muted"));
    m_totals->setWordWrap(true);
    m_list->setHeaderLabels({tr("Paper"), tr("Verdict"), tr("Claim")});
    m_list->setRootIsDecorated(false);
    m_list->setUniformRowHeights(true);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setAccessibleName(tr("Claims"));
    m_list->header()->setSectionResizeMode(0, QHeaderView::ResizeToContents);
    m_list->header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    m_list->header()->setStretchLastSection(true);
    m_details->setWordWrap(true);
    m_details->setTextFormat(Qt::PlainText);
    m_details->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    m_details->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto *scroll = new QScrollArea;
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidget(m_details);
    content()->addWidget(m_filter);
    content()->addWidget(m_totals);
    content()->addWidget(m_list, 2);
    content()->addWidget(scroll, 3);
    auto *buttons = new QHBoxLayout;
    m_run->setToolTip(tr("Plays the claim's experiment on its judging seeds and judges it."));
    buttons->addWidget(m_run);
    buttons->addWidget(m_open);
    buttons->addStretch(1);
    content()->addLayout(buttons);
    connect(m_filter, &QLineEdit::textChanged, this, &ClaimsBoard::fill);
    connect(m_list, &QTreeWidget::itemSelectionChanged, this, &ClaimsBoard::showDetails);
    connect(m_run, &QPushButton::clicked, this, &ClaimsBoard::runSelected);
    connect(m_open, &QPushButton::clicked, this, [this] {
        if (const ClaimEntry *entry = selected())
            Q_EMIT openInExplore(entry->claim.experiment);
    });
    m_timer.setInterval(200);
    connect(&m_timer, &QTimer::timeout, this, &ClaimsBoard::tick);

    std::vector<std::string> problems;
    m_claims = shippedClaims(lab, problems);
    if (!problems.empty())
        QTimer::singleShot(0, this,
                           [this, problem = problems.front()] { Q_EMIT message(text(problem)); });
    fill();
}

ClaimsBoard::~ClaimsBoard() = default;

void ClaimsBoard::fill()
{
    const ClaimEntry *before = selected();
    const std::string kept = before ? before->claim.id : std::string();
    const QStringList words = m_filter->text().split(QLatin1Char(' '), Qt::SkipEmptyParts);
    m_list->clear();
    std::map<QString, int> totals;
    for (const ClaimEntry &entry : m_claims) {
        const QString searched =
            QStringList{text(entry.claim.id), text(entry.family), text(entry.claim.statement),
                        text(entry.claim.experiment.name)}
                .join(QLatin1Char(' '));
        if (!std::all_of(words.begin(), words.end(), [&](const QString &word) {
                return searched.contains(word, Qt::CaseInsensitive);
            }))
            continue;
        ++totals[text(label(verdictOf(entry)))];
        auto *item =
            new QTreeWidgetItem(m_list, {text(entry.claim.paper), verdictText(verdictOf(entry)),
                                         text(entry.claim.experiment.name)});
        item->setData(0, Qt::UserRole, text(entry.claim.id));
        item->setToolTip(2, text(entry.claim.statement));
        if (entry.claim.id == kept)
            m_list->setCurrentItem(item);
    }
    QStringList summary;
    for (const auto &[verdict, count] : totals)
        summary << QStringLiteral("%1: %2").arg(verdict).arg(count);
    m_totals->setText(summary.join(QStringLiteral("  ·  ")));
    if (!m_list->currentItem() && m_list->topLevelItemCount() > 0)
        m_list->setCurrentItem(m_list->topLevelItem(0));
    showDetails();
}

ClaimEntry *ClaimsBoard::selected()
{
    const QTreeWidgetItem *item = m_list->currentItem();
    if (!item)
        return nullptr;
    const std::string id = item->data(0, Qt::UserRole).toString().toStdString();
    const auto found = std::find_if(m_claims.begin(), m_claims.end(),
                                    [&](const ClaimEntry &entry) { return entry.claim.id == id; });
    return found == m_claims.end() ? nullptr : &*found;
}

void ClaimsBoard::showDetails()
{
    const ClaimEntry *entry = selected();
    m_run->setEnabled(entry && !m_running);
    m_open->setEnabled(entry);
    if (!entry) {
        m_details->setText(tr("No claim has these words."));
        return;
    }
    QStringList lines{text(entry->claim.statement), QString()};
    if (entry->recorded) {
        const ClaimVerdict &verdict = *entry->recorded;
        lines << text(verdict.text())
              << tr("Judged on %1 seeds, build %2, %3.")
                     .arg(verdict.seeds.size())
                     .arg(text(verdict.build), text(verdict.date));
        for (const ExpectationVerdict &expectation : verdict.expectations) {
            lines << QString()
                  << QStringLiteral("%1: %2").arg(verdictText(expectation.verdict),
                                                  text(expectation.statement));
            for (const ClaimFinding &finding : expectation.findings)
                lines << QStringLiteral("    ") +
                             (finding.cell.empty() ? QString()
                                                   : text(finding.cell) + QStringLiteral(": ")) +
                             text(finding.sentence);
        }
        if (!entry->claim.remark.empty())
            lines << QString() << text(entry->claim.remark);
    } else {
        lines << tr("Not run yet (rule from %1; %2).")
                     .arg(text(label(entry->fidelity)), text(label(entry->claim.scope)));
    }
    m_details->setText(lines.join(QLatin1Char('\n')));
}

void ClaimsBoard::runSelected()
{
    const ClaimEntry *entry = selected();
    if (!entry || m_running)
        return;
    auto run = ClaimRun::start(m_lab, entry->claim);
    if (!run) {
        Q_EMIT message(text(run.error().text()));
        return;
    }
    m_running = std::move(*run);
    m_runningId = entry->claim.id;
    m_run->setEnabled(false);
    m_timer.start();
    tick();
}

void ClaimsBoard::tick()
{
    const RunnerProgress progress = m_running->runner().progress();
    m_run->setText(tr("Running, %1 %").arg(static_cast<int>(100 * progress.fraction)));
    if (!progress.done)
        return;
    m_timer.stop();
    m_run->setText(tr("Run again"));
    const auto verdict = m_running->verdict();
    m_running.reset();
    if (!verdict)
        Q_EMIT message(text(verdict.error().text()));
    for (ClaimEntry &entry : m_claims)
        if (verdict && entry.claim.id == m_runningId)
            entry.recorded = *verdict;
    fill();
}

} // namespace agon::app
