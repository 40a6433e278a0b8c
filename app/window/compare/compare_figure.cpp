#include "app/window/compare/compare_figure.h"

#include "app/window/explore/time_bar.h"
#include "app/window/style.h"
#include "app/window/widgets/note_scroll.h"
#include "views/figures/palette.h"
#include "views/figures/tradeoff.h"
#include "views/figures/views.h"
#include "views/screen/figure_view.h"

#include <QComboBox>
#include <QDoubleValidator>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace agon::app {
namespace {

/** Of so many sources, what was read stays read. */
constexpr std::size_t sourcesKept = 8;
constexpr int patienceMilliseconds = 150;
constexpr const char *stepsKey = "steps";
constexpr int restMilliseconds = 150;

int channelIndex(const ExperimentView &experiment, const std::string &key)
{
    for (std::size_t i = 0; i < experiment.channels.size(); ++i)
        if (experiment.channels[i].key == key)
            return static_cast<int>(i);
    return -1;
}

} // namespace

CompareFigure::CompareFigure(QWidget *parent)
    : FigureCard(parent)
    , m_metric(new QComboBox)
    , m_view(new QComboBox)
    , m_byLabel(new QLabel(tr("Compared by")))
    , m_by(new QComboBox)
    , m_againstLabel(new QLabel(tr("Against")))
    , m_against(new QComboBox)
    , m_byRow(new QHBoxLayout)
    , m_target(new QLineEdit)
    , m_figure(new views::FigureView)
    , m_noteScroll(new NoteScroll(noteLabel()))
    , m_time(new TimeBar)
    , m_thread(new FigureThread(sourcesKept, this))
{
    m_metric->setAccessibleName(tr("Metric"));
    m_metric->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    setTitle({});
    showAsTitle(*m_metric);
    head()->addWidget(m_metric);
    head()->addStretch(1);
    m_by->setAccessibleName(tr("Compared by"));
    m_by->setToolTip(tr("The number of a run that is compared, as the table's columns show it"));
    m_by->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    for (const auto &[title, key] :
         {std::pair{tr("As suggested"), ""}, std::pair{tr("Last value"), "last"},
          std::pair{tr("Best value"), "best"}, std::pair{tr("Mean of the last 5 %"), "mean"},
          std::pair{tr("Mean of the last 10"), "mean:10"},
          std::pair{tr("Area under the curve"), "area"},
          std::pair{tr("Steps to the target"), stepsKey}})
        m_by->addItem(title, QString::fromLatin1(key));
    // A line of its own: a narrow window has no room for it beside title, target and view.
    m_byLabel->setObjectName(QStringLiteral("muted"));
    m_byRow->addWidget(m_byLabel);
    m_byRow->addWidget(m_by);
    m_byRow->addWidget(m_againstLabel);
    m_byRow->addWidget(m_against);
    m_byRow->addStretch(1);
    m_againstLabel->setObjectName(QStringLiteral("muted"));
    m_against->setAccessibleName(tr("Against"));
    m_against->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    content()->addLayout(m_byRow);
    m_target->setToolTip(
        tr("The level to reach: for the steps to it in the table, and for runtimes, "
           "which look at many levels at once while this is empty"));
    m_target->setAccessibleName(tr("Target"));
    m_target->setValidator(new QDoubleValidator(m_target));
    m_target->setFixedWidth(96);
    m_view->setAccessibleName(tr("View"));
    m_view->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    head()->addWidget(m_view);
    head()->insertWidget(head()->indexOf(m_view), m_target);
    auto *scroll = new QScrollArea;
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(m_figure);
    content()->addWidget(scroll, 1);
    content()->addWidget(m_time);
    content()->addWidget(m_noteScroll);

    m_patience.setSingleShot(true);
    m_patience.setInterval(patienceMilliseconds);
    connect(&m_patience, &QTimer::timeout, this, [this] { showHint(tr("Computing…")); });
    m_rest.setSingleShot(true);
    m_rest.setInterval(restMilliseconds);
    connect(&m_rest, &QTimer::timeout, this, &CompareFigure::orderFigure);
    connect(m_metric, &QComboBox::activated, this, [this] {
        showTarget();
        changeSubject();
    });
    for (QComboBox *box : {m_by, m_against})
        connect(box, &QComboBox::activated, this, &CompareFigure::changeSubject);
    connect(m_view, &QComboBox::activated, this, [this] {
        m_pair.clear();
        fillChoices();
        changeSubject();
    });
    connect(m_target, &QLineEdit::textEdited, this, [this](const QString &typed) {
        m_targets[m_metric->currentData().toString()] = typed;
        if (m_view->currentData().toString() == QLatin1String("runtimes") || comparesSteps())
            changeSubject();
        Q_EMIT targetChanged();
    });
    connect(m_time, &TimeBar::stepChanged, this, [this] {
        m_rest.start();
        orderFigure();
    });
    connect(m_figure, &views::FigureView::cellClicked, this,
            [this](int, int row, int column) { showDifferences(row, column); });
    connect(m_figure, &views::FigureView::contestantClicked, this, [this](int colour) {
        if (m_shownSubject == m_subject)
            Q_EMIT contestantClicked(colour);
    });
}

