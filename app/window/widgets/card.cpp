#include "app/window/widgets/card.h"

#include "app/window/style.h"
#include "views/screen/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QScrollArea>
#include <QVBoxLayout>

namespace agon::app {

Card::Card(const QString &heading, QWidget *parent)
    : QFrame(parent), m_head(new QHBoxLayout), m_heading(new QLabel), m_content(new QVBoxLayout)
{
    setObjectName(QStringLiteral("card"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 10, 12, 12);
    layout->setSpacing(8);
    m_heading->setObjectName(QStringLiteral("heading"));
    m_heading->setTextFormat(Qt::PlainText);
    QFont font = views::smallFont(m_heading->font());
    font.setWeight(QFont::DemiBold);
    font.setCapitalization(QFont::AllUppercase);
    font.setLetterSpacing(QFont::AbsoluteSpacing, 0.6);
    m_heading->setFont(font);
    m_head->setContentsMargins(0, 0, 0, 0);
    m_heading->setWordWrap(true);
    m_heading->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_head->addWidget(m_heading, 1);
    layout->addLayout(m_head);
    m_content->setSpacing(8);
    layout->addLayout(m_content);
    setHeading(heading);
}

void Card::setHeading(const QString &heading)
{
    m_heading->setText(heading);
    m_heading->setVisible(!heading.isEmpty());
}

FigureCard::FigureCard(QWidget *parent)
    : QFrame(parent)
    , m_head(new QHBoxLayout)
    , m_title(new QLabel)
    , m_content(new QVBoxLayout)
    , m_note(new QLabel)
{
    setObjectName(QStringLiteral("card"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 10, 12, 12);
    layout->setSpacing(6);
    m_title->setObjectName(QStringLiteral("title"));
    m_title->setTextFormat(Qt::PlainText); // names are the user's
    m_title->setFont(titleFont(m_title->font()));
    m_title->setMinimumHeight(views::interfacePixels(28));
    m_title->setMinimumWidth(40);
    m_head->setSpacing(8);
    m_head->addWidget(m_title, 1);
    layout->addLayout(m_head);
    layout->addLayout(m_content, 1);
    m_note->setObjectName(QStringLiteral("muted"));
    m_note->setTextFormat(Qt::PlainText);
    m_note->setWordWrap(true);
    m_note->setFont(views::smallFont(m_note->font()));
    m_note->hide();
    layout->addWidget(m_note);
}

void FigureCard::setTitle(const QString &title)
{
    m_title->setText(title);
    m_title->setVisible(!title.isEmpty());
}

void FigureCard::setNote(const QString &note)
{
    if (m_note->text() == note)
        return;
    m_note->setText(note);
    m_note->setVisible(!note.isEmpty());
}

CardColumn::CardColumn(int width, QWidget *parent) : QWidget(parent), m_layout(nullptr)
{
    setFixedWidth(views::interfacePixels(width));
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    auto *area = new QScrollArea;
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setFocusPolicy(Qt::NoFocus);
    auto *inner = new QWidget;
    m_layout = new QVBoxLayout(inner);
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(8);
    m_layout->addStretch(1);
    area->setWidget(inner);
    outer->addWidget(area);
}

void CardColumn::add(QWidget *card) { m_layout->insertWidget(m_layout->count() - 1, card); }

} // namespace agon::app
