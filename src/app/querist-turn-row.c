/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-turn-row.h"

#include <glib/gi18n.h>

#include "querist-diagnostic.h"
#include "querist-markup.h"
#include "querist-template.h"
#include "querist-text.h"
#include "querist-wrap-layout.h"

struct _QueristTurnRow {
  GtkWidget parent_instance;

  GtkLabel    *question;
  GtkWidget   *chips;
  GtkExpander *plan;
  GtkWidget   *plan_steps;
  GtkWidget   *working;
  GtkSpinner  *spinner;
  GtkLabel    *working_label;
  GtkLabel    *clarification;
  GtkWidget   *options;
  GtkWidget   *clarify_hint;
  GtkLabel    *text;
  GtkWidget   *error_box;
  GtkLabel    *error;
  GtkWidget   *error_buttons;
  GtkButton   *retry_button;
  GtkButton   *preferences_button;
  GtkWidget   *review;
  GtkButton   *show_button;
  GtkLabel    *cost;
  GtkWidget   *assumptions;
  GtkWidget   *suggestions;

  QueristTurn *turn;
  GString     *streamed;
  char        *destination;
  gboolean     in_sight;
};

G_DEFINE_FINAL_TYPE (QueristTurnRow, querist_turn_row, GTK_TYPE_WIDGET)

static void
clear_children (GtkWidget *box)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (box)) != NULL)
    gtk_box_remove (GTK_BOX (box), child);
}

static GtkWidget *
create_wrapped_label (const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_set_hexpand (label, TRUE);
  return label;
}

/* ---- Steps ---- */

static void
add_chip (QueristTurnRow *self,
          const char     *text,
          const char     *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_widget_add_css_class (label, "chip");
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  gtk_box_append (GTK_BOX (self->chips), label);
}

static gboolean
is_approved (QueristTurn *turn)
{
  guint n = querist_turn_get_n_versions (turn);

  return n > 0 && querist_turn_get_version (turn, n - 1)->approved != NULL;
}

static void
add_outcome_chips (QueristTurnRow *self)
{
  QueristTurn *turn = self->turn;
  QueristState state = querist_turn_get_state (turn);
  gboolean wrong = querist_diagnostics_have_error (querist_turn_get_diagnostics (turn));

  if (querist_turn_get_error (turn) != NULL && querist_turn_get_n_versions (turn) > 0)
    add_chip (self, _("failed"), "error");
  else if (state == QUERIST_STATE_DONE && is_approved (turn))
    add_chip (self, _("ran"), "success");
  else if (state == QUERIST_STATE_REVIEW && wrong)
    add_chip (self, _("has problems"), "warning");
  else if (state == QUERIST_STATE_REVIEW || state == QUERIST_STATE_EXECUTE ||
           state == QUERIST_STATE_INTERPRET)
    add_chip (self, _("checked"), "success");

  if (state == QUERIST_STATE_REVIEW)
    add_chip (self, _("waits for your approval"), "warning");
  else if (state == QUERIST_STATE_CLARIFY)
    add_chip (self, _("waits for your answer"), "warning");
  else if (state == QUERIST_STATE_STOPPED)
    add_chip (self, _("stopped"), "warning");
}

static void
show_chips (QueristTurnRow *self)
{
  static const char *const intents[] = { NULL, N_("specific"), N_("analytical"),
                                         N_("descriptive") };
  QueristTurn *turn = self->turn;
  guint n_versions = querist_turn_get_n_versions (turn);
  const char *intent = intents[querist_turn_get_intent (turn)];

  clear_children (self->chips);
  if (intent != NULL)
    add_chip (self, _(intent), "accent");
  if (querist_turn_get_plan (turn) != NULL)
    add_chip (self, _("plan"), NULL);
  if (n_versions > 0)
    {
      g_autofree char *version = g_strdup_printf (_("SQL v%u"), n_versions);

      add_chip (self, version, NULL);
    }
  add_outcome_chips (self);
  gtk_widget_set_visible (self->chips, gtk_widget_get_first_child (self->chips) != NULL);
}

static void
show_plan (QueristTurnRow *self)
{
  const char *const *plan = querist_turn_get_plan (self->turn);
  g_autofree char *title = NULL;
  guint n = 0;

  clear_children (self->plan_steps);
  for (; plan != NULL && plan[n] != NULL; n++)
    {
      g_autofree char *number = g_strdup_printf ("%u", n + 1);
      GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
      GtkWidget *label = gtk_label_new (number);

      gtk_label_set_yalign (GTK_LABEL (label), 0);
      gtk_widget_add_css_class (label, "numeric");
      gtk_widget_add_css_class (line, "dim-label");
      gtk_box_append (GTK_BOX (line), label);
      gtk_box_append (GTK_BOX (line), create_wrapped_label (plan[n]));
      gtk_box_append (GTK_BOX (self->plan_steps), line);
    }
  title = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Plan, %u step", "Plan, %u steps", n), n);
  gtk_expander_set_label (self->plan, title);
  gtk_widget_set_visible (GTK_WIDGET (self->plan), n > 0);
}

