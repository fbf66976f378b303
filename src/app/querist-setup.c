/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-setup.h"

#include <glib/gi18n.h>

#include "querist-text.h"

struct _QueristSetup {
  GObject            parent_instance;

  QueristProject    *project;
  GCancellable      *cancellable;
  QueristSetupStage  stage;
  QueristSetupStage  goal;
  char              *message;
  double             fraction;

  GStrv              paths;
  guint              next_path;
  guint              n_failed;
  QueristLoadMode    mode;
  gboolean           accept_data_loss;
  QueristLedger     *ledger;
};

enum {
  SIGNAL_CHANGED,
  SIGNAL_FINISHED,
  SIGNAL_FAILED,
  SIGNAL_CANCELLED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (QueristSetup, querist_setup, G_TYPE_OBJECT)

static void start_stage (QueristSetup      *self,
                         QueristSetupStage  stage);

static void
set_status (QueristSetup *self,
            double        fraction,
            char         *message)
{
  g_free (self->message);
  self->message = message;
  self->fraction = CLAMP (fraction, 0, 1);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
finish_stage (QueristSetup *self)
{
  QueristSetupStage done = self->stage;

  self->stage = QUERIST_SETUP_IDLE;
  if (done < self->goal)
    {
      start_stage (self, done + 1);
      return;
    }
  g_clear_object (&self->cancellable);
  set_status (self, 0, NULL);
  g_signal_emit (self, signals[SIGNAL_FINISHED], 0, done);
}

static void
fail_stage (QueristSetup *self,
            const GError *error)
{
  QueristSetupStage failed = self->stage;

  self->stage = QUERIST_SETUP_IDLE;
  g_clear_object (&self->cancellable);
  set_status (self, 0, NULL);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_signal_emit (self, signals[SIGNAL_CANCELLED], 0, failed);
  else
    g_signal_emit (self, signals[SIGNAL_FAILED], 0, failed, error->message);
}

/* "1.2 MB of 3.4 MB, 45 MB/s, 12 s left": what a person wants to know while waiting. */
static char *
describe_progress (const QueristProgress *progress)
{
  g_autofree char *rows = querist_text_format_count (progress->rows);
  g_autoptr(GString) text = g_string_new (NULL);
  double speed = progress->seconds > 0 ? progress->bytes_done / progress->seconds : 0;

  if (progress->label != NULL)
    {
      g_autofree char *name = g_path_get_basename (progress->label);
      g_string_append_printf (text, "%s: ", name);
    }
  g_string_append_printf (text, _("%s rows"), rows);
  if (speed > 0)
    g_string_append_printf (text, _(" · %.0f MB/s"), speed / 1e6);
  if (speed > 0 && progress->bytes_total > progress->bytes_done)
    {
      double left = (progress->bytes_total - progress->bytes_done) / speed;
      g_string_append_printf (text, _(" · %.0f s left"), left < 1 ? 1 : left);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static double
progress_fraction (const QueristProgress *progress)
{
  if (progress->bytes_total == 0)
    return 0;
  return (double) progress->bytes_done / progress->bytes_total;
}

static void
read_progress_cb (const QueristProgress *progress,
                  gpointer               user_data)
{
  QueristSetup *self = user_data;
  guint n_paths = g_strv_length (self->paths);
  double done = self->next_path - 1 + progress_fraction (progress);

  set_status (self, done / n_paths, describe_progress (progress));
}

static void
load_progress_cb (const QueristProgress *progress,
                  gpointer               user_data)
{
  set_status (user_data, progress_fraction (progress), describe_progress (progress));
}

static void read_next (QueristSetup *self);

static void
read_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(QueristSetup) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(QueristSource) source =
    querist_project_add_source_finish (QUERIST_PROJECT (object), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      querist_project_release (self->project, NULL);
      fail_stage (self, error);
      return;
    }
  /* A file that can't be read stays in the list with its reason; the others go on. */
  if (source == NULL)
    self->n_failed++;
  read_next (self);
}

static void
read_next (QueristSetup *self)
{
  const char *path = self->paths[self->next_path];
  g_autoptr(GError) local = NULL;

  if (path == NULL && !querist_project_release (self->project, &local))
    {
      fail_stage (self, local);
      return;
    }
  if (path == NULL && self->n_failed > 0 && self->n_failed == g_strv_length (self->paths) &&
      self->goal > QUERIST_SETUP_READ)
    {
      g_autoptr(GError) error =
        g_error_new (G_IO_ERROR, G_IO_ERROR_FAILED,
                     _("None of the files could be read. Each one’s reason stands beside it."));
      fail_stage (self, error);
      return;
    }
  if (path == NULL)
    {
      finish_stage (self);
      return;
    }
  self->next_path++;
  {
    g_autofree char *name = g_path_get_basename (path);
    double done = (double) (self->next_path - 1) / g_strv_length (self->paths);

    set_status (self, done, g_strdup_printf (_("Reading %s…"), name));
  }
  querist_project_add_source_async (self->project, path, NULL, read_progress_cb, self,
                                    self->cancellable, read_cb, g_object_ref (self));
}

static void
suggest_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(QueristSetup) self = user_data;
  g_autoptr(GError) error = NULL;

  if (querist_project_suggest_finish (QUERIST_PROJECT (object), result, &error))
    finish_stage (self);
  else
    fail_stage (self, error);
}

static void
load_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(QueristSetup) self = user_data;
  g_autoptr(GError) error = NULL;
  QueristLedger *ledger =
    querist_project_load_finish (QUERIST_PROJECT (object), result, &error);

  if (ledger == NULL)
    {
      fail_stage (self, error);
      return;
    }
  g_clear_pointer (&self->ledger, querist_ledger_free);
  self->ledger = ledger;
  finish_stage (self);
}

static void
push_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(QueristSetup) self = user_data;
  g_autoptr(GError) error = NULL;

