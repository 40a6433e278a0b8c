#pragma once

#include "core/experiment/family.h"

#include <Eigen/Core>

#include <functional>
#include <memory>

namespace agon::nas {

using Vector = Eigen::VectorXd;

/** min over α of L_val(w*(α), α) with w*(α) = argmin over w of L_train(w, α). Immutable and shared
 * by threads. */
class BilevelProblem : public ProblemInstance
{
public:
    virtual Vector initialArchitecture() const = 0;
    virtual Vector initialWeights() const = 0;
    virtual double validationLoss(const Vector &weights, const Vector &architecture) const = 0;
    virtual Vector validationByWeights(const Vector &weights, const Vector &architecture) const = 0;
    virtual Vector validationByArchitecture(const Vector &weights,
                                            const Vector &architecture) const = 0;
    virtual Vector trainingByWeights(const Vector &weights, const Vector &architecture) const = 0;
    virtual Vector trainingByArchitecture(const Vector &weights,
                                          const Vector &architecture) const = 0;
    /** Architecture and weights that solve it, one after the other. */
    virtual Vector solution() const = 0;
};

/** The gradients of a problem, counted. */
class GradientOracle
{
public:
    explicit GradientOracle(const BilevelProblem &problem) : m_problem(&problem) {}
    Vector validationByWeights(const Vector &weights, const Vector &architecture)
    {
        ++m_evaluations;
        return m_problem->validationByWeights(weights, architecture);
    }
    Vector validationByArchitecture(const Vector &weights, const Vector &architecture)
    {
        ++m_evaluations;
        return m_problem->validationByArchitecture(weights, architecture);
    }
    Vector trainingByWeights(const Vector &weights, const Vector &architecture)
    {
        ++m_evaluations;
        return m_problem->trainingByWeights(weights, architecture);
    }
    Vector trainingByArchitecture(const Vector &weights, const Vector &architecture)
    {
        ++m_evaluations;
        return m_problem->trainingByArchitecture(weights, architecture);
    }
    std::int64_t evaluations() const { return m_evaluations; }

private:
    const BilevelProblem *m_problem;
    std::int64_t m_evaluations = 0;
};

/** What a bilevel rule moves. */
struct BilevelState
{
    Vector architecture; ///< α
    Vector weights;      ///< w
};

/** The contract of a bilevel rule. Holds what it keeps besides the state. */
class BilevelRule
{
public:
    virtual ~BilevelRule() = default;
    /** One step of architecture and weights. */
    virtual void step(BilevelState &state, GradientOracle &gradients) = 0;
};
using BilevelRuleFactory = std::function<std::unique_ptr<BilevelRule>(const BilevelState &start)>;

LoopDeclaration bilevelLoop();

Expected<std::unique_ptr<Trial>> startBilevel(const TrialRequest &request,
                                              const BilevelRuleFactory &makeRule);

/** A catalogue entry for the rule @p R with settings @p R::Settings, declared by R::schema(). */
template <class R>
AlgorithmEntry bilevelEntry(AlgorithmDeclaration declaration)
{
    declaration.loops = {"nas/bilevel"};
    declaration.parameters = R::schema().declarations();
    return {std::move(declaration), [](const TrialRequest &request) {
                const auto settings = R::schema().read(request.settings);
                return startBilevel(request,
                                    [&](const BilevelState &start) -> std::unique_ptr<BilevelRule> {
                                        return std::make_unique<R>(settings, start);
                                    });
            }};
}

} // namespace agon::nas
