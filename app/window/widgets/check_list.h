#pragma once

#include <QWidget>

#include <utility>
#include <vector>

class QGridLayout;

namespace agon::app {

/** Lines that say what is in order and what is not, each with its mark; long ones wrap beside it.
 */
class CheckList : public QWidget
{
    Q_OBJECT

public:
    explicit CheckList(QWidget *parent = nullptr);

    using Line = std::pair<bool, QString>; ///< whether it is in order, and what is
    void setLines(const std::vector<Line> &lines);

private:
    QGridLayout *m_grid;
    int m_shown = 0; ///< rows that were filled last
};

} // namespace agon::app
