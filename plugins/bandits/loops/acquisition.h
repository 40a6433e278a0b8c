#pragma once

#include "core/experiment/family.h"
#include "core/random/stream.h"
#include "plugins/bandits/rules/horizon.h"
#include "plugins/bandits/rules/incentive_program.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <utility>
#include <vector>

// The loop "bandits/acquisition": every round a principal announces a mechanism; agents answer it
// as they like best, report signals, and are paid. States, signals and recommendations are a
// function of (seed, round).

namespace agon::bandits {

class AcquisitionInstance : public ProblemInstance
{
public:
    AcquisitionInstance(AcquisitionGame game, double optimum)
        : m_game(std::move(game)), m_optimum(optimum)
    {}
    const AcquisitionGame &game() const { return m_game; }
    double optimum() const { return m_optimum; } ///< value of the best mechanism

private:
    AcquisitionGame m_game;
    double m_optimum;
};

/** What a principal announces for a round. */
struct Offer
{
    const Mechanism *mechanism = nullptr;
    /** Not empty: every agent may rather take half of this payment for nothing than all of it for a
     *  right report, and says which; the mechanism is the score with these payments. */
    std::span<const double> menu;
};

/** What it sees of a round. */
struct AcquisitionOutcome
{
    std::size_t efforts = 0; ///< recommended; with a menu, those that chose the score
    std::size_t reports = 0;
    std::size_t state = 0;
};

/** The contract of a principal. Holds the state of one lane. */
class Principal
{
public:
    virtual ~Principal() = default;
    virtual Offer offer() = 0;
    virtual void observe(const AcquisitionOutcome &) {}
};

/** Announces the same mechanism in every round. */
class SteadyPrincipal final : public Principal
{
public:
    explicit SteadyPrincipal(Mechanism mechanism) : m_mechanism(std::move(mechanism)) {}
    Offer offer() override { return {&m_mechanism, {}}; }

private:
    Mechanism m_mechanism;
};

/** @p game is for principals that know it; others may use only its agents and mostPayment. */
using PrincipalFactory =
    std::function<std::unique_ptr<Principal>(const AcquisitionGame &game, std::int64_t horizon)>;
Expected<std::unique_ptr<Trial>> startAcquisition(const TrialRequest &request,
                                                  const PrincipalFactory &makePrincipal,
                                                  Horizon horizon = Horizon::given);

} // namespace agon::bandits
