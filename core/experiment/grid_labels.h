#pragma once

#include "core/json.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace agon::detail {

/** Something that needs a label of its own. */
struct Labelled
{
    std::string label; ///< as given; empty: the title
    std::string title;
    Json settings; ///< complete, without what is swept
    std::optional<std::int64_t> budget;
};

/** One label each, all different: where labels are equal, with what differs ("UCB1, exploration =
 * 2"), and when nothing does, numbered ("UCB1 (2)"). */
std::vector<std::string> distinctLabels(const std::vector<Labelled> &entries);

/** "clients = 100", "partition = dirichlet, alpha = 0.1": one setting in a label. */
std::string labelPart(const std::string &path, const Json &value);

} // namespace agon::detail
