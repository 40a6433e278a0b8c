#pragma once

#include "core/experiment/family.h"

#include <QtPlugin>

#include <memory>

/** The interface id: raised whenever core/experiment's interface headers change incompatibly. The
 *  loader compares it itself, since QPluginLoader does not. */
#define AGON_FAMILY_PLUGIN_ID "org.agon.FamilyPlugin/1"

namespace agon {

/** What a family's library offers: one object that makes the family. */
class FamilyPlugin
{
public:
    virtual ~FamilyPlugin() = default;
    virtual std::unique_ptr<Family> createFamily() const = 0;
};

} // namespace agon

Q_DECLARE_INTERFACE(agon::FamilyPlugin, AGON_FAMILY_PLUGIN_ID)
