#include "plugins/bandits/rules/kernels.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace agon::bandits {

Schema<RbfKernel> RbfKernel::schema()
{
    Schema<RbfKernel> s;
    s.real(&RbfKernel::width, "width", "Width g")
        .range(1e-6, 1e6)
        .slider(0.1, 5)
        .logarithmic()
        .help("Distance over which rewards vary.");
    return s;
}

Schema<PolynomialKernel> PolynomialKernel::schema()
{
    Schema<PolynomialKernel> s;
    s.real(&PolynomialKernel::offset, "offset", "Offset c")
        .range(0, 1e6)
        .slider(0, 3)
        .help("Weight of the lower powers.");
    s.integer(&PolynomialKernel::degree, "degree", "Degree d")
        .range(1, 20)
        .slider(1, 6)
        .help("Highest power.");
    return s;
}

double kernel(const KernelChoice &choice, std::span<const double> x, std::span<const double> y)
{
    if (const auto *rbf = std::get_if<RbfKernel>(&choice)) {
        double squares = 0;
        for (std::size_t i = 0; i < x.size(); ++i)
            squares += (x[i] - y[i]) * (x[i] - y[i]);
        return std::exp(-squares / (2 * rbf->width * rbf->width));
    }
    const double product = std::inner_product(x.begin(), x.end(), y.begin(), 0.0);
    if (const auto *polynomial = std::get_if<PolynomialKernel>(&choice)) {
        double power = 1;
        for (int i = 0; i < polynomial->degree; ++i)
            power *= polynomial->offset + product;
        return power;
    }
    return product;
}

double squaredDistance(std::span<const double> x, std::span<const double> y,
                       std::size_t contextSize)
{
    double squares = 0;
    for (std::size_t i = 0; i < contextSize; ++i)
        squares += (x[i] - y[i]) * (x[i] - y[i]);
    return squares;
}

double agreement(std::span<const double> x, std::span<const double> y, std::size_t contextSize)
{
    double apart = 0;
    for (std::size_t i = contextSize; i < x.size(); ++i)
        apart += std::min(1.0, std::abs(x[i] - y[i]));
    return 1 - apart / static_cast<double>(x.size() - contextSize);
}

double InterfaceKernel::operator()(std::span<const double> x, std::span<const double> y) const
{
    return variance * std::exp(weight * agreement(x, y, contextSize) -
                               squaredDistance(x, y, contextSize) / scale);
}

} // namespace agon::bandits
