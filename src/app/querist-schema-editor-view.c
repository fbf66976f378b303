/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-schema-editor-view.h"

#include <glib/gi18n.h>
#include <gtksourceview/gtksource.h>

#include "querist-find-bar.h"
#include "querist-fold-gutter.h"
#include "querist-line-diff.h"
#include "querist-problem-list.h"
#include "querist-problem-tags.h"
#include "querist-rename-hint.h"
#include "querist-schema-commands.h"
#include "querist-schema-completion-provider.h"
#include "querist-schema-editor.h"
#include "querist-schema-hover-provider.h"
#include "querist-template.h"

/* Long enough that a fast typist is not checked at every letter, short enough to seem at once. */
#define CHECK_DELAY_MS 120
/* Characters; each key stroke in a longer text would have to wait for its colours. */
#define MAX_HIGHLIGHTED 1000000

struct _QueristSchemaEditorView {
  AdwBin                      parent_instance;

  GtkSourceView              *view;
  GtkSourceBuffer            *buffer;
  QueristFindBar             *find_bar;
  QueristFoldGutter          *folds;
  QueristProblemList         *problems;
  QueristSchemaHoverProvider *hover;

  GCancellable               *checking;
  guint                       check_id;
  gboolean                    setting_text;
  GPtrArray                  *diagnostics;
  GPtrArray                  *outline;
  QueristCatalog             *catalog;
};

enum {
  SIGNAL_EDITED,
  SIGNAL_CHECKED,
  SIGNAL_CURSOR_MOVED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (QueristSchemaEditorView, querist_schema_editor_view, ADW_TYPE_BIN)

typedef struct {
  char           *text;
  GPtrArray      *diagnostics;
  GPtrArray      *outline;
  QueristCatalog *catalog;
} Check;

static void
check_free (gpointer data)
{
  Check *check = data;

  g_free (check->text);
  g_clear_pointer (&check->diagnostics, g_ptr_array_unref);
  g_clear_pointer (&check->outline, g_ptr_array_unref);
  g_clear_pointer (&check->catalog, querist_catalog_unref);
  g_free (check);
}

static void
check_thread (GTask        *task,
              gpointer      source,
              gpointer      task_data,
              GCancellable *cancellable)
{
  Check *check = task_data;

  check->diagnostics = querist_schema_check (check->text, -1);
  check->outline = querist_schema_outline (check->text, -1);
  if (!querist_diagnostics_have_error (check->diagnostics))
    check->catalog = querist_schema_catalog (check->text, -1, "schema.prisma", NULL);
  g_task_return_boolean (task, TRUE);
}

static void
check_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  QueristSchemaEditorView *self = QUERIST_SCHEMA_EDITOR_VIEW (object);
  Check *check = g_task_get_task_data (G_TASK (result));

  /* Cancelled: the text has changed since, or the editor is going away. */
  if (!g_task_propagate_boolean (G_TASK (result), NULL))
    return;
  g_clear_pointer (&self->diagnostics, g_ptr_array_unref);
  self->diagnostics = g_ptr_array_ref (check->diagnostics);
  g_clear_pointer (&self->catalog, querist_catalog_unref);
  self->catalog = g_steal_pointer (&check->catalog);
  g_clear_pointer (&self->outline, g_ptr_array_unref);
  self->outline = g_steal_pointer (&check->outline);

  querist_problem_tags_show (GTK_TEXT_BUFFER (self->buffer), self->diagnostics);
  querist_problem_list_set_diagnostics (self->problems, self->diagnostics);
  querist_schema_hover_provider_set_diagnostics (self->hover, self->diagnostics);
  g_signal_emit (self, signals[SIGNAL_CHECKED], 0);
}

