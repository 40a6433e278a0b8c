#include "app/window/import_dialog.h"

#include "app/window/style.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalBlocker>
#include <QTableWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <map>
#include <set>

namespace agon::app {
ImportDialog::ImportDialog(storage::ImportSource source, QWidget *parent)
    : QDialog(parent)
    , m_source(std::move(source))
    , m_name(new QLineEdit(text(m_source.path.stem().string())))
    , m_metric(new QComboBox)
    , m_direction(new QComboBox)
    , m_runs(new QTableWidget(0, 4))
    , m_message(new QLabel)
{
    setWindowTitle(tr("Import %1").arg(text(m_source.path.filename().string())));
    resize(560, 560);
    auto *layout = new QVBoxLayout(this);
    auto *form = new QFormLayout;
    form->addRow(tr("Experiment"), m_name);
    m_name->setAccessibleName(tr("Name of the experiment"));
    if (m_source.table && !m_source.mapping.wide()) {
        const storage::ImportMapping &mapping = m_source.mapping;
        m_contestant = addRole(form, tr("Contestant"), tr("one contestant"), mapping.contestant);
        m_problem = addRole(form, tr("Problem"), tr("one problem"), mapping.problem);
        m_seed = addRole(form, tr("Seed"), tr("one seed"), mapping.seed);
        m_step = addRole(form, tr("Step"), tr("choose a column"), mapping.step);
        m_metricColumn = addRole(form, tr("Metric"), tr("named by its column"), mapping.metric);
        m_value = addRole(form, tr("Value"), tr("every other column of numbers"),
                          mapping.values.size() == 1 ? mapping.values.front() : -1);
    }
    form->addRow(tr("Shown first"), m_metric);
    m_metric->setAccessibleName(tr("Metric that is shown first"));
    m_direction->addItem(tr("more is better"), static_cast<int>(Direction::maximize));
    m_direction->addItem(tr("less is better"), static_cast<int>(Direction::minimize));
    m_direction->addItem(tr("neither is better"), static_cast<int>(Direction::none));
    m_direction->setAccessibleName(tr("Which way is better"));
    form->addRow(QString(), m_direction);
    layout->addLayout(form);

    m_runs->setAccessibleName(tr("What will be imported"));
    m_runs->setHorizontalHeaderLabels({tr("Contestant"), tr("Problem"), tr("Seeds"), tr("Steps")});
    m_runs->horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
    m_runs->horizontalHeaderItem(0)->setTextAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_runs->horizontalHeaderItem(1)->setTextAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_runs->horizontalHeaderItem(2)->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_runs->horizontalHeaderItem(3)->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_runs->verticalHeader()->hide();
    m_runs->setShowGrid(false);
    m_runs->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_runs->setSelectionMode(QAbstractItemView::NoSelection);
    layout->addWidget(m_runs, 1);
    m_message->setTextFormat(Qt::PlainText);
    m_message->setWordWrap(true);
    layout->addWidget(m_message);

    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Cancel);
    m_import = buttons->addButton(tr("Import"), QDialogButtonBox::AcceptRole);
    m_import->setDefault(true);
    m_import->setObjectName(QStringLiteral("primary"));
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    layout->addWidget(buttons);

    connect(m_name, &QLineEdit::textEdited, this, &ImportDialog::readAgain);
    connect(m_direction, &QComboBox::activated, this, &ImportDialog::readAgain);
    connect(m_metric, &QComboBox::activated, this, [this] {
        const Direction guess = storage::guessedDirection(m_metric->currentText().toStdString());
        m_direction->setCurrentIndex(m_direction->findData(static_cast<int>(guess)));
        readAgain();
    });
    readAgain();
}

QComboBox *ImportDialog::addRole(QFormLayout *form, const QString &title, const QString &none,
                                 int column)
{
    auto *box = new QComboBox;
    box->setAccessibleName(title);
    box->addItem(none, -1);
    for (std::size_t i = 0; i < m_source.table->columns(); ++i)
        box->addItem(text(m_source.table->names()[i]), static_cast<int>(i));
    box->setCurrentIndex(column + 1);
    connect(box, &QComboBox::activated, this, &ImportDialog::readAgain);
    form->addRow(title, box);
    return box;
}

