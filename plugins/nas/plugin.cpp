#include "plugins/interface/family_plugin.h"
#include "plugins/nas/nas.h"

#include <QObject>

class NasPlugin : public QObject, public agon::FamilyPlugin
{
    Q_OBJECT
    Q_PLUGIN_METADATA(IID AGON_FAMILY_PLUGIN_ID FILE "stamped_plugin.json")
    Q_INTERFACES(agon::FamilyPlugin)

public:
    std::unique_ptr<agon::Family> createFamily() const override { return agon::nas::makeFamily(); }
};

#include "plugin.moc"
