#include "app/window/automate_page.h"

#include "app/lab/lab.h"
#include "app/window/claims_board.h"
#include "app/window/contest.h"
#include "app/window/job_queue.h"
#include "app/window/widgets/card.h"

#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QFileDialog>
#include <QFontDatabase>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QTableView>
#include <QVBoxLayout>

namespace agon::app {
namespace {

/** A file name that needs no quoting in a shell. */
QString fileNameFor(const std::string &name)
{
    QString result = QString::fromStdString(name).toLower();
    static const QRegularExpression other(QStringLiteral("[^a-z0-9]+"));
    result.replace(other, QStringLiteral("-"));
    while (result.startsWith(QLatin1Char('-')))
        result.remove(0, 1);
    while (result.endsWith(QLatin1Char('-')))
        result.chop(1);
    return (result.isEmpty() ? QStringLiteral("experiment") : result) + QStringLiteral(".toml");
}

} // namespace

AutomatePage::AutomatePage(Lab &lab, Contest &contest, QWidget *parent)
    : QWidget(parent)
    , m_lab(lab)
    , m_contest(contest)
    , m_queue(new JobQueue(lab, this))
    , m_examples(new QComboBox)
    , m_table(new QTableView)
    , m_pause(new QPushButton(tr("Pause queue")))
    , m_command(new QLineEdit)
    , m_toml(new QPlainTextEdit)
    , m_claims(new ClaimsBoard(lab))
{
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    auto *left = new QVBoxLayout;
    left->setSpacing(8);

    auto *queueCard = new Card(tr("Queue"));
    auto *addRow = new QHBoxLayout;
    for (const std::string &name : lab.examples())
        m_examples->addItem(QString::fromStdString(name));
    m_examples->setAccessibleName(tr("Example experiments"));
    m_examples->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    auto *addExample = new QPushButton(tr("Add example"));
    auto *addPresent = new QPushButton(tr("Add the open contest"));
    auto *addFile = new QPushButton(tr("Add file…"));
    addRow->addWidget(m_examples);
    addRow->addWidget(addExample);
    addRow->addStretch(1);
    addRow->addWidget(addPresent);
    addRow->addWidget(addFile);
    queueCard->content()->addLayout(addRow);
    m_table->setModel(m_queue);
    m_table->setShowGrid(false);
    m_table->verticalHeader()->hide();
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setAccessibleName(tr("Queue"));
    m_table->horizontalHeader()->setSectionResizeMode(JobQueue::nameColumn, QHeaderView::Stretch);
    m_table->setColumnWidth(JobQueue::statusColumn, 140);
    m_table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    auto *nothing = new QLabel(tr("Nothing waits. Add an example, a file, or the open contest: "
                                  "they run one after the other and are kept in the session."));
    nothing->setObjectName(QStringLiteral("muted"));
    nothing->setWordWrap(true);
    queueCard->content()->addWidget(nothing);
    queueCard->content()->addWidget(m_table, 1);
    const auto showHint = [this, nothing] {
        nothing->setVisible(m_queue->rowCount() == 0);
        m_table->setVisible(m_queue->rowCount() > 0);
    };
    showHint();
    connect(m_queue, &QAbstractItemModel::rowsInserted, this, showHint);
    connect(m_queue, &QAbstractItemModel::rowsRemoved, this, showHint);
    auto *queueButtons = new QHBoxLayout;
    auto *removeJob = new QPushButton(tr("Remove or stop"));
    auto *openJob = new QPushButton(tr("Open in Explore"));
    queueButtons->addWidget(m_pause);
    queueButtons->addWidget(removeJob);
    queueButtons->addStretch(1);
    queueButtons->addWidget(openJob);
    queueCard->content()->addStretch(0);
    queueCard->content()->addLayout(queueButtons);
    left->addWidget(queueCard, 1);

    auto *commandCard = new Card(tr("The same on the command line"));
    m_command->setReadOnly(true);
    m_command->setAccessibleName(tr("Equivalent command"));
    m_toml->setReadOnly(true);
    m_toml->setAccessibleName(tr("Experiment file"));
    const QFont fixed = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    m_command->setFont(fixed);
    m_toml->setFont(fixed);
    auto *commandRow = new QHBoxLayout;
    auto *copyCommand = new QPushButton(tr("Copy"));
    commandRow->addWidget(m_command, 1);
    commandRow->addWidget(copyCommand);
    commandCard->content()->addLayout(commandRow);
    commandCard->content()->addWidget(m_toml, 1);
    auto *copyToml = new QPushButton(tr("Copy the experiment file"));
    commandCard->content()->addWidget(copyToml, 0, Qt::AlignLeft);
    left->addWidget(commandCard, 1);
    layout->addLayout(left, 3);
    layout->addWidget(m_claims, 2);

    connect(addExample, &QPushButton::clicked, this, [this] {
        if (auto experiment =
                m_lab.readExperimentOrExample(m_examples->currentText().toStdString()))
            enqueue(*experiment);
        else
            Q_EMIT message(QString::fromStdString(experiment.error().text()));
    });
    connect(addPresent, &QPushButton::clicked, this, [this] { enqueue(m_contest.experiment()); });
    connect(addFile, &QPushButton::clicked, this, [this] {
        const QString path = QFileDialog::getOpenFileName(
            this, tr("Add experiment"), {}, tr("Experiments (*.toml);;All files (*)"));
        if (path.isEmpty())
            return;
        if (auto experiment = readExperiment(path.toStdString()))
            enqueue(*experiment);
        else
            Q_EMIT message(QString::fromStdString(experiment.error().text()));
    });
    connect(m_pause, &QPushButton::clicked, this, [this] {
        if (m_queue->isPaused())
            m_queue->resume();
        else
            m_queue->pause();
        m_pause->setText(m_queue->isPaused() ? tr("Resume queue") : tr("Pause queue"));
    });
    connect(removeJob, &QPushButton::clicked, this, [this] {
        if (m_table->currentIndex().isValid())
            m_queue->remove(m_table->currentIndex().row());
    });
    connect(openJob, &QPushButton::clicked, this, [this] {
        if (m_table->currentIndex().isValid())
            Q_EMIT openInExplore(m_queue->experiment(m_table->currentIndex().row()));
    });
    connect(copyCommand, &QPushButton::clicked, this,
            [this] { QApplication::clipboard()->setText(m_command->text()); });
    connect(copyToml, &QPushButton::clicked, this,
            [this] { QApplication::clipboard()->setText(m_toml->toPlainText()); });
    connect(&m_contest, &Contest::restarted, this, &AutomatePage::showCommand);
    connect(m_claims, &ClaimsBoard::message, this, &AutomatePage::message);
    connect(m_claims, &ClaimsBoard::openInExplore, this, &AutomatePage::openInExplore);
}

void AutomatePage::enqueue(const Experiment &experiment)
{
    if (const auto added = m_queue->add(experiment); !added)
        Q_EMIT message(QString::fromStdString(added.error().text()));
}

void AutomatePage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    showCommand();
}

void AutomatePage::showCommand()
{
    const Experiment &experiment = m_contest.experiment();
    m_command->setText(QStringLiteral("agon run %1 --store %2")
                           .arg(fileNameFor(experiment.name), QStringLiteral("results.agon")));
    m_command->setCursorPosition(0);
    m_toml->setPlainText(QString::fromStdString(toToml(experiment)));
}

} // namespace agon::app
