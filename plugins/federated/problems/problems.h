#pragma once

#include "core/experiment/family.h"
#include "core/learning/data_set.h"

#include <memory>

namespace agon::federated {

// Every problem of the family, one file each.
ProblemEntry quadratics();
ProblemEntry softmaxRegression(const std::shared_ptr<learning::DataSetCache> &dataSets);

} // namespace agon::federated
