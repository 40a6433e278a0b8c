#pragma once

#include <QWidget>

#include <optional>
#include <utility>
#include <vector>

class QGridLayout;

namespace agon::app {

/** Lines that say what is in order, what is not, and what else there is to know, each with its
 * mark; long ones wrap beside it.
 */
class CheckList : public QWidget
{
    Q_OBJECT

public:
    explicit CheckList(QWidget *parent = nullptr);

    /** Whether it is in order, and what is; neither: something to know. */
    using Line = std::pair<std::optional<bool>, QString>;
    void setLines(const std::vector<Line> &lines);

private:
    QGridLayout *m_grid;
    int m_shown = 0; ///< rows that were filled last
};

} // namespace agon::app
