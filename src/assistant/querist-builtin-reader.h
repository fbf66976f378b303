/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "querist-builtin-frame.h"
#include "querist-builtin-joins.h"
#include "querist-builtin-question.h"

G_BEGIN_DECLS

/**
 * QueristReading:
 * @frame: what was understood; valid when the rest says nothing else
 * @clarification: (nullable): what must be asked back …
 * @options: … with these to choose from
 * @unknown: (element-type utf8): words that carry meaning and were not understood
 * @problem: (nullable): why it cannot be answered, a sentence
 * @follow_up: it leans on the question before
 * @adds_group: its groups come on top of those before
 */
typedef struct {
  QueristFrame *frame;
  char         *clarification;
  GPtrArray    *options;
  GPtrArray    *unknown;
  char         *problem;
  gboolean      follow_up;
  gboolean      adds_group;
} QueristReading;

/* A period as it was met, to be given its column when all is read. */
typedef struct {
  QueristPeriod             period;
  QueristCue                side;
  const QueristKnownColumn *column;
  const QueristKnownTable  *table;
  gboolean                  negated;
} QueristPeriodNote;

/* The state of going through a question's pieces from left to right. */
typedef struct {
  const QueristKnownSchema *schema;
  const QueristQuestion    *question;
  const char               *choice;
  QueristReading           *reading;
  QueristFrame             *frame;
  const QueristFrame       *previous;
  guint                     at;

  /* what earlier words have asked for and later ones must fill */
  QueristAggregate          aggregate;
  QueristAggregate          earlier[4];
  guint                     n_earlier;
  gboolean                  distinct;
  gboolean                  share;
  gboolean                  negated;
  gboolean                  without;
  gboolean                  with;
  gboolean                  grouping;
  gboolean                  sorting;
  gboolean                  by;
  gboolean                  has_comparison;
  gboolean                  has_number;
  QueristOperator           comparison;
  double                    number;
  QueristCue                rank;
  const QueristAdjective   *adjective;
  guint                     rank_count;
  gboolean                  many_wanted;
  QueristCue                time_side;

  /* what was found so far */
  const QueristKnownTable  *last_table;
  const QueristKnownColumn *last_column;
  const QueristForeignKey  *last_role;
  const QueristKnownTable  *last_role_owner;
  const QueristKnownTable  *asked;
  gboolean                  which;
  gboolean                  who;
  gboolean                  when;
  gboolean                  where;
  gboolean                  list;
  gboolean                  series;
  gboolean                  amount_wanted;
  gboolean                  growth;
  gboolean                  decline;
  gboolean                  compare;
  gboolean                  common;
  gboolean                  ranked;
  gboolean                  descending;
  gboolean                  best_selling;
  guint                     limit;
  gboolean                  plural;
  const QueristItem        *passed_over;
  const QueristItem        *role_asked;
  const QueristKnownColumn *split;
  GPtrArray                *related;
  GArray                   *periods;
  QueristTimeUnit           unit;
  gboolean                  unit_asked;
} QueristReader;

QueristReading *querist_reading_new        (const QueristQuestion    *question,
                                            const QueristKnownSchema *schema,
                                            const char               *choice,
                                            const QueristFrame       *previous);
void            querist_reading_free       (QueristReading           *self);

/* Within the reader. */
const QueristItem *querist_reader_peek     (const QueristReader      *self,
                                            guint                     offset);
const QueristItem *querist_reader_next     (const QueristReader      *self,
                                            guint                    *offset);
gboolean  querist_reader_is_mentioned      (const QueristReader      *self,
                                            const QueristKnownTable  *table);
const QueristKnownColumn *
          querist_reader_pick_column       (QueristReader            *self,
                                            const QueristItem        *item,
                                            int                       wanted_kind);
const QueristTableMatch *
          querist_reader_pick_table        (QueristReader            *self,
                                            const QueristItem        *item);
const QueristValueMatch *
          querist_reader_pick_value        (QueristReader            *self,
                                            const QueristItem        *item);
QueristField
          querist_reader_field             (const QueristReader      *self,
                                            const QueristKnownTable  *table,
                                            const QueristKnownColumn *column);
gboolean  querist_reader_is_chosen         (const QueristReader      *self,
                                            const char               *option);
void      querist_reader_ask               (QueristReader            *self,
                                            const char               *question,
                                            GPtrArray                *options);
void      querist_reader_add_measure       (QueristReader            *self,
                                            QueristAggregate          aggregate,
                                            const QueristKnownTable  *table,
                                            const QueristKnownColumn *column);
gboolean  querist_reader_add_amount        (QueristReader            *self,
                                            QueristAggregate          aggregate,
                                            const QueristKnownTable  *near);
void      querist_reader_add_group         (QueristReader            *self,
                                            const QueristField       *field,
                                            QueristTimeUnit           unit);
gboolean  querist_reader_take_cue          (QueristReader            *self,
                                            const QueristItem        *item);
void      querist_reader_finish            (QueristReader            *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (QueristReading, querist_reading_free)

G_END_DECLS
