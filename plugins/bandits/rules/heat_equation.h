#pragma once

#include "plugins/bandits/rules/preconditioned_gradients.h"

#include <span>
#include <vector>

namespace agon::bandits {

/** κ(t) = max(0.1 sin 2πt, -10 sin 2πt): slow and fast diffusion in turns (P220, released code). */
double diffusion(double time);
constexpr double largestDiffusion = 10;

/** The heat equation u' = κ(t) Δu + f on the unit square, 0 on its border, by the rule of Crank and
 *  Nicolson. f is a bump of radius 1/8 that circles the middle at a distance of 1/4, eight times in
 *  a unit of time; at first there is a bump of radius 1/4 in the middle (P220, released code). */
class HeatEquation
{
public:
    /** @p cells >= 2 along a side, @p step > 0 of time, beginning at @p time. */
    HeatEquation(int cells, double step, double time);

    /** κ of the next step: what the release shows its learners, at the step's beginning. */
    double nextDiffusion() const { return diffusion(m_time); }
    /** The system of the next step. */
    GridMatrix matrix() const;
    std::span<const double> right() const { return m_right; }
    /** The temperatures now: where solvers start. */
    std::span<const double> temperatures() const { return m_temperatures; }
    /** Takes the step to @p temperatures, which solve the system. */
    void advance(std::span<const double> temperatures);

private:
    void prepare();
    /** κ of the middle of the step, by what it counts for between neighbours. */
    double coupling() const;

    int m_cells;
    double m_step;
    double m_time;
    std::vector<double> m_temperatures;
    std::vector<double> m_right;
};

} // namespace agon::bandits
