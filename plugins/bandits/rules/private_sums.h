#pragma once

#include "core/random/stream.h"

#include <Eigen/Core>

#include <cstdint>
#include <vector>

namespace agon::bandits {

/** Levels of the binary tree over @p batches >= 1 releases: 1 + floor(log2 batches). */
int treeLevels(std::int64_t batches);

/** Variance of the Gaussian noise of a node (P094): 8 κ (ln(2/δ) + ε) / ε², for data of length at
 *  most 1. */
double treeNoiseVariance(int levels, double epsilon, double delta);

/** The noise of private prefix sums of a symmetric matrix and a vector (Chan, Shi and Song 2011):
 *  release k carries that of the nodes that make up 1 … k, as many as k has binary ones. */
class TreeNoise
{
public:
    TreeNoise(int dimension, int levels, double variance);

    /** Goes on to the next release; draws the noise of the node that closes. */
    void advance(random::Stream &stream);
    Eigen::MatrixXd matrix() const;
    Eigen::VectorXd vector() const;
    /** Nodes in the current release. */
    int activeNodes() const;

private:
    struct Node
    {
        Eigen::MatrixXd matrix;
        Eigen::VectorXd vector;
    };
    double m_deviation;
    std::uint64_t m_release = 0;
    std::vector<Node> m_nodes; ///< one a level; active where the release has a binary one
};

} // namespace agon::bandits
