/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-load-flow.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "querist-text.h"

#define MAX_SENTENCES 12

/* What is found out, step by step, before anything is loaded.
 * @losses: (nullable): what the change of the database would lose
 * @drift: how the files differ from what they were
 * @ledger: what the database holds
 */
typedef struct {
  GtkWindow      *parent;
  QueristProject *project;
  QueristSetup   *setup;
  char           *losses;
  GPtrArray      *drift;
  QueristLedger  *ledger;
  GtkWidget      *append;
} LoadFlow;

static void
flow_free (LoadFlow *flow)
{
  g_object_unref (flow->parent);
  g_object_unref (flow->project);
  g_object_unref (flow->setup);
  g_free (flow->losses);
  g_clear_pointer (&flow->drift, g_ptr_array_unref);
  g_clear_pointer (&flow->ledger, querist_ledger_free);
  g_free (flow);
}

static void
refuse (LoadFlow   *flow,
        const char *heading,
        const char *text)
{
  gtk_widget_activate_action (GTK_WIDGET (flow->parent), "win.error", "(ss)", heading, text);
  flow_free (flow);
}

/* ---- What is asked ---- */

static void
append_sentence (GString    *text,
                 guint       n,
                 const char *sentence)
{
  if (n < MAX_SENTENCES)
    g_string_append_printf (text, "%s• %s", n > 0 ? "\n" : "", sentence);
}

static char *
end_sentences (GString *text,
               guint    n)
{
  if (n > MAX_SENTENCES)
    g_string_append_printf (text, _("\n… and %u more"), n - MAX_SENTENCES);
  return g_string_free (text, n == 0);
}

/* The sentences that one kind of trouble has, a line each; a step may have several. */
static char *
list_sentences (const QueristMigration *migration,
                gboolean                refusals)
{
  GString *text = g_string_new (NULL);
  guint n = 0;

  for (guint i = 0; i < migration->steps->len; i++)
    {
      const QueristMigrationStep *step = g_ptr_array_index (migration->steps, i);
      const char *sentences = refusals ? step->refusal : step->loss;
      g_auto(GStrv) lines = g_strsplit (sentences != NULL ? sentences : "", "\n", -1);

      for (gsize j = 0; lines[j] != NULL; j++)
        append_sentence (text, n++, lines[j]);
    }
  return end_sentences (text, n);
}

static char *
list_drift (GPtrArray *drift,
            gboolean  *blocks)
{
  GString *text = g_string_new (NULL);

  *blocks = FALSE;
  for (guint i = 0; i < drift->len; i++)
    {
      const QueristDrift *change = g_ptr_array_index (drift, i);

      append_sentence (text, i, change->message);
      *blocks |= change->blocks;
    }
  return end_sentences (text, drift->len);
}

/* Rows of the tables that will be loaded; -1 if there are some and nobody knows how many. */
static gint64
count_rows (LoadFlow *flow)
{
  gint64 n_rows = 0;

  for (guint i = 0; i < flow->ledger->files->len; i++)
    {
      const QueristLedgerFile *file = g_ptr_array_index (flow->ledger->files, i);
      gboolean counted = FALSE;
      gint64 n = querist_project_get_n_rows (flow->project, file->table);

      for (guint j = 0; j < i; j++)
        counted |= g_str_equal (((QueristLedgerFile *) flow->ledger->files->pdata[j])->table,
                                file->table);
      if (!counted && n < 0)
        return -1;
      n_rows += counted ? 0 : n;
    }
  return n_rows;
}

static gboolean
was_loaded (LoadFlow   *flow,
            const char *path)
{
  for (guint i = 0; i < flow->ledger->files->len; i++)
    {
      const QueristLedgerFile *file = g_ptr_array_index (flow->ledger->files, i);

      if (g_str_equal (file->path, path))
        return TRUE;
    }
  return FALSE;
}

/* Whether there is a file that was not loaded before: it is the next one, not the same again. */
static gboolean
has_new_files (LoadFlow *flow)
{
  GListModel *sources = querist_project_get_sources (flow->project);

  for (guint i = 0; i < g_list_model_get_n_items (sources); i++)
    {
      g_autoptr(QueristSource) source = g_list_model_get_item (sources, i);

      if (!was_loaded (flow, querist_source_get_path (source)))
        return TRUE;
    }
  return FALSE;
}

static GtkWidget *
new_choice (const char *title,
            const char *subtitle,
            GtkWidget  *group)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *button = gtk_check_button_new ();

  gtk_check_button_set_group (GTK_CHECK_BUTTON (button), GTK_CHECK_BUTTON (group));
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), button);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), button);
  return row;
}

static GtkWidget *
get_button (GtkWidget *row)
{
  return adw_action_row_get_activatable_widget (ADW_ACTION_ROW (row));
}