static const char *
describe_work (QueristState state)
{
  switch (state)
    {
    case QUERIST_STATE_CONTEXT:
      return _("Looking at the data…");
    case QUERIST_STATE_CLASSIFY:
      return _("Reading the question…");
    case QUERIST_STATE_PLAN:
      return _("Planning…");
    case QUERIST_STATE_VALIDATE:
      return _("Checking the plan…");
    case QUERIST_STATE_WRITE_SQL:
      return _("Writing SQL…");
    case QUERIST_STATE_CHECK:
      return _("Checking the SQL…");
    case QUERIST_STATE_REPAIR:
      return _("Correcting the SQL…");
    case QUERIST_STATE_EXECUTE:
      return _("Running the query…");
    case QUERIST_STATE_DEBUG:
      return _("Finding out what went wrong…");
    case QUERIST_STATE_INTERPRET:
      return _("Reading the rows…");
    case QUERIST_STATE_DESCRIBE:
      return _("Describing the data…");
    case QUERIST_STATE_INSIGHTS:
      return _("Looking for good questions…");
    default:
      return _("Working…");
    }
}

static void
show_work (QueristTurnRow *self)
{
  gboolean working = querist_turn_is_working (self->turn);

  gtk_widget_set_visible (self->working, working);
  gtk_spinner_set_spinning (self->spinner, working);
  gtk_label_set_label (self->working_label, describe_work (querist_turn_get_state (self->turn)));
}

/* ---- What is said ---- */

static void
show_text (QueristTurnRow *self)
{
  const char *text = querist_turn_get_text (self->turn);
  g_autofree char *markup = NULL;

  if (text == NULL && querist_turn_is_working (self->turn))
    text = self->streamed->str;
  markup = querist_markup_from_markdown (text != NULL ? text : "");
  gtk_label_set_markup (self->text, markup);
  gtk_widget_set_visible (GTK_WIDGET (self->text), *markup != '\0');
}

static void
add_button (GtkWidget  *box,
            const char *text,
            const char *action,
            GVariant   *target)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *label = create_wrapped_label (text);

  gtk_button_set_child (GTK_BUTTON (button), label);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_actionable_set_action_target_value (GTK_ACTIONABLE (button), target);
  gtk_widget_add_css_class (button, "suggestion");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  gtk_box_append (GTK_BOX (box), button);
}

static void
show_clarification (QueristTurnRow *self)
{
  gboolean waits = querist_turn_get_state (self->turn) == QUERIST_STATE_CLARIFY;
  const char *const *options = waits ? querist_turn_get_options (self->turn) : NULL;
  const char *text = querist_turn_get_clarification (self->turn);

  clear_children (self->options);
  for (guint i = 0; options != NULL && options[i] != NULL; i++)
    add_button (self->options, options[i], "ask.choose",
                g_variant_new ("(ss)", querist_turn_get_id (self->turn), options[i]));
  gtk_label_set_label (self->clarification, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->clarification), text != NULL);
  gtk_widget_set_visible (self->options, options != NULL);
  gtk_widget_set_visible (self->clarify_hint, waits);
}

static void
show_suggestions (QueristTurnRow *self)
{
  const char *const *suggestions = querist_turn_get_suggestions (self->turn);

  clear_children (self->suggestions);
  for (guint i = 0; suggestions != NULL && suggestions[i] != NULL; i++)
    add_button (self->suggestions, suggestions[i], "ask.question",
                g_variant_new_string (suggestions[i]));
  gtk_widget_set_visible (self->suggestions, suggestions != NULL);
}

static void
show_assumptions (QueristTurnRow *self)
{
  const char *const *assumptions = querist_turn_get_assumptions (self->turn);

  clear_children (self->assumptions);
  for (guint i = 0; assumptions != NULL && assumptions[i] != NULL; i++)
    {
      GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
      GtkWidget *icon = gtk_image_new_from_icon_name ("dialog-information-symbolic");

      gtk_widget_set_valign (icon, GTK_ALIGN_START);
      gtk_widget_add_css_class (line, "dim-label");
      gtk_widget_add_css_class (line, "caption");
      gtk_box_append (GTK_BOX (line), icon);
      gtk_box_append (GTK_BOX (line), create_wrapped_label (assumptions[i]));
      gtk_box_append (GTK_BOX (self->assumptions), line);
    }
  gtk_widget_set_visible (self->assumptions, assumptions != NULL);
}

