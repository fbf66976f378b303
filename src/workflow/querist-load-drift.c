/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-load-drift.h"

#include <string.h>

#include "querist-csv-profile.h"
#include "querist-csv-value.h"
#include "querist-drift-sample.h"
#include "querist-text.h"

/* A recipe counts columns; next month's file may have them in another order, have more or fewer, or
 * call them something else. Its header says so, and rows must not slip into the wrong columns
 * without a word. */

/* From here on a column's values are taken for changed, and not for some that are wrong. */
#define MIN_CHANGED 0.1
/* With more, hardly a row would be left of those that are to take the place of others. */
#define MAX_REJECTED 0.5
/* Share of the values that must fit before a column is taken for one of another name. */
#define MIN_RENAMED 0.9
/* Columns that are compared with each other to find out which was renamed. Of more, each is only
 * held against the one in its place. */
#define MAX_COMPARED 20
/* Columns that a message lists. */
#define MAX_LISTED 20

/* A file on its way from what it was to what it is. */
typedef struct {
  QueristLoadFile      *file;
  const QueristTable   *table;
  const char *const    *header;
  guint                 n_header;
  gboolean             *used;
  int                  *places; /* of the recipe's columns of the file, -1 for those that are gone */
  char                 *name;
  GPtrArray            *drift;
} Fit;

/**
 * querist_drift_free:
 * @self: (transfer full) (nullable): a drift
 */
void
querist_drift_free (QueristDrift *self)
{
  if (self == NULL)
    return;
  g_free (self->path);
  g_free (self->column);
  g_free (self->now);
  g_free (self->message);
  g_free (self);
}

/**
 * querist_drift_kind_to_string:
 * @kind: what has changed
 *
 * Returns: its name for programs: "new-column", "type" …
 */
const char *
querist_drift_kind_to_string (QueristDriftKind kind)
{
  static const char *const names[] = { "new-column", "missing-column", "renamed-column",
                                       "missing-header", "type", "category" };

  return names[kind];
}

static QueristDrift *
add_drift (Fit              *self,
           QueristDriftKind  kind,
           const char       *column,
           const char       *now,
           char             *message)
{
  QueristDrift *drift = g_new0 (QueristDrift, 1);

  drift->kind = kind;
  drift->blocks = kind == QUERIST_DRIFT_MISSING_COLUMN || kind == QUERIST_DRIFT_RENAMED_COLUMN ||
                  kind == QUERIST_DRIFT_MISSING_HEADER;
  drift->path = g_strdup (self->file->path);
  drift->column = g_strdup (column);
  drift->now = g_strdup (now);
  drift->message = message;
  g_ptr_array_add (self->drift, drift);
  return drift;
}

/* Where @label stands in the header, the first place that is not taken; -1 if nowhere. */
static int
find_label (const Fit  *self,
            const char *label)
{
  for (guint i = 0; i < self->n_header; i++)
    {
      if (!self->used[i] && g_str_equal (self->header[i], label))
        return i;
    }
  return -1;
}

static guint
find_places (Fit *self)
{
  guint n_found = 0;

  for (guint i = 0; i < self->file->n_columns; i++)
    {
      self->places[i] = find_label (self, self->file->labels[i]);
      if (self->places[i] < 0)
        continue;
      self->used[self->places[i]] = TRUE;
      n_found++;
    }
  return n_found;
}

/* ---- A header that is gone ---- */

/* Whether the header's texts are values of the columns in whose place they stand. Texts may be
 * anything, so that it takes another type to tell. */
static gboolean
header_is_data (const Fit *self)
{
  guint n_telling = 0;

  if (self->n_header != self->file->n_columns)
    return FALSE;
  for (guint i = 0; i < self->file->columns->len; i++)
    {
      const QueristLoadColumn *column = g_ptr_array_index (self->file->columns, i);
      const QueristColumn *target = querist_table_find_column (self->table, column->target);
      const char *text = self->header[column->source];
      const QueristCsvCell cell = { text, strlen (text), FALSE };
      g_autoptr(QueristConverter) converter = NULL;
      QueristValue value;

      if (target == NULL)
        continue;
      converter = querist_converter_new (target->type, column->format, self->file->dialect);
      if (!querist_converter_convert (converter, &cell, &value))
        return FALSE;
      n_telling += target->type != QUERIST_SCALAR_STRING && value.kind != QUERIST_VALUE_NULL;
    }
  return n_telling > 0;
}

static void
take_by_place (Fit *self)
{
  add_drift (self, QUERIST_DRIFT_MISSING_HEADER, NULL, NULL,
             g_strdup_printf ("%s has no header any more: its first row holds data. Its columns "
                              "can be taken by their place", self->name));
  self->file->dialect->header_rows = 0;
}

/* ---- Columns that are called something else ---- */

