#include "plugins/nas/loops/ask_tell.h"

#include "plugins/nas/channels.h"
#include "plugins/nas/loops/multi_objective.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

namespace agon::nas {

Architecture randomArchitecture(const SearchSpace &space, random::Stream &stream)
{
    Architecture architecture = 0;
    for (int slot = 0; slot < space.slotCount; ++slot)
        architecture =
            architecture * space.operations +
            static_cast<Architecture>(stream.below(static_cast<std::uint64_t>(space.operations)));
    return architecture;
}

SearchTrial::SearchTrial(const TrialRequest &request, const SearcherFactory &makeSearcher)
    : m_budget(request.budget)
    // An evaluation is a look-up, so a unit is bounded by the smoothness of a paced contest, not by
    // time.
    , m_unit(std::clamp<std::int64_t>(request.budget / 256, 1, 256))
{
    for (std::size_t lane = 0; lane < request.seeds.size(); ++lane) {
        auto problem = std::dynamic_pointer_cast<const SearchProblem>(request.instances[lane]);
        auto searcher = makeSearcher(problem->space());
        m_objectives.resize(problem->objectives());
        m_lanes.push_back({request.seeds[lane], std::move(problem), std::move(searcher)});
    }
}

const SearchProblem &SearchTrial::problem(int lane) const
{
    return *m_lanes[static_cast<std::size_t>(lane)].problem;
}

bool SearchTrial::advance(Recorder &recorder)
{
    const int lanes = static_cast<int>(m_lanes.size());
    if (m_step == 0) {
        for (int lane = 0; lane < lanes; ++lane) {
            recorder.metric(Channel::simulatedCost, lane, 0, 0);
            begin(recorder, lane);
        }
    }
    const std::int64_t end = std::min(m_budget, m_step + m_unit);
    while (m_step < end && !recorder.cancelled()) {
        ++m_step;
        const bool metricsDue = recorder.due(m_step);
        const bool framesDue = recorder.frameDue(m_step);
        for (int lane = 0; lane < lanes; ++lane)
            evaluateOnce(recorder, lane, metricsDue, framesDue);
    }
    return m_step < m_budget;
}

void SearchTrial::evaluateOnce(Recorder &recorder, int lane, bool metricsDue, bool framesDue)
{
    Lane &state = m_lanes[static_cast<std::size_t>(lane)];
    random::Stream stream(state.seed, random::Purpose("search"), 0,
                          static_cast<std::uint64_t>(m_step));
    const Architecture architecture = state.searcher->ask(stream);
    state.problem->evaluate(architecture, m_objectives);
    state.searcher->tell(architecture, m_objectives);
    state.cost += state.problem->cost(architecture);
    const bool improved = note(recorder, {lane, m_step, architecture, m_objectives});
    if (metricsDue || (improved && recorder.improvementsWanted()))
        record(recorder, lane);
    if (framesDue && recorder.framesWanted(lane))
        recordFrames(recorder, lane);
}

void SearchTrial::record(Recorder &recorder, int lane)
{
    recorder.metric(Channel::simulatedCost, lane, m_step,
                    m_lanes[static_cast<std::size_t>(lane)].cost);
    recordMetrics(recorder, lane);
}

namespace {

/** Keeps the architecture that is best by the search signal: the incumbent. The reported figure
 *  never selects. */
class AskTellTrial final : public SearchTrial
{
public:
    AskTellTrial(const TrialRequest &request, const SearcherFactory &makeSearcher)
        : SearchTrial(request, makeSearcher), m_incumbents(request.seeds.size())
    {}

private:
    struct Incumbent
    {
        Architecture architecture = 0;
        double regret = std::numeric_limits<double>::infinity();
    };

    void begin(Recorder &, int) override {}

    bool note(Recorder &recorder, const Evaluation &evaluation) override
    {
        Incumbent &incumbent = m_incumbents[static_cast<std::size_t>(evaluation.lane)];
        // Of equals the first seen stays.
        if (!(evaluation.objectives[0] < incumbent.regret))
            return false;
        incumbent = {evaluation.architecture, evaluation.objectives[0]};
        if (recorder.framesWanted(evaluation.lane))
            recorder.graph(Channel::cell, evaluation.lane, evaluation.step,
                           problem(evaluation.lane).picture(evaluation.architecture));
        return true;
    }

    void recordMetrics(Recorder &recorder, int lane) override
    {
        const Incumbent &incumbent = m_incumbents[static_cast<std::size_t>(lane)];
        const auto &space = static_cast<const AccuracyProblem &>(problem(lane));
        recorder.metric(Channel::regret, lane, step(), incumbent.regret);
        recorder.metric(Channel::reportRegret, lane, step(),
                        space.reportRegret(incumbent.architecture));
    }

    void recordFrames(Recorder &, int) override {}

    std::vector<Incumbent> m_incumbents;
};

} // namespace

LoopDeclaration askTellLoop()
{
    LoopDeclaration loop;
    loop.id = "nas/ask-tell";
    loop.title = "Search by evaluation";
    loop.summary =
        "The loop asks a search for an architecture, evaluates it and tells it the result.";
    loop.budgetUnit = "evaluations";
    loop.stepUnit = "evaluation";
    loop.channels = {"regret", "report_regret", "simulated_cost", "cell"};
    return loop;
}

Expected<std::unique_ptr<Trial>> startSearch(const TrialRequest &request,
                                             const SearcherFactory &makeSearcher)
{
    if (std::dynamic_pointer_cast<const AccuracyProblem>(request.instances.front()))
        return std::unique_ptr<Trial>(std::make_unique<AskTellTrial>(request, makeSearcher));
    if (std::dynamic_pointer_cast<const FrontProblem>(request.instances.front()))
        return makeFrontTrial(request, makeSearcher);
    return Error(fmt::format("The algorithm \"{}\" cannot be played on the problem \"{}\".",
                             request.algorithm, request.problem),
                 "Choose a problem of the loop nas/ask-tell or nas/multi-objective.");
}

} // namespace agon::nas
