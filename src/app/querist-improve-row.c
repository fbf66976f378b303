/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-improve-row.h"

#include <glib/gi18n.h>

#include "querist-diff-view.h"

/* A name that is used everywhere changes many lines; the first ones tell what happens. */
#define MAX_LINES 6

struct _QueristImproveRow {
  GtkListBoxRow       parent_instance;

  QueristImproveItem *item;

  GtkWidget          *accept;
  GtkLabel           *title;
  GtkWidget          *reject;
  GtkWidget          *show;
  GtkLabel           *reason;
  GtkWidget          *finding;
  GtkImage           *finding_icon;
  GtkLabel           *finding_text;
  GtkWidget          *problem;
  GtkLabel           *problem_text;
  QueristDiffView    *lines;
  GtkLabel           *more;
};

enum {
  SIGNAL_REJECTED,
  SIGNAL_SHOWN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (QueristImproveRow, querist_improve_row, GTK_TYPE_LIST_BOX_ROW)

/* Takes @label. */
static void
set_accessible_label (GtkWidget *widget,
                      char      *label)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
  g_free (label);
}

static void
update_lines (QueristImproveRow *self)
{
  GPtrArray *lines = querist_improve_item_get_lines (self->item);
  guint n = lines != NULL ? lines->len : 0;
  g_autofree char *more = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->lines), n > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->more), n > MAX_LINES);
  if (n == 0)
    return;
  querist_diff_view_set_lines (self->lines, lines, MAX_LINES);
  more = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "… and %u more line", "… and %u more lines",
                                       n - MAX_LINES), n - MAX_LINES);
  gtk_label_set_label (self->more, more);
}

static void
update_problem (QueristImproveRow *self)
{
  const char *problem = querist_improve_item_get_problem (self->item);

  gtk_widget_set_visible (self->problem, problem != NULL);
  gtk_label_set_label (self->problem_text, problem != NULL ? problem : "");
  gtk_widget_set_sensitive (self->accept, problem == NULL);
}

static void
show_finding (QueristImproveRow        *self,
              const QueristImprovement *change)
{
  gtk_widget_set_visible (self->finding, change->finding != NULL);
  if (change->finding == NULL)
    return;
  gtk_image_set_from_icon_name (self->finding_icon, change->doubtful ? "dialog-warning-symbolic"
                                                                     : "emblem-ok-symbolic");
  gtk_widget_add_css_class (GTK_WIDGET (self->finding_icon),
                            change->doubtful ? "warning" : "success");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->finding_icon),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  change->doubtful ? _("The data speak against it")
                                                   : _("The data speak for it"), -1);
  gtk_label_set_label (self->finding_text, change->finding);
}

static void
reject_cb (QueristImproveRow *self)
{
  g_signal_emit (self, signals[SIGNAL_REJECTED], 0);
}

static void
show_cb (QueristImproveRow *self)
{
  g_signal_emit (self, signals[SIGNAL_SHOWN], 0);
}

static void
reject_action_cb (GtkWidget  *widget,
                  const char *action_name,
                  GVariant   *parameter)
{
  reject_cb (QUERIST_IMPROVE_ROW (widget));
}

static void
querist_improve_row_dispose (GObject *object)
{
  QueristImproveRow *self = QUERIST_IMPROVE_ROW (object);

  gtk_widget_dispose_template (GTK_WIDGET (object), QUERIST_TYPE_IMPROVE_ROW);
  g_clear_object (&self->item);
  G_OBJECT_CLASS (querist_improve_row_parent_class)->dispose (object);
}

static void
querist_improve_row_class_init (QueristImproveRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  object_class->dispose = querist_improve_row_dispose;

  signals[SIGNAL_REJECTED] = g_signal_new ("rejected", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                           NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_SHOWN] = g_signal_new ("shown", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 0);

  g_type_ensure (QUERIST_TYPE_DIFF_VIEW);
  gtk_widget_class_set_template_from_resource
    (widget_class, "/io/github/querist/Querist/querist-improve-row.ui");
  gtk_widget_class_bind_template_child (widget_class, QueristImproveRow, accept);
  gtk_widget_class_bind_template_child (widget_class, QueristImproveRow, title);
  gtk_widget_class_bind_template_child (widget_class, QueristImproveRow, reject);
  gtk_widget_class_bind_template_child (widget_class, QueristImproveRow, show);
  gtk_widget_class_bind_template_child (widget_class, QueristImproveRow, reason);
  gtk_widget_class_bind_template_child (widget_class, QueristImproveRow, finding);
  gtk_widget_class_bind_template_child (widget_class, QueristImproveRow, finding_icon);
  gtk_widget_class_bind_template_child (widget_class, QueristImproveRow, finding_text);
  gtk_widget_class_bind_template_child (widget_class, QueristImproveRow, problem);
  gtk_widget_class_bind_template_child (widget_class, QueristImproveRow, problem_text);
  gtk_widget_class_bind_template_child (widget_class, QueristImproveRow, lines);
  gtk_widget_class_bind_template_child (widget_class, QueristImproveRow, more);
  gtk_widget_class_bind_template_callback (widget_class, reject_cb);
  gtk_widget_class_bind_template_callback (widget_class, show_cb);
  gtk_widget_class_install_action (widget_class, "row.reject", NULL, reject_action_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Delete, 0, "row.reject", NULL);
}

static void
querist_improve_row_init (QueristImproveRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * querist_improve_row_new:
 * @item: a proposed change
 *
 * Returns: (transfer floating): a row that follows it
 */
GtkWidget *
querist_improve_row_new (QueristImproveItem *item)
{
  QueristImproveRow *self = g_object_new (QUERIST_TYPE_IMPROVE_ROW, NULL);
  const QueristImprovement *change = querist_improve_item_get_change (item);
  g_autofree char *title = querist_improvement_describe (change);

  self->item = g_object_ref (item);
  gtk_label_set_label (self->title, title);
  set_accessible_label (GTK_WIDGET (self), g_strdup (title));
  set_accessible_label (self->accept, g_strdup_printf (_("Accept: %s"), title));
  set_accessible_label (self->reject, g_strdup_printf (_("Reject: %s"), title));
  set_accessible_label (self->show, g_strdup_printf (_("Show in the text: %s"), title));
  gtk_label_set_label (self->reason, change->reason != NULL ? change->reason : "");
  gtk_widget_set_visible (GTK_WIDGET (self->reason), change->reason != NULL);
  show_finding (self, change);
  g_object_bind_property (item, "accepted", self->accept, "active",
                          G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE);
  g_signal_connect_object (item, "notify::problem", G_CALLBACK (update_problem), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (item, "lines-changed", G_CALLBACK (update_lines), self,
                           G_CONNECT_SWAPPED);
  update_problem (self);
  update_lines (self);
  return GTK_WIDGET (self);
}

/**
 * querist_improve_row_get_item:
 *
 * Returns: (transfer none): the change that it shows
 */
QueristImproveItem *
querist_improve_row_get_item (QueristImproveRow *self)
{
  g_return_val_if_fail (QUERIST_IS_IMPROVE_ROW (self), NULL);
  return self->item;
}
