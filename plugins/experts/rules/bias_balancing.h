#pragma once

#include "plugins/experts/rules/routing.h"

#include <span>
#include <vector>

namespace agon::experts {

/** What the router's logits become before the bias is added. */
enum class Score { sigmoid, softmax };

/** Selects the k largest of s(z) + @p bias (size E). Weights come from s without the bias: s itself
 *  for k = 1, renormalised over the selected for k > 1 (DeepSeek-V3; Wang et al. 2024). */
void routeBiased(Routing &routing, Score score, std::span<const double> bias);
/** Adds dL/dz to @p logitGradient from @p weightGradient dL/dg; the bias gets no gradient. */
void differentiateBiased(const Routing &routing, Score score,
                         std::span<const double> weightGradient, std::span<double> logitGradient);
/** b_e += rate × sign(mean n - n_e) with the global counts of the step. */
void updateBias(const Routing &routing, double rate, std::span<double> bias);

} // namespace agon::experts
