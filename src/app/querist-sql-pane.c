/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-sql-pane.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "querist-diff-view.h"
#include "querist-explain-view.h"
#include "querist-problem-list.h"
#include "querist-sql-editor.h"
#include "querist-template.h"

struct _QueristSqlPane {
  GtkWidget parent_instance;

  GtkWidget          *header;
  GtkDropDown        *versions;
  GtkLabel           *author;
  GtkStack           *stack;
  QueristSqlEditor   *editor;
  QueristDiffView    *compare_view;
  QueristExplainView *explain_view;
  GtkWidget          *failure;
  GtkLabel           *failure_label;
  GtkWidget          *fix_button;
  GtkWidget          *fix_scroller;
  QueristDiffView    *fix_view;
  QueristProblemList *problems;
  GtkWidget          *status_bar;
  GtkImage           *status_icon;
  GtkLabel           *status;

  char        *database;
  QueristTurn *turn;
  GHashTable  *drafts;
  guint        n_versions;
  guint        version;
  gboolean     compare;
  gboolean     explain;
  gboolean     updating;
};

enum {
  PROP_0,
  PROP_COMPARE,
  PROP_EXPLAIN,
  N_PROPS
};

enum {
  RUN,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (QueristSqlPane, querist_sql_pane, GTK_TYPE_WIDGET)

static const char *
get_version_sql (QueristSqlPane *self,
                 guint           version)
{
  return querist_turn_get_version (self->turn, version)->sql;
}

/* A fix that was proposed after a failure is the newest version, but not yet the person's. */
static gboolean
has_fix (QueristSqlPane *self)
{
  return self->n_versions > 1 && querist_turn_get_error (self->turn) != NULL &&
         querist_turn_get_fixed_sql (self->turn) != NULL;
}

static guint
newest_own_version (QueristSqlPane *self)
{
  return self->n_versions - (has_fix (self) ? 2 : 1);
}

/* ---- What is shown ---- */

static void
show_author (QueristSqlPane *self)
{
  static const struct
  {
    const char *author, *text;
  } texts[] = {
    { "assistant", N_("as drafted") },
    { "you", N_("edited by you") },
    { "fix", N_("corrected") },
  };
  const char *author = querist_turn_get_version (self->turn, self->version)->author;
  const char *draft = g_hash_table_lookup (self->drafts, querist_turn_get_id (self->turn));
  const char *text = author;

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    if (g_str_equal (author, texts[i].author))
      text = _(texts[i].text);
  gtk_label_set_label (self->author, draft != NULL ? _("edited, not run yet") : text);
}

static void
show_comparison (QueristSqlPane *self)
{
  g_autofree char *text = querist_sql_editor_dup_text (self->editor);
  const char *base = get_version_sql (self, self->version);

  /* An unchanged version is compared with the one before it. */
  if (g_str_equal (base, text) && self->version > 0)
    base = get_version_sql (self, self->version - 1);
  querist_diff_view_set_texts (self->compare_view, base, text, G_MAXUINT);
}

static void
explain_text (QueristSqlPane *self)
{
  g_autofree char *text = querist_sql_editor_dup_text (self->editor);

  if (self->explain && self->database != NULL && self->n_versions > 0)
    querist_explain_view_explain (self->explain_view, self->database, text);
}

static void
show_page (QueristSqlPane *self)
{
  gboolean any = self->turn != NULL && self->n_versions > 0;

  gtk_widget_set_visible (self->header, any);
  gtk_widget_set_visible (self->status_bar, any);
  gtk_widget_set_visible (GTK_WIDGET (self->explain_view), any && self->explain);
  if (any && self->compare)
    show_comparison (self);
  gtk_stack_set_visible_child_name (self->stack,
                                    !any ? "none" : self->compare ? "compare" : "editor");
}

static void
show_failure (QueristSqlPane *self)
{
  const char *error = self->turn != NULL ? querist_turn_get_error (self->turn) : NULL;
  const char *cause = error != NULL ? querist_turn_get_cause (self->turn) : NULL;
  g_autofree char *text = g_strjoin ("\n", error != NULL ? error : "", cause, NULL);
  gboolean fix = error != NULL && has_fix (self);

  gtk_label_set_label (self->failure_label, text);
  if (fix)
    querist_diff_view_set_texts (self->fix_view, get_version_sql (self, self->n_versions - 2),
                                 get_version_sql (self, self->n_versions - 1), 0);
  gtk_widget_set_visible (self->fix_button, fix);
  gtk_widget_set_visible (self->fix_scroller, fix);
  gtk_widget_set_visible (self->failure, error != NULL && self->n_versions > 0 &&
                                         !querist_turn_is_working (self->turn) &&
                                         self->version == newest_own_version (self));
}

static void
update_actions (QueristSqlPane *self)
{
  gboolean any = self->turn != NULL && self->n_versions > 0;
  gboolean idle = any && !querist_turn_is_working (self->turn);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "sql.run", idle);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "sql.format", idle);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "sql.compare", any);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "sql.explain",
                                 any && self->database != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "sql.use-fix", idle && has_fix (self));
}