void CompareFigure::setSource(std::shared_ptr<const ObservationSource> source, std::int64_t reached,
                              const QString &note)
{
    m_note = note;
    const bool another = source != m_source;
    m_source = std::move(source);
    m_cells.reset();
    m_experiment = m_source ? m_source->experiment() : ExperimentView();
    if (m_source) {
        std::int64_t budget = 1;
        for (const CellView &cell : m_experiment.cells)
            budget = std::max(budget, cell.budget);
        m_time->setBudget(budget);
        m_time->setLogarithmic(m_experiment.schedule.spacing ==
                               RecordingSchedule::Spacing::logarithmic);
        m_time->setComputed(reached);
    }
    m_time->setVisible(m_source != nullptr);
    if (another)
        m_pair.clear();
    fillChoices();
    if (another || !m_source)
        changeSubject();
    else
        orderFigure();
}

std::string CompareFigure::chosenMetric() const
{
    const std::string key = m_metric->currentData().toString().toStdString();
    const int channel = channelIndex(m_experiment, key);
    const bool isMetric =
        channel >= 0 &&
        m_experiment.channels[static_cast<std::size_t>(channel)].kind == ObservationKind::metric;
    return isMetric ? key : std::string();
}

std::optional<std::int64_t> CompareFigure::chosenStep() const { return m_time->step(); }

void CompareFigure::setCells(std::optional<std::vector<int>> cells)
{
    if (cells == m_cells)
        return;
    m_cells = std::move(cells);
    m_pair.clear();
    changeSubject();
}

void CompareFigure::setHighlight(std::optional<int> colour) { m_figure->setHighlight(colour); }

void CompareFigure::fillChoices()
{
    const QString view = m_view->currentData().toString();
    const QString metric = m_metric->currentData().toString();
    m_view->clear();
    m_metric->clear();
    if (m_source) {
        for (const views::View &each : views::allViews())
            if (views::isAvailable(each, m_experiment)) {
                m_view->addItem(text(each.title), text(each.key));
                m_view->setItemData(m_view->count() - 1, text(each.help), Qt::ToolTipRole);
            }
        m_view->setCurrentIndex(std::max(0, m_view->findData(view)));
        if (const auto *chosen = views::findView(m_view->currentData().toString().toStdString()))
            for (const int index : views::channelsFor(*chosen, m_experiment)) {
                const ChannelDeclaration &channel =
                    m_experiment.channels[static_cast<std::size_t>(index)];
                if (channel.referenceOf.empty())
                    m_metric->addItem(text(channel.title), text(channel.key));
            }
        m_metric->setCurrentIndex(std::max(0, m_metric->findData(metric)));
    }
    m_metric->setVisible(m_metric->count() > 0);
    m_view->setVisible(m_view->count() > 0);
    showTarget();
}

std::optional<double> CompareFigure::target() const
{
    bool isNumber = false;
    const double target = m_target->text().toDouble(&isNumber);
    return isNumber && !chosenMetric().empty() ? std::optional(target) : std::nullopt;
}

