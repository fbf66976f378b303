/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-drift-sample.h"

#include "querist-text.h"

/* What has changed for good shows in so many records. */
#define MAX_RECORDS 100000

#define MAX_NEWS 5
#define MAX_SHOWN_CHARS 40

/* The values that a column may have: an enum's, or those that it had when it was read. */
static GHashTable *
known_values (const QueristLoadColumn *column,
              const QueristColumn     *target)
{
  GStrv values = target->enum_values != NULL ? target->enum_values : column->values;
  GHashTable *known;

  if (values == NULL)
    return NULL;
  known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; values[i] != NULL; i++)
    g_hash_table_add (known, g_strdup (values[i]));
  return known;
}

/* A column of the file to be looked at for a column of the recipe. @column must stay. */
QueristDriftPair *
querist_drift_pair_new (guint                    place,
                        const QueristLoadColumn *column,
                        const QueristTable      *table,
                        const QueristCsvDialect *dialect)
{
  QueristDriftPair *self = g_new0 (QueristDriftPair, 1);
  const QueristColumn *target = querist_table_find_column (table, column->target);

  self->place = place;
  self->column = column;
  self->news = g_ptr_array_new_with_free_func (g_free);
  self->dialect = querist_csv_dialect_copy (dialect);
  if (target != NULL)
    {
      self->converter = querist_converter_new (target->type, column->format, self->dialect);
      self->known = known_values (column, target);
    }
  return self;
}

/* Frees a pair. */
void
querist_drift_pair_free (QueristDriftPair *self)
{
  g_clear_pointer (&self->converter, querist_converter_free);
  g_clear_pointer (&self->known, g_hash_table_unref);
  g_ptr_array_unref (self->news);
  querist_csv_dialect_free (self->dialect);
  g_free (self->example);
  g_free (self);
}

/* The share of the values that the recipe can read, 0 to 1; 1 if there are none. */
double
querist_drift_pair_fits (const QueristDriftPair *self)
{
  return self->n_values == 0 ? 1 : 1 - (double) self->n_failed / self->n_values;
}

static void
look_at_value (QueristDriftPair   *self,
               const QueristValue *value)
{
  g_autofree char *text = NULL;

  if (self->known == NULL || value->kind != QUERIST_VALUE_TEXT)
    return;
  text = g_strndup (value->text, value->length);
  if (g_hash_table_contains (self->known, text))
    return;
  self->n_new++;
  if (self->news->len == MAX_NEWS)
    return;
  for (guint i = 0; i < self->news->len; i++)
    {
      if (g_str_equal (self->news->pdata[i], text))
        return;
    }
  g_ptr_array_add (self->news, g_steal_pointer (&text));
}

static void
look_at_row (QueristDriftPair    *self,
             const QueristCsvRow *row)
{
  const QueristCsvCell *cell = &row->cells[self->place];
  QueristValue value;

  if (self->converter == NULL)
    return;
  if (!querist_converter_convert (self->converter, cell, &value))
    {
      self->n_values++;
      if (self->n_failed++ > 0)
        return;
      self->example = querist_text_first_line (cell->text, MAX_SHOWN_CHARS);
      self->line = row->line;
    }
  else if (value.kind != QUERIST_VALUE_NULL)
    {
      self->n_values++;
      look_at_value (self, &value);
    }
}

/* Reads the first records of a file, and counts for every pair what fits. */
gboolean
querist_drift_sample (const QueristLoadFile  *file,
                      GPtrArray              *pairs,
                      GCancellable           *cancellable,
                      GError                **error)
{
  g_autoptr(QueristCsvReader) reader =
    querist_csv_reader_open (file->path, file->dialect, file->n_columns, error);
  const QueristCsvRow *row;
  QueristCsvStep step = QUERIST_CSV_RECORD;

  if (reader == NULL)
    return FALSE;
  for (guint i = 0; i < MAX_RECORDS && step < QUERIST_CSV_END; i++)
    {
      step = querist_csv_reader_next (reader, &row, cancellable, error);
      if (i % 1000 == 0 && g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      for (guint j = 0; step == QUERIST_CSV_RECORD && j < pairs->len; j++)
        look_at_row (pairs->pdata[j], row);
    }
  return step != QUERIST_CSV_FAILED;
}
