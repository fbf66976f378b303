/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtksourceview/gtksource.h>

#include "querist-catalog.h"
#include "querist-sql-checker.h"

G_BEGIN_DECLS

#define QUERIST_TYPE_SQL_EDITOR (querist_sql_editor_get_type ())

/* An editor for SQL that checks it against the database while it is typed and underlines what is
 * wrong. "edited" tells that the text changed, "checked" (QueristSqlCheck) what was found. */
G_DECLARE_FINAL_TYPE (QueristSqlEditor, querist_sql_editor, QUERIST, SQL_EDITOR, GtkSourceView)

void  querist_sql_editor_set_database (QueristSqlEditor  *self,
                                       const char        *database,
                                       QueristCatalog    *catalog);
void  querist_sql_editor_set_text     (QueristSqlEditor  *self,
                                       const char        *text);
void  querist_sql_editor_replace_text (QueristSqlEditor  *self,
                                       const char        *text);
char *querist_sql_editor_dup_text     (QueristSqlEditor  *self);
void  querist_sql_editor_go_to        (QueristSqlEditor  *self,
                                       const QueristSpan *span);

G_END_DECLS
