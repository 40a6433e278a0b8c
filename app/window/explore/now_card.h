#pragma once

#include "app/window/widgets/card.h"

class QLabel;
class QPushButton;

namespace agon::app {

/** One sentence on who leads, and the button that settles it on fresh seeds. */
class NowCard : public Card
{
    Q_OBJECT

public:
    explicit NowCard(QWidget *parent = nullptr);

    /** @p sentence is rich text made by us; names in it are escaped already. */
    void setSentence(const QString &sentence);
    /** A muted second line: exploratory, confirmed, what it is based on. */
    void setStanding(const QString &text);
    void setConfirmable(bool confirmable);

Q_SIGNALS:
    void confirmWanted();

private:
    QLabel *m_sentence;
    QLabel *m_standing;
    QPushButton *m_confirm;
};

/** The method sheet in short: what the selected contestant does, where from, how faithful. */
class AboutCard : public Card
{
    Q_OBJECT

public:
    explicit AboutCard(QWidget *parent = nullptr);
    void setText(const QString &heading, const QString &summary, const QString &source,
                 const QString &note);

private:
    QLabel *m_summary;
    QLabel *m_source;
    QLabel *m_note;
};

} // namespace agon::app
