#include "app/window/explore/budget_card.h"

#include "app/window/forms/parameter_form.h"
#include "views/screen/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSpinBox>

#include <algorithm>

namespace agon::app {
namespace {

constexpr int moreSeeds = 8;

} // namespace

BudgetCard::BudgetCard(QWidget *parent)
    : Card(tr("Budget"), parent)
    , m_form(new ParameterForm)
    , m_seeds(new QSpinBox)
    , m_run(new QPushButton)
    , m_pause(new QPushButton)
    , m_keep(new QPushButton(tr("Keep…")))
    , m_estimate(new QLabel)
    , m_refusal(new QLabel)
{
    content()->addWidget(m_form);
    connect(m_form, &ParameterForm::changed, this, &BudgetCard::budgetChanged);

    auto *seedsRow = new QHBoxLayout;
    auto *label = new QLabel(tr("Seeds"));
    label->setToolTip(tr("How many repetitions; every contestant meets the same ones."));
    m_seeds->setRange(1, 10'000);
    m_seeds->setButtonSymbols(QAbstractSpinBox::NoButtons);
    m_seeds->setAlignment(Qt::AlignRight);
    m_seeds->setFixedWidth(views::interfacePixels(56));
    m_seeds->setKeyboardTracking(false);
    m_seeds->setAccessibleName(tr("Seeds"));
    label->setBuddy(m_seeds);
    auto *more = new QPushButton(QStringLiteral("+%1").arg(moreSeeds));
    more->setToolTip(tr("Eight more seeds; what is there stays."));
    more->setAccessibleName(tr("Eight more seeds"));
    more->setFixedWidth(views::interfacePixels(48));
    more->setStyleSheet(QStringLiteral("padding: 4px 4px;"));
    seedsRow->addWidget(label, 1);
    seedsRow->addWidget(m_seeds);
    seedsRow->addWidget(more);
    content()->addLayout(seedsRow);
    connect(m_seeds, &QSpinBox::valueChanged, this, &BudgetCard::seedsChanged);
    connect(more, &QPushButton::clicked, this, [this] { Q_EMIT moreSeedsWanted(moreSeeds); });

    auto *buttons = new QHBoxLayout;
    m_run->setObjectName(QStringLiteral("primary"));
    buttons->addWidget(m_run, 1);
    // While it runs it can be paused; when it has ended it can be kept.
    buttons->addWidget(m_pause);
    buttons->addWidget(m_keep);
    content()->addLayout(buttons);
    connect(m_run, &QPushButton::clicked, this, [this] {
        if (m_running)
            Q_EMIT stopWanted();
        else
            Q_EMIT runWanted();
    });
    connect(m_pause, &QPushButton::clicked, this, &BudgetCard::pauseWanted);
    connect(m_keep, &QPushButton::clicked, this, &BudgetCard::keepWanted);

    m_estimate->setObjectName(QStringLiteral("muted"));
    content()->addWidget(m_estimate);
    m_refusal->setObjectName(QStringLiteral("failure"));
    m_refusal->setWordWrap(true);
    m_refusal->setTextFormat(Qt::PlainText);
    m_refusal->hide();
    content()->addWidget(m_refusal);
    showState(false, false);
}

void BudgetCard::setBudget(const std::string &unit, std::int64_t budget, std::int64_t maximum)
{
    if (unit == m_unit && maximum == m_maximum && budget == this->budget())
        return;
    ParameterDeclaration declaration;
    declaration.key = "budget";
    declaration.label = unit;
    if (!declaration.label.empty())
        declaration.label.front() =
            static_cast<char>(std::toupper(static_cast<unsigned char>(declaration.label.front())));
    declaration.help = "How long every run lasts.";
    declaration.type = ParameterType::integer;
    declaration.defaultValue = budget;
    declaration.minimum = 1;
    declaration.maximum = static_cast<double>(maximum);
    declaration.logarithmic = true;
    declaration.sliderMinimum = std::max(1.0, static_cast<double>(budget) / 100);
    declaration.sliderMaximum =
        std::min(static_cast<double>(maximum), static_cast<double>(budget) * 10);
    m_unit = unit;
    m_maximum = maximum;
    m_form->setDeclarations({declaration}, Json{{"budget", budget}});
}

std::int64_t BudgetCard::budget() const
{
    return m_form->values().at("budget").get<std::int64_t>();
}

void BudgetCard::setSeeds(int count)
{
    const QSignalBlocker blocker(m_seeds);
    m_seeds->setValue(count);
}

int BudgetCard::seeds() const { return m_seeds->value(); }

void BudgetCard::showState(bool running, bool paused)
{
    m_running = running;
    m_run->setText(running ? tr("Stop") : tr("Run    F5"));
    m_run->setObjectName(running ? QStringLiteral("stop") : QStringLiteral("primary"));
    m_run->setStyleSheet(QString()); // the object's name chooses the style anew
    m_pause->setText(paused ? tr("Resume") : tr("Pause"));
    m_pause->setVisible(running);
    m_keep->setVisible(!running);
}

void BudgetCard::setKeepable(bool keepable, const QString &reason)
{
    m_keep->setEnabled(keepable);
    m_keep->setToolTip(keepable ? tr("Give the contest a name and copy it into a store (K)")
                                : reason);
}

void BudgetCard::setEstimate(const QString &text) { m_estimate->setText(text); }

void BudgetCard::setRefusal(const QString &sentence)
{
    m_refusal->setText(sentence);
    m_refusal->setVisible(!sentence.isEmpty());
}

} // namespace agon::app
