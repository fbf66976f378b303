/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-result-columns.h"

#include <string.h>

/* What the values of a column have been so far. */
typedef struct {
  gboolean integers;
  gboolean big;
  gboolean reals;
  gboolean texts;
  gboolean blobs;
  gboolean all_dates;
} Observation;

struct _QueristColumnObserver {
  sqlite3_stmt *statement;
  guint         n_columns;
  Observation   seen[];
};

/* The first match counts, as in SQLite's own rules for affinity. */
static const struct {
  const char    *part;
  QueristScalar  type;
} declared_types[] = {
  { "BOOL", QUERIST_SCALAR_BOOLEAN },   { "BIGINT", QUERIST_SCALAR_BIG_INT },
  { "INT", QUERIST_SCALAR_INT },        { "DATE", QUERIST_SCALAR_DATE_TIME },
  { "TIME", QUERIST_SCALAR_DATE_TIME }, { "JSON", QUERIST_SCALAR_JSON },
  { "DEC", QUERIST_SCALAR_DECIMAL },    { "NUMERIC", QUERIST_SCALAR_DECIMAL },
  { "REAL", QUERIST_SCALAR_FLOAT },     { "FLOA", QUERIST_SCALAR_FLOAT },
  { "DOUB", QUERIST_SCALAR_FLOAT },     { "BLOB", QUERIST_SCALAR_BYTES },
  { "CHAR", QUERIST_SCALAR_STRING },    { "TEXT", QUERIST_SCALAR_STRING },
  { "CLOB", QUERIST_SCALAR_STRING },
};

static gboolean
declared_type (const char    *declaration,
               QueristScalar *type)
{
  g_autofree char *upper = declaration != NULL ? g_ascii_strup (declaration, -1) : NULL;

  for (guint i = 0; upper != NULL && i < G_N_ELEMENTS (declared_types); i++)
    {
      if (strstr (upper, declared_types[i].part) != NULL)
        {
          *type = declared_types[i].type;
          return TRUE;
        }
    }
  return FALSE;
}

/* Whether a text begins with YYYY-MM-DD and goes on, if at all, with a time. */
static gboolean
looks_like_date (const char *text,
                 int         length)
{
  static const char pattern[] = "0000-00-00";

  if (length < 10 || length > 35 || (length > 10 && text[10] != ' ' && text[10] != 'T'))
    return FALSE;
  for (guint i = 0; i < 10; i++)
    {
      if (pattern[i] == '0' ? !g_ascii_isdigit (text[i]) : text[i] != pattern[i])
        return FALSE;
    }
  return TRUE;
}

/**
 * querist_column_observer_new:
 * @statement: a prepared statement
 *
 * Returns: (transfer full): an observer, to be given to querist_column_observer_finish()
 */
QueristColumnObserver *
querist_column_observer_new (sqlite3_stmt *statement)
{
  guint n_columns = sqlite3_column_count (statement);
  QueristColumnObserver *self =
    g_malloc0 (sizeof (QueristColumnObserver) + n_columns * sizeof (Observation));

  self->statement = statement;
  self->n_columns = n_columns;
  for (guint i = 0; i < n_columns; i++)
    self->seen[i].all_dates = TRUE;
  return self;
}

/**
 * querist_column_observer_see_row:
 * @self: an observer
 *
 * Notes the row that the statement stands on.
 */
void
querist_column_observer_see_row (QueristColumnObserver *self)
{
  for (guint i = 0; i < self->n_columns; i++)
    {
      Observation *seen = &self->seen[i];
      gint64 number;

      switch (sqlite3_column_type (self->statement, i))
        {
        case SQLITE_INTEGER:
          number = sqlite3_column_int64 (self->statement, i);
          seen->integers = TRUE;
          seen->big |= number < G_MININT32 || number > G_MAXINT32;
          break;
        case SQLITE_FLOAT:
          seen->reals = TRUE;
          break;
        case SQLITE_TEXT:
          seen->texts = TRUE;
          if (seen->all_dates)
            seen->all_dates =
              looks_like_date ((const char *) sqlite3_column_text (self->statement, i),
                               sqlite3_column_bytes (self->statement, i));
          break;
        case SQLITE_BLOB:
          seen->blobs = TRUE;
          break;
        default:
          break;
        }
    }
}

static QueristScalar
observed_type (const Observation *seen)
{
  if (seen->texts)
    return seen->all_dates && !seen->integers && !seen->reals ? QUERIST_SCALAR_DATE_TIME
                                                              : QUERIST_SCALAR_STRING;
  if (seen->blobs)
    return QUERIST_SCALAR_BYTES;
  if (seen->reals)
    return QUERIST_SCALAR_FLOAT;
  if (seen->integers)
    return seen->big ? QUERIST_SCALAR_BIG_INT : QUERIST_SCALAR_INT;
  return QUERIST_SCALAR_STRING;
}

static void
column_free (gpointer data)
{
  QueristResultColumn *column = data;

  g_free (column->name);
  g_free (column);
}

static QueristResultColumn *
describe_column (QueristColumnObserver *self,
                 guint                  index)
{
  const Observation *seen = &self->seen[index];
  const char *name = sqlite3_column_name (self->statement, index);
  QueristResultColumn *column = g_new0 (QueristResultColumn, 1);

  column->name = g_utf8_make_valid (name != NULL ? name : "", -1);
  if (!declared_type (sqlite3_column_decltype (self->statement, index), &column->type))
    column->type = observed_type (seen);
  if (seen->integers || seen->reals || seen->texts || seen->blobs)
    column->numeric = !seen->texts && !seen->blobs;
  else
    column->numeric = querist_scalar_is_number (column->type);
  return column;
}

/**
 * querist_column_observer_finish:
 * @self: (transfer full): an observer
 *
 * Returns: (transfer full) (element-type QueristResultColumn): the columns as they turned out
 */
GPtrArray *
querist_column_observer_finish (QueristColumnObserver *self)
{
  GPtrArray *columns = g_ptr_array_new_with_free_func (column_free);

  for (guint i = 0; i < self->n_columns; i++)
    g_ptr_array_add (columns, describe_column (self, i));
  g_free (self);
  return columns;
}
