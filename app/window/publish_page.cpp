#include "app/window/publish_page.h"

#include "app/lab/anonymity.h"
#include "app/lab/figure_record.h"
#include "app/lab/lab.h"
#include "app/window/contest.h"
#include "app/window/figure_subject.h"
#include "app/window/figure_thread.h"
#include "app/window/paper_view.h"
#include "app/window/publish_checks.h"
#include "app/window/style.h"
#include "app/window/widgets/card.h"
#include "app/window/widgets/check_list.h"
#include "app/window/widgets/choice.h"
#include "views/figures/side_by_side.h"
#include "views/figures/views.h"
#include "views/paper/export.h"
#include "views/screen/theme.h"

#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>
#include <utility>

namespace agon::app {
namespace {

constexpr int pictureStaysMilliseconds = 150;
constexpr int fontsWaitMilliseconds = 250; ///< until nothing changes: a PDF is made to read them

/** A part of a card that is shown or hidden as a whole. */
QVBoxLayout *addGroup(Card &card, QWidget *&group)
{
    group = new QWidget;
    auto *layout = new QVBoxLayout(group);
    layout->setContentsMargins(0, 0, 0, 0);
    card.content()->addWidget(group);
    return layout;
}

QPlainTextEdit *textBox(const QString &name)
{
    auto *box = new QPlainTextEdit;
    box->setReadOnly(true);
    box->setAccessibleName(name);
    box->setFixedHeight(views::interfacePixels(84));
    return box;
}

} // namespace

PublishPage::PublishPage(Contest &contest, ExplorePage &explore, CompareFigure &compared,
                         QWidget *parent)
    : QWidget(parent)
    , m_subject(new FigureSubject(contest, explore, compared))
    , m_venue(nullptr)
    , m_width(nullptr)
    , m_aspect(nullptr)
    , m_venueSize(nullptr)
    , m_customSize(nullptr)
    , m_customWidth(nullptr)
    , m_customHeight(nullptr)
    , m_unit(nullptr)
    , m_dotsPerInch(nullptr)
    , m_letters(nullptr)
    , m_anonymous(new QCheckBox(tr("Anonymous")))
    , m_card(new FigureCard)
    , m_paper(new PaperView)
    , m_checks(new CheckList)
    , m_caption(textBox(tr("Caption")))
    , m_altText(textBox(tr("Description for screen readers")))
{
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    auto *left = new CardColumn(240);
    left->add(m_subject);
    auto *paperCard = new Card(tr("Paper"));
    m_venue = addChoice(*paperCard->content(), tr("Venue"));
    for (const views::Venue &venue : views::allVenues())
        m_venue->addItem(text(venue.title), text(venue.key));
    m_venue->setCurrentIndex(std::max(0, m_venue->findData(QStringLiteral("icml"))));
    m_venue->addItem(tr("Custom size"), QString());
    QVBoxLayout *sizes = addGroup(*paperCard, m_venueSize);
    m_width = addChoice(*sizes, tr("Width"));
    m_width->addItem(tr("Column"), false);
    m_width->addItem(tr("Full width"), true);
    m_aspect = addChoice(*sizes, tr("Height"));
    m_aspect->addItem(tr("0.5 × width"), 0.5);
    m_aspect->addItem(tr("0.618 × width"), 0.618);
    m_aspect->addItem(tr("0.75 × width"), 0.75);
    m_aspect->addItem(tr("Square"), 1.0);
    m_aspect->setCurrentIndex(1);
    addCustomSize(*paperCard);
    left->add(paperCard);
    layout->addWidget(left);

    auto *centre = new QVBoxLayout;
    centre->setSpacing(8);
    m_card->content()->addWidget(m_paper, 1);
    centre->addWidget(m_card, 1);
    auto *words = new Card(tr("Words"));
    auto *wordsRow = new QHBoxLayout;
    for (const auto &[name, box] : {std::pair{tr("Caption"), m_caption},
                                    std::pair{tr("Description for screen readers"), m_altText}}) {
        auto *column = new QVBoxLayout;
        auto *head = new QHBoxLayout;
        auto *label = new QLabel(name);
        label->setObjectName(QStringLiteral("muted"));
        auto *copy = new QPushButton(tr("Copy"));
        copy->setObjectName(QStringLiteral("flat"));
        head->addWidget(label, 1);
        head->addWidget(copy);
        column->addLayout(head);
        column->addWidget(box);
        wordsRow->addLayout(column);
        connect(copy, &QPushButton::clicked, this,
                [box = box] { QApplication::clipboard()->setText(box->toPlainText()); });
    }
    words->content()->addLayout(wordsRow);
    centre->addWidget(words);
    layout->addLayout(centre, 1);

    auto *right = new CardColumn(256);
    auto *checks = new Card(tr("Checks"));
    checks->content()->addWidget(m_checks);
    right->add(checks);
    auto *exportCard = new Card(tr("Export"));
    auto *write = new QPushButton(tr("Export figure…"));
    write->setObjectName(QStringLiteral("primary"));
    exportCard->content()->addWidget(write);
    addFileOptions(*exportCard);
    auto *formats = new QLabel(tr(
        "PDF, SVG, PNG, TikZ or CSV, by the file's ending; .txt is the description in words. The "
        "file carries its experiment: drop it on the window to open it again."));
    formats->setObjectName(QStringLiteral("muted"));
    formats->setWordWrap(true);
    exportCard->content()->addWidget(formats);
    right->add(exportCard);
    layout->addWidget(right);

    connect(write, &QPushButton::clicked, this, &PublishPage::exportFigure);
    connect(m_subject, &FigureSubject::changed, this, &PublishPage::orderFigure);
    for (QComboBox *box : {m_width, m_aspect})
        connect(box, &QComboBox::activated, this, &PublishPage::showFigure);
    connect(&contest, &Contest::restarted, this, [this] {
        if (isVisible()) {
            m_subject->refresh();
            orderFigure();
        }
    });
    connect(&contest, &Contest::stateChanged, this, [this] {
        if (isVisible())
            orderFigure();
    });
    m_patience.setSingleShot(true);
    m_patience.setInterval(pictureStaysMilliseconds);
    m_fontsLater.setSingleShot(true);
    m_fontsLater.setInterval(fontsWaitMilliseconds);
    connect(&m_fontsLater, &QTimer::timeout, this, &PublishPage::readFonts);
    connect(&m_patience, &QTimer::timeout, this, &PublishPage::showCardNote);
}

void PublishPage::addCustomSize(Card &card)
{
    QVBoxLayout *column = addGroup(card, m_customSize);
    const auto addLength = [&](const QString &name) {
        auto *caption = new QLabel(name);
        auto *box = new QDoubleSpinBox;
        box->setAccessibleName(tr("%1 in the chosen unit").arg(name));
        caption->setBuddy(box);
        column->addWidget(caption);
        column->addWidget(box);
        connect(box, &QDoubleSpinBox::valueChanged, this, &PublishPage::showFigure);
        return box;
    };
    m_customWidth = addLength(tr("Width"));
    m_customHeight = addLength(tr("Height"));
    m_unit = addChoice(*column, tr("Unit"));
    m_unit->addItem(tr("Millimetres"), views::fromMillimetres(1));
    m_unit->addItem(tr("Inches"), views::fromInches(1));
    m_unit->addItem(tr("Points"), 1.0);
    m_customSize->hide();
    showUnit();
    connect(m_unit, &QComboBox::activated, this, &PublishPage::showUnit);
    connect(m_venue, &QComboBox::activated, this, [this] {
        showSizes();
        showFigure();
    });
}

void PublishPage::addFileOptions(Card &card)
{
    m_dotsPerInch = addChoice(*card.content(), tr("Pixels of a PNG"));
    for (const int dots : {150, 300, 600, 1200})
        m_dotsPerInch->addItem(tr("%1 dots per inch").arg(QLocale().toString(dots)), dots);
    m_dotsPerInch->setCurrentIndex(m_dotsPerInch->findData(600));
    m_letters = addChoice(*card.content(), tr("Letters of an SVG"));
    m_letters->addItem(tr("Text: needs the font"), false);
    m_letters->addItem(tr("Outlines: look the same everywhere"), true);
    m_anonymous->setChecked(true);
    m_anonymous->setToolTip(
        tr("Folders of files are left out of the experiment that travels along. "
           "Names of users and computers never travel."));
    card.content()->addWidget(m_anonymous);
    connect(m_anonymous, &QCheckBox::toggled, this, &PublishPage::showChecks);
}

void PublishPage::showSizes()
{
    m_venueSize->setVisible(!isCustom());
    m_customSize->setVisible(isCustom());
}

void PublishPage::choosePaper(const FigurePaper &paper)
{
    if (!(paper.width > 0 && paper.height > 0))
        return; // the figure says nothing of it
    const int venue = paper.preset.empty() ? -1 : m_venue->findData(text(paper.preset));
    int aspect = -1;
    for (int i = 0; i < m_aspect->count(); ++i)
        if (std::abs(m_aspect->itemData(i).toDouble() - paper.aspect) < 1e-9)
            aspect = i;
    const bool known = venue >= 0 && aspect >= 0;
    m_venue->setCurrentIndex(known ? venue : m_venue->count() - 1);
    if (known) {
        m_width->setCurrentIndex(m_width->findData(paper.full));
        m_aspect->setCurrentIndex(aspect);
    } else {
        const QSignalBlocker width(m_customWidth);
        const QSignalBlocker height(m_customHeight);
        m_customWidth->setValue(paper.width / m_pointsOfUnit);
        m_customHeight->setValue(paper.height / m_pointsOfUnit);
    }
    if (const int dots = m_dotsPerInch->findData(paper.dotsPerInch); dots >= 0)
        m_dotsPerInch->setCurrentIndex(dots);
    m_letters->setCurrentIndex(m_letters->findData(paper.outlines));
    showSizes();
    showFigure();
}

void PublishPage::showUnit()
{
    // The first time: 85 mm × 60 mm.
    const double width =
        m_pointsOfUnit > 0 ? m_customWidth->value() * m_pointsOfUnit : views::fromMillimetres(85);
    const double height =
        m_pointsOfUnit > 0 ? m_customHeight->value() * m_pointsOfUnit : views::fromMillimetres(60);
    m_pointsOfUnit = m_unit->currentData().toDouble();
    for (const auto &[box, length] :
         {std::pair{m_customWidth, width}, std::pair{m_customHeight, height}}) {
        const QSignalBlocker blocker(box);
        box->setDecimals(m_pointsOfUnit > 10 ? 3 : 2);
        box->setSingleStep(m_pointsOfUnit > 10 ? 0.05 : 1);
        box->setRange(36 / m_pointsOfUnit, 4320 / m_pointsOfUnit);
        box->setSuffix(m_pointsOfUnit == 1   ? tr(" pt")
                       : m_pointsOfUnit > 10 ? tr(" in")
                                             : tr(" mm"));
        box->setValue(length / m_pointsOfUnit);
    }
}

bool PublishPage::isCustom() const { return m_venue->currentData().toString().isEmpty(); }

void PublishPage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    m_subject->refresh();
    orderFigure();
}

