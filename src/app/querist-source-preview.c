/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-source-preview.h"

#include <glib/gi18n.h>

#include "querist-column-title.h"
#include "querist-dialect-bar.h"
#include "querist-preview-row.h"
#include "querist-template.h"
#include "querist-text.h"

/* A column view makes a widget for every visible cell of some 200 rows, seen or not. */
#define MAX_COLUMNS 40
#define MAX_REMARKS 200

/* Columns of the table before those of the file. */
#define COLUMN_LINE   -1
#define COLUMN_REASON -2

struct _QueristSourcePreview {
  AdwBin             parent_instance;

  QueristSource     *source;
  gulong             notify_id;
  guint              first_column;

  GtkLabel          *title;
  GtkLabel          *confidence;
  GtkMenuButton     *remarks_button;
  GtkListBox        *remarks;
  GtkWidget         *pager;
  GtkLabel          *pager_label;
  GtkWidget         *previous;
  GtkWidget         *next;
  QueristDialectBar *dialect_bar;
  GtkRevealer       *dates_revealer;
  GtkLabel          *dates_label;
  GtkStack          *stack;
  AdwStatusPage     *status;
  GtkWidget         *remove;
  GtkColumnView     *table;
};

enum {
  SIGNAL_OVERRIDE,
  SIGNAL_REMOVE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (QueristSourcePreview, querist_source_preview, ADW_TYPE_BIN)

static void
cell_setup_cb (GtkSignalListItemFactory *factory,
               GtkListItem              *item,
               gpointer                  user_data)
{
  GtkWidget *cell = gtk_inscription_new (NULL);

  gtk_inscription_set_text_overflow (GTK_INSCRIPTION (cell),
                                     GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END);
  gtk_list_item_set_child (item, cell);
}

static void
set_class (GtkWidget  *widget,
           const char *name,
           gboolean    set)
{
  if (set)
    gtk_widget_add_css_class (widget, name);
  else
    gtk_widget_remove_css_class (widget, name);
}

static void
cell_bind_cb (GtkSignalListItemFactory *factory,
              GtkListItem              *item,
              gpointer                  user_data)
{
  int column = GPOINTER_TO_INT (user_data);
  QueristPreviewRow *row = gtk_list_item_get_item (item);
  GtkWidget *cell = gtk_list_item_get_child (item);
  const char *reason = querist_preview_row_get_reason (row);
  g_autofree char *line = g_strdup_printf ("%" G_GUINT64_FORMAT,
                                           querist_preview_row_get_line (row));
  const char *text, *problem;

  if (column < 0)
    {
      gtk_inscription_set_text (GTK_INSCRIPTION (cell), column == COLUMN_LINE ? line : reason);
      set_class (cell, "problem-cell", reason != NULL);
      gtk_widget_set_tooltip_text (cell, reason);
      return;
    }
  text = querist_preview_row_get_text (row, column);
  problem = querist_preview_row_get_problem (row, column);
  gtk_inscription_set_text (GTK_INSCRIPTION (cell), *text != '\0' ? text : _("empty"));
  gtk_widget_set_tooltip_text (cell, problem != NULL ? problem : reason);
  set_class (cell, "problem-cell", problem != NULL);
  set_class (cell, "rejected-cell", querist_preview_row_is_rejected (row));
  set_class (cell, "no-value", *text == '\0');
}

/* Wide enough for what it holds, within reason; 8 pixels stand for a character. */
static int
column_width (const QueristColumnProfile *column,
              const char                 *description)
{
  const char *label = column->label != NULL ? column->label : column->name;
  glong chars = MAX (g_utf8_strlen (label, -1), (glong) MIN (column->max_length, 40));
  glong small = g_utf8_strlen (description, -1) * 6;

  return CLAMP (MAX (chars * 9, small) + 24, 90, 340);
}

static void
append_plain_column (QueristSourcePreview *self,
                     const char           *title,
                     int                   index,
                     int                   width)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  g_autoptr(GtkColumnViewColumn) column = NULL;

