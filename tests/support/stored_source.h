#pragma once

#include "storage/store.h"
#include "storage/store_writer.h"

#include <QtGlobal>

#include <memory>
#include <string>

/** Writes @p source into a new store at @p path and answers the path. */
inline std::string storeOf(const std::string &path,
                           const std::shared_ptr<const agon::ObservationSource> &source)
{
    using namespace agon::storage;
    auto store = Store::open(path, OpenMode::create);
    const auto id = (*store)->addExperiment(source->experiment(), source->runs());
    StoreWriter writer(**store);
    writer.attach(*id, source);
    if (!writer.detach(*id))
        qFatal("the store cannot be written");
    return path;
}
