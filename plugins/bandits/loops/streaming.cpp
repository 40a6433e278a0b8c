#include "plugins/bandits/loops/streaming.h"

#include "core/random/distributions.h"
#include "plugins/bandits/channels.h"
#include "plugins/bandits/loops/recent_choices.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace agon::bandits {
namespace {

constexpr int streamedArmsPerUnit = 40;

/** One run: the stream's side of the contract, and its account. */
class StreamingLane final : public ArmStream
{
public:
    StreamingLane(std::shared_ptr<const StreamingInstance> instance, std::uint64_t seed,
                  std::int64_t budget)
        : memory(instance->memory())
        , m_instance(std::move(instance))
        , m_seed(seed)
        , m_budget(budget)
        , m_draws(m_instance->means().size())
    {}

    double pull(int arm, std::int64_t pulls) override
    {
        assert(memory.reaches(arm));
        const auto a = static_cast<std::size_t>(arm);
        const std::int64_t count = std::min(pulls, left());
        const double mean = m_instance->means()[a];
        double sum = 0;
        // Every bulk of pulls has a stream of its own: what others pulled does not shift it.
        random::Stream stream(m_seed, random::Purpose("rewards"), a, m_draws[a]++);
        constexpr std::int64_t drawOneByOne = 10'000;
        if (count <= drawOneByOne) {
            for (std::int64_t i = 0; i < count; ++i)
                sum += stream.uniform() < mean;
        } else {
            const auto n = static_cast<double>(count);
            sum = std::clamp(
                std::round(n * mean + std::sqrt(n * mean * (1 - mean)) * random::normal(stream)),
                0.0, n);
        }
        spend(a, count);
        return count > 0 ? sum / static_cast<double>(count) : 0;
    }
    void store(int arm) override
    {
        [[maybe_unused]] const bool fits = memory.store(arm);
        assert(fits);
    }
    void forget(int arm) override
    {
        [[maybe_unused]] const bool wasStored = memory.forget(arm);
        assert(wasStored);
    }
    std::int64_t left() const override { return m_budget - m_step; }

    /** Pulls without looking: the commitment. */
    void spend(std::size_t arm, std::int64_t pulls)
    {
        const double gap = m_instance->bestMean() - m_instance->means()[arm];
        const double best = gap <= 0 ? 1 : 0;
        const std::int64_t end = m_step + pulls;
        for (std::int64_t due = recorder->nextDue(m_step + 1); due <= end;
             due = recorder->nextDue(due + 1)) {
            m_regret += gap * static_cast<double>(due - m_step);
            m_optimal += best * static_cast<double>(due - m_step);
            m_step = due;
            record();
        }
        m_regret += gap * static_cast<double>(end - m_step);
        m_optimal += best * static_cast<double>(end - m_step);
        m_step = end;
        if (exploring)
            m_explored = m_step;
    }

    void record()
    {
        const auto arms = static_cast<double>(m_instance->means().size());
        const auto rounds = static_cast<double>(m_step);
        recorder->metric(channel::cumulativeRegret, number, m_step, m_regret);
        recorder->metric(channel::storedArms, number, m_step, stored);
        recorder->metric(channel::peakStoredArms, number, m_step, peak);
        recorder->metric(channel::explorationPulls, number, m_step,
                         static_cast<double>(exploring ? m_step : m_explored));
        recorder->metric(channel::simpleRegret, number, m_step,
                         chosen < 0 ? m_instance->bestMean()
                                    : m_instance->bestMean() -
                                          m_instance->means()[static_cast<std::size_t>(chosen)]);
        recorder->metric(channel::streamingRate, number, m_step,
                         std::cbrt(arms) * std::pow(rounds, 2.0 / 3));
        recordChoices(*recorder, number, m_step, m_step, {std::span(&m_optimal, 1)}, m_recent, {});
    }
    std::int64_t step() const { return m_step; }
    int arms() const { return static_cast<int>(m_instance->means().size()); }

