/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "querist-builtin-reader.h"

G_BEGIN_DECLS

/* Completing what the words left open, one file a subject. */

const QueristKnownColumn *
     querist_reader_default_date      (const QueristReader      *self,
                                       const QueristKnownTable  *said);
void querist_reader_finish_periods    (QueristReader            *self);
void querist_reader_finish_unit       (QueristReader            *self);
void querist_reader_finish_comparison (QueristReader            *self);
void querist_reader_unselect          (QueristReader            *self,
                                       const QueristKnownColumn *column);
const QueristKnownTable *
     querist_reader_find_person       (const QueristReader      *self);
gboolean
     querist_reader_resolve_adjective (QueristReader            *self);

void querist_reader_finish_rank       (QueristReader            *self);
void querist_reader_tell_undone       (QueristReader            *self);
const QueristKnownTable *
     querist_reader_get_measured      (const QueristReader      *self);
const QueristKnownTable *
     querist_reader_find_events       (const QueristReader      *self,
                                       const QueristKnownTable  *subject);
gboolean
     querist_table_holds_persons      (const QueristKnownTable  *table);

/* Taking the pieces of a question. */

gboolean querist_item_is_cue (const QueristItem *item,
                              QueristCue         cue);
void querist_reader_add_condition (QueristReader    *self,
                                   QueristCondition *condition);
void querist_reader_add_number (QueristReader            *self,
                                const QueristKnownColumn *column,
                                QueristOperator           op,
                                double                    number);
gboolean querist_reader_is_number_waiting (const QueristReader *self);
gboolean querist_reader_is_plural (const QueristReader *self,
                                   const QueristItem   *item);
void querist_reader_take_unit (QueristReader     *self,
                               const QueristItem *item);
void querist_reader_take_period (QueristReader     *self,
                                 const QueristItem *item);
void querist_reader_take_unknown (QueristReader     *self,
                                  const QueristItem *item);
QueristOperator querist_operator_widen (QueristOperator    op,
                                        const QueristItem *after);
void querist_reader_add_average (QueristReader            *self,
                                 const QueristKnownColumn *column,
                                 gboolean                  above);
void querist_reader_add_null (QueristReader            *self,
                              const QueristKnownColumn *column,
                              gboolean                  filled);
void querist_reader_add_flag (QueristReader            *self,
                              const QueristKnownColumn *column);
guint querist_reader_take_column (QueristReader     *self,
                                  const QueristItem *item);
void querist_reader_take_value (QueristReader     *self,
                                const QueristItem *item);
gboolean querist_reader_take_pattern (QueristReader     *self,
                                      const QueristItem *item);
guint querist_reader_take_number (QueristReader     *self,
                                  const QueristItem *item);
void querist_reader_take_amount (QueristReader     *self,
                                 const QueristItem *item);
void querist_reader_add_existence (QueristReader           *self,
                                   const QueristKnownTable *table);
guint querist_reader_take_table (QueristReader     *self,
                                 const QueristItem *item);

G_END_DECLS
