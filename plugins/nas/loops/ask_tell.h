#pragma once

#include "core/experiment/family.h"
#include "core/random/stream.h"
#include "plugins/nas/loops/search_space.h"

#include <functional>
#include <memory>
#include <span>

namespace agon::nas {

/** What the black-box loops ask of a problem: a finite space whose every architecture can be
 *  evaluated. Immutable and shared by threads. */
class SearchProblem : public ProblemInstance
{
public:
    virtual const SearchSpace &space() const = 0;
    virtual std::size_t objectives() const = 0;
    /** Writes the objectives, all minimised, that a search sees of @p architecture. */
    virtual void evaluate(Architecture architecture, std::span<double> objectives) const = 0;
    /** Simulated minutes that one evaluation takes. */
    virtual double cost(Architecture architecture) const = 0;
    /** The network as a graph with positions. */
    virtual GraphFrame picture(Architecture architecture) const = 0;
};

/** The contract of a black-box search: the loop asks for an architecture, evaluates it and tells
 * the result before it asks again. Holds the state of one lane. */
class Searcher
{
public:
    virtual ~Searcher() = default;
    /** The next architecture to evaluate. @p stream is fresh for every evaluation. */
    virtual Architecture ask(random::Stream &stream) = 0;
    /** @p objectives, all minimised, of the architecture just asked for. */
    virtual void tell(Architecture architecture, std::span<const double> objectives) = 0;
};
using SearcherFactory = std::function<std::unique_ptr<Searcher>(const SearchSpace &)>;

/** A uniform architecture: one uniform operation a slot. */
Architecture randomArchitecture(const SearchSpace &space, random::Stream &stream);

/** Plays a lane of a search: asks, evaluates, tells; what is recorded differs from loop to loop. */
class SearchTrial : public Trial
{
public:
    SearchTrial(const TrialRequest &request, const SearcherFactory &makeSearcher);
    bool advance(Recorder &recorder) final;
    std::int64_t step() const final { return m_step; }

protected:
    struct Evaluation
    {
        int lane;
        std::int64_t step; ///< evaluations done, this one included
        Architecture architecture;
        std::span<const double> objectives;
    };
    const SearchProblem &problem(int lane) const;

    /** Before the first evaluation. */
    virtual void begin(Recorder &recorder, int lane) = 0;
    /** Takes note of an evaluation. True when it improved on what the lane had. */
    virtual bool note(Recorder &recorder, const Evaluation &evaluation) = 0;
    /** Records the lane's metrics. Called when due, and at improvements where wanted. */
    virtual void recordMetrics(Recorder &recorder, int lane) = 0;
    /** Records the lane's points. Called when frames are due. */
    virtual void recordFrames(Recorder &recorder, int lane) = 0;

private:
    struct Lane
    {
        std::uint64_t seed;
        std::shared_ptr<const SearchProblem> problem;
        std::unique_ptr<Searcher> searcher;
        double cost = 0; ///< simulated minutes so far
    };
    void evaluateOnce(Recorder &recorder, int lane, bool metricsDue, bool framesDue);
    void record(Recorder &recorder, int lane);

    std::vector<Lane> m_lanes;
    std::vector<double> m_objectives;
    std::int64_t m_budget;
    std::int64_t m_unit;
    std::int64_t m_step = 0;
};

/** A problem with one accuracy that drives the search and another that is reported. */
class AccuracyProblem : public SearchProblem
{
public:
    std::size_t objectives() const final { return 1; }
    /** In percentage points below the best of the space: what drives the search. */
    virtual double signalRegret(Architecture architecture) const = 0;
    /** Likewise for the figure that is reported and never drives the search. */
    virtual double reportRegret(Architecture architecture) const = 0;
    /** The regret itself: searches use only its order and differences. */
    void evaluate(Architecture architecture, std::span<double> objectives) const final
    {
        objectives[0] = signalRegret(architecture);
    }
};

LoopDeclaration askTellLoop();

/** The start of a searcher's catalogue entry: a trial of the loop that the problem speaks. */
Expected<std::unique_ptr<Trial>> startSearch(const TrialRequest &request,
                                             const SearcherFactory &makeSearcher);

/** A catalogue entry for the searcher @p S with settings @p S::Settings, declared by S::schema().
 */
template <class S>
AlgorithmEntry searcherEntry(AlgorithmDeclaration declaration)
{
    declaration.parameters = S::schema().declarations();
    return {std::move(declaration), [](const TrialRequest &request) {
                const auto settings = S::schema().read(request.settings);
                return startSearch(request,
                                   [&](const SearchSpace &space) -> std::unique_ptr<Searcher> {
                                       return std::make_unique<S>(settings, space);
                                   });
            }};
}

} // namespace agon::nas
