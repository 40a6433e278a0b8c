#include "app/lab/anonymity.h"

#include <QRegularExpression>
#include <QString>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <unistd.h>

namespace agon::app {

std::string withoutFolders(const std::string &text)
{
    // A quoted string that is a path through at least one folder: /a/b, ~/a, file:///a/b, C:\a\b.
    static const QRegularExpression path(
        QStringLiteral("([\"'])(?:file://)?(?:~|[A-Za-z]:)?[/\\\\]+(?:[^\"'\\n/\\\\]+[/\\\\]+)+"
                       "([^\"'\\n/\\\\]*)\\1"));
    return QString::fromStdString(text).replace(path, QStringLiteral("\\1\\2\\1")).toStdString();
}

std::vector<std::string> namesOfThisPlaceIn(const std::string &text)
{
    std::vector<std::string> names;
    for (const char *variable : {"HOME", "USER", "LOGNAME"})
        if (const char *value = std::getenv(variable))
            names.emplace_back(value);
    std::array<char, 256> host{};
    if (gethostname(host.data(), host.size() - 1) == 0)
        names.emplace_back(host.data());
    std::sort(names.begin(), names.end());
    names.erase(std::unique(names.begin(), names.end()), names.end());
    constexpr std::size_t shortest = 5; // "root" would be found everywhere
    std::erase_if(names, [&text](const std::string &name) {
        return name.size() < shortest || text.find(name) == std::string::npos;
    });
    return names;
}

} // namespace agon::app
