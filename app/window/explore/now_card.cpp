#include "app/window/explore/now_card.h"

#include "views/screen/theme.h"

#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace agon::app {
namespace {

QLabel *mutedLabel()
{
    auto *label = new QLabel;
    label->setObjectName(QStringLiteral("muted"));
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    return label;
}

void showText(QLabel *label, const QString &text)
{
    label->setText(text);
    label->setVisible(!text.isEmpty());
}

} // namespace

NowCard::NowCard(QWidget *parent)
    : Card(tr("Now"), parent)
    , m_sentence(new QLabel)
    , m_standing(mutedLabel())
    , m_confirm(new QPushButton(tr("Confirm on fresh seeds")))
{
    m_sentence->setWordWrap(true);
    m_sentence->setTextFormat(Qt::RichText);
    m_confirm->setToolTip(tr("Freezes this configuration and judges it on seeds that no one has "
                             "looked at (1001 upwards)."));
    content()->addWidget(m_sentence);
    content()->addWidget(m_standing);
    content()->addWidget(m_confirm);
    m_standing->hide();
    connect(m_confirm, &QPushButton::clicked, this, &NowCard::confirmWanted);
}

void NowCard::setSentence(const QString &sentence) { m_sentence->setText(sentence); }
void NowCard::setStanding(const QString &text) { showText(m_standing, text); }
void NowCard::setConfirmable(bool confirmable) { m_confirm->setEnabled(confirmable); }

AboutCard::AboutCard(QWidget *parent)
    : Card({}, parent), m_summary(mutedLabel()), m_source(mutedLabel()), m_note(mutedLabel())
{
    for (QLabel *label : {m_summary, m_source, m_note}) {
        content()->addWidget(label);
        label->hide();
    }
    const QFont small = views::smallFont(m_note->font());
    m_note->setFont(small);
    m_source->setFont(small);
}

void AboutCard::setText(const QString &heading, const QString &summary, const QString &source,
                        const QString &note)
{
    setHeading(heading);
    showText(m_summary, summary);
    showText(m_source, source);
    showText(m_note, note);
}

} // namespace agon::app
