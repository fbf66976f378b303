/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-csv-profile.h"

#include <string.h>

#include "querist-csv-column.h"
#include "querist-csv-header.h"
#include "querist-csv-reader.h"
#include "querist-csv-sniffer.h"
#include "querist-csv-team.h"

#define MAX_PREVIEW 200
/* Records with something wrong that are kept to be shown. */
#define MAX_PROBLEMS 50
/* Bytes of a field that the preview keeps. */
#define MAX_SHOWN 4096
/* Warnings about single rows; the rest are counted. */
#define MAX_ROW_WARNINGS 20
/* Hashes of values kept in memory over all columns: 16 MiB. With more, the processor's cache is of
 * little use. */
#define SLOTS (2 * 1024 * 1024)
#define MIN_SLOTS 64
#define MAX_SLOTS (1024 * 1024)
/* What a table of SQLite holds (https://sqlite.org/limits.html). */
#define MAX_COLUMNS 2000
#define PROGRESS_REJECTS 4096
#define PROGRESS_SECONDS 0.1

typedef struct
{
  QueristCsvProfile  *profile;
  QueristCsvReader   *reader;
  GPtrArray          *columns; /* (element-type QueristCsvColumn) */
  QueristCsvSpill    *spill;
  QueristCsvTeam     *team;
  QueristCsvBlock    *block;   /* that the team adds to the columns */
  QueristProgressFunc progress;
  gpointer            progress_data;
  GTimer             *timer;
  double              told;
  guint               n_warned;
  gboolean            presumed; /* the encoding: the file begins as UTF-8 */
  gboolean            again;    /* because it does not go on so */
} Pass;

/**
 * querist_csv_warning_free:
 * @self: (nullable) (transfer full): a warning
 */
void
querist_csv_warning_free (QueristCsvWarning *self)
{
  if (self == NULL)
    return;
  g_free (self->column);
  g_free (self->message);
  g_free (self);
}

static void
problem_free (gpointer data)
{
  QueristCsvProblem *self = data;

  g_strfreev (self->cells);
  g_free (self->reason);
  g_free (self);
}

static QueristCsvProfile *
profile_new (const char *path)
{
  QueristCsvProfile *self = g_new0 (QueristCsvProfile, 1);

  self->path = g_strdup (path);
  self->columns = g_ptr_array_new_with_free_func ((GDestroyNotify) querist_column_profile_free);
  self->warnings = g_ptr_array_new_with_free_func ((GDestroyNotify) querist_csv_warning_free);
  self->preview = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  self->preview_lines = g_array_new (FALSE, FALSE, sizeof (guint64));
  self->problems = g_ptr_array_new_with_free_func (problem_free);
  return self;
}

/**
 * querist_csv_profile_free:
 * @self: (nullable) (transfer full): a profile
 */
void
querist_csv_profile_free (QueristCsvProfile *self)
{
  if (self == NULL)
    return;
  g_free (self->path);
  querist_csv_dialect_free (self->dialect);
  g_ptr_array_unref (self->columns);
  g_ptr_array_unref (self->warnings);
  g_ptr_array_unref (self->preview);
  g_array_unref (self->preview_lines);
  g_ptr_array_unref (self->problems);
  g_free (self);
}

static void
warn (QueristCsvProfile *self,
      guint64            line,
      char              *message)
{
  QueristCsvWarning *warning = g_new0 (QueristCsvWarning, 1);

  warning->line = line;
  warning->message = message;
  g_ptr_array_add (self->warnings, warning);
}

static void
warn_of_row (Pass                *pass,
             const QueristCsvRow *row,
             const char          *message)
{
  if (pass->n_warned++ < MAX_ROW_WARNINGS)
    warn (pass->profile, row->line, g_strdup (message));
}

static GStrv
dup_cells (const QueristCsvRow *row)
{
  GStrv cells = g_new0 (char *, row->n_cells + 1);

  for (guint i = 0; i < row->n_cells; i++)
    cells[i] = g_utf8_make_valid (row->cells[i].text, MIN (row->cells[i].length, MAX_SHOWN));
  return cells;
}

static void
keep_preview (QueristCsvProfile   *self,
              const QueristCsvRow *row)
{
  g_ptr_array_add (self->preview, dup_cells (row));
  g_array_append_val (self->preview_lines, row->line);
}

static void
keep_problem (QueristCsvProfile   *self,
              const QueristCsvRow *row,
              const char          *reason,
              gboolean             rejected)
{
  QueristCsvProblem *problem;

  if (self->problems->len == MAX_PROBLEMS)
    return;
  problem = g_new0 (QueristCsvProblem, 1);
  problem->line = row->line;
  problem->cells = dup_cells (row);
  problem->reason = g_strdup (reason);
  problem->rejected = rejected;
  g_ptr_array_add (self->problems, problem);
}

