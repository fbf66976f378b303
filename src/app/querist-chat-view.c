/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-chat-view.h"

#include <glib/gi18n.h>

#include "querist-template.h"
#include "querist-turn-row.h"

#define MAX_EXAMPLES 4
/* Pixels from the end within which the conversation goes on scrolling by itself. */
#define FOLLOW_DISTANCE 40

struct _QueristChatView {
  GtkWidget parent_instance;

  GtkStack             *stack;
  GtkLabel             *welcome_text;
  GtkWidget            *examples;
  GtkWidget            *data_button;
  GtkScrolledWindow    *scroller;
  GtkWidget            *turns;
  QueristQuestionEntry *entry;

  GListModel           *model;
  QueristTurn          *shown;
  guint                 scroll_source;
  gboolean              follow;
  gboolean              narrow;
};

enum {
  PROP_0,
  PROP_NARROW,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (QueristChatView, querist_chat_view, GTK_TYPE_WIDGET)

static void
clear_children (GtkWidget *box)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (box)) != NULL)
    gtk_box_remove (GTK_BOX (box), child);
}

static void
scroll_to_end (gpointer user_data)
{
  QueristChatView *self = QUERIST_CHAT_VIEW (user_data);
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);

  self->scroll_source = 0;
  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_upper (adjustment));
}

/* Text that comes in is followed as long as its end was in sight before. The height changes in the
 * middle of a layout, which is too early to scroll. */
static void
height_changed_cb (QueristChatView *self)
{
  if (self->follow && self->scroll_source == 0)
    self->scroll_source = g_idle_add_once (scroll_to_end, self);
}

static void
scrolled_cb (QueristChatView *self,
             GtkAdjustment   *adjustment)
{
  double bottom = gtk_adjustment_get_upper (adjustment) -
                  gtk_adjustment_get_page_size (adjustment);

  self->follow = gtk_adjustment_get_value (adjustment) >= bottom - FOLLOW_DISTANCE;
}

/* Turns are only ever added at the end, or all replaced. */
static void
turns_changed_cb (QueristChatView *self,
                  guint            position,
                  guint            removed,
                  guint            added,
                  GListModel      *model)
{
  if (removed > 0)
    {
      clear_children (self->turns);
      position = 0;
      added = g_list_model_get_n_items (model);
    }
  for (guint i = 0; i < added; i++)
    {
      g_autoptr(QueristTurn) turn = g_list_model_get_item (model, position + i);

      gtk_box_append (GTK_BOX (self->turns), querist_turn_row_new (turn));
    }
  if (added > 0)
    self->follow = TRUE;
  gtk_stack_set_visible_child_name (self->stack,
                                    g_list_model_get_n_items (model) > 0 ? "turns" : "welcome");
}

static void
submitted_cb (QueristChatView *self,
              const char      *text)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "ask.submit", "s", text);
}

