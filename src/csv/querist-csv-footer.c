/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-csv-footer.h"

#include <string.h>

#include "querist-csv-score.h"

/* Records whose first field is looked at. */
#define N_SAMPLE 100
/* With fewer records or columns there is nothing to tell a footer by. */
#define MIN_RECORDS 3
#define MIN_COLUMNS 3

/* How totals and notes begin; in lower case. */
static const char *const total_words[] = {
  "total",     "totals",   "grand total", "subtotal", "sub-total",    "sum",     "overall",
  "summe",     "gesamt",   "insgesamt",   "somme",    "total général", "totale",  "totaal",
  "suma",      "soma",     "summa",       "razem",    "итого",        "всего",   "合計", "总计",
};
static const char *const note_words[] = {
  "source",  "sources", "note",       "notes",  "footnote", "quelle",   "hinweis", "anmerkung",
  "fuente",  "nota",    "notas",      "fonte",  "bron",     "källa",    "remark",  "remarks",
  "legend",  "disclaimer", "copyright", "©",    "generated", "exported", "printed", "end of report",
  "end of file", "eof",
};

/**
 * querist_csv_body_add:
 * @self: what is known of the records
 * @cells: a record of the table
 * @n_cells: its fields
 *
 * Takes one more record into account.
 */
void
querist_csv_body_add (QueristCsvBody       *self,
                      const QueristCsvCell *cells,
                      guint                 n_cells)
{
  if (n_cells < MIN_COLUMNS)
    return;
  if (self->n_records < N_SAMPLE)
    {
      self->n_records++;
      self->n_typed += querist_csv_look (&cells[0]) == QUERIST_CSV_LOOK_TYPED;
    }
  if (cells[1].length == 0 && !self->sparse)
    {
      guint n = 2;

      while (n < n_cells && cells[n].length == 0)
        n++;
      self->sparse = n == n_cells;
    }
}

static gboolean
begins_with (const QueristCsvCell *cell,
             const char *const    *words,
             guint                 n_words)
{
  g_autofree char *valid = g_utf8_make_valid (cell->text, MIN (cell->length, 60));
  g_autofree char *lower = g_utf8_strdown (g_strchug (valid), -1);

  for (guint i = 0; i < n_words; i++)
    {
      if (g_str_has_prefix (lower, words[i]) &&
          !g_unichar_isalnum (g_utf8_get_char (lower + strlen (words[i]))))
        return TRUE;
    }
  return FALSE;
}

/* Whether a record can stand below the table only: it is empty; a total, with some fields empty; or
 * a text in the first field alone, where no other record is like that. */
static gboolean
is_below (const QueristCsvBody *self,
          const QueristCsvCell *cells,
          guint                 n_cells)
{
  guint n_filled = 0, first = 0;

  for (guint i = n_cells; i > 0; i--)
    {
      if (cells[i - 1].length == 0)
        continue;
      n_filled++;
      first = i - 1;
    }
  if (n_filled == 0)
    return TRUE;
  if (n_filled == n_cells || querist_csv_look (&cells[first]) != QUERIST_CSV_LOOK_TEXT)
    return FALSE;
  if (begins_with (&cells[first], total_words, G_N_ELEMENTS (total_words)))
    return TRUE;
  return n_filled == 1 && first == 0 && !self->sparse &&
         (self->n_typed * 10 >= self->n_records * 9 ||
          begins_with (&cells[0], note_words, G_N_ELEMENTS (note_words)));
}

/**
 * querist_csv_body_ends_at:
 * @self: what is known of the records
 * @splitter: how records are split
 * @text: where a record begins
 * @end: the end of the file
 * @n_columns: columns of the table
 *
 * Returns: whether this record and all that follow are a footer: totals, notes, empty rows
 */
gboolean
querist_csv_body_ends_at (const QueristCsvBody     *self,
                          const QueristCsvSplitter *splitter,
                          const char               *text,
                          const char               *end,
                          guint                     n_columns)
{
  g_autoptr(GArray) cells = NULL;
  QueristCsvSplit split = { 0 };

  if (n_columns < MIN_COLUMNS || self->n_records < MIN_RECORDS)
    return FALSE;
  split.cells = cells = g_array_new (FALSE, FALSE, sizeof (QueristCsvCell));
  while (text < end)
    {
      if (querist_csv_split (splitter, text, end, TRUE, &split) != QUERIST_CSV_SPLIT_RECORD)
        return FALSE;
      /* records of another width are none of the table's */
      if (cells->len == n_columns &&
          !is_below (self, (const QueristCsvCell *) (gpointer) cells->data, n_columns))
        return FALSE;
      text = split.next;
    }
  return TRUE;
}
