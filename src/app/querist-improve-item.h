/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "querist-improvement.h"

G_BEGIN_DECLS

#define QUERIST_TYPE_IMPROVE_ITEM (querist_improve_item_get_type ())

/* One change that is proposed for the schema, as a row shows it. Properties:
 *   accepted (boolean, writable): whether the person wants it
 *   problem (string): why it can't be made in the text as it is now, or NULL
 * Signal "lines-changed": it changes other lines than before. */
G_DECLARE_FINAL_TYPE (QueristImproveItem, querist_improve_item, QUERIST, IMPROVE_ITEM, GObject)

QueristImproveItem       *querist_improve_item_new             (const QueristImprovement *change);
const QueristImprovement *querist_improve_item_get_change      (QueristImproveItem       *self);
gboolean                  querist_improve_item_get_accepted    (QueristImproveItem       *self);
void                      querist_improve_item_set_accepted    (QueristImproveItem       *self,
                                                                gboolean                  accepted);
const char               *querist_improve_item_get_problem     (QueristImproveItem       *self);
GPtrArray                *querist_improve_item_get_lines       (QueristImproveItem       *self);
void                      querist_improve_item_update          (QueristImproveItem       *self,
                                                                const char               *problem,
                                                                GPtrArray                *lines);

G_END_DECLS
