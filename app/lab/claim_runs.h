#pragma once

#include "app/lab/lab.h"
#include "core/experiment/claims.h"
#include "core/experiment/runner.h"

#include <memory>
#include <string>
#include <vector>

namespace agon::app {

/** A shipped claim with the verdict that ships beside it. */
struct ClaimEntry
{
    Claim claim;
    std::string family;                        ///< of its first problem
    Fidelity fidelity = Fidelity::authorsCode; ///< the weakest of its contestants
    std::optional<ClaimVerdict> recorded;      ///< from resources/claims/verdicts.json
};

/** All claims of resources/claims, sorted by paper. Those that cannot be read are told in @p
 * problems. */
std::vector<ClaimEntry> shippedClaims(const Lab &lab, std::vector<std::string> &problems);

/** A claim being run: its experiment on the judging seeds, then the judgement. */
class ClaimRun
{
public:
    /** Errors: the experiment cannot be worked out. */
    static Expected<std::unique_ptr<ClaimRun>> start(Lab &lab, const Claim &claim);
    ~ClaimRun();

    Runner &runner() { return *m_runner; }
    /** Once the runner is done: the verdict, with build and date. */
    Expected<ClaimVerdict> verdict() const;

private:
    ClaimRun(Lab &lab, Claim claim);

    Lab &m_lab;
    Claim m_claim;
    std::shared_ptr<const Grid> m_grid;
    std::shared_ptr<LiveLog> m_log;
    std::unique_ptr<Runner> m_runner;
};

/** Puts @p verdicts into the recorded ones (replacing those of the same claims) and writes the file
 *  atomically. */
Expected<void> recordVerdicts(const Lab &lab, const std::vector<ClaimVerdict> &verdicts);

} // namespace agon::app
