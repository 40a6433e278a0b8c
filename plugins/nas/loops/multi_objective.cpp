#include "plugins/nas/loops/multi_objective.h"

#include "core/optimization/indicators.h"
#include "plugins/nas/channels.h"

#include <algorithm>
#include <memory>

namespace agon::nas {

namespace {

/** What a trial measures its front against. One of these serves all lanes on one instance. */
struct Target
{
    std::vector<double> front; ///< size points × objectives, in the problem's units
    std::vector<double> scaledFront;
    std::vector<double> origin; ///< per objective, the true front's smallest value…
    std::vector<double> range;  ///< …and its extent, 1 where that is 0
    double hypervolume = 0;

    explicit Target(const FrontProblem &problem)
        : front(problem.trueFront().size() * problem.objectives())
    {
        const std::size_t objectives = problem.objectives();
        for (std::size_t i = 0; i < problem.trueFront().size(); ++i)
            problem.evaluate(problem.trueFront()[i],
                             std::span(front).subspan(i * objectives, objectives));
        hypervolume = optimization::hypervolume({front, objectives}, problem.referencePoint());
        for (std::size_t objective = 0; objective < objectives; ++objective) {
            double lowest = front[objective];
            double highest = front[objective];
            for (std::size_t i = objective; i < front.size(); i += objectives) {
                lowest = std::min(lowest, front[i]);
                highest = std::max(highest, front[i]);
            }
            origin.push_back(lowest);
            range.push_back(highest > lowest ? highest - lowest : 1);
        }
        scaledFront = scaled(front);
    }

    /** Objectives in units of the true front's extent, so that no unit outweighs another. */
    std::vector<double> scaled(std::vector<double> values) const
    {
        for (std::size_t i = 0; i < values.size(); ++i) {
            const std::size_t objective = i % origin.size();
            values[i] = (values[i] - origin[objective]) / range[objective];
        }
        return values;
    }
};

class FrontTrial final : public SearchTrial
{
public:
    FrontTrial(const TrialRequest &request, const SearcherFactory &makeSearcher)
        : SearchTrial(request, makeSearcher), m_archives(request.seeds.size())
    {
        for (int lane = 0; lane < request.lanes(); ++lane)
            m_targets.emplace_back(frontProblem(lane));
    }

private:
    /** A non-dominated architecture and the evaluation that found it. */
    struct Member
    {
        Architecture architecture;
        std::int64_t foundAt;
        std::vector<double> objectives;
    };
    using Archive = std::vector<Member>;

    const FrontProblem &frontProblem(int lane) const
    {
        return static_cast<const FrontProblem &>(problem(lane));
    }

    void begin(Recorder &recorder, int lane) override
    {
        recorder.metric(Channel::hypervolume, lane, 0, 0);
        recorder.metric(Channel::frontSize, lane, 0, 0);
        if (!recorder.framesWanted(lane))
            return;
        const FrontProblem &space = frontProblem(lane);
        PointsFrame frame;
        frame.values = m_targets[static_cast<std::size_t>(lane)].front;
        for (const Architecture architecture : space.trueFront()) {
            frame.ids.push_back(space.number(architecture));
            frame.labels.push_back(space.name(architecture));
        }
        recorder.points(Channel::trueFront, lane, 0, std::move(frame));
    }

    bool note(Recorder &recorder, const Evaluation &evaluation) override
    {
        Archive &archive = m_archives[static_cast<std::size_t>(evaluation.lane)];
        for (const Member &member : archive)
            if (member.architecture == evaluation.architecture ||
                optimization::dominates(member.objectives, evaluation.objectives))
                return false;
        std::erase_if(archive, [&](const Member &member) {
            return optimization::dominates(evaluation.objectives, member.objectives);
        });
        archive.push_back(
            {evaluation.architecture, evaluation.step,
             std::vector<double>(evaluation.objectives.begin(), evaluation.objectives.end())});
        if (recorder.framesWanted(evaluation.lane))
            recorder.graph(Channel::cell, evaluation.lane, evaluation.step,
                           problem(evaluation.lane).picture(evaluation.architecture));
        return true;
    }

    void recordMetrics(Recorder &recorder, int lane) override
    {
        const Archive &archive = m_archives[static_cast<std::size_t>(lane)];
        const Target &target = m_targets[static_cast<std::size_t>(lane)];
        const FrontProblem &space = frontProblem(lane);
        const std::size_t objectives = space.objectives();
        std::vector<double> values;
        for (const Member &member : archive)
            values.insert(values.end(), member.objectives.begin(), member.objectives.end());
        const std::vector<double> scaled = target.scaled(values);
        recorder.metric(Channel::hypervolume, lane, step(),
                        optimization::hypervolume({values, objectives}, space.referencePoint()) /
                            target.hypervolume);
        recorder.metric(Channel::igdPlus, lane, step(),
                        optimization::invertedGenerationalDistancePlus(
                            {scaled, objectives}, {target.scaledFront, objectives}));
        recorder.metric(
            Channel::additiveEpsilon, lane, step(),
            optimization::additiveEpsilon({scaled, objectives}, {target.scaledFront, objectives}));
        recorder.metric(Channel::frontSize, lane, step(), static_cast<double>(archive.size()));
    }

    void recordFrames(Recorder &recorder, int lane) override
    {
        Archive archive = m_archives[static_cast<std::size_t>(lane)];
        std::sort(archive.begin(), archive.end(),
                  [](const Member &a, const Member &b) { return a.objectives < b.objectives; });
        const FrontProblem &space = frontProblem(lane);
        PointsFrame frame;
        for (const Member &member : archive) {
            frame.values.insert(frame.values.end(), member.objectives.begin(),
                                member.objectives.end());
            frame.ids.push_back(space.number(member.architecture));
            frame.labels.push_back(space.name(member.architecture));
            frame.graphs.push_back(member.foundAt);
        }
        recorder.points(Channel::front, lane, step(), std::move(frame));
    }

    std::vector<Archive> m_archives;
    std::vector<Target> m_targets;
};

} // namespace

LoopDeclaration multiObjectiveLoop()
{
    LoopDeclaration loop;
    loop.id = "nas/multi-objective";
    loop.title = "Search by evaluation, several objectives";
    loop.summary = "As nas/ask-tell, but every evaluation has several objectives and the loop "
                   "keeps the front.";
    loop.budgetUnit = "evaluations";
    loop.stepUnit = "evaluation";
    loop.channels = {"hypervolume",    "igd_plus", "additive_epsilon", "front_size",
                     "simulated_cost", "front",    "true_front",       "cell"};
    return loop;
}

std::unique_ptr<Trial> makeFrontTrial(const TrialRequest &request,
                                      const SearcherFactory &makeSearcher)
{
    return std::make_unique<FrontTrial>(request, makeSearcher);
}

} // namespace agon::nas
