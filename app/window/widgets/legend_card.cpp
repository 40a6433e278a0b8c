#include "app/window/widgets/legend_card.h"

#include "app/window/widgets/key_label.h"
#include "views/screen/theme.h"

#include <QAbstractButton>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QVBoxLayout>

#include <algorithm>
#include <span>

namespace agon::app {
namespace {

/** A longer legend tells nobody apart. */
constexpr std::size_t mostRows = 60;

/** A row that can be pressed by mouse and keyboard. Its key and name are widgets on it. */
class LegendRow : public QAbstractButton
{
public:
    LegendRow(const views::Key &key, bool selectable) : m_key(new KeyLabel(key.colour))
    {
        const QString name = QString::fromStdString(key.name);
        setText(name);
        setAccessibleName(name);
        setCheckable(true);
        setAttribute(Qt::WA_TransparentForMouseEvents, !selectable);
        setFocusPolicy(selectable ? Qt::StrongFocus : Qt::NoFocus);
        if (selectable)
            setToolTip(QObject::tr("Make %1 stand out everywhere").arg(name));
        auto *row = new QHBoxLayout(this);
        row->setContentsMargins(0, 2, 0, 2);
        row->setSpacing(8);
        auto *label = new QLabel(name);
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
        for (QWidget *part : {static_cast<QWidget *>(m_key), static_cast<QWidget *>(label)})
            part->setAttribute(Qt::WA_TransparentForMouseEvents);
        row->addWidget(m_key);
        row->addWidget(label, 1);
    }

    void setHighlight(std::optional<int> colour)
    {
        setChecked(colour == m_key->colour());
        m_key->setFaint(colour && *colour != m_key->colour());
    }

    QSize sizeHint() const override { return layout()->sizeHint(); }

protected:
    void paintEvent(QPaintEvent *) override
    {
        if (!isChecked() && !underMouse() && !hasFocus())
            return;
        const views::Theme theme = views::Theme::of(*this);
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(hasFocus() ? QPen(theme.accent, 1) : QPen(Qt::NoPen));
        painter.setBrush(isChecked() || underMouse() ? theme.hover : QColor(Qt::transparent));
        painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
    }
    void enterEvent(QEnterEvent *) override { update(); }
    void leaveEvent(QEvent *) override { update(); }

private:
    KeyLabel *m_key;
};

} // namespace

LegendCard::LegendCard(const QString &heading, QWidget *parent) : Card(heading, parent)
{
    setVisible(false);
}

void LegendCard::setKeys(const std::vector<views::Key> &keys)
{
    if (keys == m_keys)
        return;
    m_keys = keys;
    build();
}

void LegendCard::setSelectable(bool selectable)
{
    m_selectable = selectable;
    build();
}

void LegendCard::setHighlight(std::optional<int> colour)
{
    m_highlight = colour;
    showHighlight();
}

void LegendCard::build()
{
    delete m_rows;
    m_rows = new QWidget(this);
    auto *rows = new QVBoxLayout(m_rows);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(m_selectable ? 0 : 4);
    const std::size_t shown = std::min(m_keys.size(), mostRows);
    for (const views::Key &key : std::span(m_keys).first(shown)) {
        auto *row = new LegendRow(key, m_selectable);
        connect(row, &QAbstractButton::clicked, this,
                [this, colour = key.colour] { Q_EMIT contestantClicked(colour); });
        rows->addWidget(row);
    }
    if (shown < m_keys.size())
        rows->addWidget(new QLabel(tr("and %1 more").arg(m_keys.size() - shown)));
    showHighlight();
    content()->addWidget(m_rows);
    m_rows->show();
    setVisible(!m_keys.empty());
}

void LegendCard::showHighlight()
{
    if (m_rows == nullptr)
        return;
    for (QObject *child : m_rows->children())
        if (auto *row = dynamic_cast<LegendRow *>(child))
            row->setHighlight(m_highlight);
}

} // namespace agon::app
