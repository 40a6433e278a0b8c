#include "app/window/figure_subject.h"

#include "app/window/compare/compare_figure.h"
#include "app/window/contest.h"
#include "app/window/explore/explore_page.h"
#include "app/window/style.h"
#include "app/window/widgets/choice.h"
#include "views/figures/tradeoff.h"
#include "views/figures/views.h"
#include "views/screen/theme.h"

#include <QButtonGroup>
#include <QComboBox>
#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace agon::app {

namespace {

constexpr std::size_t mostParts = 6;

/** What the part's metric can be set against, where its view does that. */
std::vector<int> againstOf(const views::FigurePart &part, const ExperimentView &experiment)
{
    const views::View *view = views::findView(part.view);
    if (view == nullptr || !view->needsAnother)
        return {};
    int channel = -1;
    for (std::size_t i = 0; i < experiment.channels.size(); ++i)
        if (experiment.channels[i].key == part.channel)
            channel = static_cast<int>(i);
    return views::metricsAgainst(experiment, channel);
}

/** Views whose panel shows one contestant. */
bool isOfOne(const std::string &view) { return view == "heatmap" || view == "graph"; }

} // namespace

FigureSubject::FigureSubject(Contest &contest, ExplorePage &explore, CompareFigure &compared,
                             QWidget *parent)
    : Card(tr("Figure"), parent)
    , m_contest(contest)
    , m_explore(explore)
    , m_compared(compared)
    , m_origin(addChoice(*content(), tr("Of")))
    , m_view(nullptr)
    , m_channel(nullptr)
    , m_against(nullptr)
    , m_againstRow(new QWidget)
    , m_contestant(nullptr)
    , m_partButtons(new QHBoxLayout)
    , m_partGroup(new QButtonGroup(this))
    , m_add(new QPushButton(tr("Add a view beside it")))
    , m_remove(new QPushButton(tr("Remove")))
{
    m_partButtons->setSpacing(4);
    m_add->setToolTip(tr("Puts another view beside this one: panels with letters, one file"));
    m_remove->setObjectName(QStringLiteral("flat"));
    m_remove->setToolTip(tr("Takes the chosen view out of the figure"));
    m_partButtons->addStretch(1);
    m_partButtons->addWidget(m_remove);
    content()->addLayout(m_partButtons);
    m_view = addChoice(*content(), tr("View"));
    m_channel = addChoice(*content(), tr("Shows"));
    auto *againstLayout = new QVBoxLayout(m_againstRow);
    againstLayout->setContentsMargins(0, 0, 0, 0);
    m_against = addChoice(*againstLayout, tr("Against"));
    content()->addWidget(m_againstRow);
    m_againstRow->hide();
    m_contestant = addChoice(*content(), tr("Contestants"));
    content()->addWidget(m_add);
    m_partGroup->setExclusive(true);

    connect(m_origin, &QComboBox::activated, this, [this] {
        refresh();
        Q_EMIT changed();
    });
    connect(m_view, &QComboBox::activated, this, [this] {
        takeView();
        refresh();
        Q_EMIT changed();
    });
    connect(m_channel, &QComboBox::activated, this, [this] {
        part().channel = m_channel->currentData().toString().toStdString();
        refresh(); // what it can be set against
        Q_EMIT changed();
    });
    connect(m_against, &QComboBox::activated, this, [this] {
        part().against = m_against->currentData().toString().toStdString();
        Q_EMIT changed();
    });
    connect(m_contestant, &QComboBox::activated, this, [this] {
        const int index = m_contestant->currentData().toInt();
        part().contestant = index < 0 ? std::nullopt : std::optional(index);
        Q_EMIT changed();
    });
    connect(m_partGroup, &QButtonGroup::idClicked, this, [this](int id) {
        m_part = static_cast<std::size_t>(id);
        refresh();
    });
    connect(m_add, &QPushButton::clicked, this, &FigureSubject::addPart);
    connect(m_remove, &QPushButton::clicked, this, &FigureSubject::removePart);
    showParts();
}

bool FigureSubject::isCompared() const { return m_origin->currentData().toBool(); }

