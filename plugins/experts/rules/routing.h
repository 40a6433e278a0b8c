#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace agon::experts {

/** Tokens of one optimiser step (or of an evaluation) on their way through a router. Tokens lie
 *  micro-batch after micro-batch; matrices are row-major with one row a token. */
struct Routing
{
    Routing(int microBatchCount, int tokensPerMicroBatch, int expertCount, int selectedCount);

    int microBatches;                  ///< N_P
    int tokens;                        ///< T, per micro-batch
    int experts;                       ///< E
    int selected;                      ///< k
    std::vector<double> logits;        ///< z: size N_P T × E
    std::vector<double> probabilities; ///< p = softmax of z: size N_P T × E
    std::vector<std::int32_t> chosen;  ///< size N_P T × k, by falling preference
    std::vector<double> weights;       ///< g: size N_P T × k; 0 where an expert was full
    std::vector<std::uint8_t> served;  ///< size N_P T × k: whether the expert had room
    std::vector<double> counts;        ///< n: selections, size N_P × E

    int totalTokens() const { return microBatches * tokens; }
    std::span<const double> logitsOf(int token) const;
    std::span<const double> probabilitiesOf(int token) const;
    std::span<const double> countsOf(int microBatch) const;
    /** Selections of each expert over all micro-batches. */
    std::vector<double> totalCounts() const;
};

/** Fills probabilities from logits. */
void computeProbabilities(Routing &routing);
/** The k largest of @p scores, ties to the lowest index, by falling score. */
void selectLargest(std::span<const double> scores, std::span<std::int32_t> chosen);
/** Fills counts from chosen; nothing is dropped. */
void countSelections(Routing &routing);

/** Top-k softmax gating: probabilities, selection, weights and counts from the logits. Weights are
 * p itself for k = 1 and p renormalised over the selected experts for k > 1. */
void routeTopK(Routing &routing);
/** Adds dL/dz to @p logitGradient (N_P T × E) from @p weightGradient dL/dg (N_P T × k). Entries of
 *  unserved selections must be 0. */
void differentiateTopK(const Routing &routing, std::span<const double> weightGradient,
                       std::span<double> logitGradient);

/** Slots of one expert in one micro-batch: ceil(factor k T / E). */
int capacityOf(const Routing &routing, double factor);
/** Drops what exceeds the capacity: first choices of all tokens in position order, then second
 *  choices, … (GShard, Switch). Sets served and weights. */
void applyCapacity(Routing &routing, double factor);

/** Adds weight × mean over tokens of (logsumexp z)² to the result and its gradient
 *  2 weight lse p / T to @p logitGradient (ST-MoE). Returns the loss. */
double zLoss(const Routing &routing, double weight, std::span<double> logitGradient);

} // namespace agon::experts
