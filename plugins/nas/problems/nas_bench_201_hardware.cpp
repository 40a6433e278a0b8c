#include "plugins/nas/loops/multi_objective.h"
#include "plugins/nas/problems/problems.h"
#include "plugins/nas/tables/nas_bench_201.h"

#include <array>

namespace agon::nas {

namespace {

struct HardwareSettings
{
    DataSet dataSet = DataSet::cifar10;
    Device device = Device::pixel3;
};

Schema<HardwareSettings> hardwareSchema()
{
    Schema<HardwareSettings> s;
    s.choice(&HardwareSettings::dataSet, "dataset", "Data set",
             {{DataSet::cifar10, "c10", "CIFAR-10"},
              {DataSet::cifar100, "c100", "CIFAR-100"},
              {DataSet::imageNet16, "in16", "ImageNet16-120"}})
        .help("On what the networks were trained, for 200 epochs.");
    s.choice(&HardwareSettings::device, "device", "Device",
             {{Device::pixel3, "pixel3", "Pixel 3"},
              {Device::pixel2, "pixel2", "Pixel 2"},
              {Device::samsungS7, "samsung-s7", "Samsung S7"},
              {Device::raspberryPi4, "raspi4", "Raspberry Pi 4"},
              {Device::eyeriss, "eyeriss", "Eyeriss (ASIC model)"},
              {Device::fpga, "fpga", "FPGA"},
              {Device::xeonGold6226, "gold-6226", "Xeon Gold 6226"},
              {Device::xeonSilver4114, "silver-4114", "Xeon Silver 4114"},
              {Device::gtx1080ti, "1080ti", "GTX 1080 Ti"},
              {Device::gtx1080tiBatch256, "1080ti-256", "GTX 1080 Ti, batch 256"},
              {Device::rtx2080ti, "2080ti", "RTX 2080 Ti"},
              {Device::titanRtxBatch32, "titan-rtx-32", "Titan RTX, batch 32"}})
        .help("Where the latency of one forward pass was measured or estimated.");
    return s;
}

// Reference points: (50, 40) on CIFAR-10 and the Pixel 3, 11 ms and 21 ms on Eyeriss and Xeon Gold
// are this lab's standard tasks; the others lie just beyond the slowest network and the bulk of the
// errors.
constexpr std::array<double, dataSetCount> errorBounds{50, 80, 95};
constexpr std::array<double, deviceCount> latencyBounds{40, 52, 95, 100, 11, 9,
                                                        21, 49, 18, 36,  16, 11};

class HardwareInstance final : public FrontProblem
{
public:
    HardwareInstance(std::shared_ptr<const NasBench201> table, const HardwareSettings &settings)
        : m_table(std::move(table))
        , m_settings(settings)
        , m_referencePoint{errorBounds[static_cast<std::size_t>(settings.dataSet)],
                           latencyBounds[static_cast<std::size_t>(settings.device)]}
    {}
    const SearchSpace &space() const override { return m_table->space(); }
    std::size_t objectives() const override { return 2; }
    void evaluate(Architecture architecture, std::span<double> objectives) const override
    {
        objectives[0] = 100 - m_table->accuracy200(m_settings.dataSet, architecture);
        objectives[1] = m_table->latency(m_settings.device, architecture);
    }
    double cost(Architecture architecture) const override
    {
        return m_table->trainingMinutes(architecture, 200);
    }
    GraphFrame picture(Architecture architecture) const override
    {
        return m_table->picture(architecture);
    }
    const std::vector<Architecture> &trueFront() const override
    {
        return m_table->front(m_settings.dataSet, m_settings.device);
    }
    const std::vector<double> &referencePoint() const override { return m_referencePoint; }
    std::int64_t number(Architecture architecture) const override
    {
        return m_table->number(architecture);
    }
    std::string name(Architecture architecture) const override
    {
        return space().code(architecture);
    }

private:
    std::shared_ptr<const NasBench201> m_table;
    HardwareSettings m_settings;
    std::vector<double> m_referencePoint;
};

} // namespace

ProblemEntry nasBench201Hardware(std::shared_ptr<const TableCache> tables)
{
    ProblemDeclaration declaration;
    declaration.id = "nas/nas-bench-201-hardware";
    declaration.title = "NAS-Bench-201 on hardware";
    declaration.summary = "Find the cells that trade error against latency on a device best.";
    declaration.loop = "nas/multi-objective";
    declaration.parameters = hardwareSchema().declarations();
    declaration.data = {NasBench201::resource};
    declaration.reference =
        "Li et al. 2021, HW-NAS-Bench; Lee et al. 2021, HELP; Dong and Yang 2020, NAS-Bench-201";
    declaration.defaultBudget = 300;
    declaration.maximumBudget = 15'625;
    declaration.defaultContestants = {"nas/random-search", "nas/nsga2"};
    return {
        std::move(declaration),
        [tables = std::move(tables)](const ProblemRequest &request) -> Expected<InstancePointer> {
            auto table = tables->nasBench201(*request.data);
            if (!table)
                return table.error();
            return InstancePointer(std::make_shared<HardwareInstance>(
                std::move(*table), hardwareSchema().read(request.settings)));
        }};
}

} // namespace agon::nas
