#include "app/window/compare/filter_bar.h"

#include "app/window/style.h"
#include "app/window/widgets/query_edit.h"
#include "views/screen/theme.h"

#include <QHBoxLayout>
#include <QInputDialog>
#include <QMenu>
#include <QSettings>
#include <QToolButton>

#include <algorithm>

namespace agon::app {
namespace {

/** More tags than these are reached by typing. */
constexpr std::size_t mostTags = 8;
constexpr const char *fieldProperty = "field";
constexpr const char *valueProperty = "value";

QString savedFiltersKey() { return QStringLiteral("compare/filters"); }

} // namespace

FilterBar::FilterBar(QueryEdit &edit, QWidget *parent)
    : QWidget(parent)
    , m_edit(edit)
    , m_chips(new QHBoxLayout(this))
    , m_saved(new QToolButton(this))
    , m_menu(new QMenu(m_saved))
{
    m_chips->setContentsMargins(0, 0, 0, 0);
    m_chips->setSpacing(4);
    m_chips->addStretch(1);
    m_saved->setObjectName(QStringLiteral("flat"));
    m_saved->setText(tr("Saved"));
    m_saved->setToolTip(tr("Filters kept under a name"));
    m_saved->setAccessibleName(tr("Saved filters"));
    m_saved->setPopupMode(QToolButton::InstantPopup);
    m_saved->setMenu(m_menu);
    connect(m_menu, &QMenu::aboutToShow, this, &FilterBar::fillMenu);
    connect(&m_edit, &QLineEdit::textChanged, this, &FilterBar::checkChips);
    fillMenu();
    hide();
}

void FilterBar::setFields(const QueryFields &fields)
{
    m_edit.setFields(fields);
    for (QToolButton *chip : findChildren<QToolButton *>(QStringLiteral("toggle")))
        delete chip;
    const auto valuesOf = [&fields](const char *field) {
        const auto found = fields.values.find(field);
        return found == fields.values.end() ? std::vector<std::string>() : found->second;
    };
    const std::vector<std::string> statuses = valuesOf("status");
    // One status alone tells nothing apart.
    if (statuses.size() > 1)
        for (const std::string &status : statuses)
            addChip("status", status);
    std::vector<std::string> tags = valuesOf("tag");
    tags.resize(std::min(tags.size(), mostTags));
    for (const std::string &tag : tags)
        addChip("tag", tag);
    checkChips();
    setVisible(m_chips->count() > 1);
}

void FilterBar::addChip(const std::string &field, const std::string &value)
{
    auto *chip = new QToolButton;
    chip->setObjectName(QStringLiteral("toggle"));
    chip->setCheckable(true);
    chip->setText(text(value));
    chip->setToolTip(field == "tag"
                         ? views::toolTipOf(tr("Only what has the tag %1").arg(text(value)))
                         : tr("Only contestants with runs that are %1").arg(text(value)));
    chip->setProperty(fieldProperty, text(field));
    chip->setProperty(valueProperty, text(value));
    connect(chip, &QToolButton::clicked, this, [this, field, value] {
        m_edit.setText(text(withTermToggled(m_edit.text().toStdString(), field, value)));
    });
    m_chips->insertWidget(m_chips->count() - 1, chip);
}

void FilterBar::checkChips()
{
    const std::string query = m_edit.text().toStdString();
    for (QToolButton *chip : findChildren<QToolButton *>(QStringLiteral("toggle")))
        chip->setChecked(hasTerm(query, chip->property(fieldProperty).toString().toStdString(),
                                 chip->property(valueProperty).toString().toStdString()));
}

void FilterBar::fillMenu()
{
    m_menu->clear();
    QAction *save = m_menu->addAction(tr("Save this filter…"), this, &FilterBar::saveFilter);
    save->setEnabled(!m_edit.text().trimmed().isEmpty() && m_edit.problem().isEmpty());
    const QVariantMap saved = QSettings().value(savedFiltersKey()).toMap();
    if (saved.isEmpty())
        return;
    m_menu->addSeparator();
    QMenu *forget = nullptr;
    for (auto entry = saved.begin(); entry != saved.end(); ++entry) {
        const QString name = entry.key();
        const QString query = entry.value().toString();
        // An ampersand in a name is no shortcut.
        QString shown = name;
        shown.replace(QLatin1Char('&'), QStringLiteral("&&"));
        QAction *use = m_menu->addAction(shown, this, [this, query] { m_edit.setText(query); });
        use->setToolTip(views::toolTipOf(query));
        if (!forget)
            forget = new QMenu(tr("Forget"), m_menu);
        forget->addAction(shown, this, [name] {
            QSettings settings;
            QVariantMap kept = settings.value(savedFiltersKey()).toMap();
            kept.remove(name);
            settings.setValue(savedFiltersKey(), kept);
        });
    }
    m_menu->addSeparator();
    m_menu->addMenu(forget);
    m_menu->setToolTipsVisible(true);
}

void FilterBar::saveFilter()
{
    const QString query = m_edit.text().trimmed();
    bool accepted = false;
    const QString name = QInputDialog::getText(this, tr("Save this filter"),
                                               tr("Name of the filter “%1”").arg(query),
                                               QLineEdit::Normal, query, &accepted)
                             .trimmed();
    if (!accepted || name.isEmpty())
        return;
    QSettings settings;
    QVariantMap saved = settings.value(savedFiltersKey()).toMap();
    saved[name] = query;
    settings.setValue(savedFiltersKey(), saved);
}

} // namespace agon::app
