#include "app/window/explore/time_bar.h"

#include "app/window/style.h"
#include "app/window/widgets/jump_slider.h"
#include "views/screen/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QSlider>
#include <QToolButton>

#include <algorithm>
#include <cmath>

namespace agon::app {
namespace {

constexpr int positions = 1000;
constexpr int playInterval = 40;

} // namespace

TimeBar::TimeBar(QWidget *parent)
    : QWidget(parent)
    , m_button(new QToolButton)
    , m_slider(new JumpSlider)
    , m_label(new QLabel)
{
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 2, 0, 0);
    layout->setSpacing(8);
    m_button->setObjectName(QStringLiteral("button"));
    m_button->setFixedSize(views::interfacePixels(44), views::interfacePixels(28));
    m_slider->setRange(0, positions);
    m_slider->setValue(positions);
    m_slider->setAccessibleName(tr("As of step"));
    m_label->setObjectName(QStringLiteral("muted"));
    m_label->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    layout->addWidget(m_button);
    layout->addWidget(m_slider, 1);
    layout->addWidget(m_label);
    m_playing.setInterval(playInterval);
    connect(&m_playing, &QTimer::timeout, this, &TimeBar::advance);
    connect(m_button, &QToolButton::clicked, this, &TimeBar::toggle);
    connect(m_slider, &QSlider::valueChanged, this, [this](int position) {
        m_playing.stop();
        m_share = static_cast<double>(position) / positions;
        showStep();
        Q_EMIT stepChanged();
    });
    showStep();
}

void TimeBar::setBudget(std::int64_t budget)
{
    m_budget = std::max<std::int64_t>(1, budget);
    const QFontMetrics metrics(m_label->font());
    const QString widest = QStringLiteral("%1 / %1").arg(wholeNumberText(m_budget));
    m_label->setMinimumWidth(metrics.horizontalAdvance(widest) + 4);
    showStep();
}

void TimeBar::setLogarithmic(bool logarithmic)
{
    if (m_logarithmic == logarithmic)
        return;
    const std::int64_t present = stepAt(m_share);
    m_logarithmic = logarithmic;
    if (m_share < 1)
        setShare(shareOf(present));
}

std::int64_t TimeBar::stepAt(double share) const
{
    const auto budget = static_cast<double>(m_budget);
    return std::clamp<std::int64_t>(
        std::llround(m_logarithmic ? std::pow(budget, share) : share * budget), 0, m_budget);
}

double TimeBar::shareOf(std::int64_t step) const
{
    const auto budget = static_cast<double>(m_budget);
    const auto value = static_cast<double>(std::max<std::int64_t>(1, step));
    return std::clamp(m_logarithmic && budget > 1 ? std::log(value) / std::log(budget)
                                                  : value / budget,
                      0.0, 1.0);
}

std::optional<std::int64_t> TimeBar::step() const
{
    return m_share >= 1 ? std::nullopt : std::optional(stepAt(m_share));
}

void TimeBar::setComputed(std::int64_t step)
{
    m_computed = step;
    if (m_share >= 1)
        showStep();
}

void TimeBar::play(double seconds)
{
    m_secondsForAll = seconds;
    if (m_share >= 1)
        m_share = 0;
    m_clock.start();
    m_playing.start();
    advance();
}

void TimeBar::advance()
{
    const double elapsed = static_cast<double>(m_clock.restart()) / 1000;
    const double reachable = m_computed >= m_budget ? 1 : shareOf(m_computed);
    setShare(std::min({1.0, m_share + elapsed / m_secondsForAll, std::max(m_share, reachable)}));
    Q_EMIT stepChanged();
    if (m_share >= 1)
        skip();
}

void TimeBar::skip()
{
    const bool wasPlaying = m_playing.isActive();
    m_playing.stop();
    setShare(1);
    if (wasPlaying)
        Q_EMIT playingEnded();
    Q_EMIT stepChanged();
}

void TimeBar::toggle()
{
    if (m_playing.isActive()) {
        m_playing.stop();
        showStep();
        Q_EMIT stepChanged();
    } else {
        play(m_secondsForAll);
    }
}

void TimeBar::move(int direction)
{
    m_slider->setValue(m_slider->value() + direction * positions / 50);
}

void TimeBar::setShare(double share)
{
    m_share = share;
    const QSignalBlocker blocker(m_slider);
    m_slider->setValue(static_cast<int>(std::lround(share * positions)));
    showStep();
}

void TimeBar::showStep()
{
    const std::int64_t shown =
        m_share >= 1 ? std::max<std::int64_t>(m_computed, 0) : stepAt(m_share);
    m_label->setText(QStringLiteral("%1 / %2").arg(wholeNumberText(std::min(shown, m_budget)),
                                                   wholeNumberText(m_budget)));
    const bool playing = m_playing.isActive();
    m_button->setText(playing ? QStringLiteral("❚❚") : QStringLiteral("▶"));
    m_button->setToolTip(playing ? tr("Pause the replay (Space skips to the end)")
                                 : tr("Replay from the start (Space)"));
    m_button->setAccessibleName(playing ? tr("Pause the replay") : tr("Replay"));
}

} // namespace agon::app
