/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-cell-format.h"

#include <math.h>
#include <sqlite3.h>
#include <string.h>

#include "querist-text.h"

#define MAX_DECIMALS 6
#define MAX_CHARS 500
#define THIN_SPACE "\u202f"

/* Digits after the point as the database wrote the number, -1 for an exponent. */
static int
count_decimals (const char *text)
{
  const char *point = strchr (text, '.');

  if (strpbrk (text, "eE") != NULL)
    return -1;
  if (point == NULL || g_str_equal (point, ".0"))
    return 0;
  return strlen (point + 1);
}

/* Years, numbers of months and ids are names: "2 024" is no year. */
static gboolean
is_amount (const char *name)
{
  static const char *const names[] = { "id", "key", "code", "number", "no", "year", "month", "day",
                                       "week", "quarter", "hour", NULL };
  g_auto(GStrv) words = querist_text_words (name);
  guint n = g_strv_length (words);

  return n == 0 || !g_strv_contains (names, words[n - 1]);
}

/**
 * querist_cell_format_new:
 * @column: a result's column
 * @index: its number
 * @rows: (element-type QueristResultRow): some rows of the result
 *
 * Chooses how the column is shown. Fractions get the same number of digits, so that they line up;
 * if some of the values have very many, they are rounded for show (copies and exports are exact).
 *
 * Returns: the format
 */
QueristCellFormat
querist_cell_format_new (const QueristResultColumn *column,
                         guint                      index,
                         GPtrArray                 *rows)
{
  QueristCellFormat self = { .numeric = column->numeric, .decimals = 0 };
  double largest = 0;

  self.grouped = self.numeric && is_amount (column->name);
  for (guint i = 0; i < rows->len; i++)
    {
      QueristCell cell = querist_result_row_get_cell (g_ptr_array_index (rows, i), index);

      if (cell.type == SQLITE_FLOAT)
        {
          int decimals = count_decimals (cell.text);

          self.decimals = decimals < 0 ? G_MAXINT : MAX (self.decimals, decimals);
          largest = MAX (largest, fabs (cell.number));
        }
      if (cell.text != NULL)
        self.width = MAX (self.width, MIN (g_utf8_strlen (cell.text, -1), MAX_CHARS));
    }

  if (self.decimals == G_MAXINT && (largest < 0.001 || largest > 1e12))
    self.decimals = -1;
  else if (self.decimals > MAX_DECIMALS)
    self.decimals = largest < 1 ? 4 : 2;
  if (self.decimals > 0)
    self.width = CLAMP (self.width, 6, 16);
  return self;
}

static char *
group_digits (const char *number)
{
  gsize sign = *number == '-' ? 1 : 0;
  gsize digits = strspn (number + sign, "0123456789");
  GString *string = g_string_new (sign ? "\u2212" : NULL);

  for (gsize i = 0; i < digits; i++)
    {
      if (i > 0 && (digits - i) % 3 == 0)
        g_string_append (string, THIN_SPACE);
      g_string_append_c (string, number[sign + i]);
    }
  g_string_append (string, number + sign + digits);
  return g_string_free (string, FALSE);
}

/**
 * querist_cell_format_number:
 * @number: a number
 * @decimals: digits after the point, -1 for as many as it takes
 *
 * Returns: (transfer full): the number with its thousands set apart by a narrow space
 */
char *
querist_cell_format_number (double number,
                            int    decimals)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];
  char format[8];

  if (decimals < 0 || fabs (number) >= 1e15)
    g_ascii_formatd (buffer, sizeof buffer, "%.10g", number);
  else
    {
      g_snprintf (format, sizeof format, "%%.%df", MIN (decimals, MAX_DECIMALS));
      g_ascii_formatd (buffer, sizeof buffer, format, number);
    }
  return strchr (buffer, 'e') != NULL ? g_strdup (buffer) : group_digits (buffer);
}

/* One line, not too long: what a cell can show. */
static char *
flatten (const char *text)
{
  const char *end = text;
  char *flat;

  for (guint i = 0; i < MAX_CHARS && *end != '\0'; i++)
    end = g_utf8_next_char (end);
  flat = *end == '\0' ? g_strdup (text)
                      : g_strdup_printf ("%.*s…", (int) (end - text), text);
  return g_strdelimit (flat, "\n\r\t\v\f", ' ');
}

/**
 * querist_cell_format_text:
 * @self: the column's format
 * @cell: a value
 *
 * Returns: (transfer full): what the table shows for it
 */
char *
querist_cell_format_text (const QueristCellFormat *self,
                          const QueristCell       *cell)
{
  if (cell->text == NULL)
    return g_strdup ("NULL");
  if (cell->type == SQLITE_FLOAT && self->decimals >= 0 && fabs (cell->number) < 1e15)
    return querist_cell_format_number (cell->number, self->decimals);
  if (cell->type == SQLITE_INTEGER && self->grouped)
    return group_digits (cell->text);
  return flatten (cell->text);
}

/**
 * querist_cell_to_tsv:
 * @cell: a value
 *
 * Returns: (transfer full): the exact value for a line of tab-separated text, as spreadsheets take
 *   it: nothing for NULL, quoted where it holds tabs, line ends or a leading quote
 */
char *
querist_cell_to_tsv (const QueristCell *cell)
{
  g_auto(GStrv) parts = NULL;
  g_autofree char *doubled = NULL;

  if (cell->text == NULL)
    return g_strdup ("");
  if (*cell->text != '"' && strpbrk (cell->text, "\t\n\r") == NULL)
    return g_strdup (cell->text);
  parts = g_strsplit (cell->text, "\"", -1);
  doubled = g_strjoinv ("\"\"", parts);
  return g_strdup_printf ("\"%s\"", doubled);
}