static void
tell_progress (Pass *pass)
{
  double seconds = g_timer_elapsed (pass->timer, NULL);
  g_autofree char *label = NULL;
  QueristProgress progress = { 0 };

  if (pass->progress == NULL || seconds - pass->told < PROGRESS_SECONDS)
    return;
  label = g_path_get_basename (pass->profile->path);
  progress.label = label;
  progress.rows = pass->profile->n_read;
  progress.bytes_done = querist_csv_reader_get_offset (pass->reader);
  progress.bytes_total = querist_csv_reader_get_size (pass->reader);
  progress.seconds = seconds;
  pass->told = seconds;
  pass->progress (&progress, pass->progress_data);
}

/* Fills @block with the next records. */
static QueristCsvStep
read_block (Pass             *pass,
            QueristCsvBlock  *block,
            GCancellable     *cancellable,
            GError          **error)
{
  QueristCsvProfile *profile = pass->profile;
  QueristCsvStep step = QUERIST_CSV_RECORD;
  const QueristCsvRow *row;

  querist_csv_block_clear (block);
  while (!querist_csv_block_is_full (block))
    {
      step = querist_csv_reader_next (pass->reader, &row, cancellable, error);
      if (step == QUERIST_CSV_END || step == QUERIST_CSV_FAILED)
        break;
      profile->n_read++;
      if (step == QUERIST_CSV_REJECT)
        {
          profile->n_rejected++;
          warn_of_row (pass, row, row->reason);
          keep_problem (profile, row, row->reason, TRUE);
          if (profile->n_rejected % PROGRESS_REJECTS == 0)
            tell_progress (pass);
          continue;
        }
      querist_csv_block_add (block, row);
      if (row->note != NULL)
        {
          warn_of_row (pass, row, row->note);
          keep_problem (profile, row, row->note, FALSE);
        }
      if (profile->preview->len < MAX_PREVIEW)
        keep_preview (profile, row);
    }
  tell_progress (pass);
  pass->again = pass->presumed && !querist_csv_reader_is_clean (pass->reader);
  return pass->again ? QUERIST_CSV_FAILED : step;
}

static void
add_block_to_column (guint    index,
                     gpointer user_data)
{
  Pass *pass = user_data;

  querist_csv_column_add (g_ptr_array_index (pass->columns, index), pass->block, index);
}

/* While the team adds one block to the columns, the next one is read. Every column gets its fields
 * in the order of the file, whoever adds them. */
static gboolean
read_rows (Pass         *pass,
           GCancellable *cancellable,
           GError      **error)
{
  QueristCsvBlock *blocks[2];
  QueristCsvStep step;
  guint next = 1;

  for (guint i = 0; i < G_N_ELEMENTS (blocks); i++)
    blocks[i] = querist_csv_block_new (pass->columns->len);
  step = read_block (pass, blocks[0], cancellable, error);
  pass->block = blocks[0];
  while (step != QUERIST_CSV_FAILED && pass->block->n_rows > 0)
    {
      gboolean ended = step == QUERIST_CSV_END;

      if (ended)
        querist_csv_block_clear (blocks[next]);
      querist_csv_team_begin (pass->team, pass->columns->len, add_block_to_column, pass);
      if (!ended)
        step = read_block (pass, blocks[next], cancellable, error);
      querist_csv_team_end (pass->team);
      pass->block = blocks[next];
      next = !next;
    }
  for (guint i = 0; i < G_N_ELEMENTS (blocks); i++)
    querist_csv_block_free (blocks[i]);
  return step != QUERIST_CSV_FAILED;
}

static gsize
slots_per_column (guint n_columns)
{
  gsize slots = CLAMP (SLOTS / MAX (n_columns, 1), MIN_SLOTS, MAX_SLOTS);

  return (gsize) 1 << g_bit_nth_msf (slots, -1);
}

static void
make_columns (Pass *pass)
{
  const char *const *labels = querist_csv_reader_get_labels (pass->reader);
  guint n = querist_csv_reader_get_n_columns (pass->reader);
  g_auto(GStrv) names = querist_csv_header_names (labels, n);

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (pass->columns,
                     querist_csv_column_new (labels != NULL ? labels[i] : NULL, names[i],
                                             pass->profile->dialect, slots_per_column (n),
                                             pass->spill));
}

/* What the team makes of the columns: a profile and warnings for each. */
typedef struct
{
  Pass                  *pass;
  const QueristCsvHints *hints;
  QueristColumnProfile **profiles;
  GPtrArray            **warnings;
} Finish;

