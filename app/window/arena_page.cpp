#include "app/window/arena_page.h"

#include "app/window/contest.h"
#include "app/window/explore/explore_experiment.h"
#include "app/window/explore/time_bar.h"
#include "app/window/style.h"
#include "app/window/widgets/card.h"
#include "app/window/widgets/key_label.h"
#include "views/figures/tournament.h"
#include "views/screen/panel_view.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QTableWidget>
#include <QVBoxLayout>

namespace agon::app {

ArenaPage::ArenaPage(Contest &contest, QWidget *parent)
    : QWidget(parent)
    , m_contest(contest)
    , m_metric(new QComboBox)
    , m_rule(new QLabel)
    , m_card(new FigureCard)
    , m_panel(new views::PanelView)
    , m_winsCard(new FigureCard)
    , m_wins(new views::PanelView)
    , m_time(new TimeBar)
    , m_table(new QTableWidget(0, 5))
{
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    auto *left = new CardColumn(220);
    auto *what = new Card(tr("What counts"));
    m_metric->setAccessibleName(tr("Metric that decides a match"));
    m_metric->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    what->content()->addWidget(m_metric);
    m_rule->setObjectName(QStringLiteral("muted"));
    m_rule->setWordWrap(true);
    m_rule->setTextFormat(Qt::PlainText);
    what->content()->addWidget(m_rule);
    left->add(what);
    layout->addWidget(left);

    auto *centre = new QVBoxLayout;
    centre->setSpacing(8);
    m_card->content()->addWidget(m_panel, 1);
    m_card->content()->addWidget(m_time);
    centre->addWidget(m_card, 3);
    m_winsCard->setTitle(tr("How often the row beats the column"));
    m_winsCard->content()->addWidget(m_wins, 1);
    centre->addWidget(m_winsCard, 2);
    layout->addLayout(centre, 1);

    auto *right = new CardColumn(368);
    auto *board = new Card(tr("Leaderboard"));
    m_table->setHorizontalHeaderLabels(
        {QStringLiteral("#"), {}, tr("Contestant"), tr("Rating"), tr("Won–lost")});
    m_table->verticalHeader()->hide();
    m_table->setShowGrid(false);
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setSelectionMode(QAbstractItemView::NoSelection);
    m_table->setFocusPolicy(Qt::NoFocus);
    m_table->setAccessibleName(tr("Leaderboard"));
    m_table->setMinimumHeight(260);
    for (const int column : {0, 3, 4})
        m_table->horizontalHeader()->setSectionResizeMode(column, QHeaderView::ResizeToContents);
    m_table->horizontalHeader()->setSectionResizeMode(1, QHeaderView::Fixed);
    m_table->setColumnWidth(1, 36);
    m_table->horizontalHeader()->setMinimumSectionSize(28);
    m_table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    for (const int column : {0, 3, 4})
        m_table->horizontalHeaderItem(column)->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_table->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_table->horizontalHeader()->setSectionResizeMode(2, QHeaderView::Stretch);
    board->content()->addWidget(m_table);
    right->add(board);
    layout->addWidget(right);

    connect(&m_contest, &Contest::restarted, this, &ArenaPage::rebuild);
    connect(&m_contest, &Contest::stateChanged, this, &ArenaPage::redraw);
    connect(&m_contest, &Contest::advanced, this, &ArenaPage::redraw);
    connect(m_metric, &QComboBox::activated, this, &ArenaPage::redraw);
    connect(m_time, &TimeBar::stepChanged, this, &ArenaPage::redraw);
}

void ArenaPage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    rebuild();
}

void ArenaPage::rebuild()
{
    if (!m_contest.series())
        return;
    const ExperimentView &view = m_contest.series()->experiment();
    const QString kept = m_metric->currentData().toString();
    m_metric->clear();
    for (const int index : view.mainChannels) {
        const ChannelDeclaration &channel = view.channels[static_cast<std::size_t>(index)];
        if (channel.kind == ObservationKind::metric && channel.direction != Direction::none &&
            channel.referenceOf.empty())
            m_metric->addItem(QString::fromStdString(channel.title),
                              QString::fromStdString(channel.key));
    }
    m_metric->setCurrentIndex(std::max(0, m_metric->findData(kept)));
    m_time->setBudget(m_contest.budget());
    m_time->setLogarithmic(view.schedule.spacing == RecordingSchedule::Spacing::logarithmic);
    redraw();
}

void ArenaPage::redraw()
{
    if (!m_contest.series() || !isVisible())
        return;
    m_time->setComputed(computedStep(*m_contest.series()));
    views::ViewOptions options;
    options.channel = m_metric->currentData().toString().toStdString();
    options.step = m_time->step();
    const auto result = views::tournament(*m_contest.series(), options);
    m_card->setTitle(tr("Ratings, 95 % intervals"));
    if (!result) {
        m_panel->setHint(QString::fromStdString(result.error().text()));
        m_panel->setPanel({});
        m_wins->setPanel({});
        m_table->setRowCount(0);
        m_rule->setText({});
        m_card->setNote({});
        return;
    }
    const views::Figure figure = views::tournamentFigure(*result);
    m_panel->setPanel(figure.panels.front());
    m_panel->setDescription(QString::fromStdString(figure.caption));
    m_wins->setPanel(views::winShareFigure(*result).panels.front());
    m_rule->setText(
        tr("%1 %2 matches so far.").arg(QString::fromStdString(result->rule)).arg(result->matches));
    QStringList notes{QString::fromStdString(figure.n)};
    for (const std::string &note : result->notes)
        notes << QString::fromStdString(note);
    m_card->setNote(noteLine(notes));
    m_table->setRowCount(static_cast<int>(result->standings.size()));
    for (int row = 0; row < m_table->rowCount(); ++row) {
        const views::Place &standing = result->standings[static_cast<std::size_t>(row)];
        const auto set = [&](int column, const QString &text, Qt::Alignment alignment) {
            auto *item = new QTableWidgetItem(text);
            item->setTextAlignment(alignment | Qt::AlignVCenter);
            m_table->setItem(row, column, item);
        };
        const QString rank =
            standing.bestRank == standing.worstRank
                ? QString::number(standing.bestRank)
                : QStringLiteral("%1–%2").arg(standing.bestRank).arg(standing.worstRank);
        set(0, rank, Qt::AlignRight);
        auto *holder = new QWidget;
        auto *centred = new QHBoxLayout(holder);
        centred->setContentsMargins(4, 0, 4, 0);
        centred->addWidget(new KeyLabel(standing.colour));
        m_table->setCellWidget(row, 1, holder);
        set(2, QString::fromStdString(standing.name), Qt::AlignLeft);
        set(3, QStringLiteral("%1").arg(standing.rating, 0, 'f', 0), Qt::AlignRight);
        m_table->item(row, 3)->setToolTip(tr("95 % interval %1 to %2")
                                              .arg(standing.lower, 0, 'f', 0)
                                              .arg(standing.upper, 0, 'f', 0));
        set(4, QStringLiteral("%1–%2").arg(standing.wins).arg(standing.losses), Qt::AlignRight);
        if (standing.draws > 0)
            m_table->item(row, 4)->setToolTip(tr("%1 draws").arg(standing.draws));
    }
}

} // namespace agon::app
