/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-load-flow.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#define MAX_SENTENCES 12

typedef struct {
  GtkWindow    *parent;
  QueristSetup *setup;
} LoadFlow;

static void
flow_free (LoadFlow *flow)
{
  g_object_unref (flow->parent);
  g_object_unref (flow->setup);
  g_free (flow);
}

static void
response_cb (AdwMessageDialog *dialog,
             const char       *response,
             QueristSetup     *setup)
{
  if (g_str_equal (response, "load"))
    querist_setup_load (setup, TRUE);
}

/* The sentences that one kind of trouble has, a line each; a step may have several. */
static char *
list_sentences (const QueristMigration *migration,
                gboolean                refusals)
{
  g_autoptr(GString) text = g_string_new (NULL);
  gboolean may_be_renames = FALSE;
  guint n = 0;

  for (guint i = 0; i < migration->steps->len; i++)
    {
      const QueristMigrationStep *step = g_ptr_array_index (migration->steps, i);
      const char *sentences = refusals ? step->refusal : step->loss;
      g_auto(GStrv) lines = g_strsplit (sentences != NULL ? sentences : "", "\n", -1);

      for (gsize j = 0; lines[j] != NULL; j++)
        if (n++ < MAX_SENTENCES)
          g_string_append_printf (text, "%s• %s", n > 1 ? "\n" : "", lines[j]);
      may_be_renames |= sentences != NULL && step->renames->len > 0;
    }
  if (n > MAX_SENTENCES)
    g_string_append_printf (text, _("\n… and %u more, see the Changes tab"), n - MAX_SENTENCES);
  if (may_be_renames)
    g_string_append (text, _("\n\nSome of this looks like a new name for what is there: the "
                             "Changes tab of the Schema page asks about it."));
  return g_string_free (g_steal_pointer (&text), n == 0);
}

static void
ask_about_losses (LoadFlow   *flow,
                  const char *losses)
{
  GtkWidget *dialog = adw_message_dialog_new (flow->parent, _("Lose These Data?"), NULL);

  adw_message_dialog_set_body (ADW_MESSAGE_DIALOG (dialog), losses);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _("_Cancel"),
                                    "load", _("_Lose Them and Load"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "load",
                                              ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (response_cb), flow->setup, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
refuse (LoadFlow   *flow,
        const char *text)
{
  gtk_widget_activate_action (GTK_WIDGET (flow->parent), "win.error", "(ss)",
                              _("The Database Can’t Be Changed So"), text);
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
  g_autofree char *losses = migration != NULL ? list_sentences (migration, FALSE) : NULL;

  if (migration == NULL)
    refuse (flow, error->message);
  else if (refusals != NULL)
    refuse (flow, refusals);
  else if (losses != NULL)
    ask_about_losses (flow, losses);
  else
    querist_setup_load (flow->setup, FALSE);
  flow_free (flow);
}

/**
 * querist_load_flow_start:
 * @parent: the window that asks
 * @workspace: with a project whose schema is confirmed
 *
 * Finds out what the schema changes in the database, names what would be lost and asks about it,
 * then loads every file.
 */
void
querist_load_flow_start (GtkWindow        *parent,
                         QueristWorkspace *workspace)
{
  LoadFlow *flow = g_new0 (LoadFlow, 1);

  flow->parent = g_object_ref (parent);
  flow->setup = g_object_ref (querist_workspace_get_setup (workspace));
  querist_project_plan_async (querist_workspace_get_project (workspace), NULL, plan_cb, flow);
}
