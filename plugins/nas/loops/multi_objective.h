#pragma once

#include "plugins/nas/loops/ask_tell.h"

#include <string>
#include <vector>

namespace agon::nas {

/** A problem with several objectives whose true front is known. */
class FrontProblem : public SearchProblem
{
public:
    /** Every architecture of the true front, ascending in the first objective. */
    virtual const std::vector<Architecture> &trueFront() const = 0;
    /** Bounds the hypervolume: an architecture that is not better in every objective adds nothing.
     */
    virtual const std::vector<double> &referencePoint() const = 0;
    /** Number and name under which an architecture is shown. */
    virtual std::int64_t number(Architecture architecture) const = 0;
    virtual std::string name(Architecture architecture) const = 0;
};

LoopDeclaration multiObjectiveLoop();

/** A trial that keeps everything non-dominated among what was evaluated. */
std::unique_ptr<Trial> makeFrontTrial(const TrialRequest &request,
                                      const SearcherFactory &makeSearcher);

} // namespace agon::nas
