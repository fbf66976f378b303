/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-dialect-bar.h"

#include <glib/gi18n.h>

#include "querist-dialect-names.h"
#include "querist-template.h"
#include "querist-wrap-layout.h"

#define MAX_HEADER_ROWS 4
#define MAX_SKIPPED_LINES 20

struct _QueristDialectBar {
  AdwBin             parent_instance;

  QueristCsvDialect *dialect;
  QueristCsvDialect *wanted;
  guint              emit_id;
  gboolean           updating;

  GtkDropDown       *delimiter;
  GtkDropDown       *encoding;
  GtkDropDown       *header;
  GtkDropDown       *decimal;
  GtkDropDown       *quote;
  GtkDropDown       *skip;
  GtkDropDown       *dates;
  GPtrArray         *delimiters;
  GPtrArray         *encodings;
};

static guint override_signal;

G_DEFINE_FINAL_TYPE (QueristDialectBar, querist_dialect_bar, ADW_TYPE_BIN)

static const char *const usual_delimiters[] = { ",", ";", "\t", "|", ":", " " };

static const char *const usual_encodings[] = {
  "UTF-8", "UTF-16LE", "UTF-16BE", "WINDOWS-1252", "WINDOWS-1250", "WINDOWS-1251",
  "WINDOWS-1253", "WINDOWS-1254", "ISO-8859-1", "ISO-8859-2", "ISO-8859-15", "MACINTOSH",
  "KOI8-R", "SHIFT_JIS", "EUC-JP", "GB18030", "BIG5", "EUC-KR",
};

static const char decimals[] = { 0, '.', ',' };
static const char *const decimal_labels[] = {
  N_("decimal: auto"), N_("decimal point"), N_("decimal comma")
};

static const gunichar quotes[] = { '"', '\'', 0 };

static const char *const date_formats[] = { NULL, "%d/%m/%Y", "%m/%d/%Y" };
static const char *const date_labels[] = {
  N_("dates: auto"), N_("day before month"), N_("month before day")
};

/* The usual values and, where a file has another one, that too. Returns the position of
 * @current. */
static guint
fill_values (GPtrArray         *values,
             const char *const *usual,
             gsize              n_usual,
             const char        *current)
{
  guint position = n_usual;

  g_ptr_array_set_size (values, 0);
  for (gsize i = 0; i < n_usual; i++)
    {
      g_ptr_array_add (values, g_strdup (usual[i]));
      if (g_ascii_strcasecmp (usual[i], current) == 0)
        position = i;
    }
  if (position == n_usual)
    g_ptr_array_add (values, g_strdup (current));
  return position;
}

static void
show_values (GtkDropDown *drop_down,
             GPtrArray   *values,
             guint        position,
             char      *(*label) (const char *))
{
  g_autoptr(GtkStringList) labels = gtk_string_list_new (NULL);

  for (guint i = 0; i < values->len; i++)
    gtk_string_list_take (labels, label (g_ptr_array_index (values, i)));
  gtk_drop_down_set_model (drop_down, G_LIST_MODEL (labels));
  gtk_drop_down_set_selected (drop_down, position);
}

static void
show_labels (GtkDropDown       *drop_down,
             const char *const *labels,
             gsize              n_labels,
             guint              position)
{
  g_autoptr(GtkStringList) list = gtk_string_list_new (NULL);

  for (gsize i = 0; i < n_labels; i++)
    gtk_string_list_append (list, _(labels[i]));
  gtk_drop_down_set_model (drop_down, G_LIST_MODEL (list));
  gtk_drop_down_set_selected (drop_down, position);
}

