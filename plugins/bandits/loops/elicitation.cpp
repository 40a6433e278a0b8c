#include "plugins/bandits/loops/elicitation.h"

#include "plugins/bandits/channels.h"
#include "plugins/bandits/loops/round_trial.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>

namespace agon::bandits {

double meanGain(const ElicitationState &state, std::size_t question)
{
    double sum = 0;
    for (const std::size_t target : state.targets)
        sum += state.model->informationGain(state.weights, question, target);
    return sum / static_cast<double>(state.targets.size());
}

std::size_t mostInformative(const ElicitationState &state)
{
    std::size_t best = state.candidates.front();
    double bestGain = -1;
    for (const std::size_t question : state.candidates)
        if (const double gain = meanGain(state, question); gain > bestGain) {
            bestGain = gain;
            best = question;
        }
    return best;
}

namespace {

constexpr std::size_t calibrationBins = 10;

class ElicitationTrial final : public LaneTrial
{
public:
    ElicitationTrial(const TrialRequest &request, Elicitor elicitor)
        : LaneTrial(request, 1), m_elicitor(std::move(elicitor)), m_budget(request.budget)
    {
        for (std::size_t lane = 0; lane < request.seeds.size(); ++lane) {
            auto instance =
                std::dynamic_pointer_cast<const ElicitationInstance>(request.instances[lane]);
            assert(instance);
            Lane made{std::move(instance), request.seeds[lane], {}, {}, {}};
            const std::size_t classes = made.instance->model().classes();
            for (const auto &entity : made.instance->entities()) {
                made.weights.emplace_back(classes, 1 / static_cast<double>(classes));
                made.candidates.push_back(entity.candidates);
            }
            made.asked.resize(made.instance->model().questions());
            m_lanes.push_back(std::move(made));
        }
    }

private:
    struct Lane
    {
        std::shared_ptr<const ElicitationInstance> instance;
        std::uint64_t seed;
        std::vector<std::vector<double>> weights;         ///< of the classes, by entity
        std::vector<std::vector<std::size_t>> candidates; ///< not asked yet, by entity
        std::vector<double> asked; ///< entities that each question was put to
    };

    void playLane(int index, std::int64_t round) override
    {
        Lane &lane = m_lanes[static_cast<std::size_t>(index)];
        const auto &entities = lane.instance->entities();
        for (std::size_t e = 0; e < entities.size(); ++e) {
            auto &candidates = lane.candidates[e];
            if (candidates.empty())
                continue;
            random::Stream stream(lane.seed, random::Purpose("elicitor"), e,
                                  static_cast<std::uint64_t>(round));
            const std::size_t question =
                m_elicitor({&lane.instance->model(), lane.weights[e], entities[e].targets,
                            candidates, m_budget - round + 1},
                           stream);
            candidates.erase(std::find(candidates.begin(), candidates.end(), question));
            lane.instance->model().condition(lane.weights[e], question,
                                             entities[e].answers[question] != 0);
            lane.asked[question] += 1;
        }
    }

    void recordLaneMetrics(Recorder &recorder, int index, std::int64_t step) override
    {
        const Lane &lane = m_lanes[static_cast<std::size_t>(index)];
        const LatentClasses &model = lane.instance->model();
        double loss = 0;
        double bestLoss = 0;
        double correct = 0;
        double entropy = 0;
        double count = 0;
        struct Bin
        {
            double predicted = 0, happened = 0;
        };
        std::array<Bin, calibrationBins> bins{};
        for (std::size_t e = 0; e < lane.weights.size(); ++e) {
            const auto &entity = lane.instance->entities()[e];
            for (const std::size_t target : entity.targets) {
                const bool answer = entity.answers[target] != 0;
                const double p = model.predictive(lane.weights[e], target);
                const double known = model.probability(entity.latent, target);
                loss -= std::log(answer ? p : 1 - p);
                bestLoss -= std::log(answer ? known : 1 - known);
                correct += (p > 0.5) == answer;
                Bin &bin = bins[std::min(static_cast<std::size_t>(p * calibrationBins),
                                         calibrationBins - 1)];
                bin.predicted += p;
                bin.happened += answer;
                ++count;
            }
            for (const double weight : lane.weights[e])
                entropy -= weight > 0 ? weight * std::log(weight) : 0;
        }
        double calibration = 0;
        for (const Bin &bin : bins)
            calibration += std::abs(bin.predicted - bin.happened) / count;
        const auto metric = [&](int channel, double value) {
            recorder.metric(channel, index, step, value);
        };
        metric(channel::targetLoss, loss / count);
        metric(channel::knownClassLoss, bestLoss / count);
        metric(channel::targetAccuracy, correct / count);
        metric(channel::calibrationError, calibration);
        metric(channel::posteriorEntropy, entropy / static_cast<double>(lane.weights.size()));
    }

    void recordLaneFrames(Recorder &recorder, int index, std::int64_t step) override
    {
        const Lane &lane = m_lanes[static_cast<std::size_t>(index)];
        FieldFrame frame{1, static_cast<std::int32_t>(lane.asked.size()), lane.asked, {}, {}};
        for (double &share : frame.values)
            share /= static_cast<double>(lane.weights.size());
        recorder.field(channel::questionsAsked, index, step, std::move(frame));
    }

    Elicitor m_elicitor;
    std::int64_t m_budget;
    std::vector<Lane> m_lanes;
};

} // namespace

Expected<std::unique_ptr<Trial>> startElicitation(const TrialRequest &request,
                                                  const Elicitor &elicitor)
{
    return std::unique_ptr<Trial>(std::make_unique<ElicitationTrial>(request, elicitor));
}

} // namespace agon::bandits