static void
finish_column (guint    index,
               gpointer user_data)
{
  Finish *finish = user_data;
  Pass *pass = finish->pass;

  finish->warnings[index] = g_ptr_array_new ();
  finish->profiles[index] =
    querist_csv_column_finish (g_ptr_array_index (pass->columns, index), pass->profile->dialect,
                               finish->hints, finish->warnings[index]);
}

static void
finish_all (Pass                  *pass,
            const QueristCsvHints *hints)
{
  guint n = pass->columns->len;
  g_autofree QueristColumnProfile **profiles = g_new0 (QueristColumnProfile *, n);
  g_autofree GPtrArray **warnings = g_new0 (GPtrArray *, n);
  Finish finish = { pass, hints, profiles, warnings };

  querist_csv_team_begin (pass->team, n, finish_column, &finish);
  querist_csv_team_end (pass->team);
  for (guint i = 0; i < n; i++)
    {
      g_ptr_array_add (pass->profile->columns, profiles[i]);
      g_ptr_array_extend_and_steal (pass->profile->warnings, warnings[i]);
    }
}

static void
finish_columns (Pass *pass)
{
  QueristCsvDialect *dialect = pass->profile->dialect;
  g_autoptr(GPtrArray) nulls = g_ptr_array_new_with_free_func (g_free);
  QueristCsvHints hints = { dialect->decimal, -1, nulls };

  for (guint i = 0; i < pass->columns->len; i++)
    querist_csv_column_hint (g_ptr_array_index (pass->columns, i), &hints);
  finish_all (pass, &hints);
  dialect->decimal = hints.decimal;
  if (!(dialect->given & QUERIST_CSV_NULLS) && nulls->len > 0)
    {
      g_strfreev (dialect->nulls);
      g_ptr_array_add (nulls, NULL);
      dialect->nulls = (GStrv) g_ptr_array_free (g_steal_pointer (&nulls), FALSE);
    }
}

static void
sum_up (Pass *pass)
{
  QueristCsvProfile *profile = pass->profile;

  if (pass->n_warned > MAX_ROW_WARNINGS)
    warn (profile, 0, g_strdup_printf ("%u more rows were mended or rejected.",
                                       pass->n_warned - MAX_ROW_WARNINGS));
  if (profile->n_read == 0)
    warn (profile, 0, g_strdup ("There is a header, but no row follows."));
  if (profile->columns->len > MAX_COLUMNS)
    warn (profile, 0, g_strdup_printf ("The table has %u columns; in a database it can have at most "
                                       "%d. Leave some fields out of the model, or split the file.",
                                       profile->columns->len, MAX_COLUMNS));
}

static gboolean
run (Pass         *pass,
     GCancellable *cancellable,
     GError      **error)
{
  QueristCsvProfile *profile = pass->profile;

  pass->reader = querist_csv_reader_open (profile->path, profile->dialect, 0, error);
  if (pass->reader == NULL)
    return FALSE;
  profile->n_bytes = querist_csv_reader_get_size (pass->reader);
  make_columns (pass);
  if (!read_rows (pass, cancellable, error))
    return FALSE;
  finish_columns (pass);
  sum_up (pass);
  return TRUE;
}

/* Without @again, the whole file is sniffed first. Otherwise that is presumed to be UTF-8 if it
 * begins so; when it turns out not to be, there is neither a profile nor an error, but @again set. */
static QueristCsvProfile *
profile_once (const char              *path,
              const QueristCsvDialect *wanted,
              gboolean                *again,
              QueristProgressFunc      progress,
              gpointer                 progress_data,
              GCancellable            *cancellable,
              GError                 **error)
{
  g_autoptr(QueristCsvProfile) profile = profile_new (path);
  Pass pass = { .profile = profile, .progress = progress, .progress_data = progress_data };
  gboolean done;

  profile->dialect =
    querist_csv_sniff_beginning (path, wanted, again != NULL ? &pass.presumed : NULL,
                                 &profile->confidence, profile->warnings, error);
  if (profile->dialect == NULL)
    return NULL;
  pass.columns = g_ptr_array_new_with_free_func ((GDestroyNotify) querist_csv_column_free);
  pass.spill = querist_csv_spill_new ();
  pass.team = querist_csv_team_new ();
  pass.timer = g_timer_new ();
  done = run (&pass, cancellable, error);
  querist_csv_team_free (pass.team);
  g_clear_object (&pass.reader);
  g_ptr_array_unref (pass.columns);
  querist_csv_spill_free (pass.spill);
  g_timer_destroy (pass.timer);
  if (again != NULL)
    *again = pass.again;
  return done ? g_steal_pointer (&profile) : NULL;
}