static gboolean
start_check_cb (gpointer user_data)
{
  QueristSchemaEditorView *self = user_data;
  g_autoptr(GTask) task = NULL;
  Check *check = g_new0 (Check, 1);

  self->check_id = 0;
  self->checking = g_cancellable_new ();
  check->text = querist_schema_editor_view_dup_text (self);
  task = g_task_new (self, self->checking, check_cb, NULL);
  g_task_set_source_tag (task, start_check_cb);
  g_task_set_task_data (task, check, check_free);
  g_task_run_in_thread (task, check_thread);
  return G_SOURCE_REMOVE;
}

static void
stop_checking (QueristSchemaEditorView *self)
{
  g_cancellable_cancel (self->checking);
  g_clear_object (&self->checking);
  g_clear_handle_id (&self->check_id, g_source_remove);
}

static void
changed_cb (QueristSchemaEditorView *self)
{
  gtk_source_buffer_set_highlight_syntax
    (self->buffer,
     gtk_text_buffer_get_char_count (GTK_TEXT_BUFFER (self->buffer)) <= MAX_HIGHLIGHTED);
  stop_checking (self);
  self->check_id = g_timeout_add (CHECK_DELAY_MS, start_check_cb, self);
  if (!self->setting_text)
    g_signal_emit (self, signals[SIGNAL_EDITED], 0);
}

static void
cursor_moved_cb (QueristSchemaEditorView *self)
{
  GtkTextBuffer *buffer = GTK_TEXT_BUFFER (self->buffer);
  GtkTextIter iter;

  gtk_text_buffer_get_iter_at_mark (buffer, &iter, gtk_text_buffer_get_insert (buffer));
  g_signal_emit (self, signals[SIGNAL_CURSOR_MOVED], 0, gtk_text_iter_get_line (&iter) + 1);
}

static void
jump_cb (QueristSchemaEditorView *self,
         gpointer                 diagnostic)
{
  const QueristSpan *span = &((const QueristDiagnostic *) diagnostic)->span;

  querist_schema_editor_view_go_to (self, span->line, span->column);
}

static void
fix_cb (QueristSchemaEditorView *self,
        gpointer                 data)
{
  const QueristDiagnostic *diagnostic = data;
  GtkTextBuffer *buffer = GTK_TEXT_BUFFER (self->buffer);
  GtkTextIter start, end;

  querist_problem_tags_bounds (buffer, diagnostic, &start, &end);
  if (diagnostic->span.length == 0)
    end = start;
  gtk_text_buffer_begin_user_action (buffer);
  gtk_text_buffer_delete (buffer, &start, &end);
  gtk_text_buffer_insert (buffer, &start, diagnostic->replacement, -1);
  gtk_text_buffer_end_user_action (buffer);
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

static void
update_style_scheme (QueristSchemaEditorView *self)
{
  gboolean dark = adw_style_manager_get_dark (adw_style_manager_get_default ());
  GtkSourceStyleSchemeManager *manager = gtk_source_style_scheme_manager_get_default ();

  gtk_source_buffer_set_style_scheme
    (self->buffer,
     gtk_source_style_scheme_manager_get_scheme (manager, dark ? "Adwaita-dark" : "Adwaita"));
}

/* Ctrl and a click go to the declaration, as F12 does. */
static void
pressed_cb (QueristSchemaEditorView *self,
            int                      n_press,
            double                   x,
            double                   y,
            GtkGesture              *click)
{
  GdkModifierType state =
    gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (click));
  GtkTextView *view = GTK_TEXT_VIEW (self->view);
  GtkTextIter iter;
  int to_x, to_y;

  if ((state & GDK_CONTROL_MASK) == 0)
    return;
  gtk_text_view_window_to_buffer_coords (view, GTK_TEXT_WINDOW_WIDGET, (int) x, (int) y, &to_x,
                                         &to_y);
  if (!gtk_text_view_get_iter_at_location (view, &iter, to_x, to_y))
    return;
  gtk_gesture_set_state (click, GTK_EVENT_SEQUENCE_CLAIMED);
  gtk_text_buffer_place_cursor (GTK_TEXT_BUFFER (self->buffer), &iter);
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
  gtk_widget_activate_action (GTK_WIDGET (self), "editor.definition", NULL);
}

