#include "app/window/style.h"

#include "views/screen/theme.h"

#include <QApplication>
#include <QComboBox>
#include <QDateTime>
#include <QFontDatabase>
#include <QFontInfo>
#include <QLocale>
#include <QPalette>
#include <QRegularExpression>
#include <QStyle>
#include <QStyleFactory>
#include <QWidget>

#include <algorithm>
#include <cmath>

namespace agon::app {
namespace {

/** @p sheet with the sizes of text, and the heights of what holds text, in the size in force. */
QString withInterfaceLengths(const QString &sheet)
{
    static const QRegularExpression length(
        QStringLiteral("(font-size|min-height): (1[1-9]|2[0-9])px"));
    QString scaled;
    qsizetype copied = 0;
    for (auto found = length.globalMatch(sheet); found.hasNext();) {
        const QRegularExpressionMatch match = found.next();
        scaled += sheet.mid(copied, match.capturedStart(2) - copied);
        scaled += QString::number(views::interfacePixels(match.captured(2).toInt()));
        copied = match.capturedEnd(2);
    }
    return scaled + sheet.mid(copied);
}

/** The style sheet's text with the theme's colours in place of the names behind '@'. */
QString styleSheet(const views::Theme &theme)
{
    QString sheet = QStringLiteral(R"(
QWidget#page, QWidget#window { background: @window; }
QFrame#card { background: @card; border: 1px solid @line; border-radius: 8px; }
QLabel#heading { color: @muted; font-size: 11px; font-weight: 600; }
QLabel#title { font-size: 15px; font-weight: 600; }
QLabel#muted, QLabel#status { color: @muted; }
QLabel#failure { color: @failure; }
QToolTip { background: @card; color: @text; border: 1px solid @line; padding: 4px; }
QPushButton, QToolButton#button {
    background: @field; border: 1px solid @line; border-radius: 6px; padding: 4px 12px; min-height: 18px; }
QPushButton:hover, QToolButton#button:hover { background: @hover; }
QPushButton:focus, QToolButton#button:focus, QComboBox:focus, QLineEdit:focus, QAbstractSpinBox:focus { border-color: @accent; }
QPushButton:disabled { color: @muted; }
QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }
QPushButton#primary { background: @accent; color: @onAccent; border-color: @accent; font-weight: 600; }
QPushButton#primary:hover { background: @accentHover; }
QPushButton#primary:disabled { background: @line; border-color: @line; color: @muted; }
QPushButton#pageButton { background: transparent; border: none; border-radius: 6px; padding: 5px 12px; font-weight: 500; color: @muted; }
QPushButton#pageButton:hover { background: @hover; }
QPushButton#pageButton:checked { background: @hover; color: @text; font-weight: 600; }
QPushButton#pageButton:focus { border: 1px solid @accent; padding: 4px 11px; }
QPushButton#flat, QToolButton#flat { background: transparent; border: none; border-radius: 4px; padding: 2px 6px; color: @muted; }
QPushButton#flat:hover, QToolButton#flat:hover { background: @hover; color: @text; }
QPushButton#flat:focus, QToolButton#flat:focus { border: 1px solid @accent; padding: 1px 5px; }
QPushButton#toggle { padding: 4px 10px; }
QToolButton#toggle { background: @field; border: 1px solid @line; border-radius: 10px; padding: 1px 9px; color: @muted; }
QToolButton#toggle:hover { background: @hover; }
QPushButton#toggle:checked, QToolButton#toggle:checked { background: @hover; border-color: @accent; color: @text; }
QToolButton#toggle:focus { border-color: @accent; }
QToolButton::menu-indicator { image: none; }
QLineEdit, QComboBox, QAbstractSpinBox, QPlainTextEdit, QTextEdit {
    background: @field; border: 1px solid @line; border-radius: 6px; padding: 3px 8px; min-height: 20px;
    selection-background-color: @accent; selection-color: @onAccent; }
QLineEdit:disabled, QComboBox:disabled { color: @muted; }
QLineEdit#number { padding: 3px 6px; }
QLineEdit[invalid="true"] { border-color: @failure; }
QComboBox { padding-right: 2px; combobox-popup: 0; }
QComboBox#titleBox { background: transparent; border: 1px solid transparent; padding-left: 0; }
QComboBox#titleBox:hover { background: @hover; }
QComboBox#titleBox:focus { border-color: @accent; }
QComboBox::drop-down { border: none; width: 20px; }
QComboBox::down-arrow { image: url(@chevron); width: 10px; height: 10px; }
QComboBox QAbstractItemView::item { min-height: 24px; }
QComboBox QAbstractItemView { background: @card; border: 1px solid @line; selection-background-color: @hover; selection-color: @text; outline: none; }
QSlider { min-height: 20px; }
QSlider::groove:horizontal { height: 4px; background: @line; border-radius: 2px; }
QSlider::sub-page:horizontal { background: @accent; border-radius: 2px; }
QSlider::handle:horizontal { background: @card; border: 1px solid @handle; width: 12px; height: 12px; margin: -5px 0; border-radius: 7px; }
QSlider::handle:horizontal:hover, QSlider::handle:horizontal:focus { border-color: @accent; border-width: 2px; width: 10px; height: 10px; }
QCheckBox { spacing: 8px; }
QScrollArea { background: transparent; border: none; }
QScrollArea > QWidget > QWidget { background: transparent; }
QScrollBar:vertical { background: transparent; width: 8px; margin: 0; }
QScrollBar::handle:vertical { background: @line; border-radius: 4px; min-height: 24px; }
QScrollBar::handle:vertical:hover { background: @muted; }
QScrollBar:horizontal { background: transparent; height: 8px; margin: 0; }
QScrollBar::handle:horizontal { background: @line; border-radius: 4px; min-width: 24px; }
QAbstractScrollArea::corner { background: transparent; border: none; }
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page { background: none; border: none; width: 0; height: 0; }
QTreeView, QTableView, QListView { background: @card; border: 1px solid @line; border-radius: 8px; outline: none;
    alternate-background-color: @hover; selection-background-color: @hover; selection-color: @text; }
QFrame#card QTreeView, QFrame#card QTableView, QFrame#card QListView { border: none; border-radius: 0; background: transparent; }
QTreeView::item, QListView::item { padding: 4px 6px; border: none; }
QTreeView::item:hover, QListView::item:hover { background: @hover; }
QTreeView::item:selected, QListView::item:selected, QTableView::item:selected { background: @hover; color: @text; }
QHeaderView::section { background: @card; color: @muted; border: none; border-bottom: 1px solid @line; padding: 5px 8px; font-weight: 600; }
QHeaderView { background: @card; border: none; }
QTableCornerButton::section { background: @card; border: none; }
QSplitter::handle { background: transparent; }
QMenu { background: @card; border: 1px solid @line; padding: 4px; }
QMenu::item { padding: 5px 24px 5px 12px; border-radius: 4px; }
QMenu::item:selected { background: @hover; }
QMenu::item:disabled { color: @muted; }
QMenu::separator { height: 1px; background: @line; margin: 4px 8px; }
QMenuBar { background: @window; }
QMenuBar::item { padding: 4px 10px; border-radius: 4px; background: transparent; color: @muted; }
QMenuBar::item:selected { background: @hover; color: @text; }
QDialog { background: @window; }
QProgressBar { background: @line; border: none; border-radius: 2px; max-height: 4px; min-height: 4px; }
QProgressBar::chunk { background: @accent; border-radius: 2px; }
)");
    const std::pair<const char *, QString> colours[] = {
        {"@accentHover",
         (theme.dark ? theme.accent.lighter(110) : theme.accent.darker(108)).name()},
        {"@onAccent", theme.onAccent.name()},
        {"@accent", theme.accent.name()},
        {"@handle", theme.dark ? theme.muted.name() : QStringLiteral("#8a929d")},
        {"@window", theme.window.name()},
        {"@card", theme.card.name()},
        {"@field", theme.field.name()},
        {"@line", theme.line.name()},
        {"@text", theme.text.name()},
        {"@muted", theme.muted.name()},
        {"@hover", theme.hover.name()},
        {"@failure", theme.failure.name()},
        {"@chevron", theme.dark ? QStringLiteral(":/icons/chevron-dark.svg")
                                : QStringLiteral(":/icons/chevron-light.svg")},
    };
    for (const auto &[name, value] : colours)
        sheet.replace(QLatin1String(name), value);
    return withInterfaceLengths(sheet);
}

