#pragma once

#include "core/expected.h"

#include <functional>
#include <string>

namespace agon::storage {

/** Rewrites what can name users' files in the store at @p path, which nobody has open: the
 *  experiments' texts, settings and swept values. Runs keep their identities, which hold no paths.
 */
Expected<void> rewriteTexts(const std::string &path,
                            const std::function<std::string(const std::string &)> &rewritten);

} // namespace agon::storage