/* A text view takes this key for itself, to ask for an emoji; here it comes first. */
static void
add_fixes_key (QueristSchemaEditorView *self)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();

  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  gtk_shortcut_controller_add_shortcut
    (GTK_SHORTCUT_CONTROLLER (controller),
     gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_period, GDK_CONTROL_MASK),
                       gtk_named_action_new ("editor.fixes")));
  gtk_widget_add_controller (GTK_WIDGET (self), controller);
}

static void
init_completion (QueristSchemaEditorView *self)
{
  GtkSourceCompletion *completion = gtk_source_view_get_completion (self->view);
  g_autoptr(GtkSourceCompletionProvider) provider = querist_schema_completion_provider_new ();

  /* Enter takes the first proposal; there is none when the word is complete. */
  g_object_set (completion, "select-on-show", TRUE, NULL);
  gtk_source_completion_add_provider (completion, provider);
}

static void
init_view (QueristSchemaEditorView *self)
{
  GtkSourceLanguageManager *languages = gtk_source_language_manager_get_default ();
  GtkSourceLanguage *language = gtk_source_language_manager_get_language (languages, "prisma");
  GtkGesture *click = gtk_gesture_click_new ();

  self->buffer = GTK_SOURCE_BUFFER (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->view)));
  gtk_source_buffer_set_language (self->buffer, language);
  self->hover = querist_schema_hover_provider_new ();
  gtk_source_hover_add_provider (gtk_source_view_get_hover (self->view),
                                 GTK_SOURCE_HOVER_PROVIDER (self->hover));
  init_completion (self);
  add_fixes_key (self);
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (click), GTK_PHASE_CAPTURE);
  g_signal_connect_object (click, "pressed", G_CALLBACK (pressed_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self->view), GTK_EVENT_CONTROLLER (click));
  querist_find_bar_set_view (self->find_bar, self->view);
  self->folds = querist_fold_gutter_attach (self->view);
  update_style_scheme (self);
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark",
                           G_CALLBACK (update_style_scheme), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->buffer, "changed", G_CALLBACK (changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->buffer, "notify::cursor-position",
                           G_CALLBACK (cursor_moved_cb), self, G_CONNECT_SWAPPED);
}

static void
command_cb (GtkWidget  *widget,
            const char *action_name,
            GVariant   *parameter)
{
  QueristSchemaEditorView *self = QUERIST_SCHEMA_EDITOR_VIEW (widget);
  GtkTextView *view = GTK_TEXT_VIEW (self->view);
  const char *nothing = NULL;

  if (g_str_equal (action_name, "editor.definition"))
    nothing = querist_schema_command_go_to_definition (view)
      ? NULL : _("There is no declaration of what the cursor is at.");
  else if (g_str_equal (action_name, "editor.rename"))
    nothing = querist_schema_command_rename (view)
      ? NULL : _("Put the cursor at the name of a model, enum or field to rename it.");
  else
    nothing = querist_schema_command_show_fixes (view, self->diagnostics)
      ? NULL : _("There is nothing to mend on this line by itself.");
  if (nothing != NULL)
    gtk_widget_activate_action (widget, "win.toast", "s", nothing);
}

static void
find_cb (GtkWidget  *widget,
         const char *action_name,
         GVariant   *parameter)
{
  QueristSchemaEditorView *self = QUERIST_SCHEMA_EDITOR_VIEW (widget);

  /* a search looks at nothing hidden */
  querist_fold_gutter_set_all (self->folds, FALSE);
  if (g_str_equal (action_name, "editor.find") || g_str_equal (action_name, "editor.replace"))
    querist_find_bar_open (self->find_bar, g_str_equal (action_name, "editor.replace"));
  else
    querist_find_bar_step (self->find_bar, g_str_equal (action_name, "editor.find-previous"));
}

