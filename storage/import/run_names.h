#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace agon::storage {

/** Who a run is, by its name. */
struct RunName
{
    std::string contestant;
    std::uint64_t seed = 1;
};

/** Reads contestants and seeds out of the names of an experiment's runs, one answer a name.
 *
 *  A number at the end is a seed when a word says so ("fedau-seed3", "fedau/run_3"), or when the
 *  runs that share what stands before it count up from 0 or 1, or carry the same two or more
 *  numbers as those of another name ("a-42", "a-7", "b-42", "b-7"). Otherwise it belongs to the
 *  name ("resnet-50", "fancy-river-12") and the seed is 1. */
std::vector<RunName> readRunNames(const std::vector<std::string> &names);

} // namespace agon::storage
