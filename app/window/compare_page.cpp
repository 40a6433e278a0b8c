#include "app/window/compare_page.h"

#include "app/lab/lab.h"
#include "app/window/compare/annotations.h"
#include "app/window/compare/compare_figure.h"
#include "app/window/compare/report_writer.h"
#include "app/window/compare/run_table_card.h"
#include "app/window/compare/run_table_model.h"
#include "app/window/contest.h"
#include "app/window/style.h"
#include "app/window/widgets/card.h"
#include "app/window/widgets/legend_card.h"
#include "storage/store.h"
#include "views/figures/comparison_input.h"
#include "views/figures/side_by_side.h"
#include "views/screen/theme.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QItemSelectionModel>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSplitter>
#include <QTreeView>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace agon::app {
namespace {

constexpr int sessionIndex = -1;
constexpr int storeRole = Qt::UserRole + 1;
constexpr int experimentRole = Qt::UserRole + 2;
/** Experiments whose runs are read at once. */
constexpr std::size_t mostCompared = 12;
/** Selections that are known again. */
constexpr std::size_t mostKept = 8;

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
    , m_figure(new CompareFigure)
    , m_table(new RunTableCard)
    , m_runs(&m_table->table())
    , m_model(&m_table->model())
    , m_details(new QLabel)
    , m_flags(new QLabel)
    , m_open(new QPushButton(tr("Open in Explore")))
    , m_annotate(new QPushButton(tr("Name, tags and notes…")))
    , m_keep(new QPushButton(tr("Keep in a store…")))
    , m_publish(new QPushButton(tr("Publish figure…")))
    , m_report(new QPushButton(tr("Export table…")))
    , m_reports(new ReportWriter(lab, this))
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
    centre->addWidget(m_figure);
    centre->addWidget(m_table);
    centre->setStretchFactor(0, 3);
    centre->setStretchFactor(1, 2);
    centre->setSizes({3000, 2000}); // what they are made of asks for less or more from view to view
    layout->addWidget(centre, 1);

    auto *right = new CardColumn(244);
    auto *details = new Card(tr("Selected"));
    m_details->setWordWrap(true);
    m_details->setTextFormat(Qt::PlainText);
    m_details->setObjectName(QStringLiteral("muted"));
    details->content()->addWidget(m_details);
    m_flags->setWordWrap(true);
    m_flags->setTextFormat(Qt::PlainText);
    m_flags->setObjectName(QStringLiteral("failure"));
    details->content()->addWidget(m_flags);
    details->content()->addWidget(m_open);
    details->content()->addWidget(m_annotate);
    details->content()->addWidget(m_keep);
    details->content()->addWidget(m_publish);
    m_report->setToolTip(tr("Means, intervals and tests of all pairs as of the step of the figure, "
                            "as a LaTeX table, CSV, JSON or text; and BibTeX of the methods"));
    details->content()->addWidget(m_report);
    right->add(details);
    m_legend = new LegendCard(tr("Contestants"));
    m_legend->setSelectable(true);
    right->add(m_legend);
    layout->addWidget(right);

    connect(m_filter, &QLineEdit::textChanged, this, [this] { fillExperiments(); });
    connect(m_experiments, &QTreeWidget::itemSelectionChanged, this, [this] {
        showDetails();
        showSelection();
    });
    connect(m_experiments, &QTreeWidget::itemDoubleClicked, this, &ComparePage::openSelected);
    connect(m_figure, &CompareFigure::figureShown, this, &ComparePage::showTable);
    connect(m_figure, &CompareFigure::targetChanged, this, [this] {
        m_model->setTarget(m_figure->target());
        m_table->showColumns();
        m_runs->resizeColumnToContents(RunTableModel::toTarget);
    });
    m_model->setReader(&m_figure->reader());
    m_figure->setCompanion(
        [this](std::optional<std::int64_t> step) { return m_model->numbersAt(step); });
    connect(m_model, &RunTableModel::modelReset, this,
            [this] { m_figure->setCells(m_model->matchingCells(m_firstCells)); });
    connect(m_figure, &CompareFigure::keysChanged, m_legend, &LegendCard::setKeys);
    connect(m_figure, &CompareFigure::contestantClicked, this, &ComparePage::toggleHighlight);
    connect(m_legend, &LegendCard::contestantClicked, this, &ComparePage::toggleHighlight);
    connect(m_runs->selectionModel(), &QItemSelectionModel::selectionChanged, this, [this] {
        const QModelIndexList rows = m_runs->selectionModel()->selectedRows();
        const int colour = rows.isEmpty() ? -1 : colourOf(rows.front());
        setHighlight(colour < 0 ? std::nullopt : std::optional(colour));
    });
    connect(m_open, &QPushButton::clicked, this, &ComparePage::openSelected);
    connect(m_annotate, &QPushButton::clicked, this, &ComparePage::annotateSelected);
    connect(m_keep, &QPushButton::clicked, this, &ComparePage::keepSelected);
    connect(m_publish, &QPushButton::clicked, this, &ComparePage::publishAsked);
    connect(m_report, &QPushButton::clicked, this, &ComparePage::exportReport);
    connect(m_reports, &ReportWriter::message, this, &ComparePage::message);
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
    // What was opened is what the user wants to see: its newest experiment.
    constexpr std::int64_t newest = 0;
    fillExperiments(std::pair(static_cast<int>(m_stores.size()) - 1, newest));
    Q_EMIT storeOpened(*m_stores.back());
}

