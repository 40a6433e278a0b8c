#include "plugins/nas/tables/nas_bench_201.h"

#include "core/formats/csv.h"
#include "core/optimization/dominance.h"

#include <fmt/format.h>

#include <algorithm>

namespace agon::nas {

namespace {

constexpr std::array<const char *, dataSetCount> dataSetColumns{"c10", "c100", "in16"};
constexpr std::array<const char *, deviceCount> deviceColumns{
    "lat_pixel3",   "lat_pixel2",     "lat_samsung_s7", "lat_raspi4",
    "lat_eyeriss",  "lat_fpga",       "lat_gold_6226",  "lat_silver_4114",
    "lat_1080ti_1", "lat_1080ti_256", "lat_2080ti_1",   "lat_titan_rtx_32"};

struct Edge
{
    int from, to;
};
/** Slots of the code, in the benchmark's order of edges. */
constexpr std::array<Edge, 6> edges{{{0, 1}, {0, 2}, {1, 2}, {0, 3}, {1, 3}, {2, 3}}};
constexpr std::array<const char *, 5> operations{"none", "skip", "conv 1×1", "conv 3×3",
                                                 "pool 3×3"};

} // namespace

Expected<std::shared_ptr<const NasBench201>> NasBench201::parse(std::string_view csv)
{
    Expected<CsvTable> table = CsvTable::parse(csv, {.name = resource});
    if (!table)
        return table.error();
    const std::shared_ptr<NasBench201> result(new NasBench201);
    const auto size = static_cast<std::size_t>(result->m_space.size());
    if (table->rows() != size)
        return Error(
            fmt::format("The table {} has {} rows instead of {}.", resource, table->rows(), size),
            "Install the program's data files again.");

    const auto read = [&](const std::string &name, std::vector<double> &into) -> Expected<void> {
        const Expected<std::size_t> column = table->requiredColumn(name);
        if (!column)
            return column.error();
        Expected<std::vector<double>> values = table->numbers(*column);
        if (!values)
            return values.error();
        into = std::move(*values);
        return {};
    };
    for (std::size_t set = 0; set < dataSetCount; ++set) {
        if (auto done =
                read(fmt::format("val12_{}", dataSetColumns[set]), result->m_accuracy12[set]);
            !done)
            return done.error();
        if (auto done =
                read(fmt::format("val200_{}", dataSetColumns[set]), result->m_accuracy200[set]);
            !done)
            return done.error();
    }
    for (std::size_t device = 0; device < deviceCount; ++device)
        if (auto done = read(deviceColumns[device], result->m_latencies[device]); !done)
            return done.error();
    std::vector<double> numbers;
    if (auto done = read("idx", numbers); !done)
        return done.error();
    const Expected<std::size_t> codes = table->requiredColumn("arch");
    if (!codes)
        return codes.error();
    for (std::size_t row = 0; row < size; ++row) {
        // Rows lie in the order of their codes, so that a look-up needs no search.
        if (table->text(row, *codes) != result->m_space.code(static_cast<Architecture>(row))) {
            Error error(fmt::format("The architecture \"{}\" stands where \"{}\" belongs.",
                                    table->text(row, *codes),
                                    result->m_space.code(static_cast<Architecture>(row))),
                        "Install the program's data files again.");
            error.file = resource;
            error.line = table->line(row);
            return error;
        }
        result->m_numbers.push_back(static_cast<std::int64_t>(numbers[row]));
    }
    return std::shared_ptr<const NasBench201>(result);
}

double NasBench201::trainingMinutes(Architecture architecture, int epochs) const
{
    // Operations for CIFAR-10 are exactly linear in the counts of the cell's operations.
    constexpr std::array<double, 5> millionsPerEdge{0, 0, 4.36224, 35.81952, 1.29024};
    double millions = 7.943872;
    for (int slot = 0; slot < m_space.slotCount; ++slot)
        millions +=
            millionsPerEdge[static_cast<std::size_t>(m_space.operation(architecture, slot))];
    return static_cast<double>(epochs) * millions / 50;
}

GraphFrame NasBench201::picture(Architecture architecture) const
{
    GraphFrame graph;
    // One node inside the triangle of the others: no two edges cross.
    graph.nodes = {
        {"in", 0, 0.0, 0.1}, {"1", 1, 0.4, 1.0}, {"2", 2, 0.58, 0.42}, {"out", 3, 1.0, 0.1}};
    for (int slot = 0; slot < m_space.slotCount; ++slot) {
        const int operation = m_space.operation(architecture, slot);
        if (operation == 0)
            continue;
        const Edge edge = edges[static_cast<std::size_t>(slot)];
        graph.edges.push_back(
            {edge.from, edge.to, 1, operations[static_cast<std::size_t>(operation)]});
    }
    return graph;
}

const std::vector<Architecture> &NasBench201::front(DataSet set, Device device) const
{
    const std::lock_guard lock(m_mutex);
    const auto [entry, isNew] = m_fronts.try_emplace({set, device});
    if (isNew) {
        std::vector<double> values;
        values.reserve(static_cast<std::size_t>(2 * m_space.size()));
        for (Architecture architecture = 0; architecture < m_space.size(); ++architecture) {
            values.push_back(100 - accuracy200(set, architecture));
            values.push_back(latency(device, architecture));
        }
        for (const std::size_t i : optimization::nondominatedIndices({values, 2}))
            entry->second.push_back(static_cast<Architecture>(i));
        std::stable_sort(entry->second.begin(), entry->second.end(),
                         [&](Architecture a, Architecture b) {
                             return accuracy200(set, a) > accuracy200(set, b);
                         });
    }
    return entry->second; // nodes of a map stay where they are
}

Expected<std::shared_ptr<const NasBench201>> TableCache::nasBench201(const DataSource &data) const
{
    const std::string hash = data.hash(NasBench201::resource);
    const std::lock_guard lock(m_mutex);
    if (const auto known = m_tables.find(hash); known != m_tables.end())
        return known->second;
    const Expected<std::string> text = data.read(NasBench201::resource);
    if (!text)
        return text.error();
    auto table = NasBench201::parse(*text);
    if (table)
        m_tables.emplace(hash, *table);
    return table;
}

} // namespace agon::nas
