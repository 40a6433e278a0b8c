#include "app/window/widgets/choice.h"

#include <QBoxLayout>
#include <QComboBox>
#include <QLabel>

namespace agon::app {

QComboBox *addChoice(QBoxLayout &layout, const QString &label)
{
    auto *caption = new QLabel(label);
    auto *box = new QComboBox;
    box->setAccessibleName(label);
    box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    caption->setBuddy(box);
    layout.addWidget(caption);
    layout.addWidget(box);
    return box;
}

} // namespace agon::app
