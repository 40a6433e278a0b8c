#pragma once

#include <QFont>
#include <QString>
#include <QStringList>

#include <string>
#include <string_view>
#include <vector>

class QApplication;
class QComboBox;
class QWidget;

namespace agon::views {
struct Theme;
}

namespace agon::app {

enum class ThemeChoice { system, light, dark };

/** Fusion with the window's palette, fonts and style sheet. Called again when the choice changes.
 */
void applyStyle(QApplication &application, ThemeChoice choice);

/** The type of figure titles. */
QFont titleFont(const QFont &base);

/** Makes a combo box the title of a figure: large, frameless, as wide as what is chosen. Call once.
 */
void showAsTitle(QComboBox &box);

/** Shows that what a field holds cannot be used, and why (its tool tip); empty: it can. */
void setInvalid(QWidget *widget, const QString &reason);

/** UTF-8 from below the window. */
inline QString text(std::string_view utf8)
{
    return QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size()));
}
/** "one, two, three". */
QString joined(const std::vector<std::string> &words);
/** Notes below a figure in one line: sentences follow each other, other parts stand apart by dots.
 */
QString noteLine(QStringList parts);
/** "0.25", "1,234", "3.1e-05": a number as fields and read-outs show it. */
QString numberText(double value, int significantDigits = 4);
/** "10,000". */
QString wholeNumberText(qint64 value);
/** "2026-11-25 14:45" in local time, from ISO 8601. */
QString dateText(const QString &isoUtc);
/** "14:45" of today, "25 Nov" of this year, "2025-11-25" of another one. */
QString shortDateText(const QString &isoUtc);
/** "1 run", "128 runs". */
QString counted(qint64 count, const QString &one, const QString &many);
/** "0.6 s", "2 min 5 s". */
QString durationText(double seconds);

} // namespace agon::app
