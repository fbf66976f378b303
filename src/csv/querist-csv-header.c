/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-csv-header.h"

#include <string.h>

/* Records looked at for the width of a table. */
#define N_SAMPLE 100
#define MAX_NAME 60

/**
 * querist_csv_header_cells:
 * @cells: fields of a header's row
 * @n_cells: their number
 *
 * Returns: (transfer full): their texts, blanks around them left out, valid UTF-8
 */
GStrv
querist_csv_header_cells (const QueristCsvCell *cells,
                          guint                 n_cells)
{
  GStrv texts = g_new0 (char *, n_cells + 1);

  for (guint i = 0; i < n_cells; i++)
    texts[i] = g_strstrip (g_utf8_make_valid (cells[i].text, cells[i].length));
  return texts;
}

/* The number of fields of a record, those that are empty at its end in @n_filled left out. */
static guint
measure (const QueristCsvSplit *split,
         guint                 *n_filled)
{
  guint n = split->cells->len;

  while (n > 0 && g_array_index (split->cells, QueristCsvCell, n - 1).length == 0)
    n--;
  *n_filled = n;
  return split->cells->len;
}

static guint
most_frequent (const guint *counts,
               guint        n)
{
  guint best = 0;

  for (guint i = 0; i < n; i++)
    {
      if (counts[i] > counts[best])
        best = i;
    }
  return best;
}

static guint
n_filled_labels (GPtrArray *rows)
{
  guint filled = 0;

  for (guint r = 0; r < rows->len; r++)
    {
      GStrv row = g_ptr_array_index (rows, r);
      guint n = g_strv_length (row);

      while (n > 0 && row[n - 1][0] == '\0')
        n--;
      filled = MAX (filled, n);
    }
  return filled;
}

/* A delimiter too many among the labels leaves an empty one. */
static gboolean
has_one_too_many (GPtrArray *rows,
                  guint      n_columns)
{
  GStrv row = g_ptr_array_index (rows, 0);
  guint n = 0;

  for (guint i = 0; row[i] != NULL; i++)
    n += row[i][0] != '\0';
  return rows->len == 1 && n == n_columns && g_strv_length (row) > n_columns;
}

/* Takes the empty labels out of a row. */
static void
squeeze (GStrv row)
{
  guint n = 0;

  for (guint i = 0; row[i] != NULL; i++)
    {
      if (row[i][0] != '\0')
        row[n++] = row[i];
      else
        g_free (row[i]);
    }
  row[n] = NULL;
}

/**
 * querist_csv_header_width:
 * @rows: (element-type GStrv): the header's rows
 * @splitter: how records are split
 * @comment: (nullable): how lines begin that are no records
 * @text: the first records
 * @end: end of the text at hand, padded
 * @final: whether the file ends there
 *
 * The width of the table is that of its header, unless most of the first records are wider (as R
 * writes a column of row names without a label). Fields that are empty in the header and in all
 * of these records come from delimiters at the ends of lines, and make no column.
 *
 * Returns: the number of columns, at least 1
 */
guint
querist_csv_header_width (GPtrArray                *rows,
                          const QueristCsvSplitter *splitter,
                          const char               *comment,
                          const char               *text,
                          const char               *end,
                          gboolean                  final)
{
  g_autoptr(GArray) cells = g_array_new (FALSE, FALSE, sizeof (QueristCsvCell));
  QueristCsvSplit split = { .cells = cells };
  guint labels = n_filled_labels (rows), widest = 0, n = 0, width;
  guint widths[N_SAMPLE] = { 0 }, votes[N_SAMPLE] = { 0 };

  while (n < N_SAMPLE && text < end &&
         querist_csv_split (splitter, text, end, final, &split) == QUERIST_CSV_SPLIT_RECORD)
    {
      guint n_filled, n_cells = measure (&split, &n_filled);

      if ((comment == NULL || !g_str_has_prefix (text, comment)) && split.length > 0)
        {
          widths[n++] = n_cells;
          widest = MAX (widest, n_filled);
        }
      text = split.next;
    }
  for (guint i = 0; i < n; i++)
    {
      for (guint j = 0; j < n; j++)
        votes[i] += widths[i] == widths[j];
    }
  if (n == 0)
    return MAX (labels, 1);
  width = widths[most_frequent (votes, n)];
  if (labels == 0)
    return MAX (width, 1);
  if (labels > width && has_one_too_many (rows, width))
    return width;
  if (labels >= width || widest <= labels)
    return labels;
  return width;
}

