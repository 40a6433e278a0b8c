#include "app/window/compare_page.h"

#include "app/lab/lab.h"
#include "app/window/compare/column_menu.h"
#include "app/window/compare/filter_bar.h"
#include "app/window/compare/run_table_model.h"
#include "app/window/contest.h"
#include "app/window/style.h"
#include "app/window/widgets/card.h"
#include "app/window/widgets/elided_label.h"
#include "app/window/widgets/legend_card.h"
#include "app/window/widgets/query_edit.h"
#include "storage/store.h"
#include "views/figures/overlay.h"
#include "views/figures/views.h"
#include "views/screen/panel_view.h"
#include "views/screen/theme.h"

#include <QComboBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSplitter>
#include <QTreeView>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace agon::app {
namespace {

constexpr int sessionIndex = -1;
constexpr int storeRole = Qt::UserRole + 1;
constexpr int experimentRole = Qt::UserRole + 2;
constexpr std::size_t mostOverlaid = 12;

std::vector<std::string> tagsOf(const storage::Store &store, std::int64_t experiment)
{
    if (const auto entries = store.experiments())
        for (const storage::ExperimentEntry &entry : *entries)
            if (entry.id == experiment)
                return entry.tags;
    return {};
}

} // namespace

struct ComparePage::Selected
{
    int store = sessionIndex;
    std::int64_t experiment = 0;
    QString name;
};

ComparePage::ComparePage(Lab &lab, Contest &contest, QWidget *parent)
    : QWidget(parent)
    , m_lab(lab)
    , m_contest(contest)
    , m_filter(new QLineEdit)
    , m_experiments(new QTreeWidget)
    , m_metric(new QComboBox)
    , m_card(new FigureCard)
    , m_panel(new views::PanelView)
    , m_runFilter(new QueryEdit)
    , m_filterBar(new FilterBar(*m_runFilter))
    , m_runs(new QTreeView)
    , m_model(new RunTableModel(this))
    , m_shared(new ElidedLabel)
    , m_details(new QLabel)
    , m_open(new QPushButton(tr("Open in Explore")))
    , m_keep(new QPushButton(tr("Keep in a store…")))
{
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);

    auto *left = new Card(tr("Experiments"));
    left->setFixedWidth(views::interfacePixels(252));
    m_filter->setPlaceholderText(tr("Filter by name, family or tag"));
    m_filter->setAccessibleName(tr("Filter experiments"));
    m_filter->setClearButtonEnabled(true);
    left->content()->addWidget(m_filter);
    m_experiments->setHeaderHidden(true);
    m_experiments->setColumnCount(2);
    m_experiments->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_experiments->setAccessibleName(tr("Stored experiments"));
    m_experiments->setFrameShape(QFrame::NoFrame);
    m_experiments->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    m_experiments->header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    m_experiments->header()->setStretchLastSection(false);
    left->content()->addWidget(m_experiments, 1);
    auto *openStoreButton = new QPushButton(tr("Open store…"));
    left->content()->addWidget(openStoreButton);
    layout->addWidget(left);

    auto *centre = new QSplitter(Qt::Vertical);
    centre->setHandleWidth(8);
    centre->setChildrenCollapsible(false);
    m_metric->setAccessibleName(tr("Metric"));
    m_metric->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_card->setTitle({});
    showAsTitle(*m_metric);
    m_card->head()->addWidget(m_metric);
    m_card->head()->addStretch(1);
    m_card->content()->addWidget(m_panel, 1);
    centre->addWidget(m_card);
    auto *tableCard = new Card(tr("Runs"));
    m_runFilter->setPlaceholderText(tr("Filter: algorithm:ucb seeds>=10 -status:failed"));
    m_runFilter->setAccessibleName(tr("Filter runs"));
    m_runFilter->setMinimumWidth(views::interfacePixels(220));
    tableCard->head()->addWidget(m_runFilter);
    tableCard->head()->addWidget(m_filterBar->savedButton());
    m_runs->setModel(m_model);
    m_columns = new ColumnMenu(*m_runs, QStringLiteral("compare/columns"));
    tableCard->head()->addWidget(m_columns);
    tableCard->content()->addWidget(m_filterBar);
    m_runs->setSortingEnabled(true);
    m_runs->sortByColumn(-1, Qt::AscendingOrder);
    m_runs->setUniformRowHeights(true);
    m_runs->setAccessibleName(tr("Runs"));
    m_runs->setFrameShape(QFrame::NoFrame);
    tableCard->content()->addWidget(m_runs, 1);
    m_shared->setObjectName(QStringLiteral("muted"));
    tableCard->content()->addWidget(m_shared);
    centre->addWidget(tableCard);
    centre->setStretchFactor(0, 3);
    centre->setStretchFactor(1, 2);
    layout->addWidget(centre, 1);

    auto *right = new CardColumn(244);
    auto *details = new Card(tr("Selected"));
    m_details->setWordWrap(true);
    m_details->setTextFormat(Qt::PlainText);
    m_details->setObjectName(QStringLiteral("muted"));
    details->content()->addWidget(m_details);
    details->content()->addWidget(m_open);
    details->content()->addWidget(m_keep);
    right->add(details);
    m_legend = new LegendCard(tr("Curves"));
    right->add(m_legend);
    layout->addWidget(right);

    connect(m_filter, &QLineEdit::textChanged, this, &ComparePage::fillExperiments);
    connect(m_experiments, &QTreeWidget::itemSelectionChanged, this, [this] {
        showDetails();
        showSelection();
    });
    connect(m_experiments, &QTreeWidget::itemDoubleClicked, this, &ComparePage::openSelected);
    connect(m_metric, &QComboBox::activated, this, &ComparePage::showSelection);
    connect(m_runFilter, &QueryEdit::queryChanged, m_model, &RunTableModel::setQuery);
    connect(m_runFilter, &QueryEdit::queryChanged, this, &ComparePage::showShared);
    connect(m_runFilter, &QueryEdit::problemChanged, this, &ComparePage::showShared);
    connect(m_open, &QPushButton::clicked, this, &ComparePage::openSelected);
    connect(m_keep, &QPushButton::clicked, this, &ComparePage::keepSelected);
    connect(openStoreButton, &QPushButton::clicked, this, [this] {
        const QString path = QFileDialog::getOpenFileName(this, tr("Open store"), {},
                                                          tr("Stores (*.agon);;All files (*)"));
        if (!path.isEmpty())
            openStore(path);
    });
}

