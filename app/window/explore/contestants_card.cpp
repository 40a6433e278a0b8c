#include "app/window/explore/contestants_card.h"

#include "app/window/explore/contestant_row.h"

#include <QPushButton>
#include <QVBoxLayout>

namespace agon::app {

ContestantsCard::ContestantsCard(const FamilySet &families, QWidget *parent)
    : Card(tr("Contestants"), parent), m_families(families), m_rows(new QVBoxLayout)
{
    m_rows->setSpacing(4);
    content()->addLayout(m_rows);
    auto *add = new QPushButton(tr("Add contestant…"));
    content()->addWidget(add);
    connect(add, &QPushButton::clicked, this, &ContestantsCard::addWanted);
}

void ContestantsCard::setContestants(const std::vector<ContestantChoice> &contestants,
                                     const std::vector<std::string> &labels,
                                     const std::vector<int> &colours)
{
    // Rows are rebuilt only when the list itself changed: a form must not vanish under a dragged
    // slider.
    const bool sameList =
        contestants.size() == m_contestants.size() &&
        std::equal(contestants.begin(), contestants.end(), m_contestants.begin(),
                   [](const ContestantChoice &a, const ContestantChoice &b) {
                       return a.type == b.type && a.label == b.label && a.settings == b.settings;
                   });
    m_contestants = contestants;
    if (sameList && m_entries.size() == contestants.size())
        return;
    std::vector<bool> unfolded;
    for (ContestantRow *row : m_entries) {
        unfolded.push_back(row->isUnfolded());
        row->deleteLater();
        m_rows->removeWidget(row);
    }
    m_entries.clear();
    for (std::size_t i = 0; i < contestants.size(); ++i) {
        auto *row = new ContestantRow(m_families, contestants[i], labels[i], colours[i]);
        const int index = static_cast<int>(i);
        m_rows->addWidget(row);
        m_entries.push_back(row);
        row->setFaint(m_hidden.contains(index));
        if (i < unfolded.size() && unfolded.size() == contestants.size())
            row->setUnfolded(unfolded[i]);
        connect(row, &ContestantRow::clicked, this, [this, index] { select(index); });
        connect(row, &ContestantRow::settingsChanged, this, [this, index] {
            m_contestants[static_cast<std::size_t>(index)].settings =
                m_entries[static_cast<std::size_t>(index)]->settings();
            Q_EMIT edited();
        });
        connect(row, &ContestantRow::visibilityToggled, this, [this, index] {
            if (!m_hidden.remove(index))
                m_hidden.insert(index);
            m_entries[static_cast<std::size_t>(index)]->setFaint(m_hidden.contains(index));
            Q_EMIT visibilityChanged();
        });
        connect(
            row, &ContestantRow::removeWanted, this, [this, index] { remove(index); },
            Qt::QueuedConnection);
        connect(
            row, &ContestantRow::duplicateWanted, this, [this, index] { duplicate(index); },
            Qt::QueuedConnection);
    }
    m_selected = std::min(m_selected, std::max(0, static_cast<int>(contestants.size()) - 1));
}

std::vector<ContestantChoice> ContestantsCard::contestants() const { return m_contestants; }

void ContestantsCard::setValues(const std::vector<QString> &values)
{
    for (std::size_t i = 0; i < m_entries.size(); ++i)
        m_entries[i]->setValue(i < values.size() ? values[i] : QString(), toolTip());
}

void ContestantsCard::setValueMeaning(const QString &meaning) { setToolTip(meaning); }

std::vector<int> ContestantsCard::visible() const
{
    std::vector<int> result;
    for (int i = 0; i < static_cast<int>(m_contestants.size()); ++i)
        if (!m_hidden.contains(i))
            result.push_back(i);
    return result;
}

void ContestantsCard::select(int index)
{
    ContestantRow *row = m_entries[static_cast<std::size_t>(index)];
    const bool unfold = !row->isUnfolded();
    for (ContestantRow *other : m_entries)
        other->setUnfolded(other == row && unfold);
    m_selected = index;
    Q_EMIT selectionChanged(index);
}

void ContestantsCard::remove(int index)
{
    if (m_contestants.size() <= 1 || index >= static_cast<int>(m_contestants.size()))
        return;
    m_contestants.erase(m_contestants.begin() + index);
    m_hidden.clear();
    Q_EMIT edited();
}

void ContestantsCard::duplicate(int index)
{
    if (index >= static_cast<int>(m_contestants.size()))
        return;
    ContestantChoice copy = m_contestants[static_cast<std::size_t>(index)];
    copy.colour.reset();
    copy.label.clear();
    m_contestants.insert(m_contestants.begin() + index + 1, std::move(copy));
    Q_EMIT edited();
}

} // namespace agon::app
