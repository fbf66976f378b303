/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-result-row.h"

#include <string.h>

struct _QueristResultRow {
  gatomicrefcount ref_count;
  guint           n_cells;
  char           *text;
  QueristCell     cells[];
};

/* Appends a value's text and its NUL; the texts of a row share one block. */
static void
append_text (GString      *text,
             sqlite3_stmt *statement,
             int           column)
{
  const char *value = (const char *) sqlite3_column_text (statement, column);
  int length = sqlite3_column_bytes (statement, column);

  if (value != NULL && g_utf8_validate (value, length, NULL))
    g_string_append_len (text, value, length);
  else if (value != NULL)
    {
      g_autofree char *valid = g_utf8_make_valid (value, length);

      g_string_append (text, valid);
    }
  g_string_append_c (text, '\0');
}

static void
append_blob (GString      *text,
             sqlite3_stmt *statement,
             int           column)
{
  int length = sqlite3_column_bytes (statement, column);

  g_string_append_printf (text, length == 1 ? "%d byte" : "%d bytes", length);
  g_string_append_c (text, '\0');
}

/**
 * querist_result_row_new:
 * @statement: a statement on a row
 * @n_cells: how many of its columns
 *
 * Copies the row that a statement stands on.
 *
 * Returns: (transfer full): the row
 */
QueristResultRow *
querist_result_row_new (sqlite3_stmt *statement,
                        guint         n_cells)
{
  QueristResultRow *self =
    g_malloc0 (sizeof (QueristResultRow) + n_cells * sizeof (QueristCell));
  g_autofree gsize *offsets = g_new (gsize, n_cells);
  GString *text = g_string_new (NULL);

  g_atomic_ref_count_init (&self->ref_count);
  self->n_cells = n_cells;
  for (guint i = 0; i < n_cells; i++)
    {
      QueristCell *cell = &self->cells[i];

      cell->type = sqlite3_column_type (statement, i);
      offsets[i] = text->len;
      if (cell->type == SQLITE_INTEGER || cell->type == SQLITE_FLOAT)
        cell->number = sqlite3_column_double (statement, i);
      if (cell->type == SQLITE_BLOB)
        append_blob (text, statement, i);
      else if (cell->type != SQLITE_NULL)
        append_text (text, statement, i);
    }
  self->text = g_string_free (text, FALSE);
  for (guint i = 0; i < n_cells; i++)
    self->cells[i].text = self->cells[i].type != SQLITE_NULL ? self->text + offsets[i] : NULL;
  return self;
}

/**
 * querist_result_row_ref:
 * @row: a row
 *
 * Returns: (transfer full): @row
 */
QueristResultRow *
querist_result_row_ref (QueristResultRow *row)
{
  g_atomic_ref_count_inc (&row->ref_count);
  return row;
}

/**
 * querist_result_row_unref:
 * @row: (transfer full): a row
 */
void
querist_result_row_unref (QueristResultRow *row)
{
  if (!g_atomic_ref_count_dec (&row->ref_count))
    return;
  g_free (row->text);
  g_free (row);
}

/**
 * querist_result_row_get_cell:
 * @row: a row
 * @column: index of the column
 *
 * Returns: the value; its text lives as long as @row
 */
QueristCell
querist_result_row_get_cell (QueristResultRow *row,
                             guint             column)
{
  const QueristCell none = { .type = SQLITE_NULL };

  g_return_val_if_fail (column < row->n_cells, none);

  return row->cells[column];
}
