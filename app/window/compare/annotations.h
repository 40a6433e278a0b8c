#pragma once

#include "core/expected.h"
#include "storage/store.h"

#include <QDialog>

#include <string>
#include <vector>

class QLineEdit;
class QPlainTextEdit;

namespace agon::app {

/** What is said of a stored experiment: name, family, runs, when it began, tags and notes. */
QString annotationText(const storage::ExperimentEntry &entry);

/** Asks for an experiment's name, tags and notes: what the filters of experiments and runs find. */
class AnnotationDialog : public QDialog
{
    Q_OBJECT

public:
    explicit AnnotationDialog(const storage::ExperimentEntry &entry, QWidget *parent = nullptr);

    std::string name() const;
    /** Separated by commas in the field. */
    std::vector<std::string> tags() const;
    std::string notes() const;
    /** Writes what was changed. Errors: the store cannot be written. */
    Expected<void> applyTo(storage::Store &store) const;
    /** The same to a store that is open for reading, so that others may write to it. */
    Expected<void> applyTo(const std::string &path) const;

private:
    storage::ExperimentEntry m_entry;
    QLineEdit *m_name;
    QLineEdit *m_tags;
    QPlainTextEdit *m_notes;
};

} // namespace agon::app