ComparePage::~ComparePage() = default;

storage::Store *ComparePage::storeAt(int index) const
{
    return index == sessionIndex ? m_lab.session()
                                 : m_stores[static_cast<std::size_t>(index)].get();
}

void ComparePage::openStore(const QString &path)
{
    auto store = storage::Store::open(QFileInfo(path).absoluteFilePath().toStdString(),
                                      storage::OpenMode::readOnly);
    if (!store) {
        Q_EMIT message(text(store.error().text()));
        return;
    }
    m_stores.push_back(std::move(*store));
    fillExperiments();
    // What was opened is what the user wants to see: its newest experiment.
    QTreeWidgetItem *top = m_experiments->topLevelItem(m_experiments->topLevelItemCount() - 1);
    if (top && top->childCount() > 0)
        m_experiments->setCurrentItem(top->child(0));
    Q_EMIT storeOpened(*m_stores.back());
}

void ComparePage::showExperiment(const QString &store, std::int64_t experiment)
{
    m_filter->clear();
    fillExperiments();
    for (int i = 0; i < m_experiments->topLevelItemCount(); ++i) {
        QTreeWidgetItem *top = m_experiments->topLevelItem(i);
        if (top->toolTip(0) != store)
            continue;
        for (int j = 0; j < top->childCount(); ++j)
            if (top->child(j)->data(0, experimentRole).toLongLong() == experiment)
                m_experiments->setCurrentItem(top->child(j));
    }
}

void ComparePage::showShared()
{
    QString line = m_runFilter->problem();
    if (line.isEmpty()) {
        QStringList parts;
        if (m_model->shownContestants() < m_model->contestants())
            parts << tr("%1 of %2 contestants")
                         .arg(m_model->shownContestants())
                         .arg(m_model->contestants());
        if (!m_model->sharedParameters().isEmpty())
            parts << tr("The same everywhere: %1").arg(m_model->sharedParameters());
        line = parts.join(QStringLiteral(". "));
    }
    m_shared->setLine(line);
    m_shared->setVisible(!line.isEmpty());
}

void ComparePage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    fillExperiments();
}

