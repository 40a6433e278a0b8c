#include "plugins/experts/experts.h"
#include "tests/plugins/seven_tests.h"

int main(int argc, char **argv)
{
    return agon::test::runSevenTests({.family = agon::experts::makeFamily(),
                                      .problems = {{"experts/token-stream",
                                                    {.budget = 10,
                                                     .settings = {{"domains", 3},
                                                                  {"dimension", 6},
                                                                  {"experts", 5},
                                                                  {"experts-per-token", 2},
                                                                  {"micro-batches", 4},
                                                                  {"tokens-per-micro-batch", 8},
                                                                  {"capacity-factor", 1.25}}}}},
                                      .settings = {{"experts/lbl-global", {{"balance-batch", 3}}}}},
                                     argc, argv);
}
