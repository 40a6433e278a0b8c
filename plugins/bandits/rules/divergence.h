#pragma once

namespace agon::bandits {

/** Kullback–Leibler divergence of Bernoulli(p) from Bernoulli(q); p, q in [0, 1]. 0 ln 0 = 0, and
 *  infinite where q excludes what p allows. */
double bernoulliDivergence(double p, double q);

/** Kullback–Leibler divergence between normal laws with means @p x, @p y and common @p variance >
 * 0. */
double gaussianDivergence(double x, double y, double variance);

/** The largest q >= mean with bernoulliDivergence(mean, q) <= level; mean in [0, 1], level >= 0. */
double bernoulliUpperBound(double mean, double level);

/** Likewise for normal laws with known @p variance. */
double gaussianUpperBound(double mean, double level, double variance);

} // namespace agon::bandits
