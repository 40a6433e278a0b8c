#pragma once

#include "core/expected.h"
#include "core/experiment/observation_source.h"

#include <string>
#include <string_view>
#include <vector>

namespace agon::storage {
class Store;
}

namespace agon::app {

class Lab;

/** A source as it is cited. */
struct Citation
{
    std::vector<std::string> authors; ///< as written: "Cesa-Bianchi"
    bool others = false;              ///< "et al."
    int year = 0;
    std::string title;

    bool operator==(const Citation &) const = default;
};

/** Reads the reference of a declaration: "Auer, Cesa-Bianchi and Fischer 2002, Finite-time analysis
 *  of the multiarmed bandit problem", "Elo (1978), The rating of chessplayers"; several are
 *  separated by "; ". The error quotes what is not authors, year and title. */
Expected<std::vector<Citation>> parseReference(std::string_view text);

/** "auer2002finite": first author, year and first longer word of the title. */
std::string citationKey(const Citation &citation);

/** One BibTeX entry. @p note says what it is cited for. Whatever a text holds, it stays a text. */
std::string toBibtex(const Citation &citation, const std::string &key, const std::string &note);

/** BibTeX of every method and data set that @p experiments use, and of Agon itself. Comments say
 *  what has no source here. */
std::string bibliographyOf(const Lab &lab, const std::vector<ExperimentView> &experiments);
/** The same of a store's experiments, or one of them (@p experiment: an id or a name). Errors:
 * there is none. */
Expected<std::string> bibliographyOf(const Lab &lab, const storage::Store &store,
                                     const std::string &experiment = {});

} // namespace agon::app
