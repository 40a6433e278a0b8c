#pragma once

#include "core/experiment/parameters.h"

#include <QWidget>

#include <vector>

class QToolButton;
class QVBoxLayout;

namespace agon::app {

class ParameterField;

/** A form generated from declarations: one row a parameter, changed ones bold with a reset,
 * advanced ones folded away. */
class ParameterForm : public QWidget
{
    Q_OBJECT

public:
    explicit ParameterForm(QWidget *parent = nullptr);

    /** Builds the rows anew. @p values may leave keys out: defaults stand in. */
    void setDeclarations(std::vector<ParameterDeclaration> declarations, const Json &values);
    /** Values of all parameters. */
    Json values() const;
    /** Only those that differ from their defaults. */
    Json changedValues() const;
    bool isEmpty() const { return m_rows.empty(); }

Q_SIGNALS:
    void changed();

private:
    struct Row
    {
        ParameterDeclaration declaration;
        ParameterField *field;
        QWidget *label;
        QToolButton *reset;
    };
    void addRow(const ParameterDeclaration &declaration, const Json &values, QVBoxLayout *layout);
    void showChanges();

    QVBoxLayout *m_layout;
    QWidget *m_content = nullptr;
    std::vector<Row> m_rows;
    bool m_advancedOpen = false;
};

} // namespace agon::app
