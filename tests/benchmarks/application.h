#pragma once

#include <QApplication>

/** The one application object of the program of benchmarks, without a screen. */
inline QApplication &benchmarkApplication()
{
    static int count = 1;
    static char name[] = "agon-benchmarks";
    static char *arguments[] = {name, nullptr};
    qputenv("QT_QPA_PLATFORM", "offscreen");
    // Never destroyed: at the end of the program the order of destruction is nobody's to choose.
    static auto *application = new QApplication(count, arguments);
    return *application;
}