/* A failed run is shown beside the SQL, where it can be mended; here stands what stopped it all. */
static void
show_error (QueristTurnRow *self)
{
  QueristState state = querist_turn_get_state (self->turn);
  const char *error = querist_turn_get_error (self->turn);
  const char *cause = querist_turn_get_cause (self->turn);
  gboolean ended = state == QUERIST_STATE_FAILED || state == QUERIST_STATE_STOPPED;

  if (error != NULL && cause != NULL)
    error = cause;
  if (state == QUERIST_STATE_STOPPED)
    error = _("You stopped this question. What was found so far is kept.");
  gtk_label_set_label (self->error, error != NULL ? error : "");
  gtk_widget_set_visible (self->error_box, error != NULL && !querist_turn_is_working (self->turn));
  gtk_widget_set_visible (self->error_buttons, ended);
  gtk_widget_set_visible (GTK_WIDGET (self->preferences_button),
                          state == QUERIST_STATE_FAILED &&
                          querist_turn_get_n_versions (self->turn) == 0);
}

static double
sum_seconds (QueristTurn *turn)
{
  GArray *timings = querist_turn_get_timings (turn);
  double seconds = 0;

  for (guint i = 0; timings != NULL && i < timings->len; i++)
    seconds += g_array_index (timings, QueristTiming, i).seconds;
  return seconds;
}

static void
append_calls (GString            *text,
              const QueristUsage *usage)
{
  guint64 tokens = usage->prompt_tokens + usage->completion_tokens;
  g_autofree char *count = querist_text_format_count (tokens);

  g_string_append_printf (text, g_dngettext (GETTEXT_PACKAGE, "%u call", "%u calls", usage->calls),
                          usage->calls);
  if (tokens > 0)
    {
      g_string_append (text, " · ");
      g_string_append_printf (text, _("%s tokens"), count);
    }
  g_string_append (text, " · ");
}

static void
show_cost (QueristTurnRow *self)
{
  const QueristUsage *usage = querist_turn_get_usage (self->turn);
  double seconds = sum_seconds (self->turn);
  g_autoptr(GString) text = g_string_new (NULL);

  if (usage->calls > 0)
    append_calls (text, usage);
  if (seconds < 1)
    g_string_append_printf (text, _("%.0f ms"), seconds * 1000);
  else
    g_string_append_printf (text, _("%.1f s"), seconds);
  /* A call that failed is not counted, yet the question was sent: only an answer without any call
   * is sure to be the built-in assistant's. */
  if (self->destination != NULL)
    g_string_append_printf (text, " · %s", self->destination);
  else if (usage->calls == 0 && querist_turn_get_state (self->turn) == QUERIST_STATE_DONE)
    g_string_append_printf (text, " · %s", _("nothing left this computer"));
  gtk_label_set_label (self->cost, text->str);
  gtk_widget_set_visible (GTK_WIDGET (self->cost),
                          seconds > 0 && !querist_turn_is_working (self->turn));
}

static void
show_review (QueristTurnRow *self)
{
  gtk_widget_set_visible (self->review,
                          querist_turn_get_n_versions (self->turn) > 0 && !self->in_sight);
}

static void
show_turn (QueristTurnRow *self)
{
  if (!querist_turn_is_working (self->turn) || querist_turn_get_text (self->turn) != NULL)
    g_string_truncate (self->streamed, 0);
  show_chips (self);
  show_plan (self);
  show_work (self);
  show_clarification (self);
  show_text (self);
  show_error (self);
  show_cost (self);
  show_assumptions (self);
  show_suggestions (self);
  show_review (self);
}

static void
delta_cb (QueristTurnRow *self,
          const char     *text)
{
  g_string_append (self->streamed, text);
  show_text (self);
}

/* ---- The widget ---- */

static void
querist_turn_row_dispose (GObject *object)
{
  QueristTurnRow *self = QUERIST_TURN_ROW (object);

  g_clear_object (&self->turn);
  querist_template_dispose (GTK_WIDGET (object), QUERIST_TYPE_TURN_ROW);
  G_OBJECT_CLASS (querist_turn_row_parent_class)->dispose (object);
}

static void
querist_turn_row_finalize (GObject *object)
{
  QueristTurnRow *self = QUERIST_TURN_ROW (object);

  g_string_free (self->streamed, TRUE);
  g_free (self->destination);
  G_OBJECT_CLASS (querist_turn_row_parent_class)->finalize (object);
}

