#include "app/window/widgets/legend_card.h"

#include "views/screen/marks.h"
#include "views/screen/theme.h"

#include <QAbstractButton>
#include <QLabel>
#include <QPainter>
#include <QVBoxLayout>

#include <algorithm>
#include <span>

namespace agon::app {
namespace {

/** A longer legend tells nobody apart. */
constexpr std::size_t mostRows = 60;

constexpr int keyWidth = 26;
constexpr int keyHeight = 16;
constexpr int keyGap = 8;
constexpr int padding = 2;

/** A row that can be pressed by mouse and keyboard. It paints its key and its name itself: sixty
 *  rows of three widgets each take longer than reading the runs they stand for. */
class LegendRow : public QAbstractButton
{
public:
    LegendRow(const views::Key &key, bool selectable)
        : m_colour(key.colour), m_name(QString::fromStdString(key.name))
    {
        setAccessibleName(m_name);
        setCheckable(true);
        setAttribute(Qt::WA_TransparentForMouseEvents, !selectable);
        setFocusPolicy(selectable ? Qt::StrongFocus : Qt::NoFocus);
        if (selectable)
            setToolTip(QObject::tr("Make %1 stand out everywhere").arg(m_name));
        QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Fixed);
        policy.setHeightForWidth(true);
        setSizePolicy(policy);
    }

    void setHighlight(std::optional<int> colour)
    {
        setChecked(colour == m_colour);
        m_faint = colour && *colour != m_colour;
        update();
    }

    QSize sizeHint() const override
    {
        const int name = fontMetrics().horizontalAdvance(m_name);
        const int width = keyWidth + keyGap + std::min(name + 1, 150);
        return {width, heightForWidth(width)};
    }
    int heightForWidth(int width) const override
    {
        const int lines =
            fontMetrics().boundingRect(nameArea(width, 10'000), nameFlags, m_name).height();
        return std::max(keyHeight, lines) + 2 * padding;
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        const views::Theme theme = views::Theme::of(*this);
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        if (isChecked() || underMouse() || hasFocus()) {
            painter.setPen(hasFocus() ? QPen(theme.accent, 1) : QPen(Qt::NoPen));
            painter.setBrush(isChecked() || underMouse() ? theme.hover : QColor(Qt::transparent));
            painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
        }
        painter.setPen(theme.text);
        painter.drawText(nameArea(width(), height()), nameFlags, m_name);
        painter.setOpacity(m_faint ? 0.3 : 1);
        views::paintKey(painter, QRectF(0, (height() - keyHeight) / 2.0, keyWidth, keyHeight),
                        m_colour, theme);
    }
    void enterEvent(QEnterEvent *) override { update(); }
    void leaveEvent(QEvent *) override { update(); }

private:
    static constexpr int nameFlags = Qt::AlignLeft | Qt::AlignVCenter | Qt::TextWordWrap;
    static QRect nameArea(int width, int height)
    {
        return {keyWidth + keyGap, 0, std::max(1, width - keyWidth - keyGap), height};
    }

    int m_colour;
    QString m_name;
    bool m_faint = false;
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
