#pragma once

#include "core/experiment/experiment.h"

#include <QWidget>

class QLabel;
class QToolButton;

namespace agon::app {

class KeyLabel;
class ParameterForm;

/** One contestant: key, name, value; a click selects it and unfolds its parameters. */
class ContestantRow : public QWidget
{
    Q_OBJECT

public:
    ContestantRow(const FamilySet &families, const ContestantChoice &choice,
                  const std::string &label, int colour, QWidget *parent = nullptr);

    Json settings() const;
    void setValue(const QString &value, const QString &meaning);
    void setUnfolded(bool unfolded);
    bool isUnfolded() const;
    void setFaint(bool faint);

Q_SIGNALS:
    void clicked();
    void settingsChanged();
    void visibilityToggled();
    void removeWanted();
    void duplicateWanted();

protected:
    void mousePressEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;

private:
    KeyLabel *m_key;
    QLabel *m_name;
    QLabel *m_value;
    QWidget *m_details;
    ParameterForm *m_form;
};

} // namespace agon::app
