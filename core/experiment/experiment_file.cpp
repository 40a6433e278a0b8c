#include "core/experiment/experiment_keys.h"
#include "core/experiment/toml_values.h"
#include "core/formats/data_directory.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

namespace agon {
namespace {

using detail::located;
using detail::positionOf;

/** Reads one experiment; remembers where every key stands. */
class FileReader
{
public:
    FileReader(std::string_view fileName, std::span<const std::string> otherKeys)
        : m_otherKeys(otherKeys)
    {
        m_experiment.fileName = fileName;
    }

    Expected<Experiment> read(const toml::table &document)
    {
        for (const auto &[key, node] : detail::inFileOrder(document))
            if (const auto done = readEntry(std::string(key->str()), *key, *node); !done)
                return done.error();
        if (m_experiment.name.empty())
            m_experiment.name = std::filesystem::path(m_experiment.fileName).stem().string();
        return std::move(m_experiment);
    }

private:
    Expected<void> readEntry(const std::string &key, const toml::key &source,
                             const toml::node &node)
    {
        if (std::find(m_otherKeys.begin(), m_otherKeys.end(), key) != m_otherKeys.end())
            return {};
        m_experiment.positions[key] = positionOf(source.source());
        if (key == "problem")
            return readChoices(m_experiment.problems, key, node, detail::assignProblemKey);
        if (key == "contestant")
            return readChoices(m_experiment.contestants, key, node, detail::assignContestantKey);
        if (key == "reference")
            return readChoices(m_experiment.published, key, node, detail::assignPublishedKey);
        if (key == "sweep")
            return readSweep(node);
        const auto &known = detail::experimentKeys();
        if (std::find(known.begin(), known.end(), key) == known.end()) {
            std::vector<std::string> all = known;
            all.insert(all.end(), m_otherKeys.begin(), m_otherKeys.end());
            return located(detail::unknownKey(key, all, ""), m_experiment, key);
        }
        const auto value = valueOf(node, key);
        if (!value)
            return value.error();
        if (key == "schedule") {
            const auto fault =
                detail::firstFault(*value, [](const Json &part) -> std::optional<Error> {
                    const auto schedule = scheduleFromJson(part);
                    return schedule ? std::nullopt : std::optional(schedule.error());
                });
            if (value->is_object() && fault)
                return located(fault->second, m_experiment, "schedule." + fault->first);
        }
        if (const auto done = detail::assignExperimentKey(m_experiment, key, *value); !done)
            return located(done.error(), m_experiment, key);
        return {};
    }

    /** [problem], or [[problem]] several times; contestants likewise. */
    template <class Choice>
    Expected<void>
    readChoices(std::vector<Choice> &choices, const std::string &key, const toml::node &node,
                Expected<void> (*assign)(Choice &, const std::string &, const Json &))
    {
        std::vector<const toml::node *> tables;
        if (const auto *array = node.as_array()) {
            for (const toml::node &entry : *array)
                tables.push_back(&entry);
        } else {
            tables.push_back(&node);
        }
        for (const toml::node *entry : tables) {
            const std::string path = fmt::format("{}.{}", key, choices.size());
            m_experiment.positions[path] = positionOf(entry->source());
            const auto *table = entry->as_table();
            if (!table)
                return located(Error(fmt::format("\"{}\" must be a table.", key),
                                     fmt::format("Write [[{0}]] and below it type = \"…\".", key)),
                               m_experiment, path);
            const auto value = valueOf(*table, path);
            if (!value)
                return value.error();
            Choice choice;
            for (const auto &[innerKey, inner] : value->items())
                if (const auto done = assign(choice, innerKey, inner); !done)
                    return located(done.error(), m_experiment, path + "." + innerKey);
            if (const auto complete = requireWhole(choice, key, *value); !complete)
                return located(complete.error(), m_experiment, path);
            choices.push_back(std::move(choice));
        }
        return {};
    }

    template <class Choice>
    static Expected<void> requireWhole(const Choice &choice, const std::string &key, const Json &)
    {
        if (choice.type.empty())
            return Error(fmt::format("This {} has no type.", key), "Write type = \"family/name\".");
        return {};
    }
    static Expected<void> requireWhole(const PublishedValue &, const std::string &key,
                                       const Json &given)
    {
        for (const char *needed : {"value", "source"})
            if (!given.contains(needed))
                return Error(fmt::format("This {} has no {}.", key, needed),
                             "A reference is a number with the paper that reports it: value = 0.83 "
                             "and source = \"Wang and Ji 2024, table 2\".");
        return {};
    }

    Expected<void> readSweep(const toml::node &node)
    {
        const auto *table = node.as_table();
        if (!table)
            return located(Error("\"sweep\" must be a table of lists.",
                                 "Write [sweep] and below it \"problem.clients\" = [10, 100]."),
                           m_experiment, "sweep");
        return readAxes(*table, "");
    }

    /** An axis written without quotes (problem.clients = […]) is a table in a table. */
    Expected<void> readAxes(const toml::table &table, const std::string &prefix)
    {
        for (const auto &[key, node] : detail::inFileOrder(table)) {
            const std::string axis = prefix + std::string(key->str());
            const std::string path = "sweep." + axis;
            m_experiment.positions[path] = positionOf(key->source());
            if (const auto *inner = node->as_table()) {
                if (const auto done = readAxes(*inner, axis + "."); !done)
                    return done;
                continue;
            }
            const auto value = valueOf(*node, path);
            if (!value)
                return value.error();
            if (const auto done = detail::assignAxis(m_experiment, axis, *value); !done)
                return located(done.error(), m_experiment, path);
        }
        return {};
    }

    Expected<Json> valueOf(const toml::node &node, const std::string &path)
    {
        auto value = detail::jsonFrom(node, path, m_experiment.positions);
        if (value)
            return value;
        Error error = value.error();
        error.file = m_experiment.fileName;
        return error;
    }

    Experiment m_experiment;
    std::span<const std::string> m_otherKeys;
};

} // namespace

Expected<Experiment> parseExperiment(std::string_view toml, std::string_view fileName,
                                     std::span<const std::string> otherKeys)
{
    const auto document = detail::parseToml(toml, fileName);
    if (!document)
        return document.error();
    return FileReader(fileName, otherKeys).read(*document);
}

Expected<Experiment> readExperiment(const std::string &path)
{
    const auto text = readFile(path);
    if (!text)
        return text.error();
    return parseExperiment(*text, path);
}

} // namespace agon
