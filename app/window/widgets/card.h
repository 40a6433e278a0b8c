#pragma once

#include <QFrame>

class QHBoxLayout;
class QLabel;
class QVBoxLayout;

namespace agon::app {

/** A panel of the window: heading in small capitals, content below. */
class Card : public QFrame
{
    Q_OBJECT

public:
    explicit Card(const QString &heading = {}, QWidget *parent = nullptr);

    QVBoxLayout *content() const { return m_content; }
    /** The row of the heading: buttons go to its right. */
    QHBoxLayout *head() const { return m_head; }
    void setHeading(const QString &heading);

private:
    QHBoxLayout *m_head;
    QLabel *m_heading;
    QVBoxLayout *m_content;
};

/** A card for a figure: title in larger type instead of the heading. */
class FigureCard : public QFrame
{
    Q_OBJECT

public:
    explicit FigureCard(QWidget *parent = nullptr);

    QVBoxLayout *content() const { return m_content; }
    QHBoxLayout *head() const { return m_head; }
    void setTitle(const QString &title);
    /** A muted line under the figure: what a reader must know. Empty: hidden. */
    void setNote(const QString &note);
    /** The line itself, for a card that places it elsewhere. */
    QLabel *noteLabel() const { return m_note; }

private:
    QHBoxLayout *m_head;
    QLabel *m_title;
    QVBoxLayout *m_content;
    QLabel *m_note;
};

/** A column of cards that scrolls when the window is low. */
class CardColumn : public QWidget
{
    Q_OBJECT

public:
    explicit CardColumn(int width, QWidget *parent = nullptr);
    void add(QWidget *card);

private:
    QVBoxLayout *m_layout;
};

} // namespace agon::app