static void
fold_cb (GtkWidget  *widget,
         const char *action_name,
         GVariant   *parameter)
{
  QueristSchemaEditorView *self = QUERIST_SCHEMA_EDITOR_VIEW (widget);

  if (g_str_equal (action_name, "editor.fold-all") ||
      g_str_equal (action_name, "editor.unfold-all"))
    querist_fold_gutter_set_all (self->folds, g_str_equal (action_name, "editor.fold-all"));
  else if (!querist_fold_gutter_set_folded (self->folds,
                                            g_str_equal (action_name, "editor.fold")))
    gtk_widget_activate_action (widget, "win.toast", "s",
                                _("Put the cursor into a block to fold it."));
}

static void
add_bindings (GtkWidgetClass *widget_class)
{
  static const struct {
    const char                  *name;
    GtkWidgetActionActivateFunc  activate;
  } actions[] = {
    { "editor.definition", command_cb }, { "editor.rename", command_cb },
    { "editor.fixes", command_cb },      { "editor.find", find_cb },
    { "editor.replace", find_cb },       { "editor.find-next", find_cb },
    { "editor.find-previous", find_cb }, { "editor.fold", fold_cb },
    { "editor.unfold", fold_cb },        { "editor.fold-all", fold_cb },
    { "editor.unfold-all", fold_cb },
  };
  static const struct {
    guint            key;
    GdkModifierType  modifiers;
    const char      *action;
  } bindings[] = {
    { GDK_KEY_F12, 0, "editor.definition" },
    { GDK_KEY_F2, 0, "editor.rename" },
    { GDK_KEY_f, GDK_CONTROL_MASK, "editor.find" },
    { GDK_KEY_h, GDK_CONTROL_MASK, "editor.replace" },
    { GDK_KEY_F3, 0, "editor.find-next" },
    { GDK_KEY_F3, GDK_SHIFT_MASK, "editor.find-previous" },
    { GDK_KEY_g, GDK_CONTROL_MASK, "editor.find-next" },
    { GDK_KEY_g, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "editor.find-previous" },
    { GDK_KEY_minus, GDK_ALT_MASK, "editor.fold" },
    { GDK_KEY_plus, GDK_ALT_MASK, "editor.unfold" },
    { GDK_KEY_equal, GDK_ALT_MASK, "editor.unfold" },
    { GDK_KEY_minus, GDK_ALT_MASK | GDK_CONTROL_MASK, "editor.fold-all" },
    { GDK_KEY_plus, GDK_ALT_MASK | GDK_CONTROL_MASK, "editor.unfold-all" },
    { GDK_KEY_equal, GDK_ALT_MASK | GDK_CONTROL_MASK, "editor.unfold-all" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class, actions[i].name, NULL, actions[i].activate);
  for (gsize i = 0; i < G_N_ELEMENTS (bindings); i++)
    gtk_widget_class_add_binding_action (widget_class, bindings[i].key, bindings[i].modifiers,
                                         bindings[i].action, NULL);
}

static void
querist_schema_editor_view_dispose (GObject *object)
{
  QueristSchemaEditorView *self = QUERIST_SCHEMA_EDITOR_VIEW (object);

  stop_checking (self);
  g_clear_object (&self->hover);
  querist_template_dispose (GTK_WIDGET (object), QUERIST_TYPE_SCHEMA_EDITOR_VIEW);
  g_clear_pointer (&self->diagnostics, g_ptr_array_unref);
  g_clear_pointer (&self->outline, g_ptr_array_unref);
  g_clear_pointer (&self->catalog, querist_catalog_unref);
  G_OBJECT_CLASS (querist_schema_editor_view_parent_class)->dispose (object);
}

static void
querist_schema_editor_view_class_init (QueristSchemaEditorViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  object_class->dispose = querist_schema_editor_view_dispose;

  signals[SIGNAL_EDITED] =
    g_signal_new ("edited", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_CHECKED] =
    g_signal_new ("checked", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_CURSOR_MOVED] =
    g_signal_new ("cursor-moved", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_UINT);

  g_type_ensure (GTK_SOURCE_TYPE_VIEW);
  g_type_ensure (QUERIST_TYPE_FIND_BAR);
  g_type_ensure (QUERIST_TYPE_PROBLEM_LIST);
  gtk_widget_class_set_template_from_resource
    (widget_class, "/io/github/querist/Querist/querist-schema-editor-view.ui");
  gtk_widget_class_bind_template_child (widget_class, QueristSchemaEditorView, view);
  gtk_widget_class_bind_template_child (widget_class, QueristSchemaEditorView, find_bar);
  gtk_widget_class_bind_template_child (widget_class, QueristSchemaEditorView, problems);
  gtk_widget_class_bind_template_callback (widget_class, jump_cb);
  gtk_widget_class_bind_template_callback (widget_class, fix_cb);
  add_bindings (widget_class);
}

static void
querist_schema_editor_view_init (QueristSchemaEditorView *self)
{
  self->diagnostics = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  init_view (self);
}

/**
 * querist_schema_editor_view_dup_text:
 *
 * Returns: (transfer full): the text as it is now
 */
char *
querist_schema_editor_view_dup_text (QueristSchemaEditorView *self)
{
  GtkTextIter start, end;

  g_return_val_if_fail (QUERIST_IS_SCHEMA_EDITOR_VIEW (self), NULL);

  gtk_text_buffer_get_bounds (GTK_TEXT_BUFFER (self->buffer), &start, &end);
  return gtk_text_buffer_get_text (GTK_TEXT_BUFFER (self->buffer), &start, &end, TRUE);
}

static void
replace_all (QueristSchemaEditorView *self,
             const char              *text)
{
  GtkTextBuffer *buffer = GTK_TEXT_BUFFER (self->buffer);
  GtkTextIter start, end;

  gtk_text_buffer_begin_user_action (buffer);
  gtk_text_buffer_get_bounds (buffer, &start, &end);
  gtk_text_buffer_delete (buffer, &start, &end);
  gtk_text_buffer_insert (buffer, &start, text, -1);
  gtk_text_buffer_end_user_action (buffer);
}

/**
 * querist_schema_editor_view_set_text:
 * @text: the new text
 * @undoable: whether Undo brings the former text back; not when another project is opened
 *
 * Replaces the text, unless it is @text already. Does not emit "edited".
 */
void
querist_schema_editor_view_set_text (QueristSchemaEditorView *self,
                                     const char              *text,
                                     gboolean                 undoable)
{
  g_autofree char *old = NULL;
  GtkTextIter start;

  g_return_if_fail (QUERIST_IS_SCHEMA_EDITOR_VIEW (self));

  old = querist_schema_editor_view_dup_text (self);
  if (g_strcmp0 (old, text) == 0 && undoable)
    return;
  /* There is no point in going back to an empty text. */
  undoable = undoable && *old != '\0';
  self->setting_text = TRUE;
  if (!undoable)
    gtk_text_buffer_begin_irreversible_action (GTK_TEXT_BUFFER (self->buffer));
  replace_all (self, text);
  if (!undoable)
    gtk_text_buffer_end_irreversible_action (GTK_TEXT_BUFFER (self->buffer));
  gtk_text_buffer_get_start_iter (GTK_TEXT_BUFFER (self->buffer), &start);
  gtk_text_buffer_place_cursor (GTK_TEXT_BUFFER (self->buffer), &start);
  self->setting_text = FALSE;
}

/* Puts @line where line @number (counted from 0) of the buffer begins. */
static void
insert_line (GtkTextBuffer     *buffer,
             const QueristLine *line,
             int                number)
{
  g_autofree char *text = g_strconcat (line->text, "\n", NULL);
  GtkTextIter place;

  gtk_text_buffer_get_iter_at_line (buffer, &place, number);
  gtk_text_buffer_insert (buffer, &place, text, -1);
}

static void
delete_line (GtkTextBuffer *buffer,
             int            number)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_iter_at_line (buffer, &start, number);
  end = start;
  gtk_text_iter_forward_line (&end);
  gtk_text_buffer_delete (buffer, &start, &end);
}