  if (!querist_project_push_finish (QUERIST_PROJECT (object), result, &error))
    {
      fail_stage (self, error);
      return;
    }
  querist_project_load_async (self->project, self->mode, TRUE, load_progress_cb, self,
                              self->cancellable, load_cb, g_object_ref (self));
}

static void
start_stage (QueristSetup      *self,
             QueristSetupStage  stage)
{
  self->stage = stage;
  if (self->cancellable == NULL)
    self->cancellable = g_cancellable_new ();

  switch (stage)
    {
    case QUERIST_SETUP_READ:
      self->next_path = 0;
      self->n_failed = 0;
      querist_project_hold (self->project);
      read_next (self);
      break;
    case QUERIST_SETUP_SUGGEST:
      set_status (self, 0, g_strdup (_("Finding types, keys and relations…")));
      querist_project_suggest_async (self->project, self->cancellable, suggest_cb,
                                     g_object_ref (self));
      break;
    case QUERIST_SETUP_LOAD:
      set_status (self, 0, g_strdup (_("Preparing the database…")));
      querist_project_push_async (self->project, self->accept_data_loss, self->cancellable,
                                  push_cb, g_object_ref (self));
      break;
    case QUERIST_SETUP_IDLE:
    default:
      g_assert_not_reached ();
    }
}

static void
begin (QueristSetup      *self,
       QueristSetupStage  first,
       QueristSetupStage  goal)
{
  if (self->stage != QUERIST_SETUP_IDLE)
    return;
  self->goal = goal;
  start_stage (self, first);
}

static void
querist_setup_dispose (GObject *object)
{
  QueristSetup *self = QUERIST_SETUP (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->project);
  G_OBJECT_CLASS (querist_setup_parent_class)->dispose (object);
}

static void
querist_setup_finalize (GObject *object)
{
  QueristSetup *self = QUERIST_SETUP (object);

  g_free (self->message);
  g_strfreev (self->paths);
  g_clear_pointer (&self->ledger, querist_ledger_free);
  G_OBJECT_CLASS (querist_setup_parent_class)->finalize (object);
}

static void
querist_setup_class_init (QueristSetupClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = querist_setup_dispose;
  object_class->finalize = querist_setup_finalize;

  signals[SIGNAL_CHANGED] =
    g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);
  signals[SIGNAL_FINISHED] =
    g_signal_new ("finished", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_INT);
  signals[SIGNAL_FAILED] =
    g_signal_new ("failed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 2, G_TYPE_INT, G_TYPE_STRING);
  signals[SIGNAL_CANCELLED] =
    g_signal_new ("cancelled", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_INT);
}

static void
querist_setup_init (QueristSetup *self)
{
}

/**
 * querist_setup_new:
 * @project: the project to set up
 *
 * Returns: (transfer full): an idle setup
 */
QueristSetup *
querist_setup_new (QueristProject *project)
{
  QueristSetup *self = g_object_new (QUERIST_TYPE_SETUP, NULL);

  self->project = g_object_ref (project);
  return self;
}

