#include "plugins/bandits/loops/stochastic.h"
#include "plugins/bandits/problems/stochastic/arm_means.h"
#include "plugins/bandits/problems/stochastic/problems.h"

#include <cmath>

namespace agon::bandits {
namespace {

struct BernoulliSettings
{
    ArmMeans means = SpacedMeans{};

    static Schema<BernoulliSettings> schema()
    {
        Schema<BernoulliSettings> s;
        declareMeans(s, &BernoulliSettings::means, 0, 1);
        return s;
    }
};

/** Draws 64 rounds at once: digit by binary digit, uniform numbers of all 64 rounds are compared
 * with the mean until the last of them differs from it. That is exact, and costs about eight words
 * of random bits for 64 rewards. */
class BernoulliInstance final : public StochasticInstance
{
public:
    explicit BernoulliInstance(std::vector<double> means)
        : StochasticInstance(std::move(means), RewardLaw::bernoulli, 0.5, 6)
    {
        for (const double mean : StochasticInstance::means())
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

} // namespace

ProblemEntry bernoulli()
{
    const auto schema = BernoulliSettings::schema();
    ProblemEntry entry;
    entry.declaration = {
        .id = "bandits/bernoulli",
        .title = "Bernoulli bandit",
        .summary = "Every arm pays 1 with its own probability, else 0.",
        .loop = "bandits/stochastic",
        .parameters = schema.declarations(),
        .provides = {"stochastic-rewards", "bounded-rewards"},
        .reference = "Lai and Robbins 1985, Asymptotically efficient adaptive allocation rules",
        .defaultBudget = 10'000,
        .defaultContestants = {"bandits/ucb1", "bandits/epsilon-greedy",
                               "bandits/thompson-sampling", "bandits/kl-ucb"},
    };
    entry.prepare = [schema](const ProblemRequest &request) -> Expected<InstancePointer> {
        auto means = meansOf(schema.read(request.settings).means, 0, request.problem);
        if (!means)
            return means.error();
        return InstancePointer(std::make_shared<BernoulliInstance>(std::move(*means)));
    };
    return entry;
}

} // namespace agon::bandits