static void
show_status (QueristSqlPane *self,
             const char     *icon,
             const char     *text)
{
  gtk_image_set_from_icon_name (self->status_icon, icon);
  gtk_label_set_label (self->status, text);
}

static void
fill_versions (QueristSqlPane *self)
{
  g_autoptr(GtkStringList) names = gtk_string_list_new (NULL);

  for (guint i = 0; i < self->n_versions; i++)
    {
      g_autofree char *name = g_strdup_printf (_("v%u of %u"), i + 1, self->n_versions);

      gtk_string_list_append (names, name);
    }
  self->updating = TRUE;
  gtk_drop_down_set_model (self->versions, G_LIST_MODEL (names));
  gtk_drop_down_set_selected (self->versions, self->version);
  self->updating = FALSE;
}

static void
show_version (QueristSqlPane *self,
              guint           version)
{
  const char *draft = g_hash_table_lookup (self->drafts, querist_turn_get_id (self->turn));

  self->version = version;
  self->updating = TRUE;
  gtk_drop_down_set_selected (self->versions, version);
  querist_sql_editor_set_text (self->editor,
                               draft != NULL ? draft : get_version_sql (self, version));
  self->updating = FALSE;
  querist_explain_view_clear (self->explain_view);
  show_status (self, "content-loading-symbolic", _("Checking…"));
  show_author (self);
  show_failure (self);
  show_page (self);
}

static void
turn_changed_cb (QueristSqlPane *self)
{
  guint n_versions = querist_turn_get_n_versions (self->turn);

  if (n_versions != self->n_versions)
    {
      self->n_versions = n_versions;
      g_hash_table_remove (self->drafts, querist_turn_get_id (self->turn));
      if (n_versions > 0)
        {
          self->version = newest_own_version (self);
          fill_versions (self);
          show_version (self, self->version);
        }
    }
  show_failure (self);
  show_page (self);
  update_actions (self);
}

/* ---- What a person does ---- */

static void
version_selected_cb (QueristSqlPane *self)
{
  if (self->updating || self->turn == NULL || self->n_versions == 0)
    return;
  g_hash_table_remove (self->drafts, querist_turn_get_id (self->turn));
  show_version (self, gtk_drop_down_get_selected (self->versions));
}

static void
edited_cb (QueristSqlPane *self)
{
  g_autofree char *text = NULL;

  if (self->updating || self->turn == NULL || self->n_versions == 0)
    return;
  text = querist_sql_editor_dup_text (self->editor);
  if (g_str_equal (text, get_version_sql (self, self->version)))
    g_hash_table_remove (self->drafts, querist_turn_get_id (self->turn));
  else
    g_hash_table_replace (self->drafts, g_strdup (querist_turn_get_id (self->turn)),
                          g_steal_pointer (&text));
  show_author (self);
}

static void
checked_cb (QueristSqlPane        *self,
            const QueristSqlCheck *check)
{
  guint n = check->diagnostics->len;
  g_autofree char *tables = check->tables != NULL ? g_strjoinv (", ", check->tables) : NULL;
  g_autofree char *text = NULL;

  querist_problem_list_set_diagnostics (self->problems, check->diagnostics);
  explain_text (self);
  if (!querist_sql_check_is_ok (check))
    {
      text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u problem", "%u problems", n), n);
      show_status (self, "dialog-error-symbolic", text);
      return;
    }
  if (tables != NULL && *tables != '\0')
    text = g_strdup_printf (_("Read-only · reads %s"), tables);
  else
    text = g_strdup (_("Read-only · reads no table"));
  show_status (self, n > 0 ? "dialog-warning-symbolic" : "object-select-symbolic", text);
}

