#include "core/rating/bradley_terry.h"

#include <Eigen/Cholesky>
#include <Eigen/Core>

#include <cassert>
#include <cmath>
#include <numbers>
#include <numeric>

namespace agon::rating {
namespace {

/** Marks what can be reached from competitor @p start along pairs for which @p linked holds. */
template <class Linked>
void reach(int competitors, int start, int mark, std::vector<int> &marks, Linked linked)
{
    std::vector<int> open{start};
    marks[static_cast<std::size_t>(start)] = mark;
    while (!open.empty()) {
        const int from = open.back();
        open.pop_back();
        for (int to = 0; to < competitors; ++to)
            if (marks[static_cast<std::size_t>(to)] < 0 && linked(from, to)) {
                marks[static_cast<std::size_t>(to)] = mark;
                open.push_back(to);
            }
    }
}

double sigmoid(double x) { return 1 / (1 + std::exp(-x)); }

double logLikelihood(const PairTable &table, const Eigen::VectorXd &theta)
{
    double sum = 0;
    for (int i = 0; i < table.competitors(); ++i)
        for (int j = 0; j < table.competitors(); ++j)
            if (table.wins(i, j) > 0)
                sum -= table.wins(i, j) * std::log1p(std::exp(theta[j] - theta[i]));
    return sum;
}

/** Gradient of the log likelihood, and its negative second derivative: a graph's Laplacian. */
void differentiate(const PairTable &table, const Eigen::VectorXd &theta, Eigen::VectorXd &gradient,
                   Eigen::MatrixXd &information)
{
    const int n = table.competitors();
    gradient.setZero(n);
    information.setZero(n, n);
    for (int i = 0; i < n; ++i)
        for (int j = i + 1; j < n; ++j) {
            const double meetings = table.meetings(i, j);
            if (meetings == 0)
                continue;
            const double p = sigmoid(theta[i] - theta[j]);
            const double surplus = table.wins(i, j) - meetings * p;
            gradient[i] += surplus;
            gradient[j] -= surplus;
            const double weight = meetings * p * (1 - p);
            information(i, i) += weight;
            information(j, j) += weight;
            information(i, j) -= weight;
            information(j, i) -= weight;
        }
}

} // namespace

PairTable::PairTable(int competitors)
    : m_competitors(competitors)
    , m_wins(static_cast<std::size_t>(competitors) * static_cast<std::size_t>(competitors), 0)
{}

void PairTable::addWin(int winner, int loser, double weight)
{
    assert(winner != loser && weight >= 0);
    m_wins[index(winner, loser)] += weight;
}

void PairTable::addDraw(int a, int b, double weight)
{
    addWin(a, b, weight / 2);
    addWin(b, a, weight / 2);
}

void PairTable::addOutcome(std::span<const std::int32_t> competitors,
                           std::span<const std::int32_t> ranks)
{
    assert(competitors.size() == ranks.size());
    for (std::size_t a = 0; a < competitors.size(); ++a)
        for (std::size_t b = a + 1; b < competitors.size(); ++b) {
            if (ranks[a] == ranks[b])
                addDraw(competitors[a], competitors[b]);
            else if (ranks[a] < ranks[b])
                addWin(competitors[a], competitors[b]);
            else
                addWin(competitors[b], competitors[a]);
        }
}

double PairTable::totalWins(int a) const
{
    double sum = 0;
    for (int b = 0; b < m_competitors; ++b)
        sum += wins(a, b);
    return sum;
}

std::vector<int> connectedComponents(const PairTable &table)
{
    std::vector<int> marks(static_cast<std::size_t>(table.competitors()), -1);
    int components = 0;
    for (int i = 0; i < table.competitors(); ++i)
        if (marks[static_cast<std::size_t>(i)] < 0)
            reach(table.competitors(), i, components++, marks,
                  [&](int a, int b) { return table.meetings(a, b) > 0; });
    return marks;
}

bool maximumLikelihoodExists(const PairTable &table)
{
    // Strongly connected: everybody can be reached from the first, and the first from everybody.
    const auto reachesAll = [&](auto linked) {
        std::vector<int> marks(static_cast<std::size_t>(table.competitors()), -1);
        reach(table.competitors(), 0, 0, marks, linked);
        return std::accumulate(marks.begin(), marks.end(), 0) == 0;
    };
    return table.competitors() > 0 &&
           reachesAll([&](int a, int b) { return table.wins(a, b) > 0; }) &&
           reachesAll([&](int a, int b) { return table.wins(b, a) > 0; });
}

double BradleyTerryFit::deviation(int competitor) const
{
    const std::size_t n = strengths.size();
    return std::sqrt(covariance[static_cast<std::size_t>(competitor) * (n + 1)]);
}

double BradleyTerryFit::deviationOfDifference(int a, int b) const
{
    const std::size_t n = strengths.size();
    const auto first = static_cast<std::size_t>(a), second = static_cast<std::size_t>(b);
    return std::sqrt(covariance[first * (n + 1)] + covariance[second * (n + 1)] -
                     2 * covariance[first * n + second]);
}

std::vector<Interval> BradleyTerryFit::intervals(double quantile) const
{
    std::vector<Interval> result(strengths.size());
    for (std::size_t i = 0; i < strengths.size(); ++i) {
        const double half = quantile * deviation(static_cast<int>(i));
        result[i] = {strengths[i] - half, strengths[i] + half};
    }
    return result;
}

std::vector<double> BradleyTerryFit::eloScale() const
{
    std::vector<double> result(strengths.size());
    for (std::size_t i = 0; i < strengths.size(); ++i)
        result[i] = 1000 + 400 / std::numbers::ln10 * strengths[i];
    return result;
}

Expected<BradleyTerryFit> fitBradleyTerry(const PairTable &table, double penalty)
{
    const int n = table.competitors();
    if (n < 2)
        return Error("Strengths can only be estimated for two or more competitors.");
    if (penalty <= 0 && !maximumLikelihoodExists(table))
        return Error("These results have no finite maximum-likelihood strengths: some competitors "
                     "always won, always lost, or never met the others.",
                     "Use a penalised estimate instead.");

    Eigen::VectorXd theta = Eigen::VectorXd::Zero(n), gradient;
    Eigen::MatrixXd information;
    const auto objective = [&](const Eigen::VectorXd &at) {
        return logLikelihood(table, at) - 0.5 * penalty * at.squaredNorm();
    };
    // The Laplacian's null space is the constant vector. Adding anchor × 1 1ᵀ/n makes it invertible
    // and changes nothing for vectors that sum to zero: a pseudo-inverse by Cholesky.
    const auto anchored = [&](double &anchor) {
        Eigen::MatrixXd matrix = information;
        matrix.diagonal().array() += penalty;
        anchor = matrix.diagonal().mean();
        matrix.array() += anchor / n;
        return matrix;
    };

    BradleyTerryFit fit;
    fit.penalty = penalty;
    double value = objective(theta);
    double anchor = 0;
    for (constexpr int limit = 200; fit.iterations < limit; ++fit.iterations) {
        differentiate(table, theta, gradient, information);
        gradient -= penalty * theta;
        Eigen::VectorXd step = anchored(anchor).llt().solve(gradient);
        step.array() -= step.mean();
        double length = 1;
        double next = objective(theta + step);
        while (!(next >= value - 1e-12 * (1 + std::abs(value))) && length > 1e-10) {
            length /= 2;
            next = objective(theta + length * step);
        }
        theta += length * step;
        value = next;
        if (step.lpNorm<Eigen::Infinity>() < 1e-12 * (1 + theta.lpNorm<Eigen::Infinity>()))
            break;
    }
    theta.array() -= theta.mean();
    differentiate(table, theta, gradient, information);
    Eigen::MatrixXd covariance = anchored(anchor).llt().solve(Eigen::MatrixXd::Identity(n, n));
    covariance.array() -= 1 / ((anchor + penalty) * n);

    fit.logLikelihood = logLikelihood(table, theta);
    fit.strengths.assign(theta.data(), theta.data() + n);
    fit.covariance.assign(covariance.data(), covariance.data() + covariance.size());
    return fit;
}

Expected<BradleyTerryFit> fitBradleyTerryOrPenalised(const PairTable &table, double penalty)
{
    return fitBradleyTerry(table, maximumLikelihoodExists(table) ? 0 : penalty);
}

std::vector<double> minorisationStep(const PairTable &table, std::span<const double> p)
{
    assert(static_cast<int>(p.size()) == table.competitors());
    std::vector<double> next(p.size());
    for (int i = 0; i < table.competitors(); ++i) {
        double sum = 0;
        for (int j = 0; j < table.competitors(); ++j)
            if (j != i)
                sum += table.meetings(i, j) /
                       (p[static_cast<std::size_t>(i)] + p[static_cast<std::size_t>(j)]);
        next[static_cast<std::size_t>(i)] = sum > 0 ? table.totalWins(i) / sum : 0;
    }
    const double total = std::accumulate(next.begin(), next.end(), 0.0);
    for (double &value : next)
        value /= total;
    return next;
}

} // namespace agon::rating
