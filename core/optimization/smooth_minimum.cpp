#include "core/optimization/smooth_minimum.h"

#include <nlopt.h>

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
    std::vector<double> spare; ///< a gradient that nobody asked for
    SmoothMinimum best;
};

double evaluate(unsigned size, const double *x, double *gradient, void *data)
{
    auto &evaluation = *static_cast<Evaluation *>(data);
    const std::span<const double> point(x, size);
    const double value = evaluation.function(point, gradient ? std::span<double>(gradient, size)
                                                             : std::span<double>(evaluation.spare));
    assert(std::isfinite(value));
    if (value < evaluation.best.value)
        evaluation.best = {{point.begin(), point.end()}, value};
    return value;
}

} // namespace

SmoothMinimum minimize(const SmoothFunction &function, std::span<const double> start,
                       std::span<const double> lower, std::span<const double> upper,
                       SearchLimits limits)
{
    assert(!start.empty() && lower.size() == start.size() && upper.size() == start.size());
    std::vector<double> point(start.begin(), start.end());
    Evaluation evaluation{
        function, std::vector<double>(start.size()), {point, std::numeric_limits<double>::max()}};
    const Search search(nlopt_create(NLOPT_LD_LBFGS, static_cast<unsigned>(start.size())));
    nlopt_set_min_objective(search.get(), evaluate, &evaluation);
    nlopt_set_lower_bounds(search.get(), lower.data());
    nlopt_set_upper_bounds(search.get(), upper.data());
    nlopt_set_ftol_rel(search.get(), limits.relativeChange);
    nlopt_set_maxeval(search.get(), limits.evaluations);
    // Why it ended does not matter: a step too small to improve anything is an end like any other.
    double value = 0;
    nlopt_optimize(search.get(), point.data(), &value);
    return evaluation.best;
}

} // namespace agon::optimization
