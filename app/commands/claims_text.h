#pragma once

#include <string>

namespace agon::app {

class Lab;

/** Prints the claims with their recorded verdicts; answers the exit status. */
int listClaims(const Lab &lab, const std::string &family, bool json);

} // namespace agon::app
