#include "plugins/bandits/loops/reward_tables.h"

#include "core/random/distributions.h"
#include "plugins/bandits/rules/divergence.h"

#include <cmath>

namespace agon::bandits {
namespace {

/** Draws 64 rounds at once: digit by binary digit, uniform numbers of all 64 rounds are compared
 * with the mean until the last of them differs from it. That is exact, and costs about eight words
 * of random bits for 64 rewards. */
class BernoulliInstance final : public StochasticInstance
{
public:
    explicit BernoulliInstance(const ArmTable &table)
        : StochasticInstance(table, {RewardLaw::bernoulli, 0.5, bernoulliDivergence}, 6)
    {
        for (const double mean : means())
            m_digits.push_back(mean >= 1 ? 0 : static_cast<std::uint64_t>(std::ldexp(mean, 64)));
    }

    void draw(std::uint64_t seed, int arm, std::int64_t window,
              std::span<double> rewards) const override
    {
        const auto a = static_cast<std::size_t>(arm);
        std::uint64_t successes = means()[a] >= 1 ? ~std::uint64_t{0} : 0;
        std::uint64_t undecided = ~successes;
        random::Stream stream(seed, random::Purpose("rewards"), a,
                              static_cast<std::uint64_t>(window));
        for (std::uint64_t digits = m_digits[a]; digits != 0 && undecided != 0; digits <<= 1) {
            const std::uint64_t drawn = stream.next();
            if (digits >> 63) {
                successes |= undecided & ~drawn;
                undecided &= drawn;
            } else {
                undecided &= ~drawn;
            }
        }
        for (std::size_t round = 0; round < rewards.size(); ++round)
            rewards[round] = static_cast<double>((successes >> round) & 1);
    }

private:
    std::vector<std::uint64_t> m_digits; ///< the means' first 64 binary digits
};

class SampledInstance final : public StochasticInstance
{
public:
    SampledInstance(const ArmTable &table, const ArmLaw &law,
                    std::function<double(random::Stream &, std::size_t)> sample)
        : StochasticInstance(table, law, 2), m_sample(std::move(sample))
    {}

    void draw(std::uint64_t seed, int arm, std::int64_t window,
              std::span<double> rewards) const override
    {
        const auto a = static_cast<std::size_t>(arm);
        random::Stream stream(seed, random::Purpose("rewards"), a,
                              static_cast<std::uint64_t>(window));
        for (double &reward : rewards)
            reward = m_sample(stream, a);
    }

private:
    std::function<double(random::Stream &, std::size_t)> m_sample;
};

} // namespace

std::shared_ptr<const StochasticInstance> bernoulliArms(const ArmTable &table)
{
    return std::make_shared<BernoulliInstance>(table);
}

std::shared_ptr<const StochasticInstance> gaussianArms(const ArmTable &table, double deviation)
{
    return sampledArms(table,
                       {RewardLaw::gaussian, deviation,
                        [variance = deviation * deviation](double x, double y) {
                            return gaussianDivergence(x, y, variance);
                        }},
                       [means = table.means, deviation](random::Stream &stream, std::size_t arm) {
                           return random::normal(stream, means[arm], deviation);
                       });
}

std::shared_ptr<const StochasticInstance>
sampledArms(const ArmTable &table, const ArmLaw &law,
            std::function<double(random::Stream &, std::size_t)> sample)
{
    return std::make_shared<SampledInstance>(table, law, std::move(sample));
}

} // namespace agon::bandits