/**
 * querist_csv_header_labels:
 * @rows: (element-type GStrv): the header's rows, at least one
 * @n_columns: the width of the table
 *
 * Joins the rows of each column by a blank. A header that is one label short lacks the label of
 * the first column.
 *
 * Returns: (transfer full): @n_columns labels, maybe empty ones
 */
GStrv
querist_csv_header_labels (GPtrArray *rows,
                           guint      n_columns)
{
  GStrv labels = g_new0 (char *, n_columns + 1);
  guint n_labels = n_filled_labels (rows);
  guint shift;

  if (n_labels > n_columns && has_one_too_many (rows, n_columns))
    squeeze (g_ptr_array_index (rows, 0));
  shift = n_labels + 1 == n_columns && rows->len == 1 &&
          g_strv_length (g_ptr_array_index (rows, 0)) == n_labels;

  for (guint i = 0; i < n_columns; i++)
    {
      g_autoptr(GString) label = g_string_new (NULL);

      for (guint r = 0; r < rows->len; r++)
        {
          GStrv row = g_ptr_array_index (rows, r);
          const char *part = i >= shift && i - shift < g_strv_length (row) ? row[i - shift] : "";

          if (part[0] != '\0' && label->len > 0)
            g_string_append_c (label, ' ');
          g_string_append (label, part);
        }
      labels[i] = g_string_free (g_steal_pointer (&label), FALSE);
    }
  return labels;
}

/* Words of SQL that can't stand for a column without quotes; kept free for people who type SQL. */
static const char *const reserved[] = {
  "add", "all", "alter", "and", "as", "between", "case", "check", "collate", "column", "commit",
  "constraint", "create", "default", "delete", "distinct", "drop", "else", "escape", "except",
  "exists", "foreign", "from", "group", "having", "in", "index", "insert", "intersect", "into",
  "is", "join", "limit", "not", "null", "on", "or", "order", "primary", "references", "select",
  "set", "table", "then", "to", "transaction", "union", "unique", "update", "using", "values",
  "when", "where", NULL,
};

static char *
make_name (const char *label,
           guint       position)
{
  g_autofree char *ascii = g_str_to_ascii (label != NULL ? label : "", "C");
  g_autofree char *folded = NULL;
  g_autoptr(GString) name = g_string_new (NULL);

  for (const char *p = ascii; *p != '\0' && name->len < MAX_NAME; p++)
    {
      if (g_ascii_isalnum (*p) || *p == '_')
        g_string_append_c (name, *p);
      else if (name->len > 0 && name->str[name->len - 1] != '_')
        g_string_append_c (name, '_');
    }
  while (name->len > 0 && name->str[name->len - 1] == '_')
    g_string_truncate (name, name->len - 1);
  if (name->len == 0)
    return g_strdup_printf ("column_%u", position + 1);
  if (!g_ascii_isalpha (name->str[0]))
    g_string_prepend (name, name->str[0] == '_' ? "column" : "column_");
  folded = g_ascii_strdown (name->str, -1);
  if (g_strv_contains (reserved, folded))
    g_string_append_c (name, '_');
  return g_string_free (g_steal_pointer (&name), FALSE);
}

/**
 * querist_csv_header_names:
 * @labels: (nullable): what the header says
 * @n_columns: the width of the table
 *
 * Makes identifiers that every database takes without quotes: ASCII letters, digits and "_", a
 * letter first, at most some 60 characters, no two the same when case is ignored.
 *
 * Returns: (transfer full): @n_columns names
 */
GStrv
querist_csv_header_names (const char *const *labels,
                          guint              n_columns)
{
  g_autoptr(GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GStrv names = g_new0 (char *, n_columns + 1);

  for (guint i = 0; i < n_columns; i++)
    {
      g_autofree char *base = make_name (labels != NULL ? labels[i] : NULL, i);
      g_autofree char *key = g_ascii_strdown (base, -1);

      names[i] = g_strdup (base);
      for (guint n = 2; g_hash_table_contains (seen, key); n++)
        {
          g_free (names[i]);
          names[i] = g_strdup_printf ("%s_%u", base, n);
          g_free (key);
          key = g_ascii_strdown (names[i], -1);
        }
      g_hash_table_add (seen, g_steal_pointer (&key));
    }
  return names;
}