  g_signal_connect (factory, "setup", G_CALLBACK (cell_setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (cell_bind_cb), GINT_TO_POINTER (index));
  column = gtk_column_view_column_new (title, factory);
  gtk_column_view_column_set_resizable (column, TRUE);
  gtk_column_view_column_set_fixed_width (column, width);
  gtk_column_view_append_column (self->table, column);
}

/* Where rows have problems, their lines and what is wrong with them come first. */
static void
append_problem_columns (QueristSourcePreview    *self,
                        const QueristCsvProfile *profile)
{
  if (profile->problems->len == 0)
    return;
  append_plain_column (self, _("Line"), COLUMN_LINE, 76);
  append_plain_column (self, _("Problem"), COLUMN_REASON, 340);
}

static void
append_column (QueristSourcePreview       *self,
               const QueristColumnProfile *profile,
               guint                       index)
{
  g_autofree char *description = querist_column_profile_describe (profile);
  const char *label = profile->label != NULL && *profile->label != '\0' ? profile->label
                                                                        : profile->name;
  g_autofree char *first_line = querist_text_first_line (label, 60);
  g_autofree char *title = g_strdup_printf ("%s\n%s", first_line, description);

  append_plain_column (self, title, index, column_width (profile, description));
}

static void
update_pager (QueristSourcePreview *self,
              guint                 n_columns)
{
  guint last = MIN (self->first_column + MAX_COLUMNS, n_columns);
  g_autofree char *text = g_strdup_printf (_("Columns %u–%u of %u"), self->first_column + 1, last,
                                           n_columns);

  gtk_widget_set_visible (self->pager, n_columns > MAX_COLUMNS);
  gtk_label_set_label (self->pager_label, text);
  gtk_widget_set_sensitive (self->previous, self->first_column > 0);
  gtk_widget_set_sensitive (self->next, last < n_columns);
}

static void
fill_table (QueristSourcePreview *self)
{
  const QueristCsvProfile *profile = querist_source_get_profile (self->source);
  guint n_columns = profile->columns->len;
  g_autoptr(GtkNoSelection) selection = NULL;

  querist_column_view_clear (self->table);
  if (self->first_column >= n_columns)
    self->first_column = 0;
  append_problem_columns (self, profile);
  for (guint i = self->first_column; i < MIN (self->first_column + MAX_COLUMNS, n_columns); i++)
    append_column (self, g_ptr_array_index (profile->columns, i), i);
  querist_column_view_style_titles (self->table);
  update_pager (self, n_columns);
  selection = gtk_no_selection_new (querist_preview_row_list (profile));
  gtk_column_view_set_model (self->table, GTK_SELECTION_MODEL (selection));
}

static void
update_confidence (QueristSourcePreview    *self,
                   const QueristCsvProfile *profile)
{
  static const char *const styles[] = { "success", "warning", "error" };
  guint style = profile->confidence >= 0.6 ? 0 : profile->confidence >= 0.4 ? 1 : 2;
  g_autofree char *text = g_strdup_printf (_("found with %.0f %% confidence"),
                                           profile->confidence * 100);

  gtk_label_set_label (self->confidence,
                       profile->dialect->given != 0 ? _("as you have set it") : text);
  for (guint i = 0; i < G_N_ELEMENTS (styles); i++)
    if (i == style && profile->dialect->given == 0)
      gtk_widget_add_css_class (GTK_WIDGET (self->confidence), styles[i]);
    else
      gtk_widget_remove_css_class (GTK_WIDGET (self->confidence), styles[i]);
}

static const char *
find_example (const QueristCsvProfile *profile,
              guint                    column)
{
  for (guint i = 0; i < profile->preview->len; i++)
    {
      GStrv cells = g_ptr_array_index (profile->preview, i);

      if (column < g_strv_length (cells) && *cells[column] != '\0')
        return cells[column];
    }
  return NULL;
}

/* Dates that can be read two ways are for a person to decide about. */
static void
update_dates (QueristSourcePreview    *self,
              const QueristCsvProfile *profile)
{
  for (guint i = 0; i < profile->columns->len; i++)
    {
      const QueristColumnProfile *column = g_ptr_array_index (profile->columns, i);
      const char *example = column->open_order ? find_example (profile, i) : NULL;
      g_autofree char *text = NULL;

      if (example == NULL)
        continue;
      text = g_strdup_printf (_("Which comes first in “%s” of %s?"), example,
                              column->label != NULL ? column->label : column->name);
      gtk_label_set_label (self->dates_label, text);
      gtk_revealer_set_reveal_child (self->dates_revealer, TRUE);
      return;
    }
  gtk_revealer_set_reveal_child (self->dates_revealer, FALSE);
}

static void
day_first_cb (QueristSourcePreview *self)
{
  querist_dialect_bar_set_day_first (self->dialect_bar, TRUE);
}

static void
month_first_cb (QueristSourcePreview *self)
{
  querist_dialect_bar_set_day_first (self->dialect_bar, FALSE);
}

static GtkWidget *
new_remark_row (const QueristCsvWarning *warning)
{
  GtkWidget *label = gtk_label_new (NULL);
  g_autofree char *place = warning->line > 0
    ? g_strdup_printf (_("line %" G_GUINT64_FORMAT ": "), warning->line) : g_strdup ("");
  g_autofree char *column = warning->column != NULL
    ? g_strconcat (warning->column, ": ", NULL) : g_strdup ("");
  g_autofree char *text = g_strconcat (place, column, warning->message, NULL);

  gtk_label_set_label (GTK_LABEL (label), text);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, "remark");
  return label;
}

