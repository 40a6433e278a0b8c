#include "app/window/explore/contestant_row.h"

#include "app/window/forms/parameter_form.h"
#include "app/window/widgets/key_label.h"
#include "views/screen/theme.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QMenu>
#include <QMouseEvent>
#include <QPushButton>
#include <QVBoxLayout>

namespace agon::app {

ContestantRow::ContestantRow(const FamilySet &families, const ContestantChoice &choice,
                             const std::string &label, int colour, QWidget *parent)
    : QWidget(parent)
    , m_key(new KeyLabel(colour))
    , m_name(new QLabel(QString::fromStdString(label)))
    , m_value(new QLabel)
    , m_details(new QWidget)
    , m_form(new ParameterForm)
{
    setFocusPolicy(Qt::TabFocus);
    setAccessibleName(QString::fromStdString(label));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    auto *head = new QHBoxLayout;
    head->setSpacing(8);
    m_name->setTextFormat(Qt::PlainText);
    m_name->setWordWrap(true);
    m_value->setTextFormat(Qt::PlainText);
    m_value->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_value->setMinimumHeight(views::interfacePixels(20));
    head->addWidget(m_key);
    head->addWidget(m_name, 1);
    head->addWidget(m_value);
    layout->addLayout(head);

    auto *details = new QVBoxLayout(m_details);
    details->setContentsMargins(10, 0, 0, 4);
    details->setSpacing(8);
    const auto family = families.familyOf(choice.type);
    const AlgorithmDeclaration *declaration =
        family ? family->catalogue().algorithm(choice.type) : nullptr;
    if (declaration)
        m_form->setDeclarations(declaration->parameters, choice.settings);
    details->addWidget(m_form);
    m_form->setHidden(m_form->isEmpty());
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(4);
    const auto addButton = [&](const QString &text, auto signal) {
        auto *button = new QPushButton(text);
        button->setObjectName(QStringLiteral("flat"));
        buttons->addWidget(button);
        connect(button, &QPushButton::clicked, this, signal);
    };
    addButton(tr("Hide"), &ContestantRow::visibilityToggled);
    addButton(tr("Duplicate"), &ContestantRow::duplicateWanted);
    addButton(tr("Remove"), &ContestantRow::removeWanted);
    buttons->addStretch(1);
    details->addLayout(buttons);
    layout->addWidget(m_details);
    m_details->hide();
    connect(m_form, &ParameterForm::changed, this, &ContestantRow::settingsChanged);
}

Json ContestantRow::settings() const { return m_form->changedValues(); }

void ContestantRow::setValue(const QString &value, const QString &meaning)
{
    m_value->setText(value);
    m_value->setToolTip(meaning);
    setAccessibleDescription(value);
}

void ContestantRow::setUnfolded(bool unfolded) { m_details->setVisible(unfolded); }
bool ContestantRow::isUnfolded() const { return m_details->isVisibleTo(this); }

void ContestantRow::setFaint(bool faint)
{
    m_key->setFaint(faint);
    m_name->setEnabled(!faint);
    m_value->setEnabled(!faint);
}

void ContestantRow::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton)
        return;
    // A click on the key hides or shows, anywhere else unfolds.
    if (m_key->geometry().contains(event->pos()))
        Q_EMIT visibilityToggled();
    else
        Q_EMIT clicked();
}

void ContestantRow::keyPressEvent(QKeyEvent *event)
{
    switch (event->key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
        Q_EMIT clicked();
        return;
    case Qt::Key_Delete:
        Q_EMIT removeWanted();
        return;
    default:
        QWidget::keyPressEvent(event);
    }
}

void ContestantRow::contextMenuEvent(QContextMenuEvent *event)
{
    QMenu menu(this);
    menu.addAction(tr("Hide or show"), this, &ContestantRow::visibilityToggled);
    menu.addAction(tr("Duplicate"), this, &ContestantRow::duplicateWanted);
    menu.addAction(tr("Remove"), this, &ContestantRow::removeWanted);
    menu.exec(event->globalPos());
}

} // namespace agon::app
