#pragma once

#include "core/experiment/parameters.h"
#include "plugins/bandits/loops/linear_best_arm.h"

#include <vector>

namespace agon::bandits {

/** The law of the noise that makes means private. */
enum class PrivacyNoise {
    laplace, ///< scale 1/(ε n): ε-private
    gaussian ///< deviation gaussianMechanismFactor(ε, δ)/(ε n): (ε, δ)-private
};

/** How private the means of phased strategies are. */
struct PrivacySettings
{
    bool isPrivate = true;
    double epsilon = 1;
    PrivacyNoise noise = PrivacyNoise::laplace;
    double delta = 1e-5;

    static Schema<PrivacySettings> schema();
};

/** Pulls some arms equally often, publishes their means with noise, keeps the best
 *  survivors, and goes on with fresh samples: data are disjoint between phases, so ε is that of
 *  one. */
class PhasedElimination : public BestArmStrategy
{
public:
    int next() final;
    void tell(double reward, random::Stream &stream) final;
    int recommended() const final { return m_survivors.front(); }
    int survivors() const final { return static_cast<int>(m_survivors.size()); }
    double designLogDeterminant() const final { return m_designLogDeterminant; }
    double privacyLoss() const final;
    double epsilon() const final;
    double privacyDelta() const final;
    std::int64_t noisyReleases() const final { return m_releases; }

protected:
    PhasedElimination(const PrivacySettings &privacy, const LinearArms &arms);
    /** What a phase pulls. */
    struct Phase
    {
        std::vector<int> pulled;         ///< arms
        std::vector<std::int64_t> pulls; ///< of each of them
        int kept = 1;                    ///< arms that survive it
        /** One row a survivor: its value as a combination of the pulled arms' means; empty: the
         *  pulled arms are the survivors. */
        Eigen::MatrixXd combinations;
    };
    /** The phase with number @p index, counted from 0, among the arms @p survivors. */
    virtual Phase plan(int index, const std::vector<int> &survivors) const = 0;
    /** Starts the first phase; constructors call it last. */
    void begin();

    LinearArms m_arms;

private:
    void endPhase(random::Stream &stream);
    double phaseLogDeterminant() const;
    /** What is added to the mean of @p count rewards. */
    double noise(double count, random::Stream &stream) const;

    PrivacySettings m_privacy;
    double m_noiseFactor = 1; ///< scale or deviation of the noise, in units of 1/(ε n)
    std::vector<int> m_survivors;
    Phase m_phase;
    double m_designLogDeterminant = 0; ///< of m_phase
    int m_index = 0;
    std::size_t m_position = 0; ///< among the pulled arms
    std::int64_t m_pulls = 0;   ///< of that arm
    std::vector<double> m_sums;
    std::int64_t m_releases = 0;
};

} // namespace agon::bandits
