/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "querist-enum-finder.h"

/* A text is never wrong, while an enum refuses next month's new value: so few, short, common
 * values, many rows, and a name that speaks of a closed set are all asked for. */
#define MAX_VALUES 8
#define MAX_VALUE_LENGTH 20
#define LEAST_ROWS 100
#define LEAST_PER_VALUE 5

static const char *const closed_sets[] = {
  "status", "type", "kind", "state", "category", "class", "gender", "sex", "method", "channel",
  "priority", "severity", "tier", "stage", "phase", "mode", "frequency", "segment", "size",
  "level", "role", "side", "rating", "season", "weekday", NULL,
};

static gboolean
is_plain_word (const char *text)
{
  gsize n = 0;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p), n++)
    {
      gunichar c = g_utf8_get_char (p);

      if (!g_unichar_isalpha (c) &&
          (n == 0 || (!g_unichar_isdigit (c) && (c > 127 || strchr (" _-", c) == NULL))))
        return FALSE;
    }
  return n >= 1 && n <= MAX_VALUE_LENGTH;
}

static int
compare_texts (const void *a,
               const void *b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static gboolean
names_closed_set (const QueristSubjectColumn *column)
{
  guint n = g_strv_length (column->words);

  return n > 0 && g_strv_contains (closed_sets, column->words[n - 1]);
}

/**
 * querist_find_enum:
 * @column: a column
 *
 * Returns: (transfer full) (nullable): the values of a small closed set, sorted; NULL when the
 *   column is better left a text
 */
GStrv
querist_find_enum (const QueristSubjectColumn *column)
{
  const QueristColumnProfile *profile = column->profile;
  GStrv values;

  if (profile->type != QUERIST_SCALAR_STRING || profile->format != NULL || profile->top == NULL ||
      !profile->distinct_exact || profile->n_distinct < 2 || profile->n_distinct > MAX_VALUES ||
      profile->top->len != profile->n_distinct || profile->n_rows < LEAST_ROWS ||
      profile->n_nulled > 0 || !names_closed_set (column))
    return NULL;
  for (guint i = 0; i < profile->top->len; i++)
    {
      const QueristValueCount *value = g_ptr_array_index (profile->top, i);

      if (value->count < LEAST_PER_VALUE || !is_plain_word (value->text))
        return NULL;
    }
  values = g_new0 (char *, profile->top->len + 1);
  for (guint i = 0; i < profile->top->len; i++)
    values[i] = g_strdup (((QueristValueCount *) g_ptr_array_index (profile->top, i))->text);
  qsort (values, profile->top->len, sizeof *values, compare_texts);
  return values;
}