static GtkWidget *
new_mode_choice (LoadFlow *flow,
                 gint64    n_rows)
{
  GtkWidget *list = gtk_list_box_new ();
  g_autofree char *count = n_rows > 0 ? querist_text_format_count (n_rows) : NULL;
  g_autofree char *before = count != NULL
    ? g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "The %s row that is there goes",
                                    "The %s rows that are there go", n_rows), count)
    : g_strdup (_("The rows that are there go"));
  GtkWidget *replace = new_choice (_("Replace the rows"), before, NULL);
  GtkWidget *append =
    new_choice (_("Add to the rows"),
                _("Files that are loaded already are left out; a row whose key is taken is rejected"),
                get_button (replace));

  flow->append = get_button (append);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (get_button (has_new_files (flow) ? append
                                                                                  : replace)),
                               TRUE);
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_list_box_append (GTK_LIST_BOX (list), replace);
  gtk_list_box_append (GTK_LIST_BOX (list), append);
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("What becomes of the rows that are there"), -1);
  return list;
}

static void
response_cb (AdwMessageDialog *dialog,
             const char       *response,
             LoadFlow         *flow)
{
  gboolean append =
    flow->append != NULL && gtk_check_button_get_active (GTK_CHECK_BUTTON (flow->append));

  if (g_str_equal (response, "load"))
    querist_setup_load (flow->setup, append ? QUERIST_LOAD_APPEND_NEW : QUERIST_LOAD_REPLACE,
                        TRUE);
  flow_free (flow);
}

static GtkWidget *
new_dialog (LoadFlow   *flow,
            const char *heading,
            const char *body,
            const char *load,
            gboolean    destructive)
{
  GtkWidget *widget = adw_message_dialog_new (flow->parent, heading, NULL);
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (widget);

  adw_message_dialog_set_body (dialog, body);
  adw_message_dialog_add_responses (dialog, "cancel", _("_Cancel"), "load", load, NULL);
  adw_message_dialog_set_response_appearance (dialog, "load",
                                              destructive ? ADW_RESPONSE_DESTRUCTIVE
                                                          : ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (dialog, destructive ? "cancel" : "load");
  adw_message_dialog_set_close_response (dialog, "cancel");
  g_signal_connect (dialog, "response", G_CALLBACK (response_cb), flow);
  return widget;
}

/* One dialog for all that there is to say; without anything, none. */
static void
ask (LoadFlow *flow)
{
  gboolean blocks;
  g_autofree char *changes = list_drift (flow->drift, &blocks);
  gint64 n_rows = count_rows (flow);
  g_autofree char *body =
    flow->losses != NULL && changes != NULL ? g_strdup_printf ("%s\n\n%s", flow->losses, changes)
                                            : g_strdup (flow->losses != NULL ? flow->losses
                                                                             : changes);
  GtkWidget *dialog;

  if (body == NULL && n_rows == 0)
    {
      querist_setup_load (flow->setup, QUERIST_LOAD_REPLACE, FALSE);
      flow_free (flow);
      return;
    }
  dialog = new_dialog (flow,
                       flow->losses != NULL ? _("Lose These Data?")
                       : changes != NULL ? _("The Files Have Changed")
                                         : _("The Tables Hold Rows Already"),
                       body != NULL ? body : "",
                       flow->losses != NULL ? _("_Lose Them and Load")
                       : blocks ? _("_Load So") : _("_Load"), flow->losses != NULL);
  if (n_rows != 0)
    adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog),
                                        new_mode_choice (flow, n_rows));
  gtk_window_present (GTK_WINDOW (dialog));
}

/* ---- What is found out ---- */

static void
drift_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  LoadFlow *flow = user_data;
  g_autoptr(GError) error = NULL;

  flow->drift = querist_project_find_drift_finish (flow->project, result, &error);
  if (flow->drift == NULL)
    refuse (flow, _("The Files Can’t Be Loaded"), error->message);
  else
    ask (flow);
}

static void
ledger_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  LoadFlow *flow = user_data;
  g_autoptr(GError) error = NULL;

  flow->ledger = querist_ledger_read_finish (result, &error);
  if (flow->ledger == NULL)
    refuse (flow, _("The Database Can’t Be Read"), error->message);
  else
    querist_project_find_drift_async (flow->project, NULL, drift_cb, flow);
}

static void
plan_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  LoadFlow *flow = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(QueristMigration) migration =
    querist_project_plan_finish (QUERIST_PROJECT (object), result, &error);
  g_autofree char *refusals = migration != NULL ? list_sentences (migration, TRUE) : NULL;
  g_autofree char *database = NULL;

  if (migration == NULL || refusals != NULL)
    {
      refuse (flow, _("The Database Can’t Be Changed So"),
              migration == NULL ? error->message : refusals);
      return;
    }
  flow->losses = list_sentences (migration, FALSE);
  database = querist_project_dup_database_path (flow->project);
  querist_ledger_read_async (database, NULL, ledger_cb, flow);
}

/**
 * querist_load_flow_start:
 * @parent: the window that asks
 * @workspace: with a project whose schema is confirmed
 *
 * Finds out what the schema changes in the database and how the files have changed, names what
 * would be lost, asks about it and about the rows that are there, then loads every file.
 */
void
querist_load_flow_start (GtkWindow        *parent,
                         QueristWorkspace *workspace)
{
  LoadFlow *flow = g_new0 (LoadFlow, 1);

  flow->parent = g_object_ref (parent);
  flow->project = g_object_ref (querist_workspace_get_project (workspace));
  flow->setup = g_object_ref (querist_workspace_get_setup (workspace));
  querist_project_plan_async (flow->project, NULL, plan_cb, flow);
}
