#pragma once

#include "core/experiment/parameters.h"

#include <bit>
#include <cstdint>
#include <vector>

// Rules that need to know for how long they play say so: static constexpr bool needsHorizon = true.
// They are told the budget, or are started anew in epochs of known length. Loops ask for it with
// parametersOf() and horizonOf(), and play it with Epochs.

namespace agon::bandits {

/** How a rule that needs the horizon T gets it. */
enum class Horizon {
    given,   ///< T is the run's budget
    doubling ///< the rule starts anew at t = 1, 2, 4, … with T as long as the epoch
};

template <class Rule>
concept NeedsHorizon = requires
{
    requires Rule::needsHorizon;
};

struct HorizonSettings
{
    Horizon horizon = Horizon::given;

    static Schema<HorizonSettings> schema()
    {
        Schema<HorizonSettings> s;
        s.choice<Horizon>(&HorizonSettings::horizon, "horizon", "Horizon",
                          {{Horizon::given, "given", "Given", "The rule knows the budget."},
                           {Horizon::doubling, "doubling", "Doubling",
                            "The rule starts anew at t = 1, 2, 4, … and forgets what it saw."}})
            .help("Whether the rule knows for how long it plays.")
            .source("classic: given; doubling trick of Cesa-Bianchi and Lugosi 2006")
            .advanced();
        return s;
    }
};

/** The parameters of a rule's settings, and how it gets T where it needs it. */
template <class Rule>
std::vector<ParameterDeclaration> parametersOf()
{
    std::vector<ParameterDeclaration> parameters = Rule::Settings::schema().declarations();
    if constexpr (NeedsHorizon<Rule>) {
        const auto schema = HorizonSettings::schema();
        parameters.insert(parameters.end(), schema.declarations().begin(),
                          schema.declarations().end());
    }
    return parameters;
}

/** What complete @p settings of such a rule say. */
template <class Rule>
Horizon horizonOf(const Json &settings)
{
    if constexpr (NeedsHorizon<Rule>)
        return HorizonSettings::schema().read(settings).horizon;
    else
        return Horizon::given;
}

/** The stretches of a run for each of which a rule is told a horizon: the whole run, or epochs that
 *  begin at t = 1, 2, 4, … and are as long as their number says. Plain; one a lane. */
class Epochs
{
public:
    Epochs(Horizon horizon, std::int64_t budget)
        : m_doubles(horizon == Horizon::doubling), m_length(m_doubles ? 1 : budget)
    {}

    /** T of the present epoch, in rounds. */
    std::int64_t horizon() const { return m_length; }
    /** Rounds played before it began. */
    std::int64_t before() const { return m_before; }
    /** Moves on to round @p round, counted from 1; rounds follow each other. True: with it a new
     *  epoch begins, and the rule is to be made anew. */
    bool begins(std::int64_t round)
    {
        if (!m_doubles || round == 1 || !std::has_single_bit(static_cast<std::uint64_t>(round)))
            return false;
        m_before = round - 1;
        m_length = round;
        return true;
    }

private:
    bool m_doubles;
    std::int64_t m_length;
    std::int64_t m_before = 0;
};

} // namespace agon::bandits
