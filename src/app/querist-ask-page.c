/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-ask-page.h"

#include <glib/gi18n.h>

#include "querist-chat-view.h"
#include "querist-example-questions.h"
#include "querist-result-view.h"
#include "querist-sql-pane.h"
#include "querist-template.h"

struct _QueristAskPage {
  QueristPage parent_instance;

  AdwLeaflet        *leaflet;
  QueristChatView   *chat;
  GtkPaned          *paned;
  QueristSqlPane    *sql;
  QueristResultView *result;

  GListStore     *turns;
  GHashTable     *known;
  char           *session;
  QueristProject *project;
  QueristCatalog *catalog;
  QueristTurn    *shown;
  QueristTurn    *working;
  GCancellable   *cancellable;
  GCancellable   *examples_cancellable;
};

G_DEFINE_FINAL_TYPE (QueristAskPage, querist_ask_page, QUERIST_TYPE_PAGE)

static QueristWorkspace *
get_workspace (QueristAskPage *self)
{
  return querist_page_get_workspace (QUERIST_PAGE (self));
}

static QueristOrchestrator *
get_orchestrator (QueristAskPage *self)
{
  return querist_workspace_get_orchestrator (get_workspace (self));
}

/* ---- The turn beside the conversation ---- */

static void
show_rows (QueristAskPage *self)
{
  QueristTurn *turn = self->shown;
  QueristResult *result = turn != NULL ? querist_turn_get_result (turn) : NULL;
  gboolean working = turn != NULL && querist_turn_is_working (turn);

  if (result != NULL)
    querist_result_view_set_result (self->result, result, querist_turn_get_question (turn));
  else if (turn == NULL || querist_turn_get_n_versions (turn) == 0)
    querist_result_view_set_message (self->result, _("Rows appear here."), FALSE);
  else if (working && querist_turn_get_state (turn) == QUERIST_STATE_EXECUTE)
    querist_result_view_set_message (self->result, _("Running the query…"), TRUE);
  else if (working)
    querist_result_view_set_message (self->result, "", FALSE);
  else if (querist_turn_get_error (turn) != NULL)
    querist_result_view_set_message (self->result, _("There are no rows: the query failed."),
                                     FALSE);
  else if (querist_turn_get_state (turn) == QUERIST_STATE_DONE)
    querist_result_view_set_message (self->result,
                                     _("The rows of an earlier answer are not kept. "
                                       "“Approve & Run” reads them again."), FALSE);
  else
    querist_result_view_set_message (self->result,
                                     _("Nothing has run yet. Read the SQL above, then choose "
                                       "“Approve & Run”."), FALSE);
}

static void
show_turn (QueristAskPage *self,
           QueristTurn    *turn)
{
  if (self->shown != NULL)
    g_signal_handlers_disconnect_by_func (self->shown, show_rows, self);
  g_set_object (&self->shown, turn);
  if (turn != NULL)
    g_signal_connect_object (turn, "changed", G_CALLBACK (show_rows), self, G_CONNECT_SWAPPED);
  querist_sql_pane_set_turn (self->sql, turn);
  querist_chat_view_set_shown_turn (self->chat, turn);
  show_rows (self);
}

/* The newest turn with SQL is what one wants to see when a session is opened. */
static QueristTurn *
find_turn_to_show (QueristAskPage *self)
{
  GListModel *turns = G_LIST_MODEL (self->turns);
  guint n = g_list_model_get_n_items (turns);

  for (guint i = n; i > 0; i--)
    {
      g_autoptr(QueristTurn) turn = g_list_model_get_item (turns, i - 1);

      if (i == 1 || querist_turn_get_n_versions (turn) > 0)
        return turn;
    }
  return NULL;
}

/* ---- Moving turns on ---- */

static void
update_working (QueristAskPage *self)
{
  QueristQuestionEntry *entry = querist_chat_view_get_entry (self->chat);
  gboolean working = self->working != NULL;
  gboolean asked_back = self->shown != NULL &&
                        querist_turn_get_state (self->shown) == QUERIST_STATE_CLARIFY;

  querist_question_entry_set_working (entry, working);
  querist_question_entry_set_hint (entry, asked_back ? _("Answer in your own words…")
                                                     : _("Ask about your data…"));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "ask.question", !working);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "ask.choose", !working);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "ask.retry", !working);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "ask.stop", working);
}