static gboolean
names_are_similar (const char *a,
                   const char *b)
{
  g_autofree char *left = querist_text_snake_case (a);
  g_autofree char *right = querist_text_snake_case (b);
  gsize longer = MAX (strlen (left), strlen (right));

  if (*left == '\0' || *right == '\0')
    return FALSE;
  return strstr (left, right) != NULL || strstr (right, left) != NULL ||
         querist_text_edit_distance (left, right) * 3 <= longer;
}

static gboolean
is_in_place (const Fit *self,
             guint      column,
             guint      place)
{
  return column == place && self->n_header == self->file->n_columns;
}

/* How much speaks for a column being that of another name: its place, its name, never its values
 * alone. */
static guint
rename_score (const Fit *self,
              guint      column,
              guint      place)
{
  return (names_are_similar (self->file->labels[column], self->header[place]) ? 2 : 0) +
         (is_in_place (self, column, place) ? 1 : 0);
}

static guint
count_missing (const Fit *self)
{
  guint n = 0;

  for (guint i = 0; i < self->file->n_columns; i++)
    n += self->places[i] < 0;
  return n;
}

static GPtrArray *
compare_columns (Fit           *self,
                 GCancellable  *cancellable,
                 GError       **error)
{
  g_autoptr(GPtrArray) pairs =
    g_ptr_array_new_with_free_func ((GDestroyNotify) querist_drift_pair_free);
  g_autoptr(QueristLoadFile) sampled =
    querist_load_file_new (self->file->path, self->file->table, self->file->dialect,
                           self->n_header);
  gboolean many = count_missing (self) > MAX_COMPARED;

  for (guint i = 0; i < self->file->columns->len; i++)
    {
      const QueristLoadColumn *column = g_ptr_array_index (self->file->columns, i);

      for (guint j = 0; j < self->n_header && self->places[column->source] < 0; j++)
        {
          QueristDriftPair *pair;
          guint score;

          if (self->used[j] || (many && !is_in_place (self, column->source, j)))
            continue;
          score = rename_score (self, column->source, j);
          if (score == 0)
            continue;
          pair = querist_drift_pair_new (j, column, self->table, self->file->dialect);
          pair->score = score;
          g_ptr_array_add (pairs, pair);
        }
    }
  if (pairs->len > 0 && !querist_drift_sample (sampled, pairs, cancellable, error))
    return NULL;
  return g_steal_pointer (&pairs);
}

static const QueristDriftPair *
find_best (const Fit *self,
           GPtrArray *pairs)
{
  const QueristDriftPair *best = NULL;

  for (guint i = 0; i < pairs->len; i++)
    {
      const QueristDriftPair *pair = g_ptr_array_index (pairs, i);

      if (self->places[pair->column->source] >= 0 || self->used[pair->place] ||
          querist_drift_pair_fits (pair) < MIN_RENAMED ||
          (best != NULL && pair->score <= best->score))
        continue;
      best = pair;
    }
  return best;
}

static gboolean
find_renamed (Fit           *self,
              GCancellable  *cancellable,
              GError       **error)
{
  g_autoptr(GPtrArray) pairs = compare_columns (self, cancellable, error);
  const QueristDriftPair *pair;

  while (pairs != NULL && (pair = find_best (self, pairs)) != NULL)
    {
      const char *column = self->file->labels[pair->column->source];
      const char *now = self->header[pair->place];

      self->places[pair->column->source] = pair->place;
      self->used[pair->place] = TRUE;
      add_drift (self, QUERIST_DRIFT_RENAMED_COLUMN, column, now,
                 g_strdup_printf ("Column “%s” of %s seems to be called “%s” now, and would be "
                                  "taken for that", column, self->name, now));
    }
  return pairs != NULL;
}

/* ---- Columns that came and went ---- */

static char *
list_header (const Fit *self)
{
  GString *list = g_string_new (NULL);

  for (guint i = 0; i < self->n_header && i < MAX_LISTED; i++)
    g_string_append_printf (list, "%s%s", i > 0 ? ", " : "", self->header[i]);
  if (self->n_header > MAX_LISTED)
    g_string_append_printf (list, " … (%u columns)", self->n_header);
  return g_string_free (list, FALSE);
}

static void
drop_missing (Fit *self)
{
  g_autofree char *present = list_header (self);

  for (guint i = 0; i < self->file->columns->len;)
    {
      QueristLoadColumn *column = g_ptr_array_index (self->file->columns, i);
      const char *label = self->file->labels[column->source];

      if (self->places[column->source] >= 0)
        {
          column->source = self->places[column->source];
          i++;
          continue;
        }
      add_drift (self, QUERIST_DRIFT_MISSING_COLUMN, label, NULL,
                 g_strdup_printf ("%s has no column “%s” any more, so that its values would be "
                                  "empty; it has: %s", self->name, label, present));
      querist_load_file_remove (self->file, i);
    }
}

