#pragma once

#include "views/paper/page.h"

#include <QRectF>
#include <QString>

namespace agon::views {

/** Where values lie inside a panel's plot rectangle. */
struct Frame2D
{
    const Panel &panel;
    QRectF plot;
    double x(double value) const;
    double y(double value) const;
};

/** Draws one layer inside the plot rectangle, clipped to it. @p position and @p total stagger the
 *  markers of several lines. */
void drawLayer(Page &page, const Layer &layer, const Frame2D &frame, int position, int total);

/** "line UCB1", "cells": kind and series of a layer. */
QString layerName(const Layer &layer);

/** Points that a legend should not cover, in page units, weighted by how much. */
struct Inked
{
    QPointF at;
    double weight = 1;
};
void collectInk(const Layer &layer, const Frame2D &frame, std::vector<Inked> &ink);

} // namespace agon::views
