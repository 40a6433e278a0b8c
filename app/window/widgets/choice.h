#pragma once

#include <QString>

class QBoxLayout;
class QComboBox;

namespace agon::app {

/** A caption and below it a box to choose from, for a column of a card. */
QComboBox *addChoice(QBoxLayout &layout, const QString &label);

} // namespace agon::app
