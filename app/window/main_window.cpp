#include "app/window/main_window.h"

#include "app/lab/lab.h"
#include "app/loader/plugin_loader.h"
#include "app/window/actions.h"
#include "app/window/arena_page.h"
#include "app/window/automate_page.h"
#include "app/window/command_palette.h"
#include "app/window/compare_page.h"
#include "app/window/contest.h"
#include "app/window/explore/explore_experiment.h"
#include "app/window/explore/explore_page.h"
#include "app/window/figure_bar.h"
#include "app/window/figure_subject.h"
#include "app/window/import_dialog.h"
#include "app/window/publish_page.h"
#include "app/window/resume_bar.h"
#include "app/window/shortcut_overview.h"
#include "app/window/style.h"
#include "views/paper/export.h"
#include "views/screen/theme.h"

#include <QAction>
#include <QApplication>
#include <QButtonGroup>
#include <QCloseEvent>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QLoggingCategory>
#include <QMenu>
#include <QMimeData>
#include <QPushButton>
#include <QScreen>
#include <QSettings>
#include <QStackedWidget>
#include <QTimer>
#include <QToolButton>
#include <QUrl>
#include <QVBoxLayout>

namespace agon::app {
namespace {

/** QT_LOGGING_RULES=agon.window.debug=true shows it; start-up is timed by it. */
Q_LOGGING_CATEGORY(windowLog, "agon.window", QtWarningMsg)

constexpr int layoutVersion = 1;
const QSize firstSize(1280, 800);

/** True while a key press belongs to a text field rather than to the window. */
bool editing(const QWidget *focus)
{
    return focus && (focus->inherits("QLineEdit") || focus->inherits("QAbstractSpinBox") ||
                     focus->inherits("QPlainTextEdit") || focus->inherits("QTextEdit"));
}

bool isFigure(const QString &path)
{
    const auto format = views::formatOf(path);
    return format && *format != views::PaperFormat::csv && *format != views::PaperFormat::words;
}

Expected<FigureRecord> recordOfFigure(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return Error(
            QObject::tr("%1 cannot be read: %2.").arg(path, file.errorString()).toStdString());
    views::Attachments attachments = views::attachmentsOf(file.readAll());
    auto record = parseFigureRecord(std::move(attachments.experiment), attachments.view);
    if (record)
        return record;
    Error error = record.error();
    error.file = path.toStdString();
    return error;
}

} // namespace

MainWindow::MainWindow(Lab &lab, QWidget *parent)
    : QMainWindow(parent)
    , m_lab(lab)
    , m_actions(new Actions(this))
    , m_contest(new Contest(lab, this))
    , m_pageButtons(new QButtonGroup(this))
    , m_pages(new QStackedWidget)
    , m_statusLeft(new QLabel)
    , m_statusRight(new QLabel)
{
    setWindowTitle(tr("Agon"));
    setAcceptDrops(true);
    auto *central = new QWidget;
    central->setObjectName(QStringLiteral("window"));
    auto *layout = new QVBoxLayout(central);
    layout->setContentsMargins(12, 8, 12, 6);
    layout->setSpacing(8);
    auto *head = new QWidget;
    layout->addWidget(head);
    auto *resumeHolder = new QVBoxLayout;
    layout->addLayout(resumeHolder);
    layout->addWidget(m_pages, 1);
    auto *status = new QWidget;
    layout->addWidget(status);
    setCentralWidget(central);

    buildPages();
    m_resume = new ResumeBar(m_lab, m_automate->queue(), central);
    resumeHolder->addWidget(m_resume);
    m_figure = new FigureBar(m_lab, central);
    resumeHolder->addWidget(m_figure);
    connect(m_resume, &ResumeBar::showWanted, this,
            [this](const QString &store, qint64 experiment) {
                showPage(1);
                m_compare->showExperiment(store, experiment);
            });
    connect(m_compare, &ComparePage::storeOpened, m_resume, &ResumeBar::offer);
    addActions();
    connect(m_actions, &Actions::pageWanted, this,
            [this](QWidget *page) { showPage(m_pages->indexOf(page)); });
    buildHead(head);
    buildStatus(status);
    qApp->installEventFilter(this);
    setMinimumSize(1024, 640);
    restoreLayout();
    showPage(0);
}

MainWindow::~MainWindow() { qApp->removeEventFilter(this); }

void MainWindow::buildPages()
{
    m_explore = new ExplorePage(*m_contest, *m_actions);
    m_compare = new ComparePage(m_lab, *m_contest);
    m_arena = new ArenaPage(*m_contest);
    m_publish = new PublishPage(*m_contest, *m_explore, m_compare->figure());
    m_automate = new AutomatePage(m_lab, *m_contest);
    const QList<QWidget *> pages{m_explore, m_compare, m_arena, m_publish, m_automate};
    for (QWidget *page : pages) {
        // A page takes the focus itself, and a click beside a field leaves the field: single-letter
        // keys then belong to the figures.
        page->setFocusPolicy(Qt::ClickFocus);
        m_pages->addWidget(page);
    }
    connect(m_explore, &ExplorePage::message, this, &MainWindow::say);
    connect(m_compare, &ComparePage::message, this, &MainWindow::say);
    connect(m_publish, &PublishPage::message, this, &MainWindow::say);
    connect(m_automate, &AutomatePage::message, this, &MainWindow::say);
    connect(m_compare, &ComparePage::openInExplore, this, [this] { showPage(0); });
    connect(m_compare, &ComparePage::publishAsked, this, [this] {
        m_publish->subject().chooseCompared();
        showPage(3);
    });
    connect(m_automate, &AutomatePage::openInExplore, this, [this](const Experiment &experiment) {
        m_explore->open(experiment);
        showPage(0);
    });
}

void MainWindow::buildHead(QWidget *head)
{
    auto *layout = new QHBoxLayout(head);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    const QStringList names{tr("Explore"), tr("Compare"), tr("Arena"), tr("Publish"),
                            tr("Automate")};
    for (int i = 0; i < names.size(); ++i) {
        auto *button = new QPushButton(names[i]);
        button->setObjectName(QStringLiteral("pageButton"));
        button->setCheckable(true);
        button->setFocusPolicy(Qt::TabFocus);
        button->setToolTip(tr("%1 (Ctrl+%2)").arg(names[i]).arg(i + 1));
        m_pageButtons->addButton(button, i);
        layout->addWidget(button);
    }
    connect(m_pageButtons, &QButtonGroup::idClicked, this, &MainWindow::showPage);
    layout->addStretch(1);
    layout->addWidget(new CommandPalette(*m_actions));
    auto *menuButton = new QToolButton;
    menuButton->setObjectName(QStringLiteral("button"));
    menuButton->setText(QStringLiteral("☰"));
    menuButton->setAccessibleName(tr("Menu"));
    menuButton->setToolTip(tr("Menu"));
    menuButton->setPopupMode(QToolButton::InstantPopup);
    menuButton->setFixedSize(views::interfacePixels(36), views::interfacePixels(28));
    menuButton->setStyleSheet(QStringLiteral("QToolButton::menu-indicator { image: none; }"));
    auto *menu = new QMenu(menuButton);
    menu->addAction(m_actions->action(QStringLiteral("open")));
    QMenu *examples = menu->addMenu(tr("Examples"));
    for (const std::string &name : m_lab.examples())
        examples->addAction(QString::fromStdString(name), this, [this, name] {
            if (auto experiment = m_lab.readExperimentOrExample(name)) {
                m_explore->open(*experiment);
                showPage(0);
            } else {
                say(QString::fromStdString(experiment.error().text()));
            }
        });
    menu->addAction(m_actions->action(QStringLiteral("save-experiment")));
    menu->addSeparator();
    menu->addAction(m_actions->action(QStringLiteral("export")));
    menu->addSeparator();
    QMenu *theme = menu->addMenu(tr("Theme"));
    for (const char *id : {"theme-system", "theme-light", "theme-dark"})
        theme->addAction(m_actions->action(QLatin1String(id)));
    menu->addAction(m_actions->action(QStringLiteral("full-screen")));
    menu->addAction(m_actions->action(QStringLiteral("shortcuts")));
    menu->addSeparator();
    menu->addAction(m_actions->action(QStringLiteral("quit")));
    menuButton->setMenu(menu);
    layout->addWidget(menuButton);
}

void MainWindow::addActions()
{
    for (int i = 0; i < m_pages->count(); ++i) {
        const QStringList names{tr("Go to Explore"), tr("Go to Compare"), tr("Go to Arena"),
                                tr("Go to Publish"), tr("Go to Automate")};
        m_actions->add(QStringLiteral("page-%1").arg(i + 1), names[i],
                       QKeySequence(QStringLiteral("Ctrl+%1").arg(i + 1)),
                       [this, i] { showPage(i); });
    }
    m_actions->add(QStringLiteral("open"), tr("Open…"), QKeySequence::Open, [this] {
        const QString path =
            QFileDialog::getOpenFileName(this, tr("Open"), {},
                                         tr("Stores, experiments and recorded runs (*.agon *.toml "
                                            "*.csv *.tsv *tfevents*);;All files (*)"));
        if (!path.isEmpty())
            openFile(path);
    });
    m_actions->add(QStringLiteral("save-experiment"), tr("Save experiment file…"),
                   QKeySequence::Save, [this] {
                       QString path = QFileDialog::getSaveFileName(this, tr("Save experiment file"),
                                                                   {}, tr("Experiments (*.toml)"));
                       if (path.isEmpty())
                           return;
                       QFile file(path);
                       const std::string toml = toToml(m_contest->experiment());
                       if (!file.open(QIODevice::WriteOnly) ||
                           file.write(toml.data(), static_cast<qint64>(toml.size())) < 0)
                           say(tr("%1 cannot be written: %2. Choose another folder.")
                                   .arg(path, file.errorString()));
                       else
                           say(tr("Saved %1").arg(path));
                   });
    m_actions->add(QStringLiteral("export"), tr("Export figure…"),
                   QKeySequence(QStringLiteral("Ctrl+E")), [this] {
                       showPage(3);
                       m_publish->exportFigure();
                   });
    m_actions->add(QStringLiteral("command"), tr("Search commands"),
                   QKeySequence(QStringLiteral("Ctrl+K")), [this] {
                       if (auto *palette = findChild<CommandPalette *>())
                           palette->setFocus(Qt::ShortcutFocusReason);
                   });
    const auto theme = [this](ThemeChoice choice) {
        QSettings().setValue(QStringLiteral("theme"), static_cast<int>(choice));
        applyStyle(*qApp, choice);
    };
    m_actions->add(QStringLiteral("theme-system"), tr("System theme"), {},
                   [theme] { theme(ThemeChoice::system); });
    m_actions->add(QStringLiteral("theme-light"), tr("Light theme"), {},
                   [theme] { theme(ThemeChoice::light); });
    m_actions->add(QStringLiteral("theme-dark"), tr("Dark theme"), {},
                   [theme] { theme(ThemeChoice::dark); });
    m_actions->add(QStringLiteral("full-screen"), tr("Full screen"), Qt::Key_F11,
                   [this] { setWindowState(windowState() ^ Qt::WindowFullScreen); });
    m_actions->add(QStringLiteral("shortcuts"), tr("Keyboard shortcuts"),
                   QKeySequence(QStringLiteral("Ctrl+?")),
                   [this] { showShortcuts(*m_actions, this); });
    m_actions->add(QStringLiteral("quit"), tr("Quit"), QKeySequence(QStringLiteral("Ctrl+Q")),
                   [this] { close(); });
}

void MainWindow::buildStatus(QWidget *status)
{
    auto *layout = new QHBoxLayout(status);
    layout->setContentsMargins(0, 0, 0, 0);
    for (QLabel *label : {m_statusLeft, m_statusRight}) {
        label->setObjectName(QStringLiteral("status"));
        label->setTextFormat(Qt::PlainText);
    }
    layout->addWidget(m_statusLeft, 1);
    layout->addWidget(m_statusRight);
    connect(m_contest, &Contest::stateChanged, this, &MainWindow::showStatus);
    connect(m_contest, &Contest::advanced, this, &MainWindow::showStatus);
    showStatus();
}

void MainWindow::showStatus()
{
    const RunnerProgress progress = m_contest->progress();
    const int finished = progress.finished + progress.reused;
    QStringList parts;
    switch (m_contest->state()) {
    case Contest::State::empty:
        break;
    case Contest::State::running:
        parts << tr("%1 of %2 runs").arg(finished).arg(progress.total);
        if (progress.secondsLeft)
            parts << tr("about %1 left").arg(durationText(*progress.secondsLeft));
        break;
    case Contest::State::paused:
        parts << tr("Paused at %1 of %2 runs").arg(finished).arg(progress.total);
        break;
    case Contest::State::stopped:
        parts << tr("Stopped at %1 of %2 runs").arg(finished).arg(progress.total);
        break;
    case Contest::State::done:
        parts << (progress.secondsElapsed > 0
                      ? tr("%1 done in %2")
                            .arg(counted(finished, tr("run"), tr("runs")),
                                 durationText(progress.secondsElapsed))
                      : counted(finished, tr("stored run"), tr("stored runs")));
        break;
    }
    if (progress.reused > 0)
        parts << tr("%1 taken from the session").arg(progress.reused);
    if (progress.failed > 0)
        parts << tr("%1 failed").arg(progress.failed);
    for (const std::string &name : progress.stuck)
        parts << tr("%1 takes unusually long; Stop ends it").arg(QString::fromStdString(name));
    if (m_contest->series())
        parts << tr("%1 recorded")
                     .arg(QString::fromStdString(
                         description(m_contest->series()->experiment().schedule)));
    for (const LoadedPlugin &plugin : m_lab.plugins())
        if (plugin.state == PluginState::refused)
            parts << tr("%1 refused: %2")
                         .arg(QString::fromStdString(plugin.id),
                              QString::fromStdString(plugin.reason));
    if (const std::string problem = m_lab.sessionProblem(); !problem.empty())
        parts << QString::fromStdString(problem);
    else if (m_lab.session())
        parts << QStringLiteral("session.agon");
    m_statusLeft->setText(parts.join(QStringLiteral("  ·  ")));
    const bool busy = m_contest->state() == Contest::State::running;
    const QString cores = counted(m_lab.executor().threads(), tr("core"), tr("cores"));
    m_statusRight->setText(busy ? tr("%1 busy").arg(cores) : tr("%1 idle").arg(cores));
}

void MainWindow::say(const QString &text) { m_statusLeft->setText(text); }

void MainWindow::offerUnfinished()
{
    if (const storage::Store *session = m_lab.session())
        m_resume->offer(*session);
}

void MainWindow::startDemo() { m_explore->startDemo(); }

void MainWindow::openFile(const QString &path)
{
    if (path.endsWith(QLatin1String(".agon"), Qt::CaseInsensitive)) {
        showPage(1);
        m_compare->openStore(path);
        return;
    }
    if (storage::isImportable(path.toStdString())) {
        importFile(path);
        return;
    }
    if (isFigure(path)) {
        openFigure(path);
        return;
    }
    Expected<Experiment> experiment = m_lab.readExperimentOrExample(path.toStdString());
    if (!experiment) {
        say(QString::fromStdString(experiment.error().text()));
        return;
    }
    m_explore->open(*experiment);
    showPage(0);
}

void MainWindow::openFigure(const QString &path)
{
    auto record = recordOfFigure(path);
    if (!record) {
        say(QString::fromStdString(record.error().text()));
        return;
    }
    const QString name = QFileInfo(path).fileName();
    m_publish->choosePaper(record->paper);
    if (!record->experiments.empty()) {
        openSeveral(record->experiments, name);
        return;
    }
    if (!record->recorded) {
        const auto experiment = parseExperiment(record->toml, name.toStdString());
        if (!experiment) {
            say(QString::fromStdString(experiment.error().text()));
            return;
        }
        // As the figure shows it; which steps and contestants is the page's to choose.
        const auto options = views::optionsFromJson(record->options);
        m_explore->open(*experiment, options ? *options : views::ViewOptions{});
        if (options)
            m_publish->subject().choose(record->view, options->channel);
        showPage(0);
    }
    m_figure->offer(std::move(*record), name);
}

void MainWindow::openSeveral(const std::vector<std::string> &files, const QString &name)
{
    for (const std::string &file : files) {
        if (file.empty())
            continue; // recorded elsewhere: nothing can be run again
        const auto experiment = parseExperiment(file, name.toStdString());
        if (!experiment) {
            say(QString::fromStdString(experiment.error().text()));
            return;
        }
        m_automate->enqueue(*experiment);
    }
    showPage(4);
    say(tr("%1 shows %2 experiments side by side. Those that can be run are in the queue: then "
           "compare them again.")
            .arg(name)
            .arg(files.size()));
}

void MainWindow::importFile(const QString &path)
{
    auto source = storage::openImport(path.toStdString());
    if (!source) {
        say(QString::fromStdString(source.error().text()));
        return;
    }
    ImportDialog dialog(std::move(*source), this);
    if (dialog.exec() != QDialog::Accepted || !dialog.experiment())
        return;
    storage::Store *session = m_lab.session();
    if (session == nullptr) {
        say(tr("Nothing can be imported while the session's store cannot be written."));
        return;
    }
    const auto experiment = storage::storeRecorded(*session, dialog.experiment());
    if (!experiment) {
        say(QString::fromStdString(experiment.error().text()));
        return;
    }
    showPage(1);
    m_compare->showExperiment(QString::fromStdString(session->path()), *experiment);
    say(tr("Imported %1").arg(path));
}

void MainWindow::showPage(int index)
{
    // A window that began with a stored file has no contest yet, and every page but Compare shows
    // one.
    constexpr int compare = 1;
    if (m_painted && index != compare && m_contest->state() == Contest::State::empty &&
        m_contest->experiment().contestants.empty())
        m_explore->startDemo();
    // What was looked at is what is printed.
    if (m_pages->widget(index) == m_publish) {
        if (m_pages->currentWidget() == m_explore)
            m_publish->subject().comeFrom(FigureSubject::Origin::explore);
        else if (m_pages->currentWidget() == m_compare)
            m_publish->subject().comeFrom(FigureSubject::Origin::compare);
    }
    m_pages->setCurrentIndex(index);
    m_pages->currentWidget()->setFocus();
    if (QAbstractButton *button = m_pageButtons->button(index))
        button->setChecked(true);
}

int MainWindow::page() const { return m_pages->currentIndex(); }

void MainWindow::restoreLayout()
{
    const QSettings settings;
    if (settings.value(QStringLiteral("layoutVersion")).toInt() == layoutVersion &&
        restoreGeometry(settings.value(QStringLiteral("geometry")).toByteArray()))
        return;
    const QScreen *target = screen();
    const QSize available = target ? target->availableSize() : firstSize;
    resize(firstSize.boundedTo(available));
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    QSettings settings;
    settings.setValue(QStringLiteral("layoutVersion"), layoutVersion);
    settings.setValue(QStringLiteral("geometry"), saveGeometry());
    m_contest->stop();
    QMainWindow::closeEvent(event);
}

void MainWindow::paintEvent(QPaintEvent *event)
{
    QMainWindow::paintEvent(event);
    if (m_painted)
        return;
    m_painted = true;
    // What is being painted reaches the screen when the event loop comes round again.
    QTimer::singleShot(0, this, [this] {
        qCDebug(windowLog, "painted");
        Q_EMIT painted();
    });
}

void MainWindow::dragEnterEvent(QDragEnterEvent *event)
{
    if (event->mimeData()->hasUrls())
        event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent *event)
{
    for (const QUrl &url : event->mimeData()->urls())
        if (url.isLocalFile())
            openFile(url.toLocalFile());
}

bool MainWindow::eventFilter(QObject *watched, QEvent *event)
{
    // Single letters belong to a text field that has the focus, not to the window's actions.
    if (event->type() == QEvent::ShortcutOverride && editing(QApplication::focusWidget())) {
        auto *key = static_cast<QKeyEvent *>(event);
        if ((key->modifiers() & ~(Qt::ShiftModifier | Qt::KeypadModifier)) == 0 &&
            !key->text().isEmpty() && key->text().front().isPrint()) {
            event->accept();
            return true;
        }
    }
    return QMainWindow::eventFilter(watched, event);
}

} // namespace agon::app
