#include "app/window/explore/contestant_picker.h"

#include "app/window/style.h"
#include "views/screen/theme.h"

#include <QDialogButtonBox>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace agon::app {
namespace {

constexpr int searchRole = Qt::UserRole + 1;
constexpr int detailsRole = Qt::UserRole + 2;

} // namespace

ContestantPicker::ContestantPicker(const FamilySet &families, const std::string &problem,
                                   QWidget *parent)
    : QDialog(parent), m_search(new QLineEdit), m_list(new QTreeWidget), m_details(new QLabel)
{
    setWindowTitle(tr("Add contestants"));
    resize(560, 460);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 12, 12, 12);
    layout->setSpacing(8);
    m_search->setPlaceholderText(tr("Search by name, author, paper or tag"));
    m_search->setAccessibleName(tr("Search algorithms"));
    m_search->setClearButtonEnabled(true);
    m_search->installEventFilter(this);
    layout->addWidget(m_search);
    m_list->setHeaderLabels({tr("Algorithm"), tr("Paper"), tr("Year"), tr("Rule from")});
    m_list->setRootIsDecorated(false);
    m_list->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_list->setUniformRowHeights(true);
    m_list->setAccessibleName(tr("Algorithms that fit the problem"));
    layout->addWidget(m_list, 1);
    m_details->setObjectName(QStringLiteral("muted"));
    m_details->setWordWrap(true);
    m_details->setTextFormat(Qt::PlainText);
    m_details->setMinimumHeight(views::interfacePixels(52));
    m_details->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    layout->addWidget(m_details);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Cancel);
    QPushButton *add = buttons->addButton(tr("Add"), QDialogButtonBox::AcceptRole);
    add->setObjectName(QStringLiteral("primary"));
    layout->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_list, &QTreeWidget::itemDoubleClicked, this, &QDialog::accept);
    connect(m_list, &QTreeWidget::itemSelectionChanged, this, &ContestantPicker::showDetails);
    connect(m_search, &QLineEdit::textChanged, this, &ContestantPicker::filter);
    fill(families, problem);
    filter({});
}

void ContestantPicker::fill(const FamilySet &families, const std::string &problem)
{
    const auto family = families.familyOf(problem);
    const ProblemDeclaration *declaration = family ? family->catalogue().problem(problem) : nullptr;
    if (!declaration)
        return;
    const Catalogue &catalogue = family->catalogue();
    for (const AlgorithmDeclaration &algorithm : catalogue.algorithms) {
        if (!catalogue.fits(*declaration, algorithm))
            continue;
        auto *item = new QTreeWidgetItem(m_list);
        item->setText(0, text(algorithm.title));
        item->setText(1, joined(algorithm.papers));
        item->setText(2, algorithm.year > 0 ? QString::number(algorithm.year) : QString());
        item->setText(3,
                      QString::fromUtf8(label(algorithm.fidelity).data(),
                                        static_cast<qsizetype>(label(algorithm.fidelity).size())));
        item->setData(0, Qt::UserRole, text(algorithm.id));
        item->setData(0, searchRole,
                      QStringList{text(algorithm.title), text(algorithm.id),
                                  text(algorithm.summary), text(algorithm.reference),
                                  joined(algorithm.papers), joined(algorithm.tags), item->text(2)}
                          .join(QLatin1Char(' ')));
        item->setData(0, detailsRole,
                      QStringList{text(algorithm.summary), text(algorithm.reference)}.join(
                          QLatin1Char('\n')));
    }
    m_list->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    for (int column = 1; column < 4; ++column)
        m_list->header()->setSectionResizeMode(column, QHeaderView::ResizeToContents);
    m_list->header()->setStretchLastSection(false);
}

void ContestantPicker::filter(const QString &typed)
{
    const QStringList words = typed.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    QTreeWidgetItem *firstShown = nullptr;
    for (int i = 0; i < m_list->topLevelItemCount(); ++i) {
        QTreeWidgetItem *item = m_list->topLevelItem(i);
        const QString searched = item->data(0, searchRole).toString();
        const bool shown = std::all_of(words.begin(), words.end(), [&](const QString &word) {
            return searched.contains(word, Qt::CaseInsensitive);
        });
        item->setHidden(!shown);
        if (!shown)
            item->setSelected(false);
        if (shown && !firstShown)
            firstShown = item;
    }
    if (m_list->selectedItems().isEmpty() && firstShown)
        m_list->setCurrentItem(firstShown);
    if (!firstShown)
        m_details->setText(tr("No algorithm that fits this problem has these words."));
}

void ContestantPicker::showDetails()
{
    const QList<QTreeWidgetItem *> selected = m_list->selectedItems();
    m_details->setText(selected.size() == 1 ? selected.first()->data(0, detailsRole).toString()
                                            : tr("%1 algorithms chosen").arg(selected.size()));
}

QStringList ContestantPicker::chosen() const
{
    QStringList result;
    for (const QTreeWidgetItem *item : m_list->selectedItems())
        result << item->data(0, Qt::UserRole).toString();
    return result;
}

bool ContestantPicker::eventFilter(QObject *watched, QEvent *event)
{
    // Up and down move through the list while the search keeps the focus.
    if (watched == m_search && event->type() == QEvent::KeyPress) {
        const int pressed = static_cast<QKeyEvent *>(event)->key();
        if (pressed == Qt::Key_Down || pressed == Qt::Key_Up) {
            m_list->setFocus();
            return true;
        }
    }
    return QDialog::eventFilter(watched, event);
}

} // namespace agon::app
