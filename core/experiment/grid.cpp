#include "core/experiment/experiment_keys.h"
#include "core/experiment/grid_labels.h"
#include "core/experiment/grid_messages.h"
#include "core/experiment/grid_variants.h"
#include "core/experiment/named_files.h"
#include "core/experiment/run_identity.h"
#include "core/experiment/toml_values.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <unordered_set>

namespace agon {
namespace {

using detail::Axis;
using detail::Choice;
using detail::KeyTarget;
using detail::located;
using detail::Variant;

class GridBuilder
{
public:
    GridBuilder(const Experiment &experiment, const FamilySet &families, const DataSource &data)
        : m_families(families), m_data(data)
    {
        m_grid.experiment = experiment;
    }

    Expected<Grid> build()
    {
        for (const auto step :
             {&GridBuilder::checkSeeds, &GridBuilder::resolve, &GridBuilder::checkFit,
              &GridBuilder::locateFiles, &GridBuilder::makeVariants, &GridBuilder::makeCells,
              &GridBuilder::makeRuns})
            if (const auto done = (this->*step)(); !done)
                return done.error();
        return std::move(m_grid);
    }

private:
    const Experiment &experiment() const { return m_grid.experiment; }
    Error at(const std::string &path, Error error) const
    {
        return located(std::move(error), experiment(), path);
    }

    Expected<void> checkSeeds()
    {
        const auto &seeds = experiment().seeds;
        if (seeds.empty())
            return at("seeds",
                      Error("The experiment has no seeds.", "Write for instance seeds = 20."));
        std::unordered_set<std::uint64_t> seen;
        for (const std::uint64_t seed : seeds) {
            if (seed > static_cast<std::uint64_t>(INT64_MAX))
                return at("seeds", Error(fmt::format("The seed {} is above 2^63 - 1.", seed)));
            if (!seen.insert(seed).second)
                return at("seeds", Error(fmt::format("The seed {} is given twice.", seed)));
        }
        return {};
    }

    Expected<void> resolve()
    {
        if (experiment().problems.empty())
            return at("problem", Error("The experiment has no problem.",
                                       "Write [problem] and below it type = \"family/name\"."));
        for (std::size_t i = 0; i < experiment().problems.size(); ++i) {
            const ProblemChoice &choice = experiment().problems[i];
            const std::string path = fmt::format("problem.{}.type", i);
            const auto family = m_families.familyOf(choice.type);
            const ProblemDeclaration *problem =
                family ? family->catalogue().problem(choice.type) : nullptr;
            if (!problem)
                return at(path, detail::unknownId(m_families, choice.type, true));
            if (const auto done = joinFamily(family, path, choice.type); !done)
                return done;
            if (problem->loop != m_loop && !m_loop.empty())
                return at(
                    path,
                    Error(fmt::format("\"{}\" speaks the loop \"{}\", but the problems before it "
                                      "speak \"{}\".",
                                      choice.type, problem->loop, m_loop),
                          "The problems of one experiment speak one loop; make two experiments."));
            m_loop = problem->loop;
            m_problems.push_back(problem);
        }
        if (experiment().contestants.empty())
            return at("contestant",
                      Error("The experiment has no contestant.",
                            "Add [[contestant]] and type = \"…\". " +
                                detail::fittingAlgorithms(catalogue(), *m_problems.front())));
        for (std::size_t i = 0; i < experiment().contestants.size(); ++i) {
            const ContestantChoice &choice = experiment().contestants[i];
            const std::string path = fmt::format("contestant.{}.type", i);
            const auto family = m_families.familyOf(choice.type);
            const AlgorithmDeclaration *algorithm =
                family ? family->catalogue().algorithm(choice.type) : nullptr;
            if (!algorithm)
                return at(path, detail::unknownId(m_families, choice.type, false));
            if (const auto done = joinFamily(family, path, choice.type); !done)
                return done;
            m_algorithms.push_back(algorithm);
        }
        return {};
    }

