/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-improve-view.h"

#include <glib/gi18n.h>

#include "querist-diff-view.h"
#include "querist-improve-item.h"
#include "querist-improve-job.h"
#include "querist-improve-row.h"
#include "querist-template.h"
#include "querist-text.h"

/* Equal lines around each change in the preview. */
#define CONTEXT_LINES 2

/*
 * @shown: the project's proposal that @items was made of, only to tell it from another
 * @asking: stops the assistant, NULL while nobody is asked
 * @looking: stops the look at the text that is under way
 * @accepted_id: counts again what is accepted
 * @failure: (nullable): why the last proposal failed
 */
struct _QueristImproveView {
  AdwBin                   parent_instance;

  QueristWorkspace        *workspace;
  QueristSchemaEditorView *editor;
  QueristProject          *project;
  const QueristProposal   *shown;
  GListStore              *items;
  GCancellable            *asking;
  GCancellable            *looking;
  guint                    accepted_id;
  char                    *failure;

  GtkStack                *stack;
  AdwStatusPage           *status;
  GtkWidget               *propose;
  GtkLabel                *busy_label;
  GtkLabel                *summary;
  GtkLabel                *note;
  GtkWidget               *accept_all;
  GtkListBox              *rows;
  GtkToggleButton         *preview_button;
  GtkWidget               *preview_pane;
  QueristDiffView         *preview;
  GtkLabel                *count;
  GtkButton               *apply;
};

enum {
  SIGNAL_ACTIVATED,
  SIGNAL_SAVE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (QueristImproveView, querist_improve_view, ADW_TYPE_BIN)

static QueristImproveItem *
peek_item (QueristImproveView *self,
           guint               index)
{
  g_autoptr(QueristImproveItem) item =
    g_list_model_get_item (G_LIST_MODEL (self->items), index);

  return item;
}

static guint
count_items (QueristImproveView *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (self->items));
}

static gboolean
is_valid (QueristImproveView *self)
{
  return self->editor != NULL && querist_schema_editor_view_get_catalog (self->editor) != NULL;
}

static QueristAssistant *
get_assistant (QueristImproveView *self)
{
  QueristOrchestrator *orchestrator = querist_workspace_get_orchestrator (self->workspace);

  return orchestrator != NULL ? querist_orchestrator_get_assistant (orchestrator) : NULL;
}

/* What is shown when there is no list */

static char *
describe_asking (QueristImproveView *self)
{
  static const char *const told[] = {
    [QUERIST_DISCLOSE_SCHEMA] = N_("the schema and the headers of the files"),
    [QUERIST_DISCLOSE_STATISTICS] = N_("the schema, headers and statistics of the columns"),
    [QUERIST_DISCLOSE_VALUES] = N_("the schema, statistics and sample values of the columns"),
  };
  QueristAssistant *assistant = get_assistant (self);

  if (assistant == NULL || !querist_assistant_is_remote (assistant))
    return g_strdup_printf (_("%s looks for clearer names, for descriptions, and for relations "
                              "that the data bear out. Nothing leaves this computer, and nothing "
                              "is changed before you accept it."),
                            querist_workspace_get_model_label (self->workspace));
  return g_strdup_printf (_("%s looks for clearer names, for descriptions, and for relations that "
                            "the data bear out. It is told %s, as Preferences say. Nothing is "
                            "changed before you accept it."),
                          querist_workspace_get_model_label (self->workspace),
                          _(told[querist_workspace_get_disclosure (self->workspace)]));
}

static void
show_status (QueristImproveView *self,
             const char         *icon_name,
             const char         *title,
             const char         *description,
             const char         *button)
{
  g_autofree char *escaped = g_markup_escape_text (description, -1);

  adw_status_page_set_icon_name (self->status, icon_name);
  adw_status_page_set_title (self->status, title);
  adw_status_page_set_description (self->status, escaped);
  gtk_button_set_label (GTK_BUTTON (self->propose), button);
  gtk_stack_set_visible_child_name (self->stack, "status");
}

static void
show_nothing_found (QueristImproveView *self)
{
  g_autofree char *text = g_strdup_printf (_("%s sees nothing that it is sure would be better."),
                                           self->shown->source);

  show_status (self, "emblem-ok-symbolic", _("Nothing to Improve"), text, _("Ask Again"));
}