static void
advanced_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(QueristAskPage) self = user_data;
  g_autoptr(GError) error = NULL;

  if (!querist_orchestrator_advance_finish (QUERIST_ORCHESTRATOR (source), result, &error))
    gtk_widget_activate_action (GTK_WIDGET (self), "win.error", "(ss)",
                                _("The Question Was Not Saved"), error->message);
  g_clear_object (&self->working);
  g_clear_object (&self->cancellable);
  if (get_workspace (self) == NULL)
    return;
  update_working (self);
  querist_workspace_sessions_changed (get_workspace (self));
}

static void
advance (QueristAskPage *self,
         QueristTurn    *turn)
{
  g_set_object (&self->working, turn);
  self->cancellable = g_cancellable_new ();
  querist_orchestrator_advance_async (get_orchestrator (self), turn, self->cancellable,
                                      advanced_cb, g_object_ref (self));
  update_working (self);
  querist_workspace_sessions_changed (get_workspace (self));
}

/* Goes on with a turn that a person has just acted on, unless that was not possible. */
static void
go_on (QueristAskPage *self,
       QueristTurn    *turn,
       gboolean        ok,
       GError         *error)
{
  if (ok)
    {
      show_turn (self, turn);
      advance (self, turn);
      return;
    }
  querist_page_toast (QUERIST_PAGE (self), error->message);
  g_error_free (error);
}

static char *
describe_destination (QueristAskPage *self)
{
  const QueristModelSettings *settings =
    querist_workspace_get_model_settings (get_workspace (self));
  g_autoptr(GUri) uri = NULL;

  if (querist_workspace_is_model_local (get_workspace (self)))
    return g_strdup (_("nothing left this computer"));
  uri = settings->url != NULL ? g_uri_parse (settings->url, G_URI_FLAGS_NONE, NULL) : NULL;
  return g_strdup_printf (_("sent to %s"), uri != NULL ? g_uri_get_host (uri)
                                                       : settings->provider);
}

static void
ask (QueristAskPage *self,
     const char     *question)
{
  g_autoptr(QueristTurn) turn = NULL;
  g_autofree char *destination = NULL;

  if (self->working != NULL || get_orchestrator (self) == NULL)
    return;
  if (self->session == NULL)
    self->session = g_uuid_string_random ();
  turn = querist_turn_new (self->session, question);
  destination = describe_destination (self);
  g_hash_table_replace (self->known, g_strdup (querist_turn_get_id (turn)), g_object_ref (turn));
  g_list_store_append (self->turns, turn);
  querist_chat_view_set_destination (self->chat, turn, destination);
  show_turn (self, turn);
  advance (self, turn);
}

static void
choose (QueristAskPage *self,
        QueristTurn    *turn,
        const char     *answer)
{
  GError *error = NULL;
  gboolean ok;

  ok = querist_orchestrator_choose (get_orchestrator (self), turn, answer, &error);
  go_on (self, turn, ok, error);
}

static void
run_cb (QueristAskPage *self,
        const char     *sql)
{
  GError *error = NULL;
  gboolean ok;

  if (self->shown == NULL || self->working != NULL)
    return;
  ok = querist_orchestrator_approve (get_orchestrator (self), self->shown, sql, &error);
  go_on (self, self->shown, ok, error);
}

/* ---- Sessions ---- */

static void
clear_session (QueristAskPage *self)
{
  g_clear_pointer (&self->session, g_free);
  g_list_store_remove_all (self->turns);
  show_turn (self, NULL);
  update_working (self);
}

/* Turns of this run are the ones to show: they have their rows, and one may be under way. */
static QueristTurn *
prefer_known (QueristAskPage *self,
              QueristTurn    *saved)
{
  QueristTurn *known = g_hash_table_lookup (self->known, querist_turn_get_id (saved));

  if (known != NULL)
    return known;
  g_hash_table_replace (self->known, g_strdup (querist_turn_get_id (saved)),
                        g_object_ref (saved));
  return saved;
}

static void
open_session (QueristAskPage *self,
              const char     *session)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) turns =
    querist_store_list_turns (querist_workspace_get_store (get_workspace (self)), session, &error);

  if (turns == NULL)
    {
      querist_page_toast (QUERIST_PAGE (self), error->message);
      return;
    }
  clear_session (self);
  self->session = g_strdup (session);
  for (guint i = 0; i < turns->len; i++)
    g_list_store_append (self->turns, prefer_known (self, g_ptr_array_index (turns, i)));
  show_turn (self, find_turn_to_show (self));
  update_working (self);
}