static void
mark_shown_turn (QueristChatView *self)
{
  for (GtkWidget *row = gtk_widget_get_first_child (self->turns); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    {
      gboolean shown = querist_turn_row_get_turn (QUERIST_TURN_ROW (row)) == self->shown;

      querist_turn_row_set_shown (QUERIST_TURN_ROW (row), shown, shown && !self->narrow);
    }
}

static void
querist_chat_view_get_property (GObject    *object,
                                guint       prop_id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_NARROW:
      g_value_set_boolean (value, QUERIST_CHAT_VIEW (object)->narrow);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
querist_chat_view_set_property (GObject      *object,
                                guint         prop_id,
                                const GValue *value,
                                GParamSpec   *pspec)
{
  switch (prop_id)
    {
    case PROP_NARROW:
      QUERIST_CHAT_VIEW (object)->narrow = g_value_get_boolean (value);
      mark_shown_turn (QUERIST_CHAT_VIEW (object));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
querist_chat_view_dispose (GObject *object)
{
  QueristChatView *self = QUERIST_CHAT_VIEW (object);

  g_clear_handle_id (&self->scroll_source, g_source_remove);
  g_clear_object (&self->model);
  g_clear_object (&self->shown);
  querist_template_dispose (GTK_WIDGET (object), QUERIST_TYPE_CHAT_VIEW);
  G_OBJECT_CLASS (querist_chat_view_parent_class)->dispose (object);
}

static void
querist_chat_view_class_init (QueristChatViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = querist_chat_view_get_property;
  object_class->set_property = querist_chat_view_set_property;
  object_class->dispose = querist_chat_view_dispose;

  properties[PROP_NARROW] =
    g_param_spec_boolean ("narrow", NULL, NULL, FALSE, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (QUERIST_TYPE_QUESTION_ENTRY);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/querist/Querist/querist-chat-view.ui");
  gtk_widget_class_bind_template_child (widget_class, QueristChatView, stack);
  gtk_widget_class_bind_template_child (widget_class, QueristChatView, welcome_text);
  gtk_widget_class_bind_template_child (widget_class, QueristChatView, examples);
  gtk_widget_class_bind_template_child (widget_class, QueristChatView, data_button);
  gtk_widget_class_bind_template_child (widget_class, QueristChatView, scroller);
  gtk_widget_class_bind_template_child (widget_class, QueristChatView, turns);
  gtk_widget_class_bind_template_child (widget_class, QueristChatView, entry);
}

static void
querist_chat_view_init (QueristChatView *self)
{
  GtkAdjustment *adjustment;

  gtk_widget_init_template (GTK_WIDGET (self));
  adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);
  g_signal_connect_object (adjustment, "changed", G_CALLBACK (height_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (adjustment, "value-changed", G_CALLBACK (scrolled_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->entry, "submitted", G_CALLBACK (submitted_cb), self,
                           G_CONNECT_SWAPPED);
  querist_chat_view_set_ready (self, FALSE);
}

/**
 * querist_chat_view_set_turns:
 * @turns: a list of #QueristTurn, the first question first
 *
 * Sets the conversation.
 */
void
querist_chat_view_set_turns (QueristChatView *self,
                             GListModel      *turns)
{
  g_return_if_fail (QUERIST_IS_CHAT_VIEW (self) && self->model == NULL);

  self->model = g_object_ref (turns);
  g_signal_connect_object (turns, "items-changed", G_CALLBACK (turns_changed_cb), self,
                           G_CONNECT_SWAPPED);
  turns_changed_cb (self, 0, 0, g_list_model_get_n_items (turns), turns);
}

static QueristTurnRow *
find_row (QueristChatView *self,
          QueristTurn     *turn)
{
  for (GtkWidget *row = gtk_widget_get_first_child (self->turns); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    if (querist_turn_row_get_turn (QUERIST_TURN_ROW (row)) == turn)
      return QUERIST_TURN_ROW (row);
  return NULL;
}

/**
 * querist_chat_view_set_shown_turn:
 * @turn: (nullable): a turn of the conversation
 *
 * Marks the turn whose SQL and rows are shown beside the conversation.
 */
void
querist_chat_view_set_shown_turn (QueristChatView *self,
                                  QueristTurn     *turn)
{
  g_return_if_fail (QUERIST_IS_CHAT_VIEW (self));

  g_set_object (&self->shown, turn);
  mark_shown_turn (self);
}

/**
 * querist_chat_view_set_destination:
 * @turn: a turn of the conversation
 * @destination: where the calls for it went, in a few words
 */
void
querist_chat_view_set_destination (QueristChatView *self,
                                   QueristTurn     *turn,
                                   const char      *destination)
{
  QueristTurnRow *row;

  g_return_if_fail (QUERIST_IS_CHAT_VIEW (self));

  row = find_row (self, turn);
  if (row != NULL)
    querist_turn_row_set_destination (row, destination);
}

/**
 * querist_chat_view_set_ready:
 * @ready: whether there are data to ask about
 *
 * Without data the welcome says where to get some.
 */
void
querist_chat_view_set_ready (QueristChatView *self,
                             gboolean         ready)
{
  g_return_if_fail (QUERIST_IS_CHAT_VIEW (self));

  gtk_label_set_label (self->welcome_text,
                       ready ? _("Ask in plain language. You see the plan and the SQL first; "
                                 "nothing runs before you approve it.")
                             : _("There are no data yet. Add files and load them, then ask."));
  gtk_widget_set_visible (self->data_button, !ready);
  gtk_widget_set_visible (self->examples, ready);
  gtk_widget_set_sensitive (GTK_WIDGET (self->entry), ready);
}

/**
 * querist_chat_view_set_examples:
 * @examples: (nullable): questions that fit the data
 *
 * Offers questions in an empty conversation.
 */
void
querist_chat_view_set_examples (QueristChatView   *self,
                                const char *const *examples)
{
  g_return_if_fail (QUERIST_IS_CHAT_VIEW (self));

  clear_children (self->examples);
  for (guint i = 0; examples != NULL && examples[i] != NULL && i < MAX_EXAMPLES; i++)
    {
      GtkWidget *label = gtk_label_new (examples[i]);
      GtkWidget *button = gtk_button_new ();

      gtk_label_set_wrap (GTK_LABEL (label), TRUE);
      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_button_set_child (GTK_BUTTON (button), label);
      gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "ask.question");
      gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", examples[i]);
      gtk_widget_add_css_class (button, "example");
      gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      examples[i], -1);
      gtk_box_append (GTK_BOX (self->examples), button);
    }
}

/**
 * querist_chat_view_get_entry:
 *
 * Returns: (transfer none): where questions are typed
 */
QueristQuestionEntry *
querist_chat_view_get_entry (QueristChatView *self)
{
  g_return_val_if_fail (QUERIST_IS_CHAT_VIEW (self), NULL);

  return self->entry;
}