std::shared_ptr<const ObservationSource> FigureSubject::source() const
{
    return isCompared() ? m_compared.source() : m_contest.source();
}

FigureThread &FigureSubject::reader() const
{
    return isCompared() ? m_compared.reader() : m_explore.reader();
}

void FigureSubject::comeFrom(Origin origin)
{
    fillOrigins();
    const bool compared = origin == Origin::compare && m_compared.source() != nullptr;
    if (compared == isCompared())
        return;
    if (compared) {
        chooseCompared();
        return;
    }
    choose("convergence", m_explore.viewOptions().channel);
}

void FigureSubject::chooseCompared()
{
    fillOrigins();
    m_origin->setCurrentIndex(std::max(0, m_origin->findData(true)));
    setParts(m_compared.chosenView(), m_compared.chosenOptions().channel);
}

void FigureSubject::choose(const std::string &view, const std::string &channel)
{
    fillOrigins();
    m_origin->setCurrentIndex(m_origin->findData(false));
    setParts(view, channel);
}

void FigureSubject::setParts(const std::string &view, const std::string &channel)
{
    auto parts = views::figureParts(view);
    if (!parts)
        return; // of a stranger's file: what is shown stays
    m_parts = std::move(*parts);
    m_part = 0;
    for (views::FigurePart &each : m_parts) {
        if (each.channel.empty())
            each.channel = channel;
        if (!each.contestant && isOfOne(each.view) && !isCompared())
            each.contestant = 0;
    }
}

void FigureSubject::fillOrigins()
{
    const bool compared = isCompared();
    m_origin->clear();
    m_origin->addItem(tr("Explore"), false);
    if (m_compared.source())
        m_origin->addItem(tr("Compare"), true);
    m_origin->setCurrentIndex(std::max(0, m_origin->findData(compared)));
}

void FigureSubject::refresh()
{
    fillOrigins();
    if (!source())
        return;
    const ExperimentView experiment = source()->experiment();
    repairParts(experiment);
    fillChoices(experiment);
    showParts();
}

void FigureSubject::repairParts(const ExperimentView &experiment)
{
    const auto firstAvailable = [&experiment] {
        for (const views::View &view : views::allViews())
            if (views::isAvailable(view, experiment))
                return &view;
        return &views::allViews().front();
    };
    for (views::FigurePart &each : m_parts) {
        const views::View *view = views::findView(each.view);
        if (!view || !views::isAvailable(*view, experiment)) {
            view = firstAvailable();
            each.view = view->key;
        }
        const std::vector<int> channels = views::channelsFor(*view, experiment);
        const auto keyOf = [&experiment](int index) -> const std::string & {
            return experiment.channels[static_cast<std::size_t>(index)].key;
        };
        const auto has = [&](const std::string &key) {
            return std::any_of(channels.begin(), channels.end(),
                               [&](int index) { return keyOf(index) == key; });
        };
        if (!has(each.channel))
            each.channel = shownOptions().channel;
        if (!has(each.channel))
            each.channel = channels.empty() ? std::string() : keyOf(channels.front());
        // What the page shows it against, else the first.
        const std::vector<int> against = againstOf(each, experiment);
        const auto offered = [&](const std::string &key) {
            return std::any_of(against.begin(), against.end(),
                               [&](int index) { return keyOf(index) == key; });
        };
        if (!offered(each.against))
            each.against = shownOptions().x;
        if (!offered(each.against))
            each.against = against.empty() ? std::string() : keyOf(against.front());
        if (each.contestant && *each.contestant >= static_cast<int>(experiment.contestants.size()))
            each.contestant.reset();
    }
}

