#include "plugins/bandits/algorithms/one_sided/algorithms.h"
#include "plugins/bandits/loops/one_sided.h"

#include <algorithm>

namespace agon::bandits {
namespace {

class PositivesOnly final : public OneSidedLearner
{
public:
    struct Settings
    {
        static Schema<Settings> schema() { return {}; }
    };

    PositivesOnly(const Settings &, const OneSidedTask &task)
        : m_size(static_cast<std::size_t>(task.size))
        , m_errors(static_cast<std::size_t>(task.classifiers))
    {}

    void accept(std::span<const double> scores, std::span<double> probabilities,
                random::Stream &) override
    {
        const auto best = static_cast<std::size_t>(
            std::min_element(m_errors.begin(), m_errors.end()) - m_errors.begin());
        for (std::size_t i = 0; i < m_size; ++i)
            probabilities[i] = scores[best * m_size + i];
    }

    void update(std::span<const double> scores, std::span<const int> labels, const Violation &,
                random::Stream &) override
    {
        for (std::size_t i = 0; i < m_size; ++i) {
            if (labels[i] < 0)
                continue;
            for (std::size_t j = 0; j < m_errors.size(); ++j) {
                const double p = scores[j * m_size + i];
                m_errors[j] += labels[i] == 1 ? 1 - p : p;
            }
        }
    }

private:
    std::size_t m_size;
    std::vector<double> m_errors; ///< on the accepted, one a classifier
};

} // namespace

AlgorithmEntry positivesOnly()
{
    return oneSidedEntry<PositivesOnly>({
        .id = "bandits/positives-only",
        .title = "Best on the accepted",
        .summary =
            "Follows the classifier with the fewest errors on those who were accepted, as if "
            "they were everybody.",
        .papers = {"P180"},
        .year = 2022,
        .tags = {"fairness", "baseline"},
        .fidelity = Fidelity::reconstructed,
        .note = "[reconstructed] The selection bias that one-sided feedback invites.",
    });
}

} // namespace agon::bandits
