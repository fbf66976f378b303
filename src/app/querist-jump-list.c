/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-jump-list.h"

#include <glib/gi18n.h>

#include "querist-schema-completion-provider.h"
#include "querist-schema-editor.h"
#include "querist-template.h"

/* Nobody looks through more than this; typing narrows it down. */
#define MAX_ROWS 100

struct _QueristJumpList {
  GtkPopover      parent_instance;

  GPtrArray      *outline;
  GtkSearchEntry *search;
  GtkStack       *stack;
  GtkListBox     *rows;
};

static guint activated_signal;

G_DEFINE_FINAL_TYPE (QueristJumpList, querist_jump_list, GTK_TYPE_POPOVER)

static GtkWidget *
new_label (const char *text,
           const char *style)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  if (style != NULL)
    gtk_widget_add_css_class (label, style);
  return label;
}

static void
append_row (QueristJumpList           *self,
            const QueristSchemaSymbol *symbol,
            const char                *name)
{
  g_autofree char *line = g_strdup_printf ("%u", symbol->name_span.line);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *name_label = new_label (name, NULL);
  GtkWidget *line_label = new_label (line, "dim-label");

  gtk_widget_set_hexpand (name_label, TRUE);
  gtk_widget_add_css_class (line_label, "numeric");
  gtk_box_append (GTK_BOX (box),
                  gtk_image_new_from_icon_name (querist_schema_symbol_icon_name (symbol->kind)));
  gtk_box_append (GTK_BOX (box), name_label);
  if (symbol->detail != NULL)
    gtk_box_append (GTK_BOX (box), new_label (symbol->detail, "dim-label"));
  gtk_box_append (GTK_BOX (box), line_label);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  g_object_set_data (G_OBJECT (row), "symbol", (gpointer) symbol);
  gtk_list_box_append (self->rows, row);
}

static gboolean
contains (const char *name,
          const char *folded)
{
  g_autofree char *candidate = g_utf8_casefold (name, -1);

  return strstr (candidate, folded) != NULL;
}

/* The blocks that match, or the fields; nothing typed matches all blocks. Returns how many. */
static guint
append_matches (QueristJumpList *self,
                const char      *folded,
                guint            depth,
                guint            n_before)
{
  const char *block = "";
  guint n = n_before;

  for (guint i = 0; self->outline != NULL && i < self->outline->len && n < MAX_ROWS; i++)
    {
      const QueristSchemaSymbol *symbol = g_ptr_array_index (self->outline, i);
      g_autofree char *name = NULL;

      if (symbol->name == NULL)
        continue;
      if (symbol->depth == 0)
        block = symbol->name;
      if (symbol->depth != depth)
        continue;
      name = depth == 0 ? g_strdup (symbol->name) : g_strdup_printf ("%s.%s", block, symbol->name);
      /* a field is not found by the name of its model alone, that one is in the list itself */
      if (!contains (name, folded) || (depth > 0 && contains (block, folded)))
        continue;
      append_row (self, symbol, name);
      n++;
    }
  return n;
}

static void
update_rows (QueristJumpList *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->search));
  g_autofree char *folded = g_utf8_casefold (text, -1);
  GtkListBoxRow *row;
  guint n;

  while ((row = gtk_list_box_get_row_at_index (self->rows, 0)) != NULL)
    gtk_list_box_remove (self->rows, GTK_WIDGET (row));
  n = append_matches (self, folded, 0, 0);
  if (*folded != '\0')
    n = append_matches (self, folded, 1, n);
  gtk_stack_set_visible_child_name (self->stack, n > 0 ? "rows" : "empty");
  gtk_list_box_select_row (self->rows, gtk_list_box_get_row_at_index (self->rows, 0));
}

static void
activate_row (QueristJumpList *self,
              GtkListBoxRow   *row)
{
  const QueristSchemaSymbol *symbol =
    row != NULL ? g_object_get_data (G_OBJECT (row), "symbol") : NULL;
  QueristSpan span;

  if (symbol == NULL)
    return;
  /* Closing may empty the list. */
  span = symbol->name_span;
  gtk_popover_popdown (GTK_POPOVER (self));
  g_signal_emit (self, activated_signal, 0, span.line, span.column);
}

static void
search_activate_cb (QueristJumpList *self)
{
  activate_row (self, gtk_list_box_get_selected_row (self->rows));
}

static gboolean
key_pressed_cb (QueristJumpList *self,
                guint            key)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->rows);
  int step = key == GDK_KEY_Down ? 1 : key == GDK_KEY_Up ? -1 : 0;
  GtkListBoxRow *next;

  if (step == 0 || row == NULL)
    return GDK_EVENT_PROPAGATE;
  next = gtk_list_box_get_row_at_index (self->rows, gtk_list_box_row_get_index (row) + step);
  if (next == NULL)
    return GDK_EVENT_STOP;
  gtk_list_box_select_row (self->rows, next);
  /* scrolls there, and typing goes on where it was */
  gtk_widget_grab_focus (GTK_WIDGET (next));
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
  gtk_editable_set_position (GTK_EDITABLE (self->search), -1);
  return GDK_EVENT_STOP;
}

static void
querist_jump_list_show (GtkWidget *widget)
{
  QueristJumpList *self = QUERIST_JUMP_LIST (widget);

  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  update_rows (self);
  GTK_WIDGET_CLASS (querist_jump_list_parent_class)->show (widget);
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

static void
querist_jump_list_dispose (GObject *object)
{
  QueristJumpList *self = QUERIST_JUMP_LIST (object);

  querist_template_dispose (GTK_WIDGET (object), QUERIST_TYPE_JUMP_LIST);
  g_clear_pointer (&self->outline, g_ptr_array_unref);
  G_OBJECT_CLASS (querist_jump_list_parent_class)->dispose (object);
}

static void
querist_jump_list_class_init (QueristJumpListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = querist_jump_list_dispose;
  widget_class->show = querist_jump_list_show;

  activated_signal =
    g_signal_new ("activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_UINT);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/querist/Querist/querist-jump-list.ui");
  gtk_widget_class_bind_template_child (widget_class, QueristJumpList, search);
  gtk_widget_class_bind_template_child (widget_class, QueristJumpList, stack);
  gtk_widget_class_bind_template_child (widget_class, QueristJumpList, rows);
  gtk_widget_class_bind_template_callback (widget_class, update_rows);
  gtk_widget_class_bind_template_callback (widget_class, activate_row);
  gtk_widget_class_bind_template_callback (widget_class, search_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, key_pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, gtk_popover_popdown);
}

static void
querist_jump_list_init (QueristJumpList *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * querist_jump_list_set_outline:
 * @outline: (nullable) (element-type QueristSchemaSymbol): what is declared, a block before its
 *   fields; a reference is kept
 */
void
querist_jump_list_set_outline (QueristJumpList *self,
                               GPtrArray       *outline)
{
  g_return_if_fail (QUERIST_IS_JUMP_LIST (self));

  if (outline != NULL)
    g_ptr_array_ref (outline);
  /* the rows point into the former outline */
  gtk_list_box_select_row (self->rows, NULL);
  for (GtkListBoxRow *row; (row = gtk_list_box_get_row_at_index (self->rows, 0)) != NULL;)
    gtk_list_box_remove (self->rows, GTK_WIDGET (row));
  g_clear_pointer (&self->outline, g_ptr_array_unref);
  self->outline = outline;
  if (gtk_widget_get_visible (GTK_WIDGET (self)))
    update_rows (self);
}
