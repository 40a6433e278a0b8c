#pragma once

#include "core/experiment/experiment.h"

#include <toml++/toml.h>

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace agon::detail {

using Positions = std::map<std::string, SourcePosition>;

SourcePosition positionOf(const toml::source_region &region);

/** Parses a TOML document; errors carry @p fileName, line and column. */
Expected<toml::table> parseToml(std::string_view text, std::string_view fileName);

/** A TOML value as JSON. Dates are refused: no setting is one. @p path is the value's dotted path;
 *  positions of the keys inside tables are added to @p positions below it. */
Expected<Json> jsonFrom(const toml::node &node, const std::string &path, Positions &positions);

/** The entries of a table in the order of the file. */
std::vector<std::pair<const toml::key *, const toml::node *>> inFileOrder(const toml::table &table);

/** "key = value" with the key quoted where needed and a line break. */
std::string tomlLine(std::string_view key, const Json &value);

/** What was found, for messages: a value's text, cut when long. */
std::string shown(const Json &value);

/** @p error with the position of the innermost known part of @p path, when there is one. */
Error located(Error error, const Experiment &experiment, std::string path);

} // namespace agon::detail
