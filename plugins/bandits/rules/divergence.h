#pragma once

#include "plugins/bandits/rules/policy.h"

namespace agon::bandits {

/** Kullback–Leibler divergence of Bernoulli(p) from Bernoulli(q); p, q in [0, 1]. 0 ln 0 = 0, and
 *  infinite where q excludes what p allows. */
double bernoulliDivergence(double p, double q);

/** Kullback–Leibler divergence between normal laws with means @p x, @p y and common @p variance >
 * 0. */
double gaussianDivergence(double x, double y, double variance);

/** Divergence between exponential laws with means @p x, @p y > 0. */
double exponentialDivergence(double x, double y);

/** Divergence between Poisson laws with means @p x >= 0, @p y > 0. */
double poissonDivergence(double x, double y);

/** The largest q >= mean with bernoulliDivergence(mean, q) <= level; mean in [0, 1], level >= 0. */
double bernoulliUpperBound(double mean, double level);

/** Likewise for normal laws with known @p variance. */
double gaussianUpperBound(double mean, double level, double variance);

/** Likewise for exponential laws; mean > 0. */
double exponentialUpperBound(double mean, double level);

/** Likewise for Poisson laws; mean >= 0. */
double poissonUpperBound(double mean, double level);

/** The divergence of @p law, Bernoulli's for bounded rewards, for which it is a lower bound;
 *  @p variance counts for normal laws only. */
double divergenceOf(RewardLaw law, double variance, double x, double y);

/** The largest q >= mean whose divergence, as above, is at most @p level. */
double upperBoundOf(RewardLaw law, double variance, double mean, double level);

} // namespace agon::bandits
