#include "plugins/federated/federated.h"
#include "tests/plugins/seven_tests.h"

int main(int argc, char **argv)
{
    return agon::test::runSevenTests(
        {.family = agon::federated::makeFamily(),
         .problems = {{"federated/quadratics",
                       {.budget = 100,
                        .settings = {{"clients", 20}, {"dimension", 300}, {"local-steps", 10}}}},
                      {"federated/softmax-regression",
                       {.budget = 6, .settings = {{"clients", 8}, {"local-steps", 3}}}}},
         .settings = {{"federated/fedau", {{"cutoff", 3}}}}},
        argc, argv);
}
