#pragma once

#include "core/experiment/family.h"

#include <memory>

namespace agon::nas {

class TableCache;

// Every problem of the family, one file each.
ProblemEntry analyticBilevel();
ProblemEntry nasBench201(std::shared_ptr<const TableCache> tables);
ProblemEntry nasBench201Hardware(std::shared_ptr<const TableCache> tables);

} // namespace agon::nas
