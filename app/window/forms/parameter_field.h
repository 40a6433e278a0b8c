#pragma once

#include "core/experiment/parameters.h"

#include <QWidget>

#include <memory>

namespace agon::app {

/** Edits one parameter. Made from its declaration alone. */
class ParameterField : public QWidget
{
    Q_OBJECT

public:
    using QWidget::QWidget;

    virtual Json value() const = 0;
    /** Does not emit changed(). */
    virtual void setValue(const Json &value) = 0;

Q_SIGNALS:
    /** The user changed the value, which is valid. Emitted while a slider is dragged. */
    void changed();
};

/** The field for @p declaration; owned by the caller. */
ParameterField *makeParameterField(const ParameterDeclaration &declaration);

} // namespace agon::app
