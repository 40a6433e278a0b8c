#include "plugins/federated/rules/step_sizes.h"

namespace agon::federated {

Schema<StepSizes> StepSizes::schema()
{
    Schema<StepSizes> s;
    s.real(&StepSizes::local, "step-size", "Local step size")
        .range(1e-6, 100)
        .slider(1e-3, 1)
        .logarithmic()
        .help("Step size of the clients' local gradient steps.");
    s.real(&StepSizes::server, "server-step-size", "Server step size")
        .range(1e-6, 1000)
        .slider(0.1, 10)
        .logarithmic()
        .help("Factor on the aggregated update; 1 takes it as it is.");
    s.real(&StepSizes::decay, "step-decay", "Step decay")
        .range(0, 1e9)
        .slider(0, 1000)
        .unit("rounds")
        .advanced()
        .help("In round t the local step size is divided by 1 + t / decay; 0 keeps it constant.");
    return s;
}

} // namespace agon::federated
