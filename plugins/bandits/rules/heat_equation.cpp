#include "plugins/bandits/rules/heat_equation.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace agon::bandits {
namespace {

/** 1 in the middle, 0 from @p radius on, smooth. */
double bump(double x, double y, double centreX, double centreY, double radius)
{
    const double distance =
        ((x - centreX) * (x - centreX) + (y - centreY) * (y - centreY)) / (radius * radius);
    return distance < 1 ? std::exp(1 - 1 / (1 - distance)) : 0;
}

/** @p function of the place of every inner point, row by row. */
template <class Function>
void eachPlace(int cells, const Function &function)
{
    std::size_t point = 0;
    for (int i = 1; i < cells; ++i)
        for (int j = 1; j < cells; ++j)
            function(point++, static_cast<double>(i) / cells, static_cast<double>(j) / cells);
}

} // namespace

double diffusion(double time)
{
    const double wave = std::sin(2 * std::numbers::pi * time);
    return std::max(0.1 * wave, -largestDiffusion * wave);
}

HeatEquation::HeatEquation(int cells, double step, double time)
    : m_cells(cells)
    , m_step(step)
    , m_time(time)
    , m_temperatures(static_cast<std::size_t>(cells - 1) * static_cast<std::size_t>(cells - 1))
    , m_right(m_temperatures.size())
{
    eachPlace(cells, [&](std::size_t point, double x, double y) {
        m_temperatures[point] = bump(x, y, 0.5, 0.5, 0.25);
    });
    prepare();
}

double HeatEquation::coupling() const
{
    return diffusion(m_time + m_step / 2) * m_step / 2 * m_cells * m_cells;
}

GridMatrix HeatEquation::matrix() const
{
    const double beside = coupling();
    return {m_cells - 1, 1 + 4 * beside, beside};
}

void HeatEquation::prepare()
{
    const double beside = coupling();
    multiply({m_cells - 1, 1 - 4 * beside, -beside}, m_temperatures, m_right);
    const double angle = 16 * std::numbers::pi * (m_time + m_step / 2);
    const double centreX = 0.5 + std::cos(angle) / 4;
    const double centreY = 0.5 + std::sin(angle) / 4;
    eachPlace(m_cells, [&](std::size_t point, double x, double y) {
        m_right[point] += m_step * 32 * bump(x, y, centreX, centreY, 0.125);
    });
}

void HeatEquation::advance(std::span<const double> temperatures)
{
    std::copy(temperatures.begin(), temperatures.end(), m_temperatures.begin());
    m_time += m_step;
    prepare();
}

} // namespace agon::bandits