static gboolean
is_filled (const Fit           *self,
           const QueristColumn *column)
{
  for (guint i = 0; i < self->file->columns->len; i++)
    {
      const QueristLoadColumn *filled = g_ptr_array_index (self->file->columns, i);

      if (g_str_equal (filled->target, column->name))
        return TRUE;
    }
  return FALSE;
}

/* The column of the table that was added for @label since; NULL if none was. */
static const QueristColumn *
find_field (const Fit  *self,
            const char *label)
{
  g_autofree char *wanted = querist_text_snake_case (label);

  for (guint i = 0; *wanted != '\0' && i < self->table->columns->len; i++)
    {
      const QueristColumn *column = g_ptr_array_index (self->table->columns, i);
      g_autofree char *name = querist_text_snake_case (column->name);

      if (g_str_equal (name, wanted) && !is_filled (self, column))
        return column;
    }
  return NULL;
}

static void
take_new (Fit *self)
{
  for (guint i = 0; i < self->n_header; i++)
    {
      const QueristColumn *field = self->used[i] ? NULL : find_field (self, self->header[i]);

      if (self->used[i])
        continue;
      if (field != NULL)
        querist_load_file_add (self->file, i, field->name, NULL);
      add_drift (self, QUERIST_DRIFT_NEW_COLUMN, self->header[i], NULL,
                 field != NULL
                   ? g_strdup_printf ("Column “%s” of %s is new and is loaded into “%s”",
                                      self->header[i], self->name, field->name)
                   : g_strdup_printf ("Column “%s” of %s is new and is left out; add a field of "
                                      "this name to the schema to load it",
                                      self->header[i], self->name));
    }
}

static gboolean
follow_header (Fit           *self,
               GCancellable  *cancellable,
               GError       **error)
{
  if (find_places (self) == 0 && header_is_data (self))
    {
      take_by_place (self);
      return TRUE;
    }
  if (!find_renamed (self, cancellable, error))
    return FALSE;
  drop_missing (self);
  self->file->n_columns = self->n_header;
  g_strfreev (self->file->labels);
  self->file->labels = g_strdupv ((GStrv) self->header);
  take_new (self);
  return TRUE;
}

/* ---- Values that are not what they were ---- */

static const char *
get_label (const Fit              *self,
           const QueristDriftPair *pair)
{
  return self->file->labels != NULL ? self->file->labels[pair->column->source]
                                    : pair->column->target;
}

/* The file as it is now, with the dialect that it had. */
static QueristCsvProfile *
profile_again (Fit           *self,
               GCancellable  *cancellable,
               GError       **error)
{
  g_autoptr(QueristCsvDialect) wanted = querist_csv_dialect_copy (self->file->dialect);

  wanted->given |= QUERIST_CSV_ENCODING | QUERIST_CSV_DELIMITER | QUERIST_CSV_QUOTE |
                   QUERIST_CSV_ESCAPE | QUERIST_CSV_HEADER | QUERIST_CSV_SKIP;
  return querist_csv_profile_file (self->file->path, wanted, NULL, NULL, cancellable, error);
}

static char *
describe_type (QueristScalar  type,
               const char    *format)
{
  return format == NULL ? g_strdup (querist_scalar_to_string (type))
                        : g_strdup_printf ("%s (%s)", querist_scalar_to_string (type), format);
}

/* A column that is of its type as before, but written in another way, is read so. */
static void
judge_type (Fit                        *self,
            const QueristDriftPair     *pair,
            const QueristColumnProfile *found,
            const char                 *label)
{
  const QueristColumn *target = querist_table_find_column (self->table, pair->column->target);
  QueristLoadColumn *column = (QueristLoadColumn *) pair->column;
  g_autofree char *was = describe_type (target->type, column->format);
  g_autofree char *now = describe_type (found->type, found->format);
  g_autofree char *failed = querist_text_format_count (pair->n_failed);
  g_autofree char *values = querist_text_format_count (pair->n_values);
  QueristDrift *drift;

  if (found->type == target->type && g_strcmp0 (found->format, column->format) != 0)
    {
      add_drift (self, QUERIST_DRIFT_TYPE, label, NULL,
                 g_strdup_printf ("Column “%s” of %s was %s and is %s now; it is read so", label,
                                  self->name, was, now));
      g_free (column->format);
      column->format = g_strdup (found->format);
      return;
    }
  drift = add_drift (self, QUERIST_DRIFT_TYPE, label, NULL,
                     g_strdup_printf ("Column “%s” of %s was %s and is %s now: %s of the first %s "
                                      "values don’t fit, such as “%s” on line %" G_GUINT64_FORMAT
                                      "; these rows will be rejected", label, self->name, was, now,
                                      failed, values, pair->example, pair->line));
  drift->blocks = querist_drift_pair_fits (pair) < 1 - MAX_REJECTED;
}

