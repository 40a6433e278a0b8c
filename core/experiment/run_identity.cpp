#include "core/experiment/run_identity.h"

#include "core/experiment/named_files.h"

#include <fmt/format.h>

#include <filesystem>
#include <optional>

namespace agon::detail {
namespace {

std::string canonical(const Json &json)
{
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

/** Takes the paths of files out of @p settings and puts the files' hashes into @p hashes, by key:
 *  the same file in another folder gives the same numbers. */
std::optional<IdentityFault> moveFiles(std::span<const ParameterDeclaration> parameters,
                                       Json &settings, const std::string &owner, Json &hashes)
{
    std::optional<IdentityFault> fault;
    visitPaths(parameters, settings, [&](const std::string &key, std::string &path) {
        if (fault)
            return;
        const auto hash = hashOfFile(path);
        if (!hash) {
            Error error(fmt::format("{}: \"{}\" names the file \"{}\". {}", owner, key, path,
                                    hash.error().message),
                        hash.error().hint);
            if (!std::filesystem::path(path).is_absolute())
                error.hint = "A path without a leading / counts from the folder of the experiment "
                             "file, or else from the current one.";
            fault = IdentityFault{false, key, std::move(error)};
            return;
        }
        hashes[owner + "." + key] = *hash;
        path.clear();
    });
    return fault;
}

Json scheduleJson(const RecordingSchedule &schedule, bool frames)
{
    // Only what decides the recorded values: the same run is recognised in an experiment that
    // records it alike for another reason.
    Json json = toJson(schedule);
    json.erase("frames-of-every-seed");
    if (!frames)
        json.erase("frames");
    if (schedule.spacing == RecordingSchedule::Spacing::every)
        json.erase("points");
    return json;
}

} // namespace

std::variant<IdentityMaker, IdentityFault> IdentityMaker::make(const Cell &cell,
                                                               const DataSource &data)
{
    const Catalogue &catalogue = cell.family->catalogue();
    const ProblemDeclaration &problem = *catalogue.problem(cell.problemId);
    const AlgorithmDeclaration &algorithm = *catalogue.algorithm(cell.algorithmId);
    Json hashes = Json::object();
    for (const std::string &name : problem.data) {
        const std::string hash = data.hash(name);
        if (hash.empty())
            return IdentityFault{
                false, "",
                Error(fmt::format("{}: its data file \"{}\" is missing.", problem.id, name),
                      "It belongs to the program: install it again.")};
        hashes[name] = hash;
    }
    Json problemSettings = cell.problemSettings;
    if (auto fault = moveFiles(problem.parameters, problemSettings, problem.id, hashes))
        return *fault;
    Json algorithmSettings = cell.algorithmSettings;
    if (auto fault = moveFiles(algorithm.parameters, algorithmSettings, algorithm.id, hashes)) {
        fault->ofAlgorithm = true;
        return *fault;
    }
    Json json{
        {"family", catalogue.family},
        {"problem",
         {{"id", problem.id}, {"revision", problem.revision}, {"settings", problemSettings}}},
        {"algorithm",
         {{"id", algorithm.id}, {"revision", algorithm.revision}, {"settings", algorithmSettings}}},
        {"data", hashes},
        {"budget", cell.budget},
        {"schedule", scheduleJson(cell.schedule, false)}};
    IdentityMaker maker;
    maker.m_cell = canonical(json);
    json["schedule"] = scheduleJson(cell.schedule, true);
    maker.m_cellWithFrames = canonical(json);
    return maker;
}

std::string IdentityMaker::identity(const RunPlan &run) const
{
    // Equal to the canonical JSON of the whole, whose first part is the same for all seeds.
    return contentHash(fmt::format(R"({{"cell":{},"instanceSeed":{},"seed":{}}})",
                                   run.frames ? m_cellWithFrames : m_cell, run.instanceSeed,
                                   run.seed));
}

} // namespace agon::detail