static void
update_state (QueristImproveView *self)
{
  gboolean ready = is_valid (self) && self->project != NULL;
  g_autofree char *text = NULL;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "improve.propose",
                                 ready && self->asking == NULL);
  if (self->asking != NULL)
    gtk_stack_set_visible_child_name (self->stack, "busy");
  else if (self->failure != NULL)
    show_status (self, "dialog-error-symbolic", _("No Proposal"), self->failure, _("Try Again"));
  else if (count_items (self) > 0)
    gtk_stack_set_visible_child_name (self->stack, "list");
  else if (self->shown != NULL)
    show_nothing_found (self);
  else if (self->workspace != NULL)
    {
      text = describe_asking (self);
      show_status (self, "starred-symbolic", _("Improve the Schema"), text, _("Propose Changes"));
    }
}

/* The list */

static GPtrArray *
collect_changes (QueristImproveView *self,
                 gboolean            accepted_only)
{
  GPtrArray *changes = g_ptr_array_new ();

  for (guint i = 0; i < count_items (self); i++)
    {
      QueristImproveItem *item = peek_item (self, i);

      if (!accepted_only || querist_improve_item_get_accepted (item))
        g_ptr_array_add (changes, (gpointer) querist_improve_item_get_change (item));
    }
  return changes;
}

static guint
count_possible (QueristImproveView *self)
{
  guint n = 0;

  for (guint i = 0; i < count_items (self); i++)
    n += querist_improve_item_get_problem (peek_item (self, i)) == NULL;
  return n;
}

static void
update_counts (QueristImproveView *self)
{
  g_autoptr(GPtrArray) accepted = collect_changes (self, TRUE);
  guint n = accepted->len, possible = count_possible (self);
  g_autofree char *count = g_strdup_printf (_("%u of %u accepted"), n, possible);
  g_autofree char *apply =
    g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Apply %u Change", "Apply %u Changes", n), n);

  gtk_label_set_label (self->count, count);
  gtk_button_set_label (self->apply, n > 0 ? apply : _("Apply Changes"));
  gtk_button_set_label (GTK_BUTTON (self->accept_all),
                        n > 0 && n == possible ? _("Accept None") : _("Accept All"));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "improve.accept-all", possible > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "improve.apply", n > 0 && is_valid (self));
}

static void
look_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(QueristImproveView) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(QueristImproveLook) look = querist_improve_look_finish (result, &error);
  g_autofree char *text = NULL;

  if (look == NULL || look->problems->len != count_items (self))
    return;
  for (guint i = 0; i < look->problems->len; i++)
    querist_improve_item_update (peek_item (self, i), look->problems->pdata[i],
                                 look->pieces->pdata[i]);
  text = querist_schema_editor_view_dup_text (self->editor);
  if (look->result != NULL && gtk_toggle_button_get_active (self->preview_button))
    querist_diff_view_set_texts (self->preview, text, look->result, CONTEXT_LINES);
  update_counts (self);
}

/* Shows what the changes would do to the text as it is now, while somebody looks. */
static void
look (QueristImproveView *self)
{
  g_autoptr(GPtrArray) changes = NULL;
  g_autoptr(GPtrArray) accepted = NULL;
  g_autofree char *text = NULL;

  g_cancellable_cancel (self->looking);
  g_clear_object (&self->looking);
  if (count_items (self) == 0 || !is_valid (self) || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  changes = collect_changes (self, FALSE);
  accepted = collect_changes (self, TRUE);
  text = querist_schema_editor_view_dup_text (self->editor);
  self->looking = g_cancellable_new ();
  querist_improve_look_async (text, changes, accepted, self->looking, look_cb,
                              g_object_ref (self));
}

static gboolean
accepted_idle_cb (gpointer user_data)
{
  QueristImproveView *self = user_data;

  self->accepted_id = 0;
  update_counts (self);
  if (gtk_toggle_button_get_active (self->preview_button))
    look (self);
  return G_SOURCE_REMOVE;
}

/* All of them may be accepted at once: that is looked at once. */
static void
accepted_cb (QueristImproveView *self)
{
  if (self->accepted_id == 0)
    self->accepted_id = g_idle_add (accepted_idle_cb, self);
}

static char *
describe_cost (const QueristUsage *usage)
{
  g_autofree char *tokens =
    querist_text_format_count (usage->prompt_tokens + usage->completion_tokens);

  if (usage->calls == 0)
    return g_strdup ("");
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, " · %u call, %s tokens",
                                       " · %u calls, %s tokens", usage->calls),
                          usage->calls, tokens);
}

