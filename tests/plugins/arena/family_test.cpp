#include "plugins/arena/arena.h"
#include "tests/plugins/seven_tests.h"

int main(int argc, char **argv)
{
    const agon::Json gauss = {{"type", "gauss"}, {"draw-margin", 2}};
    return agon::test::runSevenTests(
        {.family = agon::arena::makeFamily(),
         .problems = {{"arena/population",
                       {.budget = 6000,
                        .settings = {{"items", 12}, {"preference", gauss}, {"redraw-at", 150}}}},
                      {"arena/newcomer",
                       {.budget = 6000,
                        .settings = {{"items", 10},
                                     {"preference", "logit"},
                                     {"joins-at", 120},
                                     {"true-rank", 3}}}}}},
        argc, argv);
}