void FigureSubject::fillChoices(const ExperimentView &experiment)
{
    m_view->clear();
    for (const views::View &view : views::allViews())
        if (views::isAvailable(view, experiment)) {
            m_view->addItem(text(view.title), text(view.key));
            m_view->setItemData(m_view->count() - 1, text(view.help), Qt::ToolTipRole);
        }
    m_view->setCurrentIndex(std::max(0, m_view->findData(text(part().view))));
    m_channel->clear();
    if (const views::View *view = views::findView(part().view))
        for (const int index : views::channelsFor(*view, experiment)) {
            const ChannelDeclaration &channel =
                experiment.channels[static_cast<std::size_t>(index)];
            if (channel.referenceOf.empty())
                m_channel->addItem(text(channel.title), text(channel.key));
        }
    m_channel->setCurrentIndex(std::max(0, m_channel->findData(text(part().channel))));
    fillAgainst(experiment);
    m_contestant->clear();
    m_contestant->addItem(isCompared() ? tr("All") : tr("All that Explore shows"), -1);
    for (std::size_t i = 0; i < experiment.contestants.size(); ++i)
        m_contestant->addItem(text(experiment.contestants[i].label), static_cast<int>(i));
    m_contestant->setCurrentIndex(
        std::max(0, m_contestant->findData(part().contestant.value_or(-1))));
}

void FigureSubject::fillAgainst(const ExperimentView &experiment)
{
    m_against->clear();
    for (const int index : againstOf(part(), experiment)) {
        const ChannelDeclaration &channel = experiment.channels[static_cast<std::size_t>(index)];
        m_against->addItem(text(channel.title), text(channel.key));
    }
    m_against->setCurrentIndex(std::max(0, m_against->findData(text(part().against))));
    m_againstRow->setVisible(m_against->count() > 0);
}

void FigureSubject::showParts()
{
    const auto wanted = static_cast<qsizetype>(m_parts.size() > 1 ? m_parts.size() : 0);
    while (m_partGroup->buttons().size() > wanted)
        delete m_partGroup->buttons().back();
    while (m_partGroup->buttons().size() < wanted) {
        const auto number = static_cast<int>(m_partGroup->buttons().size());
        auto *button = new QPushButton(QString::number(number + 1));
        button->setObjectName(QStringLiteral("pageButton"));
        button->setCheckable(true);
        button->setAccessibleName(tr("View %1 of the figure").arg(number + 1));
        button->setFixedWidth(views::interfacePixels(28));
        m_partGroup->addButton(button, number);
        m_partButtons->insertWidget(number, button);
    }
    if (QAbstractButton *button = m_partGroup->button(static_cast<int>(m_part)))
        button->setChecked(true);
    m_remove->setVisible(m_parts.size() > 1);
    m_add->setEnabled(m_parts.size() < mostParts);
}

void FigureSubject::takeView()
{
    part().view = m_view->currentData().toString().toStdString();
    part().contestant = isOfOne(part().view) && !isCompared() ? std::optional(0) : std::nullopt;
}

void FigureSubject::addPart()
{
    if (!source())
        return;
    const ExperimentView experiment = source()->experiment();
    // A view that is not in the figure yet, if there is one.
    views::FigurePart added = part();
    for (const views::View &view : views::allViews()) {
        const bool used =
            std::any_of(m_parts.begin(), m_parts.end(),
                        [&view](const views::FigurePart &each) { return each.view == view.key; });
        if (!used && views::isAvailable(view, experiment)) {
            added = {std::string(view.key), part().channel, {}, {}};
            break;
        }
    }
    if (isOfOne(added.view) && !isCompared())
        added.contestant = 0;
    m_parts.push_back(std::move(added));
    m_part = m_parts.size() - 1;
    refresh();
    Q_EMIT changed();
}

void FigureSubject::removePart()
{
    m_parts.erase(m_parts.begin() + static_cast<std::ptrdiff_t>(m_part));
    m_part = std::min(m_part, m_parts.size() - 1);
    refresh();
    Q_EMIT changed();
}

views::ViewOptions FigureSubject::shownOptions() const
{
    return isCompared() ? m_compared.chosenOptions() : m_explore.viewOptions();
}

std::string FigureSubject::view() const
{
    return m_parts.size() == 1 ? m_parts.front().view : views::toText(m_parts);
}

views::ViewOptions FigureSubject::options() const
{
    if (m_parts.size() > 1 || !source())
        return shownOptions();
    return views::optionsOf(m_parts.front(), source()->experiment(), shownOptions());
}

} // namespace agon::app
