#include "app/window/explore/problem_card.h"

#include "app/window/forms/parameter_form.h"
#include "views/screen/theme.h"

#include <QComboBox>
#include <QLabel>
#include <QStandardItemModel>
#include <QVBoxLayout>

namespace agon::app {

ProblemCard::ProblemCard(const FamilySet &families, QWidget *parent)
    : Card(tr("Problem"), parent)
    , m_families(families)
    , m_picker(new QComboBox)
    , m_summary(new QLabel)
    , m_form(new ParameterForm)
{
    m_picker->setAccessibleName(tr("Problem"));
    m_picker->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_picker->setMinimumContentsLength(12);
    m_picker->setMaxVisibleItems(30);
    m_summary->setObjectName(QStringLiteral("muted"));
    m_summary->setWordWrap(true);
    m_summary->setFont(views::smallFont(m_summary->font()));
    content()->addWidget(m_picker);
    content()->addWidget(m_summary);
    content()->addWidget(m_form);
    fillPicker();
    connect(m_picker, &QComboBox::currentIndexChanged, this, [this](int index) {
        const QString id = m_picker->itemData(index).toString();
        showForm(id.toStdString(), Json::object());
        Q_EMIT problemChosen(id);
    });
    connect(m_form, &ParameterForm::changed, this, &ProblemCard::parameterChanged);
}

void ProblemCard::fillPicker()
{
    auto *model = qobject_cast<QStandardItemModel *>(m_picker->model());
    for (const auto &family : m_families.all()) {
        const Catalogue &catalogue = family->catalogue();
        m_picker->addItem(QString::fromStdString(catalogue.title));
        QStandardItem *heading = model->item(m_picker->count() - 1);
        heading->setFlags(Qt::NoItemFlags);
        QFont font = views::smallFont(m_picker->font());
        font.setWeight(QFont::DemiBold);
        heading->setFont(font);
        for (const ProblemDeclaration &problem : catalogue.problems) {
            m_picker->addItem(QString::fromStdString(problem.title),
                              QString::fromStdString(problem.id));
            m_picker->setItemData(m_picker->count() - 1, QString::fromStdString(problem.summary),
                                  Qt::ToolTipRole);
        }
    }
}

void ProblemCard::showForm(const std::string &id, const Json &settings)
{
    const auto family = m_families.familyOf(id);
    const ProblemDeclaration *declaration = family ? family->catalogue().problem(id) : nullptr;
    if (!declaration)
        return;
    m_summary->setText(QString::fromStdString(declaration->summary));
    m_form->setDeclarations(declaration->parameters, settings);
    m_form->setVisible(!declaration->parameters.empty());
}

void ProblemCard::setProblem(const ProblemChoice &choice)
{
    const QSignalBlocker blocker(m_picker);
    m_picker->setCurrentIndex(m_picker->findData(QString::fromStdString(choice.type)));
    showForm(choice.type, choice.settings);
}

ProblemChoice ProblemCard::problem() const
{
    ProblemChoice choice;
    choice.type = m_picker->currentData().toString().toStdString();
    choice.settings = m_form->changedValues();
    return choice;
}

} // namespace agon::app
