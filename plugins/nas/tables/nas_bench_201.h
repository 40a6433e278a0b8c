#pragma once

#include "core/experiment/family.h"
#include "plugins/nas/loops/search_space.h"

#include <array>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace agon::nas {

enum class DataSet { cifar10, cifar100, imageNet16 };
constexpr std::size_t dataSetCount = 3;

/** Where latency was measured or estimated (HW-NAS-Bench and HELP). */
enum class Device {
    pixel3,
    pixel2,
    samsungS7,
    raspberryPi4,
    eyeriss,
    fpga,
    xeonGold6226,
    xeonSilver4114,
    gtx1080ti,
    gtx1080tiBatch256,
    rtx2080ti,
    titanRtxBatch32
};
constexpr std::size_t deviceCount = 12;

/** Every cell of NAS-Bench-201 (Dong and Yang 2020): 6 edges × 5 operations, 15,625 networks with
 *  accuracies in percent after 12 and after 200 epochs and latencies in milliseconds. */
class NasBench201
{
public:
    static constexpr const char *resource = "nasbench201.csv.zst";

    /** Reads the table from the text of the resource. Errors name line and column. */
    static Expected<std::shared_ptr<const NasBench201>> parse(std::string_view csv);

    const SearchSpace &space() const { return m_space; }
    /** Validation accuracy after the 12-epoch recipe, trained on half of the training set for
     * CIFAR-10. */
    double accuracy12(DataSet set, Architecture architecture) const
    {
        return m_accuracy12[static_cast<std::size_t>(set)][static_cast<std::size_t>(architecture)];
    }
    /** Validation accuracy after the 200-epoch recipe, one training seed. */
    double accuracy200(DataSet set, Architecture architecture) const
    {
        return m_accuracy200[static_cast<std::size_t>(set)][static_cast<std::size_t>(architecture)];
    }
    double latency(Device device, Architecture architecture) const
    {
        return m_latencies[static_cast<std::size_t>(device)]
                          [static_cast<std::size_t>(architecture)];
    }
    /** The architecture's number in the original benchmark. */
    std::int64_t number(Architecture architecture) const
    {
        return m_numbers[static_cast<std::size_t>(architecture)];
    }
    /** Simulated minutes of @p epochs epochs. A convention: an epoch takes flops / 50 million
     * minutes. */
    double trainingMinutes(Architecture architecture, int epochs) const;
    /** The cell: nodes in 0 (input) to out, an edge for every operation but "none". */
    GraphFrame picture(Architecture architecture) const;
    /** The non-dominated architectures in 100 - accuracy200 and latency, ascending in error.
     * Computed at the first call; thread-safe. */
    const std::vector<Architecture> &front(DataSet set, Device device) const;

private:
    NasBench201() = default;

    SearchSpace m_space{6, 5};
    std::array<std::vector<double>, dataSetCount> m_accuracy12, m_accuracy200;
    std::array<std::vector<double>, deviceCount> m_latencies;
    std::vector<std::int64_t> m_numbers;
    mutable std::mutex m_mutex; ///< guards m_fronts
    mutable std::map<std::pair<DataSet, Device>, std::vector<Architecture>> m_fronts;
};

/** Reads each table once: tables by the hash of their resource. Thread-safe. */
class TableCache
{
public:
    Expected<std::shared_ptr<const NasBench201>> nasBench201(const DataSource &data) const;

private:
    mutable std::mutex m_mutex;
    mutable std::map<std::string, std::shared_ptr<const NasBench201>, std::less<>> m_tables;
};

} // namespace agon::nas