/* What has changed so much that it is no single mistake is looked at as a whole. */
static gboolean
judge_types (Fit           *self,
             GPtrArray     *pairs,
             GCancellable  *cancellable,
             GError       **error)
{
  g_autoptr(QueristCsvProfile) profile = NULL;

  for (guint i = 0; i < pairs->len; i++)
    {
      const QueristDriftPair *pair = pairs->pdata[i];

      if (querist_drift_pair_fits (pair) > 1 - MIN_CHANGED)
        continue;
      if (profile == NULL)
        profile = profile_again (self, cancellable, error);
      if (profile == NULL)
        return FALSE;
      if (pair->place < profile->columns->len)
        judge_type (self, pair, profile->columns->pdata[pair->place], get_label (self, pair));
    }
  return TRUE;
}

static void
judge_values (Fit                    *self,
              const QueristDriftPair *pair,
              const char             *label)
{
  const QueristColumn *target = querist_table_find_column (self->table, pair->column->target);
  g_autoptr(GString) shown = g_string_new (NULL);

  if (pair->n_new == 0)
    return;
  for (guint i = 0; i < pair->news->len; i++)
    {
      g_autofree char *text = querist_text_first_line (pair->news->pdata[i], 40);

      g_string_append_printf (shown, "%s“%s”", i > 0 ? ", " : "", text);
    }
  add_drift (self, QUERIST_DRIFT_CATEGORY, label, NULL,
             g_strdup_printf (target->enum_values != NULL
                                ? "Column “%s” of %s has values that %s does not list: %s; these "
                                  "rows will be rejected"
                                : "Column “%s” of %s has values that “%s” never had: %s",
                              label, self->name,
                              target->enum_values != NULL ? target->enum_name : target->name,
                              shown->str));
}

static gboolean
look_at_values (Fit           *self,
                GCancellable  *cancellable,
                GError       **error)
{
  g_autoptr(GPtrArray) pairs =
    g_ptr_array_new_with_free_func ((GDestroyNotify) querist_drift_pair_free);

  for (guint i = 0; i < self->file->columns->len; i++)
    {
      const QueristLoadColumn *column = g_ptr_array_index (self->file->columns, i);

      if (querist_table_find_column (self->table, column->target) != NULL)
        g_ptr_array_add (pairs, querist_drift_pair_new (column->source, column, self->table,
                                                        self->file->dialect));
    }
  if (!querist_drift_sample (self->file, pairs, cancellable, error))
    return FALSE;
  if (!judge_types (self, pairs, cancellable, error))
    return FALSE;
  for (guint i = 0; i < pairs->len; i++)
    judge_values (self, pairs->pdata[i], get_label (self, pairs->pdata[i]));
  return TRUE;
}

static void
fit_clear (Fit *self)
{
  g_free (self->used);
  g_free (self->places);
  g_free (self->name);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Fit, fit_clear)

/**
 * querist_load_file_fit:
 * @self: a file to load, as it was when it was read
 * @catalog: where it goes
 * @drift: (element-type QueristDrift): gets what has changed
 * @cancellable: (nullable): to stop it
 * @error: return location
 *
 * Fits what is to be loaded to what the file is now, as if everything that has changed were
 * accepted: columns that have moved are followed, renamed ones taken, new ones if the table has a
 * column of their name, and those that are gone left out. Reads the head of the file, and some of its records if it is another file than the
 * one that was read.
 *
 * Returns: whether the file could be read
 */
gboolean
querist_load_file_fit (QueristLoadFile       *self,
                       const QueristCatalog  *catalog,
                       GPtrArray             *drift,
                       GCancellable          *cancellable,
                       GError               **error)
{
  g_auto(Fit) fit = { .file = self, .drift = drift };
  g_autoptr(QueristCsvReader) reader = NULL;

  fit.table = querist_catalog_find_table (catalog, self->table);
  fit.name = g_filename_display_basename (self->path);
  if (fit.table == NULL)
    return TRUE;
  if (self->labels != NULL)
    {
      reader = querist_csv_reader_open (self->path, self->dialect, 0, error);
      if (reader == NULL)
        return FALSE;
      fit.header = querist_csv_reader_get_labels (reader);
    }
  fit.n_header = fit.header != NULL ? g_strv_length ((GStrv) fit.header) : 0;
  fit.used = g_new0 (gboolean, fit.n_header + 1);
  fit.places = g_new0 (int, self->n_columns + 1);
  if (fit.header != NULL && !g_strv_equal (fit.header, (const char *const *) self->labels) &&
      !follow_header (&fit, cancellable, error))
    return FALSE;
  return self->seen || look_at_values (&fit, cancellable, error);
}