/**
 * querist_schema_editor_view_edit_text:
 * @text: the new text
 *
 * Brings the text to @text as if a person had done it: one step to undo, and only the lines that
 * differ are touched, so that the cursor, folds and what is seen stay.
 */
void
querist_schema_editor_view_edit_text (QueristSchemaEditorView *self,
                                      const char              *text)
{
  GtkTextBuffer *buffer;
  g_autofree char *old = NULL;
  g_autoptr(GPtrArray) lines = NULL;
  int number = 0;

  g_return_if_fail (QUERIST_IS_SCHEMA_EDITOR_VIEW (self));

  buffer = GTK_TEXT_BUFFER (self->buffer);
  old = querist_schema_editor_view_dup_text (self);
  if (g_str_equal (old, text))
    return;
  if (!g_str_has_suffix (old, "\n") || !g_str_has_suffix (text, "\n"))
    {
      replace_all (self, text);
      return;
    }
  lines = querist_line_diff (old, text);
  gtk_text_buffer_begin_user_action (buffer);
  for (guint i = 0; i < lines->len; i++)
    {
      const QueristLine *line = g_ptr_array_index (lines, i);

      if (line->kind == QUERIST_LINE_REMOVED)
        {
          delete_line (buffer, number);
          continue;
        }
      if (line->kind == QUERIST_LINE_ADDED)
        insert_line (buffer, line, number);
      number++;
    }
  gtk_text_buffer_end_user_action (buffer);
}