bool CompareFigure::comparesSteps() const
{
    return !m_by->isHidden() && m_by->currentData().toString() == QLatin1String(stepsKey);
}

std::optional<views::RunSummary> CompareFigure::summary() const
{
    if (m_by->isHidden() || m_by->currentIndex() <= 0)
        return {};
    // Without a box for a level the view says why there is none.
    if (comparesSteps() && m_target->isHidden())
        return views::RunSummary{views::RunSummary::Kind::steps, 0};
    if (!comparesSteps())
        return *views::runSummaryFromText(m_by->currentData().toString().toStdString());
    const auto level = target();
    return level ? std::optional(views::RunSummary{views::RunSummary::Kind::steps, *level})
                 : std::nullopt;
}

void CompareFigure::fillAgainst()
{
    const auto *view = views::findView(chosenView());
    const QString chosen = m_against->currentData().toString();
    m_against->clear();
    if (m_source && view != nullptr && view->needsAnother)
        for (const int index :
             views::metricsAgainst(m_experiment, channelIndex(m_experiment, chosenMetric()))) {
            const ChannelDeclaration &channel =
                m_experiment.channels[static_cast<std::size_t>(index)];
            m_against->addItem(text(channel.title), text(channel.key));
        }
    m_against->setCurrentIndex(std::max(0, m_against->findData(chosen)));
    m_against->setVisible(m_against->count() > 0);
    m_againstLabel->setVisible(m_against->count() > 0);
}

void CompareFigure::showTarget()
{
    fillAgainst();
    const auto *view = views::findView(m_view->currentData().toString().toStdString());
    m_by->setVisible(m_source && view != nullptr && view->comparesRuns);
    m_byLabel->setVisible(!m_by->isHidden());
    if (m_by->isHidden())
        head()->insertWidget(head()->indexOf(m_view), m_target);
    else
        m_byRow->insertWidget(m_byRow->indexOf(m_by) + 1, m_target);
    const int channel = channelIndex(m_experiment, chosenMetric());
    m_target->setVisible(channel >= 0 &&
                         m_experiment.channels[static_cast<std::size_t>(channel)].direction !=
                             Direction::none);
    m_target->setPlaceholderText(m_view->currentData().toString() == QLatin1String("runtimes")
                                     ? tr("51 targets")
                                     : tr("Target"));
    const auto typed = m_targets.find(m_metric->currentData().toString());
    const QString wanted = typed == m_targets.end() ? QString() : typed->second;
    if (m_target->text() != wanted)
        m_target->setText(wanted);
}

void CompareFigure::changeSubject()
{
    ++m_subject;
    if (m_source)
        m_patience.start();
    orderFigure();
}

std::string CompareFigure::chosenView() const
{
    return m_view->currentData().toString().toStdString();
}

views::ViewOptions CompareFigure::chosenOptions() const
{
    views::ViewOptions options;
    options.channel = m_metric->currentData().toString().toStdString();
    options.step = m_time->step();
    options.pair = m_pair;
    options.cells = m_cells.value_or(std::vector<int>());
    options.target = target();
    options.by = summary();
    if (m_against->count() > 0)
        options.x = m_against->currentData().toString().toStdString();
    return options;
}

void CompareFigure::orderFigure()
{
    if (!m_source) {
        m_patience.stop();
        m_shown = {};
        m_shownSubject = m_subject;
        setTitle(tr("Nothing selected"));
        showHint(tr("Run a contest on the Explore page, or open a store: its experiments appear on "
                    "the left. Ctrl-click compares several."));
        Q_EMIT figureShown();
        return;
    }
    setTitle({});
    const std::string view = chosenView();
    const views::ViewOptions options = chosenOptions();
    if (comparesSteps() && !options.by) {
        m_patience.stop();
        showHint(tr("Type the level to reach into the box above."));
        return;
    }
    if (m_cells && m_cells->empty()) {
        m_patience.stop();
        showHint(tr("Nothing matches the filter of the run table."));
        return;
    }
    const std::string metric = chosenMetric();
    const auto companion = m_companion ? m_companion(options.step) : FigureThread::Order::Compute();
    const auto compute = [=, this, subject = m_subject, moving = m_rest.isActive()](
                             views::SeriesCache &series) -> FigureThread::Order::Show {
        auto computed = std::make_shared<Computed>();
        computed->figure = views::makeFigure(view, series, options);
        computed->shown.metric = metric;
        computed->shown.step = options.step;
        computed->moving = moving;
        const auto showBeside = companion ? companion(series) : FigureThread::Order::Show();
        return [this, subject, computed, showBeside] {
            if (subject != m_subject)
                return;
            if (showBeside)
                showBeside();
            showComputed(*computed);
        };
    };
    m_thread->order({m_source, compute});
}

