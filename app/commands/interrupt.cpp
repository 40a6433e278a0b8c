#include "app/commands/interrupt.h"

#include <csignal>

namespace agon::app {
namespace {

// A signal handler can reach nothing but a variable of this kind.
volatile std::sig_atomic_t pending = 0;

void onSignal(int number)
{
    pending = 1;
    std::signal(number, SIG_DFL);
}

} // namespace

void catchInterrupt()
{
    std::signal(SIGINT, onSignal);
    std::signal(SIGTERM, onSignal);
}

bool interrupted() { return pending != 0; }

} // namespace agon::app
