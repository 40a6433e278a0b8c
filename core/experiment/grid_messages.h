#pragma once

#include "core/experiment/experiment.h"

#include <string>

namespace agon::detail {

/** The error about an id that no family has, or that stands for something else. */
Error unknownId(const FamilySet &families, const std::string &id, bool wantProblem);

/** Why the algorithm cannot play the problem, and which ones can. */
Error misfit(const Catalogue &catalogue, const ProblemDeclaration &problem,
             const AlgorithmDeclaration &algorithm);

/** "These fit: UCB1 (bandits/ucb1), ….", at most eight. */
std::string fittingAlgorithms(const Catalogue &catalogue, const ProblemDeclaration &problem);

} // namespace agon::detail
