#pragma once

#include "app/window/widgets/card.h"
#include "views/figures/figure.h"

#include <optional>
#include <vector>

namespace agon::app {

/** Who is who: a key and a name a row. Hidden while there is nobody. */
class LegendCard : public Card
{
    Q_OBJECT

public:
    explicit LegendCard(const QString &heading, QWidget *parent = nullptr);
    void setKeys(const std::vector<views::Key> &keys);
    /** Rows can be clicked, to make a contestant stand out. */
    void setSelectable(bool selectable);
    /** Who stands out, by colour; empty: everyone. */
    void setHighlight(std::optional<int> colour);

Q_SIGNALS:
    void contestantClicked(int colour);

private:
    void build();
    void showHighlight();

    QWidget *m_rows = nullptr;
    std::vector<views::Key> m_keys;
    std::optional<int> m_highlight;
    bool m_selectable = false;
};

} // namespace agon::app
