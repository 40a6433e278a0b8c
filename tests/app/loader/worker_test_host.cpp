#include "app/worker/worker_main.h"
#include "app/worker/worker_process.h"

#include <QCoreApplication>

#include <iostream>
#include <thread>

/** What the tests start in place of the program: "worker --plugin FILE" is the worker, and "parent
 *  FILE SETTINGS" a parent that starts a hanging trial in a worker, says its process id and waits
 * to be killed. */
int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    const QStringList words = QCoreApplication::arguments().mid(1);
    if (!words.isEmpty() && words.front() == QLatin1String("worker"))
        return agon::app::runWorker(words.mid(1));
    if (words.size() != 3 || words.front() != QLatin1String("parent"))
        return 2;
    agon::app::WorkerCommand command;
    command.program = argv[0];
    command.arguments = {"worker", "--plugin", words[1].toStdString()};
    const auto child = agon::app::WorkerProcess::start(command);
    if (!child)
        return 1;
    const auto say = [&](agon::Json message) {
        (*child)->send({std::move(message), {}});
        static_cast<void>((*child)->receive(std::chrono::seconds(10)));
    };
    say({{"type", "hello"}, {"protocol", agon::worker::protocolVersion}});
    say({{"type", "start"},
         {"problem", "unruly/nothing"},
         {"problemSettings", agon::Json::object()},
         {"instanceSeeds", {1}},
         {"algorithm", "unruly/hangs"},
         {"settings", {{"file", words[2].toStdString()}}},
         {"seeds", {1}},
         {"budget", 1000}});
    (*child)->send({{{"type", "advance"}, {"credit", 100}}, {}});
    std::cout << (*child)->pid() << std::endl;
    std::this_thread::sleep_for(std::chrono::hours(1));
    return 0;
}
