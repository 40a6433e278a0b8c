#include "app/window/compare/annotations.h"

#include "app/window/style.h"

#include <QFormLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace agon::app {

QString annotationText(const storage::ExperimentEntry &entry)
{
    QStringList lines{text(entry.name),
                      QObject::tr("%1, %2 runs").arg(text(entry.family)).arg(entry.runs.total())};
    if (entry.runs.failed > 0)
        lines << QObject::tr("%1 failed").arg(entry.runs.failed);
    if (entry.runs.cancelled > 0)
        lines << QObject::tr("%1 not finished").arg(entry.runs.cancelled);
    lines << dateText(text(entry.created));
    if (!entry.tags.empty())
        lines << QObject::tr("Tags: %1").arg(joined(entry.tags));
    if (!entry.notes.empty())
        lines << text(entry.notes);
    return lines.join(QLatin1Char('\n'));
}

AnnotationDialog::AnnotationDialog(const storage::ExperimentEntry &entry, QWidget *parent)
    : QDialog(parent)
    , m_entry(entry)
    , m_name(new QLineEdit(text(entry.name)))
    , m_tags(new QLineEdit(joined(entry.tags)))
    , m_notes(new QPlainTextEdit(text(entry.notes)))
{
    setWindowTitle(tr("Name, tags and notes"));
    setMinimumWidth(460);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(12);
    auto *form = new QFormLayout;
    form->setVerticalSpacing(8);
    form->setHorizontalSpacing(12);
    m_name->setAccessibleName(tr("Name"));
    m_tags->setAccessibleName(tr("Tags"));
    m_tags->setPlaceholderText(tr("paper, draft"));
    m_tags->setToolTip(
        tr("Words separated by commas; the run table's filter finds them: tag:paper"));
    m_notes->setAccessibleName(tr("Notes"));
    m_notes->setTabChangesFocus(true);
    form->addRow(tr("Name"), m_name);
    form->addRow(tr("Tags"), m_tags);
    form->addRow(tr("Notes"), m_notes);
    layout->addLayout(form);
    auto *buttons = new QHBoxLayout;
    auto *cancel = new QPushButton(tr("Cancel"));
    auto *save = new QPushButton(tr("Save"));
    save->setObjectName(QStringLiteral("primary"));
    save->setDefault(true);
    buttons->addStretch(1);
    buttons->addWidget(cancel);
    buttons->addWidget(save);
    layout->addLayout(buttons);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(save, &QPushButton::clicked, this, &QDialog::accept);
    connect(m_name, &QLineEdit::textChanged, save,
            [this, save] { save->setEnabled(!m_name->text().trimmed().isEmpty()); });
    m_tags->setFocus();
}

std::string AnnotationDialog::name() const { return m_name->text().trimmed().toStdString(); }

std::vector<std::string> AnnotationDialog::tags() const
{
    std::vector<std::string> tags;
    for (const QString &word : m_tags->text().split(QLatin1Char(','), Qt::SkipEmptyParts))
        if (const QString tag = word.trimmed(); !tag.isEmpty())
            tags.push_back(tag.toStdString());
    return tags;
}

std::string AnnotationDialog::notes() const
{
    return m_notes->toPlainText().trimmed().toStdString();
}

Expected<void> AnnotationDialog::applyTo(storage::Store &store) const
{
    if (name() != m_entry.name)
        if (auto done = store.rename(m_entry.id, name()); !done)
            return done;
    if (tags() != m_entry.tags)
        if (auto done = store.setTags(m_entry.id, tags()); !done)
            return done;
    if (notes() != m_entry.notes)
        return store.setNotes(m_entry.id, notes());
    return {};
}

Expected<void> AnnotationDialog::applyTo(const std::string &path) const
{
    const auto store = storage::Store::open(path, storage::OpenMode::readWrite);
    return store ? applyTo(**store) : store.error();
}

} // namespace agon::app
