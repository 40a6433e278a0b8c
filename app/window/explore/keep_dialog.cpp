#include "app/window/explore/keep_dialog.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSettings>
#include <QStandardPaths>

namespace agon::app {
namespace {

QString settingsKey() { return QStringLiteral("keep/store"); }

QString usualStore()
{
    const QString last = QSettings().value(settingsKey()).toString();
    return last.isEmpty() ? QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation) +
                                QStringLiteral("/contests.agon")
                          : last;
}

} // namespace

KeepDialog::KeepDialog(const QString &name, QWidget *parent)
    : QDialog(parent), m_name(new QLineEdit(name)), m_store(new QLineEdit(usualStore()))
{
    setWindowTitle(tr("Keep this contest"));
    setMinimumWidth(460);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(12);
    auto *what = new QLabel(tr("The session keeps the newest 200 contests by itself. A store keeps "
                               "this one, with every run, for as long as the file is there."));
    what->setObjectName(QStringLiteral("muted"));
    what->setWordWrap(true);
    layout->addWidget(what);
    auto *form = new QFormLayout;
    form->setVerticalSpacing(8);
    form->setHorizontalSpacing(12);
    m_name->setAccessibleName(tr("Name"));
    m_store->setAccessibleName(tr("Store"));
    form->addRow(tr("Name"), m_name);
    auto *place = new QHBoxLayout;
    auto *other = new QPushButton(tr("Choose…"));
    place->addWidget(m_store, 1);
    place->addWidget(other);
    form->addRow(tr("Store"), place);
    layout->addLayout(form);
    auto *buttons = new QHBoxLayout;
    auto *cancel = new QPushButton(tr("Cancel"));
    auto *keep = new QPushButton(tr("Keep"));
    keep->setObjectName(QStringLiteral("primary"));
    keep->setDefault(true);
    buttons->addStretch(1);
    buttons->addWidget(cancel);
    buttons->addWidget(keep);
    layout->addLayout(buttons);
    connect(other, &QPushButton::clicked, this, &KeepDialog::choose);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(keep, &QPushButton::clicked, this, &KeepDialog::accept);
    const auto judge = [this, keep] {
        keep->setEnabled(!this->name().isEmpty() && !m_store->text().trimmed().isEmpty());
    };
    connect(m_name, &QLineEdit::textChanged, this, judge);
    connect(m_store, &QLineEdit::textChanged, this, judge);
    judge();
    m_name->selectAll();
    m_name->setFocus();
}

QString KeepDialog::name() const { return m_name->text().trimmed(); }

QString KeepDialog::store() const
{
    const QString path = m_store->text().trimmed();
    return QFileInfo(path).suffix().isEmpty() ? path + QStringLiteral(".agon") : path;
}

void KeepDialog::setStore(const QString &path) { m_store->setText(path); }

void KeepDialog::accept()
{
    QSettings().setValue(settingsKey(), store());
    QDialog::accept();
}

void KeepDialog::choose()
{
    const QString path = QFileDialog::getSaveFileName(this, tr("Keep in a store"), m_store->text(),
                                                      tr("Stores (*.agon)"), nullptr,
                                                      QFileDialog::DontConfirmOverwrite);
    if (!path.isEmpty())
        setStore(path);
}

} // namespace agon::app
