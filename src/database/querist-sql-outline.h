/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <sqlite3.h>

#include "querist-sql-tokens.h"

G_BEGIN_DECLS

/**
 * QueristSqlField:
 * @type: as declared, in capitals
 * @key: whether it is (a part of) the primary key
 *
 * A column of a table, as the database declares it.
 */
typedef struct {
  char     *name;
  char     *type;
  gboolean  not_null;
  gboolean  key;
} QueristSqlField;

/**
 * QueristSqlRelation:
 * @fields: (element-type QueristSqlField)
 * @unique: (element-type GStrv): sets of columns whose values never occur twice
 *
 * A table or view that a statement names.
 */
typedef struct {
  char      *name;
  GPtrArray *fields;
  GPtrArray *unique;
} QueristSqlRelation;

typedef enum {
  QUERIST_SQL_JOIN_FIRST,
  QUERIST_SQL_JOIN_COMMA,
  QUERIST_SQL_JOIN_INNER,
  QUERIST_SQL_JOIN_LEFT,
  QUERIST_SQL_JOIN_CROSS,
  QUERIST_SQL_JOIN_NATURAL,
} QueristSqlJoin;

/**
 * QueristSqlSource:
 * @token: where it is named
 * @alias: the name by which the statement calls it
 * @relation: (nullable): NULL when it is no table or view of the database
 * @using_first: first token of the names in USING, 0 if there are none
 *
 * One item of FROM.
 */
typedef struct {
  guint                     token;
  char                     *alias;
  const QueristSqlRelation *relation;
  QueristSqlJoin            join;
  gboolean                  has_on;
  guint                     using_first;
} QueristSqlSource;

/**
 * QueristSqlSelect:
 * @first: the word SELECT
 * @end: the first token that does not belong to it any more
 * @from: token of the clause's first word, 0 if there is no such clause; the same for the others
 * @list_end: the token after the select list
 * @sources: (element-type QueristSqlSource)
 * @parent: (nullable): the SELECT around it
 */
typedef struct _QueristSqlSelect QueristSqlSelect;
struct _QueristSqlSelect {
  guint                   first;
  guint                   end;
  guint                   depth;
  guint                   list_end;
  guint                   from;
  guint                   where;
  guint                   group;
  guint                   having;
  guint                   order;
  guint                   limit;
  GPtrArray              *sources;
  const QueristSqlSelect *parent;
};

/**
 * QueristSqlReference:
 * @first: first token of it: the alias if it has one
 * @last: the column's token
 *
 * A column named in a statement.
 */
typedef struct {
  guint                   first;
  guint                   last;
  const QueristSqlSelect *select;
  const QueristSqlSource *source;
  const QueristSqlField  *field;
} QueristSqlReference;

/**
 * QueristSqlOutline:
 * @selects: (element-type QueristSqlSelect): in the order of the text
 *
 * What can be told of a statement without a full parser: its SELECTs, their clauses, and which
 * table each name means. What is not understood is left open.
 */
typedef struct {
  const char *sql;
  GArray     *tokens;
  sqlite3    *db;
  GHashTable *relations;
  GHashTable *local_names;
  GPtrArray  *selects;
} QueristSqlOutline;

QueristSqlOutline      *querist_sql_outline_new        (const char              *sql,
                                                        GArray                  *tokens,
                                                        sqlite3                 *db);
void                    querist_sql_outline_free       (QueristSqlOutline       *self);
const QueristSqlToken  *querist_sql_outline_token      (const QueristSqlOutline *self,
                                                        guint                    index);
gboolean                querist_sql_outline_is         (const QueristSqlOutline *self,
                                                        guint                    index,
                                                        const char              *text);
const QueristSqlSelect *querist_sql_outline_select_at  (const QueristSqlOutline *self,
                                                        guint                    index);
gboolean                querist_sql_outline_resolve    (const QueristSqlOutline *self,
                                                        guint                    last,
                                                        QueristSqlReference     *reference);
gboolean                querist_sql_outline_starts     (const QueristSqlOutline *self,
                                                        guint                    first,
                                                        QueristSqlReference     *reference);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (QueristSqlOutline, querist_sql_outline_free)

G_END_DECLS
