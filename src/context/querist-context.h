/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "querist-catalog.h"

G_BEGIN_DECLS

/**
 * QueristDisclosure:
 *
 * What may be told to an assistant that is not on this computer.
 */
typedef enum {
  QUERIST_DISCLOSE_SCHEMA,
  QUERIST_DISCLOSE_STATISTICS,
  QUERIST_DISCLOSE_VALUES,
} QueristDisclosure;

/**
 * QueristValueHit:
 * @words: the words of the question that led to it
 * @score: 0 to 1, 1 when spelled as in the data
 */
typedef struct {
  char   *value;
  char   *table;
  char   *column;
  char   *words;
  double  score;
} QueristValueHit;

/**
 * QueristContext:
 * @text: exactly what an assistant is told about the data
 * @tokens: an estimate of its size
 * @tables: tables named in it, the likeliest first
 * @columns: "table.column"
 * @values: (element-type QueristValueHit): values of the data that the question seems to mean
 * @examples: (element-type utf8): approved question and SQL pairs
 * @statistics: (element-type QueristTableStatistics): of all tables
 * @catalog: the whole database
 */
typedef struct {
  char           *question;
  char           *text;
  guint           tokens;
  GStrv           tables;
  GStrv           columns;
  GPtrArray      *values;
  GPtrArray      *examples;
  GPtrArray      *statistics;
  QueristCatalog *catalog;
  char           *database;
} QueristContext;

/**
 * QueristExample:
 *
 * A question whose SQL a person has approved before.
 */
typedef struct {
  char *question;
  char *sql;
} QueristExample;

/**
 * QueristContextRequest:
 * @cache_dir: (nullable): where statistics are kept between questions (analysis_results/)
 * @examples: (nullable) (element-type QueristExample)
 * @budget: tokens that the text may take, 0 for the default
 */
typedef struct {
  const char        *database;
  QueristCatalog    *catalog;
  const char        *question;
  const char        *cache_dir;
  GPtrArray         *examples;
  QueristDisclosure  disclosure;
  guint              budget;
} QueristContextRequest;

QueristContext *querist_context_new        (const QueristContextRequest *request,
                                            GCancellable                *cancellable,
                                            GError                     **error);
void            querist_context_new_async  (const QueristContextRequest *request,
                                            GCancellable                *cancellable,
                                            GAsyncReadyCallback          callback,
                                            gpointer                     user_data);
QueristContext *querist_context_new_finish (GAsyncResult                *result,
                                            GError                     **error);
QueristContext *querist_context_ref        (QueristContext              *self);
void            querist_context_unref      (QueristContext              *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (QueristContext, querist_context_unref)

G_END_DECLS
