#pragma once

#include "app/lab/run_query.h"

#include <QLineEdit>

class QCompleter;
class QStringListModel;

namespace agon::app {

/** A filter line in the query language of RunQuery, with completion. What is wrong with a query
 *  is the line's tool tip and makes its text the colour of errors; what stands before the
 *  mistake stays in force. */
class QueryEdit : public QLineEdit
{
    Q_OBJECT

public:
    explicit QueryEdit(QWidget *parent = nullptr);

    /** What may be asked from now on; the text is read again. */
    void setFields(QueryFields fields);
    const RunQuery &query() const { return m_query; }
    /** What is wrong with the text; empty: nothing. */
    QString problem() const { return m_problem; }

Q_SIGNALS:
    void queryChanged(const RunQuery &query);
    void problemChanged(const QString &problem);

private:
    void readText();
    void offer();
    void take(const QString &completion);

    QueryFields m_fields;
    RunQuery m_query;
    QString m_problem;
    QStringListModel *m_words;
    QCompleter *m_completer;
};

} // namespace agon::app
