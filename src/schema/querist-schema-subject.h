/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "querist-csv-profile.h"

G_BEGIN_DECLS

/* What the finders of keys and relations look at: the profiles of all files together, with the
 * names taken apart into words. Private to the suggestion. */

/**
 * QueristSubjectColumn:
 * @profile: (transfer none): what is known of the values
 * @words: the words of its name, in lower case and singular, without a prefix that all columns of
 *   its table share
 * @joined: @words without gaps
 * @full: all words of its name without gaps
 * @stem: @words without the words that only say "this is a key": "customer" of "customer_id"
 * @says_key: whether such words were there
 * @generic: whether any table may have a column of that name, so that two columns that share it
 *   need have nothing in common
 * @position: its place in the file, from 0
 */
typedef struct {
  const QueristColumnProfile *profile;
  GStrv                       words;
  char                       *joined;
  char                       *full;
  GStrv                       stem;
  char                       *stem_joined;
  gboolean                    says_key;
  gboolean                    generic;
  guint                       position;
} QueristSubjectColumn;

/**
 * QueristSubject:
 * @name: of the table in the database
 * @words: the words of @name, singular, without those that all tables share
 * @columns: (element-type QueristSubjectColumn)
 * @by_full: lists of the columns by their "full" names
 * @n_rows: records that a load will take
 * @key: (element-type guint): positions of the primary key's columns; empty when nothing serves
 * @key_exact: whether all rows were looked at to say so
 */
typedef struct {
  const QueristCsvProfile *profile;
  char                    *name;
  GStrv                    words;
  char                    *joined;
  GPtrArray               *columns;
  GHashTable              *by_full;
  guint64                  n_rows;
  GArray                  *key;
  gboolean                 key_exact;
} QueristSubject;

GPtrArray            *querist_subjects_new        (GPtrArray                  *profiles);
QueristSubjectColumn *querist_subject_get_column  (const QueristSubject       *self,
                                                   guint                       position);
GPtrArray            *querist_subject_find_full   (const QueristSubject       *self,
                                                   const char                 *full);
gboolean              querist_subject_is_key      (const QueristSubject       *self,
                                                   guint                       position);
gboolean              querist_positions_contain   (const GArray               *positions,
                                                   guint                       position);
gboolean              querist_column_is_unique    (const QueristColumnProfile *profile);
gboolean              querist_column_is_empty     (const QueristColumnProfile *profile);

G_END_DECLS