void CompareFigure::showComputed(const Computed &computed)
{
    m_patience.stop();
    m_shownSubject = m_subject;
    m_shown = computed.shown;
    views::Figure figure;
    if (computed.figure)
        figure = *computed.figure;
    else
        figure.notes.push_back(computed.figure.error().text());
    const QString hint = figure.notes.empty() ? QString() : text(figure.notes.front());
    if (figure.panels.empty() && !figure.notes.empty())
        figure.notes.erase(figure.notes.begin());
    announceKeys(figure);
    m_figure->setFigure(figure, hint, computed.moving);
    // The caption says how the figure is read, and names centre, interval and n.
    QStringList notes{text(figure.caption)};
    for (const std::string &note : figure.notes)
        notes << text(note);
    notes << m_note;
    showNote(noteLine(notes));
    Q_EMIT figureShown();
}

void CompareFigure::showHint(const QString &hint)
{
    announceKeys({});
    m_figure->setFigure({}, hint);
    showNote({});
}

void CompareFigure::showNote(const QString &note)
{
    setNote(note);
    m_noteScroll->fit();
}

void CompareFigure::showDifferences(int row, int column)
{
    // A matrix that is about to go is not the one that the user means.
    if (m_shownSubject != m_subject ||
        m_view->currentData().toString() != QLatin1String("head-to-head"))
        return;
    // Who is compared, in the matrix's order; its first row is on top.
    std::vector<int> compared;
    for (int cell = 0; cell < static_cast<int>(m_experiment.cells.size()); ++cell) {
        const int contestant = m_experiment.cells[static_cast<std::size_t>(cell)].contestant;
        const bool matches = !m_cells || std::binary_search(m_cells->begin(), m_cells->end(), cell);
        if (matches && std::find(compared.begin(), compared.end(), contestant) == compared.end())
            compared.push_back(contestant);
    }
    std::sort(compared.begin(), compared.end());
    const auto count = static_cast<int>(compared.size());
    if (row >= count || column >= count || count - 1 - row == column)
        return;
    m_pair = {compared[static_cast<std::size_t>(count - 1 - row)],
              compared[static_cast<std::size_t>(column)]};
    m_view->setCurrentIndex(m_view->findData(QStringLiteral("differences")));
    fillChoices();
    changeSubject();
}

void CompareFigure::announceKeys(const views::Figure &figure)
{
    std::vector<views::Key> keys;
    const auto add = [&keys](const views::Key &key) {
        if (key.colour >= 0 && !views::isAreaColour(key.colour) &&
            std::none_of(keys.begin(), keys.end(), [&](const auto &each) {
                return each.colour == key.colour && each.name == key.name;
            }))
            keys.push_back(key);
    };
    for (const views::Panel &panel : figure.panels)
        for (const views::Layer &layer : panel.layers)
            std::visit(
                [&](const auto &concrete) {
                    if constexpr (requires { concrete.key; })
                        add(concrete.key);
                    if constexpr (requires { concrete.columnKeys; })
                        std::for_each(concrete.columnKeys.begin(), concrete.columnKeys.end(), add);
                    if constexpr (requires { concrete.paths; })
                        for (const auto &path : concrete.paths)
                            add(path.key);
                },
                layer);
    Q_EMIT keysChanged(keys);
}

} // namespace agon::app
