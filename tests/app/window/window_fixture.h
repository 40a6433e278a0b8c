#pragma once

#include "app/lab/lab.h"
#include "app/window/contest.h"
#include "app/window/main_window.h"
#include "app/window/style.h"

#include <QApplication>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <functional>
#include <memory>

/** A window on a session of its own, as a newcomer sees it: nothing stored, default settings. */
class WindowFixture
{
public:
    /** @p prepare is called with the session's path before it is opened. */
    explicit WindowFixture(const std::function<void(const QString &session)> &prepare = {})
    {
        if (prepare)
            prepare(m_folder.path() + "/session.agon");
        qputenv("XDG_CONFIG_HOME", m_folder.path().toUtf8());
        QSettings::setDefaultFormat(QSettings::IniFormat);
        QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, m_folder.path());
        agon::app::applyStyle(*qApp, agon::app::ThemeChoice::light);
        agon::app::LabOptions options;
        options.session = (m_folder.path() + "/session.agon").toStdString();
        options.priority = agon::WorkerPriority::low; // as the program does
        auto opened = agon::app::Lab::open(options);
        Q_ASSERT(opened);
        lab = std::move(*opened);
        window = std::make_unique<agon::app::MainWindow>(*lab);
        window->resize(1280, 800);
        window->show();
        window->activateWindow(); // keys reach only an active window
        if (!QTest::qWaitForWindowActive(window.get()))
            qFatal("the window does not appear");
    }

    QString folder() const { return m_folder.path(); }
    agon::app::Contest &contest() { return window->contest(); }
    bool waitUntilDone(int milliseconds = 60'000)
    {
        return QTest::qWaitFor(
            [this] { return contest().state() == agon::app::Contest::State::done; }, milliseconds);
    }
    template <class Widget>
    Widget *named(const QString &accessibleName)
    {
        for (Widget *widget : window->findChildren<Widget *>())
            if (widget->accessibleName() == accessibleName)
                return widget;
        return nullptr;
    }
    template <class Button>
    Button *button(const QString &text)
    {
        for (Button *widget : window->findChildren<Button *>())
            if (widget->text().startsWith(text) && widget->isVisible())
                return widget;
        return nullptr;
    }

private:
    QTemporaryDir m_folder;

public:
    std::unique_ptr<agon::app::Lab> lab;
    std::unique_ptr<agon::app::MainWindow> window;
};

/** The descendant of this kind and accessible name. */
template <class Widget>
Widget *childNamed(QWidget &parent, const QString &accessibleName)
{
    for (auto *widget : parent.findChildren<Widget *>())
        if (widget->accessibleName() == accessibleName)
            return widget;
    qFatal("There is no %s.", qPrintable(accessibleName));
}

/** How many pixels of @p widget are close to @p colour. */
inline int pixelsOf(QWidget &widget, const QColor &colour, int tolerance = 30)
{
    const QImage image = widget.grab().toImage().convertToFormat(QImage::Format_RGB32);
    int count = 0;
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x) {
            const QColor pixel = image.pixelColor(x, y);
            count += std::abs(pixel.red() - colour.red()) < tolerance &&
                     std::abs(pixel.green() - colour.green()) < tolerance &&
                     std::abs(pixel.blue() - colour.blue()) < tolerance;
        }
    return count;
}
