#include "core/random/distributions.h"
#include "plugins/bandits/loops/one_sided.h"
#include "plugins/bandits/problems/one_sided/problems.h"
#include "plugins/bandits/rules/logistic.h"

#include <algorithm>
#include <cmath>

namespace agon::bandits {
namespace {

struct ApplicationsSettings
{
    int size = 4;
    int classifiers = 60;
    int dimension = 4;
    double tolerance = 0.2;
    int auditors = 5;
    int quota = 3;

    static Schema<ApplicationsSettings> schema()
    {
        using S = ApplicationsSettings;
        Schema<S> s;
        s.integer(&S::size, "size", "Individuals a round")
            .range(2, 100)
            .slider(2, 10)
            .help("Applicants k that are decided upon together.");
        s.integer(&S::classifiers, "classifiers", "Classifiers")
            .range(2, 10'000)
            .slider(10, 200)
            .help("Candidates N; every other one weighs a sensitive feature that labels ignore.");
        s.integer(&S::dimension, "dimension", "Dimension")
            .range(1, 100)
            .slider(1, 10)
            .help("Features that matter, besides the sensitive one.");
        s.real(&S::tolerance, "tolerance", "Tolerance α")
            .range(0, 1)
            .help("Similar individuals may be treated so differently.")
            .source("P180, our reading: 0.2");
        s.integer(&S::auditors, "auditors", "Auditors")
            .range(1, 1000)
            .slider(1, 20)
            .help("Members of the panel, each with a notion of similarity of their own.");
        s.integer(&S::quota, "quota", "Quota")
            .range(1, 1000)
            .slider(1, 20)
            .help("So many auditors must hold a pair to be similar.");
        return s;
    }
};

class Applications final : public OneSidedInstance
{
public:
    Applications(const ApplicationsSettings &settings, std::uint64_t seed)
        : OneSidedInstance(settings.size, settings.classifiers, settings.tolerance)
        , m_settings(settings)
        , m_dimension(static_cast<std::size_t>(settings.dimension))
        , m_truth(m_dimension)
        , m_weights(static_cast<std::size_t>(settings.classifiers) * (m_dimension + 1))
    {
        random::Stream stream(seed, random::Purpose("parameters"));
        random::fillNormal(stream, m_truth, 2 / std::sqrt(static_cast<double>(m_dimension)));
        // Candidates around the truth, near and far; every other one is tempted by the sensitive
        // feature.
        for (std::size_t j = 0; j < static_cast<std::size_t>(settings.classifiers); ++j) {
            const double distance = 2 * stream.uniform();
            double *weights = m_weights.data() + j * (m_dimension + 1);
            for (std::size_t i = 0; i < m_dimension; ++i)
                weights[i] = m_truth[i] + random::normal(stream, 0, distance);
            weights[m_dimension] = j % 2 == 1 ? random::normal(stream, 0, 2) : 0;
        }
        m_panel.quota = settings.quota;
        for (int auditor = 0; auditor < settings.auditors; ++auditor)
            m_panel.radii.push_back(std::sqrt(static_cast<double>(m_dimension)) *
                                    (0.5 + stream.uniform()));
    }

    Panel panel() const override { return m_panel; }

    void draw(std::uint64_t seed, std::int64_t round, Applicants &applicants) const override
    {
        random::Stream stream(seed, random::Purpose("individuals"), 0,
                              static_cast<std::uint64_t>(round));
        const auto size = static_cast<std::size_t>(m_settings.size);
        const auto classifiers = static_cast<std::size_t>(m_settings.classifiers);
        std::vector<double> features(size * (m_dimension + 1));
        applicants.labels.resize(size);
        for (std::size_t i = 0; i < size; ++i) {
            double *x = features.data() + i * (m_dimension + 1);
            double logit = 0;
            for (std::size_t f = 0; f < m_dimension; ++f) {
                x[f] = random::normal(stream);
                logit += m_truth[f] * x[f];
            }
            x[m_dimension] = stream.bernoulli(0.5) ? 1 : -1;
            applicants.labels[i] = stream.bernoulli(sigmoid(logit)) ? 1 : 0;
        }
        applicants.scores.resize(classifiers * size);
        for (std::size_t j = 0; j < classifiers; ++j)
            for (std::size_t i = 0; i < size; ++i) {
                double logit = 0;
                for (std::size_t f = 0; f <= m_dimension; ++f)
                    logit +=
                        m_weights[j * (m_dimension + 1) + f] * features[i * (m_dimension + 1) + f];
                applicants.scores[j * size + i] = sigmoid(logit);
            }
        applicants.similar.clear();
        applicants.squaredDistances.clear();
        for (std::size_t i = 0; i < size; ++i)
            for (std::size_t other = i + 1; other < size; ++other) {
                double squares = 0;
                for (std::size_t f = 0; f < m_dimension; ++f) {
                    const double difference = features[i * (m_dimension + 1) + f] -
                                              features[other * (m_dimension + 1) + f];
                    squares += difference * difference;
                }
                applicants.squaredDistances.push_back(squares);
                const auto votes =
                    std::count_if(m_panel.radii.begin(), m_panel.radii.end(),
                                  [&](double radius) { return squares <= radius * radius; });
                if (votes >= m_settings.quota)
                    applicants.similar.emplace_back(static_cast<int>(i), static_cast<int>(other));
            }
    }

private:
    ApplicationsSettings m_settings;
    std::size_t m_dimension;
    std::vector<double> m_truth;   ///< of the labels' logit
    std::vector<double> m_weights; ///< classifiers × (dimension + 1), the sensitive feature last
    Panel m_panel;
};

} // namespace

ProblemEntry applications()
{
    const auto schema = ApplicationsSettings::schema();
    ProblemEntry entry;
    entry.declaration = {
        .id = "bandits/applications",
        .title = "Applications before a panel",
        .summary = "Applicants are accepted by one of many scoring rules, some of which weigh what "
                   "should not matter; auditors watch over similar ones.",
        .loop = "bandits/one-sided",
        .parameters = schema.declarations(),
        .papers = {"P180"},
        .defaultBudget = 3000,
        .maximumBudget = 10'000'000,
        .defaultContestants = {"bandits/one-sided-exp2", "bandits/positives-only"},
    };
    entry.prepare = [schema](const ProblemRequest &request) -> Expected<InstancePointer> {
        const ApplicationsSettings settings = schema.read(request.settings);
        if (settings.quota > settings.auditors)
            return Error(request.problem + ": a quota of " + std::to_string(settings.quota) +
                             " exceeds the number of auditors.",
                         "Choose a quota of at most " + std::to_string(settings.auditors) + ".");
        return InstancePointer(std::make_shared<Applications>(settings, request.seed));
    };
    return entry;
}

} // namespace agon::bandits
