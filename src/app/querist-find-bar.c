/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-find-bar.h"

#include <glib/gi18n.h>

#include "querist-template.h"

struct _QueristFindBar {
  AdwBin                   parent_instance;

  GtkSourceView           *view;
  GtkSourceBuffer         *buffer;
  GtkSourceSearchSettings *settings;
  GtkSourceSearchContext  *context;
  GCancellable            *searching;

  GtkEditable             *find_entry;
  GtkLabel                *count_label;
  GtkToggleButton         *case_button;
  GtkToggleButton         *word_button;
  GtkWidget               *replace_row;
  GtkEditable             *replace_entry;
};

G_DEFINE_FINAL_TYPE (QueristFindBar, querist_find_bar, ADW_TYPE_BIN)

static void
update_count (QueristFindBar *self)
{
  GtkTextIter start, end;
  g_autofree char *text = NULL;
  int n_found, position;

  if (self->context == NULL)
    return;
  n_found = gtk_source_search_context_get_occurrences_count (self->context);
  gtk_text_buffer_get_selection_bounds (GTK_TEXT_BUFFER (self->buffer), &start, &end);
  position = gtk_source_search_context_get_occurrence_position (self->context, &start, &end);
  if (gtk_source_search_settings_get_search_text (self->settings) == NULL || n_found < 0)
    text = g_strdup ("");
  else if (n_found == 0)
    text = g_strdup (_("not found"));
  else if (position > 0)
    text = g_strdup_printf (_("%d of %d"), position, n_found);
  else
    text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%d place", "%d places", n_found),
                            n_found);
  gtk_label_set_label (self->count_label, text);
  if (n_found == 0 && *text != '\0')
    gtk_widget_add_css_class (GTK_WIDGET (self->find_entry), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->find_entry), "error");
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "find.next", n_found > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "find.previous", n_found > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "find.replace", n_found > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "find.replace-all", n_found > 0);
}

static void
show_found (QueristFindBar    *self,
            const GtkTextIter *start,
            const GtkTextIter *end)
{
  if (self->view == NULL)
    return;
  gtk_text_buffer_select_range (GTK_TEXT_BUFFER (self->buffer), start, end);
  gtk_text_view_scroll_to_mark (GTK_TEXT_VIEW (self->view),
                                gtk_text_buffer_get_insert (GTK_TEXT_BUFFER (self->buffer)),
                                0.15, FALSE, 0, 0);
}

static void
found_next_cb (GObject      *object,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(QueristFindBar) self = user_data;
  GtkTextIter start, end;

  if (gtk_source_search_context_forward_finish (GTK_SOURCE_SEARCH_CONTEXT (object), result,
                                                &start, &end, NULL, NULL))
    show_found (self, &start, &end);
}

static void
found_previous_cb (GObject      *object,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr(QueristFindBar) self = user_data;
  GtkTextIter start, end;

  if (gtk_source_search_context_backward_finish (GTK_SOURCE_SEARCH_CONTEXT (object), result,
                                                 &start, &end, NULL, NULL))
    show_found (self, &start, &end);
}

static void
search (QueristFindBar    *self,
        const GtkTextIter *from,
        gboolean           backward)
{
  g_cancellable_cancel (self->searching);
  g_clear_object (&self->searching);
  self->searching = g_cancellable_new ();
  if (backward)
    gtk_source_search_context_backward_async (self->context, from, self->searching,
                                              found_previous_cb, g_object_ref (self));
  else
    gtk_source_search_context_forward_async (self->context, from, self->searching,
                                             found_next_cb, g_object_ref (self));
}

/* As the word is typed, what was found with its first letters stays found if it still fits. */
static void
text_changed_cb (QueristFindBar *self)
{
  const char *text = gtk_editable_get_text (self->find_entry);
  GtkTextIter start, end;

  gtk_source_search_settings_set_search_text (self->settings, *text != '\0' ? text : NULL);
  if (*text == '\0')
    return;
  gtk_text_buffer_get_selection_bounds (GTK_TEXT_BUFFER (self->buffer), &start, &end);
  search (self, &start, FALSE);
}

static void
close_bar (QueristFindBar *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  gtk_source_search_context_set_highlight (self->context, FALSE);
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

static void
replace_one (QueristFindBar *self)
{
  const char *text = gtk_editable_get_text (self->replace_entry);
  GtkTextIter start, end;

  gtk_text_buffer_get_selection_bounds (GTK_TEXT_BUFFER (self->buffer), &start, &end);
  if (gtk_source_search_context_replace (self->context, &start, &end, text, -1, NULL))
    search (self, &end, FALSE);
  else
    search (self, &start, FALSE);
}

static void
replace_all (QueristFindBar *self)
{
  const char *text = gtk_editable_get_text (self->replace_entry);
  g_autofree char *message = NULL;
  guint n;

  gtk_text_buffer_begin_user_action (GTK_TEXT_BUFFER (self->buffer));
  n = gtk_source_search_context_replace_all (self->context, text, -1, NULL);
  gtk_text_buffer_end_user_action (GTK_TEXT_BUFFER (self->buffer));
  message = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u place replaced",
                                          "%u places replaced", n), n);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", message);
}

static void
action_cb (GtkWidget  *widget,
           const char *action_name,
           GVariant   *parameter)
{
  QueristFindBar *self = QUERIST_FIND_BAR (widget);

  if (self->context == NULL)
    return;
  if (g_str_equal (action_name, "find.close"))
    close_bar (self);
  else if (g_str_equal (action_name, "find.replace"))
    replace_one (self);
  else if (g_str_equal (action_name, "find.replace-all"))
    replace_all (self);
  else
    querist_find_bar_step (self, g_str_equal (action_name, "find.previous"));
}

