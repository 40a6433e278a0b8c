#include "plugins/arena/algorithms/algorithms.h"
#include "plugins/arena/arena.h"
#include "plugins/arena/problems/problems.h"

namespace agon::arena {
namespace {

using enum ObservationKind;
using enum Direction;

// clang-format off
std::vector<ChannelDeclaration> channels()
{
    return {
        {.key = "rank_mse", .title = "Squared rank error", .kind = metric, .help = "Mean over items of the squared difference between rank and true rank; tied scores share their ranks.", .direction = minimize, .logarithmic = true},
        {.key = "kendall_tau", .title = "Kendall's τ", .kind = metric, .help = "Agreement of the ranking with the true one, -1 to 1.", .direction = maximize},
        {.key = "top_k_accuracy", .title = "Top-k accuracy", .kind = metric, .help = "Share of the truly best k items among the k best.", .direction = maximize},
        {.key = "comparisons_to_stay", .title = "Votes until the error stays low", .kind = metric, .unit = "votes", .help = "The first vote from which the squared rank error stays below the problem's threshold for its window (1 and 50 votes by default); the number of votes so far while that has not happened.", .direction = minimize, .logarithmic = true, .censored = true},
        {.key = "comparisons_to_exact", .title = "Votes until the ranking stays exact", .kind = metric, .unit = "votes", .help = "The vote since which the ranking has been exactly right; the number of votes so far while it is not.", .direction = minimize, .logarithmic = true, .censored = true},
        {.key = "rank_mse_area", .title = "Squared rank error, summed", .kind = metric, .help = "Area under the curve of the squared rank error.", .direction = minimize, .logarithmic = true},
        {.key = "pairs", .title = "Pairs compared", .kind = metric, .unit = "pairs", .help = "A vote on K items tells K (K-1) / 2 pairs, or K - 1 when only the winner is reported.", .cost = true},
        {.key = "newcomer_rank_error", .title = "Rank error of the newcomer", .kind = metric, .help = "Distance of its rank from its true rank; missing before it joins.", .direction = minimize, .mayBeMissing = true},
        {.key = "votes", .title = "Votes", .kind = match, .help = "Every vote of the first seed."},
        {.key = "ratings", .title = "Ratings", .kind = points, .help = "Estimated skills with 95 % intervals, where the system has any.", .mayBeMissing = true, .columns = {{.key = "rating", .label = "Rating", .direction = maximize}, {.key = "lower", .label = "Lower end"}, {.key = "upper", .label = "Upper end"}, {.key = "rank", .label = "Rank"}, {.key = "true_rank", .label = "True rank"}}},
        {.key = "win_fraction", .title = "Win fraction", .kind = field, .help = "Share of their meetings that the row won against the column, ties half; missing where they never met.", .mayBeMissing = true, .rowAxis = "item", .columnAxis = "against"},
        {.key = "meetings", .title = "Meetings", .kind = field, .help = "How often two items were compared.", .rowAxis = "item", .columnAxis = "against"},
    };
}

std::vector<LoopDeclaration> loops()
{
    return {
        {.id = "arena/votes", .title = "Rating by votes", .summary = "Matchmaking names K items, voters order them, the rating system learns from the vote.", .budgetUnit = "votes", .stepUnit = "vote", .channels = {"rank_mse", "kendall_tau", "top_k_accuracy", "comparisons_to_stay", "comparisons_to_exact", "rank_mse_area", "pairs", "votes", "ratings", "win_fraction", "meetings"}, .schedule = {.points = 300}},
    };
}

std::vector<ProblemEntry> problems()
{
    return {
        newcomer(),
        population(),
    };
}

std::vector<AlgorithmEntry> algorithms()
{
    return {
        elo(),
        kSort(),
    };
}
// clang-format on

} // namespace

std::unique_ptr<Family> makeFamily()
{
    Catalogue head;
    head.family = "arena";
    head.title = "Arena";
    head.summary = "Whom to compare next, and how soon the ranking is right.";
    head.version = "0.1.0";
    head.channels = channels();
    head.loops = loops();
    return std::make_unique<TableFamily>(std::move(head), problems(), algorithms());
}

} // namespace agon::arena
