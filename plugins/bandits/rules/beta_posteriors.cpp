#include "plugins/bandits/rules/beta_posteriors.h"

#include "core/random/distributions.h"

#include <boost/math/special_functions/gamma.hpp>

#include <bit>
#include <cmath>
#include <numbers>

namespace agon::bandits {
namespace {

/** The largest whole e with 2^e <= value; value > 0 and normal. */
double exponentOf(double value)
{
    constexpr int mantissaBits = 52;
    constexpr int bias = 1023;
    return static_cast<double>(
        static_cast<int>(std::bit_cast<std::uint64_t>(value) >> mantissaBits) - bias);
}

double logNormalization(double a, double b)
{
    return boost::math::lgamma(a + b) - boost::math::lgamma(a) - boost::math::lgamma(b);
}

} // namespace

BetaPosteriors::BetaPosteriors(int arms, double successes, double failures)
    : m_a(static_cast<std::size_t>(arms), successes)
    , m_b(static_cast<std::size_t>(arms), failures)
    , m_logNormalization(static_cast<std::size_t>(arms), logNormalization(successes, failures))
    , m_logConcave(successes >= 1 && failures >= 1)
{}

void BetaPosteriors::update(int arm, double reward)
{
    const auto i = static_cast<std::size_t>(arm);
    double &a = m_a[i];
    double &b = m_b[i];
    // B(a+1, b) = B(a, b) a/(a+b), and likewise for b.
    if (reward == 1) {
        m_logNormalization[i] += std::log((a + b) / a);
        a += 1;
    } else if (reward == 0) {
        m_logNormalization[i] += std::log((a + b) / b);
        b += 1;
    } else {
        a += reward;
        b += 1 - reward;
        m_logNormalization[i] = logNormalization(a, b);
    }
}

BetaPosteriors::Threshold::Threshold(double value)
    : x(value)
    , logarithm(std::log(value))
    , complementLogarithm(std::log(1 - value))
    , inverse(1 / value)
    , complementInverse(1 / (1 - value))
{}

std::uint32_t BetaPosteriors::sixteenBits(random::Stream &stream)
{
    if (m_bitsLeft == 0) {
        m_bits = stream.next();
        m_bitsLeft = 64;
    }
    const auto bits = static_cast<std::uint32_t>(m_bits & 0xffff);
    m_bits >>= 16;
    m_bitsLeft -= 16;
    return bits;
}

double BetaPosteriors::drawAbove(std::size_t arm, const Threshold &threshold,
                                 random::Stream &stream)
{
    const double a = m_a[arm] - 1;
    const double b = m_b[arm] - 1;
    const double slope = b * threshold.complementInverse - a * threshold.inverse;
    const double minusLogDensity =
        -m_logNormalization[arm] - a * threshold.logarithm - b * threshold.complementLogarithm;
    // At least -ln q. Where q is not small, an ordinary draw is cheaper.
    const double atLeast = minusLogDensity + std::numbers::ln2 * exponentOf(slope);
    if (!(m_logConcave && slope > 0 && atLeast > 1)) {
        const double draw = random::beta(stream, m_a[arm], m_b[arm]);
        return draw > threshold.x ? draw : -1;
    }
    // A uniform number with k leading zeros is at least 2^-(k+1).
    const std::uint32_t bits = sixteenBits(stream);
    const int zeros = std::countl_zero(bits) - 16;
    if (std::numbers::ln2 * (zeros + 1) <= atLeast)
        return -1;
    const std::uint64_t whole = (static_cast<std::uint64_t>(bits) << 48) | (stream.next() >> 16);
    const double uniform = (static_cast<double>(whole) + 0.5) * 0x1.0p-64;
    if (-std::log(uniform) <= minusLogDensity + std::log(slope))
        return -1;
    const double distance = random::exponential(stream) / slope;
    const double draw = threshold.x + distance;
    if (draw >= 1)
        return -1;
    const double logRatio = a * std::log1p(distance * threshold.inverse) +
                            b * std::log1p(-distance * threshold.complementInverse) +
                            slope * distance;
    return std::log(stream.uniformOpen()) < logRatio ? draw : -1;
}

ArmPosterior BetaPosteriors::summary() const
{
    ArmPosterior result;
    for (std::size_t arm = 0; arm < m_a.size(); ++arm)
        result.addBeta(m_a[arm], m_b[arm]);
    return result;
}

int BetaPosteriors::largestDraw(random::Stream &stream)
{
    const std::size_t first = m_last;
    Threshold threshold(random::beta(stream, m_a[first], m_b[first]));
    for (std::size_t arm = 0; arm < m_a.size(); ++arm) {
        if (arm == first)
            continue;
        if (const double draw = drawAbove(arm, threshold, stream); draw >= 0) {
            threshold = Threshold(draw);
            m_last = arm;
        }
    }
    return static_cast<int>(m_last);
}

} // namespace agon::bandits