static void
querist_turn_row_class_init (QueristTurnRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = querist_turn_row_dispose;
  object_class->finalize = querist_turn_row_finalize;

  g_type_ensure (QUERIST_TYPE_WRAP_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/querist/Querist/querist-turn-row.ui");
  gtk_widget_class_bind_template_child (widget_class, QueristTurnRow, question);
  gtk_widget_class_bind_template_child (widget_class, QueristTurnRow, chips);
  gtk_widget_class_bind_template_child (widget_class, QueristTurnRow, plan);
  gtk_widget_class_bind_template_child (widget_class, QueristTurnRow, plan_steps);
  gtk_widget_class_bind_template_child (widget_class, QueristTurnRow, working);
  gtk_widget_class_bind_template_child (widget_class, QueristTurnRow, spinner);
  gtk_widget_class_bind_template_child (widget_class, QueristTurnRow, working_label);
  gtk_widget_class_bind_template_child (widget_class, QueristTurnRow, clarification);
  gtk_widget_class_bind_template_child (widget_class, QueristTurnRow, options);
  gtk_widget_class_bind_template_child (widget_class, QueristTurnRow, clarify_hint);
  gtk_widget_class_bind_template_child (widget_class, QueristTurnRow, text);
  gtk_widget_class_bind_template_child (widget_class, QueristTurnRow, error_box);
  gtk_widget_class_bind_template_child (widget_class, QueristTurnRow, error);
  gtk_widget_class_bind_template_child (widget_class, QueristTurnRow, error_buttons);
  gtk_widget_class_bind_template_child (widget_class, QueristTurnRow, retry_button);
  gtk_widget_class_bind_template_child (widget_class, QueristTurnRow, preferences_button);
  gtk_widget_class_bind_template_child (widget_class, QueristTurnRow, review);
  gtk_widget_class_bind_template_child (widget_class, QueristTurnRow, show_button);
  gtk_widget_class_bind_template_child (widget_class, QueristTurnRow, cost);
  gtk_widget_class_bind_template_child (widget_class, QueristTurnRow, assumptions);
  gtk_widget_class_bind_template_child (widget_class, QueristTurnRow, suggestions);

  gtk_widget_class_set_css_name (widget_class, "turn");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
querist_turn_row_init (QueristTurnRow *self)
{
  self->streamed = g_string_new (NULL);
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
set_action (GtkButton   *button,
            const char  *action,
            QueristTurn *turn)
{
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", querist_turn_get_id (turn));
}

/**
 * querist_turn_row_new:
 * @turn: a question
 *
 * Returns: a row that follows the turn
 */
GtkWidget *
querist_turn_row_new (QueristTurn *turn)
{
  QueristTurnRow *self = g_object_new (QUERIST_TYPE_TURN_ROW, NULL);

  self->turn = g_object_ref (turn);
  gtk_label_set_label (self->question, querist_turn_get_question (turn));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  querist_turn_get_question (turn), -1);
  set_action (self->retry_button, "ask.retry", turn);
  set_action (self->show_button, "ask.show", turn);
  g_signal_connect_object (turn, "changed", G_CALLBACK (show_turn), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (turn, "delta", G_CALLBACK (delta_cb), self, G_CONNECT_SWAPPED);
  show_turn (self);
  return GTK_WIDGET (self);
}

/**
 * querist_turn_row_get_turn:
 *
 * Returns: (transfer none): the question that the row shows
 */
QueristTurn *
querist_turn_row_get_turn (QueristTurnRow *self)
{
  g_return_val_if_fail (QUERIST_IS_TURN_ROW (self), NULL);

  return self->turn;
}

/**
 * querist_turn_row_set_shown:
 * @shown: whether the SQL and rows shown are this question's
 * @in_sight: whether they stand beside the conversation, and need no button to get there
 */
void
querist_turn_row_set_shown (QueristTurnRow *self,
                            gboolean        shown,
                            gboolean        in_sight)
{
  g_return_if_fail (QUERIST_IS_TURN_ROW (self));

  self->in_sight = in_sight;
  if (shown)
    gtk_widget_add_css_class (GTK_WIDGET (self), "shown");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "shown");
  show_review (self);
}

/**
 * querist_turn_row_set_destination:
 * @destination: (nullable): where calls of a model for this question went, in a few words
 */
void
querist_turn_row_set_destination (QueristTurnRow *self,
                                  const char     *destination)
{
  g_return_if_fail (QUERIST_IS_TURN_ROW (self));

  g_free (self->destination);
  self->destination = g_strdup (destination);
  show_cost (self);
}
