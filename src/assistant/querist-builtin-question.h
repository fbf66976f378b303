/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "querist-builtin-cues.h"
#include "querist-builtin-period.h"
#include "querist-builtin-schema.h"
#include "querist-value-index.h"
#include "querist-words.h"

G_BEGIN_DECLS

typedef enum {
  QUERIST_ITEM_UNKNOWN,
  QUERIST_ITEM_CUE,
  QUERIST_ITEM_TABLE,
  QUERIST_ITEM_COLUMN,
  QUERIST_ITEM_VALUE,
  QUERIST_ITEM_NUMBER,
  QUERIST_ITEM_PERIOD,
  QUERIST_ITEM_UNIT,
  QUERIST_ITEM_AMOUNT,
} QueristItemKind;

/**
 * QueristTableMatch:
 * @role: (nullable): the foreign key that the word names: "manager" for employees.manager_id …
 * @role_owner: (nullable): … of this table
 */
typedef struct {
  QueristKnownTable       *table;
  const QueristForeignKey *role;
  QueristKnownTable       *role_owner;
  double                   score;
} QueristTableMatch;

typedef struct {
  const QueristKnownColumn *column;
  double                    score;
  gboolean                  qualified;
} QueristColumnMatch;

/**
 * QueristValueMatch:
 * @hits: (element-type utf8): values as in the data, of one column
 */
typedef struct {
  const QueristKnownColumn *column;
  GPtrArray                *values;
  double                    score;
} QueristValueMatch;

/**
 * QueristItem:
 * @first: index of its first word
 * @n_words: how many words it takes
 * @text: the words as written
 * @used: it has had its effect
 *
 * A piece of a question with what it may mean; @kind is the likeliest.
 */
typedef struct {
  QueristItemKind         kind;
  guint                   first;
  guint                   n_words;
  char                   *text;
  char                   *root;
  QueristCue              cue;
  const QueristAdjective *adjective;
  GArray                 *tables;
  GArray                 *columns;
  GPtrArray              *values;
  double                  number;
  QueristPeriod           period;
  QueristTimeUnit         unit;
  gboolean                capital;
  gboolean                quoted;
  gboolean                used;
} QueristItem;

/**
 * QueristQuestion:
 * @items: (element-type QueristItem)
 */
typedef struct {
  char      *text;
  GArray    *words;
  GPtrArray *items;
  GPtrArray *hits;
  GDate      today;
} QueristQuestion;

QueristQuestion *querist_question_new  (const char               *text,
                                        const QueristKnownSchema *schema,
                                        QueristValueIndex        *values);
void             querist_question_free (QueristQuestion          *self);
void             querist_lexicon_match (const QueristKnownSchema *schema,
                                        GArray                   *terms,
                                        GArray                   *tables,
                                        GArray                   *columns);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (QueristQuestion, querist_question_free)

G_END_DECLS