static void
session_activated_cb (QueristAskPage *self,
                      const char     *session)
{
  if (querist_workspace_get_store (get_workspace (self)) == NULL)
    return;
  if (session == NULL)
    clear_session (self);
  else if (g_strcmp0 (session, self->session) != 0)
    open_session (self, session);
  adw_leaflet_set_visible_child_name (self->leaflet, "chat");
  gtk_widget_grab_focus (GTK_WIDGET (querist_chat_view_get_entry (self->chat)));
}

/* ---- The project ---- */

static void
examples_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(QueristAskPage) self = user_data;
  g_autoptr(GError) error = NULL;
  g_auto(GStrv) examples = querist_example_questions_finish (result, &error);

  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    querist_chat_view_set_examples (self->chat, (const char *const *) examples);
}

static void
stop_examples (QueristAskPage *self)
{
  g_cancellable_cancel (self->examples_cancellable);
  g_clear_object (&self->examples_cancellable);
}

static void
catalog_changed (QueristAskPage *self,
                 QueristCatalog *catalog)
{
  g_autofree char *database =
    self->project != NULL ? querist_project_dup_database_path (self->project) : NULL;
  gboolean ready = catalog != NULL && catalog->tables->len > 0;

  g_clear_pointer (&self->catalog, querist_catalog_unref);
  self->catalog = catalog != NULL ? querist_catalog_ref (catalog) : NULL;
  querist_sql_pane_set_database (self->sql, ready ? database : NULL, catalog);
  querist_chat_view_set_ready (self->chat, ready);
  querist_chat_view_set_examples (self->chat, NULL);
  stop_examples (self);
  if (!ready)
    return;
  self->examples_cancellable = g_cancellable_new ();
  querist_example_questions_async (self->project, self->examples_cancellable, examples_cb,
                                   g_object_ref (self));
}

static void
project_changed_cb (QueristAskPage *self)
{
  QueristProject *project = querist_workspace_get_project (get_workspace (self));
  QueristCatalog *catalog = project != NULL ? querist_project_get_catalog (project) : NULL;

  if (g_set_object (&self->project, project))
    {
      g_cancellable_cancel (self->cancellable);
      g_hash_table_remove_all (self->known);
      clear_session (self);
    }
  if (catalog != self->catalog)
    catalog_changed (self, catalog);
}

static void
querist_ask_page_bind_workspace (QueristPage      *page,
                                 QueristWorkspace *workspace)
{
  g_signal_connect_object (workspace, "project-changed", G_CALLBACK (project_changed_cb), page,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (workspace, "session-activated", G_CALLBACK (session_activated_cb), page,
                           G_CONNECT_SWAPPED);
  project_changed_cb (QUERIST_ASK_PAGE (page));
}

/* ---- Actions ---- */

static QueristTurn *
find_turn (QueristAskPage *self,
           const char     *id)
{
  return g_hash_table_lookup (self->known, id);
}

static void
question_action (GtkWidget  *widget,
                 const char *action_name,
                 GVariant   *parameter)
{
  QueristAskPage *self = QUERIST_ASK_PAGE (widget);

  /* The button that was pressed goes away, and the focus must not go with it. */
  gtk_widget_grab_focus (GTK_WIDGET (querist_chat_view_get_entry (self->chat)));
  ask (self, g_variant_get_string (parameter, NULL));
}

/* What is typed answers the assistant, if it asked something back. */
static void
submit_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  QueristAskPage *self = QUERIST_ASK_PAGE (widget);
  const char *text = g_variant_get_string (parameter, NULL);

  if (self->shown != NULL && querist_turn_get_state (self->shown) == QUERIST_STATE_CLARIFY)
    choose (self, self->shown, text);
  else
    ask (self, text);
}

static void
choose_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  QueristAskPage *self = QUERIST_ASK_PAGE (widget);
  const char *id, *answer;
  QueristTurn *turn;

  g_variant_get (parameter, "(&s&s)", &id, &answer);
  turn = find_turn (self, id);
  if (turn != NULL)
    choose (self, turn, answer);
}

static void
retry_action (GtkWidget  *widget,
              const char *action_name,
              GVariant   *parameter)
{
  QueristAskPage *self = QUERIST_ASK_PAGE (widget);
  QueristTurn *turn = find_turn (self, g_variant_get_string (parameter, NULL));
  GError *error = NULL;
  gboolean ok;

  if (turn == NULL || self->working != NULL)
    return;
  ok = querist_orchestrator_retry (get_orchestrator (self), turn, &error);
  go_on (self, turn, ok, error);
}

