#pragma once

#include "core/expected.h"
#include "core/experiment/declarations.h"
#include "core/experiment/recorder.h"
#include "core/export.h"
#include "core/json.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace agon {

/** Real data shipped with the program, by name ("optdigits.csv.zst"). */
class DataSource
{
public:
    virtual ~DataSource() = default;
    /** The bytes of a data resource, decompressed when its name ends in .zst. */
    virtual Expected<std::string> read(std::string_view name) const = 0;
    /** XXH3-128 of the stored file in hexadecimal; empty when there is no such file. */
    virtual std::string hash(std::string_view name) const = 0;
};

/** A problem with everything that its seed decides: data, partition, means. Immutable; shared by all
 *  contestants and threads. */
class ProblemInstance
{
public:
    virtual ~ProblemInstance() = default;
};
using InstancePointer = std::shared_ptr<const ProblemInstance>;

struct ProblemRequest
{
    std::string problem;        ///< id
    Json settings;              ///< complete (see completeSettings)
    std::uint64_t seed = 1;     ///< decides data, split and problem
    const DataSource *data = nullptr; ///< never null when a runner asks
};

/** One configured algorithm on prepared instances. */
struct TrialRequest
{
    std::string problem;                    ///< id
    Json problemSettings;                   ///< complete
    std::vector<InstancePointer> instances; ///< one a lane
    std::string algorithm;                  ///< id
    Json settings;                          ///< complete
    std::vector<std::uint64_t> seeds;       ///< one a lane
    std::int64_t budget = 0;                ///< in the loop's unit, >= 1

    int lanes() const { return static_cast<int>(seeds.size()); }
};

/** A resumable computation. Its lanes never influence each other: a lane gives the same bits alone
 *  and among others. */
class Trial
{
public:
    virtual ~Trial() = default;
    /** Does one unit of about 1–10 ms. True while budget is left. May throw: the runner reports it. */
    virtual bool advance(Recorder &recorder) = 0;
    /** Steps completed, 0 to the budget. */
    virtual std::int64_t step() const = 0;
};

/** One family of methods. Owned by the loader and never unloaded. Thread-safe. */
class Family
{
public:
    virtual ~Family() = default;
    virtual const Catalogue &catalogue() const = 0;
    virtual Expected<InstancePointer> prepare(const ProblemRequest &request) const = 0;
    virtual Expected<std::unique_ptr<Trial>> start(const TrialRequest &request) const = 0;
    /** How many seeds one trial of this algorithm likes to carry: 1 unless its loop is vectorised. */
    virtual int preferredLanes(std::string_view algorithm) const = 0;
};

/** One line of a family's catalogue: a problem and how to prepare it. */
struct ProblemEntry
{
    ProblemDeclaration declaration;
    std::function<Expected<InstancePointer>(const ProblemRequest &)> prepare;
};

/** One line of a family's catalogue: an algorithm and how to start it. */
struct AlgorithmEntry
{
    AlgorithmDeclaration declaration;
    std::function<Expected<std::unique_ptr<Trial>>(const TrialRequest &)> start;
    int preferredLanes = 1;
};

/** A family made of tables: what catalog.cpp returns. Asserts that the catalogue is sound. */
class AGON_CORE_EXPORT TableFamily final : public Family
{
public:
    /** @p head names the family and holds channels and loops; problems and algorithms come from the
     *  entries. */
    TableFamily(Catalogue head, std::vector<ProblemEntry> problems, std::vector<AlgorithmEntry> algorithms);
    const Catalogue &catalogue() const override;
    Expected<InstancePointer> prepare(const ProblemRequest &request) const override;
    Expected<std::unique_ptr<Trial>> start(const TrialRequest &request) const override;
    int preferredLanes(std::string_view algorithm) const override;

private:
    Catalogue m_catalogue;
    std::vector<ProblemEntry> m_problems;
    std::vector<AlgorithmEntry> m_algorithms;
};

} // namespace agon
