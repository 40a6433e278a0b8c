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
                      {"bandits/ad-channels", {.budget = 400}},
                      {"bandits/return-lever-gap", {.budget = 400}},
                      {"bandits/ipinyou-auctions", {.budget = 600, .settings = {{"episode", 100}}}},
                      {"bandits/uniform-auctions", {.budget = 600}},
                      {"bandits/price-relatives", {.budget = 60}},
                      {"bandits/volatile-pairs", {.budget = 100}},
                      {"bandits/stochastic-matching",
                       {.budget = 80, .settings = {{"offline", 8}, {"probability", 0.1}}}},
                      {"bandits/binary-agents", {.budget = 100}},
                      {"bandits/gaussian-agents", {.budget = 1000}},
                      {"bandits/twenty-questions", {.budget = 4, .settings = {{"entities", 4}}}},
                      {"bandits/unequal-groups", {.budget = 20, .settings = {{"batch", 10}}}},
                      {"bandits/information-acquisition", {.budget = 400}},
                      {"bandits/gaussian", {.budget = 20'000}}}},
        argc, argv);
}
