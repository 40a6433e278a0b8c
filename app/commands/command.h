#pragma once

#include "app/lab/lab.h"
#include "app/reports/text_table.h"
#include "core/expected.h"
#include "core/json.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace agon::app {

constexpr int exitSuccess = 0;
constexpr int exitFailure = 1;
constexpr int exitBadUse = 2;

/** What a subcommand does once its arguments are read; answers the exit status. */
using Action = std::function<int()>;

// Each adds its subcommand to @p app and puts what it does into @p action when it was chosen.
void addList(CLI::App &app, Action &action);
void addDescribe(CLI::App &app, Action &action);
void addRun(CLI::App &app, Action &action);
void addShow(CLI::App &app, Action &action);
void addCompare(CLI::App &app, Action &action);
void addExport(CLI::App &app, Action &action);
void addClaims(CLI::App &app, Action &action);
void addVerify(CLI::App &app, Action &action);
void addCite(CLI::App &app, Action &action);
void addImport(CLI::App &app, Action &action);
void addAnnotate(CLI::App &app, Action &action);
void addMerge(CLI::App &app, Action &action);
void addPack(CLI::App &app, Action &action);
void addWorker(CLI::App &app, Action &action);

/** One line on standard error: "agon: …". */
void say(const std::string &sentence);
/** Says the error and answers @p status. */
int complain(const Error &error, int status = exitBadUse);
/** To standard output, with a line's end. */
void print(const std::string &text);
/** Pretty-printed JSON to standard output. */
void printJson(const Json &json);

/** The lab for a command; complains and answers null when it cannot be opened. */
std::unique_ptr<Lab> openLab(int threads = 0);

} // namespace agon::app
