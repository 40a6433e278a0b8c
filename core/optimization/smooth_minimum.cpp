#include "core/optimization/smooth_minimum.h"

#include <nlopt.h>

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <memory>
#include <type_traits>

namespace agon::optimization {
namespace {

struct DestroySearch
{
    void operator()(nlopt_opt search) const { nlopt_destroy(search); }
};
using Search = std::unique_ptr<std::remove_pointer_t<nlopt_opt>, DestroySearch>;

/** What NLopt hands back at every evaluation. */
struct Evaluation
{
    const SmoothFunction &function;
    int left;                  ///< so many more are allowed
    std::vector<double> spare; ///< a gradient that nobody asked for
    SmoothMinimum best;
    nlopt_opt search = nullptr;
};

double evaluate(unsigned size, const double *x, double *gradient, void *data)
{
    auto &evaluation = *static_cast<Evaluation *>(data);
    if (evaluation.left == 0) {
        // A line search does not look whether it was stopped: a flat valley ends it.
        if (gradient)
            std::fill_n(gradient, size, 0.0);
        return evaluation.best.value;
    }
    const std::span<const double> point(x, size);
    const double value = evaluation.function(point, gradient ? std::span<double>(gradient, size)
                                                             : std::span<double>(evaluation.spare));
    assert(std::isfinite(value));
    if (value < evaluation.best.value)
        evaluation.best = {{point.begin(), point.end()}, value};
    if (--evaluation.left == 0)
        nlopt_force_stop(evaluation.search);
    return value;
}

} // namespace

SmoothMinimum minimize(const SmoothFunction &function, std::span<const double> start,
                       std::span<const double> lower, std::span<const double> upper,
                       SearchLimits limits)
{
    assert(!start.empty() && lower.size() == start.size() && upper.size() == start.size());
    std::vector<double> point(start.begin(), start.end());
    Evaluation evaluation{function,
                          limits.evaluations,
                          std::vector<double>(start.size()),
                          {point, std::numeric_limits<double>::max()}};
    const Search search(nlopt_create(NLOPT_LD_LBFGS, static_cast<unsigned>(start.size())));
    evaluation.search = search.get();
    nlopt_set_min_objective(search.get(), evaluate, &evaluation);
    nlopt_set_lower_bounds(search.get(), lower.data());
    nlopt_set_upper_bounds(search.get(), upper.data());
    nlopt_set_ftol_rel(search.get(), limits.relativeChange);
    // Why it ended does not matter: a step too small to improve anything is an end like any other.
    double value = 0;
    nlopt_optimize(search.get(), point.data(), &value);
    return evaluation.best;
}

} // namespace agon::optimization
