#pragma once

class QWidget;

namespace agon::app {

class Actions;

/** Shows every action with its keys. */
void showShortcuts(const Actions &actions, QWidget *parent);

} // namespace agon::app
