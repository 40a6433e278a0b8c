#include "views/figures/side_by_side.h"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <set>
#include <utility>

namespace agon::views {

namespace {

bool sameChannel(const ChannelDeclaration &a, const ChannelDeclaration &b)
{
    return a.key == b.key && a.kind == b.kind && a.unit == b.unit && a.direction == b.direction &&
           a.columns.size() == b.columns.size();
}

bool sameAxes(const std::vector<AxisView> &a, const std::vector<AxisView> &b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](const AxisView &x, const AxisView &y) {
                          return x.key == y.key && x.values == y.values;
                      });
}

class SideBySide final : public ObservationSource
{
public:
    explicit SideBySide(std::vector<SideBySidePart> parts)
    {
        for (SideBySidePart &part : parts)
            add(std::move(part));
        for (std::size_t i = 0; i < m_view.contestants.size(); ++i)
            m_view.contestants[i].colour = static_cast<int>(i);
    }

    ExperimentView experiment() const override { return m_view; }

    std::vector<std::string> files() const
    {
        std::vector<std::string> files;
        for (const Part &part : m_parts)
            files.push_back(part.source->experiment().toml);
        return files;
    }

    std::vector<RunView> runs() const override
    {
        std::vector<RunView> all;
        for (const Part &part : m_parts) {
            std::vector<RunView> own = part.source->runs();
            own.resize(part.runs);
            for (RunView &run : own)
                run.cell = part.cells[static_cast<std::size_t>(run.cell)];
            all.insert(all.end(), std::make_move_iterator(own.begin()),
                       std::make_move_iterator(own.end()));
        }
        return all;
    }

    std::vector<ChunkPointer> chunks(int run, int channel, std::size_t from) const override
    {
        const auto [part, own] = partOf(run);
        const int ownChannel = part->channelIn(channel);
        return ownChannel < 0 ? std::vector<ChunkPointer>{}
                              : part->source->chunks(own, ownChannel, from);
    }

    std::vector<std::string> labels(int run, int channel) const override
    {
        const auto [part, own] = partOf(run);
        const int ownChannel = part->channelIn(channel);
        return ownChannel < 0 ? std::vector<std::string>{} : part->source->labels(own, ownChannel);
    }

    std::uint64_t revision() const override
    {
        std::uint64_t sum = 0;
        for (const Part &part : m_parts)
            sum += part.source->revision();
        return sum;
    }

private:
    struct Part
    {
        std::string name;
        std::shared_ptr<const ObservationSource> source;
        std::vector<int> cells;      ///< own cell → ours
        std::map<int, int> channels; ///< ours → own
        std::size_t runs = 0;

        int channelIn(int channel) const
        {
            const auto found = channels.find(channel);
            return found == channels.end() ? -1 : found->second;
        }
    };

    std::pair<const Part *, int> partOf(int run) const
    {
        auto own = static_cast<std::size_t>(run);
        for (const Part &part : m_parts) {
            if (own < part.runs)
                return {&part, static_cast<int>(own)};
            own -= part.runs;
        }
        return {&m_parts.back(), -1};
    }

    void add(SideBySidePart given)
    {
        Part part;
        part.name = std::move(given.name);
        part.source = std::move(given.source);
        part.runs = part.source->runs().size();
        ExperimentView view = part.source->experiment();
        if (m_parts.empty()) {
            m_view.family = view.family;
            m_view.budgetUnit = view.budgetUnit;
            m_view.stepUnit = view.stepUnit;
            m_view.schedule = view.schedule;
            m_view.axes = view.axes;
        }
        m_view.name += (m_view.name.empty() ? "" : ", ") + part.name;
        const bool axes = sameAxes(m_view.axes, view.axes);
        addChannels(part, view);
        const std::vector<int> problems = addProblems(part, view);
        const std::vector<int> contestants = addContestants(part, view, problems);
        for (CellView cell : view.cells) {
            cell.problem = problems[static_cast<std::size_t>(cell.problem)];
            cell.contestant = contestants[static_cast<std::size_t>(cell.contestant)];
            part.cells.push_back(static_cast<int>(m_view.cells.size()));
            m_view.cells.push_back(std::move(cell));
        }
        if (!axes) {
            // Axes that only some have are no axes of the whole.
            m_view.axes.clear();
            for (CellView &cell : m_view.cells)
                cell.axisValues.clear();
        }
        m_view.published.insert(m_view.published.end(), view.published.begin(),
                                view.published.end());
        m_parts.push_back(std::move(part));
    }

