/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-load-taker.h"

#include "querist-text.h"

/* What is needed to take a field, together, since it is looked up for every field of a file. */
typedef struct {
  guint             source;
  gboolean          is_number;
  QueristConverter *converter;
  GHashTable       *enums; /* (nullable) */
} Field;

struct _QueristLoadTaker {
  const QueristLoadTarget *target;
  Field                   *fields;
  guint                    n_fields;
  gboolean                 keep_raw;
  guint64                 *nulled;
  gboolean                 has_nulled;
};

static GHashTable *
enum_set (const QueristColumn *column)
{
  GHashTable *set;

  if (column->enum_values == NULL)
    return NULL;
  set = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; column->enum_values[i] != NULL; i++)
    g_hash_table_add (set, column->enum_values[i]);
  return set;
}

/**
 * querist_load_taker_new:
 * @target: the file and its table, which must stay
 * @keep_raw: whether the rows keep their raw text
 *
 * Returns: (transfer full): a taker
 */
QueristLoadTaker *
querist_load_taker_new (const QueristLoadTarget *target,
                        gboolean                 keep_raw)
{
  QueristLoadTaker *self = g_new0 (QueristLoadTaker, 1);
  const QueristLoadFile *file = target->file;

  self->target = target;
  self->keep_raw = keep_raw;
  self->n_fields = file->columns->len;
  self->fields = g_new (Field, self->n_fields);
  self->nulled = g_new0 (guint64, self->n_fields);
  for (guint i = 0; i < self->n_fields; i++)
    {
      const QueristLoadColumn *column = g_ptr_array_index (file->columns, i);
      QueristScalar type = target->columns[i]->type;

      self->fields[i] = (Field) {
        .source = column->source,
        .is_number = querist_scalar_is_number (type),
        .converter = querist_converter_new (type, column->format, file->dialect),
        .enums = enum_set (target->columns[i]),
      };
    }
  return self;
}

/**
 * querist_load_taker_free:
 * @self: (transfer full): a taker
 */
void
querist_load_taker_free (QueristLoadTaker *self)
{
  for (guint i = 0; i < self->n_fields; i++)
    {
      querist_converter_free (self->fields[i].converter);
      g_clear_pointer (&self->fields[i].enums, g_hash_table_unref);
    }
  g_free (self->fields);
  g_free (self->nulled);
  g_free (self);
}

/**
 * querist_load_taker_get_nulled:
 * @self: a taker
 *
 * Returns: (transfer none): per column of the load, the values that became null by a null token
 */
const guint64 *
querist_load_taker_get_nulled (QueristLoadTaker *self)
{
  return self->nulled;
}

/* Why a value that could be read is refused by the schema, or NULL. */
static char *
refuse_value (QueristLoadTaker   *self,
              guint               index,
              const QueristValue *value)
{
  const QueristColumn *column = self->target->columns[index];

  if (value->kind == QUERIST_VALUE_NULL)
    {
      if (column->nullable && (int) index != self->target->key)
        return NULL;
      return g_strdup_printf ("“%s” has no value, but the schema requires one", column->name);
    }
  if (self->fields[index].enums != NULL && value->kind == QUERIST_VALUE_TEXT)
    {
      g_autofree char *text = g_strndup (value->text, value->length);
      g_autofree char *shown = NULL;

      if (g_hash_table_contains (self->fields[index].enums, text))
        return NULL;
      shown = querist_text_first_line (text, 60);
      return g_strdup_printf ("“%s” is not a value of %s", shown, column->enum_name);
    }
  return NULL;
}

static void
store_value (QueristLoadBatch   *batch,
             QueristLoadCell    *cell,
             const QueristValue *value)
{
  cell->kind = value->kind;
  switch (value->kind)
    {
    case QUERIST_VALUE_INTEGER:
      cell->value.integer = value->integer;
      break;
    case QUERIST_VALUE_REAL:
      cell->value.real = value->real;
      break;
    case QUERIST_VALUE_TEXT:
      cell->value.text.length = value->length;
      cell->value.text.offset = querist_load_batch_add_text (batch, value->text, value->length);
      break;
    case QUERIST_VALUE_NULL:
      cell->value.integer = value->nulled;
      break;
    }
}

