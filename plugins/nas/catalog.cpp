#include "plugins/nas/algorithms/algorithms.h"
#include "plugins/nas/channels.h"
#include "plugins/nas/loops/ask_tell.h"
#include "plugins/nas/loops/bilevel.h"
#include "plugins/nas/loops/multi_objective.h"
#include "plugins/nas/nas.h"
#include "plugins/nas/problems/problems.h"
#include "plugins/nas/tables/nas_bench_201.h"

namespace agon::nas {

std::unique_ptr<Family> makeFamily()
{
    Catalogue head;
    head.family = "nas";
    head.title = "Architecture search";
    head.summary = "Which network to train next, and how to search without training each one.";
    head.version = "0.1.0";
    head.channels = channelDeclarations();
    head.loops = {askTellLoop(), multiObjectiveLoop(), bilevelLoop()};
    const auto tables = std::make_shared<const TableCache>();
    return std::make_unique<TableFamily>(std::move(head),
                                         std::vector<ProblemEntry>{
                                             nasBench201(tables),
                                             nasBench201Hardware(tables),
                                             analyticBilevel(),
                                         },
                                         std::vector<AlgorithmEntry>{
                                             dartsFirstOrder(),
                                             dartsSecondOrder(),
                                             nsga2(),
                                             randomSearch(),
                                             rarts(),
                                             regularizedEvolution(),
                                         });
}

} // namespace agon::nas
