#include "app/lab/paths.h"

#include <QStandardPaths>
#include <QString>

#include <cstdlib>

namespace agon::app {
namespace {

std::filesystem::path fromEnvironment(const char *name)
{
    const char *value = std::getenv(name);
    return value ? std::filesystem::path(value) : std::filesystem::path();
}

} // namespace

std::filesystem::path installationPrefix()
{
    std::error_code error;
    const std::filesystem::path executable = std::filesystem::read_symlink("/proc/self/exe", error);
    return executable.parent_path().parent_path();
}

std::filesystem::path resourceDirectory()
{
    const std::filesystem::path given = fromEnvironment("AGON_RESOURCES");
    return given.empty() ? installationPrefix() / "share" / "agon" : given;
}

std::filesystem::path familyDirectory()
{
    return installationPrefix() / "lib" / "agon" / "families";
}

std::filesystem::path sessionPath()
{
    std::filesystem::path home = fromEnvironment("AGON_HOME");
    if (home.empty())
        home = std::filesystem::path(
                   QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation)
                       .toStdString()) /
               "agon";
    std::error_code ignored; // a folder that cannot be made shows itself when the store is opened
    std::filesystem::create_directories(home, ignored);
    return home / "session.agon";
}

} // namespace agon::app