static void
show_counts (QueristDialectBar *self)
{
  g_autoptr(GtkStringList) headers = gtk_string_list_new (NULL);
  g_autoptr(GtkStringList) skips = gtk_string_list_new (NULL);

  for (guint i = 0; i <= MAX (MAX_HEADER_ROWS, self->dialect->header_rows); i++)
    gtk_string_list_take (headers, querist_header_label (i));
  for (guint i = 0; i <= MAX (MAX_SKIPPED_LINES, self->dialect->skipped_lines); i++)
    gtk_string_list_take (skips, i == 0 ? g_strdup (_("skip nothing"))
                                        : g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                                                        "skip %u line",
                                                                        "skip %u lines", i), i));
  gtk_drop_down_set_model (self->header, G_LIST_MODEL (headers));
  gtk_drop_down_set_selected (self->header, self->dialect->header_rows);
  gtk_drop_down_set_model (self->skip, G_LIST_MODEL (skips));
  gtk_drop_down_set_selected (self->skip, self->dialect->skipped_lines);
}

static void
show_quote (QueristDialectBar *self)
{
  g_autoptr(GtkStringList) labels = gtk_string_list_new (NULL);
  guint position = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (quotes); i++)
    {
      gtk_string_list_take (labels, querist_quote_label (quotes[i]));
      if (quotes[i] == self->dialect->quote)
        position = i;
    }
  gtk_drop_down_set_model (self->quote, G_LIST_MODEL (labels));
  gtk_drop_down_set_selected (self->quote, position);
}

static void
show_decimal_and_dates (QueristDialectBar *self)
{
  guint decimal = 0, dates = 0;

  for (guint i = 0; i < G_N_ELEMENTS (decimals); i++)
    if (decimals[i] == self->dialect->decimal)
      decimal = i;
  for (guint i = 0; i < G_N_ELEMENTS (date_formats); i++)
    if (g_strcmp0 (date_formats[i], self->dialect->date_format) == 0)
      dates = i;
  show_labels (self->decimal, decimal_labels, G_N_ELEMENTS (decimal_labels), decimal);
  show_labels (self->dates, date_labels, G_N_ELEMENTS (date_labels), dates);
}

static gboolean
emit_cb (gpointer user_data)
{
  QueristDialectBar *self = user_data;
  g_autoptr(QueristCsvDialect) wanted = g_steal_pointer (&self->wanted);

  self->emit_id = 0;
  g_signal_emit (self, override_signal, 0, wanted);
  return G_SOURCE_REMOVE;
}

/* Not at once: the answer changes the button's list, and the button is still about its choice. */
static void
emit_override (QueristDialectBar *self,
               QueristCsvDialect *wanted)
{
  g_clear_pointer (&self->wanted, querist_csv_dialect_free);
  self->wanted = wanted;
  if (self->emit_id == 0)
    self->emit_id = g_idle_add (emit_cb, self);
}

static void
replace_text (char       **text,
              const char  *value)
{
  g_free (*text);
  *text = g_strdup (value);
}

static void
selected_cb (GtkDropDown       *drop_down,
             GParamSpec        *pspec,
             QueristDialectBar *self)
{
  guint position = gtk_drop_down_get_selected (drop_down);
  g_autoptr(QueristCsvDialect) wanted = NULL;
  QueristCsvField field;

  if (self->updating || self->dialect == NULL || position == GTK_INVALID_LIST_POSITION)
    return;
  wanted = querist_csv_dialect_copy (self->dialect);
  if (drop_down == self->delimiter)
    {
      field = QUERIST_CSV_DELIMITER;
      replace_text (&wanted->delimiter, g_ptr_array_index (self->delimiters, position));
    }
  else if (drop_down == self->encoding)
    {
      field = QUERIST_CSV_ENCODING;
      replace_text (&wanted->encoding, g_ptr_array_index (self->encodings, position));
    }
  else if (drop_down == self->header)
    {
      field = QUERIST_CSV_HEADER;
      wanted->header_rows = position;
    }
  else if (drop_down == self->skip)
    {
      field = QUERIST_CSV_SKIP;
      wanted->skipped_lines = position;
    }
  else if (drop_down == self->quote)
    {
      field = QUERIST_CSV_QUOTE;
      wanted->quote = quotes[position];
    }
  else if (drop_down == self->decimal)
    {
      field = QUERIST_CSV_DECIMAL;
      wanted->decimal = decimals[position];
    }
  else
    {
      field = QUERIST_CSV_DATE_FORMAT;
      replace_text (&wanted->date_format, date_formats[position]);
    }
  wanted->given |= field;
  emit_override (self, g_steal_pointer (&wanted));
}

