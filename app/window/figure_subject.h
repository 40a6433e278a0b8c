#pragma once

#include "app/window/widgets/card.h"
#include "core/experiment/observation_source.h"
#include "views/figures/composed.h"
#include "views/figures/options.h"

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

class QButtonGroup;
class QComboBox;
class QHBoxLayout;
class QPushButton;
class QWidget;

namespace agon::app {

class CompareFigure;
class Contest;
class ExplorePage;
class FigureThread;

/** Which figure is printed: of the contest that is played or of what is compared, one view of it or
 *  several together. */
class FigureSubject : public Card
{
    Q_OBJECT

public:
    FigureSubject(Contest &contest, ExplorePage &explore, CompareFigure &compared,
                  QWidget *parent = nullptr);

    enum class Origin { explore, compare };
    /** The figure of that page, if it is another one than now. */
    void comeFrom(Origin origin);
    /** Exactly the figure of the Compare page. */
    void chooseCompared();
    /** Of the contest that is played this view and channel, or parts of several views as
     *  figureParts reads them; what it does not have is replaced at the next refresh(). */
    void choose(const std::string &view, const std::string &channel);
    /** Offers what there is now. */
    void refresh();

    /** What the figure is drawn from; null: there is nothing yet. */
    std::shared_ptr<const ObservationSource> source() const;
    /** Who reads it. */
    FigureThread &reader() const;
    /** Key of the view, or several. */
    std::string view() const;
    views::ViewOptions options() const;

Q_SIGNALS:
    /** The user asks for another figure. */
    void changed();

private:
    bool isCompared() const;
    /** Of the page that the figure comes from. */
    views::ViewOptions shownOptions() const;
    void setParts(const std::string &view, const std::string &channel);
    void fillOrigins();
    /** Makes the parts such that the experiment has what they show. */
    void repairParts(const ExperimentView &experiment);
    void fillChoices(const ExperimentView &experiment);
    void fillAgainst(const ExperimentView &experiment);
    void showParts();
    void addPart();
    void removePart();
    /** What the boxes say becomes the part's. */
    void takeView();
    views::FigurePart &part() { return m_parts[m_part]; }

    Contest &m_contest;
    ExplorePage &m_explore;
    CompareFigure &m_compared;
    QComboBox *m_origin;
    QComboBox *m_view;
    QComboBox *m_channel;
    QComboBox *m_against; ///< the other metric of a view that needs two
    QWidget *m_againstRow;
    QComboBox *m_contestant;
    QHBoxLayout *m_partButtons;
    QButtonGroup *m_partGroup;
    QPushButton *m_add;
    QPushButton *m_remove;
    std::vector<views::FigurePart> m_parts{{"convergence", {}, {}, {}}};
    std::size_t m_part = 0; ///< whose choices the boxes are
};

} // namespace agon::app