PublishPage::Paper PublishPage::paper() const
{
    return {m_venue->currentData().toString(),        m_width->currentData().toBool(),
            m_aspect->currentData().toDouble(),       m_customWidth->value() * m_pointsOfUnit,
            m_customHeight->value() * m_pointsOfUnit, m_dotsPerInch->currentData().toInt(),
            m_letters->currentData().toBool(),        m_anonymous->isChecked()};
}

views::PaperStyle PublishPage::styleOf(const Paper &paper, const views::Figure *figure)
{
    if (paper.venue.isEmpty()) {
        // Exactly as asked for, in the letters of most conferences.
        views::PaperStyle custom = views::styleOf(*views::findVenue("icml"));
        custom.width = paper.width;
        custom.height = paper.height;
        custom.dotsPerInch = paper.dotsPerInch;
        custom.textAsOutlines = paper.outlines;
        return custom;
    }
    const views::Venue *venue = views::findVenue(paper.venue.toStdString());
    const views::Venue &chosen = venue ? *venue : views::allVenues().front();
    views::PaperStyle style = views::styleOf(chosen, paper.fullWidth, paper.aspect);
    style.dotsPerInch = paper.dotsPerInch;
    style.textAsOutlines = paper.outlines;
    return figure ? views::withRoomForRows(style, *figure, chosen) : style;
}

