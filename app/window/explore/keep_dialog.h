#pragma once

#include <QDialog>

class QLineEdit;

namespace agon::app {

/** Asks under which name and in which store a contest is to be kept. */
class KeepDialog : public QDialog
{
    Q_OBJECT

public:
    explicit KeepDialog(const QString &name, QWidget *parent = nullptr);

    QString name() const;
    /** Of an .agon file, which may not exist yet. */
    QString store() const;
    void setStore(const QString &path);
    void accept() override;

private:
    void choose();

    QLineEdit *m_name;
    QLineEdit *m_store;
};

} // namespace agon::app
