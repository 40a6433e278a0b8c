#pragma once

#include "core/random/stream.h"
#include "plugins/bandits/loops/round_trial.h"

#include <Eigen/Core>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

// The loop "bandits/linear-best-arm": with a fixed number of pulls the arm with the largest mean is
// to be found; means are linear in known features, rewards lie in [0, 1], and what is published of
// them may have to be private.

namespace agon::bandits {

/** What a strategy knows before the first pull. */
struct LinearArms
{
    Eigen::MatrixXd features; ///< arms × dimension
    std::int64_t horizon = 0; ///< T: pulls in all
};

/** Arms with their means. Immutable, shared by all contestants. */
class LinearArmsInstance : public ProblemInstance
{
public:
    LinearArmsInstance(Eigen::MatrixXd features, Eigen::VectorXd means)
        : m_features(std::move(features)), m_means(std::move(means))
    {}
    /** Reward of @p arm in pull @p number of the run with @p seed: uniform in [0, 2 mean]. */
    double reward(std::uint64_t seed, int arm, std::int64_t number) const
    {
        random::Stream stream(seed, random::Purpose("rewards"), static_cast<std::uint64_t>(arm),
                              static_cast<std::uint64_t>(number));
        return 2 * m_means(arm) * stream.uniform();
    }
    const Eigen::MatrixXd &features() const { return m_features; }
    const Eigen::VectorXd &means() const { return m_means; }

private:
    Eigen::MatrixXd m_features;
    Eigen::VectorXd m_means; ///< at most 1/2, so that rewards stay in [0, 1]
};

/** A strategy for the loop: made for each run from its settings and the arms. */
class BestArmStrategy
{
public:
    virtual ~BestArmStrategy() = default;
    /** The arm to pull next. */
    virtual int next() = 0;
    /** The reward of the arm that next() named; @p stream is the strategy's own. */
    virtual void tell(double reward, random::Stream &stream) = 0;
    virtual int recommended() const = 0;
    virtual int survivors() const = 0;
    /** ln det Σ π x x' of the pulls under way, in what the survivors span. */
    virtual double designLogDeterminant() const = 0;
    /** ε that the rewards have been given so far; infinite without privacy. */
    virtual double privacyLoss() const = 0;
    /** ε that they will have been given at the end; infinite without privacy. */
    virtual double epsilon() const = 0;
    /** δ that goes with privacyLoss(): 0 where ε says all. */
    virtual double privacyDelta() const = 0;
    /** Numbers about the rewards that were published with noise so far. */
    virtual std::int64_t noisyReleases() const = 0;
};

/** H + H'/ε with H = max i/Δ_i² and H' = max i/Δ_i, Δ_i the i-th smallest gap to the best of @p
 *  means, i = 2, 3, … (P028): error probabilities fall like exp(-T / this). */
double identificationHardness(const Eigen::VectorXd &means, double epsilon);

using MakeStrategy = std::function<std::unique_ptr<BestArmStrategy>(const LinearArms &)>;
std::unique_ptr<Trial> linearBestArmTrial(const TrialRequest &request,
                                          const MakeStrategy &makeStrategy);

/** One line of the catalogue. @p Strategy has Settings with a schema and a constructor from
 * settings and arms. */
template <class Strategy>
AlgorithmEntry linearBestArmEntry(AlgorithmDeclaration declaration)
{
    static_assert(std::is_base_of_v<BestArmStrategy, Strategy>);
    using Settings = typename Strategy::Settings;
    declaration.loops = {"bandits/linear-best-arm"};
    declaration.parameters = Settings::schema().declarations();
    AlgorithmEntry entry;
    entry.declaration = std::move(declaration);
    entry.start = [](const TrialRequest &request) -> Expected<std::unique_ptr<Trial>> {
        const Settings settings = Settings::schema().read(request.settings);
        return linearBestArmTrial(request, [settings](const LinearArms &arms) {
            return std::make_unique<Strategy>(settings, arms);
        });
    };
    return entry;
}

} // namespace agon::bandits
