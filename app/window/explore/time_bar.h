#pragma once

#include <QElapsedTimer>
#include <QTimer>
#include <QWidget>

#include <cstdint>
#include <optional>

class QLabel;
class QSlider;
class QToolButton;

namespace agon::app {

/** The time slider under the figure, with the button that plays the contest from the start. It
 * scrubs every figure, table and sentence. */
class TimeBar : public QWidget
{
    Q_OBJECT

public:
    explicit TimeBar(QWidget *parent = nullptr);

    void setBudget(std::int64_t budget);
    /** Whether equal distances mean equal factors, as on a logarithmic x axis. */
    void setLogarithmic(bool logarithmic);
    /** As of which step everything is shown; empty: the latest. */
    std::optional<std::int64_t> step() const;
    /** How far the slowest contestant has come: playing never overtakes it. */
    void setComputed(std::int64_t step);

    void play(double seconds);
    bool isPlaying() const { return m_playing.isActive(); }
    /** Ends playing and shows the latest. */
    void skip();
    void toggle();
    void move(int direction);

Q_SIGNALS:
    void stepChanged();
    void playingEnded();

private:
    void advance();
    void showStep();
    std::int64_t stepAt(double share) const;
    double shareOf(std::int64_t step) const;
    void setShare(double share);

    QToolButton *m_button;
    QSlider *m_slider;
    QLabel *m_label;
    QTimer m_playing;
    QElapsedTimer m_clock;
    double m_share = 1;
    double m_secondsForAll = 8;
    std::int64_t m_budget = 1;
    std::int64_t m_computed = 0;
    bool m_logarithmic = false;
};

} // namespace agon::app
