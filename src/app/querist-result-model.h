/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "querist-result.h"

G_BEGIN_DECLS

#define QUERIST_TYPE_RESULT_ITEM (querist_result_item_get_type ())

/* A row of a result at its position. It may still be on its way: "changed" tells when it came. */
G_DECLARE_FINAL_TYPE (QueristResultItem, querist_result_item, QUERIST, RESULT_ITEM, GObject)

guint             querist_result_item_get_position (QueristResultItem *self);
QueristResultRow *querist_result_item_get_row      (QueristResultItem *self);

#define QUERIST_TYPE_RESULT_MODEL (querist_result_model_get_type ())

/* The rows of a result as a list that reads them page by page, in a thread, when they are looked
 * at. Its items never change place and no "items-changed" is ever emitted; "failed" (string) tells
 * that a page cannot be read. */
G_DECLARE_FINAL_TYPE (QueristResultModel, querist_result_model, QUERIST, RESULT_MODEL, GObject)

/* Rows that a list can show: its heights are pixels in an int. */
#define QUERIST_RESULT_MODEL_MAX_ROWS 50000000

QueristResultModel *querist_result_model_new        (QueristResult      *result);
QueristResult      *querist_result_model_get_result (QueristResultModel *self);

G_END_DECLS
