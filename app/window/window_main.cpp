#include "app/window/window_main.h"

#include "app/lab/lab.h"
#include "app/lab/paths.h"
#include "app/window/main_window.h"
#include "app/window/style.h"

#include <QApplication>
#include <QMessageBox>
#include <QSettings>

#include <cstdio>

namespace agon::app {

int runWindow(int argc, char **argv)
{
    if (qEnvironmentVariableIsEmpty("DISPLAY") && qEnvironmentVariableIsEmpty("WAYLAND_DISPLAY") &&
        qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")) {
        std::fputs("agon: there is no display. Set DISPLAY, or use the command line: agon --help\n",
                   stderr);
        return 2;
    }
    QApplication application(argc, argv);
    QApplication::setApplicationName(QStringLiteral("agon"));
    QApplication::setApplicationDisplayName(QStringLiteral("Agon"));
    QApplication::setOrganizationName(QStringLiteral("agon"));
    QApplication::setApplicationVersion(QStringLiteral(AGON_VERSION));
    QGuiApplication::setDesktopFileName(QStringLiteral("org.agon.Agon"));
    QSettings::setDefaultFormat(QSettings::IniFormat);
    applyStyle(application,
               static_cast<ThemeChoice>(QSettings().value(QStringLiteral("theme")).toInt()));

    LabOptions options;
    options.session = sessionPath();
    options.priority = WorkerPriority::low;
    auto lab = Lab::open(options);
    if (!lab) {
        QMessageBox::critical(nullptr, QStringLiteral("Agon"),
                              QString::fromStdString(lab.error().text()));
        return 1;
    }
    MainWindow window(**lab);
    // The window is painted first; the contest starts right after.
    QObject::connect(&window, &MainWindow::painted, &window, [&window] {
        window.offerUnfinished();
        const QStringList files = QApplication::arguments().mid(1);
        for (const QString &file : files)
            window.openFile(file);
        if (files.isEmpty())
            window.startDemo();
    });
    window.show();
    return QApplication::exec();
}

} // namespace agon::app
