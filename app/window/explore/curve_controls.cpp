#include "app/window/explore/curve_controls.h"

#include "app/window/actions.h"
#include "views/figures/figure.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QPushButton>

namespace agon::app {
namespace {

QPushButton *toggleButton(const QString &text, const QString &toolTip)
{
    auto *button = new QPushButton(text);
    button->setObjectName(QStringLiteral("toggle"));
    button->setCheckable(true);
    button->setToolTip(toolTip);
    return button;
}

} // namespace

CurveControls::CurveControls(views::ViewOptions &options, QWidget *parent)
    : QWidget(parent)
    , m_options(options)
    , m_centre(new QComboBox)
    , m_interval(new QComboBox)
    , m_logX(toggleButton(tr("log x"), tr("Logarithmic x axis (X)")))
    , m_logY(toggleButton(tr("log y"), tr("Logarithmic y axis (Y); values that are not positive "
                                          "are counted, never hidden silently")))
    , m_seeds(toggleButton(tr("seeds"), tr("Show every seed as a hairline (S)")))
    , m_slope(toggleButton(tr("slope"), tr("Fit a line to the last half of the axis: the exponent "
                                           "of a power law on two logarithmic axes")))
{
    using views::Centre;
    using views::IntervalKind;
    m_centre->addItem(tr("Mean"), static_cast<int>(Centre::mean));
    m_centre->addItem(tr("Median"), static_cast<int>(Centre::median));
    m_centre->addItem(tr("Interquartile mean"), static_cast<int>(Centre::interquartileMean));
    m_centre->setAccessibleName(tr("Centre over seeds"));
    m_interval->addItem(tr("95 % t interval"), static_cast<int>(IntervalKind::studentT));
    m_interval->addItem(tr("95 % Wilson (rate)"), static_cast<int>(IntervalKind::wilson));
    m_interval->addItem(tr("95 % bootstrap"), static_cast<int>(IntervalKind::bootstrap));
    m_interval->addItem(tr("Quartiles"), static_cast<int>(IntervalKind::interquartile));
    m_interval->addItem(tr("10 to 90 %"), static_cast<int>(IntervalKind::deciles));
    m_interval->addItem(tr("Min to max"), static_cast<int>(IntervalKind::range));
    m_interval->addItem(tr("± s.d."), static_cast<int>(IntervalKind::standardDeviation));
    m_interval->addItem(tr("No band"), static_cast<int>(IntervalKind::none));
    m_interval->setAccessibleName(tr("Interval over seeds"));
    for (QComboBox *box : {m_centre, m_interval}) {
        box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        box->setMinimumContentsLength(box == m_centre ? 6 : 10);
    }
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    const QList<QWidget *> controls{m_centre, m_interval, m_logX, m_logY, m_seeds, m_slope};
    for (QWidget *control : controls)
        row->addWidget(control);

    connect(m_centre, &QComboBox::activated, this, [this] {
        m_options.centre = static_cast<Centre>(m_centre->currentData().toInt());
        Q_EMIT summaryChanged();
    });
    connect(m_interval, &QComboBox::activated, this, [this] {
        m_options.interval = static_cast<IntervalKind>(m_interval->currentData().toInt());
        Q_EMIT summaryChanged();
    });
    const auto scaleOf = [](bool logarithmic) {
        return logarithmic ? views::Scale::logarithmic : views::Scale::linear;
    };
    connect(m_logX, &QPushButton::clicked, this, [this, scaleOf](bool on) {
        m_options.xScale = scaleOf(on);
        Q_EMIT changed();
    });
    connect(m_logY, &QPushButton::clicked, this, [this, scaleOf](bool on) {
        m_options.yScale = scaleOf(on);
        Q_EMIT changed();
    });
    connect(m_seeds, &QPushButton::clicked, this, [this](bool on) {
        m_options.seeds = on;
        Q_EMIT changed();
    });
    connect(m_slope, &QPushButton::clicked, this, [this](bool on) {
        m_options.slope = on;
        Q_EMIT changed();
    });
}

void CurveControls::addActions(Actions &actions)
{
    actions.add(QStringLiteral("log-x"), tr("Logarithmic x axis"),
                QKeySequence(QStringLiteral("X")), [this] { m_logX->click(); });
    actions.add(QStringLiteral("log-y"), tr("Logarithmic y axis"),
                QKeySequence(QStringLiteral("Y")), [this] { m_logY->click(); });
    actions.add(QStringLiteral("show-seeds"), tr("Show every seed"),
                QKeySequence(QStringLiteral("S")), [this] { m_seeds->click(); });
    actions.add(QStringLiteral("next-band"), tr("Next kind of band"),
                QKeySequence(QStringLiteral("B")), [this] {
                    m_interval->setCurrentIndex((m_interval->currentIndex() + 1) %
                                                m_interval->count());
                    Q_EMIT m_interval->activated(m_interval->currentIndex());
                });
}

void CurveControls::showSummary(const views::ViewOptions &shown)
{
    m_centre->setCurrentIndex(m_centre->findData(static_cast<int>(centreOf(shown))));
    m_interval->setCurrentIndex(m_interval->findData(
        static_cast<int>(shown.interval.value_or(views::IntervalKind::studentT))));
    m_seeds->setChecked(shown.seeds.value_or(false));
    m_slope->setChecked(shown.slope);
}

void CurveControls::showScales(const views::Panel &panel)
{
    m_logX->setChecked(panel.x.scale == views::Scale::logarithmic);
    m_logY->setChecked(panel.y.scale != views::Scale::linear);
}

} // namespace agon::app
