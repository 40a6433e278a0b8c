#pragma once

#include "app/worker/worker_process.h"
#include "core/experiment/family.h"

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace agon::app {

/** A family whose code runs in child processes, one a trial at a time, so that a crash or a hang is
 * a failed run. Catalogue and settings are plain data here. */
class ForeignFamily final : public Family
{
public:
    /** Starts a child and asks for its catalogue. Errors: it crashes, hangs or is refused. */
    static Expected<std::shared_ptr<const Family>> probe(const WorkerCommand &command);
    ~ForeignFamily() override;

    const Catalogue &catalogue() const override;
    Expected<InstancePointer> prepare(const ProblemRequest &request) const override;
    Expected<std::unique_ptr<Trial>> start(const TrialRequest &request) const override;
    int preferredLanes(std::string_view algorithm) const override;

private:
    friend class ForeignTrial;
    /** Children that wait for their next trial. Outlives the family while trials have children. */
    struct Pool
    {
        WorkerCommand command;
        std::mutex mutex;
        std::vector<std::unique_ptr<WorkerProcess>> idle;
    };
    ForeignFamily(std::shared_ptr<Pool> pool, Catalogue catalogue,
                  std::map<std::string, int, std::less<>> lanes);
    /** A child that has said hello. */
    static Expected<std::unique_ptr<WorkerProcess>> connect(const WorkerCommand &command);
    static Expected<std::unique_ptr<WorkerProcess>> takeChild(Pool &pool);

    std::shared_ptr<Pool> m_pool;
    Catalogue m_catalogue;
    std::map<std::string, int, std::less<>> m_lanes;
};

} // namespace agon::app
