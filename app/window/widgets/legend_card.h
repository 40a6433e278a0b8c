#pragma once

#include "app/window/widgets/card.h"
#include "views/figures/figure.h"

#include <vector>

namespace agon::app {

/** Who is who: a key and a name a row. Hidden while there is nobody. */
class LegendCard : public Card
{
    Q_OBJECT

public:
    explicit LegendCard(const QString &heading, QWidget *parent = nullptr);
    void setKeys(const std::vector<views::Key> &keys);

private:
    QWidget *m_rows = nullptr;
};

} // namespace agon::app
