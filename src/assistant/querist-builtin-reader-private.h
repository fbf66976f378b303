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

G_END_DECLS