static void
querist_find_bar_dispose (GObject *object)
{
  QueristFindBar *self = QUERIST_FIND_BAR (object);

  g_cancellable_cancel (self->searching);
  g_clear_object (&self->searching);
  g_clear_object (&self->context);
  g_clear_object (&self->settings);
  if (self->buffer != NULL)
    g_signal_handlers_disconnect_by_func (self->buffer, update_count, self);
  g_clear_object (&self->buffer);
  g_clear_weak_pointer (&self->view);
  querist_template_dispose (GTK_WIDGET (object), QUERIST_TYPE_FIND_BAR);
  G_OBJECT_CLASS (querist_find_bar_parent_class)->dispose (object);
}

static void
querist_find_bar_class_init (QueristFindBarClass *klass)
{
  static const char *const actions[] = {
    "find.next", "find.previous", "find.replace", "find.replace-all", "find.close"
  };
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = querist_find_bar_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/querist/Querist/querist-find-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, QueristFindBar, find_entry);
  gtk_widget_class_bind_template_child (widget_class, QueristFindBar, count_label);
  gtk_widget_class_bind_template_child (widget_class, QueristFindBar, case_button);
  gtk_widget_class_bind_template_child (widget_class, QueristFindBar, word_button);
  gtk_widget_class_bind_template_child (widget_class, QueristFindBar, replace_row);
  gtk_widget_class_bind_template_child (widget_class, QueristFindBar, replace_entry);
  gtk_widget_class_bind_template_callback (widget_class, text_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, replace_one);
  gtk_widget_class_bind_template_callback (widget_class, close_bar);
  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class, actions[i], NULL, action_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "find.close", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Return, GDK_SHIFT_MASK,
                                       "find.previous", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Return, GDK_CONTROL_MASK,
                                       "find.replace-all", NULL);
}

static void
step_forward_cb (QueristFindBar *self)
{
  querist_find_bar_step (self, FALSE);
}

static void
querist_find_bar_init (QueristFindBar *self)
{
  self->settings = gtk_source_search_settings_new ();
  gtk_source_search_settings_set_wrap_around (self->settings, TRUE);
  gtk_widget_init_template (GTK_WIDGET (self));
  g_object_bind_property (self->case_button, "active", self->settings, "case-sensitive",
                          G_BINDING_SYNC_CREATE);
  g_object_bind_property (self->word_button, "active", self->settings, "at-word-boundaries",
                          G_BINDING_SYNC_CREATE);
  g_signal_connect_object (self->find_entry, "activate", G_CALLBACK (step_forward_cb), self,
                           G_CONNECT_SWAPPED);
}

/**
 * querist_find_bar_set_view:
 * @view: the editor to search, once and for good
 */
void
querist_find_bar_set_view (QueristFindBar *self,
                           GtkSourceView  *view)
{
  g_return_if_fail (QUERIST_IS_FIND_BAR (self));
  g_return_if_fail (self->view == NULL);

  g_set_weak_pointer (&self->view, view);
  self->buffer =
    g_object_ref (GTK_SOURCE_BUFFER (gtk_text_view_get_buffer (GTK_TEXT_VIEW (view))));
  self->context = gtk_source_search_context_new (self->buffer, self->settings);
  gtk_source_search_context_set_highlight (self->context, FALSE);
  g_signal_connect_object (self->context, "notify::occurrences-count", G_CALLBACK (update_count),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_swapped (self->buffer, "notify::cursor-position", G_CALLBACK (update_count),
                            self);
  update_count (self);
}

/**
 * querist_find_bar_open:
 * @replace: whether a text to put in place is asked for as well
 *
 * Shows the bar. What is selected in the editor, if it is within a line, is what to find.
 */
void
querist_find_bar_open (QueristFindBar *self,
                       gboolean        replace)
{
  GtkTextIter start, end;

  g_return_if_fail (QUERIST_IS_FIND_BAR (self));

  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
  gtk_widget_set_visible (self->replace_row, replace);
  gtk_source_search_context_set_highlight (self->context, TRUE);
  if (gtk_text_buffer_get_selection_bounds (GTK_TEXT_BUFFER (self->buffer), &start, &end) &&
      gtk_text_iter_get_line (&start) == gtk_text_iter_get_line (&end))
    {
      g_autofree char *text =
        gtk_text_buffer_get_text (GTK_TEXT_BUFFER (self->buffer), &start, &end, TRUE);

      gtk_editable_set_text (self->find_entry, text);
    }
  gtk_widget_grab_focus (GTK_WIDGET (self->find_entry));
  gtk_editable_select_region (self->find_entry, 0, -1);
}

/**
 * querist_find_bar_step:
 * @backward: whether to go to the place before the cursor, not the one behind it
 *
 * Selects the next place; begins anew at the other end of the text after the last one. Without
 * anything to find yet, the bar is shown.
 */
void
querist_find_bar_step (QueristFindBar *self,
                       gboolean        backward)
{
  GtkTextIter start, end;

  g_return_if_fail (QUERIST_IS_FIND_BAR (self));

  if (gtk_source_search_settings_get_search_text (self->settings) == NULL)
    {
      querist_find_bar_open (self, gtk_widget_get_visible (self->replace_row));
      return;
    }
  gtk_text_buffer_get_selection_bounds (GTK_TEXT_BUFFER (self->buffer), &start, &end);
  search (self, backward ? &start : &end, backward);
}
