/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-csv-value.h"

#include <math.h>
#include <string.h>

#include "querist-csv-date.h"
#include "querist-csv-number.h"
#include "querist-csv-words.h"
#include "querist-json.h"
#include "querist-text.h"

struct _QueristConverter
{
  QueristScalar    type;
  char            *format;
  GStrv            nulls;
  gboolean         nulls_given;
  gboolean         is_text;
  char             decimal;
  QueristDateOrder order;
  gboolean         with_time;
  gboolean         to_utc;
  char             buffer[QUERIST_MOMENT_LENGTH];
};

/**
 * querist_converter_new:
 * @type: the type of the column
 * @format: (nullable): how its texts are written, see QueristColumnProfile.format
 * @dialect: how the file is written
 *
 * What a field becomes in the database:
 *
 * - An empty field without quotes is no value. One in quotes is an empty text in a String column,
 *   and no value in any other.
 * - A text of @dialect->nulls is no value, unless @format is "verbatim". In a column that is not
 *   String, the usual words for "no value" are, too, unless a person gave the nulls.
 * - Int and BigInt become integers. Decimal becomes an integer or the nearest double; a number
 *   whose digits a double would change stays text. Float becomes a double. A percentage is the
 *   number before its sign. Thousands separators and currencies are taken off.
 * - Boolean becomes 1 or 0.
 * - DateTime becomes "YYYY-MM-DD" where @format has no time, else "YYYY-MM-DD HH:MM:SS" with the
 *   fraction of a second as it stands; both sort by time. A moment with an offset from UTC is
 *   converted to UTC.
 * - Json is checked and kept as it stands; String and Bytes are kept as they stand.
 *
 * Returns: (transfer full): a converter for the fields of one column
 */
QueristConverter *
querist_converter_new (QueristScalar            type,
                       const char              *format,
                       const QueristCsvDialect *dialect)
{
  QueristConverter *self = g_new0 (QueristConverter, 1);

  self->type = type;
  self->format = g_strdup (format);
  self->is_text = type == QUERIST_SCALAR_STRING || type == QUERIST_SCALAR_BYTES;
  if (dialect->nulls != NULL && dialect->nulls[0] != NULL && g_strcmp0 (format, "verbatim") != 0)
    self->nulls = g_strdupv (dialect->nulls);
  self->nulls_given = (dialect->given & QUERIST_CSV_NULLS) != 0;
  self->decimal = '.';
  if ((format != NULL && strstr (format, "decimal comma") != NULL) ||
      ((dialect->given & QUERIST_CSV_DECIMAL) && dialect->decimal == ','))
    self->decimal = ',';
  self->order = QUERIST_DATE_YMD;
  self->with_time = TRUE;
  if (format != NULL && querist_date_format_parse (format, &self->order, &self->with_time))
    self->to_utc = strstr (format, "%z") != NULL;
  else if (dialect->date_format != NULL)
    querist_date_format_parse (dialect->date_format, &self->order, &self->with_time);
  return self;
}

/**
 * querist_converter_free:
 * @self: (nullable) (transfer full): a converter
 */
void
querist_converter_free (QueristConverter *self)
{
  if (self == NULL)
    return;
  g_free (self->format);
  g_strfreev (self->nulls);
  g_free (self);
}

