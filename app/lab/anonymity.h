#pragma once

#include <string>
#include <vector>

namespace agon::app {

/** The text, in which quoted absolute paths keep the file's name only: "/home/me/data/a.csv"
 *  becomes "a.csv". The same on every machine. */
std::string withoutFolders(const std::string &text);

/** What this user and this computer are called, as far as @p text holds it: home folder, user,
 *  host, each once. Names of four letters and fewer are in too many words to be told. */
std::vector<std::string> namesOfThisPlaceIn(const std::string &text);

} // namespace agon::app