void ComparePage::showExperiment(const QString &store, std::int64_t experiment)
{
    {
        const QSignalBlocker blocker(m_filter);
        m_filter->clear();
    }
    for (int index = sessionIndex; index < static_cast<int>(m_stores.size()); ++index)
        if (const storage::Store *open = storeAt(index); open && text(open->path()) == store) {
            fillExperiments(std::pair(index, experiment));
            return;
        }
    fillExperiments();
}

void ComparePage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    fillExperiments();
}

void ComparePage::fillExperiments(std::optional<std::pair<int, std::int64_t>> wanted)
{
    std::vector<std::pair<int, std::int64_t>> chosen;
    if (!wanted)
        for (const Selected &before : selected())
            chosen.emplace_back(before.store, before.experiment);
    m_entries.clear();
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
            m_entries[{index, entry.id}] = entry;
            if (wanted && wanted->first == index &&
                (wanted->second == 0 || wanted->second == entry.id)) {
                chosen = {{index, entry.id}};
                wanted.reset();
            }
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
            item->setText(1, shortDateText(text(entry.created)));
            item->setToolTip(0, views::toolTipOf(QStringLiteral("%1\n%2").arg(
                                    text(entry.name), dateText(text(entry.created)))));
            item->setData(0, storeRole, index);
            item->setData(0, experimentRole, QVariant::fromValue<qint64>(entry.id));
            if (std::find(chosen.begin(), chosen.end(), std::pair(index, entry.id)) == chosen.end())
                continue;
            item->setSelected(true);
            m_experiments->setCurrentItem(item, 0, QItemSelectionModel::NoUpdate);
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
    std::vector<std::pair<int, std::int64_t>> key;
    std::vector<views::SideBySidePart> parts;
    std::vector<RunTableModel::Part> tables;
    std::map<QString, int> names;
    int cells = 0;
    std::size_t runCount = 0;
    m_firstCells.clear();
    for (const Selected &entry : chosen) {
        storage::Store *store = storeAt(entry.store);
        const auto source = store->source(entry.experiment);
        auto runs = store->runs(entry.experiment);
        if (!source || !runs) {
            Q_EMIT message(text(source ? runs.error().text() : source.error().text()));
            continue;
        }
        const int times = ++names[entry.name];
        const QString name =
            times > 1 ? QStringLiteral("%1, %2").arg(entry.name).arg(times) : entry.name;
        tables.push_back({name.toStdString(), (*source)->experiment(), std::move(*runs),
                          m_entries[{entry.store, entry.experiment}].tags, *source});
        if (parts.size() == mostCompared)
            continue;
        key.emplace_back(entry.store, entry.experiment);
        m_firstCells.push_back(cells);
        tables.back().firstRun = static_cast<int>(runCount);
        runCount += tables.back().runs.size();
        cells += static_cast<int>(tables.back().view.cells.size());
        parts.push_back({name.toStdString(), *source});
    }
    std::shared_ptr<const ObservationSource> source;
    if (!parts.empty()) {
        if (m_sources.size() > mostKept && !m_sources.contains(key))
            m_sources.clear();
        auto &known = m_sources[key];
        // Several that were put together before do not know the runs that came since.
        if (!known || (parts.size() > 1 && known->runs().size() != runCount))
            known = views::sideBySide(std::move(parts));
        source = known;
        // What the figure reads, the table does not read again.
        for (std::size_t part = 0; part < key.size(); ++part)
            tables[part].source = source;
    }
    showFlags(source);
    std::int64_t reached = 0;
    for (const RunTableModel::Part &part : tables)
        for (const storage::RunEntry &run : part.runs)
            reached = std::max(reached, run.view.step);
    setHighlight(std::nullopt);
    m_figure->setSource(
        std::move(source), reached,
        chosen.size() > mostCompared
            ? tr("the first %1 of %2 experiments are compared").arg(mostCompared).arg(chosen.size())
            : QString());
    m_tableMetric = m_figure->chosenMetric();
    m_model->setParts(std::move(tables), m_tableMetric);
    m_model->setStep(m_figure->chosenStep());
    m_model->setTarget(m_figure->target());
    m_table->showColumns();
    m_table->fitColumns();
}