static void
update_remarks (QueristSourcePreview    *self,
                const QueristCsvProfile *profile)
{
  guint n = profile->warnings != NULL ? profile->warnings->len : 0;
  g_autofree char *text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u remark",
                                                        "%u remarks", n), n);
  GtkWidget *row;

  while ((row = GTK_WIDGET (gtk_list_box_get_row_at_index (self->remarks, 0))) != NULL)
    gtk_list_box_remove (self->remarks, row);
  for (guint i = 0; i < MIN (n, MAX_REMARKS); i++)
    gtk_list_box_append (self->remarks,
                         new_remark_row (g_ptr_array_index (profile->warnings, i)));
  gtk_menu_button_set_label (self->remarks_button, text);
  gtk_widget_set_visible (GTK_WIDGET (self->remarks_button), n > 0);
}

static void
show_status (QueristSourcePreview *self,
             const char           *icon,
             const char           *title,
             const char           *description)
{
  g_autofree char *escaped = description != NULL ? g_markup_escape_text (description, -1) : NULL;

  adw_status_page_set_icon_name (self->status, icon);
  adw_status_page_set_title (self->status, title);
  adw_status_page_set_description (self->status, escaped);
  gtk_stack_set_visible_child_name (self->stack, "status");
}

static void
update (QueristSourcePreview *self)
{
  const QueristCsvProfile *profile = querist_source_get_profile (self->source);
  const char *message = querist_source_get_message (self->source);
  gboolean failed = message != NULL && !querist_source_is_reading (self->source);
  g_autofree char *name = g_path_get_basename (querist_source_get_path (self->source));
  g_autofree char *display = g_filename_display_name (name);

  gtk_label_set_label (self->title, display);
  gtk_widget_set_visible (GTK_WIDGET (self->confidence), profile != NULL && !failed);
  gtk_widget_set_visible (self->remove, failed);
  gtk_widget_set_visible (self->pager, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->remarks_button), FALSE);
  querist_dialect_bar_set_dialect (self->dialect_bar,
                                   profile != NULL ? profile->dialect
                                                   : querist_source_get_dialect (self->source));
  if (failed)
    {
      show_status (self, "dialog-error-symbolic", _("This File Can’t Be Read So"), message);
    }
  else if (profile == NULL)
    {
      show_status (self, "content-loading-symbolic", _("Reading…"), NULL);
    }
  else if (!querist_source_is_reading (self->source))
    {
      update_confidence (self, profile);
      update_remarks (self, profile);
      update_dates (self, profile);
      fill_table (self);
      gtk_stack_set_visible_child_name (self->stack, "table");
    }
}

static void
override_cb (QueristSourcePreview *self,
             gpointer              dialect)
{
  g_signal_emit (self, signals[SIGNAL_OVERRIDE], 0, dialect);
}

