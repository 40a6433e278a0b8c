#pragma once

#include "core/experiment/parameters.h"
#include "plugins/bandits/loops/contextual.h"

#include <Eigen/Core>

#include <vector>

namespace agon::bandits {

/** What federated linear policies have in common. In an exchange every silo sends its statistics to
 *  the server, which sends their sum back: 2 M messages of d (d + 1)/2 + d numbers, for the matrix
 *  is symmetric. Noise makes no message longer. */
struct FederatedSettings
{
    int batch = 10;
    double beta = 0.5;
    double regularization = 1;

    static Schema<FederatedSettings> schema();
};

/** LinUCB on statistics that all silos exchange after every batch: within a batch every silo acts
 * on what was exchanged last. */
class FederatedPolicy : public ContextualPolicy
{
public:
    int select(const Situation &situation, random::Stream &) final;
    void update(const Situation &situation, int action, double reward,
                random::Stream &stream) final;
    RewardInterval interval() const final { return m_interval; }
    double report(Quantity quantity) const override;
    PolicyInsight insight(const Situation &situation) final;

protected:
    FederatedPolicy(const FederatedSettings &settings, const ContextualTask &task);
    /** What is added to the exchanged sums of all silos; called once an exchange. */
    virtual void disturb(Eigen::MatrixXd &, Eigen::VectorXd &, random::Stream &) {}
    /** Acts on V = @p regularization · I + @p matrix and @p vector from now on. */
    void synchronise(double regularization, const Eigen::MatrixXd &matrix,
                     const Eigen::VectorXd &vector);

    FederatedSettings m_settings;
    double m_regularization;
    std::int64_t m_exchanges = 0;

private:
    void score(const Situation &situation);

    int m_silos;
    std::int64_t m_roundsPerBatch;
    std::int64_t m_roundsInBatch = 0;
    Eigen::MatrixXd m_matrix; ///< Σ x x' of all silos and rounds
    Eigen::VectorXd m_vector;
    Eigen::MatrixXd m_inverse; ///< V⁻¹ as exchanged last
    Eigen::VectorXd m_parameters;
    double m_smallestEigenvalue = 0;
    Eigen::VectorXd m_features;
    std::vector<double> m_means;
    std::vector<double> m_scores;
    RewardInterval m_interval;
};

} // namespace agon::bandits
