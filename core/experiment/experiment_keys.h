#pragma once

#include "core/experiment/experiment.h"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace agon::detail {

/** What a dotted key addresses. */
struct KeyTarget
{
    enum class Kind {
        experiment, ///< "seeds", "schedule.points"
        problem,    ///< "problem.clients", "problem.0.clients"
        contestant, ///< "contestant.epsilon", "contestant.0.epsilon"
        type,       ///< "bandits/ucb1.exploration": problems or algorithms of this id
        sweep       ///< "sweep.problem.clients"
    };
    Kind kind = Kind::experiment;
    int index = -1;                ///< of one problem or contestant, counted from 0; -1: all
    std::string type;              ///< Kind::type only
    std::string axis;              ///< Kind::sweep only: the swept key
    std::vector<std::string> path; ///< what is left: {"partition", "alpha"}; never empty
};

Expected<KeyTarget> parseKey(std::string_view key);

/** "a.b" from {"a", "b"}. */
std::string joined(const std::vector<std::string> &path);

/** Sets settings["partition"]["alpha"]. "dirichlet" in the way becomes { type = "dirichlet" }. */
Expected<void> setNested(Json &settings, const std::vector<std::string> &path, const Json &value);

/** The keys of an experiment file outside [[problem]], [[contestant]] and [[reference]]. */
const std::vector<std::string> &experimentKeys();

/** Sets one of experimentKeys() but problem, contestant, reference and sweep. */
Expected<void> assignExperimentKey(Experiment &experiment, const std::string &key,
                                   const Json &value);
Expected<void> assignProblemKey(ProblemChoice &problem, const std::string &key, const Json &value);
Expected<void> assignContestantKey(ContestantChoice &contestant, const std::string &key,
                                   const Json &value);
Expected<void> assignPublishedKey(PublishedValue &published, const std::string &key,
                                  const Json &value);
Expected<void> assignAxis(Experiment &experiment, const std::string &key, const Json &values);

/** A whole number, also when it is written 1e6; empty when it is none. */
std::optional<std::int64_t> wholeNumber(const Json &value);

/** 20, [3, 5] or { from = 1001, count = 20 }: seeds as files write them. */
Expected<std::vector<std::uint64_t>> seedsFrom(const Json &value);
/** The shortest of these ways to write @p seeds. */
Json seedsValue(const std::vector<std::uint64_t> &seeds);

/** Error about a key that is not among @p known. */
Error unknownKey(std::string_view key, const std::vector<std::string> &known,
                 std::string_view where);

/** At most so many runs has an experiment. */
inline constexpr std::int64_t maximumRuns = 1'000'000;

/** The first entry of @p given that @p check refuses on its own: its dotted path and the error.
 *  @p check takes an object of settings and returns an Error or nothing. */
template <class F>
std::optional<std::pair<std::string, Error>> firstFault(const Json &given, F check)
{
    for (const auto &[key, value] : given.items()) {
        const std::optional<Error> error = check(Json{{key, value}});
        if (!error)
            continue;
        if (value.is_object()) {
            const auto &name = key;
            const Json &table = value;
            Json inner = table;
            inner.erase("type");
            // The recursion ends with the depth of the settings; std::function keeps it one type.
            const std::function<std::optional<Error>(const Json &)> innerCheck =
                [&](const Json &part) -> std::optional<Error> {
                Json whole = part;
                if (table.contains("type"))
                    whole["type"] = table["type"];
                return check(Json{{name, whole}});
            };
            if (!innerCheck(Json::object()))
                if (auto fault = firstFault(inner, innerCheck))
                    return std::pair(key + "." + fault->first, fault->second);
        }
        return std::pair(key, *error);
    }
    return std::nullopt;
}

} // namespace agon::detail