static void
show_summary (QueristImproveView *self)
{
  g_autofree char *cost = describe_cost (&self->shown->usage);
  g_autofree char *text = g_strdup_printf (_("Proposed by %s%s"), self->shown->source, cost);

  gtk_label_set_label (self->summary, text);
  gtk_label_set_label (self->note, self->shown->note != NULL ? self->shown->note : "");
  gtk_widget_set_visible (GTK_WIDGET (self->note), self->shown->note != NULL);
}

/* Makes the items anew from the project's proposal; what was accepted stays so. */
static void
take_proposal (QueristImproveView *self)
{
  g_autoptr(GHashTable) accepted = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < count_items (self); i++)
    {
      QueristImproveItem *item = peek_item (self, i);

      if (querist_improve_item_get_accepted (item))
        g_hash_table_add (accepted,
                          querist_improvement_describe (querist_improve_item_get_change (item)));
    }
  g_list_store_remove_all (self->items);
  for (guint i = 0; self->shown != NULL && i < self->shown->improvements->len; i++)
    {
      const QueristImprovement *change = g_ptr_array_index (self->shown->improvements, i);
      g_autoptr(QueristImproveItem) item = querist_improve_item_new (change);
      g_autofree char *title = querist_improvement_describe (change);

      querist_improve_item_set_accepted (item, g_hash_table_contains (accepted, title));
      g_signal_connect_object (item, "notify::accepted", G_CALLBACK (accepted_cb), self,
                               G_CONNECT_SWAPPED);
      g_list_store_append (self->items, item);
    }
}

static void
refresh (QueristImproveView *self)
{
  const QueristProposal *proposal =
    self->project != NULL ? querist_project_get_proposal (self->project) : NULL;

  if (proposal != self->shown)
    {
      self->shown = proposal;
      take_proposal (self);
      if (proposal != NULL)
        show_summary (self);
      update_counts (self);
      look (self);
    }
  update_state (self);
}

/* Keeps what is left of the proposal. */
static void
keep (QueristImproveView *self,
      QueristProposal    *left)
{
  g_autoptr(GError) error = NULL;

  if (left->improvements->len == 0)
    g_clear_pointer (&left, querist_proposal_free);
  if (!querist_project_set_proposal (self->project, left, &error))
    gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", error->message);
}

static void
rejected_cb (QueristImproveView *self,
             QueristImproveRow  *row)
{
  QueristProposal *left = querist_proposal_copy (self->shown);
  int index = gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (row));
  GtkListBoxRow *next;

  g_ptr_array_remove_index (left->improvements, index);
  keep (self, left);
  next = gtk_list_box_get_row_at_index (self->rows, MIN (index, (int) count_items (self) - 1));
  if (next != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (next));
}

static void
shown_cb (QueristImproveView *self,
          QueristImproveRow  *row)
{
  const QueristImprovement *change =
    querist_improve_item_get_change (querist_improve_row_get_item (row));
  gboolean new_field = change->kind == QUERIST_IMPROVEMENT_ADD_RELATION;

  g_signal_emit (self, signals[SIGNAL_ACTIVATED], 0, change->model,
                 new_field ? change->fields[0] : change->field);
}

static GtkWidget *
create_row (gpointer object,
            gpointer user_data)
{
  GtkWidget *row = querist_improve_row_new (object);

  g_signal_connect_object (row, "rejected", G_CALLBACK (rejected_cb), user_data,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "shown", G_CALLBACK (shown_cb), user_data, G_CONNECT_SWAPPED);
  return row;
}

static const char *
get_model (GtkListBoxRow *row)
{
  QueristImproveItem *item = querist_improve_row_get_item (QUERIST_IMPROVE_ROW (row));

  return querist_improve_item_get_change (item)->model;
}

