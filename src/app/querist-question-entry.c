/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-question-entry.h"

#include <glib/gi18n.h>

#include "querist-template.h"

struct _QueristQuestionEntry {
  GtkWidget parent_instance;

  GtkTextView *view;
  GtkLabel    *hint;
  GtkWidget   *send_button;
  GtkWidget   *stop_button;

  gboolean     working;
};

enum {
  SUBMITTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (QueristQuestionEntry, querist_question_entry, GTK_TYPE_WIDGET)

static char *
get_text (QueristQuestionEntry *self)
{
  char *text = NULL;

  g_object_get (gtk_text_view_get_buffer (self->view), "text", &text, NULL);
  return g_strstrip (text);
}

static void
text_changed_cb (QueristQuestionEntry *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->view);
  g_autofree char *text = get_text (self);

  gtk_widget_set_visible (GTK_WIDGET (self->hint), gtk_text_buffer_get_char_count (buffer) == 0);
  gtk_widget_set_sensitive (self->send_button, *text != '\0');
}

static void
submit (QueristQuestionEntry *self)
{
  g_autofree char *text = get_text (self);

  if (*text == '\0' || self->working)
    return;
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->view), "", 0);
  g_signal_emit (self, signals[SUBMITTED], 0, text);
}

static gboolean
key_pressed_cb (GtkEventControllerKey *controller,
                guint                  keyval,
                guint                  keycode,
                GdkModifierType        modifiers,
                QueristQuestionEntry  *self)
{
  if (keyval == GDK_KEY_Escape && self->working)
    {
      gtk_widget_activate_action (GTK_WIDGET (self), "ask.stop", NULL);
      return TRUE;
    }
  if (keyval != GDK_KEY_Return && keyval != GDK_KEY_KP_Enter && keyval != GDK_KEY_ISO_Enter)
    return FALSE;
  if ((modifiers & (GDK_SHIFT_MASK | GDK_CONTROL_MASK | GDK_ALT_MASK)) != 0)
    return FALSE;
  submit (self);
  return TRUE;
}

static gboolean
querist_question_entry_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (QUERIST_QUESTION_ENTRY (widget)->view));
}

static void
querist_question_entry_dispose (GObject *object)
{
  querist_template_dispose (GTK_WIDGET (object), QUERIST_TYPE_QUESTION_ENTRY);
  G_OBJECT_CLASS (querist_question_entry_parent_class)->dispose (object);
}

static void
querist_question_entry_class_init (QueristQuestionEntryClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = querist_question_entry_dispose;
  widget_class->grab_focus = querist_question_entry_grab_focus;

  signals[SUBMITTED] = g_signal_new ("submitted", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                     NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_css_name (widget_class, "question-entry");
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/querist/Querist/querist-question-entry.ui");
  gtk_widget_class_bind_template_child (widget_class, QueristQuestionEntry, view);
  gtk_widget_class_bind_template_child (widget_class, QueristQuestionEntry, hint);
  gtk_widget_class_bind_template_child (widget_class, QueristQuestionEntry, send_button);
  gtk_widget_class_bind_template_child (widget_class, QueristQuestionEntry, stop_button);
  gtk_widget_class_bind_template_callback (widget_class, key_pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, submit);
}

static void
querist_question_entry_init (QueristQuestionEntry *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (gtk_text_view_get_buffer (self->view), "changed",
                           G_CALLBACK (text_changed_cb), self, G_CONNECT_SWAPPED);
  text_changed_cb (self);
}

/**
 * querist_question_entry_set_working:
 * @working: whether a question is being worked on
 *
 * Offers to stop it instead of asking another one, which can be typed meanwhile.
 */
void
querist_question_entry_set_working (QueristQuestionEntry *self,
                                    gboolean              working)
{
  g_return_if_fail (QUERIST_IS_QUESTION_ENTRY (self));

  self->working = working;
  gtk_widget_set_visible (self->send_button, !working);
  gtk_widget_set_visible (self->stop_button, working);
}

/**
 * querist_question_entry_set_hint:
 * @hint: what stands in the empty entry
 */
void
querist_question_entry_set_hint (QueristQuestionEntry *self,
                                 const char           *hint)
{
  g_return_if_fail (QUERIST_IS_QUESTION_ENTRY (self));

  gtk_label_set_label (self->hint, hint);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_PLACEHOLDER,
                                  hint, -1);
}
