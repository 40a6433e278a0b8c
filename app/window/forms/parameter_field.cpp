#include "app/window/forms/parameter_field.h"

#include "app/window/forms/parameter_form.h"
#include "app/window/style.h"
#include "app/window/widgets/jump_slider.h"
#include "views/screen/theme.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QSlider>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace agon::app {
namespace {

constexpr int sliderSteps = 1000;

/** A number as it is typed: plain hyphen, no thousands separators, as many digits as it takes. */
QString editText(const Json &value)
{
    if (value.is_number_integer())
        return QString::number(value.get<qint64>());
    return QString::number(value.get<double>(), 'g', 10);
}

/** What is wrong with @p value; empty when nothing is. */
QString complaint(const ParameterDeclaration &declaration, const Json &value)
{
    const auto checked =
        completeSettings({&declaration, 1}, Json{{declaration.key, value}}, declaration.label);
    return checked ? QString() : text(checked.error().message);
}

/** Label on the left, number on the right, slider below. */
class NumberField final : public ParameterField
{
public:
    explicit NumberField(const ParameterDeclaration &declaration)
        : m_declaration(declaration), m_edit(new QLineEdit(this))
    {
        auto *layout = new QVBoxLayout(this);
        layout->setContentsMargins(0, 0, 0, 0);
        layout->setSpacing(2);
        m_edit->setObjectName(QStringLiteral("number"));
        m_edit->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
        m_edit->setAccessibleName(text(declaration.label));
        m_edit->setFixedWidth(views::interfacePixels(70));
        connect(m_edit, &QLineEdit::editingFinished, this, [this] { takeText(); });
        connect(m_edit, &QLineEdit::textEdited, this, [this] {
            const Json value = parsed();
            setInvalid(m_edit, value.is_null() ? tr("This is not a number.")
                                               : complaint(m_declaration, value));
        });
        findRange();
        if (m_high > m_low) {
            m_slider = new JumpSlider(this);
            m_slider->setRange(0, steps());
            m_slider->setAccessibleName(text(declaration.label));
            layout->addWidget(m_slider);
            connect(m_slider, &QSlider::valueChanged, this, [this](int position) {
                m_value = valueOf(position);
                m_edit->setText(editText(m_value));
                setInvalid(m_edit, {});
                Q_EMIT changed();
            });
        }
    }

    QWidget *editor() const { return m_edit; }
    Json value() const override { return m_value; }
    void setValue(const Json &value) override
    {
        m_value = value;
        m_edit->setText(editText(value));
        setInvalid(m_edit, {});
        if (m_slider) {
            const QSignalBlocker blocker(m_slider);
            m_slider->setValue(positionOf(value.get<double>()));
        }
    }

private:
    bool integer() const { return m_declaration.type == ParameterType::integer; }

    void findRange()
    {
        m_low = m_declaration.sliderMinimum;
        m_high = m_declaration.sliderMaximum;
        if (m_high > m_low)
            return;
        const double value = m_declaration.defaultValue.get<double>();
        const bool below = std::isfinite(m_declaration.minimum);
        const bool above = std::isfinite(m_declaration.maximum);
        const double reach = m_declaration.logarithmic ? 100 : 4;
        m_low = below ? m_declaration.minimum : m_declaration.logarithmic ? value / reach : 0;
        m_high = above ? m_declaration.maximum : std::max(value * reach, m_low + 1);
        // A formal bound such as 10^9 makes a slider that cannot be aimed.
        if (!m_declaration.logarithmic && value > 0 && m_high > value * 50)
            m_high = value * reach;
        if (m_declaration.logarithmic && m_low <= 0)
            m_low = value > 0 ? value / reach : 1e-3;
        if (m_declaration.logarithmic && m_high > value * 1e4 && value > 0)
            m_high = value * reach;
    }

    int steps() const
    {
        if (integer() && !m_declaration.logarithmic)
            return static_cast<int>(
                std::clamp(m_high - m_low, 1.0, static_cast<double>(sliderSteps)));
        return sliderSteps;
    }

