#pragma once

namespace agon::bandits {

/** How agents blur their reports, for agents whose signal is compared with a threshold. */
class ReportNoise
{
public:
    enum class Kind { none, constant, smooth };

    /** @p epsilon > 0: the privacy budget; no matter for none. */
    ReportNoise(Kind kind, double epsilon) : m_kind(kind), m_epsilon(epsilon) {}

    /** Probability of reporting the opposite, with the signal @p distance >= 0 from the threshold:
     *  1/(1 + e^ε) for constant noise, e^{-ε distance}/2 for smooth. */
    double flip(double distance) const;
    /** Probability that -1 is reported when the signal is N(m, σ²) and the threshold m + @p z. */
    double reportsMinus(double z, double sigma) const;

    Kind kind() const { return m_kind; }
    double epsilon() const { return m_epsilon; }

private:
    Kind m_kind;
    double m_epsilon;
};

/** The public log-likelihood ratio of θ = +1 against -1 after one more report (P060): signals are
 *  N(θ, σ²), agents intend +1 beyond the threshold -σ² l/2. */
double updatedRatio(double ratio, bool plus, const ReportNoise &noise, double sigma);

} // namespace agon::bandits