static void
header_func (GtkListBoxRow *row,
             GtkListBoxRow *before,
             gpointer       user_data)
{
  GtkWidget *label;

  if (before != NULL && g_str_equal (get_model (row), get_model (before)))
    {
      gtk_list_box_row_set_header (row, NULL);
      return;
    }
  label = gtk_label_new (get_model (row));
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, "evidence-header");
  gtk_list_box_row_set_header (row, label);
}

static void
row_activated_cb (QueristImproveView *self,
                  GtkListBoxRow      *row)
{
  QueristImproveItem *item = querist_improve_row_get_item (QUERIST_IMPROVE_ROW (row));

  if (querist_improve_item_get_problem (item) == NULL)
    querist_improve_item_set_accepted (item, !querist_improve_item_get_accepted (item));
}

static void
preview_toggled_cb (QueristImproveView *self)
{
  gtk_widget_set_visible (self->preview_pane, gtk_toggle_button_get_active (self->preview_button));
  look (self);
}

static void
checked_cb (QueristImproveView *self)
{
  update_counts (self);
  update_state (self);
  look (self);
}

/* Asking */

static void
progress_cb (guint    n_done,
             guint    n_parts,
             gpointer user_data)
{
  QueristImproveView *self = user_data;
  g_autofree char *text = n_parts < 2
    ? g_strdup (_("Looking at the schema…"))
    : g_strdup_printf (_("Looking at part %u of %u…"), MIN (n_done + 1, n_parts), n_parts);

  gtk_label_set_label (self->busy_label, text);
}

static void
improved_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(QueristImproveView) self = user_data;
  g_autoptr(GError) error = NULL;
  gboolean made = querist_project_improve_finish (QUERIST_PROJECT (object), result, &error);

  if (QUERIST_PROJECT (object) != self->project)
    return;
  g_clear_object (&self->asking);
  if (!made && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    self->failure = g_strdup (error->message);
  refresh (self);
}

/* Asks the assistant that answers questions for a proposal, unless it is asked already. */
static void
propose_action_cb (GtkWidget  *widget,
                   const char *action_name,
                   GVariant   *parameter)
{
  QueristImproveView *self = QUERIST_IMPROVE_VIEW (widget);
  QueristAssistant *assistant = self->asking == NULL ? get_assistant (self) : NULL;

  if (assistant == NULL)
    return;
  /* the project shall have the text that is seen */
  g_signal_emit (self, signals[SIGNAL_SAVE], 0);
  g_clear_pointer (&self->failure, g_free);
  self->asking = g_cancellable_new ();
  gtk_label_set_label (self->busy_label, _("Looking at the data…"));
  update_state (self);
  querist_project_improve_async (self->project, assistant,
                                 querist_workspace_get_disclosure (self->workspace), progress_cb,
                                 self, self->asking, improved_cb, g_object_ref (self));
}

/* Deciding */

static void
stop_action_cb (GtkWidget  *widget,
                const char *action_name,
                GVariant   *parameter)
{
  g_cancellable_cancel (QUERIST_IMPROVE_VIEW (widget)->asking);
}

static void
accept_all_action_cb (GtkWidget  *widget,
                      const char *action_name,
                      GVariant   *parameter)
{
  QueristImproveView *self = QUERIST_IMPROVE_VIEW (widget);
  g_autoptr(GPtrArray) accepted = collect_changes (self, TRUE);
  gboolean all = accepted->len == count_possible (self);

  for (guint i = 0; i < count_items (self); i++)
    {
      QueristImproveItem *item = peek_item (self, i);

      if (querist_improve_item_get_problem (item) == NULL)
        querist_improve_item_set_accepted (item, !all);
    }
}

static void
dismiss_action_cb (GtkWidget  *widget,
                   const char *action_name,
                   GVariant   *parameter)
{
  QueristImproveView *self = QUERIST_IMPROVE_VIEW (widget);
  QueristProposal *left = querist_proposal_copy (self->shown);

  g_ptr_array_set_size (left->improvements, 0);
  keep (self, left);
}

/* Changes on their way into the text.
 * @accepted: those of @left that shall be made
 */
