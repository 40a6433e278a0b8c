#pragma once

#include "core/experiment/experiment.h"
#include "core/experiment/family.h"

#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace agon::test {

/** A small family for tests of everything that is not a family: runner, storage, views, command
 * line.
 *
 *  Loop "test/walks", problems "test/walk" (parameters start, width, partition), "test/wide-walk"
 * (provides "wide") and "test/data-walk" (needs the data resource "walk.csv"); loop "test/races",
 * problem "test/race". On "test/walk" a position walks towards 0; channels in the order of
 * catalogue(): distance (metric, main), effort (cost), target (reference of distance), elapsed
 * (timed), trail (points: a front of two objectives), histogram (field, rank 2), duels (match,
 * three competitors), chain (graph).
 *
 *  Algorithms: "test/steady" (rate; no randomness: distance = |start| (1 - rate)^step),
 * "test/noisy" (rate, spread, mode; likes 4 lanes), "test/throws" (throws std::runtime_error after
 * step at), "test/not-a-number" (distance is NaN from step at on), "test/slow" (sleeps delay
 * milliseconds a unit, one step a unit, and answers cancellation only between units),
 * "test/refuses" (start() gives an Error), "test/picky" (needs "wide"), "test/racer" (loop
 * "test/races" only). */
std::shared_ptr<const Family> makeTestFamily();

/** A FamilySet with the test family alone. */
FamilySet testFamilies();

/** Data resources held in memory. */
class MemoryDataSource final : public DataSource
{
public:
    using Files = std::map<std::string, std::string, std::less<>>; ///< bytes by name
    MemoryDataSource() = default;
    explicit MemoryDataSource(Files files) : m_files(std::move(files)) {}
    Expected<std::string> read(std::string_view name) const override;
    std::string hash(std::string_view name) const override;

private:
    Files m_files;
};

} // namespace agon::test