void PublishPage::orderFigure()
{
    if (!m_subject->source())
        return;
    if (!m_exports.empty()) {
        m_changed = true; // what is exported was asked for before
        return;
    }
    ++m_ordered;
    if (m_drawn)
        m_patience.start();
    const auto asked = std::make_shared<Drawn>();
    asked->source = m_subject->source();
    asked->view = m_subject->view();
    asked->options = m_subject->options();
    const auto compute =
        [this, asked, number = m_ordered](views::SeriesCache &series) -> FigureThread::Order::Show {
        asked->figure = views::makeFigure(asked->view, series, asked->options);
        return [this, asked, number] {
            if (number == m_ordered)
                take(asked);
        };
    };
    m_subject->reader().order({asked->source, compute, false, FigureThread::Kind::paper});
}

void PublishPage::take(const std::shared_ptr<const Drawn> &drawn)
{
    m_patience.stop();
    m_taken = m_ordered;
    m_drawn = drawn;
    showFigure();
    for (const Export &wanted : std::exchange(m_exports, {}))
        write(wanted);
    if (std::exchange(m_changed, false))
        orderFigure();
}

void PublishPage::showFigure()
{
    if (!m_drawn)
        return;
    const Expected<views::Figure> &figure = m_drawn->figure;
    const views::PaperStyle style = styleOf(paper(), figure ? &*figure : nullptr);
    m_paper->setFigure(figure ? std::optional(*figure) : std::nullopt, style);
    if (!figure) {
        m_card->setTitle(text(figure.error().message));
        m_card->setNote({});
        m_checks->setLines({});
        m_fontsLater.stop();
        return;
    }
    m_card->setTitle(tr("%1 × %2 mm")
                         .arg(style.width * 25.4 / 72, 0, 'f', 1)
                         .arg(style.height * 25.4 / 72, 0, 'f', 1));
    showCardNote();
    m_caption->setPlainText(text(figure->caption));
    m_altText->setPlainText(text(figure->altText));
    m_fonts.reset();
    m_fontsLater.start();
    showChecks();
}

