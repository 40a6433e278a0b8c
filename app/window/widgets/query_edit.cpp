#include "app/window/widgets/query_edit.h"

#include "app/window/style.h"

#include <QAbstractItemView>
#include <QCompleter>
#include <QStringListModel>

namespace agon::app {

QueryEdit::QueryEdit(QWidget *parent)
    : QLineEdit(parent)
    , m_words(new QStringListModel(this))
    , m_completer(new QCompleter(m_words, this))
{
    m_completer->setCompletionMode(QCompleter::UnfilteredPopupCompletion);
    m_completer->setWidget(this);
    setClearButtonEnabled(true);
    connect(this, &QLineEdit::textChanged, this, &QueryEdit::readText);
    connect(this, &QLineEdit::textEdited, this, &QueryEdit::offer);
    connect(m_completer, qOverload<const QString &>(&QCompleter::activated), this,
            &QueryEdit::take);
}

void QueryEdit::setFields(QueryFields fields)
{
    m_fields = std::move(fields);
    readText();
}

void QueryEdit::readText()
{
    std::string typed = text().toStdString();
    // A word that begins a field's name is not looked for while it is being typed.
    if (cursorPosition() == text().size())
        typed.resize(typed.size() - unfinishedField(typed, m_fields));
    auto query = RunQuery::parse(typed, m_fields);
    const QString problem = query ? QString() : QString::fromStdString(query.error().text());
    if (problem != m_problem) {
        m_problem = problem;
        setInvalid(this, problem);
        Q_EMIT problemChanged(problem);
    }
    // What stands before the mistake holds.
    if (!query)
        query = RunQuery::parse(
            std::string_view(typed).substr(0, static_cast<std::size_t>(query.error().column - 1)),
            m_fields);
    if (!query)
        return;
    m_query = std::move(*query);
    Q_EMIT queryChanged(m_query);
}

void QueryEdit::offer()
{
    QStringList words;
    if (cursorPosition() == text().size())
        for (const std::string &word : completions(text().toStdString(), m_fields))
            words << QString::fromStdString(word);
    m_words->setStringList(words);
    if (words.isEmpty())
        m_completer->popup()->hide();
    else
        m_completer->complete();
}

void QueryEdit::take(const QString &completion)
{
    // The last word, up to the blank before it that no quote holds, is replaced.
    const QString before = text();
    qsizetype start = 0;
    bool quoted = false;
    for (qsizetype i = 0; i < before.size(); ++i) {
        if (before[i] == QLatin1Char('"'))
            quoted = !quoted;
        else if (!quoted && before[i].isSpace())
            start = i + 1;
    }
    const bool whole =
        !completion.endsWith(QLatin1Char(':')) && !completion.endsWith(QLatin1Char('='));
    setText(before.left(start) + completion + (whole ? QStringLiteral(" ") : QString()));
}

} // namespace agon::app
