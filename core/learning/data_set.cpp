#include "core/learning/data_set.h"

#include "core/formats/csv.h"

#include <fmt/format.h>

#include <cmath>

namespace agon::learning {

Expected<DataSet> readLabelledCsv(std::string_view text, std::string_view name,
                                  std::int32_t classes, double scale)
{
    const auto table = CsvTable::parse(text, {.header = false, .name = std::string(name)});
    if (!table)
        return table.error();
    if (table->rows() == 0 || table->columns() < 2) {
        Error error("A labelled data set needs rows with at least one feature and a class.");
        error.file = name;
        return error;
    }
    const auto numbers = table->allNumbers();
    if (!numbers)
        return numbers.error();
    const std::size_t features = table->columns() - 1;
    DataSet set;
    set.features = static_cast<std::int32_t>(features);
    set.classes = classes;
    set.values.reserve(table->rows() * features);
    set.labels.reserve(table->rows());
    for (std::size_t row = 0; row < table->rows(); ++row) {
        const double *fields = numbers->data() + row * table->columns();
        for (std::size_t feature = 0; feature < features; ++feature)
            set.values.push_back(scale * fields[feature]);
        const double label = fields[features];
        if (!(label >= 0 && label < classes) || label != std::floor(label)) {
            Error error(fmt::format("The class {} is not one of the integers 0 to {}.", label,
                                    classes - 1));
            error.file = name;
            error.line = table->line(row);
            return error;
        }
        set.labels.push_back(static_cast<std::int32_t>(label));
    }
    return set;
}

Expected<std::shared_ptr<const DataSet>> DataSetCache::labelledCsv(const DataSource &source,
                                                                   std::string_view name,
                                                                   std::int32_t classes,
                                                                   double scale)
{
    const std::lock_guard lock(m_mutex);
    const std::string key = fmt::format("{} {}", name, source.hash(name));
    if (const auto known = m_sets.find(key); known != m_sets.end())
        return known->second;
    const auto text = source.read(name);
    if (!text)
        return text.error();
    auto set = readLabelledCsv(*text, name, classes, scale);
    if (!set)
        return set.error();
    auto shared = std::make_shared<const DataSet>(std::move(*set));
    m_sets.emplace(key, shared);
    return shared;
}

} // namespace agon::learning
