#pragma once

#include <QMainWindow>

class QButtonGroup;
class QLabel;
class QStackedWidget;

namespace agon::app {

class Actions;
class ArenaPage;
class AutomatePage;
class ComparePage;
class Contest;
class ExplorePage;
class FigureBar;
class Lab;
class PublishPage;
class ResumeBar;

/** One window, five pages, the same anatomy everywhere. */
class MainWindow : public QMainWindow
{
    Q_OBJECT

public:
    explicit MainWindow(Lab &lab, QWidget *parent = nullptr);
    ~MainWindow() override;

    /** Starts the first contest; called once the window is on the screen. */
    void startDemo();
    /** Offers to go on with what the session has left over; called before anything runs. */
    void offerUnfinished();
    /** Opens a store, an experiment file, an exported figure, or runs that another program recorded
     * (after a look at how they are read); says so when it cannot. */
    void openFile(const QString &path);
    Actions &actions() { return *m_actions; }
    Contest &contest() { return *m_contest; }
    void showPage(int index);
    int page() const;

Q_SIGNALS:
    /** The window is on the screen for the first time. */
    void painted();

protected:
    void paintEvent(QPaintEvent *event) override;
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;
    void closeEvent(QCloseEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void importFile(const QString &path);
    void openFigure(const QString &path);
    /** Queues the experiments that a figure shows side by side. */
    void openSeveral(const std::vector<std::string> &files, const QString &name);
    void addActions();
    void buildHead(QWidget *head);
    void buildPages();
    void buildStatus(QWidget *status);
    void showStatus();
    void say(const QString &text);
    void restoreLayout();

    Lab &m_lab;
    Actions *m_actions;
    Contest *m_contest;
    QButtonGroup *m_pageButtons;
    QStackedWidget *m_pages;
    ExplorePage *m_explore = nullptr;
    ComparePage *m_compare = nullptr;
    ArenaPage *m_arena = nullptr;
    PublishPage *m_publish = nullptr;
    AutomatePage *m_automate = nullptr;
    ResumeBar *m_resume = nullptr;
    FigureBar *m_figure = nullptr;
    QLabel *m_statusLeft;
    QLabel *m_statusRight;
    bool m_painted = false;
};

} // namespace agon::app
