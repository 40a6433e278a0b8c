#pragma once

#include "plugins/federated/loops/method.h"

#include <vector>

namespace agon::federated {

/** K steps of stochastic gradient descent from the broadcast model, y ← y - η g(y). */
class LocalGradientDescent final : public LocalUpdate
{
public:
    void run(ClientWork &work, const Broadcast &down, Message &message) override;

private:
    std::vector<double> m_local;
    std::vector<double> m_gradient;
};

} // namespace agon::federated