static void
append_paths (QueristSetup      *self,
              const char *const *paths)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();

  g_strv_builder_addv (builder, (const char **) self->paths);
  g_strv_builder_addv (builder, (const char **) paths);
  g_strfreev (self->paths);
  self->paths = g_strv_builder_end (builder);
}

/**
 * querist_setup_add_files:
 * @paths: CSV files
 *
 * Adds files to the project and reads each of them, after those that are being read. A file that
 * can't be read stays in the project's list with its reason and does not stop the others.
 *
 * Returns: FALSE if nothing was added because another job runs
 */
gboolean
querist_setup_add_files (QueristSetup      *self,
                         const char *const *paths)
{
  g_return_val_if_fail (QUERIST_IS_SETUP (self), FALSE);

  if (self->stage == QUERIST_SETUP_READ)
    {
      append_paths (self, paths);
      return TRUE;
    }
  if (self->stage != QUERIST_SETUP_IDLE)
    return FALSE;
  g_strfreev (self->paths);
  self->paths = g_strdupv ((GStrv) paths);
  begin (self, QUERIST_SETUP_READ, QUERIST_SETUP_READ);
  return TRUE;
}

/**
 * querist_setup_suggest:
 *
 * Suggests a schema from the files that were read, and makes it the project's schema.
 */
void
querist_setup_suggest (QueristSetup *self)
{
  g_return_if_fail (QUERIST_IS_SETUP (self));

  begin (self, QUERIST_SETUP_SUGGEST, QUERIST_SETUP_SUGGEST);
}

/**
 * querist_setup_load:
 * @mode: whether the rows take the place of those that are there
 * @accept_data_loss: whether the person has seen and accepted what the change of the database
 *   would lose
 *
 * Brings the database to the schema and loads every file, as it is now: how it differs from what it
 * was has been shown before.
 */
void
querist_setup_load (QueristSetup    *self,
                    QueristLoadMode  mode,
                    gboolean         accept_data_loss)
{
  g_return_if_fail (QUERIST_IS_SETUP (self));

  self->mode = mode;
  self->accept_data_loss = accept_data_loss;
  begin (self, QUERIST_SETUP_LOAD, QUERIST_SETUP_LOAD);
}

/**
 * querist_setup_run_all:
 * @paths: CSV files
 *
 * The whole setup without a stop in between, for the sample.
 */
void
querist_setup_run_all (QueristSetup      *self,
                       const char *const *paths)
{
  g_return_if_fail (QUERIST_IS_SETUP (self));

  if (self->stage != QUERIST_SETUP_IDLE)
    return;
  g_strfreev (self->paths);
  self->paths = g_strdupv ((GStrv) paths);
  self->mode = QUERIST_LOAD_REPLACE;
  self->accept_data_loss = FALSE;
  begin (self, QUERIST_SETUP_READ, QUERIST_SETUP_LOAD);
}

/**
 * querist_setup_cancel:
 *
 * Stops the running job, if any. What was there before it is there afterwards.
 */
void
querist_setup_cancel (QueristSetup *self)
{
  g_return_if_fail (QUERIST_IS_SETUP (self));

  g_cancellable_cancel (self->cancellable);
}

/**
 * querist_setup_get_stage:
 *
 * Returns: what is being done, QUERIST_SETUP_IDLE for nothing
 */
QueristSetupStage
querist_setup_get_stage (QueristSetup *self)
{
  g_return_val_if_fail (QUERIST_IS_SETUP (self), QUERIST_SETUP_IDLE);

  return self->stage;
}

/**
 * querist_setup_get_message:
 *
 * Returns: (nullable): a line about the running job, for a person
 */
const char *
querist_setup_get_message (QueristSetup *self)
{
  g_return_val_if_fail (QUERIST_IS_SETUP (self), NULL);

  return self->message;
}

/**
 * querist_setup_get_fraction:
 *
 * Returns: how much of the running stage is done, 0 to 1; 0 when nobody knows
 */
double
querist_setup_get_fraction (QueristSetup *self)
{
  g_return_val_if_fail (QUERIST_IS_SETUP (self), 0);

  return self->fraction;
}

/**
 * querist_setup_get_ledger:
 *
 * Returns: (nullable): what the last load of this window did
 */
const QueristLedger *
querist_setup_get_ledger (QueristSetup *self)
{
  g_return_val_if_fail (QUERIST_IS_SETUP (self), NULL);

  return self->ledger;
}
