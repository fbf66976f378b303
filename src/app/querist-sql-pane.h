/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "querist-catalog.h"
#include "querist-turn.h"

G_BEGIN_DECLS

#define QUERIST_TYPE_SQL_PANE (querist_sql_pane_get_type ())

/* The SQL of a question: its versions, an editor that checks while one types, and the one way to
 * run it. "run" (string) tells the SQL that a person has approved. Edits that did not run yet are
 * kept for every question. */
G_DECLARE_FINAL_TYPE (QueristSqlPane, querist_sql_pane, QUERIST, SQL_PANE, GtkWidget)

void querist_sql_pane_set_database (QueristSqlPane *self,
                                    const char     *database,
                                    QueristCatalog *catalog);
void querist_sql_pane_set_turn     (QueristSqlPane *self,
                                    QueristTurn    *turn);

G_END_DECLS
