#pragma once

#include "app/window/widgets/card.h"
#include "core/experiment/experiment.h"

#include <QSet>

#include <vector>

namespace agon::app {

class ContestantRow;

/** The contestants with key, name and value; each unfolds to its parameters. */
class ContestantsCard : public Card
{
    Q_OBJECT

public:
    explicit ContestantsCard(const FamilySet &families, QWidget *parent = nullptr);

    /** @p labels and @p colours of the contestants as shown everywhere. */
    void setContestants(const std::vector<ContestantChoice> &contestants,
                        const std::vector<std::string> &labels, const std::vector<int> &colours);
    std::vector<ContestantChoice> contestants() const;
    /** "452 ± 22"; one a contestant. */
    void setValues(const std::vector<QString> &values);
    /** What the values are, as tool tip. */
    void setValueMeaning(const QString &meaning);
    /** Contestants not hidden by the user. */
    std::vector<int> visible() const;
    int selected() const { return m_selected; }

Q_SIGNALS:
    /** Added, removed, or a parameter changed. */
    void edited();
    void visibilityChanged();
    void selectionChanged(int contestant);
    void addWanted();

private:
    void remove(int index);
    void duplicate(int index);
    void select(int index);

    const FamilySet &m_families;
    QVBoxLayout *m_rows;
    std::vector<ContestantRow *> m_entries;
    std::vector<ContestantChoice> m_contestants;
    QSet<int> m_hidden;
    int m_selected = 0;
};

} // namespace agon::app