/* Characters before @iter that are more than room: laying a text out does not change them. */
static gsize
count_letters (const GtkTextIter *iter)
{
  GtkTextIter start;
  g_autofree char *text = NULL;
  gsize n = 0;

  gtk_text_buffer_get_start_iter (gtk_text_iter_get_buffer (iter), &start);
  text = gtk_text_buffer_get_text (gtk_text_iter_get_buffer (iter), &start, iter, TRUE);
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      if (!g_ascii_isspace (*p))
        n++;
    }
  return n;
}

static void
get_iter_at_letter (GtkTextBuffer *buffer,
                    const char    *text,
                    gsize          n,
                    GtkTextIter   *iter)
{
  glong offset = 0;

  for (const char *p = text; *p != '\0' && n > 0; p = g_utf8_next_char (p), offset++)
    {
      if (!g_ascii_isspace (*p))
        n--;
    }
  gtk_text_buffer_get_iter_at_offset (buffer, iter, offset);
}

/* What stands at the top of the view, and at the cursor. */
static void
get_places (QueristSchemaEditorView *self,
            GtkTextIter             *top,
            GtkTextIter             *cursor)
{
  GtkTextBuffer *buffer = GTK_TEXT_BUFFER (self->buffer);
  GdkRectangle visible;

  gtk_text_view_get_visible_rect (GTK_TEXT_VIEW (self->view), &visible);
  gtk_text_view_get_line_at_y (GTK_TEXT_VIEW (self->view), top, visible.y, NULL);
  gtk_text_iter_forward_to_line_end (top);
  gtk_text_buffer_get_iter_at_mark (buffer, cursor, gtk_text_buffer_get_insert (buffer));
}

/**
 * querist_schema_editor_view_format:
 *
 * Lines the text up as Prisma's formatter does, in one step that can be undone. The cursor stays
 * behind the letter that it is behind of, and what is in view stays there. A text that can't be
 * parsed is left alone.
 */
