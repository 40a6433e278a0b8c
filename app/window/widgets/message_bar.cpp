#include "app/window/widgets/message_bar.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

namespace agon::app {

MessageBar::MessageBar(QWidget *parent) : QFrame(parent), m_text(new QLabel)
{
    setObjectName(QStringLiteral("card"));
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(12, 5, 6, 5);
    layout->setSpacing(8);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setWordWrap(true);
    m_text->setMinimumWidth(80);
    m_text->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    layout->addWidget(m_text, 1);
}

QPushButton *MessageBar::add(const QString &text, const QString &tip)
{
    auto *button = new QPushButton(text);
    button->setToolTip(tip);
    layout()->addWidget(button);
    return button;
}

} // namespace agon::app
