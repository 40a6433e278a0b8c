#include "core/random/distributions.h"
#include "plugins/bandits/loops/elicitation.h"
#include "plugins/bandits/problems/elicitation/problems.h"

#include <fmt/format.h>

#include <algorithm>

namespace agon::bandits {
namespace {

// Answers are never certain.
constexpr double leastProbability = 0.02;

struct TwentyQuestionSettings
{
    int classes = 24;
    int questions = 30;
    int targets = 5;
    int candidates = 20;
    double spread = 0.35;
    int entities = 50;

    static Schema<TwentyQuestionSettings> schema()
    {
        using S = TwentyQuestionSettings;
        Schema<S> s;
        s.integer(&S::classes, "classes", "Classes")
            .range(2, 500)
            .slider(2, 60)
            .help("Kinds of entities; which kind an entity is of is not known.");
        s.integer(&S::questions, "questions", "Questions")
            .range(3, 500)
            .slider(10, 100)
            .help("Yes-or-no questions in all.");
        s.integer(&S::targets, "targets", "Targets")
            .range(1, 100)
            .slider(1, 20)
            .help("Questions whose answers are to be predicted and may not be asked.")
            .source("P110: 5");
        s.integer(&S::candidates, "candidates", "Candidates")
            .range(1, 400)
            .slider(1, 50)
            .help("Questions that may be asked, drawn for every entity.");
        s.real(&S::spread, "spread", "Shape of answers")
            .range(0.02, 50)
            .slider(0.1, 5)
            .logarithmic()
            .help(
                "A class's probabilities of a yes are Beta(a, a): the smaller a, the more certain.")
            .source("our reading of P110: 0.35");
        s.integer(&S::entities, "entities", "Entities")
            .range(1, 10'000)
            .slider(1, 300)
            .logarithmic()
            .help("Asked at once in a run; metrics are means over them.");
        return s;
    }
};

} // namespace

ProblemEntry twentyQuestions()
{
    const auto schema = TwentyQuestionSettings::schema();
    ProblemEntry entry;
    entry.declaration = {
        .id = "bandits/twenty-questions",
        .title = "Twenty questions",
        .summary = "Entities of latent classes answer questions; predict what they would answer to "
                   "others.",
        .loop = "bandits/elicitation",
        .parameters = schema.declarations(),
        .papers = {"P110"},
        .defaultBudget = 8,
        .maximumBudget = 400,
        .defaultContestants = {"bandits/information-gain", "bandits/random-question",
                               "bandits/uncertain-question"},
    };
    entry.prepare = [schema](const ProblemRequest &request) -> Expected<InstancePointer> {
        const TwentyQuestionSettings settings = schema.read(request.settings);
        if (settings.targets + settings.candidates > settings.questions)
            return Error(
                fmt::format("{}: {} targets and {} candidates are more than the {} questions.",
                            request.problem, settings.targets, settings.candidates,
                            settings.questions),
                fmt::format("Choose at most {} candidates.",
                            std::max(0, settings.questions - settings.targets)));
        random::Stream table(request.seed, random::Purpose("answer probabilities"));
        const auto questions = static_cast<std::size_t>(settings.questions);
        std::vector<double> probabilities(static_cast<std::size_t>(settings.classes) * questions);
        for (double &p : probabilities)
            p = leastProbability +
                (1 - 2 * leastProbability) * random::beta(table, settings.spread, settings.spread);
        LatentClasses model(std::move(probabilities), questions);
        std::vector<ElicitationInstance::Entity> entities;
        for (int e = 0; e < settings.entities; ++e) {
            random::Stream stream(request.seed, random::Purpose("entities"),
                                  static_cast<std::uint64_t>(e));
            auto &entity = entities.emplace_back();
            entity.latent = static_cast<std::size_t>(
                stream.below(static_cast<std::uint64_t>(settings.classes)));
            const auto order = random::permutation(stream, settings.questions);
            entity.targets.assign(order.begin(), order.begin() + settings.targets);
            entity.candidates.assign(order.begin() + settings.targets,
                                     order.begin() + settings.targets + settings.candidates);
            std::sort(entity.candidates.begin(), entity.candidates.end());
            for (std::size_t question = 0; question < questions; ++question)
                entity.answers.push_back(
                    stream.bernoulli(model.probability(entity.latent, question)));
        }
        return InstancePointer(
            std::make_shared<ElicitationInstance>(std::move(model), std::move(entities)));
    };
    return entry;
}

} // namespace agon::bandits
