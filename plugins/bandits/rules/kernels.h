#pragma once

#include "core/experiment/parameters.h"

#include <cstddef>
#include <span>
#include <variant>

namespace agon::bandits {

struct RbfKernel
{
    double width = 1;
    static Schema<RbfKernel> schema();
};
struct PolynomialKernel
{
    double offset = 1;
    int degree = 3;
    static Schema<PolynomialKernel> schema();
};
struct LinearKernel
{
    static Schema<LinearKernel> schema() { return {}; }
};
/** How alike two points are. */
using KernelChoice = std::variant<RbfKernel, PolynomialKernel, LinearKernel>;

/** exp(-|x - y|² / (2 width²)), (offset + x'y)^degree, or x'y. Sizes agree. */
double kernel(const KernelChoice &choice, std::span<const double> x, std::span<const double> y);

/** The kernel of METALIC over points of @p contextSize numbers of context and an action's
 *  components in [0, 1]: variance · exp(-|s - s'|² / scale) · exp(weight · agreement), agreement
 * the mean of 1 - |a_j - a'_j|, components further apart than 1 agreeing not at all. A reward's own
 *  variance is variance · exp(weight). */
struct InterfaceKernel
{
    std::size_t contextSize = 1;
    double scale = 0.02;
    double weight = 3;
    double variance = 0.1;
    double operator()(std::span<const double> x, std::span<const double> y) const;
};

/** |s - s'|² of the first @p contextSize numbers of two points. */
double squaredDistance(std::span<const double> x, std::span<const double> y,
                       std::size_t contextSize);
/** Mean of 1 - |a_j - a'_j| over the numbers after the context, differences above 1 counting as 1.
 */
double agreement(std::span<const double> x, std::span<const double> y, std::size_t contextSize);

/** Declares the member @p choice of a policy's settings. */
template <class S>
void declareKernel(Schema<S> &schema, KernelChoice S::*choice)
{
    schema
        .template variant<RbfKernel, PolynomialKernel, LinearKernel>(
            choice, "kernel", "Kernel",
            {"rbf", "RBF", "exp(-|x - y|² / 2g²).", RbfKernel::schema()},
            {"polynomial", "Polynomial", "(c + x'y)^d.", PolynomialKernel::schema()},
            {"linear", "Linear", "x'y.", LinearKernel::schema()})
        .help("How alike two inputs are.");
}

} // namespace agon::bandits
