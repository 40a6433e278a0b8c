#include "plugins/bandits/bandits.h"
#include "tests/plugins/seven_tests.h"

int main(int argc, char **argv)
{
    return agon::test::runSevenTests({.family = agon::bandits::makeFamily(),
                                      .problems = {{"bandits/bernoulli", {.budget = 20'000}},
                                                   {"bandits/gaussian", {.budget = 20'000}}}},
                                     argc, argv);
}