static gboolean
is_given_null (const QueristConverter *self,
               const QueristCsvCell   *cell)
{
  for (guint i = 0; self->nulls != NULL && self->nulls[i] != NULL; i++)
    {
      if (self->nulls[i][0] == cell->text[0] && strlen (self->nulls[i]) == cell->length &&
          memcmp (self->nulls[i], cell->text, cell->length) == 0)
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_blank (const QueristCsvCell *cell)
{
  for (gsize i = 0; i < cell->length; i++)
    {
      if (cell->text[i] != ' ' && cell->text[i] != '\t')
        return FALSE;
    }
  return TRUE;
}

static gboolean
set_null (QueristValue *value,
          gboolean      nulled)
{
  value->kind = QUERIST_VALUE_NULL;
  value->nulled = nulled;
  return TRUE;
}

static gboolean
set_integer (QueristValue *value,
             gint64        integer)
{
  value->kind = QUERIST_VALUE_INTEGER;
  value->integer = integer;
  return TRUE;
}

static gboolean
set_text (QueristValue *value,
          const char   *text,
          gsize         length)
{
  value->kind = QUERIST_VALUE_TEXT;
  value->text = text;
  value->length = length;
  return TRUE;
}

/* The commonest field of all: up to 18 digits, no leading zero. */
static gboolean
parse_small_integer (const QueristCsvCell *cell,
                     gint64               *integer)
{
  const char *p = cell->text, *end = p + cell->length;
  gboolean negative = cell->length > 1 && *p == '-';
  gint64 n = 0;

  p += negative;
  if (end - p > 18 || (*p == '0' && (end - p > 1 || negative)))
    return FALSE;
  for (; p < end; p++)
    {
      if (!g_ascii_isdigit (*p))
        return FALSE;
      n = n * 10 + (*p - '0');
    }
  *integer = negative ? -n : n;
  return TRUE;
}

static gboolean
in_range (const QueristConverter *self,
          gint64                  integer)
{
  return self->type != QUERIST_SCALAR_INT || (integer >= G_MININT32 && integer <= G_MAXINT32);
}

#define LOSSY_TRAITS                                                                              \
  (QUERIST_NUMBER_CODE | QUERIST_NUMBER_PLUS | QUERIST_NUMBER_PERCENT | QUERIST_NUMBER_CURRENCY | \
   QUERIST_NUMBER_PARENTHESES | QUERIST_NUMBER_GROUPS | QUERIST_NUMBER_COMMA_OPEN |               \
   QUERIST_NUMBER_INEXACT | QUERIST_NUMBER_HUGE)

static gboolean
convert_integer (const QueristConverter *self,
                 const QueristCsvCell   *cell,
                 QueristValue           *value)
{
  QueristNumber number;
  gint64 integer;

  if (parse_small_integer (cell, &integer))
    return in_range (self, integer) && set_integer (value, integer);
  if (!querist_number_parse (cell->text, cell->length, self->decimal, &number))
    return FALSE;
  if (!number.is_integer)
    {
      /* "3.0": what some programs make of a whole number in a column with missing values */
      if (!(number.traits & QUERIST_NUMBER_FRACTION) || fabs (number.real) > 1e15 ||
          number.real != trunc (number.real))
        return FALSE;
      number.integer = (gint64) number.real;
      value->lossy = TRUE;
    }
  value->lossy |= (number.traits & LOSSY_TRAITS) != 0;
  return in_range (self, number.integer) && set_integer (value, number.integer);
}

static gboolean
convert_real (const QueristConverter *self,
              const QueristCsvCell   *cell,
              QueristValue           *value)
{
  QueristNumber number;
  gboolean decimal = self->type == QUERIST_SCALAR_DECIMAL;

  if (!querist_number_parse (cell->text, cell->length, self->decimal, &number))
    return FALSE;
  value->lossy = (number.traits & LOSSY_TRAITS) != 0;
  if (decimal && number.is_integer)
    return set_integer (value, number.integer);
  if (decimal && (number.traits & (QUERIST_NUMBER_INEXACT | QUERIST_NUMBER_HUGE)))
    {
      value->lossy = FALSE;
      return set_text (value, cell->text, cell->length);
    }
  value->kind = QUERIST_VALUE_REAL;
  value->real = number.real;
  return TRUE;
}

static gboolean
convert_boolean (const QueristCsvCell *cell,
                 QueristValue         *value)
{
  guint true_of, false_of;

  if (cell->length == 1 && (cell->text[0] == '0' || cell->text[0] == '1'))
    return set_integer (value, cell->text[0] - '0');
  if (!querist_csv_is_truth_word (cell->text, cell->length, &true_of, &false_of))
    return FALSE;
  return set_integer (value, true_of != 0);
}

static gboolean
convert_date (QueristConverter     *self,
              const QueristCsvCell *cell,
              QueristValue         *value)
{
  QueristDateText date;
  QueristMoment moment;

  if (!querist_date_parse (cell->text, cell->length, &date) &&
      !querist_date_parse_digits (cell->text, cell->length, &date))
    return FALSE;
  if (!querist_date_to_moment (&date, self->order, &moment) ||
      (date.has_time && !self->with_time))
    return FALSE;
  value->lossy = date.offset != 0;
  return set_text (value, self->buffer,
                   querist_moment_print (&moment, self->with_time, self->buffer));
}

static gboolean
convert_json (const QueristCsvCell *cell,
              QueristValue         *value)
{
  g_autoptr(JsonNode) node = querist_json_parse (cell->text, cell->length, NULL);

  return node != NULL && set_text (value, cell->text, cell->length);
}

/* Blanks around a field are part of a text only. */
static QueristCsvCell
trim (const QueristCsvCell *cell)
{
  QueristCsvCell trimmed = *cell;

  while (trimmed.length > 0 && *trimmed.text == ' ')
    {
      trimmed.text++;
      trimmed.length--;
    }
  while (trimmed.length > 0 && trimmed.text[trimmed.length - 1] == ' ')
    trimmed.length--;
  return trimmed;
}

static gboolean
convert_typed (QueristConverter     *self,
               const QueristCsvCell *cell,
               QueristValue         *value)
{
  switch (self->type)
    {
    case QUERIST_SCALAR_INT:
    case QUERIST_SCALAR_BIG_INT:
      return convert_integer (self, cell, value);
    case QUERIST_SCALAR_FLOAT:
    case QUERIST_SCALAR_DECIMAL:
      return convert_real (self, cell, value);
    case QUERIST_SCALAR_BOOLEAN:
      return convert_boolean (cell, value);
    case QUERIST_SCALAR_DATE_TIME:
      return convert_date (self, cell, value);
    case QUERIST_SCALAR_JSON:
      return convert_json (cell, value);
    default:
      return set_text (value, cell->text, cell->length);
    }
}

/**
 * querist_converter_convert:
 * @self: a converter
 * @cell: a field
 * @value: (out): what the database keeps
 *
 * Returns: whether the field fits the column; if not, querist_converter_explain() tells why
 */
gboolean
querist_converter_convert (QueristConverter     *self,
                           const QueristCsvCell *cell,
                           QueristValue         *value)
{
  QueristCsvCell trimmed;

  value->nulled = value->lossy = FALSE;
  if (cell->length == 0)
    return cell->quoted && self->is_text ? set_text (value, cell->text, 0) : set_null (value, FALSE);
  if (self->nulls != NULL && is_given_null (self, cell))
    return set_null (value, TRUE);
  if (self->is_text)
    return set_text (value, cell->text, cell->length);
  trimmed = trim (cell);
  if (trimmed.length > 0 && convert_typed (self, &trimmed, value))
    return TRUE;
  value->lossy = FALSE;
  if (!self->nulls_given && querist_csv_is_null_word (cell->text, cell->length))
    return set_null (value, TRUE);
  return is_blank (cell) && set_null (value, FALSE);
}

static char *
expectation (const QueristConverter *self)
{
  switch (self->type)
    {
    case QUERIST_SCALAR_INT:
      return g_strdup ("a whole number between -2147483648 and 2147483647");
    case QUERIST_SCALAR_BIG_INT:
      return g_strdup ("a whole number of at most 64 bits");
    case QUERIST_SCALAR_FLOAT:
    case QUERIST_SCALAR_DECIMAL:
      return g_strdup (self->decimal == ',' ? "a number with a decimal comma" : "a number");
    case QUERIST_SCALAR_BOOLEAN:
      return g_strdup ("a truth value such as true or false, yes or no, 1 or 0");
    case QUERIST_SCALAR_DATE_TIME:
      return g_strdup_printf ("a date written as %s",
                              self->format != NULL ? self->format : "%Y-%m-%d");
    case QUERIST_SCALAR_JSON:
      return g_strdup ("valid JSON");
    default:
      return g_strdup ("a text");
    }
}

/**
 * querist_converter_explain:
 * @self: a converter
 * @cell: a field that it does not convert
 *
 * Returns: (transfer full): why, a sentence for a person
 */
char *
querist_converter_explain (QueristConverter     *self,
                           const QueristCsvCell *cell)
{
  g_autofree char *text = g_strndup (cell->text, MIN (cell->length, 400));
  g_autofree char *shown = querist_text_first_line (text, 40);
  g_autofree char *expected = expectation (self);

  return g_strdup_printf ("“%s” is not %s.", shown, expected);
}
