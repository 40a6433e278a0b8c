#pragma once

#include <QByteArray>
#include <QProcess>
#include <QString>
#include <QStringList>

#include <map>

namespace agon::test {

/** How a program ended and what it said. */
struct ProgramOutcome
{
    int status = -1; ///< -1: it did not end by itself
    QByteArray output, messages;
};

/** Runs a program as a script would: no terminal, no display, @p folder as its place and Agon's
 *  home, and @p variables besides. */
inline ProgramOutcome runProgram(const QString &program, const QStringList &arguments,
                                 const QString &folder,
                                 const std::map<QString, QString> &variables = {})
{
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const char *name : {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"})
        environment.remove(QString::fromLatin1(name));
    environment.insert(QStringLiteral("AGON_HOME"), folder);
    for (const auto &[name, value] : variables)
        environment.insert(name, value);
    process.setProcessEnvironment(environment);
    process.setWorkingDirectory(folder);
    process.start(program, arguments);
    process.waitForFinished(120'000);
    return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1,
            process.readAllStandardOutput(), process.readAllStandardError()};
}

/** The same of Agon itself, as it was built. */
inline ProgramOutcome runAgon(const QStringList &arguments, const QString &folder,
                              const std::map<QString, QString> &variables = {})
{
    return runProgram(QStringLiteral(AGON_BUILD_DIR "/bin/agon"), arguments, folder, variables);
}

} // namespace agon::test
