#pragma once

#include "app/window/widgets/card.h"
#include "core/experiment/experiment.h"

class QComboBox;
class QLabel;

namespace agon::app {

class ParameterForm;

/** Which problem, and its parameters. */
class ProblemCard : public Card
{
    Q_OBJECT

public:
    explicit ProblemCard(const FamilySet &families, QWidget *parent = nullptr);

    void setProblem(const ProblemChoice &choice);
    ProblemChoice problem() const;

Q_SIGNALS:
    /** Another problem was chosen. */
    void problemChosen(const QString &id);
    /** A parameter changed; emitted while a slider is dragged. */
    void parameterChanged();

private:
    void fillPicker();
    void showForm(const std::string &id, const Json &settings);

    const FamilySet &m_families;
    QComboBox *m_picker;
    QLabel *m_summary;
    ParameterForm *m_form;
};

} // namespace agon::app
