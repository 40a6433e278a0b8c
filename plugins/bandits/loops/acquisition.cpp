#include "plugins/bandits/loops/acquisition.h"

#include "core/random/distributions.h"
#include "plugins/bandits/channels.h"
#include "plugins/bandits/loops/round_trial.h"

#include <cassert>
#include <cmath>
#include <string>

namespace agon::bandits {
namespace {

constexpr std::int64_t acquisitionsPerUnit = 4000;

class AcquisitionTrial final : public LaneTrial
{
public:
    AcquisitionTrial(const TrialRequest &request, PrincipalFactory makePrincipal, Horizon horizon)
        : LaneTrial(request, acquisitionsPerUnit), m_makePrincipal(std::move(makePrincipal))
    {
        for (std::size_t lane = 0; lane < request.seeds.size(); ++lane) {
            auto instance =
                std::dynamic_pointer_cast<const AcquisitionInstance>(request.instances[lane]);
            assert(instance);
            m_lanes.push_back(
                {std::move(instance), request.seeds[lane], Epochs(horizon, request.budget)});
            start(m_lanes.back());
        }
    }

private:
    struct Lane
    {
        std::shared_ptr<const AcquisitionInstance> instance;
        std::uint64_t seed;
        Epochs epochs;
        std::unique_ptr<Principal> principal = nullptr;
        Mechanism known = {}; ///< what the figures below are of
        std::vector<AgentResponse> responses = {};
        MechanismValue value = {};
        double regret = 0;
        double payoff = 0;
    };

    /** Which agents of a menu would rather be scored: those that then exert effort. */
    static std::size_t scored(const AcquisitionGame &game, std::span<const double> menu)
    {
        std::size_t result = 0;
        for (std::size_t agent = 0; agent < game.agents; ++agent) {
            const std::vector<double> payments(menu.begin(), menu.end());
            const Mechanism alone = scoreMechanism(game.agents, std::size_t{1} << agent, payments);
            // Effort must earn more than the half that is there for nothing.
            const double earned = evaluate(game, alone).payments - game.costs[agent];
            if (bestResponses(game, alone)[2 * agent + 1].effort && earned >= menu[agent] / 2)
                result |= std::size_t{1} << agent;
        }
        return result;
    }

    void start(Lane &lane) const
    {
        lane.principal = m_makePrincipal(lane.instance->game(), lane.epochs.horizon());
    }

    void playLane(int index, std::int64_t round) override
    {
        Lane &lane = m_lanes[static_cast<std::size_t>(index)];
        if (lane.epochs.begins(round))
            start(lane);
        const AcquisitionGame &game = lane.instance->game();
        const Offer offer = lane.principal->offer();
        Mechanism menu;
        double flat = 0;
        if (!offer.menu.empty()) {
            const std::size_t efforts = scored(game, offer.menu);
            menu = scoreMechanism(game.agents, efforts, {offer.menu.begin(), offer.menu.end()});
            for (std::size_t agent = 0; agent < game.agents; ++agent)
                if (!(efforts >> agent & 1))
                    flat += offer.menu[agent] / 2;
        }
        const Mechanism &mechanism = offer.menu.empty() ? *offer.mechanism : menu;
        if (mechanism.recommend != lane.known.recommend || mechanism.pay != lane.known.pay ||
            mechanism.guessOne != lane.known.guessOne) {
            lane.known = mechanism;
            lane.value = evaluate(game, mechanism);
            lane.responses = bestResponses(game, mechanism);
        }
        lane.regret += lane.instance->optimum() - lane.value.utility + flat;

        random::Stream stream(lane.seed, random::Purpose("acquisition"), 0,
                              static_cast<std::uint64_t>(round));
        AcquisitionOutcome outcome;
        outcome.state = stream.bernoulli(0.5) ? 1 : 0;
        outcome.efforts = random::categorical(stream, mechanism.recommend);
        std::size_t played = 0;
        for (std::size_t agent = 0; agent < game.agents; ++agent)
            if (lane.responses[2 * agent + (outcome.efforts >> agent & 1)].effort)
                played |= std::size_t{1} << agent;
        const std::span<const double> likelihood(game.likelihood);
        const std::size_t signals = random::categorical(
            stream,
            likelihood.subspan((played * 2 + outcome.state) * game.profiles(), game.profiles()));
        for (std::size_t agent = 0; agent < game.agents; ++agent) {
            const auto &response = lane.responses[2 * agent + (outcome.efforts >> agent & 1)];
            if (response.report[signals >> agent & 1])
                outcome.reports |= std::size_t{1} << agent;
        }
        const bool guess = stream.bernoulli(
            mechanism.guessOne[outcome.efforts * game.profiles() + outcome.reports]);
        lane.payoff += guess == (outcome.state == 1);
        lane.payoff -= flat;
        for (std::size_t agent = 0; agent < game.agents; ++agent)
            lane.payoff -= mechanism.pay[payIndex(game.profiles(), agent, outcome.efforts,
                                                  outcome.reports, outcome.state)];
        lane.principal->observe(outcome);
    }

    void recordLaneMetrics(Recorder &recorder, int index, std::int64_t step) override
    {
        const Lane &lane = m_lanes[static_cast<std::size_t>(index)];
        const auto metric = [&](int channel, double value) {
            recorder.metric(channel, index, step, value);
        };
        metric(channel::mechanismRegret, lane.regret);
        metric(channel::mechanismRate, std::pow(static_cast<double>(step), 2.0 / 3));
        metric(channel::principalPayoff, lane.payoff);
        metric(channel::bestMechanismValue, lane.instance->optimum());
        if (step == 0)
            return;
        metric(channel::mechanismValue, lane.value.utility);
        metric(channel::mechanismPayments, lane.value.payments);
        metric(channel::incentiveSlack, lane.value.slack);
    }

    void recordLaneFrames(Recorder &recorder, int index, std::int64_t step) override
    {
        const Lane &lane = m_lanes[static_cast<std::size_t>(index)];
        if (step == 0)
            return;
        const std::size_t agents = lane.instance->game().agents;
        FieldFrame frame{1,
                         static_cast<std::int32_t>(lane.known.recommend.size()),
                         lane.known.recommend,
                         {},
                         {}};
        for (std::size_t efforts = 0; efforts < lane.known.recommend.size(); ++efforts) {
            std::string label;
            for (std::size_t agent = 0; agent < agents; ++agent)
                label += efforts >> agent & 1 ? '1' : '0';
            frame.columnLabels.push_back(label);
        }
        recorder.field(channel::recommendedEfforts, index, step, std::move(frame));
    }

    PrincipalFactory m_makePrincipal;
    std::vector<Lane> m_lanes;
};

} // namespace

Expected<std::unique_ptr<Trial>> startAcquisition(const TrialRequest &request,
                                                  const PrincipalFactory &makePrincipal,
                                                  Horizon horizon)
{
    return std::unique_ptr<Trial>(
        std::make_unique<AcquisitionTrial>(request, makePrincipal, horizon));
}

} // namespace agon::bandits