    Recorder *recorder = nullptr;
    int number = 0; ///< of the lane
    ArmMemory memory;
    int stored = 0; ///< after the arrival before
    int peak = 0;
    int chosen = -1;
    bool exploring = true;

private:
    std::shared_ptr<const StreamingInstance> m_instance;
    std::uint64_t m_seed;
    std::int64_t m_budget;
    std::vector<std::uint64_t> m_draws; ///< bulks drawn, by arm
    std::int64_t m_step = 0;
    std::int64_t m_explored = 0;
    double m_regret = 0;
    double m_optimal = 0; ///< pulls of an arm with the best mean
    RecentChoices m_recent;
};

class StreamingTrial final : public Trial
{
public:
    StreamingTrial(const TrialRequest &request, const StreamingFactory &make)
    {
        auto instance =
            std::dynamic_pointer_cast<const StreamingInstance>(request.instances.front());
        assert(instance);
        const StreamingTask task{static_cast<int>(instance->means().size()), request.budget,
                                 instance->memory()};
        m_policy = make(request.settings, task);
        m_lane = std::make_unique<StreamingLane>(std::move(instance), request.seeds.front(),
                                                 request.budget);
    }

    bool advance(Recorder &recorder) override
    {
        m_lane->recorder = &recorder;
        if (m_next == 0)
            m_lane->record();
        for (int arrival = 0; arrival < streamedArmsPerUnit && m_next < m_lane->arms(); ++arrival) {
            m_lane->memory.arrive(m_next);
            m_policy->arrive(m_next++, *m_lane);
            remember();
        }
        if (m_next == m_lane->arms()) {
            m_lane->memory.close();
            m_lane->chosen = m_policy->choose(*m_lane);
            assert(m_lane->memory.holds(m_lane->chosen));
            remember();
            m_lane->exploring = false;
            m_lane->spend(static_cast<std::size_t>(m_lane->chosen), m_lane->left());
        }
        return m_lane->left() > 0;
    }
    std::int64_t step() const override { return m_lane->step(); }

private:
    void remember()
    {
        m_lane->stored = m_lane->memory.stored();
        m_lane->peak = std::max(m_lane->peak, m_lane->stored);
    }

    std::unique_ptr<StreamingPolicy> m_policy;
    std::unique_ptr<StreamingLane> m_lane;
    int m_next = 0; ///< the arm that arrives next
};

} // namespace

StreamingInstance::StreamingInstance(std::vector<double> means, int memory)
    : m_means(std::move(means))
    , m_memory(memory)
    , m_bestMean(*std::max_element(m_means.begin(), m_means.end()))
{}

bool ArmMemory::holds(int arm) const
{
    return std::find(m_stored.begin(), m_stored.end(), arm) != m_stored.end();
}

bool ArmMemory::store(int arm)
{
    if (!reaches(arm) || holds(arm) || m_stored.size() == m_capacity)
        return false;
    m_stored.push_back(arm);
    return true;
}

bool ArmMemory::forget(int arm) { return std::erase(m_stored, arm) == 1; }

double StreamingTask::accuracy() const { return std::cbrt(arms / static_cast<double>(horizon)); }

std::int64_t wholePulls(double pulls)
{
    // What is whole but for rounding stays so.
    return std::max<std::int64_t>(1, static_cast<std::int64_t>(std::ceil(pulls - 1e-9)));
}

AlgorithmEntry streamingEntry(AlgorithmDeclaration declaration, StreamingFactory make)
{
    declaration.loops = {"bandits/streaming"};
    AlgorithmEntry entry;
    entry.declaration = std::move(declaration);
    entry.start = [make](const TrialRequest &request) -> Expected<std::unique_ptr<Trial>> {
        return std::unique_ptr<Trial>(std::make_unique<StreamingTrial>(request, make));
    };
    return entry;
}

} // namespace agon::bandits