static void
problem_activated_cb (QueristSqlPane          *self,
                      const QueristDiagnostic *diagnostic)
{
  querist_sql_editor_go_to (self->editor, &diagnostic->span);
}

static void
problem_mend_cb (QueristSqlPane          *self,
                 const QueristDiagnostic *diagnostic)
{
  g_autofree char *text = querist_sql_editor_dup_text (self->editor);
  gsize length = strlen (text);
  gsize start = MIN (diagnostic->span.start, length);
  gsize end = MIN (start + diagnostic->span.length, length);
  g_autofree char *mended =
    g_strdup_printf ("%.*s%s%s", (int) start, text, diagnostic->replacement, text + end);

  querist_sql_editor_replace_text (self->editor, mended);
}

static void
format_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  QueristSqlPane *self = QUERIST_SQL_PANE (widget);
  g_autofree char *text = querist_sql_editor_dup_text (self->editor);
  g_autofree char *formatted = querist_sql_format (text);

  if (formatted != NULL && !g_str_equal (formatted, text))
    querist_sql_editor_replace_text (self->editor, formatted);
}

static void
use_fix_action (GtkWidget  *widget,
                const char *action_name,
                GVariant   *parameter)
{
  QueristSqlPane *self = QUERIST_SQL_PANE (widget);

  g_hash_table_remove (self->drafts, querist_turn_get_id (self->turn));
  show_version (self, self->n_versions - 1);
  gtk_widget_grab_focus (GTK_WIDGET (self->editor));
}

static void
run_action (GtkWidget  *widget,
            const char *action_name,
            GVariant   *parameter)
{
  QueristSqlPane *self = QUERIST_SQL_PANE (widget);
  g_autofree char *text = querist_sql_editor_dup_text (self->editor);

  g_signal_emit (self, signals[RUN], 0, text);
}

/* ---- The widget ---- */

static void
querist_sql_pane_get_property (GObject    *object,
                               guint       prop_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_COMPARE:
      g_value_set_boolean (value, QUERIST_SQL_PANE (object)->compare);
      break;
    case PROP_EXPLAIN:
      g_value_set_boolean (value, QUERIST_SQL_PANE (object)->explain);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
set_compare (QueristSqlPane *self,
             gboolean        compare)
{
  if (self->compare == compare)
    return;
  self->compare = compare;
  show_page (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_COMPARE]);
}

static void
set_explain (QueristSqlPane *self,
             gboolean        explain)
{
  if (self->explain == explain)
    return;
  self->explain = explain;
  querist_explain_view_clear (self->explain_view);
  explain_text (self);
  show_page (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_EXPLAIN]);
}

