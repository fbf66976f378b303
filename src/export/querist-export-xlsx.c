/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <math.h>
#include <sqlite3.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include "querist-export-private.h"

/* Limits of the file format (ECMA-376, as Excel sets them). */
#define MAX_ROWS    1048576
#define MAX_COLUMNS 16384
#define MAX_CHARS   32767
/* Integers above this lose digits in a double, the only number a sheet knows. */
#define MAX_EXACT 9007199254740992.0

#define ROWS_AT_ONCE 1000

static gboolean
check_limits (QueristResult *result,
              GError       **error)
{
  if (querist_result_get_n_rows (result) < MAX_ROWS &&
      querist_result_get_n_columns (result) <= MAX_COLUMNS)
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
               "A sheet of an XLSX file holds at most %d rows and %d columns. Export as CSV, "
               "which has no such limit, or narrow the result.",
               MAX_ROWS - 1, MAX_COLUMNS);
  return FALSE;
}

/* Text is always written as a string, so nothing in the data becomes a formula or a link. */
static lxw_error
write_cell (lxw_worksheet *sheet,
            lxw_row_t      row,
            lxw_col_t      column,
            QueristCell    cell)
{
  g_autofree char *cut = NULL;
  g_autofree char *marked = NULL;

  if (cell.text == NULL)
    return LXW_NO_ERROR;
  if ((cell.type == SQLITE_INTEGER && fabs (cell.number) <= MAX_EXACT) ||
      (cell.type == SQLITE_FLOAT && isfinite (cell.number)))
    return worksheet_write_number (sheet, row, column, cell.number, NULL);
  if (g_utf8_strlen (cell.text, -1) <= MAX_CHARS)
    return worksheet_write_string (sheet, row, column, cell.text, NULL);
  cut = g_utf8_substring (cell.text, 0, MAX_CHARS - 1);
  marked = g_strconcat (cut, "…", NULL);
  return worksheet_write_string (sheet, row, column, marked, NULL);
}

static void
write_header (QueristResult *result,
              lxw_workbook  *book,
              lxw_worksheet *sheet)
{
  lxw_format *bold = workbook_add_format (book);

  format_set_bold (bold);
  for (guint i = 0; i < querist_result_get_n_columns (result); i++)
    worksheet_write_string (sheet, 0, i, querist_result_get_column (result, i)->name, bold);
  worksheet_freeze_panes (sheet, 1, 0);
}

static gboolean
write_rows (QueristResult      *result,
            lxw_worksheet      *sheet,
            QueristProgressFunc progress,
            gpointer            progress_data,
            GCancellable       *cancellable,
            GError            **error)
{
  guint n_columns = querist_result_get_n_columns (result);
  guint64 n_rows = querist_result_get_n_rows (result);
  guint64 n_done = 0;
  g_autoptr(GTimer) timer = g_timer_new ();

  while (n_done < n_rows)
    {
      g_autoptr(GPtrArray) rows = querist_result_read (result, n_done, ROWS_AT_ONCE, error);

      if (rows == NULL || g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      for (guint i = 0; i < rows->len; i++, n_done++)
        {
          for (guint j = 0; j < n_columns; j++)
            write_cell (sheet, n_done + 1, j,
                        querist_result_row_get_cell (g_ptr_array_index (rows, i), j));
        }
      if (progress != NULL)
        progress (&(QueristProgress){ .rows = n_done, .seconds = g_timer_elapsed (timer, NULL) },
                  progress_data);
    }
  return TRUE;
}

static gboolean
write_book (QueristResult      *result,
            const char         *path,
            QueristProgressFunc progress,
            gpointer            progress_data,
            GCancellable       *cancellable,
            GError            **error)
{
  /* constant_memory: rows leave the heap as soon as the next one begins. */
  lxw_workbook_options options = { .constant_memory = LXW_TRUE };
  lxw_workbook *book = workbook_new_opt (path, &options);
  lxw_worksheet *sheet = workbook_add_worksheet (book, "Result");
  gboolean written;
  lxw_error status;

  write_header (result, book, sheet);
  written = write_rows (result, sheet, progress, progress_data, cancellable, error);
  status = workbook_close (book);
  if (written && status != LXW_NO_ERROR)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "The XLSX file could not be written: %s",
                   lxw_strerror (status));
      return FALSE;
    }
  return written;
}

/**
 * querist_export_xlsx:
 * @result: the rows
 * @stream: where to; not closed
 * @progress: (nullable): told after every thousand rows
 * @progress_data: for @progress
 * @cancellable: (nullable): stops it
 * @error: return location
 *
 * Writes a workbook of one sheet (Office Open XML, ECMA-376). It is put together in a temporary
 * file, since the format's directory stands at its end.
 *
 * Returns: whether all was written
 */
gboolean
querist_export_xlsx (QueristResult      *result,
                     GOutputStream      *stream,
                     QueristProgressFunc progress,
                     gpointer            progress_data,
                     GCancellable       *cancellable,
                     GError            **error)
{
  g_autofree char *path = NULL;
  g_autoptr(GFile) file = NULL;
  g_autoptr(GFileInputStream) input = NULL;
  gboolean written = FALSE;
  int fd;

  if (!check_limits (result, error))
    return FALSE;
  fd = g_file_open_tmp ("querist-XXXXXX.xlsx", &path, error);
  if (fd < 0)
    return FALSE;
  close (fd);
  file = g_file_new_for_path (path);
  if (write_book (result, path, progress, progress_data, cancellable, error) &&
      (input = g_file_read (file, cancellable, error)) != NULL)
    written = g_output_stream_splice (stream, G_INPUT_STREAM (input),
                                      G_OUTPUT_STREAM_SPLICE_CLOSE_SOURCE, cancellable,
                                      error) >= 0;
  g_unlink (path);
  return written;
}