typedef struct {
  char            *text;
  QueristProposal *left;
  GPtrArray       *accepted;
  guint            n_before;
} ApplyJob;

static void
apply_job_free (ApplyJob *job)
{
  g_free (job->text);
  g_ptr_array_unref (job->accepted);
  g_clear_pointer (&job->left, querist_proposal_free);
  g_free (job);
}

static void
apply_thread (GTask        *task,
              gpointer      source,
              gpointer      task_data,
              GCancellable *cancellable)
{
  ApplyJob *job = task_data;
  GError *error = NULL;
  char *improved = querist_proposal_accept (job->left, job->text, job->accepted, &error);

  if (improved != NULL)
    g_task_return_pointer (task, improved, g_free);
  else
    g_task_return_error (task, error);
}

static void apply (QueristImproveView *self);

static void
applied_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  QueristImproveView *self = QUERIST_IMPROVE_VIEW (object);
  ApplyJob *job = g_task_get_task_data (G_TASK (result));
  g_autoptr(GError) error = NULL;
  g_autofree char *improved = g_task_propagate_pointer (G_TASK (result), &error);
  g_autofree char *text = NULL;
  g_autofree char *message = NULL;
  guint n = job->n_before - job->left->improvements->len;

  if (self->editor == NULL || self->shown == NULL)
    return;
  if (improved == NULL)
    {
      gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", error->message);
      return;
    }
  text = querist_schema_editor_view_dup_text (self->editor);
  if (!g_str_equal (text, job->text) || job->n_before != count_items (self))
    {
      apply (self);
      return;
    }
  querist_schema_editor_view_edit_text (self->editor, improved);
  g_signal_emit (self, signals[SIGNAL_SAVE], 0);
  keep (self, g_steal_pointer (&job->left));
  message = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u change applied; Undo takes it back",
                                          "%u changes applied; Undo takes them back", n), n);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", message);
}

/* Makes the accepted changes in the text that the editor has now: it may be newer than what the
 * rows were made for, and gets newer still while the thread works. */
static void
apply (QueristImproveView *self)
{
  g_autoptr(GTask) task = g_task_new (self, NULL, applied_cb, NULL);
  ApplyJob *job = g_new0 (ApplyJob, 1);

  g_task_set_source_tag (task, apply);
  job->text = querist_schema_editor_view_dup_text (self->editor);
  job->left = querist_proposal_copy (self->shown);
  job->n_before = job->left->improvements->len;
  job->accepted = g_ptr_array_new ();
  for (guint i = 0; i < count_items (self); i++)
    {
      if (querist_improve_item_get_accepted (peek_item (self, i)))
        g_ptr_array_add (job->accepted, job->left->improvements->pdata[i]);
    }
  g_task_set_task_data (task, job, (GDestroyNotify) apply_job_free);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "improve.apply", FALSE);
  g_task_run_in_thread (task, apply_thread);
}

static void
apply_action_cb (GtkWidget  *widget,
                 const char *action_name,
                 GVariant   *parameter)
{
  apply (QUERIST_IMPROVE_VIEW (widget));
}

/* The widget */

static void
stop_all (QueristImproveView *self)
{
  g_cancellable_cancel (self->asking);
  g_clear_object (&self->asking);
  g_cancellable_cancel (self->looking);
  g_clear_object (&self->looking);
}

static void
project_opened_cb (QueristImproveView *self)
{
  QueristProject *project = querist_workspace_get_project (self->workspace);

  if (project == self->project)
    return;
  stop_all (self);
  g_clear_pointer (&self->failure, g_free);
  g_list_store_remove_all (self->items);
  self->shown = NULL;
  g_set_object (&self->project, project);
  refresh (self);
}

static void
model_changed_cb (QueristImproveView *self)
{
  g_clear_pointer (&self->failure, g_free);
  update_state (self);
}

static void
querist_improve_view_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (querist_improve_view_parent_class)->map (widget);
  look (QUERIST_IMPROVE_VIEW (widget));
}

