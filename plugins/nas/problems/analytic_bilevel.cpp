#include "plugins/nas/loops/bilevel.h"
#include "plugins/nas/problems/problems.h"

namespace agon::nas {

namespace {

struct AnalyticBilevelSettings
{
    double initialAlpha = 2;
    double initialWeight = -2;
};

Schema<AnalyticBilevelSettings> schema()
{
    Schema<AnalyticBilevelSettings> s;
    s.real(&AnalyticBilevelSettings::initialAlpha, "initial-alpha", "Initial α")
        .range(-100, 100)
        .slider(-4, 4)
        .help("Where the architecture starts.")
        .source("DARTS, section 2.3");
    s.real(&AnalyticBilevelSettings::initialWeight, "initial-weight", "Initial w")
        .range(-100, 100)
        .slider(-4, 4)
        .help("Where the weight starts.")
        .source("DARTS, section 2.3");
    return s;
}

Vector scalar(double value) { return Vector::Constant(1, value); }

/** L_val(w, α) = αw - 2α + 1 and L_train(w, α) = w² - 2αw + α², of the papers on DARTS
 * (section 2.3) and RARTS (P204). The inner solution is w = α; that of the bilevel problem (1, 1).
 */
class Instance final : public BilevelProblem
{
public:
    explicit Instance(const AnalyticBilevelSettings &settings) : m_settings(settings) {}
    Vector initialArchitecture() const override { return scalar(m_settings.initialAlpha); }
    Vector initialWeights() const override { return scalar(m_settings.initialWeight); }
    double validationLoss(const Vector &w, const Vector &alpha) const override
    {
        return alpha[0] * w[0] - 2 * alpha[0] + 1;
    }
    Vector validationByWeights(const Vector &, const Vector &alpha) const override { return alpha; }
    Vector validationByArchitecture(const Vector &w, const Vector &) const override
    {
        return scalar(w[0] - 2);
    }
    Vector trainingByWeights(const Vector &w, const Vector &alpha) const override
    {
        return scalar(2 * (w[0] - alpha[0]));
    }
    Vector trainingByArchitecture(const Vector &w, const Vector &alpha) const override
    {
        return scalar(2 * (alpha[0] - w[0]));
    }
    Vector solution() const override { return Vector::Ones(2); }

private:
    AnalyticBilevelSettings m_settings;
};

} // namespace

ProblemEntry analyticBilevel()
{
    ProblemDeclaration declaration;
    declaration.id = "nas/analytic-bilevel";
    declaration.title = "Analytic bilevel model";
    declaration.summary =
        "One architecture parameter and one weight, whose bilevel solution (1, 1) is known.";
    declaration.loop = "nas/bilevel";
    declaration.parameters = schema().declarations();
    declaration.papers = {"P204"};
    declaration.reference =
        "Liu, Simonyan and Yang 2019, DARTS: Differentiable architecture search, section 2.3";
    declaration.defaultBudget = 2000;
    declaration.maximumBudget = 10'000'000;
    declaration.defaultContestants = {"nas/darts-first-order", "nas/darts-second-order",
                                      "nas/rarts"};
    return {std::move(declaration), [](const ProblemRequest &request) -> Expected<InstancePointer> {
                return InstancePointer(std::make_shared<Instance>(schema().read(request.settings)));
            }};
}

} // namespace agon::nas
