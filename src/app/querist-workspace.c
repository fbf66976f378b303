/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-workspace.h"

#include <glib/gi18n.h>

#include "querist-builtin-assistant.h"
#include "querist-model-assistant.h"

struct _QueristWorkspace {
  GObject               parent_instance;

  QueristProject       *project;
  QueristSetup         *setup;
  QueristStore         *store;
  QueristOrchestrator  *orchestrator;
  QueristModelSettings *settings;
  QueristAssistant     *assistant;
  GSettings            *preferences;
  char                 *model_label;
  GCancellable         *opening;
  GCancellable         *reading;
  GCancellable         *cancellable;
};

enum {
  PROP_0,
  PROP_PROJECT,
  PROP_MODEL_LABEL,
  PROP_MODEL_LOCAL,
  N_PROPS
};

enum {
  SIGNAL_PROJECT_CHANGED,
  SIGNAL_SESSIONS_CHANGED,
  SIGNAL_SESSION_ACTIVATED,
  SIGNAL_MODEL_CHANGED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (QueristWorkspace, querist_workspace, G_TYPE_OBJECT)

static void
project_changed_cb (QueristWorkspace *self)
{
  g_signal_emit (self, signals[SIGNAL_PROJECT_CHANGED], 0);
}

static void
disclosure_changed_cb (QueristWorkspace *self)
{
  if (self->orchestrator != NULL)
    querist_orchestrator_set_disclosure (self->orchestrator,
                                         querist_workspace_get_disclosure (self));
}

/* Drops the project without telling anybody: the caller does when the next one is in place. */
static void
clear_project (QueristWorkspace *self)
{
  if (self->project != NULL)
    g_signal_handlers_disconnect_by_func (self->project, project_changed_cb, self);
  if (self->reading != NULL)
    g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  if (self->setup != NULL)
    querist_setup_cancel (self->setup);
  g_clear_object (&self->orchestrator);
  g_clear_object (&self->store);
  g_clear_object (&self->setup);
  g_clear_object (&self->project);
}

static void
notify_project (QueristWorkspace *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROJECT]);
  g_signal_emit (self, signals[SIGNAL_PROJECT_CHANGED], 0);
  g_signal_emit (self, signals[SIGNAL_SESSIONS_CHANGED], 0);
}

/* A project and its history, which are opened together. */
typedef struct {
  QueristProject *project;
  QueristStore   *store;
} Opened;

static void
opened_free (Opened *opened)
{
  g_clear_object (&opened->project);
  g_clear_object (&opened->store);
  g_free (opened);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Opened, opened_free)

/* Adds the history to @project (transfer full, nullable). */
static Opened *
open_store (QueristProject  *project,
            GError         **error)
{
  g_autoptr(Opened) opened = g_new0 (Opened, 1);
  g_autofree char *path = NULL;

  opened->project = project;
  if (project == NULL)
    return NULL;
  path = g_build_filename (querist_project_get_path (project), "querist.db", NULL);
  opened->store = querist_store_open (path, error);
  return opened->store != NULL ? g_steal_pointer (&opened) : NULL;
}

static void
take_project (QueristWorkspace *self,
              Opened           *opened)
{
  if (self->opening != NULL)
    g_cancellable_cancel (self->opening);
  g_clear_object (&self->opening);
  clear_project (self);
  self->project = g_object_ref (opened->project);
  self->store = g_object_ref (opened->store);
  self->setup = querist_setup_new (self->project);
  self->orchestrator = querist_orchestrator_new (self->project, self->store, self->assistant);
  disclosure_changed_cb (self);
  /* what the files hold is shown beside them, and a suggestion needs it */
  self->reading = g_cancellable_new ();
  querist_project_read_waiting_async (self->project, self->reading, NULL, NULL);
  g_signal_connect_swapped (self->project, "changed", G_CALLBACK (project_changed_cb), self);
  notify_project (self);
}

static void
set_assistant (QueristWorkspace *self,
               QueristAssistant *assistant,
               char             *label)
{
  g_set_object (&self->assistant, assistant);
  g_free (self->model_label);
  self->model_label = label;
  if (self->orchestrator != NULL)
    querist_orchestrator_set_assistant (self->orchestrator, assistant);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MODEL_LABEL]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MODEL_LOCAL]);
  g_signal_emit (self, signals[SIGNAL_MODEL_CHANGED], 0);
}