    Expected<void> joinFamily(const std::shared_ptr<const Family> &family, const std::string &path,
                              const std::string &type)
    {
        if (m_grid.families.empty())
            m_grid.families.push_back(family);
        if (m_grid.families.front() == family)
            return {};
        return at(path,
                  Error(fmt::format(
                            "\"{}\" belongs to another family than the problem before it (\"{}\").",
                            type, catalogue().family),
                        "Problems and contestants of one experiment come from one family."));
    }

    const Catalogue &catalogue() const { return m_grid.families.front()->catalogue(); }

    Expected<void> checkFit()
    {
        for (const ProblemDeclaration *problem : m_problems) {
            for (std::size_t i = 0; i < m_algorithms.size(); ++i) {
                const AlgorithmDeclaration &algorithm = *m_algorithms[i];
                if (catalogue().fits(*problem, algorithm))
                    continue;
                return at(fmt::format("contestant.{}.type", i),
                          detail::misfit(catalogue(), *problem, algorithm));
            }
        }
        return {};
    }

    /** Users' files are found from wherever the experiment is read again. */
    Expected<void> locateFiles()
    {
        const auto locate = [this](const std::string &, std::string &path) {
            path = locatedFile(path, experiment().fileName);
        };
        for (std::size_t i = 0; i < m_problems.size(); ++i)
            visitPaths(m_problems[i]->parameters, m_grid.experiment.problems[i].settings, locate);
        for (std::size_t i = 0; i < m_algorithms.size(); ++i)
            visitPaths(m_algorithms[i]->parameters, m_grid.experiment.contestants[i].settings,
                       locate);
        for (SweepAxis &axis : m_grid.experiment.sweep)
            if (sweepsFiles(axis))
                for (Json &value : axis.values)
                    if (value.is_string())
                        value = locatedFile(value.get<std::string>(), experiment().fileName);
        return {};
    }

    /** Whether the values of @p axis are paths of files to any of those that take part. */
    bool sweepsFiles(const SweepAxis &axis) const
    {
        const auto target = detail::parseKey(axis.key);
        Json settings = Json::object();
        if (!target || !detail::setNested(settings, target->path, "a file"))
            return false;
        const std::string key = detail::joined(target->path);
        const auto named = [&](const auto *declaration) {
            const auto files = namedFiles(declaration->parameters, settings);
            return std::any_of(files.begin(), files.end(),
                               [&](const NamedFile &file) { return file.key == key; });
        };
        return std::any_of(m_problems.begin(), m_problems.end(), named) ||
               std::any_of(m_algorithms.begin(), m_algorithms.end(), named);
    }

    Expected<void> makeVariants()
    {
        auto axes = detail::readAxes(experiment());
        if (!axes)
            return axes.error();
        m_axes = std::move(*axes);
        for (const Axis &axis : m_axes)
            m_axisOfFiles.push_back(sweepsFiles(*axis.sweep));
        std::vector<Choice> choices;
        for (std::size_t i = 0; i < m_problems.size(); ++i)
            choices.push_back({KeyTarget::Kind::problem, static_cast<int>(i), m_problems[i]->id,
                               m_problems[i]->parameters, &experiment().problems[i].settings});
        for (std::size_t i = 0; i < m_algorithms.size(); ++i)
            choices.push_back({KeyTarget::Kind::contestant, static_cast<int>(i),
                               m_algorithms[i]->id, m_algorithms[i]->parameters,
                               &experiment().contestants[i].settings});
        for (const Choice &choice : choices) {
            auto variants = detail::variantsOf(choice, m_axes, experiment());
            if (!variants)
                return variants.error();
            (choice.kind == KeyTarget::Kind::problem ? m_problemVariants : m_contestantVariants)
                .push_back(std::move(*variants));
        }
        for (Axis &axis : m_axes) {
            if (axis.isBudget())
                axis.touched =
                    std::any_of(experiment().contestants.begin(), experiment().contestants.end(),
                                [](const ContestantChoice &c) { return !c.budget; });
            if (!axis.touched)
                return at("sweep." + axis.sweep->key, detail::untouchedAxis(axis, choices));
        }
        return {};
    }