void
querist_schema_editor_view_format (QueristSchemaEditorView *self)
{
  GtkTextBuffer *buffer = GTK_TEXT_BUFFER (self->buffer);
  g_autofree char *text = querist_schema_editor_view_dup_text (self);
  g_autoptr(GError) error = NULL;
  g_autofree char *formatted = querist_schema_format (text, -1, &error);
  GtkTextMark *mark;
  GtkTextIter top, cursor;
  gsize n_top, n_cursor;

  if (formatted == NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", error->message);
  if (formatted == NULL || g_str_equal (text, formatted))
    return;
  get_places (self, &top, &cursor);
  n_top = count_letters (&top);
  n_cursor = count_letters (&cursor);
  querist_schema_editor_view_edit_text (self, formatted);
  get_iter_at_letter (buffer, formatted, n_cursor, &cursor);
  gtk_text_buffer_place_cursor (buffer, &cursor);
  get_iter_at_letter (buffer, formatted, n_top, &top);
  gtk_text_iter_set_line_offset (&top, 0);
  mark = gtk_text_buffer_create_mark (buffer, NULL, &top, TRUE);
  gtk_text_view_scroll_to_mark (GTK_TEXT_VIEW (self->view), mark, 0, TRUE, 0, 0);
  gtk_text_buffer_delete_mark (buffer, mark);
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

/**
 * querist_schema_editor_view_undo:
 *
 * Takes the last change back.
 */
void
querist_schema_editor_view_undo (QueristSchemaEditorView *self)
{
  gtk_text_buffer_undo (GTK_TEXT_BUFFER (self->buffer));
}

/**
 * querist_schema_editor_view_redo:
 *
 * Does the change again that was taken back last.
 */
void
querist_schema_editor_view_redo (QueristSchemaEditorView *self)
{
  gtk_text_buffer_redo (GTK_TEXT_BUFFER (self->buffer));
}

/**
 * querist_schema_editor_view_can_undo:
 *
 * Returns: whether there is a change to take back
 */
gboolean
querist_schema_editor_view_can_undo (QueristSchemaEditorView *self)
{
  return gtk_text_buffer_get_can_undo (GTK_TEXT_BUFFER (self->buffer));
}

/**
 * querist_schema_editor_view_can_redo:
 *
 * Returns: whether there is a change to do again
 */
gboolean
querist_schema_editor_view_can_redo (QueristSchemaEditorView *self)
{
  return gtk_text_buffer_get_can_redo (GTK_TEXT_BUFFER (self->buffer));
}

/**
 * querist_schema_editor_view_next_problem:
 *
 * Moves the cursor to the next finding after it, or to the first one.
 */
void
querist_schema_editor_view_next_problem (QueristSchemaEditorView *self)
{
  GtkTextBuffer *buffer = GTK_TEXT_BUFFER (self->buffer);
  const QueristDiagnostic *next = NULL;
  GtkTextIter cursor, start, end;

  gtk_text_buffer_get_iter_at_mark (buffer, &cursor, gtk_text_buffer_get_insert (buffer));
  for (guint i = 0; i < self->diagnostics->len && next == NULL; i++)
    {
      querist_problem_tags_bounds (buffer, g_ptr_array_index (self->diagnostics, i), &start, &end);
      if (gtk_text_iter_compare (&start, &cursor) > 0)
        next = g_ptr_array_index (self->diagnostics, i);
    }
  if (next == NULL && self->diagnostics->len > 0)
    next = g_ptr_array_index (self->diagnostics, 0);
  if (next != NULL)
    querist_schema_editor_view_go_to (self, next->span.line, next->span.column);
}

/**
 * querist_schema_editor_view_go_to:
 * @line: counted from 1
 * @column: in characters, counted from 1
 *
 * Puts the cursor there and shows the place.
 */
void
querist_schema_editor_view_go_to (QueristSchemaEditorView *self,
                                  guint                    line,
                                  guint                    column)
{
  GtkTextBuffer *buffer = GTK_TEXT_BUFFER (self->buffer);
  GtkTextIter iter;

  g_return_if_fail (QUERIST_IS_SCHEMA_EDITOR_VIEW (self));

  gtk_text_buffer_get_iter_at_line_offset (buffer, &iter, line > 0 ? (int) line - 1 : 0,
                                           column > 0 ? (int) column - 1 : 0);
  gtk_text_buffer_place_cursor (buffer, &iter);
  gtk_text_view_scroll_to_mark (GTK_TEXT_VIEW (self->view), gtk_text_buffer_get_insert (buffer),
                                0.15, FALSE, 0, 0);
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

/* Finds "model Order {" and, below it, the line that begins with the field's name. */
static guint
find_line (const char *text,
           const char *model,
           const char *field)
{
  g_auto(GStrv) lines = g_strsplit (text, "\n", -1);
  guint found = 0;

  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_auto(GStrv) words = g_strsplit_set (g_strstrip (lines[i]), " \t{", 3);

      if (words[0] == NULL)
        continue;
      if (found == 0 && words[1] != NULL && g_str_equal (words[1], model) &&
          (g_str_equal (words[0], "model") || g_str_equal (words[0], "enum")))
        found = i + 1;
      else if (found > 0 && g_str_equal (words[0], "}"))
        return found;
      else if (found > 0 && field != NULL && g_str_equal (words[0], field))
        return i + 1;
      if (found > 0 && field == NULL)
        return found;
    }
  return found;
}

/**
 * querist_schema_editor_view_go_to_field:
 * @model: a model or enum of the schema
 * @field: (nullable): a field of it
 *
 * Shows where it is declared; does nothing if it is not.
 */
void
querist_schema_editor_view_go_to_field (QueristSchemaEditorView *self,
                                        const char              *model,
                                        const char              *field)
{
  g_autofree char *text = querist_schema_editor_view_dup_text (self);
  guint line = find_line (text, model, field);

  if (line > 0)
    querist_schema_editor_view_go_to (self, line, field != NULL ? 3 : 1);
}

/**
 * querist_schema_editor_view_note_rename:
 * @model: a model of the schema
 * @field: (nullable): a field of it
 * @former_name: the name that its column, or the model's table, has in the database
 *
 * Writes above it that it had another name before, as the migration wants to be told; does
 * nothing if it is not declared.
 */
void
querist_schema_editor_view_note_rename (QueristSchemaEditorView *self,
                                        const char              *model,
                                        const char              *field,
                                        const char              *former_name)
{
  GtkTextBuffer *buffer = GTK_TEXT_BUFFER (self->buffer);
  g_autofree char *text = querist_schema_editor_view_dup_text (self);
  g_autofree char *hint = querist_rename_hint_write (former_name);
  g_autofree char *indent = NULL;
  g_autofree char *line_text = NULL;
  guint line = find_line (text, model, field);
  GtkTextIter iter, end;

  if (line == 0)
    return;
  gtk_text_buffer_get_iter_at_line (buffer, &iter, (int) line - 1);
  end = iter;
  while (gtk_text_iter_get_char (&end) == ' ' || gtk_text_iter_get_char (&end) == '\t')
    gtk_text_iter_forward_char (&end);
  indent = gtk_text_buffer_get_text (buffer, &iter, &end, TRUE);
  line_text = g_strconcat (indent, hint, "\n", NULL);
  gtk_text_buffer_begin_user_action (buffer);
  gtk_text_buffer_insert (buffer, &iter, line_text, -1);
  gtk_text_buffer_end_user_action (buffer);
  querist_schema_editor_view_go_to (self, line, 1);
}

/**
 * querist_schema_editor_view_get_diagnostics:
 *
 * Returns: (transfer none) (element-type QueristDiagnostic): what the last check found
 */
GPtrArray *
querist_schema_editor_view_get_diagnostics (QueristSchemaEditorView *self)
{
  return self->diagnostics;
}

/**
 * querist_schema_editor_view_get_catalog:
 *
 * Returns: (nullable) (transfer none): what the text describes; NULL while it has errors
 */
QueristCatalog *
querist_schema_editor_view_get_catalog (QueristSchemaEditorView *self)
{
  return self->catalog;
}

/**
 * querist_schema_editor_view_get_outline:
 *
 * Returns: (nullable) (transfer none) (element-type QueristSchemaSymbol): the blocks and their
 *   fields as the last check found them; NULL before the first one
 */
GPtrArray *
querist_schema_editor_view_get_outline (QueristSchemaEditorView *self)
{
  return self->outline;
}