/* Converts a field; @reason tells why it can't be taken. */
static gboolean
take_field (QueristLoadTaker    *self,
            QueristLoadBatch    *batch,
            const QueristCsvRow *row,
            guint                index,
            QueristLoadCell     *cell,
            char               **reason)
{
  const Field *taken = &self->fields[index];
  const QueristCsvCell *field = &row->cells[taken->source];
  QueristValue value;

  if (G_UNLIKELY (!querist_converter_convert (taken->converter, field, &value)))
    {
      *reason = querist_converter_explain (taken->converter, field);
      return FALSE;
    }
  if (G_UNLIKELY (value.kind == QUERIST_VALUE_NULL || taken->enums != NULL))
    {
      *reason = refuse_value (self, index, &value);
      if (*reason != NULL)
        return FALSE;
    }
  self->has_nulled |= value.nulled;
  store_value (batch, cell, &value);
  /* more digits than a double has: the column may make a number of the text all the same */
  if (value.kind == QUERIST_VALUE_TEXT && taken->is_number)
    value.lossy = TRUE;
  if (G_UNLIKELY (value.lossy))
    {
      QueristLoadOriginal original = { .column = index, .length = field->length };

      original.offset = querist_load_batch_add_text (batch, field->text, field->length);
      g_array_append_val (batch->originals, original);
    }
  return TRUE;
}

static void
finish_row (QueristLoadTaker     *self,
            QueristLoadBatch      *batch,
            const QueristCsvRow   *row,
            const QueristLoadCell *cells,
            guint64                record,
            guint                  first_original)
{
  const QueristLoadTarget *target = self->target;
  QueristLoadRow loaded = { .record = record, .line = row->line };

  loaded.rowid = target->key >= 0 ? cells[target->key].value.integer
                                  : target->first_rowid + (gint64) record - 1;
  if (self->keep_raw)
    {
      loaded.raw_length = row->raw_length;
      loaded.raw_offset = querist_load_batch_add_text (batch, row->raw, row->raw_length);
    }
  g_array_append_val (batch->rows, loaded);
  for (guint i = first_original; i < batch->originals->len; i++)
    g_array_index (batch->originals, QueristLoadOriginal, i).rowid = loaded.rowid;
  for (guint i = 0; self->has_nulled && i < self->n_fields; i++)
    self->nulled[i] += cells[i].kind == QUERIST_VALUE_NULL && cells[i].value.integer;
}

/**
 * querist_load_taker_take:
 * @self: a taker
 * @batch: where the row goes, or the reject
 * @row: a record of the file
 * @record: which one, from 1
 *
 * Converts a record's fields and looks whether the schema allows the values by themselves.
 */
void
querist_load_taker_take (QueristLoadTaker    *self,
                         QueristLoadBatch    *batch,
                         const QueristCsvRow *row,
                         guint64              record)
{
  guint first_cell = batch->cells->len;
  guint first_original = batch->originals->len;
  gsize first_text = batch->text.length;
  QueristLoadCell *cells;

  self->has_nulled = FALSE;
  g_array_set_size (batch->cells, first_cell + self->n_fields);
  cells = &g_array_index (batch->cells, QueristLoadCell, first_cell);
  for (guint i = 0; i < self->n_fields; i++)
    {
      char *reason = NULL;

      if (take_field (self, batch, row, i, &cells[i], &reason))
        continue;
      g_array_set_size (batch->cells, first_cell);
      g_array_set_size (batch->originals, first_original);
      batch->text.length = first_text;
      querist_load_batch_add_reject (batch, row, i, reason);
      g_free (reason);
      return;
    }
  finish_row (self, batch, row, cells, record, first_original);
}