    void addChannels(Part &part, const ExperimentView &view)
    {
        for (std::size_t own = 0; own < view.channels.size(); ++own) {
            const auto found =
                std::find_if(m_view.channels.begin(), m_view.channels.end(),
                             [&](const auto &each) { return each.key == view.channels[own].key; });
            if (found != m_view.channels.end() && !sameChannel(*found, view.channels[own]))
                continue;
            const auto ours = static_cast<int>(found - m_view.channels.begin());
            if (found == m_view.channels.end())
                m_view.channels.push_back(view.channels[own]);
            part.channels[ours] = static_cast<int>(own);
        }
        for (const int main : view.mainChannels)
            for (const auto &[ours, own] : part.channels)
                if (own == main && std::find(m_view.mainChannels.begin(), m_view.mainChannels.end(),
                                             ours) == m_view.mainChannels.end())
                    m_view.mainChannels.push_back(ours);
    }

    /** The part's problems as ours. */
    std::vector<int> addProblems(const Part &part, const ExperimentView &view)
    {
        std::vector<int> result;
        for (ProblemView problem : view.problems) {
            const auto same = std::find_if(
                m_view.problems.begin(), m_view.problems.end(), [&](const ProblemView &each) {
                    return each.label == problem.label && each.problem == problem.problem &&
                           each.settings == problem.settings;
                });
            result.push_back(static_cast<int>(same - m_view.problems.begin()));
            if (same != m_view.problems.end())
                continue;
            if (std::any_of(m_view.problems.begin(), m_view.problems.end(),
                            [&](const ProblemView &each) { return each.label == problem.label; }))
                problem.label = fmt::format("{} ({})", problem.label, part.name);
            m_view.problems.push_back(std::move(problem));
        }
        return result;
    }

    std::vector<int> addContestants(const Part &part, const ExperimentView &view,
                                    const std::vector<int> &problems)
    {
        std::vector<int> result;
        const std::size_t before = m_view.contestants.size();
        for (std::size_t c = 0; c < view.contestants.size(); ++c) {
            ContestantView contestant = view.contestants[c];
            std::set<std::pair<int, std::int64_t>> meets;
            for (const CellView &cell : view.cells)
                if (cell.contestant == static_cast<int>(c))
                    meets.emplace(problems[static_cast<std::size_t>(cell.problem)], cell.budget);
            const auto alreadyMeets = [&](std::size_t ours) {
                return std::any_of(m_view.cells.begin(), m_view.cells.end(),
                                   [&](const CellView &cell) {
                                       return cell.contestant == static_cast<int>(ours) &&
                                              meets.contains({cell.problem, cell.budget});
                                   });
            };
            std::size_t ours = 0;
            bool taken = false;
            for (; ours < before; ++ours) {
                const ContestantView &each = m_view.contestants[ours];
                taken = taken || m_plainLabels[ours] == contestant.label;
                if (m_plainLabels[ours] == contestant.label &&
                    each.algorithm == contestant.algorithm &&
                    each.settings == contestant.settings && !alreadyMeets(ours))
                    break;
            }
            result.push_back(static_cast<int>(ours == before ? m_view.contestants.size() : ours));
            if (ours < before)
                continue;
            m_plainLabels.push_back(contestant.label);
            m_firstParts.push_back(part.name);
            if (taken) {
                // Both of a name say whose they are.
                for (std::size_t i = 0; i < before; ++i)
                    if (m_view.contestants[i].label == contestant.label)
                        m_view.contestants[i].label =
                            fmt::format("{} ({})", contestant.label, m_firstParts[i]);
                contestant.label = fmt::format("{} ({})", contestant.label, part.name);
            }
            m_view.contestants.push_back(std::move(contestant));
        }
        return result;
    }

    ExperimentView m_view;
    std::vector<Part> m_parts;
    std::vector<std::string> m_plainLabels, m_firstParts; ///< of the contestants
};

} // namespace

std::shared_ptr<const ObservationSource> sideBySide(std::vector<SideBySidePart> parts)
{
    if (parts.size() == 1)
        return std::move(parts.front().source);
    return std::make_shared<SideBySide>(std::move(parts));
}

std::vector<std::string> experimentFiles(const ObservationSource &source)
{
    const auto *several = dynamic_cast<const SideBySide *>(&source);
    return several != nullptr ? several->files() : std::vector{source.experiment().toml};
}

} // namespace agon::views
