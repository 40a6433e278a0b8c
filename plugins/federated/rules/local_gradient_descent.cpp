#include "plugins/federated/rules/local_gradient_descent.h"

#include "core/learning/vectors.h"

namespace agon::federated {

void LocalGradientDescent::run(ClientWork &work, const Broadcast &down, Message &message)
{
    m_local.assign(down.model.begin(), down.model.end());
    m_gradient.resize(m_local.size());
    for (std::int32_t step = 0; step < work.steps(); ++step) {
        work.gradient(step, m_local, m_gradient);
        learning::addScaled(m_local, -work.stepSize(), m_gradient);
    }
    message.update = m_local;
    learning::addScaled(message.update, -1, down.model);
}

} // namespace agon::federated
