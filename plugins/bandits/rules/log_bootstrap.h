#pragma once

#include "core/experiment/parameters.h"
#include "core/random/stream.h"

#include <utility>
#include <variant>
#include <vector>

namespace agon::bandits {

/** Value ± 1.96 standard errors. */
struct NormalInterval
{};
/** Between the 2.5 % and 97.5 % quantiles of estimates on resampled logs. */
struct BootstrapInterval
{
    int replicates = 200;
};
/** How estimators of a log say how far they may be off. */
struct LogIntervalSettings
{
    std::variant<NormalInterval, BootstrapInterval> interval = NormalInterval{};

    static Schema<LogIntervalSettings> schema();
};

/** What a round of a log adds to an estimate: the mean of values, plus the sum of corrections by
 *  the sum of weights where there are weights. */
struct EstimatorTerm
{
    double value = 0;
    double weight = 0;
    double correction = 0;
};

/** Estimates on resamples of a log that is read once: in every replicate a round counts as often as
 *  a Poisson number of mean 1 says (Oza and Russell 2001), so the log need not be kept. */
class LogBootstrap
{
public:
    explicit LogBootstrap(int replicates);

    /** @p stream is the round's own. */
    void add(const EstimatorTerm &term, random::Stream &stream);
    /** The percentile interval of 95 %. */
    std::pair<double, double> interval() const;

private:
    struct Replicate
    {
        double rounds = 0;
        double values = 0;
        double weights = 0;
        double corrections = 0;
    };
    std::vector<Replicate> m_replicates;
};

} // namespace agon::bandits