    Json valueOf(int position) const
    {
        const double share = static_cast<double>(position) / steps();
        double value = m_declaration.logarithmic ? m_low * std::pow(m_high / m_low, share)
                                                 : m_low + share * (m_high - m_low);
        if (integer())
            return static_cast<qint64>(std::llround(value));
        // Three significant digits of the range: what a hand can aim at.
        const double unit = m_declaration.logarithmic
                                ? std::pow(10.0, std::floor(std::log10(value)) - 1)
                                : std::pow(10.0, std::floor(std::log10(m_high - m_low)) - 2);
        value = std::clamp(std::round(value / unit) * unit, m_low, m_high);
        return QString::number(value, 'g', 10).toDouble();
    }

    int positionOf(double value) const
    {
        const double share =
            m_declaration.logarithmic
                ? (value > 0 ? std::log(value / m_low) / std::log(m_high / m_low) : 0)
                : (value - m_low) / (m_high - m_low);
        return static_cast<int>(std::lround(std::clamp(share, 0.0, 1.0) * steps()));
    }

    Json parsed() const
    {
        QString typed = m_edit->text().trimmed();
        typed.remove(QLatin1Char(','));
        typed.replace(QChar(0x2212), QLatin1Char('-'));
        bool ok = false;
        if (integer()) {
            const qint64 whole = typed.toLongLong(&ok);
            if (ok)
                return whole;
        }
        const double number = typed.toDouble(&ok);
        return ok ? Json(number) : Json();
    }

    void takeText()
    {
        const Json value = parsed();
        if (value.is_null() || !complaint(m_declaration, value).isEmpty()) {
            // What cannot be used is not kept: the last good value comes back.
            setValue(m_value);
            return;
        }
        if (value == m_value)
            return;
        setValue(value);
        Q_EMIT changed();
    }