    /** Labels of choices, before the axes' coordinates are added. */
    template <class ChoiceOfUser, class Declaration>
    std::vector<std::string> baseLabels(const std::vector<ChoiceOfUser> &choices,
                                        const std::vector<const Declaration *> &declarations,
                                        const std::vector<std::vector<Variant>> &variants) const
    {
        std::vector<detail::Labelled> entries;
        for (std::size_t i = 0; i < choices.size(); ++i) {
            Json settings =
                withFileNames(declarations[i]->parameters, variants[i].front().complete);
            for (std::size_t axis = 0; axis < m_axes.size(); ++axis)
                if (variants[i].front().axisValues[axis] >= 0 &&
                    m_axes[axis].sweep->values.size() > 1)
                    settings.erase(m_axes[axis].target.path.front());
            std::optional<std::int64_t> budget;
            if constexpr (std::is_same_v<ChoiceOfUser, ContestantChoice>)
                budget = choices[i].budget;
            entries.push_back(
                {choices[i].label, declarations[i]->title, std::move(settings), budget});
        }
        return detail::distinctLabels(entries);
    }

    std::string labelOf(const std::string &base, const Variant &variant) const
    {
        std::string label = base;
        for (std::size_t axis = 0; axis < m_axes.size(); ++axis) {
            const SweepAxis &sweep = *m_axes[axis].sweep;
            if (variant.axisValues[axis] < 0 || sweep.values.size() < 2)
                continue;
            Json value = sweep.values[static_cast<std::size_t>(variant.axisValues[axis])];
            if (m_axisOfFiles[axis] && value.is_string())
                value = std::filesystem::path(value.get<std::string>()).filename().string();
            label += ", " + detail::labelPart(m_axes[axis].path(), value);
        }
        return label;
    }

    /** Before anything is built that would be too large. */
    Expected<void> checkSize() const
    {
        std::int64_t budgets = 1;
        for (const Axis &axis : m_axes)
            if (axis.isBudget())
                budgets = static_cast<std::int64_t>(axis.sweep->values.size());
        double cells = 0;
        for (const auto &problems : m_problemVariants)
            for (std::size_t i = 0; i < m_contestantVariants.size(); ++i)
                cells += static_cast<double>(problems.size()) *
                         static_cast<double>(m_contestantVariants[i].size()) *
                         static_cast<double>(experiment().contestants[i].budget ? 1 : budgets);
        if (cells * static_cast<double>(experiment().seeds.size()) <= detail::maximumRuns)
            return {};
        return at(experiment().sweep.empty() ? "seeds" : "sweep",
                  Error(fmt::format("The experiment has more than {} runs.", detail::maximumRuns),
                        "Take fewer seeds or a smaller sweep."));
    }

    Expected<void> makeCells()
    {
        if (const auto done = checkSize(); !done)
            return done;
        const auto problemLabels = baseLabels(experiment().problems, m_problems, m_problemVariants);
        const auto contestantLabels =
            baseLabels(experiment().contestants, m_algorithms, m_contestantVariants);
        for (std::size_t p = 0; p < m_problems.size(); ++p)
            for (const Variant &problem : m_problemVariants[p])
                for (std::size_t c = 0; c < m_algorithms.size(); ++c)
                    for (const Variant &contestant : m_contestantVariants[c]) {
                        Cell cell;
                        cell.problem = static_cast<int>(p);
                        cell.contestant = static_cast<int>(c);
                        cell.axisValues.resize(m_axes.size());
                        for (std::size_t axis = 0; axis < m_axes.size(); ++axis)
                            cell.axisValues[axis] =
                                std::max(problem.axisValues[axis], contestant.axisValues[axis]);
                        cell.problemLabel = labelOf(problemLabels[p], problem);
                        cell.contestantLabel = labelOf(contestantLabels[c], contestant);
                        cell.family = m_grid.families.front().get();
                        cell.problemSettings = problem.complete;
                        cell.algorithmSettings = contestant.complete;
                        cell.schedule =
                            experiment().schedule.value_or(catalogue().loop(m_loop)->schedule);
                        cell.problemId = m_problems[p]->id;
                        cell.algorithmId = m_algorithms[c]->id;
                        if (const auto done = addWithBudgets(std::move(cell)); !done)
                            return done;
                    }
        return {};
    }

