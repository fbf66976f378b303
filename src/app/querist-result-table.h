/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "querist-result.h"

G_BEGIN_DECLS

#define QUERIST_TYPE_RESULT_TABLE (querist_result_table_get_type ())

/* A result as a table: any number of rows, sorted by a click on a header, rows copied by Ctrl+C. */
G_DECLARE_FINAL_TYPE (QueristResultTable, querist_result_table, QUERIST, RESULT_TABLE, GtkWidget)

void querist_result_table_set_result (QueristResultTable *self,
                                      QueristResult      *result);

G_END_DECLS