static void
show_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  QueristAskPage *self = QUERIST_ASK_PAGE (widget);
  QueristTurn *turn = find_turn (self, g_variant_get_string (parameter, NULL));

  if (turn == NULL)
    return;
  show_turn (self, turn);
  update_working (self);
  adw_leaflet_set_visible_child_name (self->leaflet, "work");
}

static void
stop_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  g_cancellable_cancel (QUERIST_ASK_PAGE (widget)->cancellable);
}

static void
run_action (GtkWidget  *widget,
            const char *action_name,
            GVariant   *parameter)
{
  gtk_widget_activate_action (GTK_WIDGET (QUERIST_ASK_PAGE (widget)->sql), "sql.run", NULL);
}

static void
focus_action (GtkWidget  *widget,
              const char *action_name,
              GVariant   *parameter)
{
  QueristAskPage *self = QUERIST_ASK_PAGE (widget);

  adw_leaflet_set_visible_child_name (self->leaflet, "chat");
  gtk_widget_grab_focus (GTK_WIDGET (querist_chat_view_get_entry (self->chat)));
}

static void
back_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  adw_leaflet_set_visible_child_name (QUERIST_ASK_PAGE (widget)->leaflet, "chat");
}

/* ---- The widget ---- */

static void
querist_ask_page_dispose (GObject *object)
{
  QueristAskPage *self = QUERIST_ASK_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  stop_examples (self);
  g_clear_object (&self->project);
  g_clear_object (&self->shown);
  g_clear_pointer (&self->catalog, querist_catalog_unref);
  querist_template_dispose (GTK_WIDGET (object), QUERIST_TYPE_ASK_PAGE);
  G_OBJECT_CLASS (querist_ask_page_parent_class)->dispose (object);
}

static void
querist_ask_page_finalize (GObject *object)
{
  QueristAskPage *self = QUERIST_ASK_PAGE (object);

  g_clear_object (&self->working);
  g_clear_object (&self->cancellable);
  g_object_unref (self->turns);
  g_hash_table_unref (self->known);
  g_free (self->session);
  G_OBJECT_CLASS (querist_ask_page_parent_class)->finalize (object);
}

static void
install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "ask.question", "s", question_action);
  gtk_widget_class_install_action (widget_class, "ask.submit", "s", submit_action);
  gtk_widget_class_install_action (widget_class, "ask.choose", "(ss)", choose_action);
  gtk_widget_class_install_action (widget_class, "ask.retry", "s", retry_action);
  gtk_widget_class_install_action (widget_class, "ask.show", "s", show_action);
  gtk_widget_class_install_action (widget_class, "ask.stop", NULL, stop_action);
  gtk_widget_class_install_action (widget_class, "ask.run", NULL, run_action);
  gtk_widget_class_install_action (widget_class, "ask.focus", NULL, focus_action);
  gtk_widget_class_install_action (widget_class, "ask.back", NULL, back_action);
}

static void
querist_ask_page_class_init (QueristAskPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = querist_ask_page_dispose;
  object_class->finalize = querist_ask_page_finalize;
  QUERIST_PAGE_CLASS (klass)->bind_workspace = querist_ask_page_bind_workspace;

  g_type_ensure (QUERIST_TYPE_CHAT_VIEW);
  g_type_ensure (QUERIST_TYPE_RESULT_VIEW);
  g_type_ensure (QUERIST_TYPE_SQL_PANE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/querist/Querist/querist-ask-page.ui");
  gtk_widget_class_bind_template_child (widget_class, QueristAskPage, leaflet);
  gtk_widget_class_bind_template_child (widget_class, QueristAskPage, chat);
  gtk_widget_class_bind_template_child (widget_class, QueristAskPage, paned);
  gtk_widget_class_bind_template_child (widget_class, QueristAskPage, sql);
  gtk_widget_class_bind_template_child (widget_class, QueristAskPage, result);
  gtk_widget_class_bind_template_callback (widget_class, run_cb);
  install_actions (widget_class);
}

static void
querist_ask_page_init (QueristAskPage *self)
{
  g_autoptr(GSettings) settings = g_settings_new (APP_ID);

  self->turns = g_list_store_new (QUERIST_TYPE_TURN);
  self->known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  gtk_widget_init_template (GTK_WIDGET (self));
  querist_chat_view_set_turns (self->chat, G_LIST_MODEL (self->turns));
  g_settings_bind (settings, "ask-pane-position", self->paned, "position",
                   G_SETTINGS_BIND_DEFAULT);
  show_turn (self, NULL);
  update_working (self);
}