void ComparePage::fillExperiments()
{
    const std::vector<Selected> before = selected();
    const QSignalBlocker blocker(m_experiments);
    m_experiments->clear();
    const QStringList words = m_filter->text().split(QLatin1Char(' '), Qt::SkipEmptyParts);
    for (int index = sessionIndex; index < static_cast<int>(m_stores.size()); ++index) {
        storage::Store *store = storeAt(index);
        if (!store)
            continue;
        auto *top = new QTreeWidgetItem(m_experiments);
        top->setText(0, index == sessionIndex ? tr("This session")
                                              : QFileInfo(text(store->path())).fileName());
        top->setToolTip(0, text(store->path()));
        top->setFlags(Qt::ItemIsEnabled);
        top->setExpanded(true);
        const auto entries = store->experiments();
        if (!entries) {
            top->setText(0, text(entries.error().text()));
            continue;
        }
        for (const storage::ExperimentEntry &entry : *entries) {
            QStringList searched{text(entry.name), text(entry.family), text(entry.notes)};
            for (const std::string &tag : entry.tags)
                searched << text(tag);
            const QString all = searched.join(QLatin1Char(' '));
            if (!std::all_of(words.begin(), words.end(), [&](const QString &word) {
                    return all.contains(word, Qt::CaseInsensitive);
                }))
                continue;
            auto *item = new QTreeWidgetItem(top);
            item->setText(0, text(entry.name));
            item->setText(1, dateText(text(entry.created)).mid(11));
            item->setToolTip(0,
                             QStringLiteral("%1\n%2").arg(text(entry.name), text(entry.created)));
            item->setData(0, storeRole, index);
            item->setData(0, experimentRole, QVariant::fromValue<qint64>(entry.id));
            for (const Selected &kept : before)
                if (kept.store == index && kept.experiment == entry.id)
                    item->setSelected(true);
        }
        top->setExpanded(true);
    }
    if (m_experiments->selectedItems().isEmpty()) {
        for (int i = 0; i < m_experiments->topLevelItemCount(); ++i)
            if (m_experiments->topLevelItem(i)->childCount() > 0) {
                m_experiments->topLevelItem(i)->child(0)->setSelected(true);
                break;
            }
    }
    showDetails();
    showSelection();
}

std::vector<ComparePage::Selected> ComparePage::selected() const
{
    std::vector<Selected> result;
    for (const QTreeWidgetItem *item : m_experiments->selectedItems())
        if (item->data(0, experimentRole).isValid())
            result.push_back({item->data(0, storeRole).toInt(),
                              item->data(0, experimentRole).toLongLong(), item->text(0)});
    return result;
}

void ComparePage::showSelection()
{
    const std::vector<Selected> chosen = selected();
    std::vector<views::OverlayPart> figures;
    std::vector<RunTableModel::Part> tables;
    const QString metric = m_metric->currentData().toString();
    QStringList keys;
    QStringList titles;
    for (const Selected &entry : chosen) {
        storage::Store *store = storeAt(entry.store);
        auto &series = m_series[{entry.store, entry.experiment}];
        if (!series) {
            const auto source = store->source(entry.experiment);
            if (!source) {
                Q_EMIT message(text(source.error().text()));
                continue;
            }
            series = std::make_unique<views::SeriesCache>(*source);
        }
        series->refresh();
        for (const int index : series->experiment().mainChannels) {
            const ChannelDeclaration &channel = series->channel(index);
            if (channel.kind == ObservationKind::metric && channel.referenceOf.empty() &&
                !keys.contains(text(channel.key))) {
                keys << text(channel.key);
                titles << text(channel.title);
            }
        }
        views::ViewOptions options;
        options.channel =
            series->channelIndex(metric.toStdString()) >= 0 ? metric.toStdString() : std::string();
        if (figures.size() < mostOverlaid)
            if (auto figure = views::makeFigure("convergence", *series, options))
                figures.push_back({entry.name.toStdString(), std::move(*figure)});
        if (auto runs = store->runs(entry.experiment))
            tables.push_back({entry.name.toStdString(), series->experiment(), std::move(*runs),
                              tagsOf(*store, entry.experiment)});
        else
            Q_EMIT message(text(runs.error().text()));
    }
    m_metric->clear();
    for (int i = 0; i < keys.size(); ++i)
        m_metric->addItem(titles[i], keys[i]);
    m_metric->setCurrentIndex(std::max(0, m_metric->findData(metric)));
    m_metric->setVisible(m_metric->count() > 0);
    m_model->setParts(std::move(tables), m_metric->currentData().toString().toStdString());
    // A problem or best value that is the same of every contestant says nothing, nor does it that
    // all runs have finished; the mean of the last records is for metrics that are noisy to the
    // end.
    m_columns->apply([this](int column) {
        return column == RunTableModel::tail ||
               (column == RunTableModel::status && m_model->allFinished()) ||
               ((column == RunTableModel::problem ||
                 (column == RunTableModel::best && m_model->rowCount() > 1)) &&
                m_model->isConstant(column));
    });
    m_runs->header()->setStretchLastSection(false);
    m_filterBar->setFields(m_model->fields());
    showShared();
    m_runs->header()->resizeSections(QHeaderView::ResizeToContents);
    const views::Figure figure = views::overlay(figures);
    if (figure.panels.empty()) {
        m_card->setTitle(tr("Nothing selected"));
        showLegend({});
        m_panel->setHint(tr("Run a contest on the Explore page, or open a store: its experiments "
                            "appear on the left. Ctrl-click lays several over each other."));
        m_panel->setPanel({});
        m_card->setNote({});
        return;
    }
    m_card->setTitle({});
    showLegend(figure.panels.front());
    m_panel->setPanel(figure.panels.front());
    m_panel->setDescription(text(figure.altText));
    QStringList notes{text(figure.n), text(figure.interval)};
    for (const std::string &note : figure.notes)
        notes << text(note);
    if (chosen.size() > mostOverlaid)
        notes
            << tr("the first %1 of %2 experiments are drawn").arg(mostOverlaid).arg(chosen.size());
    notes.removeAll(QString());
    m_card->setNote(notes.join(QStringLiteral("  ·  ")));
}

