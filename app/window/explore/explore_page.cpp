#include "app/window/explore/explore_page.h"

#include "app/lab/lab.h"
#include "app/window/actions.h"
#include "app/window/contest.h"
#include "app/window/explore/budget_card.h"
#include "app/window/explore/contestant_picker.h"
#include "app/window/explore/contestants_card.h"
#include "app/window/explore/curve_controls.h"
#include "app/window/explore/drawn_figures.h"
#include "app/window/explore/explore_experiment.h"
#include "app/window/explore/keep_dialog.h"
#include "app/window/explore/leader_text.h"
#include "app/window/explore/now_card.h"
#include "app/window/explore/problem_card.h"
#include "app/window/explore/side_figure.h"
#include "app/window/explore/time_bar.h"
#include "app/window/figure_thread.h"
#include "app/window/style.h"
#include "app/window/widgets/legend_card.h"
#include "storage/import/recorded_runs.h"
#include "views/figures/aggregate.h"
#include "views/figures/field_shares.h"
#include "views/figures/leaderboard.h"
#include "views/figures/views.h"
#include "views/screen/axis_painter.h"
#include "views/screen/panel_view.h"

#include <QComboBox>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QMessageBox>
#include <QPushButton>
#include <QSplitter>
#include <QVBoxLayout>

#include <algorithm>

