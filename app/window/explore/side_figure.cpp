#include "app/window/explore/side_figure.h"

#include "app/window/style.h"
#include "views/screen/axis_painter.h"
#include "views/screen/panel_view.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QVBoxLayout>

namespace agon::app {

SideFigure::SideFigure(QWidget *parent)
    : FigureCard(parent), m_box(new QComboBox), m_panel(new views::PanelView)
{
    m_box->setAccessibleName(tr("Figure"));
    m_box->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    setTitle({});
    showAsTitle(*m_box);
    head()->addWidget(m_box);
    head()->addStretch(1);
    content()->addWidget(m_panel, 1);
    setMinimumHeight(168);
    connect(m_box, &QComboBox::activated, this, [this] {
        m_chosen = m_box->currentText();
        Q_EMIT choiceChanged();
    });
}

void SideFigure::setChoices(const QList<Choice> &choices, int preferred)
{
    m_choices = choices;
    m_box->clear();
    for (const Choice &choice : choices)
        m_box->addItem(choice.title);
    const int kept = m_chosen.isEmpty() ? -1 : m_box->findText(m_chosen);
    m_box->setCurrentIndex(
        kept >= 0 ? kept
                  : std::clamp(preferred, 0, std::max(0, static_cast<int>(choices.size()) - 1)));
}

QString SideFigure::view() const
{
    const int index = m_box->currentIndex();
    return index >= 0 && index < m_choices.size() ? m_choices[index].view : QString();
}

FigureOrder::Side SideFigure::order(views::ViewOptions options) const
{
    const int index = m_box->currentIndex();
    if (index < 0 || index >= m_choices.size())
        return {};
    options.channel = m_choices[index].channel.toStdString();
    options.x = "step";
    options.xScale.reset();
    options.yScale.reset();
    return {m_choices[index].view.toStdString(), std::move(options)};
}

void SideFigure::show(const Expected<views::Figure> &figure)
{
    if (!figure || figure->panels.empty()) {
        m_panel->setHint(!figure                 ? QString::fromStdString(figure.error().message)
                         : figure->notes.empty() ? tr("Nothing recorded yet")
                                                 : QString::fromStdString(figure->notes.front()));
        m_panel->setPanel({});
        return;
    }
    m_panel->setPanel(views::besideTitle(figure->panels.front(), figure->title), false);
    m_panel->setDescription(QString::fromStdString(figure->altText));
}

} // namespace agon::app
