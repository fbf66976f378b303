/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "querist-sql-outline.h"

G_BEGIN_DECLS

QueristSqlRelation    *querist_sql_relation_new  (sqlite3                  *db,
                                                  const char               *name);
void                   querist_sql_relation_free (gpointer                  self);
const QueristSqlField *querist_sql_relation_find (const QueristSqlRelation *self,
                                                  const char               *name);

G_END_DECLS
