/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-preview-row.h"

#include <glib/gi18n.h>

#include "querist-csv-value.h"
#include "querist-text.h"

struct _QueristPreviewRow {
  GObject     parent_instance;

  guint64     line;
  char       *reason;
  gboolean    rejected;
  GStrv       cells;
  guint       n_cells;
  GHashTable *problems;
};

G_DEFINE_FINAL_TYPE (QueristPreviewRow, querist_preview_row, G_TYPE_OBJECT)

static void
querist_preview_row_finalize (GObject *object)
{
  QueristPreviewRow *self = QUERIST_PREVIEW_ROW (object);

  g_free (self->reason);
  g_strfreev (self->cells);
  g_clear_pointer (&self->problems, g_hash_table_unref);
  G_OBJECT_CLASS (querist_preview_row_parent_class)->finalize (object);
}

static void
querist_preview_row_class_init (QueristPreviewRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = querist_preview_row_finalize;
}

static void
querist_preview_row_init (QueristPreviewRow *self)
{
}

static void
check_cell (QueristPreviewRow *self,
            guint              column,
            QueristConverter  *converter)
{
  const char *text = self->cells[column];
  QueristCsvCell cell = { .text = text, .length = strlen (text) };
  QueristValue value;

  if (querist_converter_convert (converter, &cell, &value))
    return;
  if (self->problems == NULL)
    self->problems = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  g_hash_table_insert (self->problems, GUINT_TO_POINTER (column),
                       querist_converter_explain (converter, &cell));
}

static GPtrArray *
new_converters (const QueristCsvProfile *profile)
{
  GPtrArray *converters =
    g_ptr_array_new_with_free_func ((GDestroyNotify) querist_converter_free);

  for (guint i = 0; i < profile->columns->len; i++)
    {
      const QueristColumnProfile *column = g_ptr_array_index (profile->columns, i);

      g_ptr_array_add (converters, querist_converter_new (column->type, column->format,
                                                          profile->dialect));
    }
  return converters;
}

static void
append_problem (GListStore              *store,
                const QueristCsvProblem *problem)
{
  g_autoptr(QueristPreviewRow) row = g_object_new (QUERIST_TYPE_PREVIEW_ROW, NULL);

  row->line = problem->line;
  row->reason = g_strdup (problem->reason);
  row->rejected = problem->rejected;
  row->cells = g_strdupv (problem->cells);
  row->n_cells = g_strv_length (row->cells);
  g_list_store_append (store, row);
}

/* Appends the problems up to a line; a record that was mended stands in their place. */
static guint
append_problems (GListStore              *store,
                 const QueristCsvProfile *profile,
                 guint                    next,
                 guint64                  line)
{
  while (next < profile->problems->len)
    {
      const QueristCsvProblem *problem = g_ptr_array_index (profile->problems, next);

      if (problem->line > line)
        break;
      append_problem (store, problem);
      next++;
    }
  return next;
}

static gboolean
is_last_line (GListStore *store,
              guint64     line)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (store));
  g_autoptr(QueristPreviewRow) last =
    n > 0 ? g_list_model_get_item (G_LIST_MODEL (store), n - 1) : NULL;

  return last != NULL && last->line == line && !last->rejected;
}

/**
 * querist_preview_row_list:
 * @profile: what was found in a file
 *
 * Returns: (transfer full) (element-type QueristPreviewRow): its first rows, those with a problem
 *   among them and, from further down, behind them
 */
GListModel *
querist_preview_row_list (const QueristCsvProfile *profile)
{
  GListStore *store = g_list_store_new (QUERIST_TYPE_PREVIEW_ROW);
  g_autoptr(GPtrArray) converters = new_converters (profile);
  guint next = 0;

  for (guint i = 0; i < profile->preview->len; i++)
    {
      g_autoptr(QueristPreviewRow) row = g_object_new (QUERIST_TYPE_PREVIEW_ROW, NULL);

      row->line = g_array_index (profile->preview_lines, guint64, i);
      next = append_problems (store, profile, next, row->line);
      if (is_last_line (store, row->line))
        continue;
      row->cells = g_strdupv (g_ptr_array_index (profile->preview, i));
      row->n_cells = g_strv_length (row->cells);
      for (guint column = 0; column < MIN (row->n_cells, converters->len); column++)
        check_cell (row, column, g_ptr_array_index (converters, column));
      g_list_store_append (store, row);
    }
  append_problems (store, profile, next, G_MAXUINT64);
  return G_LIST_MODEL (store);
}

/**
 * querist_preview_row_get_text:
 * @column: counted from 0
 *
 * Returns: the cell as it stands in the file; empty where the row is too short
 */
const char *
querist_preview_row_get_text (QueristPreviewRow *self,
                              guint              column)
{
  return column < self->n_cells ? self->cells[column] : "";
}

/**
 * querist_preview_row_get_line:
 *
 * Returns: the line of the file on which the row begins
 */
guint64
querist_preview_row_get_line (QueristPreviewRow *self)
{
  return self->line;
}

/**
 * querist_preview_row_get_reason:
 *
 * Returns: (nullable): what is wrong with the row
 */
const char *
querist_preview_row_get_reason (QueristPreviewRow *self)
{
  return self->reason;
}

/**
 * querist_preview_row_is_rejected:
 *
 * Returns: whether the row will not be loaded as it stands
 */
gboolean
querist_preview_row_is_rejected (QueristPreviewRow *self)
{
  return self->rejected;
}

/**
 * querist_preview_row_get_problem:
 * @column: counted from 0
 *
 * Returns: (nullable): why the cell does not fit its column's type
 */
const char *
querist_preview_row_get_problem (QueristPreviewRow *self,
                                 guint              column)
{
  if (self->problems == NULL)
    return NULL;
  return g_hash_table_lookup (self->problems, GUINT_TO_POINTER (column));
}

/**
 * querist_column_profile_describe:
 * @column: what was found in a column
 *
 * Returns: (transfer full): its type, share of empty values and number of distinct ones in a line
 */
char *
querist_column_profile_describe (const QueristColumnProfile *column)
{
  g_autoptr(GString) text = g_string_new (querist_scalar_to_string (column->type));
  g_autofree char *distinct = querist_text_format_count (column->n_distinct);

  if (column->n_empty > 0)
    {
      double share = column->n_rows > 0 ? 100.0 * column->n_empty / column->n_rows : 0;

      g_string_append_c (text, '?');
      g_string_append_printf (text, share < 0.1 ? _(" · <0.1 %% empty") : _(" · %.3g %% empty"),
                              share);
    }
  if (column->unique && column->n_empty == 0 && column->n_rows > 0)
    g_string_append (text, _(" · unique"));
  else
    g_string_append_printf (text, column->distinct_exact ? _(" · %s distinct")
                                                         : _(" · ~%s distinct"), distinct);
  return g_string_free (g_steal_pointer (&text), FALSE);
}
