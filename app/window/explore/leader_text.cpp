#include "app/window/explore/leader_text.h"

#include "app/lab/lab.h"
#include "app/window/contest.h"
#include "app/window/style.h"
#include "core/statistics/summaries.h"
#include "views/figures/leader.h"
#include "views/figures/selection.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace agon::app {
namespace {

/** What one contestant's seeds came to on the first problem: mean and half width of the 95 %
 *  interval, a rate with its interval, or median and deciles where a few seeds carry the mean. */
QString valueText(views::SeriesCache &series, int contestant, int channel, std::int64_t step)
{
    const ExperimentView &view = series.experiment();
    std::vector<double> values;
    for (std::size_t cell = 0; cell < view.cells.size(); ++cell) {
        if (view.cells[cell].contestant != contestant ||
            view.cells[cell].problem != view.cells.front().problem)
            continue;
        for (const int run : series.runsOfCell(static_cast<int>(cell))) {
            const double value =
                views::summarise(series.metric(run, channel), series.channel(channel), step);
            if (std::isfinite(value))
                values.push_back(value);
        }
    }
    if (values.empty())
        return QStringLiteral("–");
    if (series.channel(channel).heavyTailed && values.size() > 1)
        return QStringLiteral("%1 (%2–%3)")
            .arg(numberText(statistics::median(values), 3),
                 numberText(statistics::quantile(values, 0.1), 2),
                 numberText(statistics::quantile(values, 0.9), 2));
    const double mean = statistics::mean(values);
    if (values.size() < 2)
        return numberText(mean, 3);
    const bool binary = series.channel(channel).binary;
    const statistics::Interval interval = statistics::meanInterval(values, binary);
    if (binary)
        return QStringLiteral("%1 (%2–%3)")
            .arg(numberText(mean, 3), numberText(interval.lower, 2), numberText(interval.upper, 2));
    const double half = (interval.upper - interval.lower) / 2;
    return QStringLiteral("%1 ± %2").arg(numberText(mean, std::abs(mean) >= 1000 ? 4 : 3),
                                         numberText(half, 2));
}

} // namespace

StandingFacts standingFacts(const Contest &contest)
{
    StandingFacts facts;
    facts.budget = contest.budget();
    facts.confirmation = contest.isConfirmation();
    if (!contest.experiment().seeds.empty()) {
        facts.firstSeed = contest.experiment().seeds.front();
        facts.lastSeed = contest.experiment().seeds.back();
    }
    facts.settingsTried = contest.settingsTried();
    return facts;
}

LeaderText leaderText(views::SeriesCache &series, const views::ViewOptions &options,
                      const StandingFacts &facts)
{
    LeaderText result;
    const ExperimentView &view = series.experiment();
    int channel = series.channelIndex(options.channel);
    if (channel < 0 && !view.mainChannels.empty())
        channel = view.mainChannels.front();
    if (channel < 0)
        return result;
    const std::int64_t step = options.step.value_or(facts.budget);
    for (int i = 0; i < static_cast<int>(view.contestants.size()); ++i)
        result.values.push_back(valueText(series, i, channel, step));
    result.meaning = (series.channel(channel).heavyTailed
                          ? QObject::tr("%1, median over seeds (10 % to 90 % of them)")
                      : series.channel(channel).binary
                          ? QObject::tr("%1, rate over seeds (95 % Wilson interval)")
                          : QObject::tr("%1, mean over seeds ± half of the 95 % t interval"))
                         .arg(text(series.channel(channel).title));

    const auto leader = views::leaderOf(series, options);
    if (!leader) {
        result.sentence = text(leader.error().text()).toHtmlEscaped();
        return result;
    }
    result.sentence = text(leader->sentence).toHtmlEscaped();
    // The longer name first, so that one within the other is not marked twice.
    std::array<QString, 2> names{text(leader->leader.name).toHtmlEscaped(),
                                 text(leader->rival.name).toHtmlEscaped()};
    std::sort(names.begin(), names.end(),
              [](const QString &a, const QString &b) { return a.size() > b.size(); });
    for (std::size_t i = 0; i < names.size(); ++i)
        if (!names[i].isEmpty())
            result.sentence.replace(names[i], QChar(0xE000 + static_cast<int>(i)));
    for (std::size_t i = 0; i < names.size(); ++i)
        result.sentence.replace(QChar(0xE000 + static_cast<int>(i)),
                                QStringLiteral("<b>%1</b>").arg(names[i]));
    result.sentence.replace(QLatin1String("n = "), QStringLiteral("n\u00A0=\u00A0"));
    // A line break between number and percent sign reads badly in a narrow card.
    result.sentence.replace(QLatin1String(" %"), QString(QChar(0x00A0)) + QLatin1Char('%'));
    QStringList standing{text(leader->detail)};
    if (facts.confirmation)
        standing << QObject::tr("Confirmation on fresh seeds %1 to %2.")
                        .arg(facts.firstSeed)
                        .arg(facts.lastSeed);
    else if (facts.settingsTried > 1)
        standing << QObject::tr("Exploratory: setting %1 tried.").arg(facts.settingsTried);
    standing.removeAll(QString());
    result.standing = standing.join(QLatin1Char(' '));
    return result;
}

AboutText aboutText(const Contest &contest, int contestant)
{
    AboutText result;
    const Experiment &experiment = contest.experiment();
    if (contestant < 0 || contestant >= static_cast<int>(experiment.contestants.size()))
        return result;
    const std::string &id = experiment.contestants[static_cast<std::size_t>(contestant)].type;
    const auto family = contest.lab().families().familyOf(id);
    const AlgorithmDeclaration *declaration = family ? family->catalogue().algorithm(id) : nullptr;
    if (!declaration)
        return result;
    result.heading = QObject::tr("About %1").arg(text(declaration->title));
    result.summary = text(declaration->summary);
    QStringList source;
    if (!declaration->reference.empty())
        source << text(declaration->reference);
    if (!declaration->papers.empty())
        source << joined(declaration->papers);
    const std::string_view fidelity = label(declaration->fidelity);
    source << QObject::tr("Rule from: %1.")
                  .arg(QString::fromUtf8(fidelity.data(), static_cast<qsizetype>(fidelity.size())));
    result.source = source.join(QLatin1Char('\n'));
    result.note = text(declaration->note);
    return result;
}

} // namespace agon::app