static void
use_builtin_assistant (QueristWorkspace *self)
{
  g_autoptr(QueristAssistant) assistant = querist_builtin_assistant_new ();

  set_assistant (self, assistant, g_strdup (_("Built-in assistant")));
}

static gboolean
use_model (QueristWorkspace            *self,
           const QueristModelSettings  *settings,
           GError                     **error)
{
  g_autoptr(QueristChatModel) model = querist_model_settings_open (settings, error);
  g_autoptr(QueristAssistant) assistant = NULL;
  gboolean local = querist_model_settings_is_local (settings);
  const char *name = settings->model != NULL ? settings->model : settings->provider;

  if (model == NULL)
    return FALSE;
  assistant = querist_model_assistant_new (model, name, !local);
  set_assistant (self, assistant,
                 g_strdup_printf (local ? _("%s · this computer") : _("%s · remote"), name));
  return TRUE;
}

static void
load_settings_thread (GTask        *task,
                      gpointer      source,
                      gpointer      task_data,
                      GCancellable *cancellable)
{
  GError *error = NULL;
  QueristModelSettings *settings = querist_model_settings_load (&error);

  if (settings == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, settings, (GDestroyNotify) querist_model_settings_free);
}

static void
load_settings_cb (GObject      *object,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(QueristModelSettings) settings =
    g_task_propagate_pointer (G_TASK (result), &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (settings == NULL ||
      !querist_workspace_set_model_settings (QUERIST_WORKSPACE (object), settings, &error))
    g_message ("The saved model can’t be used, the built-in assistant answers: %s",
               error->message);
}

/* The secret service may take its time, so the saved settings are fetched in a thread; the
 * built-in assistant stands in until then. */
static void
load_settings (QueristWorkspace *self)
{
  g_autoptr(GTask) task = g_task_new (self, self->cancellable, load_settings_cb, NULL);

  g_task_set_source_tag (task, load_settings);
  g_task_run_in_thread (task, load_settings_thread);
}

static void
querist_workspace_get_property (GObject    *object,
                                guint       prop_id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  QueristWorkspace *self = QUERIST_WORKSPACE (object);

  switch (prop_id)
    {
    case PROP_PROJECT:
      g_value_set_object (value, self->project);
      break;
    case PROP_MODEL_LABEL:
      g_value_set_string (value, self->model_label);
      break;
    case PROP_MODEL_LOCAL:
      g_value_set_boolean (value, querist_workspace_is_model_local (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
querist_workspace_dispose (GObject *object)
{
  QueristWorkspace *self = QUERIST_WORKSPACE (object);

  g_cancellable_cancel (self->cancellable);
  if (self->opening != NULL)
    g_cancellable_cancel (self->opening);
  g_clear_object (&self->opening);
  clear_project (self);
  g_clear_object (&self->assistant);
  G_OBJECT_CLASS (querist_workspace_parent_class)->dispose (object);
}

static void
querist_workspace_finalize (GObject *object)
{
  QueristWorkspace *self = QUERIST_WORKSPACE (object);

  g_clear_pointer (&self->settings, querist_model_settings_free);
  g_free (self->model_label);
  g_object_unref (self->cancellable);
  g_object_unref (self->preferences);
  G_OBJECT_CLASS (querist_workspace_parent_class)->finalize (object);
}

static void
querist_workspace_class_init (QueristWorkspaceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  object_class->get_property = querist_workspace_get_property;
  object_class->dispose = querist_workspace_dispose;
  object_class->finalize = querist_workspace_finalize;

  properties[PROP_PROJECT] =
    g_param_spec_object ("project", NULL, NULL, QUERIST_TYPE_PROJECT,
                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_MODEL_LABEL] =
    g_param_spec_string ("model-label", NULL, NULL, NULL,
                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_MODEL_LOCAL] =
    g_param_spec_boolean ("model-local", NULL, NULL, TRUE,
                          G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SIGNAL_PROJECT_CHANGED] =
    g_signal_new ("project-changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);
  signals[SIGNAL_SESSIONS_CHANGED] =
    g_signal_new ("sessions-changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);
  signals[SIGNAL_SESSION_ACTIVATED] =
    g_signal_new ("session-activated", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_MODEL_CHANGED] =
    g_signal_new ("model-changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);
}

static void
querist_workspace_init (QueristWorkspace *self)
{
  self->cancellable = g_cancellable_new ();
  self->preferences = g_settings_new (APP_ID);
  g_signal_connect_object (self->preferences, "changed::disclosure",
                           G_CALLBACK (disclosure_changed_cb), self, G_CONNECT_SWAPPED);
  self->settings = g_new0 (QueristModelSettings, 1);
  use_builtin_assistant (self);
}

/**
 * querist_workspace_new:
 *
 * Makes a workspace without a project. The built-in assistant answers until the saved model
 * settings have been fetched.
 *
 * Returns: (transfer full): a workspace
 */
QueristWorkspace *
querist_workspace_new (void)
{
  QueristWorkspace *self = g_object_new (QUERIST_TYPE_WORKSPACE, NULL);

  load_settings (self);
  return self;
}

static void
open_thread (GTask        *task,
             gpointer      source,
             gpointer      task_data,
             GCancellable *cancellable)
{
  GError *error = NULL;
  Opened *opened = open_store (querist_project_open (task_data, &error), &error);

  if (opened != NULL)
    g_task_return_pointer (task, opened, (GDestroyNotify) opened_free);
  else
    g_task_return_error (task, error);
}

/**
 * querist_workspace_open_async:
 * @path: a project folder
 * @callback: called when it is open
 * @user_data: for @callback
 *
 * Opens a project in place of the present one, which stays until then and when this fails. It is
 * done in a thread: another program may hold the database. The next call takes the place of one
 * that is under way.
 */
void
querist_workspace_open_async (QueristWorkspace    *self,
                              const char          *path,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (QUERIST_IS_WORKSPACE (self));

  if (self->opening != NULL)
    g_cancellable_cancel (self->opening);
  g_clear_object (&self->opening);
  self->opening = g_cancellable_new ();
  task = g_task_new (self, self->opening, callback, user_data);
  g_task_set_source_tag (task, querist_workspace_open_async);
  g_task_set_task_data (task, g_strdup (path), g_free);
  g_task_run_in_thread (task, open_thread);
}

/**
 * querist_workspace_open_finish:
 * @result: what the callback got
 * @error: return location; G_IO_ERROR_CANCELLED if another project was opened meanwhile
 *
 * Returns: whether it was opened
 */
gboolean
querist_workspace_open_finish (QueristWorkspace  *self,
                               GAsyncResult      *result,
                               GError           **error)
{
  g_autoptr(Opened) opened = NULL;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  opened = g_task_propagate_pointer (G_TASK (result), error);
  if (opened == NULL)
    return FALSE;
  take_project (self, opened);
  return TRUE;
}

/**
 * querist_workspace_create:
 * @path: a folder that does not exist yet or is empty
 *
 * Makes a project in place of the present one, which stays when this fails.
 *
 * Returns: whether it was made
 */
gboolean
querist_workspace_create (QueristWorkspace  *self,
                          const char        *path,
                          GError           **error)
{
  g_autoptr(Opened) opened = NULL;

  g_return_val_if_fail (QUERIST_IS_WORKSPACE (self), FALSE);

  opened = open_store (querist_project_create (path, error), error);
  if (opened == NULL)
    return FALSE;
  take_project (self, opened);
  return TRUE;
}

/**
 * querist_workspace_close:
 *
 * Leaves the project; a running setup job is stopped.
 */
void
querist_workspace_close (QueristWorkspace *self)
{
  g_return_if_fail (QUERIST_IS_WORKSPACE (self));

  clear_project (self);
  notify_project (self);
}

/**
 * querist_workspace_get_project:
 *
 * Returns: (nullable): the project
 */
QueristProject *
querist_workspace_get_project (QueristWorkspace *self)
{
  g_return_val_if_fail (QUERIST_IS_WORKSPACE (self), NULL);

  return self->project;
}

/**
 * querist_workspace_get_setup:
 *
 * Returns: (nullable): the project's long jobs, NULL without a project
 */
QueristSetup *
querist_workspace_get_setup (QueristWorkspace *self)
{
  g_return_val_if_fail (QUERIST_IS_WORKSPACE (self), NULL);

  return self->setup;
}

/**
 * querist_workspace_get_store:
 *
 * Returns: (nullable): the project's sessions, NULL without a project
 */
QueristStore *
querist_workspace_get_store (QueristWorkspace *self)
{
  g_return_val_if_fail (QUERIST_IS_WORKSPACE (self), NULL);

  return self->store;
}

/**
 * querist_workspace_get_orchestrator:
 *
 * Returns: (nullable): what moves the project's questions, NULL without a project
 */
QueristOrchestrator *
querist_workspace_get_orchestrator (QueristWorkspace *self)
{
  g_return_val_if_fail (QUERIST_IS_WORKSPACE (self), NULL);

  return self->orchestrator;
}

/**
 * querist_workspace_get_model_settings:
 *
 * Returns: the settings in use; their provider is NULL for the built-in assistant
 */
const QueristModelSettings *
querist_workspace_get_model_settings (QueristWorkspace *self)
{
  g_return_val_if_fail (QUERIST_IS_WORKSPACE (self), NULL);

  return self->settings;
}

/**
 * querist_workspace_set_model_settings:
 * @settings: copied; a NULL provider chooses the built-in assistant
 *
 * Chooses who answers from the next question on. Does not save anything: that is
 * querist_model_settings_save().
 *
 * Returns: whether the settings could be used; if not, the former ones stay
 */
gboolean
querist_workspace_set_model_settings (QueristWorkspace            *self,
                                      const QueristModelSettings  *settings,
                                      GError                     **error)
{
  QueristModelSettings *copy;

  g_return_val_if_fail (QUERIST_IS_WORKSPACE (self), FALSE);

  copy = querist_model_settings_copy (settings);
  if (copy->provider != NULL && !use_model (self, copy, error))
    {
      querist_model_settings_free (copy);
      return FALSE;
    }
  querist_model_settings_free (self->settings);
  self->settings = copy;
  if (copy->provider == NULL)
    use_builtin_assistant (self);
  return TRUE;
}

/**
 * querist_workspace_get_model_label:
 *
 * Returns: who answers and where, in a few words
 */
const char *
querist_workspace_get_model_label (QueristWorkspace *self)
{
  g_return_val_if_fail (QUERIST_IS_WORKSPACE (self), NULL);

  return self->model_label;
}

/**
 * querist_workspace_is_model_local:
 *
 * Returns: whether nothing that is asked leaves this computer
 */
gboolean
querist_workspace_is_model_local (QueristWorkspace *self)
{
  g_return_val_if_fail (QUERIST_IS_WORKSPACE (self), TRUE);

  return !querist_assistant_is_remote (self->assistant);
}

/**
 * querist_workspace_get_disclosure:
 *
 * Returns: what an assistant on another computer may be told
 */
QueristDisclosure
querist_workspace_get_disclosure (QueristWorkspace *self)
{
  g_return_val_if_fail (QUERIST_IS_WORKSPACE (self), QUERIST_DISCLOSE_SCHEMA);

  return g_settings_get_enum (self->preferences, "disclosure");
}

/**
 * querist_workspace_set_disclosure:
 * @disclosure: what an assistant on another computer may be told
 *
 * Sets it for all windows, and for the next start.
 */
void
querist_workspace_set_disclosure (QueristWorkspace  *self,
                                  QueristDisclosure  disclosure)
{
  g_return_if_fail (QUERIST_IS_WORKSPACE (self));

  g_settings_set_enum (self->preferences, "disclosure", disclosure);
}

/**
 * querist_workspace_sessions_changed:
 *
 * Tells everybody that the store's sessions changed. To be called by whoever saved a turn.
 */
void
querist_workspace_sessions_changed (QueristWorkspace *self)
{
  g_return_if_fail (QUERIST_IS_WORKSPACE (self));

  g_signal_emit (self, signals[SIGNAL_SESSIONS_CHANGED], 0);
}

/**
 * querist_workspace_activate_session:
 * @session: (nullable): a session's id, NULL for a new one
 *
 * Asks the Ask page to show a session.
 */
void
querist_workspace_activate_session (QueristWorkspace *self,
                                    const char       *session)
{
  g_return_if_fail (QUERIST_IS_WORKSPACE (self));

  g_signal_emit (self, signals[SIGNAL_SESSION_ACTIVATED], 0, session);
}