void ComparePage::showTable()
{
    const CompareFigure::Shown &shown = m_figure->shown();
    const bool anotherMetric = shown.metric != m_tableMetric;
    const bool otherColumns =
        anotherMetric || shown.step.has_value() != m_model->step().has_value();
    m_tableMetric = shown.metric;
    if (shown.step != m_model->step())
        m_model->setStep(shown.step);
    if (anotherMetric) {
        m_model->setChannel(m_tableMetric);
        m_model->setTarget(m_figure->target());
        setHighlight(m_highlight);
    }
    if (otherColumns)
        m_table->showColumns();
    if (anotherMetric)
        m_table->fitColumns();
}

void ComparePage::exportReport()
{
    const std::vector<Selected> chosen = selected();
    if (!m_figure->source()) {
        Q_EMIT message(tr("There is nothing to export yet: choose experiments on the left."));
        return;
    }
    const QString path = QFileDialog::getSaveFileName(
        this, tr("Export table"), QStringLiteral("table.tex"), ReportWriter::filters());
    if (path.isEmpty())
        return;
    ReportWriter::Subject subject;
    subject.source = m_figure->source();
    subject.request.metric = m_figure->chosenMetric();
    subject.request.step = m_figure->chosenStep();
    subject.request.by = m_figure->summary();
    subject.request.cells = m_figure->chosenOptions().cells;
    QStringList names;
    for (const Selected &entry : chosen) {
        names << entry.name;
        if (const auto source = storeAt(entry.store)->source(entry.experiment))
            subject.experiments.push_back((*source)->experiment());
    }
    subject.name = names.join(QStringLiteral(", ")).toStdString();
    m_reports->write(path, std::move(subject));
}

void ComparePage::toggleHighlight(int colour)
{
    setHighlight(colour < 0 || m_highlight == colour ? std::nullopt : std::optional(colour));
}

void ComparePage::setHighlight(std::optional<int> colour)
{
    m_highlight = colour;
    m_figure->setHighlight(colour);
    m_legend->setHighlight(colour);
    QItemSelection rows;
    for (int row = 0; colour && row < m_model->rowCount(); ++row)
        if (const QModelIndex index = m_model->index(row, 0); colourOf(index) == *colour)
            rows.select(index, index);
    const QSignalBlocker blocker(m_runs->selectionModel());
    m_runs->selectionModel()->select(rows, QItemSelectionModel::ClearAndSelect |
                                               QItemSelectionModel::Rows);
    m_runs->viewport()->update();
}

int ComparePage::colourOf(const QModelIndex &row) const
{
    const auto [part, cell] = m_model->cellOf(row);
    if (static_cast<std::size_t>(part) >= m_firstCells.size())
        return -1;
    const ExperimentView &experiment = m_figure->experiment();
    const CellView &shown =
        experiment
            .cells[static_cast<std::size_t>(m_firstCells[static_cast<std::size_t>(part)] + cell)];
    return experiment.contestants[static_cast<std::size_t>(shown.contestant)].colour;
}

void ComparePage::showDetails()
{
    const std::vector<Selected> chosen = selected();
    m_open->setEnabled(chosen.size() == 1);
    m_annotate->setEnabled(chosen.size() == 1);
    m_keep->setEnabled(!chosen.empty());
    m_publish->setEnabled(!chosen.empty());
    m_report->setEnabled(!chosen.empty());
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
    const auto known = m_entries.find({chosen.front().store, chosen.front().experiment});
    if (known == m_entries.end())
        return;
    m_details->setText(annotationText(known->second));
}

void ComparePage::annotateSelected()
{
    const std::vector<Selected> chosen = selected();
    if (chosen.size() != 1)
        return;
    const auto [index, experiment, name] = chosen.front();
    AnnotationDialog dialog(m_entries[{index, experiment}], this);
    if (dialog.exec() != QDialog::Accepted)
        return;
    storage::Store &store = *storeAt(index);
    const auto done = index == sessionIndex ? dialog.applyTo(store) : dialog.applyTo(store.path());
    if (!done)
        Q_EMIT message(text(done.error().text()));
    fillExperiments(std::pair(index, experiment));
}

void ComparePage::showFlags(const std::shared_ptr<const ObservationSource> &source)
{
    QStringList flags;
    if (source)
        for (const statistics::Advice &advice : views::fairnessOf(views::SeriesCache(source), {}))
            flags << QStringLiteral("⚠  ") + text(advice.text);
    m_flags->setText(flags.join(QLatin1Char('\n')));
    m_flags->setVisible(!flags.isEmpty());
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
