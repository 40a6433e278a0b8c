#pragma once

namespace agon::app {

/** Whether the first argument asks for the command line: a command's name, or an option such as
 * --help. */
bool isCommand(const char *word);

/** Runs one command. Results go to standard output, messages to standard error. Answers 0
 * (success), 1 (a failed run, a contradicted claim, a different digest) or 2 (bad use). */
int runCommand(int argc, char **argv);

} // namespace agon::app
