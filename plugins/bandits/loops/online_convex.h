#pragma once

#include "core/random/stream.h"
#include "plugins/bandits/loops/round_trial.h"
#include "plugins/bandits/rules/horizon.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <type_traits>
#include <utility>
#include <vector>

// The loop "bandits/online-convex": every round a point of a ball is named, then a loss |x - c|²/2
// is revealed and its gradient handed over. How far losses are random and how far they drift is
// what a learner may adapt to.

namespace agon::bandits {

/** Losses of a problem. Immutable, shared by all contestants. */
class LossSequence : public ProblemInstance
{
public:
    /** @p gradientBound G: gradients are rarely longer. */
    LossSequence(int dimension, double radius, double gradientBound)
        : m_dimension(dimension), m_radius(radius), m_gradientBound(gradientBound)
    {}
    /** The mean c̄ of round @p round's centre, and the centre c itself; sizes: dimension. */
    virtual void draw(std::uint64_t seed, std::int64_t round, std::span<double> mean,
                      std::span<double> centre) const = 0;
    int dimension() const { return m_dimension; }
    double radius() const { return m_radius; }
    double gradientBound() const { return m_gradientBound; }

private:
    int m_dimension;
    double m_radius;
    double m_gradientBound;
};

/** What a learner may know before the first round. */
struct OnlineTask
{
    int dimension = 0;
    double radius = 1;        ///< of the ball around 0
    double gradientBound = 1; ///< G: gradients are rarely longer
    std::int64_t horizon = 1; ///< T
};

/** A learner for the loop: made for each run from its settings and the task. */
class OnlineLearner
{
public:
    virtual ~OnlineLearner() = default;
    /** The point of the next round, inside the ball. */
    virtual std::span<const double> point() = 0;
    /** The gradient at that point. */
    virtual void update(std::span<const double> gradient) = 0;
    /** The step size used last. */
    virtual double stepSize() const = 0;
};

/** Nearest point of the ball around 0. */
void projectOnBall(std::span<double> point, double radius);

using MakeOnlineLearner = std::function<std::unique_ptr<OnlineLearner>(const OnlineTask &)>;
std::unique_ptr<Trial> onlineConvexTrial(const TrialRequest &request,
                                         const MakeOnlineLearner &makeLearner, Horizon horizon);

/** One line of the catalogue. @p Learner has Settings with a schema and a constructor from settings
 *  and task. */
template <class Learner>
AlgorithmEntry onlineConvexEntry(AlgorithmDeclaration declaration)
{
    static_assert(std::is_base_of_v<OnlineLearner, Learner>);
    using Settings = typename Learner::Settings;
    declaration.loops = {"bandits/online-convex"};
    declaration.parameters = parametersOf<Learner>();
    AlgorithmEntry entry;
    entry.declaration = std::move(declaration);
    entry.start = [](const TrialRequest &request) -> Expected<std::unique_ptr<Trial>> {
        const Settings settings = Settings::schema().read(request.settings);
        return onlineConvexTrial(
            request,
            [settings](const OnlineTask &task) {
                return std::make_unique<Learner>(settings, task);
            },
            horizonOf<Learner>(request.settings));
    };
    return entry;
}

} // namespace agon::bandits