static void
querist_dialect_bar_dispose (GObject *object)
{
  g_clear_handle_id (&QUERIST_DIALECT_BAR (object)->emit_id, g_source_remove);
  querist_template_dispose (GTK_WIDGET (object), QUERIST_TYPE_DIALECT_BAR);
  G_OBJECT_CLASS (querist_dialect_bar_parent_class)->dispose (object);
}

static void
querist_dialect_bar_finalize (GObject *object)
{
  QueristDialectBar *self = QUERIST_DIALECT_BAR (object);

  g_clear_pointer (&self->dialect, querist_csv_dialect_free);
  g_clear_pointer (&self->wanted, querist_csv_dialect_free);
  g_ptr_array_unref (self->delimiters);
  g_ptr_array_unref (self->encodings);
  G_OBJECT_CLASS (querist_dialect_bar_parent_class)->finalize (object);
}

static void
querist_dialect_bar_class_init (QueristDialectBarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = querist_dialect_bar_dispose;
  object_class->finalize = querist_dialect_bar_finalize;

  override_signal =
    g_signal_new ("override", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_POINTER);

  g_type_ensure (QUERIST_TYPE_WRAP_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/querist/Querist/querist-dialect-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, QueristDialectBar, delimiter);
  gtk_widget_class_bind_template_child (widget_class, QueristDialectBar, encoding);
  gtk_widget_class_bind_template_child (widget_class, QueristDialectBar, header);
  gtk_widget_class_bind_template_child (widget_class, QueristDialectBar, decimal);
  gtk_widget_class_bind_template_child (widget_class, QueristDialectBar, quote);
  gtk_widget_class_bind_template_child (widget_class, QueristDialectBar, skip);
  gtk_widget_class_bind_template_child (widget_class, QueristDialectBar, dates);
  gtk_widget_class_bind_template_callback (widget_class, selected_cb);
}

static void
querist_dialect_bar_init (QueristDialectBar *self)
{
  self->delimiters = g_ptr_array_new_with_free_func (g_free);
  self->encodings = g_ptr_array_new_with_free_func (g_free);
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * querist_dialect_bar_set_dialect:
 * @dialect: (nullable): how the file is read now; NULL when that is not known
 *
 * Shows the decisions. Does not emit "override".
 */
void
querist_dialect_bar_set_dialect (QueristDialectBar       *self,
                                 const QueristCsvDialect *dialect)
{
  guint position;

  g_return_if_fail (QUERIST_IS_DIALECT_BAR (self));

  g_clear_pointer (&self->dialect, querist_csv_dialect_free);
  gtk_widget_set_visible (GTK_WIDGET (self), dialect != NULL);
  if (dialect == NULL)
    return;

  self->dialect = querist_csv_dialect_copy (dialect);
  self->updating = TRUE;
  position = fill_values (self->delimiters, usual_delimiters, G_N_ELEMENTS (usual_delimiters),
                          dialect->delimiter != NULL ? dialect->delimiter : "");
  show_values (self->delimiter, self->delimiters, position, querist_delimiter_label);
  position = fill_values (self->encodings, usual_encodings, G_N_ELEMENTS (usual_encodings),
                          dialect->encoding != NULL ? dialect->encoding : "UTF-8");
  show_values (self->encoding, self->encodings, position, querist_encoding_label);
  show_counts (self);
  show_quote (self);
  show_decimal_and_dates (self);
  self->updating = FALSE;
}

/**
 * querist_dialect_bar_set_day_first:
 * @day_first: whether the day comes before the month in dates
 *
 * Decides about dates as a person does with the bar itself.
 */
void
querist_dialect_bar_set_day_first (QueristDialectBar *self,
                                   gboolean           day_first)
{
  g_return_if_fail (QUERIST_IS_DIALECT_BAR (self));

  gtk_drop_down_set_selected (self->dates, day_first ? 1 : 2);
}