namespace agon::app {
namespace {

constexpr double demoSeconds = 8;
constexpr int confirmationSeeds = 32;

} // namespace

ExplorePage::ExplorePage(Contest &contest, Actions &actions, QWidget *parent)
    : QWidget(parent)
    , m_contest(contest)
    , m_problem(new ProblemCard(contest.lab().families()))
    , m_recorded(new Card(tr("Recorded")))
    , m_legend(new LegendCard(tr("Contestants")))
    , m_budget(new BudgetCard)
    , m_contestants(new ContestantsCard(contest.lab().families()))
    , m_now(new NowCard)
    , m_about(new AboutCard)
    , m_left(new CardColumn(244))
    , m_right(new CardColumn(252))
    , m_mainCard(new FigureCard)
    , m_main(new views::PanelView)
    , m_time(new TimeBar)
    , m_channelBox(new QComboBox)
    , m_head(new QBoxLayout(QBoxLayout::LeftToRight))
    , m_controls(new CurveControls(m_options))
    , m_figures(new FigureThread(1, this))
{
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    auto *recordedText =
        new QLabel(tr("Another program recorded these runs. They are compared, tested and printed "
                      "like all others, but cannot be run again or verified here."));
    recordedText->setWordWrap(true);
    m_recorded->content()->addWidget(recordedText);
    m_recorded->setVisible(false);
    m_left->add(m_recorded);
    m_left->add(m_problem);
    m_left->add(m_budget);
    m_right->add(m_legend);
    m_right->add(m_contestants);
    m_right->add(m_now);
    m_right->add(m_about);

    m_channelBox->setAccessibleName(tr("Metric"));
    m_channelBox->setToolTip(tr("What is drawn (comma and full stop step through)"));
    m_channelBox->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_mainCard->setTitle({});
    showAsTitle(*m_channelBox);
    m_head->setSpacing(8);
    m_head->addWidget(m_channelBox, 0, Qt::AlignLeft);
    m_head->addWidget(m_controls, 0, Qt::AlignRight);
    m_mainCard->head()->addLayout(m_head, 1);
    m_mainCard->installEventFilter(this);
    m_mainCard->content()->addWidget(m_main, 1);
    m_mainCard->content()->addWidget(m_time);

    auto *sides = new QWidget;
    auto *sideLayout = new QHBoxLayout(sides);
    sideLayout->setContentsMargins(0, 0, 0, 0);
    sideLayout->setSpacing(8);
    for (int i = 0; i < 2; ++i) {
        auto *side = new SideFigure;
        m_sides.push_back(side);
        sideLayout->addWidget(side, 1);
        connect(side, &SideFigure::choiceChanged, this, &ExplorePage::orderFigures);
    }
    auto *centre = new QSplitter(Qt::Vertical);
    centre->addWidget(m_mainCard);
    centre->addWidget(sides);
    centre->setStretchFactor(0, 5);
    centre->setStretchFactor(1, 2);
    centre->setHandleWidth(8);
    centre->setChildrenCollapsible(false);
    layout->addWidget(m_left);
    layout->addWidget(centre, 1);
    layout->addWidget(m_right);

    connect(m_problem, &ProblemCard::problemChosen, this, [this](const QString &id) {
        m_options = {};
        m_ghosts.clear();
        m_demo = false;
        m_contest.setExperiment(defaultExperiment(m_contest.lab().families(), id.toStdString()));
    });
    connect(m_problem, &ProblemCard::parameterChanged, this, &ExplorePage::experimentEdited);
    connect(m_budget, &BudgetCard::budgetChanged, this, &ExplorePage::experimentEdited);
    connect(m_budget, &BudgetCard::seedsChanged, this, &ExplorePage::experimentEdited);
    connect(m_budget, &BudgetCard::moreSeedsWanted, this,
            [this](int count) { m_contest.addSeeds(count); });
    connect(m_budget, &BudgetCard::runWanted, this, [this] { m_contest.run(); });
    connect(m_budget, &BudgetCard::stopWanted, this, &ExplorePage::stopOrAsk);
    connect(m_budget, &BudgetCard::keepWanted, this, &ExplorePage::keep);
    connect(m_budget, &BudgetCard::pauseWanted, this, [this] {
        if (m_contest.state() == Contest::State::paused)
            m_contest.resume();
        else
            m_contest.pause();
    });
    connect(m_contestants, &ContestantsCard::edited, this, &ExplorePage::experimentEdited);
    connect(m_contestants, &ContestantsCard::visibilityChanged, this, &ExplorePage::redraw);
    connect(m_contestants, &ContestantsCard::selectionChanged, this, &ExplorePage::redraw);
    connect(m_contestants, &ContestantsCard::addWanted, this, [this] {
        ContestantPicker picker(m_contest.lab().families(), m_problem->problem().type, this);
        if (picker.exec() != QDialog::Accepted)
            return;
        Experiment experiment = m_contest.experiment();
        for (const QString &id : picker.chosen()) {
            ContestantChoice choice;
            choice.type = id.toStdString();
            experiment.contestants.push_back(std::move(choice));
        }
        m_contest.setExperiment(std::move(experiment));
    });
    connect(m_now, &NowCard::confirmWanted, this, [this] { m_contest.confirm(confirmationSeeds); });
    connect(m_time, &TimeBar::stepChanged, this, &ExplorePage::redraw);
    connect(m_channelBox, &QComboBox::activated, this, [this] {
        m_options.channel = m_channelBox->currentData().toString().toStdString();
        m_options.yScale.reset();
        showSummary();
        arrangeHead();
        m_ghosts.clear();
        redraw();
    });
    connect(m_controls, &CurveControls::changed, this, &ExplorePage::redraw);
    connect(m_controls, &CurveControls::summaryChanged, this, [this] {
        showSummary();
        redraw();
    });
    connect(&m_contest, &Contest::restarted, this, &ExplorePage::rebuild);
    connect(&m_contest, &Contest::advanced, this, &ExplorePage::redraw);
    connect(&m_contest, &Contest::refused, m_budget, &BudgetCard::setRefusal);
    connect(&m_contest, &Contest::stateChanged, this, [this] {
        const bool running = m_contest.state() == Contest::State::running;
        const bool paused = m_contest.state() == Contest::State::paused;
        m_budget->showState(running || paused, paused);
        if (m_contest.state() == Contest::State::done)
            m_ghosts.clear();
        redraw();
    });
    addActions(actions);
}

void ExplorePage::addActions(Actions &actions)
{
    actions.add(QStringLiteral("run"), tr("Run"), Qt::Key_F5, [this] { m_contest.run(); });
    actions.add(QStringLiteral("stop"), tr("Stop"), QKeySequence(Qt::SHIFT | Qt::Key_F5),
                [this] { stopOrAsk(); });
    actions.add(QStringLiteral("pause"), tr("Pause or resume"), Qt::Key_F6, [this] {
        if (m_contest.state() == Contest::State::paused)
            m_contest.resume();
        else
            m_contest.pause();
    });
    actions.setPage(this);
    actions.add(QStringLiteral("replay"), tr("Replay, or skip to the end"), Qt::Key_Space, [this] {
        if (m_time->isPlaying())
            m_time->skip();
        else
            m_time->toggle();
    });
    actions.add(QStringLiteral("more-seeds"), tr("Eight more seeds"),
                QKeySequence(QStringLiteral("+")), [this] { m_contest.addSeeds(8); });
    actions.add(QStringLiteral("confirm"), tr("Confirm on fresh seeds"), {},
                [this] { m_contest.confirm(confirmationSeeds); });
    actions.add(QStringLiteral("keep"), tr("Keep the contest…"), QKeySequence(QStringLiteral("K")),
                [this] { keep(); });
    actions.add(QStringLiteral("add-contestant"), tr("Add contestant…"),
                QKeySequence(QStringLiteral("A")), [this] { Q_EMIT m_contestants->addWanted(); });
    m_controls->addActions(actions);
    actions.add(QStringLiteral("reset-zoom"), tr("Reset the zoom"),
                QKeySequence(QStringLiteral("R")), [this] { m_main->resetZoom(); });
    actions.add(QStringLiteral("step-back"), tr("Earlier"), QKeySequence(QStringLiteral("[")),
                [this] { m_time->move(-1); });
    actions.add(QStringLiteral("step-forward"), tr("Later"), QKeySequence(QStringLiteral("]")),
                [this] { m_time->move(1); });
    const auto stepChannel = [this](int step) {
        const int count = m_channelBox->count();
        if (count == 0)
            return;
        m_channelBox->setCurrentIndex((m_channelBox->currentIndex() + step + count) % count);
        Q_EMIT m_channelBox->activated(m_channelBox->currentIndex());
    };
    actions.add(QStringLiteral("next-metric"), tr("Next metric"), QKeySequence(QStringLiteral(".")),
                [stepChannel] { stepChannel(1); });
    actions.add(QStringLiteral("previous-metric"), tr("Previous metric"),
                QKeySequence(QStringLiteral(",")), [stepChannel] { stepChannel(-1); });
    actions.add(QStringLiteral("side-panels"), tr("Show or hide the side columns"), Qt::Key_F9,
                [this] {
                    const bool shown = !m_left->isVisibleTo(this);
                    m_left->setVisible(shown);
                    m_right->setVisible(shown);
                });
    actions.setPage(nullptr);
}

void ExplorePage::startDemo()
{
    m_demo = true;
    m_contest.setExperiment(demoExperiment(m_contest.lab().families()));
}

void ExplorePage::open(const Experiment &experiment, const views::ViewOptions &options)
{
    m_options = options;
    m_ghosts.clear();
    m_demo = false;
    m_contest.setExperiment(experiment);
}

views::ViewOptions ExplorePage::viewOptions() const
{
    views::ViewOptions options = m_options;
    // Asked of the controls: what is in m_options was in force when this page was last seen.
    options.step = m_time->isPlaying() ? std::nullopt : m_time->step();
    options.contestants = m_contestants->visible();
    return options;
}

void ExplorePage::experimentEdited()
{
    rememberGhosts();
    m_demo = false;
    m_time->skip();
    Experiment experiment = m_contest.experiment();
    const ProblemChoice edited = m_problem->problem();
    if (experiment.problems.empty())
        experiment.problems.push_back(edited);
    experiment.problems.front().settings = edited.settings;
    experiment.contestants = m_contestants->contestants();
    experiment.budget = m_budget->budget();
    if (static_cast<int>(experiment.seeds.size()) != m_budget->seeds()) {
        experiment.seeds.clear();
        for (int i = 1; i <= m_budget->seeds(); ++i)
            experiment.seeds.push_back(static_cast<std::uint64_t>(i));
    }
    m_contest.setExperiment(std::move(experiment));
}

void ExplorePage::stopOrAsk()
{
    const std::vector<std::string> stuck = m_contest.progress().stuck;
    if (stuck.empty()) {
        m_contest.stop();
        return;
    }
    // A unit that does not return cannot be interrupted from here; in a child process it can be
    // killed.
    QMessageBox question(this);
    question.setText(tr("%1 takes unusually long.").arg(text(stuck.front())));
    question.setInformativeText(tr("Stopping has to wait for it. It can be started again in a "
                                   "process of its own, where it can be "
                                   "killed, or be given up as failed; the other runs go on."));
    QAbstractButton *elsewhere =
        question.addButton(tr("Run it in its own process"), QMessageBox::AcceptRole);
    QAbstractButton *abandon = question.addButton(tr("Give it up"), QMessageBox::DestructiveRole);
    QAbstractButton *all = question.addButton(tr("Stop everything"), QMessageBox::DestructiveRole);
    question.addButton(QMessageBox::Cancel);
    question.exec();
    if (question.clickedButton() == elsewhere) {
        m_contest.rerunStuckElsewhere();
    } else if (question.clickedButton() == abandon || question.clickedButton() == all) {
        m_contest.abandonStuck();
        if (question.clickedButton() == all)
            m_contest.stop();
    }
}

std::optional<std::int64_t> ExplorePage::keepable() const
{
    const Contest::State state = m_contest.state();
    if (state != Contest::State::done && state != Contest::State::stopped)
        return std::nullopt;
    return m_contest.lab().sessionExperiment(m_contest.log());
}

void ExplorePage::keep()
{
    const auto experiment = keepable();
    if (!experiment) {
        Q_EMIT message(tr("There is nothing to keep yet: let the contest end, or stop it."));
        return;
    }
    KeepDialog dialog(text(m_contest.experiment().name), this);
    if (dialog.exec() != QDialog::Accepted)
        return;
    const auto runs = m_contest.lab().copyToStore(*experiment, dialog.name().toStdString(),
                                                  dialog.store().toStdString());
    if (!runs) {
        Q_EMIT message(text(runs.error().text()));
        return;
    }
    m_contest.rename(dialog.name().toStdString());
    Q_EMIT message(tr("“%1” is kept in %2: %3")
                       .arg(dialog.name(), dialog.store(), counted(*runs, tr("run"), tr("runs"))));
}

void ExplorePage::rememberGhosts()
{
    if (!m_figure || m_figure->panels.empty() || !m_ghosts.empty())
        return;
    for (const views::Layer &layer : m_figure->panels.front().layers) {
        const auto *line = std::get_if<views::LineLayer>(&layer);
        if (!line || line->ghost || line->reference)
            continue;
        views::LineLayer ghost = *line;
        ghost.ghost = true;
        ghost.lower.clear();
        ghost.upper.clear();
        ghost.seeds.clear();
        m_ghosts.push_back(std::move(ghost));
    }
}

void ExplorePage::rebuild()
{
    views::SeriesCache *series = m_contest.series();
    if (!series)
        return;
    m_wordsShown.invalidate();
    const Experiment &experiment = m_contest.experiment();
    const ExperimentView &view = series->experiment();
    if (!experiment.problems.empty() &&
        !(m_problem->problem().type == experiment.problems.front().type &&
          m_problem->problem().settings == experiment.problems.front().settings))
        m_problem->setProblem(experiment.problems.front());
    std::vector<std::string> labels;
    std::vector<int> colours;
    for (std::size_t i = 0; i < experiment.contestants.size(); ++i) {
        const bool known = i < view.contestants.size();
        labels.push_back(known ? view.contestants[i].label : experiment.contestants[i].type);
        colours.push_back(known ? view.contestants[i].colour : static_cast<int>(i));
    }
    m_contestants->setContestants(experiment.contestants, labels, colours);
    // What another program recorded can be looked at and printed, but not run.
    const bool recorded = storage::isRecorded(view);
    std::vector<views::Key> keys;
    if (recorded)
        for (const ContestantView &contestant : view.contestants)
            keys.push_back({contestant.colour, contestant.label});
    m_legend->setKeys(keys);
    m_recorded->setVisible(recorded);
    for (QWidget *card : {static_cast<QWidget *>(m_problem), static_cast<QWidget *>(m_budget),
                          static_cast<QWidget *>(m_contestants)})
        card->setVisible(!recorded);
    const auto family = experiment.problems.empty()
                            ? nullptr
                            : m_contest.lab().families().familyOf(experiment.problems.front().type);
    const ProblemDeclaration *problem =
        family ? family->catalogue().problem(experiment.problems.front().type) : nullptr;
    if (problem && m_contest.budget() > 0)
        m_budget->setBudget(view.budgetUnit, m_contest.budget(), problem->maximumBudget);
    m_budget->setSeeds(static_cast<int>(experiment.seeds.size()));
    m_time->setBudget(m_contest.budget());
    m_time->setLogarithmic(view.schedule.spacing == RecordingSchedule::Spacing::logarithmic);
    fillChannels();
    fillViews();
    if (m_demo) {
        m_demo = false;
        m_time->play(demoSeconds);
    }
    redraw();
}

void ExplorePage::fillChannels()
{
    const ExperimentView &view = m_contest.series()->experiment();
    QStringList keys;
    m_channelBox->clear();
    for (const int index : view.mainChannels) {
        const ChannelDeclaration &channel = view.channels[static_cast<std::size_t>(index)];
        if (channel.kind == ObservationKind::metric && channel.referenceOf.empty())
            m_channelBox->addItem(text(channel.title), text(channel.key));
    }
    const int kept = m_channelBox->findData(text(m_options.channel));
    m_channelBox->setCurrentIndex(std::max(0, kept));
    m_options.channel = m_channelBox->currentData().toString().toStdString();
    showSummary();
    arrangeHead();
}

void ExplorePage::showSummary()
{
    const views::SeriesCache &series = *m_contest.series();
    const int channel = series.channelIndex(m_options.channel);
    views::ViewOptions shown =
        channel < 0 ? m_options : views::withSuggestions(m_options, series.channel(channel));
    if (!shown.seeds)
        shown.seeds = views::areFew(static_cast<std::size_t>(m_budget->seeds()));
    m_controls->showSummary(shown);
}

void ExplorePage::fillViews()
{
    const ExperimentView &view = m_contest.series()->experiment();
    QList<SideFigure::Choice> choices;
    for (const int index : view.mainChannels) {
        const ChannelDeclaration &channel = view.channels[static_cast<std::size_t>(index)];
        const QString title = text(channel.title);
        const QString key = text(channel.key);
        if (channel.kind == ObservationKind::field) {
            choices.append({title, QStringLiteral("heatmap"), key});
            if (views::mayHaveShares(channel))
                choices.append({tr("%1, stacked").arg(title), QStringLiteral("composition"), key});
        } else if (channel.kind == ObservationKind::points && channel.referenceOf.empty())
            choices.append({title,
                            views::isRatings(channel) ? QStringLiteral("leaderboard")
                                                      : QStringLiteral("front"),
                            key});
        else if (channel.kind == ObservationKind::graph)
            choices.append({title, QStringLiteral("graph"), key});
    }
    choices.append(
        {tr("Distribution over seeds"), QStringLiteral("distribution"), text(m_options.channel)});
    m_sides[0]->setChoices(choices, 0);
    m_sides[1]->setChoices(choices, static_cast<int>(choices.size()) - 1);
}

void ExplorePage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    redraw(); // nothing is drawn while another page is in front
}

