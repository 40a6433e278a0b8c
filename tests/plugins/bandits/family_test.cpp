#include "plugins/bandits/bandits.h"
#include "tests/plugins/seven_tests.h"

int main(int argc, char **argv)
{
    return agon::test::runSevenTests(
        {.family = agon::bandits::makeFamily(),
         .problems = {{"bandits/bernoulli", {.budget = 20'000}},
                      {"bandits/contextual-kernel", {.budget = 40}},
                      {"bandits/contextual-linear", {.budget = 100}},
                      {"bandits/contextual-logistic", {.budget = 100}},
                      {"bandits/federated-linear", {.budget = 200, .settings = {{"silos", 4}}}},
                      {"bandits/applications", {.budget = 60}},
                      {"bandits/drifting-quadratics", {.budget = 200}},
                      {"bandits/adult", {.budget = 60}},
                      {"bandits/group-regression", {.budget = 100}},
                      {"bandits/linear-arms", {.budget = 400}},
                      {"bandits/logged-synthetic", {.budget = 100}},
                      {"bandits/open-bandit", {.budget = 200}},
                      {"bandits/payments", {.budget = 300, .settings = {{"generation", 50}}}},
                      {"bandits/prompt", {.budget = 60}},
                      {"bandits/schwarz", {.budget = 60}},
                      {"bandits/sor", {.budget = 20}},
                      {"bandits/gaussian", {.budget = 20'000}}}},
        argc, argv);
}
