#pragma once

#include <QLabel>

namespace agon::app {

/** One line of plain text that ends in "…" where there is no room for it; all of it is the tool
 * tip. */
class ElidedLabel : public QLabel
{
    Q_OBJECT

public:
    explicit ElidedLabel(QWidget *parent = nullptr);

    void setLine(const QString &line);
    QString line() const { return m_line; }

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void elide();

    QString m_line;
};

} // namespace agon::app
