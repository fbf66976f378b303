/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-why-view.h"

#include <glib/gi18n.h>

#include "querist-schema-editor.h"
#include "querist-template.h"

struct _QueristWhyView {
  AdwBin           parent_instance;

  GPtrArray       *evidence;
  GPtrArray       *outline;
  guint            n_warnings;
  GtkStack        *stack;
  GtkToggleButton *warnings_only;
  GtkListBox      *rows;
};

enum {
  PROP_0,
  PROP_N_WARNINGS,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];
static guint activated_signal;

G_DEFINE_FINAL_TYPE (QueristWhyView, querist_why_view, ADW_TYPE_BIN)

static GtkWidget *
new_title (const QueristEvidence *evidence)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *name = gtk_label_new (evidence->field != NULL ? evidence->field : evidence->model);
  GtkWidget *decision = gtk_label_new (evidence->decision);

  gtk_label_set_ellipsize (GTK_LABEL (name), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (name, "heading");
  gtk_label_set_ellipsize (GTK_LABEL (decision), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (decision, "chip");
  if (evidence->warning)
    {
      GtkWidget *icon = gtk_image_new_from_icon_name ("dialog-warning-symbolic");

      gtk_widget_add_css_class (icon, "warning");
      gtk_accessible_update_property (GTK_ACCESSIBLE (icon), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      _("Needs a look"), -1);
      gtk_box_append (GTK_BOX (box), icon);
    }
  gtk_box_append (GTK_BOX (box), name);
  gtk_box_append (GTK_BOX (box), decision);
  return box;
}

static GtkWidget *
new_row (const QueristEvidence *evidence)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *text = gtk_label_new (evidence->text);

  gtk_label_set_wrap (GTK_LABEL (text), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (text), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (text), 0);
  gtk_widget_add_css_class (text, "dim-label");
  gtk_widget_add_css_class (text, "numeric");
  gtk_widget_add_css_class (box, "evidence");
  gtk_box_append (GTK_BOX (box), new_title (evidence));
  gtk_box_append (GTK_BOX (box), text);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  g_object_set_data (G_OBJECT (row), "evidence", (gpointer) evidence);
  return row;
}

static const QueristEvidence *
row_evidence (GtkListBoxRow *row)
{
  return row != NULL ? g_object_get_data (G_OBJECT (row), "evidence") : NULL;
}

static void
header_func (GtkListBoxRow *row,
             GtkListBoxRow *before,
             gpointer       user_data)
{
  const QueristEvidence *evidence = row_evidence (row);
  const QueristEvidence *previous = row_evidence (before);
  GtkWidget *label;

  if (previous != NULL && g_strcmp0 (previous->model, evidence->model) == 0)
    {
      gtk_list_box_row_set_header (row, NULL);
      return;
    }
  label = gtk_label_new (evidence->model);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "evidence-header");
  gtk_list_box_row_set_header (row, label);
}

static gboolean
is_declared (GPtrArray             *outline,
             const QueristEvidence *evidence)
{
  const char *block = NULL;

  for (guint i = 0; outline != NULL && i < outline->len; i++)
    {
      const QueristSchemaSymbol *symbol = g_ptr_array_index (outline, i);

      if (symbol->depth == 0)
        block = symbol->name;
      if (g_strcmp0 (block, evidence->model) == 0 &&
          (evidence->field == NULL ||
           (symbol->depth > 0 && g_strcmp0 (symbol->name, evidence->field) == 0)))
        return TRUE;
    }
  return FALSE;
}

/* Who has taken a doubtful relation out of the schema has had the look it needed. */
static gboolean
needs_look (QueristWhyView        *self,
            const QueristEvidence *evidence)
{
  return evidence->warning && is_declared (self->outline, evidence);
}

static gboolean
filter_func (GtkListBoxRow *row,
             gpointer       user_data)
{
  QueristWhyView *self = user_data;

  return !gtk_toggle_button_get_active (self->warnings_only) ||
         needs_look (self, row_evidence (row));
}

static void
row_activated_cb (QueristWhyView *self,
                  GtkListBoxRow  *row)
{
  const QueristEvidence *evidence = row_evidence (row);

  g_signal_emit (self, activated_signal, 0, evidence->model, evidence->field);
}

static void
update_warnings (QueristWhyView *self)
{
  guint n = 0;
  g_autofree char *text = NULL;

  for (guint i = 0; self->evidence != NULL && i < self->evidence->len; i++)
    n += needs_look (self, g_ptr_array_index (self->evidence, i));
  text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u needs a look", "%u need a look", n),
                          n);
  gtk_button_set_label (GTK_BUTTON (self->warnings_only), text);
  gtk_widget_set_visible (GTK_WIDGET (self->warnings_only), n > 0);
  if (n == 0)
    gtk_toggle_button_set_active (self->warnings_only, FALSE);
  if (n == self->n_warnings)
    return;
  self->n_warnings = n;
  gtk_list_box_invalidate_filter (self->rows);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_WARNINGS]);
}

