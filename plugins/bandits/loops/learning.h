#pragma once

#include "core/experiment/family.h"
#include "plugins/bandits/rules/report_noise.h"

#include <cstdint>
#include <memory>

// The loop "bandits/learning": agents act in turn on a private signal and on what all before them
// reported; what contestants differ in is how agents blur their reports. Signals are a function of
// (seed, agent).

namespace agon::bandits {

class LearningInstance : public ProblemInstance
{
public:
    /** @p state θ = +1 or -1; @p sigma of Gaussian signals N(θ, σ²), or 0 for binary ones that
     *  equal θ with probability @p accuracy. */
    LearningInstance(int state, double sigma, double accuracy)
        : m_state(state), m_sigma(sigma), m_accuracy(accuracy)
    {}
    int state() const { return m_state; }
    bool binary() const { return m_sigma <= 0; }
    double sigma() const { return m_sigma; }
    double accuracy() const { return m_accuracy; }

private:
    int m_state;
    double m_sigma;
    double m_accuracy;
};

Expected<std::unique_ptr<Trial>> startLearning(const TrialRequest &request,
                                               const ReportNoise &noise);

} // namespace agon::bandits