void PublishPage::showCardNote()
{
    const double magnification = m_paper->magnification();
    const QString size =
        magnification == 1
            ? tr("True size")
            : tr("Shown at %1 % of its printed size").arg(static_cast<int>(100 * magnification));
    m_card->setNote(isCurrent() || m_patience.isActive()
                        ? size
                        : tr("The figure that is asked for is being computed; this is the last "
                             "one"));
}

void PublishPage::showChecks()
{
    if (!m_drawn || !m_drawn->figure)
        return;
    const Paper wanted = paper();
    const views::PaperStyle style = styleOf(wanted, &*m_drawn->figure);
    m_checks->setLines(PublishChecks::of({*m_drawn->figure, style, m_paper->report(), m_fonts,
                                          wanted.anonymous, experimentOf(*m_drawn, wanted)}));
}

void PublishPage::readFonts()
{
    if (!m_drawn || !m_drawn->figure || m_drawn->figure->empty())
        return;
    const views::Figure &figure = *m_drawn->figure;
    const auto bytes =
        views::renderToBytes(figure, styleOf(paper(), &figure), views::PaperFormat::pdf);
    m_fonts = bytes ? std::optional(views::fontsOf(*bytes)) : std::nullopt;
    showChecks();
}

void PublishPage::exportFigure()
{
    if (!m_subject->source()) {
        Q_EMIT message(tr("There is no figure to export yet: run a contest first."));
        return;
    }
    const QString path =
        QFileDialog::getSaveFileName(this, tr("Export figure"), QStringLiteral("figure.pdf"),
                                     tr("Figures (*.pdf *.svg *.png *.tikz *.csv *.txt)"));
    if (!path.isEmpty())
        exportTo(path);
}

void PublishPage::exportTo(const QString &path)
{
    if (m_ordered == 0) {
        m_subject->refresh();
        orderFigure();
    }
    if (isCurrent()) {
        write({path, paper()});
        return;
    }
    m_exports.push_back({path, paper()});
    Q_EMIT message(tr("%1 will be written when its figure is computed").arg(path));
}

void PublishPage::write(const Export &wanted)
{
    const Expected<views::Figure> &figure = m_drawn->figure;
    if (!figure) {
        Q_EMIT message(text(figure.error().text()));
        return;
    }
    const auto report = views::exportFigure(*figure, styleOf(wanted.paper, &*figure), wanted.path,
                                            carried(*m_drawn, wanted.paper));
    Q_EMIT message(report ? tr("Exported %1").arg(wanted.path) : text(report.error().text()));
}

std::string PublishPage::experimentOf(const Drawn &drawn, const Paper &paper)
{
    std::string experiment = drawn.source->experiment().toml;
    return paper.anonymous ? withoutFolders(experiment) : experiment;
}

views::Attachments PublishPage::carried(const Drawn &drawn, const Paper &paper)
{
    std::vector<std::string> experiments = views::experimentFiles(*drawn.source);
    if (experiments.size() == 1)
        experiments.clear(); // it travels as a file of its own
    if (paper.anonymous)
        for (std::string &each : experiments)
            each = withoutFolders(each);
    const views::PaperStyle style = styleOf(paper, &*drawn.figure);
    return {experimentOf(drawn, paper),
            figureRecord(*drawn.source, drawn.view, views::toJson(drawn.options), experiments,
                         {paper.venue.toStdString(), paper.fullWidth,
                          paper.venue.isEmpty() ? 0 : paper.aspect, style.width, style.height,
                          paper.dotsPerInch, paper.outlines})};
}

} // namespace agon::app