void ImportDialog::readAgain()
{
    m_experiment.reset();
    const auto fail = [this](const QString &sentence) {
        m_message->setText(sentence);
        m_runs->setRowCount(0);
        m_import->setEnabled(false);
    };
    if (m_step != nullptr) {
        storage::ImportMapping &mapping = m_source.mapping;
        const auto chosen = [](const QComboBox *box) { return box->currentData().toInt(); };
        mapping.contestant = chosen(m_contestant);
        mapping.problem = chosen(m_problem);
        mapping.seed = chosen(m_seed);
        mapping.step = chosen(m_step);
        mapping.metric = chosen(m_metricColumn);
        if (mapping.step < 0)
            return fail(tr("Choose the column that says at which step a value was measured."));
        if (const int value = chosen(m_value); value >= 0)
            mapping.values = {value};
        else
            mapping.values = storage::metricColumns(*m_source.table, mapping);
        if (mapping.values.empty() || (mapping.metric >= 0 && mapping.values.size() > 1))
            return fail(tr("Choose the column that holds the values."));
    }
    const auto result = storage::readRuns(m_source);
    if (!result)
        return fail(text(result.error().text()));

    std::string metrics;
    for (const std::string &metric : result->runs.metrics())
        metrics += metric + "\n";
    if (metrics != m_shownMetrics) {
        m_shownMetrics = metrics;
        m_metric->clear();
        for (const std::string &metric : result->runs.metrics())
            m_metric->addItem(text(metric));
        const Direction guess = storage::guessedDirection(m_metric->currentText().toStdString());
        m_direction->setCurrentIndex(m_direction->findData(static_cast<int>(guess)));
    }
    storage::ImportDescription description;
    description.name = m_name->text().trimmed().toStdString();
    description.origin = m_source.path.filename().string();
    if (m_source.table)
        description.stepUnit =
            m_source.table->names()[static_cast<std::size_t>(m_source.mapping.step)];
    description.mainMetric = m_metric->currentText().toStdString();
    description.directions[description.mainMetric] =
        static_cast<Direction>(m_direction->currentData().toInt());
    const auto experiment = result->runs.asExperiment(description);
    if (!experiment)
        return fail(text(experiment.error().text()));
    m_experiment = *experiment;
    showRuns();

    QStringList sentences;
    if (m_source.mapping.wide())
        sentences << text(storage::description(m_source.mapping, *m_source.table));
    for (const std::string &note : result->notes)
        sentences << text(note);
    if (description.name.empty())
        sentences << tr("Give the experiment a name.");
    sentences << tr("%1 with %2 points. They are marked as recorded and cannot be recomputed.")
                     .arg(counted(static_cast<qint64>(result->runs.runs()), tr("run"), tr("runs")),
                          wholeNumberText(result->runs.points()));
    m_message->setText(sentences.join(QStringLiteral(" ")));
    m_import->setEnabled(!description.name.empty());
}

void ImportDialog::showRuns()
{
    const ExperimentView view = m_experiment->experiment();
    std::map<int, std::set<std::uint64_t>> seeds;
    for (const RunView &run : m_experiment->runs())
        seeds[run.cell].insert(run.seed);
    m_runs->setRowCount(static_cast<int>(view.cells.size()));
    for (int row = 0; row < m_runs->rowCount(); ++row) {
        const CellView &cell = view.cells[static_cast<std::size_t>(row)];
        const auto set = [this, row](int column, const QString &shown, bool number = false) {
            auto *item = new QTableWidgetItem(shown);
            if (number)
                item->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
            m_runs->setItem(row, column, item);
        };
        set(0, text(view.contestants[static_cast<std::size_t>(cell.contestant)].label));
        set(1, text(view.problems[static_cast<std::size_t>(cell.problem)].label));
        set(2, wholeNumberText(static_cast<qint64>(seeds[row].size())), true);
        set(3, wholeNumberText(cell.budget), true);
    }
}

} // namespace agon::app