    Expected<void> addWithBudgets(Cell cell)
    {
        const auto add = [&](const std::string &path, std::int64_t budget, int axis,
                             int value) -> Expected<void> {
            const ProblemDeclaration &problem = *m_problems[static_cast<std::size_t>(cell.problem)];
            if (budget < 1 || budget > problem.maximumBudget)
                return at(path,
                          Error(fmt::format(
                              "\"budget\" must be between 1 and {} {} for {}, but {} was given.",
                              problem.maximumBudget, catalogue().loop(m_loop)->budgetUnit,
                              problem.id, budget)));
            Cell budgeted = cell;
            budgeted.budget = budget;
            if (axis >= 0)
                budgeted.axisValues[static_cast<std::size_t>(axis)] = value;
            m_grid.cells.push_back(std::move(budgeted));
            return {};
        };
        const ContestantChoice &choice =
            experiment().contestants[static_cast<std::size_t>(cell.contestant)];
        if (choice.budget)
            return add(fmt::format("contestant.{}.budget", cell.contestant), *choice.budget, -1,
                       -1);
        for (std::size_t axis = 0; axis < m_axes.size(); ++axis) {
            if (!m_axes[axis].isBudget())
                continue;
            const auto &values = m_axes[axis].sweep->values;
            for (std::size_t i = 0; i < values.size(); ++i) {
                const auto budget = detail::wholeNumber(values[i]);
                if (!budget)
                    return at(
                        "sweep.budget",
                        Error(fmt::format("A budget must be a whole number, but {} was given.",
                                          detail::shown(values[i]))));
                if (const auto done =
                        add("sweep.budget", *budget, static_cast<int>(axis), static_cast<int>(i));
                    !done)
                    return done;
            }
            return {};
        }
        return add("budget",
                   experiment().budget.value_or(
                       m_problems[static_cast<std::size_t>(cell.problem)]->defaultBudget),
                   -1, -1);
    }

    Expected<void> makeRuns()
    {
        std::vector<detail::IdentityMaker> makers;
        for (const Cell &cell : m_grid.cells) {
            auto maker = detail::IdentityMaker::make(cell, m_data);
            if (const auto *fault = std::get_if<detail::IdentityFault>(&maker)) {
                const std::string path = fault->ofAlgorithm
                                             ? fmt::format("contestant.{}", cell.contestant)
                                             : fmt::format("problem.{}", cell.problem);
                return at(fault->key.empty() ? path + ".type" : path + "." + fault->key,
                          fault->error);
            }
            makers.push_back(std::move(std::get<detail::IdentityMaker>(maker)));
        }
        m_grid.runs.reserve(m_grid.cells.size() * experiment().seeds.size());
        for (const std::uint64_t seed : experiment().seeds)
            for (std::size_t cell = 0; cell < m_grid.cells.size(); ++cell) {
                RunPlan run;
                run.cell = static_cast<int>(cell);
                run.seed = seed;
                run.instanceSeed = experiment().instance == InstanceMode::fixed ? 1 : seed;
                run.frames = m_grid.cells[cell].schedule.framesOfEverySeed ||
                             seed == experiment().seeds.front();
                run.identity = makers[cell].identity(run);
                m_grid.runs.push_back(std::move(run));
            }
        return {};
    }

    const FamilySet &m_families;
    const DataSource &m_data;
    Grid m_grid;
    std::string m_loop;
    std::vector<const ProblemDeclaration *> m_problems;
    std::vector<const AlgorithmDeclaration *> m_algorithms;
    std::vector<Axis> m_axes;
    std::vector<char> m_axisOfFiles; ///< whether its values are paths
    std::vector<std::vector<Variant>> m_problemVariants;
    std::vector<std::vector<Variant>> m_contestantVariants;
};

} // namespace

Expected<Grid> expand(const Experiment &experiment, const FamilySet &families,
                      const DataSource &data)
{
    return GridBuilder(experiment, families, data).build();
}

} // namespace agon
