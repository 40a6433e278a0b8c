#include "core/experiment/run_identity.h"

#include "core/formats/data_directory.h"

#include <fmt/format.h>

#include <optional>

namespace agon::detail {
namespace {

std::string canonical(const Json &json)
{
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

/** Adds the content hashes of the files that path parameters name. @p prefix leads to the keys. */
std::optional<IdentityFault> addFiles(std::span<const ParameterDeclaration> parameters,
                                      const Json &settings, const std::string &owner,
                                      const std::string &prefix, Json &hashes)
{
    for (const ParameterDeclaration &parameter : parameters) {
        const Json &value = settings.at(parameter.key);
        const std::string key = prefix + parameter.key;
        if (parameter.type == ParameterType::variant) {
            for (const ParameterOption &option : parameter.options)
                if (value.at("type") == option.key)
                    if (auto fault = addFiles(option.parameters, value, owner, key + ".", hashes))
                        return fault;
        } else if (parameter.type == ParameterType::path &&
                   !value.get_ref<const std::string &>().empty()) {
            const auto &path = value.get_ref<const std::string &>();
            const auto bytes = readFile(path);
            if (!bytes)
                return IdentityFault{false, key,
                                     Error(fmt::format("{}: \"{}\" names the file \"{}\". {}",
                                                       owner, key, path, bytes.error().message))};
            hashes[owner + "." + key] = contentHash(*bytes);
        }
    }
    return std::nullopt;
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
    if (auto fault = addFiles(problem.parameters, cell.problemSettings, problem.id, "", hashes))
        return *fault;
    if (auto fault =
            addFiles(algorithm.parameters, cell.algorithmSettings, algorithm.id, "", hashes)) {
        fault->ofAlgorithm = true;
        return *fault;
    }
    Json json{
        {"family", catalogue.family},
        {"problem",
         {{"id", problem.id}, {"revision", problem.revision}, {"settings", cell.problemSettings}}},
        {"algorithm",
         {{"id", algorithm.id},
          {"revision", algorithm.revision},
          {"settings", cell.algorithmSettings}}},
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