bool ExplorePage::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_mainCard && event->type() == QEvent::Resize)
        arrangeHead();
    return QWidget::eventFilter(watched, event);
}

void ExplorePage::arrangeHead()
{
    // Where title and controls do not fit beside each other, the controls get a row of their own.
    constexpr int margins = 24;
    const int needed = m_channelBox->width() + m_head->spacing() + m_controls->sizeHint().width();
    const bool wide = m_mainCard->width() - margins >= needed;
    m_head->setDirection(wide ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
    m_head->setAlignment(m_controls, wide ? Qt::AlignRight : Qt::AlignLeft);
}

bool ExplorePage::wordsAreDue() const
{
    // While curves move, words follow some times a second: faster nobody reads, and every change
    // lays out whole columns anew.
    constexpr qint64 readable = 150; // milliseconds
    return m_contest.state() != Contest::State::running || !m_wordsShown.isValid() ||
           m_wordsShown.hasExpired(readable);
}

void ExplorePage::redraw()
{
    if (!m_contest.series() || !isVisible())
        return;
    if (wordsAreDue())
        m_budget->setEstimate(m_contest.estimate());
    m_budget->setKeepable(keepable().has_value(), m_contest.log()
                                                      ? tr("There is no session to keep it from.")
                                                      : tr("This contest is in a store already."));
    m_time->setComputed(computedStep(*m_contest.series()));
    m_now->setConfirmable(m_contest.state() == Contest::State::done &&
                          !m_contest.isConfirmation() && !m_recorded->isVisibleTo(this));
    const AboutText about = aboutText(m_contest, m_contestants->selected());
    m_about->setVisible(!about.summary.isEmpty());
    m_about->setText(about.heading, about.summary, about.source, about.note);
    orderFigures();
}

void ExplorePage::orderFigures()
{
    if (!m_contest.series() || !isVisible())
        return;
    m_options.step = m_time->step();
    m_options.contestants = m_contestants->visible();
    FigureOrder order;
    order.source = m_contest.source();
    order.main = m_options;
    order.standingAxis = m_options.step && m_contest.state() == Contest::State::done;
    for (const SideFigure *side : m_sides) {
        views::ViewOptions options = m_options;
        // A field or a graph belongs to one contestant: the selected one.
        if (side->view() == QLatin1String("heatmap") || side->view() == QLatin1String("graph") ||
            side->view() == QLatin1String("composition") ||
            side->view() == QLatin1String("leaderboard"))
            options.contestants = {m_contestants->selected()};
        order.sides.push_back(side->isVisible() ? side->order(std::move(options))
                                                : FigureOrder::Side());
    }
    order.facts = standingFacts(m_contest);
    const bool live = m_contest.state() == Contest::State::running;
    const auto compute = [this, order](views::SeriesCache &series) -> FigureThread::Order::Show {
        return [this, figures = std::make_shared<const DrawnFigures>(drawFigures(order, series))] {
            showFigures(*figures);
        };
    };
    m_figures->order({order.source, compute, live});
}

void ExplorePage::showFigures(const DrawnFigures &figures)
{
    // What was ordered of a contest that is over comes too late.
    if (figures.source != m_contest.source())
        return;
    const bool words = wordsAreDue();
    showMain(figures, words);
    for (std::size_t i = 0; i < m_sides.size() && i < figures.sides.size(); ++i)
        if (figures.sides[i])
            m_sides[i]->show(*figures.sides[i]);
    if (!words)
        return;
    m_wordsShown.start();
    m_now->setSentence(figures.leader.sentence);
    m_now->setStanding(figures.leader.standing);
    m_contestants->setValueMeaning(figures.leader.meaning);
    m_contestants->setValues(figures.leader.values);
}

void ExplorePage::showMain(const DrawnFigures &figures, bool words)
{
    const Expected<views::Figure> &figure = figures.main;
    if (!figure || figure->panels.empty()) {
        if (!m_ghosts.empty() && figure) {
            // Until the first points are there the previous curves stand for themselves.
            views::Panel panel = m_main->panel();
            panel.layers.assign(m_ghosts.begin(), m_ghosts.end());
            m_main->setPanel(panel, true);
            return;
        }
        m_main->setHint(figure ? tr("The first points are on their way.")
                               : text(figure.error().text()));
        m_main->setPanel({});
        return;
    }
    m_figure = *figure;
    m_drawnSource = figures.source;
    views::Panel panel = figure->panels.front();
    const bool moving = m_contest.state() == Contest::State::running || m_time->isPlaying();
    if (m_options.step) {
        // The axes keep their ends while time is scrubbed: curves grow into a standing frame.
        panel.x.maximum = std::max(panel.x.maximum, static_cast<double>(m_contest.budget()));
        if (figures.standingAxis)
            panel.y = *figures.standingAxis;
    }
    if (!m_ghosts.empty() && m_contest.state() != Contest::State::done)
        panel.layers.insert(panel.layers.begin(), m_ghosts.begin(), m_ghosts.end());
    panel = views::besideTitle(std::move(panel), figure->title);
    m_main->setPanel(panel, moving);
    m_main->setDescription(text(figure->altText));
    m_controls->showScales(panel);
    m_time->setLogarithmic(panel.x.scale == views::Scale::logarithmic);
    if (!words)
        return;
    QStringList notes{text(figure->n)};
    for (const std::string &note : figure->notes)
        notes << text(note);
    m_mainCard->setNote(noteLine(notes));
}

} // namespace agon::app