bool systemIsDark(QApplication &application)
{
    const QPalette palette = application.style()->standardPalette();
    return palette.color(QPalette::Window).lightness() <
           palette.color(QPalette::WindowText).lightness();
}

} // namespace
} // namespace agon::app

// Resources of a static library have to be asked for, and from outside of any namespace.
static void loadIcons() { Q_INIT_RESOURCE(icons); }

namespace agon::app {

void applyStyle(QApplication &application, ThemeChoice choice)
{
    loadIcons();
    // The system's own palette has to be asked before Fusion replaces the style.
    static const bool dark = systemIsDark(application);
    application.setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
    const bool useDark = choice == ThemeChoice::dark || (choice == ThemeChoice::system && dark);
    const views::Theme theme = useDark ? views::Theme::darkTheme() : views::Theme::light();

    QFont font = QFontDatabase::systemFont(QFontDatabase::GeneralFont);
    // Platforms without a desktop answer with whatever comes first; Inter is what the window was
    // drawn for.
    const bool desktop = QGuiApplication::platformName() != QLatin1String("offscreen") &&
                         QFontInfo(font).exactMatch();
    if (!desktop)
        font = QFont(QStringLiteral("Inter"));
    // The desktop's own size where it is larger than the 13 pixels the window was drawn for.
    constexpr int designed = 13;
    constexpr int largest = 2 * designed;
    font.setPixelSize(desktop ? std::clamp(QFontInfo(font).pixelSize(), designed, largest)
                              : designed);
    application.setFont(font);
    application.setPalette(theme.palette());
    application.setStyleSheet(styleSheet(theme));
}

QFont titleFont(const QFont &base)
{
    QFont font = base;
    font.setPixelSize(views::interfacePixels(15));
    font.setWeight(QFont::DemiBold);
    return font;
}

void showAsTitle(QComboBox &box)
{
    box.setObjectName(QStringLiteral("titleBox"));
    box.setFont(titleFont(box.font()));
    box.setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    const auto fit = [&box] {
        constexpr int arrowAndMargins = 30;
        box.setFixedWidth(QFontMetrics(titleFont(box.font())).horizontalAdvance(box.currentText()) +
                          arrowAndMargins);
    };
    QObject::connect(&box, &QComboBox::currentTextChanged, &box, fit);
    fit();
}

QString joined(const std::vector<std::string> &words)
{
    QStringList list;
    for (const std::string &word : words)
        list << text(word);
    return list.join(QStringLiteral(", "));
}

QString noteLine(QStringList parts)
{
    parts.removeAll(QString());
    QString line;
    for (const QString &part : parts) {
        if (!line.isEmpty())
            line += line.endsWith(QLatin1Char('.')) ? QStringLiteral(" ") : QStringLiteral("  ·  ");
        line += part;
    }
    return line;
}

QString numberText(double value, int significantDigits)
{
    if (std::isnan(value))
        return QStringLiteral("–");
    if (std::isinf(value))
        return value > 0 ? QStringLiteral("∞") : QStringLiteral("−∞");
    const double magnitude = std::abs(value);
    QString text;
    if (magnitude >= 1e7 || (magnitude > 0 && magnitude < 1e-4)) {
        text = QString::number(value, 'e', std::max(0, significantDigits - 2));
    } else {
        const int integerDigits =
            magnitude >= 1 ? static_cast<int>(std::floor(std::log10(magnitude))) + 1 : 1;
        const int leadingZeros = magnitude > 0 && magnitude < 1
                                     ? -static_cast<int>(std::floor(std::log10(magnitude))) - 1
                                     : 0;
        const int decimals = std::max(0, significantDigits - integerDigits + leadingZeros);
        text = QLocale::c().toString(value, 'f', decimals);
        if (text.contains(QLatin1Char('.'))) {
            while (text.endsWith(QLatin1Char('0')))
                text.chop(1);
            if (text.endsWith(QLatin1Char('.')))
                text.chop(1);
        }
    }
    text.replace(QLatin1Char('-'), QChar(0x2212));
    return text;
}

QString wholeNumberText(qint64 value)
{
    QLocale locale(QLocale::English);
    return locale.toString(value);
}

QString dateText(const QString &isoUtc)
{
    const QDateTime time = QDateTime::fromString(isoUtc, Qt::ISODateWithMs);
    return time.isValid() ? time.toLocalTime().toString(QStringLiteral("yyyy-MM-dd HH:mm"))
                          : isoUtc;
}

QString shortDateText(const QString &isoUtc)
{
    const QDateTime time = QDateTime::fromString(isoUtc, Qt::ISODateWithMs).toLocalTime();
    const QDate today = QDate::currentDate();
    if (!time.isValid())
        return isoUtc;
    if (time.date() == today)
        return time.toString(QStringLiteral("HH:mm"));
    return time.date().year() == today.year()
               ? QLocale(QLocale::English).toString(time, QStringLiteral("d MMM"))
               : time.toString(QStringLiteral("yyyy-MM-dd"));
}

QString counted(qint64 count, const QString &one, const QString &many)
{
    return QStringLiteral("%1 %2").arg(wholeNumberText(count), count == 1 ? one : many);
}

QString durationText(double seconds)
{
    if (seconds < 0.05)
        return QStringLiteral("%1 ms").arg(
            std::max(1, static_cast<int>(std::lround(seconds * 1000))));
    if (seconds < 10)
        return QStringLiteral("%1 s").arg(seconds, 0, 'f', 1);
    const auto whole = static_cast<qint64>(std::llround(seconds));
    if (whole < 60)
        return QStringLiteral("%1 s").arg(whole);
    if (whole < 3600)
        return QStringLiteral("%1 min %2 s").arg(whole / 60).arg(whole % 60);
    return QStringLiteral("%1 h %2 min").arg(whole / 3600).arg(whole % 3600 / 60);
}

void setInvalid(QWidget *widget, const QString &reason)
{
    widget->setProperty("invalid", !reason.isEmpty());
    widget->setToolTip(reason);
    widget->style()->unpolish(widget);
    widget->style()->polish(widget);
}

} // namespace agon::app