static void
querist_improve_view_dispose (GObject *object)
{
  QueristImproveView *self = QUERIST_IMPROVE_VIEW (object);

  stop_all (self);
  g_clear_handle_id (&self->accepted_id, g_source_remove);
  if (self->rows != NULL)
    gtk_list_box_bind_model (self->rows, NULL, NULL, NULL, NULL);
  querist_template_dispose (GTK_WIDGET (object), QUERIST_TYPE_IMPROVE_VIEW);
  g_clear_object (&self->items);
  g_clear_object (&self->project);
  self->editor = NULL;
  G_OBJECT_CLASS (querist_improve_view_parent_class)->dispose (object);
}

static void
querist_improve_view_finalize (GObject *object)
{
  g_free (QUERIST_IMPROVE_VIEW (object)->failure);
  G_OBJECT_CLASS (querist_improve_view_parent_class)->finalize (object);
}

static void
install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "improve.propose", NULL, propose_action_cb);
  gtk_widget_class_install_action (widget_class, "improve.stop", NULL, stop_action_cb);
  gtk_widget_class_install_action (widget_class, "improve.accept-all", NULL,
                                   accept_all_action_cb);
  gtk_widget_class_install_action (widget_class, "improve.dismiss", NULL, dismiss_action_cb);
  gtk_widget_class_install_action (widget_class, "improve.apply", NULL, apply_action_cb);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource
    (widget_class, "/io/github/querist/Querist/querist-improve-view.ui");
  gtk_widget_class_bind_template_child (widget_class, QueristImproveView, stack);
  gtk_widget_class_bind_template_child (widget_class, QueristImproveView, status);
  gtk_widget_class_bind_template_child (widget_class, QueristImproveView, propose);
  gtk_widget_class_bind_template_child (widget_class, QueristImproveView, busy_label);
  gtk_widget_class_bind_template_child (widget_class, QueristImproveView, summary);
  gtk_widget_class_bind_template_child (widget_class, QueristImproveView, note);
  gtk_widget_class_bind_template_child (widget_class, QueristImproveView, accept_all);
  gtk_widget_class_bind_template_child (widget_class, QueristImproveView, rows);
  gtk_widget_class_bind_template_child (widget_class, QueristImproveView, preview_button);
  gtk_widget_class_bind_template_child (widget_class, QueristImproveView, preview_pane);
  gtk_widget_class_bind_template_child (widget_class, QueristImproveView, preview);
  gtk_widget_class_bind_template_child (widget_class, QueristImproveView, count);
  gtk_widget_class_bind_template_child (widget_class, QueristImproveView, apply);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, preview_toggled_cb);
}

static void
querist_improve_view_class_init (QueristImproveViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  object_class->dispose = querist_improve_view_dispose;
  object_class->finalize = querist_improve_view_finalize;
  widget_class->map = querist_improve_view_map;

  signals[SIGNAL_ACTIVATED] =
    g_signal_new ("activated", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                  G_TYPE_STRING, G_TYPE_STRING);
  signals[SIGNAL_SAVE] =
    g_signal_new ("save", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (QUERIST_TYPE_DIFF_VIEW);
  bind_template (widget_class);
  install_actions (widget_class);
}

static void
querist_improve_view_init (QueristImproveView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->items = g_list_store_new (QUERIST_TYPE_IMPROVE_ITEM);
  gtk_list_box_bind_model (self->rows, G_LIST_MODEL (self->items), create_row, self, NULL);
  gtk_list_box_set_header_func (self->rows, header_func, NULL, NULL);
}

/**
 * querist_improve_view_bind:
 * @workspace: whose project and assistant it works with; outlives the view
 * @editor: what accepted changes go to; outlives the view
 *
 * To be called once.
 */
void
querist_improve_view_bind (QueristImproveView      *self,
                           QueristWorkspace        *workspace,
                           QueristSchemaEditorView *editor)
{
  g_return_if_fail (QUERIST_IS_IMPROVE_VIEW (self));

  self->workspace = workspace;
  self->editor = editor;
  g_signal_connect_object (editor, "checked", G_CALLBACK (checked_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (workspace, "notify::project", G_CALLBACK (project_opened_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (workspace, "project-changed", G_CALLBACK (refresh), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (workspace, "model-changed", G_CALLBACK (model_changed_cb), self,
                           G_CONNECT_SWAPPED);
  update_state (self);
}