static void
querist_sql_pane_set_property (GObject      *object,
                               guint         prop_id,
                               const GValue *value,
                               GParamSpec   *pspec)
{
  switch (prop_id)
    {
    case PROP_COMPARE:
      set_compare (QUERIST_SQL_PANE (object), g_value_get_boolean (value));
      break;
    case PROP_EXPLAIN:
      set_explain (QUERIST_SQL_PANE (object), g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
querist_sql_pane_dispose (GObject *object)
{
  QueristSqlPane *self = QUERIST_SQL_PANE (object);

  g_clear_object (&self->turn);
  querist_template_dispose (GTK_WIDGET (object), QUERIST_TYPE_SQL_PANE);
  G_OBJECT_CLASS (querist_sql_pane_parent_class)->dispose (object);
}

static void
querist_sql_pane_finalize (GObject *object)
{
  QueristSqlPane *self = QUERIST_SQL_PANE (object);

  g_free (self->database);
  g_hash_table_unref (self->drafts);
  G_OBJECT_CLASS (querist_sql_pane_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/querist/Querist/querist-sql-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, QueristSqlPane, header);
  gtk_widget_class_bind_template_child (widget_class, QueristSqlPane, versions);
  gtk_widget_class_bind_template_child (widget_class, QueristSqlPane, author);
  gtk_widget_class_bind_template_child (widget_class, QueristSqlPane, stack);
  gtk_widget_class_bind_template_child (widget_class, QueristSqlPane, editor);
  gtk_widget_class_bind_template_child (widget_class, QueristSqlPane, compare_view);
  gtk_widget_class_bind_template_child (widget_class, QueristSqlPane, explain_view);
  gtk_widget_class_bind_template_child (widget_class, QueristSqlPane, failure);
  gtk_widget_class_bind_template_child (widget_class, QueristSqlPane, failure_label);
  gtk_widget_class_bind_template_child (widget_class, QueristSqlPane, fix_button);
  gtk_widget_class_bind_template_child (widget_class, QueristSqlPane, fix_scroller);
  gtk_widget_class_bind_template_child (widget_class, QueristSqlPane, fix_view);
  gtk_widget_class_bind_template_child (widget_class, QueristSqlPane, problems);
  gtk_widget_class_bind_template_child (widget_class, QueristSqlPane, status_bar);
  gtk_widget_class_bind_template_child (widget_class, QueristSqlPane, status_icon);
  gtk_widget_class_bind_template_child (widget_class, QueristSqlPane, status);
  gtk_widget_class_bind_template_callback (widget_class, version_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, edited_cb);
  gtk_widget_class_bind_template_callback (widget_class, checked_cb);
  gtk_widget_class_bind_template_callback (widget_class, problem_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, problem_mend_cb);
}

static void
querist_sql_pane_class_init (QueristSqlPaneClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = querist_sql_pane_get_property;
  object_class->set_property = querist_sql_pane_set_property;
  object_class->dispose = querist_sql_pane_dispose;
  object_class->finalize = querist_sql_pane_finalize;

  properties[PROP_COMPARE] =
    g_param_spec_boolean ("compare", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_EXPLAIN] =
    g_param_spec_boolean ("explain", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[RUN] = g_signal_new ("run", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                               NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  g_type_ensure (QUERIST_TYPE_SQL_EDITOR);
  g_type_ensure (QUERIST_TYPE_DIFF_VIEW);
  g_type_ensure (QUERIST_TYPE_EXPLAIN_VIEW);
  g_type_ensure (QUERIST_TYPE_PROBLEM_LIST);
  bind_template (widget_class);

  gtk_widget_class_install_action (widget_class, "sql.run", NULL, run_action);
  gtk_widget_class_install_action (widget_class, "sql.format", NULL, format_action);
  gtk_widget_class_install_action (widget_class, "sql.use-fix", NULL, use_fix_action);
  gtk_widget_class_install_property_action (widget_class, "sql.compare", "compare");
  gtk_widget_class_install_property_action (widget_class, "sql.explain", "explain");
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_f,
                                       GDK_CONTROL_MASK | GDK_SHIFT_MASK, "sql.format", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_e,
                                       GDK_CONTROL_MASK | GDK_SHIFT_MASK, "sql.explain", NULL);
}

static void
querist_sql_pane_init (QueristSqlPane *self)
{
  self->drafts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  gtk_widget_init_template (GTK_WIDGET (self));
  show_page (self);
  update_actions (self);
}

/**
 * querist_sql_pane_set_database:
 * @database: (nullable): path of the database that is asked
 * @catalog: (nullable): what it holds
 */
void
querist_sql_pane_set_database (QueristSqlPane *self,
                               const char     *database,
                               QueristCatalog *catalog)
{
  g_return_if_fail (QUERIST_IS_SQL_PANE (self));

  g_free (self->database);
  self->database = g_strdup (database);
  querist_sql_editor_set_database (self->editor, database, catalog);
  explain_text (self);
  update_actions (self);
}

/**
 * querist_sql_pane_set_turn:
 * @turn: (nullable): a question
 *
 * Shows the SQL of a question and follows it.
 */
void
querist_sql_pane_set_turn (QueristSqlPane *self,
                           QueristTurn    *turn)
{
  g_return_if_fail (QUERIST_IS_SQL_PANE (self));

  if (self->turn == turn)
    return;
  if (self->turn != NULL)
    g_signal_handlers_disconnect_by_func (self->turn, turn_changed_cb, self);
  g_set_object (&self->turn, turn);
  set_compare (self, FALSE);
  querist_problem_list_set_diagnostics (self->problems, NULL);
  self->n_versions = turn != NULL ? querist_turn_get_n_versions (turn) : 0;
  if (turn != NULL)
    g_signal_connect_object (turn, "changed", G_CALLBACK (turn_changed_cb), self,
                             G_CONNECT_SWAPPED);
  if (self->n_versions > 0)
    {
      self->version = newest_own_version (self);
      fill_versions (self);
      show_version (self, self->version);
    }
  show_failure (self);
  show_page (self);
  update_actions (self);
}
