#pragma once

#include "core/expected.h"
#include "core/experiment/family.h"
#include "core/export.h"

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace agon::learning {

/** Labelled examples for classification. */
struct DataSet
{
    std::int32_t features = 0;
    std::int32_t classes = 0;
    std::vector<double> values;       ///< size rows × features, row by row
    std::vector<std::int32_t> labels; ///< size rows, each in [0, classes)

    std::int32_t rows() const { return static_cast<std::int32_t>(labels.size()); }
    std::span<const double> row(std::int32_t index) const
    {
        return std::span(values).subspan(static_cast<std::size_t>(index) *
                                             static_cast<std::size_t>(features),
                                         static_cast<std::size_t>(features));
    }
};

/** Reads comma-separated numbers without a header whose last field is the class, an integer in
 *  [0, classes). Features are multiplied by @p scale. Errors name @p name, line and what was found.
 */
AGON_CORE_EXPORT Expected<DataSet> readLabelledCsv(std::string_view text, std::string_view name,
                                                   std::int32_t classes, double scale);

/** Data sets read once and shared by every problem instance that uses them, kept by the hash of the
 *  stored file. Thread-safe. */
class AGON_CORE_EXPORT DataSetCache
{
public:
    /** The data set in resource @p name of @p source; read by readLabelledCsv() the first time. */
    Expected<std::shared_ptr<const DataSet>> labelledCsv(const DataSource &source,
                                                         std::string_view name,
                                                         std::int32_t classes, double scale);

private:
    std::mutex m_mutex;
    std::map<std::string, std::shared_ptr<const DataSet>> m_sets; ///< by name and hash
};

} // namespace agon::learning
