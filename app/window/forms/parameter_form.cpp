#include "app/window/forms/parameter_form.h"

#include "app/window/forms/parameter_field.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

namespace agon::app {
namespace {

QString labelText(const ParameterDeclaration &declaration)
{
    QString label = QString::fromStdString(declaration.label);
    if (!declaration.unit.empty())
        label += QStringLiteral(" (%1)").arg(QString::fromStdString(declaration.unit));
    return label;
}

QString helpText(const ParameterDeclaration &declaration)
{
    QStringList lines{QString::fromStdString(declaration.help)};
    const QString value = QString::fromStdString(declaration.defaultValue.is_object()
                                                     ? declaration.defaultValue.value("type", "")
                                                     : declaration.defaultValue.dump());
    lines << QObject::tr("Default %1%2. Key: %3")
                 .arg(value,
                      declaration.source.empty()
                          ? QString()
                          : QStringLiteral(" (%1)").arg(QString::fromStdString(declaration.source)),
                      QString::fromStdString(declaration.key));
    lines.removeAll(QString());
    return lines.join(QLatin1Char('\n'));
}

/** What lies folded, by name as far as there is room: forms within forms each have a button. */
QString foldedText(const std::vector<ParameterDeclaration> &declarations)
{
    constexpr qsizetype room = 22; // letters
    QString text;
    for (const ParameterDeclaration &declaration : declarations) {
        if (!declaration.advanced)
            continue;
        const QString label = QString::fromStdString(declaration.label);
        if (!text.isEmpty() && text.size() + label.size() > room)
            return QObject::tr("More: %1, …").arg(text);
        text += text.isEmpty() ? label : QStringLiteral(", ") + label;
    }
    return QObject::tr("More: %1").arg(text);
}

} // namespace

ParameterForm::ParameterForm(QWidget *parent) : QWidget(parent), m_layout(new QVBoxLayout(this))
{
    m_layout->setContentsMargins(0, 0, 0, 0);
}

void ParameterForm::setDeclarations(std::vector<ParameterDeclaration> declarations,
                                    const Json &values)
{
    delete m_content;
    m_rows.clear();
    m_content = new QWidget(this);
    m_layout->addWidget(m_content);
    auto *layout = new QVBoxLayout(m_content);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    bool anyAdvanced = false;
    for (const ParameterDeclaration &declaration : declarations) {
        anyAdvanced = anyAdvanced || declaration.advanced;
        if (!declaration.advanced)
            addRow(declaration, values, layout);
    }
    if (anyAdvanced) {
        auto *more = new QPushButton(m_content);
        more->setObjectName(QStringLiteral("flat"));
        const QString folding = foldedText(declarations);
        more->setText(m_advancedOpen ? tr("Fewer settings") : folding);
        more->setCheckable(true);
        more->setChecked(m_advancedOpen);
        layout->addWidget(more, 0, Qt::AlignLeft);
        auto *folded = new QWidget(m_content);
        auto *foldedLayout = new QVBoxLayout(folded);
        foldedLayout->setContentsMargins(0, 0, 0, 0);
        foldedLayout->setSpacing(8);
        for (const ParameterDeclaration &declaration : declarations)
            if (declaration.advanced)
                addRow(declaration, values, foldedLayout);
        layout->addWidget(folded);
        folded->setVisible(m_advancedOpen);
        connect(more, &QPushButton::toggled, this, [this, more, folded, folding](bool open) {
            m_advancedOpen = open;
            more->setText(open ? tr("Fewer settings") : folding);
            folded->setVisible(open);
        });
    }
    showChanges();
}

void ParameterForm::addRow(const ParameterDeclaration &declaration, const Json &values,
                           QVBoxLayout *layout)
{
    auto *head = new QHBoxLayout;
    head->setContentsMargins(0, 0, 0, 0);
    head->setSpacing(6);
    auto *label = new QLabel(labelText(declaration));
    label->setToolTip(helpText(declaration));
    label->setWordWrap(true);
    auto *reset = new QToolButton;
    reset->setObjectName(QStringLiteral("flat"));
    reset->setText(QStringLiteral("↺"));
    reset->setToolTip(tr("Back to the default"));
    reset->setAccessibleName(tr("Reset %1").arg(QString::fromStdString(declaration.label)));
    QSizePolicy keep = reset->sizePolicy();
    keep.setRetainSizeWhenHidden(true);
    reset->setSizePolicy(keep);
    head->addWidget(label, 1);
    head->addWidget(reset);

    ParameterField *field = makeParameterField(declaration);
    label->setBuddy(field);
    // The number stands beside its label, as does a check box; everything else gets a line of its
    // own.
    auto *row = new QVBoxLayout;
    row->setSpacing(4);
    row->addLayout(head);
    if (declaration.type == ParameterType::flag) {
        head->addWidget(field);
    } else {
        if (auto *number = field->findChild<QLineEdit *>(QStringLiteral("number"),
                                                         Qt::FindDirectChildrenOnly)) {
            head->addWidget(number);
            label->setBuddy(number);
        }
        row->addWidget(field);
    }
    layout->addLayout(row);

    const auto given = values.is_object() ? values.find(declaration.key) : values.end();
    field->setValue(values.is_object() && given != values.end() ? *given
                                                                : declaration.defaultValue);
    connect(field, &ParameterField::changed, this, [this] {
        showChanges();
        Q_EMIT changed();
    });
    connect(reset, &QToolButton::clicked, this, [this, field, value = declaration.defaultValue] {
        field->setValue(value);
        showChanges();
        Q_EMIT changed();
    });
    m_rows.push_back({declaration, field, label, reset});
}

void ParameterForm::showChanges()
{
    for (const Row &row : m_rows) {
        const auto complete =
            completeSettings({&row.declaration, 1}, Json::object(), row.declaration.key);
        const auto present =
            completeSettings({&row.declaration, 1}, Json{{row.declaration.key, row.field->value()}},
                             row.declaration.key);
        const bool changed = complete && present && *complete != *present;
        QFont font = row.label->font();
        font.setWeight(changed ? QFont::DemiBold : QFont::Normal);
        row.label->setFont(font);
        row.reset->setVisible(changed);
    }
}

Json ParameterForm::values() const
{
    Json result = Json::object();
    for (const Row &row : m_rows)
        result[row.declaration.key] = row.field->value();
    return result;
}

Json ParameterForm::changedValues() const
{
    Json result = Json::object();
    for (const Row &row : m_rows) {
        const auto complete =
            completeSettings({&row.declaration, 1}, Json::object(), row.declaration.key);
        const auto present =
            completeSettings({&row.declaration, 1}, Json{{row.declaration.key, row.field->value()}},
                             row.declaration.key);
        if (!complete || !present || *complete != *present)
            result[row.declaration.key] = row.field->value();
    }
    return result;
}

} // namespace agon::app
