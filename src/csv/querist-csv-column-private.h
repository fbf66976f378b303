/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "querist-csv-column.h"
#include "querist-csv-date.h"
#include "querist-csv-distinct.h"
#include "querist-csv-number.h"

G_BEGIN_DECLS

/* Bytes kept of the smallest and the largest text. */
#define MAX_BOUND 200

/* What a single field looks like. */
typedef enum {
  KIND_INTEGER, /* plain digits within 64 bits */
  KIND_NUMBER,  /* any other number */
  KIND_CODE,    /* digits that are no number: leading zeros, a phone number */
  KIND_TRUTH,
  KIND_DATE,
  KIND_TIME,
  KIND_UUID,
  KIND_JSON,
  KIND_TEXT,
  N_KINDS,
} Kind;

/* A text that may mean "no value". */
typedef struct {
  char    *text;
  guint64  count;
  guint64  line;
  gboolean sure;
} QueristCsvWord;

struct _QueristCsvColumn
{
  char               *label;
  char               *name;
  guint64             n_rows;
  guint64             n_empty;
  guint64             n_quoted_empty;
  struct
  {
    guint64 count;
    guint64 line; /* of the first one */
    char   *example;
  } kinds[N_KINDS];
  gboolean            sure_text;
  GStrv               nulls; /* (nullable): what a person gave */
  gboolean            nulls_given;
  guint64             n_given_nulls;
  GArray             *words; /* (element-type QueristCsvWord): may mean "no value" */
  QueristCsvDistinct *distinct;
  gsize               max_hashes;

  gint64              min_integer;
  gint64              max_integer;
  double              min_real[2]; /* with a decimal point, and with a decimal comma */
  double              max_real[2];
  guint               traits;
  gboolean            fraction_by_point; /* some number is not whole, points being decimal */
  gboolean            fraction_by_comma;
  gboolean            with_percent;
  gboolean            without_percent;
  guint               currency;
  gboolean            mixed_currency;
  gboolean            ymd_digits; /* every integer reads as YYYYMMDD */

  QueristDateText     date; /* the common form */
  QueristMoment       min_moment[2]; /* the day first (or the only reading), the month first */
  QueristMoment       max_moment[2];
  QueristMoment       last_moment[2];
  guint64             n_steps_back[2];
  gboolean            first_part_varies;
  gboolean            second_part_varies;
  gboolean            day_first_fits;
  gboolean            month_first_fits;
  gboolean            without_offset; /* some time has none */
  gboolean            shifted; /* some offset is not zero */

  guint               truth_pairs;
  guint               seen_true;
  guint               seen_false;

  gboolean            has_text;
  GString            *min;
  GString            *max;
  guint64             min_prefix; /* their first eight bytes, which settle most comparisons */
  guint64             max_prefix;
  guint               min_length;
  guint               max_length;
};

void querist_csv_column_add_word (QueristCsvColumn *self,
                                  const char       *text,
                                  guint64           count);

G_END_DECLS