static void
remove_cb (QueristSourcePreview *self)
{
  g_signal_emit (self, signals[SIGNAL_REMOVE], 0);
}

static void
previous_cb (QueristSourcePreview *self)
{
  self->first_column -= MIN (self->first_column, MAX_COLUMNS);
  fill_table (self);
}

static void
next_cb (QueristSourcePreview *self)
{
  self->first_column += MAX_COLUMNS;
  fill_table (self);
}

static void
clear_source (QueristSourcePreview *self)
{
  if (self->source != NULL)
    g_clear_signal_handler (&self->notify_id, self->source);
  g_clear_object (&self->source);
}

static void
querist_source_preview_dispose (GObject *object)
{
  clear_source (QUERIST_SOURCE_PREVIEW (object));
  querist_template_dispose (GTK_WIDGET (object), QUERIST_TYPE_SOURCE_PREVIEW);
  G_OBJECT_CLASS (querist_source_preview_parent_class)->dispose (object);
}

static void
querist_source_preview_class_init (QueristSourcePreviewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = querist_source_preview_dispose;

  signals[SIGNAL_OVERRIDE] =
    g_signal_new ("override", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_POINTER);
  signals[SIGNAL_REMOVE] =
    g_signal_new ("remove", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);

  g_type_ensure (QUERIST_TYPE_DIALECT_BAR);
  gtk_widget_class_set_template_from_resource
    (widget_class, "/io/github/querist/Querist/querist-source-preview.ui");
  gtk_widget_class_bind_template_child (widget_class, QueristSourcePreview, title);
  gtk_widget_class_bind_template_child (widget_class, QueristSourcePreview, confidence);
  gtk_widget_class_bind_template_child (widget_class, QueristSourcePreview, remarks_button);
  gtk_widget_class_bind_template_child (widget_class, QueristSourcePreview, remarks);
  gtk_widget_class_bind_template_child (widget_class, QueristSourcePreview, pager);
  gtk_widget_class_bind_template_child (widget_class, QueristSourcePreview, pager_label);
  gtk_widget_class_bind_template_child (widget_class, QueristSourcePreview, previous);
  gtk_widget_class_bind_template_child (widget_class, QueristSourcePreview, next);
  gtk_widget_class_bind_template_child (widget_class, QueristSourcePreview, dialect_bar);
  gtk_widget_class_bind_template_child (widget_class, QueristSourcePreview, dates_revealer);
  gtk_widget_class_bind_template_child (widget_class, QueristSourcePreview, dates_label);
  gtk_widget_class_bind_template_child (widget_class, QueristSourcePreview, stack);
  gtk_widget_class_bind_template_child (widget_class, QueristSourcePreview, status);
  gtk_widget_class_bind_template_child (widget_class, QueristSourcePreview, remove);
  gtk_widget_class_bind_template_child (widget_class, QueristSourcePreview, table);
  gtk_widget_class_bind_template_callback (widget_class, override_cb);
  gtk_widget_class_bind_template_callback (widget_class, remove_cb);
  gtk_widget_class_bind_template_callback (widget_class, day_first_cb);
  gtk_widget_class_bind_template_callback (widget_class, month_first_cb);
  gtk_widget_class_bind_template_callback (widget_class, previous_cb);
  gtk_widget_class_bind_template_callback (widget_class, next_cb);
}

static void
querist_source_preview_init (QueristSourcePreview *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * querist_source_preview_set_source:
 * @source: (nullable): the file to show; it is followed as it changes
 */
void
querist_source_preview_set_source (QueristSourcePreview *self,
                                   QueristSource        *source)
{
  g_return_if_fail (QUERIST_IS_SOURCE_PREVIEW (self));

  if (self->source == source)
    return;
  clear_source (self);
  self->first_column = 0;
  gtk_widget_set_visible (GTK_WIDGET (self), source != NULL);
  if (source == NULL)
    return;

  self->source = g_object_ref (source);
  self->notify_id = g_signal_connect_object (source, "notify", G_CALLBACK (update), self,
                                             G_CONNECT_SWAPPED);
  update (self);
}
