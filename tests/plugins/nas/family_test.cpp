#include "plugins/nas/nas.h"
#include "tests/plugins/seven_tests.h"

int main(int argc, char **argv)
{
    return agon::test::runSevenTests({.family = agon::nas::makeFamily(),
                                      .problems = {{"nas/nas-bench-201", {.budget = 120}},
                                                   {"nas/nas-bench-201-hardware", {.budget = 120}},
                                                   {"nas/analytic-bilevel", {.budget = 600}}}},
                                     argc, argv);
}
