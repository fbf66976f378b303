/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-load-drift.h"

#include "querist-csv-reader.h"
#include "querist-project.h"

/* A recipe counts columns; next month's file may have them in another order, or have more or fewer.
 * Its header says so, and rows must not slip into the wrong columns without a word. */

/* Where @label stands in @header, the first place that is not in @used; -1 if nowhere. */
static int
find_label (const char *const *header,
            const char        *label,
            const gboolean    *used)
{
  for (int i = 0; header[i] != NULL; i++)
    {
      if (!used[i] && g_str_equal (header[i], label))
        return i;
    }
  return -1;
}

static void
note_new_columns (const char        *file_name,
                  const char *const *header,
                  const gboolean    *used,
                  GPtrArray         *notes)
{
  for (guint i = 0; header[i] != NULL; i++)
    {
      if (!used[i])
        g_ptr_array_add (notes, g_strdup_printf ("Column “%s” of %s is new and is left out: read "
                                                 "the file again and add a field for it",
                                                 header[i], file_name));
    }
}

static gboolean
set_missing_error (GError            **error,
                   const char         *file_name,
                   const char         *label,
                   const char *const  *header)
{
  g_autofree char *present = g_strjoinv (", ", (GStrv) header);

  g_set_error (error, QUERIST_PROJECT_ERROR, QUERIST_PROJECT_ERROR_SOURCE,
               "%s has no column “%s” any more, it has: %s. Mend the file, or read it again and "
               "review the schema", file_name, label, present);
  return FALSE;
}

static gboolean
follow (QueristLoadFile    *self,
        const char *const  *header,
        GPtrArray          *notes,
        GError            **error)
{
  guint n_columns = g_strv_length ((GStrv) header);
  const char *const *labels = (const char *const *) self->labels;
  guint n_labels = g_strv_length (self->labels);
  g_autofree gboolean *used = g_new0 (gboolean, n_columns + 1);
  g_autofree int *places = g_new0 (int, n_labels + 1);
  g_autofree char *file_name = g_filename_display_basename (self->path);

  for (guint i = 0; i < n_labels; i++)
    {
      places[i] = find_label (header, labels[i], used);
      if (places[i] >= 0)
        used[places[i]] = TRUE;
    }
  for (guint i = 0; i < self->columns->len; i++)
    {
      QueristLoadColumn *column = self->columns->pdata[i];

      if (places[column->source] < 0)
        return set_missing_error (error, file_name, labels[column->source], header);
      column->source = places[column->source];
    }
  note_new_columns (file_name, header, used, notes);
  self->n_columns = n_columns;
  g_strfreev (self->labels);
  self->labels = g_strdupv ((GStrv) header);
  return TRUE;
}

/* Fits the columns of @self, with labels as they were when the file was read, to the header that
 * the file has now. Columns that have moved are followed, new ones told in @notes, and one
 * that is gone is an error. Reads the head of the file. */
gboolean
querist_load_file_follow_header (QueristLoadFile    *self,
                                 GPtrArray          *notes,
                                 GError            **error)
{
  g_autoptr(QueristCsvReader) reader = NULL;
  const char *const *header;

  if (self->labels == NULL)
    return TRUE;
  reader = querist_csv_reader_open (self->path, self->dialect, 0, error);
  if (reader == NULL)
    return FALSE;
  header = querist_csv_reader_get_labels (reader);
  if (header == NULL || g_strv_equal (header, (const char *const *) self->labels))
    return TRUE;
  return follow (self, header, notes, error);
}
