#include "plugins/nas/tables/nas_bench_201.h"
#include "plugins/nas/loops/ask_tell.h"
#include "plugins/nas/problems/problems.h"

#include <algorithm>

namespace agon::nas {

namespace {

enum class Signal { epochs12, epochs200 };

struct NasBench201Settings
{
    DataSet dataSet = DataSet::cifar10;
    Signal signal = Signal::epochs12;
};

Schema<NasBench201Settings> nasBench201Schema()
{
    Schema<NasBench201Settings> s;
    s.choice(&NasBench201Settings::dataSet, "dataset", "Data set",
             {{DataSet::cifar10, "c10", "CIFAR-10"},
              {DataSet::cifar100, "c100", "CIFAR-100"},
              {DataSet::imageNet16, "in16", "ImageNet16-120"}})
        .help("On what the networks were trained.");
    s.choice(&NasBench201Settings::signal, "signal", "Search signal",
             {{Signal::epochs12, "val12", "12 epochs",
               "Cheap; ranks the networks roughly as full training does."},
              {Signal::epochs200, "val200", "200 epochs", "The reported figure itself."}})
        .help("Validation accuracy that the search sees.");
    return s;
}

class NasBench201Instance final : public AccuracyProblem
{
public:
    NasBench201Instance(std::shared_ptr<const NasBench201> table,
                        const NasBench201Settings &settings)
        : m_table(std::move(table)), m_settings(settings)
    {
        for (Architecture architecture = 0; architecture < space().size(); ++architecture) {
            m_bestSignal = std::max(m_bestSignal, signal(architecture));
            m_bestReport =
                std::max(m_bestReport, m_table->accuracy200(m_settings.dataSet, architecture));
        }
    }
    const SearchSpace &space() const override { return m_table->space(); }
    double signalRegret(Architecture architecture) const override
    {
        return m_bestSignal - signal(architecture);
    }
    double reportRegret(Architecture architecture) const override
    {
        return m_bestReport - m_table->accuracy200(m_settings.dataSet, architecture);
    }
    double cost(Architecture architecture) const override
    {
        return m_table->trainingMinutes(architecture,
                                        m_settings.signal == Signal::epochs12 ? 12 : 200);
    }
    GraphFrame picture(Architecture architecture) const override
    {
        return m_table->picture(architecture);
    }

private:
    double signal(Architecture architecture) const
    {
        return m_settings.signal == Signal::epochs12
                   ? m_table->accuracy12(m_settings.dataSet, architecture)
                   : m_table->accuracy200(m_settings.dataSet, architecture);
    }

    std::shared_ptr<const NasBench201> m_table;
    NasBench201Settings m_settings;
    double m_bestSignal = 0;
    double m_bestReport = 0;
};

} // namespace

ProblemEntry nasBench201(std::shared_ptr<const TableCache> tables)
{
    ProblemDeclaration declaration;
    declaration.id = "nas/nas-bench-201";
    declaration.title = "NAS-Bench-201";
    declaration.summary = "Find the most accurate of 15,625 cells whose accuracies are all known.";
    declaration.loop = "nas/ask-tell";
    declaration.parameters = nasBench201Schema().declarations();
    declaration.data = {NasBench201::resource};
    declaration.reference =
        "Dong and Yang 2020, NAS-Bench-201: Extending the scope of reproducible neural "
        "architecture search";
    declaration.defaultBudget = 200;
    declaration.maximumBudget = 15'625;
    declaration.defaultContestants = {"nas/random-search", "nas/regularized-evolution"};
    return {
        std::move(declaration),
        [tables = std::move(tables)](const ProblemRequest &request) -> Expected<InstancePointer> {
            auto table = tables->nasBench201(*request.data);
            if (!table)
                return table.error();
            return InstancePointer(std::make_shared<NasBench201Instance>(
                std::move(*table), nasBench201Schema().read(request.settings)));
        }};
}

} // namespace agon::nas