    ParameterDeclaration m_declaration;
    QLineEdit *m_edit;
    QSlider *m_slider = nullptr;
    double m_low = 0, m_high = 0;
    Json m_value;
};

class FlagField final : public ParameterField
{
public:
    explicit FlagField(const ParameterDeclaration &declaration) : m_box(new QCheckBox(this))
    {
        auto *layout = new QVBoxLayout(this);
        layout->setContentsMargins(0, 0, 0, 0);
        layout->addWidget(m_box);
        m_box->setAccessibleName(text(declaration.label));
        connect(m_box, &QCheckBox::toggled, this, &ParameterField::changed);
    }
    Json value() const override { return m_box->isChecked(); }
    void setValue(const Json &value) override
    {
        const QSignalBlocker blocker(m_box);
        m_box->setChecked(value.get<bool>());
    }

private:
    QCheckBox *m_box;
};

void fillOptions(QComboBox *box, const ParameterDeclaration &declaration)
{
    for (const ParameterOption &option : declaration.options) {
        box->addItem(text(option.label.empty() ? option.key : option.label), text(option.key));
        box->setItemData(box->count() - 1, text(option.help), Qt::ToolTipRole);
    }
    box->setAccessibleName(text(declaration.label));
    box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    box->setMinimumContentsLength(8);
}

class ChoiceField final : public ParameterField
{
public:
    explicit ChoiceField(const ParameterDeclaration &declaration) : m_box(new QComboBox(this))
    {
        auto *layout = new QVBoxLayout(this);
        layout->setContentsMargins(0, 0, 0, 0);
        layout->addWidget(m_box);
        fillOptions(m_box, declaration);
        connect(m_box, &QComboBox::currentIndexChanged, this, &ParameterField::changed);
    }
    Json value() const override { return m_box->currentData().toString().toStdString(); }
    void setValue(const Json &value) override
    {
        const QSignalBlocker blocker(m_box);
        m_box->setCurrentIndex(m_box->findData(text(value.get<std::string>())));
    }

private:
    QComboBox *m_box;
};

/** A choice whose options bring a form of their own, indented below. */
class VariantField final : public ParameterField
{
public:
    explicit VariantField(const ParameterDeclaration &declaration)
        : m_declaration(declaration), m_box(new QComboBox(this)), m_form(new ParameterForm(this))
    {
        auto *layout = new QVBoxLayout(this);
        layout->setContentsMargins(0, 0, 0, 0);
        layout->setSpacing(6);
        layout->addWidget(m_box);
        auto *indented = new QHBoxLayout;
        indented->setContentsMargins(10, 0, 0, 0);
        indented->addWidget(m_form);
        layout->addLayout(indented);
        fillOptions(m_box, declaration);
        connect(m_box, &QComboBox::currentIndexChanged, this, [this] {
            showOption(Json::object());
            Q_EMIT changed();
        });
        connect(m_form, &ParameterForm::changed, this, &ParameterField::changed);
    }
    Json value() const override
    {
        Json result = m_form->values();
        result["type"] = m_box->currentData().toString().toStdString();
        return result;
    }
    void setValue(const Json &value) override
    {
        const QSignalBlocker blocker(m_box);
        const std::string type =
            value.is_string() ? value.get<std::string>() : value.at("type").get<std::string>();
        m_box->setCurrentIndex(m_box->findData(text(type)));
        showOption(value.is_object() ? value : Json::object());
    }

private:
    void showOption(const Json &values)
    {
        const int index = std::max(0, m_box->currentIndex());
        const ParameterOption &option = m_declaration.options[static_cast<std::size_t>(index)];
        m_form->setDeclarations(option.parameters, values);
        m_form->setVisible(!option.parameters.empty());
    }
    ParameterDeclaration m_declaration;
    QComboBox *m_box;
    ParameterForm *m_form;
};

/** Text, a path, or a list of numbers separated by commas. */
class TextField final : public ParameterField
{
public:
    explicit TextField(const ParameterDeclaration &declaration)
        : m_declaration(declaration), m_edit(new QLineEdit(this))
    {
        auto *layout = new QVBoxLayout(this);
        layout->setContentsMargins(0, 0, 0, 0);
        layout->addWidget(m_edit);
        m_edit->setAccessibleName(text(declaration.label));
        connect(m_edit, &QLineEdit::editingFinished, this, [this] { takeText(); });
        if (declaration.type != ParameterType::path)
            return;
        m_edit->setPlaceholderText(tr("no file"));
        m_edit->setClearButtonEnabled(true);
        auto *choose = new QPushButton(tr("Choose…"), this);
        choose->setAccessibleName(tr("Choose %1").arg(text(declaration.label)));
        layout->addWidget(choose);
        connect(choose, &QPushButton::clicked, this, [this] {
            const QString file = QFileDialog::getOpenFileName(
                this, text(m_declaration.label), QFileInfo(m_edit->text()).path(),
                tr("Tables (*.csv *.tsv *.txt);;All files (*)"));
            if (file.isEmpty())
                return;
            m_edit->setText(file);
            takeText();
        });
    }
    Json value() const override { return m_value; }
    void setValue(const Json &value) override
    {
        m_value = value;
        if (!value.is_array()) {
            m_edit->setText(text(value.get<std::string>()));
            return;
        }
        QStringList parts;
        for (const Json &number : value)
            parts << editText(number);
        m_edit->setText(parts.join(QStringLiteral(", ")));
    }

private:
    void takeText()
    {
        const Json value = parsed();
        const QString wrong = value.is_null() ? tr("Numbers separated by commas are wanted.")
                                              : complaint(m_declaration, value);
        setInvalid(m_edit, wrong);
        if (wrong.isEmpty() && value != m_value) {
            m_value = value;
            Q_EMIT changed();
        }
    }
    Json parsed() const
    {
        if (m_declaration.type != ParameterType::list)
            return m_edit->text().toStdString();
        Json numbers = Json::array();
        for (const QString &part : m_edit->text().split(QLatin1Char(','), Qt::SkipEmptyParts)) {
            bool ok = false;
            numbers.push_back(part.trimmed().toDouble(&ok));
            if (!ok)
                return {};
        }
        return numbers;
    }
    ParameterDeclaration m_declaration;
    QLineEdit *m_edit;
    Json m_value;
};

} // namespace

ParameterField *makeParameterField(const ParameterDeclaration &declaration)
{
    switch (declaration.type) {
    case ParameterType::flag:
        return new FlagField(declaration);
    case ParameterType::integer:
    case ParameterType::real:
        return new NumberField(declaration);
    case ParameterType::choice:
        return new ChoiceField(declaration);
    case ParameterType::variant:
        return new VariantField(declaration);
    case ParameterType::text:
    case ParameterType::path:
    case ParameterType::list:
        return new TextField(declaration);
    }
    return nullptr;
}

} // namespace agon::app
