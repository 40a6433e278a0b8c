#pragma once

#include "core/experiment/experiment.h"

#include <string>
#include <variant>

namespace agon::detail {

/** What keeps a cell from having an identity: the settings key at fault, empty for the problem's
 * data. */
struct IdentityFault
{
    bool ofAlgorithm = false;
    std::string key;
    Error error;
};

/** Computes the identities of one cell's runs: XXH3-128 of the canonical JSON of everything that
 * decides a run's numbers. Labels, colours and order never enter. */
class IdentityMaker
{
public:
    /** Faults: a data resource or a file named by a path parameter that is missing. */
    static std::variant<IdentityMaker, IdentityFault> make(const Cell &cell,
                                                           const DataSource &data);
    std::string identity(const RunPlan &run) const;

private:
    std::string m_cell;           ///< canonical JSON without the frames' schedule
    std::string m_cellWithFrames; ///< canonical JSON
};

} // namespace agon::detail