/**
 * querist_csv_profile_file:
 * @path: a file
 * @wanted: (nullable): a dialect of which the given fields are kept
 * @progress: (nullable) (scope call): told how far the work is
 * @progress_data: its data
 * @cancellable: (nullable): a #GCancellable
 * @error: return location
 *
 * Sniffs the file's dialect, then reads all of it and finds out what its columns hold. Blocks; see
 * querist_csv_profile_file_async().
 *
 * Returns: (transfer full) (nullable): the profile, NULL on error
 */
QueristCsvProfile *
querist_csv_profile_file (const char              *path,
                          const QueristCsvDialect *wanted,
                          QueristProgressFunc      progress,
                          gpointer                 progress_data,
                          GCancellable            *cancellable,
                          GError                 **error)
{
  gboolean again = FALSE;
  QueristCsvProfile *profile =
    profile_once (path, wanted, &again, progress, progress_data, cancellable, error);

  if (again)
    profile = profile_once (path, wanted, NULL, progress, progress_data, cancellable, error);
  return profile;
}

typedef struct
{
  char               *path;
  QueristCsvDialect  *wanted;
  QueristProgressFunc progress;
  gpointer            progress_data;
} Job;

static void
free_job (gpointer data)
{
  Job *job = data;

  g_free (job->path);
  querist_csv_dialect_free (job->wanted);
  g_free (job);
}

static void
profile_in_thread (GTask        *task,
                   gpointer      source,
                   gpointer      task_data,
                   GCancellable *cancellable)
{
  Job *job = task_data;
  QueristProgressForward forward = { task, job->progress, job->progress_data };
  GError *error = NULL;
  QueristCsvProfile *profile = querist_csv_profile_file (
      job->path, job->wanted, querist_progress_forward, &forward, cancellable, &error);

  if (profile != NULL)
    g_task_return_pointer (task, profile, (GDestroyNotify) querist_csv_profile_free);
  else
    g_task_return_error (task, error);
}

/**
 * querist_csv_profile_file_async:
 * @path: a file
 * @wanted: (nullable): a dialect of which the given fields are kept
 * @progress: (nullable) (scope notified): told how far the work is, in the caller's main context
 * @progress_data: its data
 * @cancellable: (nullable): a #GCancellable
 * @callback: (scope async): called when done
 * @user_data: data for @callback
 *
 * Does what querist_csv_profile_file() does in another thread.
 */
void
querist_csv_profile_file_async (const char              *path,
                                const QueristCsvDialect *wanted,
                                QueristProgressFunc      progress,
                                gpointer                 progress_data,
                                GCancellable            *cancellable,
                                GAsyncReadyCallback      callback,
                                gpointer                 user_data)
{
  g_autoptr(GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Job *job = g_new0 (Job, 1);

  g_task_set_source_tag (task, querist_csv_profile_file_async);
  job->path = g_strdup (path);
  job->wanted = wanted != NULL ? querist_csv_dialect_copy (wanted) : NULL;
  job->progress = progress;
  job->progress_data = progress_data;
  g_task_set_task_data (task, job, free_job);
  g_task_run_in_thread (task, profile_in_thread);
}

/**
 * querist_csv_profile_file_finish:
 * @result: what the callback got
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the profile, NULL on error
 */
QueristCsvProfile *
querist_csv_profile_file_finish (GAsyncResult *result,
                                 GError      **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * querist_column_profile_containment:
 * @child: a column
 * @parent: a column
 *
 * Compares hashes. Where one side has too many values to keep them all, the smallest hashes of both
 * are compared, which are a fair sample of the values (bottom-k sketch, Cohen & Kaplan 2007).
 *
 * Returns: the share of @child's different values that occur in @parent, 0 to 1; 0 without values
 */
double
querist_column_profile_containment (const QueristColumnProfile *child,
                                    const QueristColumnProfile *parent)
{
  guint64 limit = G_MAXUINT64;
  gsize n = 0, n_found = 0, j = 0;

  if (!child->hashes_complete && child->n_hashes > 0)
    limit = child->hashes[child->n_hashes - 1];
  if (!parent->hashes_complete && parent->n_hashes > 0)
    limit = MIN (limit, parent->hashes[parent->n_hashes - 1]);
  for (gsize i = 0; i < child->n_hashes && child->hashes[i] <= limit; i++)
    {
      while (j < parent->n_hashes && parent->hashes[j] < child->hashes[i])
        j++;
      n_found += j < parent->n_hashes && parent->hashes[j] == child->hashes[i];
      n++;
    }
  return n > 0 ? (double) n_found / n : 0.0;
}
