#include "plugins/bandits/algorithms/acquisition/algorithms.h"
#include "plugins/bandits/loops/acquisition.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

namespace agon::bandits {
namespace {

struct IncentiveEtcSettings
{
    double score = 1;
    double exploration = 1;
    double slack = 1;

    static Schema<IncentiveEtcSettings> schema()
    {
        using S = IncentiveEtcSettings;
        Schema<S> s;
        s.real(&S::score, "score", "Score")
            .range(0.01, 100)
            .slider(0.1, 3)
            .unit("money")
            .help(
                "Payment for a right report that is known to make effort worth its cost: with two "
                "states, so many times the quadratic score 1 - (θ - report)².")
            .source("our reading of P078");
        s.real(&S::exploration, "exploration", "Exploration")
            .range(0.01, 100)
            .slider(0.1, 5)
            .logarithmic()
            .help("So many times T^(2/3) rounds are spent on learning accuracies.")
            .source("our reading of P078: 1");
        s.real(&S::slack, "slack", "Slack")
            .range(0, 100)
            .slider(0, 3)
            .help("The programme's incentives may fall short by so many times T^(-1/3); a share of "
                  "the score mixed in makes up for it.")
            .source("our reading of P078: 1");
        return s;
    }
};

/** Explore, then commit. */
class IncentiveEtc final : public Principal
{
public:
    using Settings = IncentiveEtcSettings;
    static constexpr bool needsHorizon = true;

    IncentiveEtc(const IncentiveEtcSettings &settings, const AcquisitionGame &known,
                 std::int64_t horizon)
        : m_agents(known.agents)
        , m_mostPayment(known.mostPayment)
        , m_score(std::min(settings.score, known.mostPayment))
    {
        const double third = std::cbrt(static_cast<double>(horizon));
        m_slack = settings.slack / third;
        const auto profiles = static_cast<std::int64_t>(known.profiles());
        m_exploring = std::clamp<std::int64_t>(
            static_cast<std::int64_t>(settings.exploration * third * third),
            std::min(profiles, horizon), horizon);
        m_searching = static_cast<int>(std::ceil(std::log2(third))) + 1;
        // One of each count stands for what no signal contradicts.
        m_counts.assign(known.likelihood.size(), 1);
        m_payments.assign(m_agents, m_score);
        for (std::size_t efforts = 0; efforts < known.profiles(); ++efforts)
            m_explore.push_back(scoreMechanism(m_agents, efforts, m_payments));
        m_low.assign(m_agents, 0);
        m_high.assign(m_agents, m_score);
        m_menu.assign(m_agents, m_score / 2);
    }

    Offer offer() override
    {
        if (m_round < m_exploring)
            return {&m_explore[static_cast<std::size_t>(m_round) % m_explore.size()], {}};
        if (m_round < m_exploring + m_searching)
            return {nullptr, m_menu};
        if (m_committed.recommend.empty())
            commit();
        return {&m_committed, {}};
    }

    void observe(const AcquisitionOutcome &outcome) override
    {
        if (m_round < m_exploring) {
            const std::size_t profiles = m_explore.size();
            m_counts[(outcome.efforts * 2 + outcome.state) * profiles + outcome.reports] += 1;
        } else if (m_round < m_exploring + m_searching) {
            // Whoever takes the score would also take any larger one.
            for (std::size_t agent = 0; agent < m_agents; ++agent) {
                (outcome.efforts >> agent & 1 ? m_high : m_low)[agent] = m_menu[agent];
                m_menu[agent] = (m_low[agent] + m_high[agent]) / 2;
            }
        }
        ++m_round;
    }

private:
    /** How much more often @p agent's report is right with effort, all others idle. */
    static double gain(const AcquisitionGame &game, std::size_t agent)
    {
        const auto right = [&](std::size_t efforts) {
            double sum = 0;
            for (std::size_t signals = 0; signals < game.profiles(); ++signals)
                sum += 0.5 * game.probability(efforts, signals >> agent & 1, signals);
            return sum;
        };
        return std::max(0.01, right(std::size_t{1} << agent) - right(0));
    }

    void commit()
    {
        AcquisitionGame game{m_agents, {}, m_mostPayment, m_counts};
        const std::size_t profiles = game.profiles();
        for (std::size_t cell = 0; cell < game.likelihood.size(); cell += profiles) {
            double sum = 0;
            for (std::size_t signals = 0; signals < profiles; ++signals)
                sum += game.likelihood[cell + signals];
            for (std::size_t signals = 0; signals < profiles; ++signals)
                game.likelihood[cell + signals] /= sum;
        }
        double margin = std::numeric_limits<double>::infinity();
        for (std::size_t agent = 0; agent < m_agents; ++agent) {
            const double gained = gain(game, agent);
            game.costs.push_back(gained * m_high[agent]);
            margin = std::min(margin, gained * (m_score - m_high[agent]));
        }
        auto mechanism = optimalMechanism(game, m_slack);
        if (!mechanism)
            throw std::runtime_error(mechanism.error().text());
        // As much of the strict score as makes up for slack and errors of the same order.
        const double share = 2 * m_slack / (2 * m_slack + std::max(margin, 0.05 * m_score));
        for (std::size_t efforts = 0; efforts < profiles; ++efforts)
            for (std::size_t cell = 0; cell < mechanism->pay.size(); ++cell)
                if (cell / (2 * profiles) % profiles == efforts)
                    mechanism->pay[cell] =
                        (1 - share) * mechanism->pay[cell] + share * m_explore[efforts].pay[cell];
        m_committed = std::move(*mechanism);
    }

    std::size_t m_agents;
    double m_mostPayment;
    double m_score;
    double m_slack = 0;
    std::int64_t m_exploring = 0; ///< rounds of the first phase
    int m_searching = 0;          ///< rounds of the second
    std::int64_t m_round = 0;
    std::vector<double> m_payments;
    std::vector<Mechanism> m_explore;          ///< the score, one for all efforts
    std::vector<double> m_counts;              ///< efforts × θ × reports
    std::vector<double> m_low, m_high, m_menu; ///< search for the smallest score that is taken
    Mechanism m_committed;
};

} // namespace

AlgorithmEntry incentiveEtc()
{
    const auto schema = IncentiveEtcSettings::schema();
    AlgorithmEntry entry;
    entry.declaration = {
        .id = "bandits/incentive-etc",
        .title = "Explore, then commit to a mechanism",
        .summary =
            "Learns accuracies under a strict score and costs by a search over payments, then "
            "commits to the programme's mechanism for them.",
        .loops = {"bandits/acquisition"},
        .parameters = parametersOf<IncentiveEtc>(),
        .papers = {"P078"},
        .reference =
            "Cacciamani, Castiglioni and Gatti 2024, Online information acquisition: hiring "
            "multiple agents",
        .year = 2024,
        .tags = {"mechanism design"},
        .fidelity = Fidelity::reconstructed,
        .note = "The three phases are inferred. With two states a fixed payment for a right report "
                "is the "
                "strictly proper quadratic score of the first. In the second, agents choose "
                "between a score and half "
                "of it for nothing, which shows whether effort is worth it to them.",
    };
    entry.start = [schema](const TrialRequest &request) {
        const auto settings = schema.read(request.settings);
        return startAcquisition(
            request,
            [settings](const AcquisitionGame &game, std::int64_t horizon) {
                return std::make_unique<IncentiveEtc>(settings, game, horizon);
            },
            horizonOf<IncentiveEtc>(request.settings));
    };
    return entry;
}

} // namespace agon::bandits
