#include "app/commands/commands.h"

#include "app/commands/command.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <QCoreApplication>
#include <QGuiApplication>

#include <algorithm>
#include <array>
#include <cstdio>
#include <string_view>

namespace agon::app {
namespace {

struct Command
{
    std::string_view name;
    void (*add)(CLI::App &app, Action &action);
};

constexpr std::array commands{
    Command{"list", addList},     Command{"describe", addDescribe}, Command{"run", addRun},
    Command{"show", addShow},     Command{"compare", addCompare},   Command{"export", addExport},
    Command{"claims", addClaims}, Command{"verify", addVerify},     Command{"cite", addCite},
    Command{"import", addImport}, Command{"annotate", addAnnotate}, Command{"merge", addMerge},
    Command{"pack", addPack},     Command{"worker", addWorker},
};

constexpr const char *footer = R"(Examples:
  agon                                         open the window
  agon list algorithms --family bandits        what there is
  agon run bernoulli-bandit --store out.agon   run a shipped example, keep it
  agon show out.agon                           what the store holds
  agon export out.agon --view convergence --preset icml --out figure.pdf
  agon claims run P227                         judge a paper's claim
  agon import wandb.csv --store out.agon       runs that other programs recorded
  agon annotate out.agon --tag paper           tags and notes, for filters
  agon verify out.agon                         recompute and compare every bit)";

/** What Qt says goes to standard error, but for the hint that a system service set no run-time
 * folder: scripts on servers would see it with every figure. */
void passOn(QtMsgType, const QMessageLogContext &, const QString &message)
{
    if (!message.startsWith(QLatin1String("QStandardPaths: XDG_RUNTIME_DIR not set")))
        say(message.toStdString());
}

} // namespace

bool isCommand(const char *word)
{
    const std::string_view text(word);
    return text.starts_with('-') || text == "help" ||
           std::any_of(commands.begin(), commands.end(),
                       [text](const Command &command) { return command.name == text; });
}

int runCommand(int argc, char **argv)
{
    CLI::App app("Agon: a laboratory for learning algorithms.", "agon");
    app.footer(footer);
    app.set_version_flag("--version", std::string("agon ") + AGON_VERSION);
    app.require_subcommand(0, 1);
    Action action;
    for (const Command &command : commands)
        command.add(app, action);
    if (argc == 2 && std::string_view(argv[1]) == "help") {
        print(app.help());
        return exitSuccess;
    }
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError &error) {
        if (error.get_exit_code() == 0) { // --help, --version
            app.exit(error);
            return exitSuccess;
        }
        say(fmt::format(
            "{}. Try 'agon {}--help'.", error.what(),
            app.get_subcommands().empty() ? "" : app.get_subcommands().front()->get_name() + " "));
        return exitBadUse;
    }
    if (!action) {
        print(app.help());
        return exitBadUse;
    }
    qInstallMessageHandler(passOn);
    // Only figures need fonts; everything else must run where no graphics stack is.
    const std::string_view command = argc > 1 ? argv[1] : "";
    if (command == "export" || command == "pack") {
        if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM"))
            qputenv("QT_QPA_PLATFORM", "offscreen");
        QGuiApplication application(argc, argv);
        return action();
    }
    QCoreApplication application(argc, argv);
    return action();
}

void say(const std::string &sentence)
{
    std::fflush(stdout);
    std::fputs(("agon: " + sentence + "\n").c_str(), stderr);
}

int complain(const Error &error, int status)
{
    say(error.text());
    return status;
}

void print(const std::string &text)
{
    std::fputs(text.c_str(), stdout);
    if (!text.ends_with('\n'))
        std::fputc('\n', stdout);
}

void printJson(const Json &json)
{
    print(json.dump(2, ' ', false, Json::error_handler_t::replace));
}

std::unique_ptr<Lab> openLab(int threads)
{
    LabOptions options;
    options.threads = threads;
    auto lab = Lab::open(options);
    if (!lab) {
        complain(lab.error());
        return nullptr;
    }
    return std::move(*lab);
}

} // namespace agon::app