void ComparePage::showLegend(const views::Panel &panel)
{
    std::vector<views::Key> keys;
    for (const views::Layer &layer : panel.layers)
        if (const auto *line = std::get_if<views::LineLayer>(&layer);
            line != nullptr && !line->reference)
            keys.push_back(line->key);
    m_legend->setKeys(keys);
}

void ComparePage::showDetails()
{
    const std::vector<Selected> chosen = selected();
    m_open->setEnabled(chosen.size() == 1);
    m_keep->setEnabled(!chosen.empty());
    if (chosen.empty()) {
        m_details->setText(tr("Choose experiments on the left."));
        return;
    }
    if (chosen.size() > 1) {
        m_details->setText(tr("%1 side by side")
                               .arg(counted(static_cast<qint64>(chosen.size()), tr("experiment"),
                                            tr("experiments"))));
        return;
    }
    const auto entries = storeAt(chosen.front().store)->experiments();
    if (!entries)
        return;
    for (const storage::ExperimentEntry &entry : *entries) {
        if (entry.id != chosen.front().experiment)
            continue;
        QStringList lines{text(entry.name),
                          tr("%1, %2 runs").arg(text(entry.family)).arg(entry.runs.total())};
        if (entry.runs.failed > 0)
            lines << tr("%1 failed").arg(entry.runs.failed);
        if (entry.runs.cancelled > 0)
            lines << tr("%1 not finished").arg(entry.runs.cancelled);
        lines << dateText(text(entry.created));
        if (!entry.notes.empty())
            lines << text(entry.notes);
        m_details->setText(lines.join(QLatin1Char('\n')));
    }
}

void ComparePage::openSelected()
{
    const std::vector<Selected> chosen = selected();
    if (chosen.size() != 1)
        return;
    const auto source = storeAt(chosen.front().store)->source(chosen.front().experiment);
    if (!source) {
        Q_EMIT message(text(source.error().text()));
        return;
    }
    // What was recorded elsewhere has no experiment file; it is looked at all the same.
    Experiment experiment;
    if (const std::string toml = (*source)->experiment().toml; !toml.empty()) {
        auto read = parseExperiment(toml, chosen.front().name.toStdString());
        if (!read) {
            Q_EMIT message(text(read.error().text()));
            return;
        }
        experiment = std::move(*read);
    }
    m_contest.showStored(std::move(experiment), *source);
    Q_EMIT openInExplore();
}

void ComparePage::keepSelected()
{
    const QString path =
        QFileDialog::getSaveFileName(this, tr("Keep in a store"), {}, tr("Stores (*.agon)"),
                                     nullptr, QFileDialog::DontConfirmOverwrite);
    if (path.isEmpty())
        return;
    auto target = storage::Store::open(path.toStdString(), storage::OpenMode::create);
    if (!target) {
        Q_EMIT message(text(target.error().text()));
        return;
    }
    int copied = 0;
    for (const Selected &entry : selected()) {
        const auto report = storeAt(entry.store)->copyExperiment(entry.experiment, **target);
        if (!report) {
            Q_EMIT message(text(report.error().text()));
            return;
        }
        copied += report->runsCopied;
    }
    Q_EMIT message(tr("%1 kept in %2").arg(counted(copied, tr("run"), tr("runs")), path));
}

} // namespace agon::app