static void
querist_why_view_get_property (GObject    *object,
                               guint       prop_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_N_WARNINGS:
      g_value_set_uint (value, QUERIST_WHY_VIEW (object)->n_warnings);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
querist_why_view_dispose (GObject *object)
{
  QueristWhyView *self = QUERIST_WHY_VIEW (object);

  querist_template_dispose (GTK_WIDGET (object), QUERIST_TYPE_WHY_VIEW);
  g_clear_pointer (&self->evidence, g_ptr_array_unref);
  g_clear_pointer (&self->outline, g_ptr_array_unref);
  G_OBJECT_CLASS (querist_why_view_parent_class)->dispose (object);
}

static void
querist_why_view_class_init (QueristWhyViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = querist_why_view_get_property;
  object_class->dispose = querist_why_view_dispose;

  /* how many of the reasons need a look */
  properties[PROP_N_WARNINGS] =
    g_param_spec_uint ("n-warnings", NULL, NULL, 0, G_MAXUINT, 0,
                       G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  activated_signal =
    g_signal_new ("activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/querist/Querist/querist-why-view.ui");
  gtk_widget_class_bind_template_child (widget_class, QueristWhyView, stack);
  gtk_widget_class_bind_template_child (widget_class, QueristWhyView, warnings_only);
  gtk_widget_class_bind_template_child (widget_class, QueristWhyView, rows);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
}

static void
querist_why_view_init (QueristWhyView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_list_box_set_header_func (self->rows, header_func, NULL, NULL);
  gtk_list_box_set_filter_func (self->rows, filter_func, self, NULL);
  g_signal_connect_object (self->warnings_only, "toggled",
                           G_CALLBACK (gtk_list_box_invalidate_filter), self->rows,
                           G_CONNECT_SWAPPED);
}

/**
 * querist_why_view_set_evidence:
 * @evidence: (nullable) (element-type QueristEvidence): in the order of the schema; a reference is
 *   kept
 */
void
querist_why_view_set_evidence (QueristWhyView *self,
                               GPtrArray      *evidence)
{
  GtkListBoxRow *row;

  g_return_if_fail (QUERIST_IS_WHY_VIEW (self));

  if (evidence == self->evidence)
    return;
  while ((row = gtk_list_box_get_row_at_index (self->rows, 0)) != NULL)
    gtk_list_box_remove (self->rows, GTK_WIDGET (row));
  g_clear_pointer (&self->evidence, g_ptr_array_unref);
  gtk_stack_set_visible_child_name (self->stack,
                                    evidence != NULL && evidence->len > 0 ? "rows" : "empty");
  self->evidence = evidence != NULL ? g_ptr_array_ref (evidence) : NULL;
  for (guint i = 0; evidence != NULL && i < evidence->len; i++)
    gtk_list_box_append (self->rows, new_row (g_ptr_array_index (evidence, i)));
  update_warnings (self);
}

static void
scroll_to (GtkListBoxRow *row)
{
  GtkWidget *view = gtk_widget_get_ancestor (GTK_WIDGET (row), GTK_TYPE_SCROLLED_WINDOW);
  GtkAdjustment *adjustment =
    gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (view));
  graphene_rect_t bounds;

  if (gtk_widget_compute_bounds (GTK_WIDGET (row), gtk_widget_get_parent (GTK_WIDGET (row)),
                                 &bounds))
    gtk_adjustment_clamp_page (adjustment, bounds.origin.y,
                               bounds.origin.y + bounds.size.height);
}

/**
 * querist_why_view_select:
 * @model: (nullable): a model, NULL to select nothing
 * @field: (nullable): a field of it
 *
 * Selects and shows the first reason of a field, or of its model if the field has none of its own;
 * one of several reasons that is selected already stays so.
 *
 * Returns: (nullable) (transfer none): the reason
 */
const QueristEvidence *
querist_why_view_select (QueristWhyView *self,
                         const char     *model,
                         const char     *field)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->rows), *found = NULL;
  const QueristEvidence *selected = row_evidence (row);
  gboolean exact = selected != NULL && field != NULL && g_strcmp0 (selected->model, model) == 0 &&
                   g_strcmp0 (selected->field, field) == 0;

  g_return_val_if_fail (QUERIST_IS_WHY_VIEW (self), NULL);

  if (exact)
    return selected;
  for (int i = 0; !exact && (row = gtk_list_box_get_row_at_index (self->rows, i)) != NULL; i++)
    {
      const QueristEvidence *evidence = row_evidence (row);

      if (g_strcmp0 (evidence->model, model) != 0)
        continue;
      exact = g_strcmp0 (evidence->field, field) == 0;
      if (exact || (found == NULL && evidence->field == NULL))
        found = row;
    }
  gtk_list_box_select_row (self->rows, found);
  if (found != NULL)
    scroll_to (found);
  return row_evidence (found);
}

/**
 * querist_why_view_set_outline:
 * @outline: (nullable) (element-type QueristSchemaSymbol): what the schema declares now, in the
 *   order of the text; a reference is kept
 *
 * Says what is still there: only that can need a look.
 */
void
querist_why_view_set_outline (QueristWhyView *self,
                              GPtrArray      *outline)
{
  g_return_if_fail (QUERIST_IS_WHY_VIEW (self));

  g_clear_pointer (&self->outline, g_ptr_array_unref);
  self->outline = outline != NULL ? g_ptr_array_ref (outline) : NULL;
  update_warnings (self);
}

/**
 * querist_why_view_show_warnings:
 *
 * Shows only what needs a look, and puts the focus there.
 */
void
querist_why_view_show_warnings (QueristWhyView *self)
{
  g_return_if_fail (QUERIST_IS_WHY_VIEW (self));

  gtk_toggle_button_set_active (self->warnings_only, TRUE);
  gtk_widget_child_focus (GTK_WIDGET (self->rows), GTK_DIR_TAB_FORWARD);
}
