/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-sql-editor.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#define CHECK_DELAY_MS 250

struct _QueristSqlEditor {
  GtkSourceView parent_instance;

  GtkSourceBuffer          *buffer;
  GtkTextTag               *error_tag;
  GtkTextTag               *warning_tag;
  GtkSourceCompletionWords *words;
  GtkTextBuffer            *names;

  char           *database;
  QueristCatalog *catalog;
  GCancellable   *cancellable;
  guint           check_source;
};

enum {
  EDITED,
  CHECKED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (QueristSqlEditor, querist_sql_editor, GTK_SOURCE_TYPE_VIEW)

/* ---- Checking ---- */

static void
get_span_iters (QueristSqlEditor  *self,
                const char        *text,
                const QueristSpan *span,
                GtkTextIter       *start,
                GtkTextIter       *end)
{
  gsize length = strlen (text);
  gsize from = MIN (span->start, length), to = MIN (from + span->length, length);
  GtkTextBuffer *buffer = GTK_TEXT_BUFFER (self->buffer);

  gtk_text_buffer_get_iter_at_offset (buffer, start, g_utf8_pointer_to_offset (text, text + from));
  gtk_text_buffer_get_iter_at_offset (buffer, end, g_utf8_pointer_to_offset (text, text + to));
  /* A point is underlined with the character before it, or nothing would be seen. */
  if (gtk_text_iter_equal (start, end) && !gtk_text_iter_forward_char (end))
    gtk_text_iter_backward_char (start);
}

static void
underline (QueristSqlEditor *self,
           GPtrArray        *diagnostics)
{
  g_autofree char *text = querist_sql_editor_dup_text (self);
  GtkTextBuffer *buffer = GTK_TEXT_BUFFER (self->buffer);
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  gtk_text_buffer_remove_tag (buffer, self->error_tag, &start, &end);
  gtk_text_buffer_remove_tag (buffer, self->warning_tag, &start, &end);
  for (guint i = 0; i < diagnostics->len; i++)
    {
      const QueristDiagnostic *diagnostic = g_ptr_array_index (diagnostics, i);
      gboolean error = diagnostic->severity == QUERIST_SEVERITY_ERROR;

      get_span_iters (self, text, &diagnostic->span, &start, &end);
      gtk_text_buffer_apply_tag (buffer, error ? self->error_tag : self->warning_tag, &start,
                                 &end);
    }
}

static void
checked_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(QueristSqlEditor) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(QueristSqlCheck) check = querist_sql_check_finish (result, &error);

  /* Whatever keeps the text from being checked will show when it runs. */
  if (check == NULL)
    return;
  underline (self, check->diagnostics);
  g_signal_emit (self, signals[CHECKED], 0, check);
}

static void
stop_checking (QueristSqlEditor *self)
{
  g_clear_handle_id (&self->check_source, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static gboolean
check_cb (gpointer user_data)
{
  QueristSqlEditor *self = QUERIST_SQL_EDITOR (user_data);
  g_autofree char *text = querist_sql_editor_dup_text (self);

  self->check_source = 0;
  stop_checking (self);
  self->cancellable = g_cancellable_new ();
  querist_sql_check_async (self->database, self->catalog, text, self->cancellable, checked_cb,
                           g_object_ref (self));
  return G_SOURCE_REMOVE;
}

static void
schedule_check (QueristSqlEditor *self)
{
  stop_checking (self);
  if (self->database != NULL && gtk_text_buffer_get_char_count (GTK_TEXT_BUFFER (self->buffer)) > 0)
    self->check_source = g_timeout_add (CHECK_DELAY_MS, check_cb, self);
}

static void
text_changed_cb (QueristSqlEditor *self)
{
  schedule_check (self);
  g_signal_emit (self, signals[EDITED], 0);
}

/* ---- Look ---- */

static void
update_style (QueristSqlEditor *self)
{
  gboolean dark = adw_style_manager_get_dark (adw_style_manager_get_default ());
  GtkSourceStyleSchemeManager *manager = gtk_source_style_scheme_manager_get_default ();
  GtkSourceStyleScheme *scheme =
    gtk_source_style_scheme_manager_get_scheme (manager, dark ? "Adwaita-dark" : "Adwaita");

  gtk_source_buffer_set_style_scheme (self->buffer, scheme);
}

/* Ctrl+Space offers the names of tables and columns beside the words of the text itself. */
static void
fill_names (QueristSqlEditor *self)
{
  g_autoptr(GString) names = g_string_new (NULL);

  for (guint i = 0; self->catalog != NULL && i < self->catalog->tables->len; i++)
    {
      const QueristTable *table = g_ptr_array_index (self->catalog->tables, i);

      g_string_append_printf (names, "%s\n", table->name);
      for (guint j = 0; j < table->columns->len; j++)
        g_string_append_printf (names, "%s\n",
                                ((QueristColumn *) g_ptr_array_index (table->columns, j))->name);
    }
  gtk_text_buffer_set_text (self->names, names->str, -1);
}

static void
init_completion (QueristSqlEditor *self)
{
  self->words = gtk_source_completion_words_new (_("Tables and columns"));
  self->names = gtk_text_buffer_new (NULL);
  gtk_source_completion_words_register (self->words, self->names);
  gtk_source_completion_add_provider (gtk_source_view_get_completion (GTK_SOURCE_VIEW (self)),
                                      GTK_SOURCE_COMPLETION_PROVIDER (self->words));
}

/* ---- The widget ---- */

static void
querist_sql_editor_dispose (GObject *object)
{
  QueristSqlEditor *self = QUERIST_SQL_EDITOR (object);

  stop_checking (self);
  if (self->words != NULL && self->names != NULL)
    gtk_source_completion_words_unregister (self->words, self->names);
  g_clear_object (&self->words);
  g_clear_object (&self->names);
  g_clear_pointer (&self->catalog, querist_catalog_unref);
  G_OBJECT_CLASS (querist_sql_editor_parent_class)->dispose (object);
}

static void
querist_sql_editor_finalize (GObject *object)
{
  g_free (QUERIST_SQL_EDITOR (object)->database);
  G_OBJECT_CLASS (querist_sql_editor_parent_class)->finalize (object);
}

static void
querist_sql_editor_class_init (QueristSqlEditorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  object_class->dispose = querist_sql_editor_dispose;
  object_class->finalize = querist_sql_editor_finalize;

  signals[EDITED] = g_signal_new ("edited", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 0);
  signals[CHECKED] = g_signal_new ("checked", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 1, G_TYPE_POINTER);
}

static void
querist_sql_editor_init (QueristSqlEditor *self)
{
  GtkSourceLanguageManager *languages = gtk_source_language_manager_get_default ();
  GtkTextView *view = GTK_TEXT_VIEW (self);

  self->buffer = GTK_SOURCE_BUFFER (gtk_text_view_get_buffer (view));
  gtk_source_buffer_set_language (self->buffer,
                                  gtk_source_language_manager_get_language (languages, "sql"));
  self->error_tag = gtk_text_buffer_create_tag (GTK_TEXT_BUFFER (self->buffer), NULL, "underline",
                                                PANGO_UNDERLINE_ERROR, NULL);
  self->warning_tag = gtk_text_buffer_create_tag (GTK_TEXT_BUFFER (self->buffer), NULL,
                                                  "underline", PANGO_UNDERLINE_ERROR,
                                                  "underline-rgba",
                                                  &(GdkRGBA) { 0.9, 0.65, 0.04, 1 }, NULL);
  gtk_source_view_set_show_line_numbers (GTK_SOURCE_VIEW (self), TRUE);
  gtk_source_view_set_highlight_current_line (GTK_SOURCE_VIEW (self), TRUE);
  gtk_source_view_set_auto_indent (GTK_SOURCE_VIEW (self), TRUE);
  gtk_source_view_set_tab_width (GTK_SOURCE_VIEW (self), 2);
  gtk_source_view_set_insert_spaces_instead_of_tabs (GTK_SOURCE_VIEW (self), TRUE);
  gtk_text_view_set_monospace (view, TRUE);
  gtk_text_view_set_top_margin (view, 6);
  gtk_text_view_set_left_margin (view, 6);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("SQL editor"), -1);
  init_completion (self);
  update_style (self);
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark",
                           G_CALLBACK (update_style), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->buffer, "changed", G_CALLBACK (text_changed_cb), self,
                           G_CONNECT_SWAPPED);
}

/**
 * querist_sql_editor_set_database:
 * @database: (nullable): path of the database that the SQL is for
 * @catalog: (nullable): what it holds
 *
 * Sets what the text is checked against.
 */
void
querist_sql_editor_set_database (QueristSqlEditor *self,
                                 const char       *database,
                                 QueristCatalog   *catalog)
{
  g_return_if_fail (QUERIST_IS_SQL_EDITOR (self));

  g_free (self->database);
  self->database = g_strdup (database);
  g_clear_pointer (&self->catalog, querist_catalog_unref);
  self->catalog = catalog != NULL ? querist_catalog_ref (catalog) : NULL;
  fill_names (self);
  schedule_check (self);
}

/**
 * querist_sql_editor_set_text:
 * @text: SQL
 *
 * Puts in another text to begin with; undo does not go back beyond it.
 */
void
querist_sql_editor_set_text (QueristSqlEditor *self,
                             const char       *text)
{
  g_return_if_fail (QUERIST_IS_SQL_EDITOR (self));

  gtk_text_buffer_begin_irreversible_action (GTK_TEXT_BUFFER (self->buffer));
  gtk_text_buffer_set_text (GTK_TEXT_BUFFER (self->buffer), text, -1);
  gtk_text_buffer_end_irreversible_action (GTK_TEXT_BUFFER (self->buffer));
}

/**
 * querist_sql_editor_replace_text:
 * @text: SQL
 *
 * Replaces the text as an edit that can be undone.
 */
void
querist_sql_editor_replace_text (QueristSqlEditor *self,
                                 const char       *text)
{
  GtkTextIter start, end;

  g_return_if_fail (QUERIST_IS_SQL_EDITOR (self));

  gtk_text_buffer_begin_user_action (GTK_TEXT_BUFFER (self->buffer));
  gtk_text_buffer_get_bounds (GTK_TEXT_BUFFER (self->buffer), &start, &end);
  gtk_text_buffer_delete (GTK_TEXT_BUFFER (self->buffer), &start, &end);
  gtk_text_buffer_insert (GTK_TEXT_BUFFER (self->buffer), &start, text, -1);
  gtk_text_buffer_end_user_action (GTK_TEXT_BUFFER (self->buffer));
}

/**
 * querist_sql_editor_dup_text:
 *
 * Returns: (transfer full): the text
 */
char *
querist_sql_editor_dup_text (QueristSqlEditor *self)
{
  GtkTextIter start, end;

  g_return_val_if_fail (QUERIST_IS_SQL_EDITOR (self), NULL);

  gtk_text_buffer_get_bounds (GTK_TEXT_BUFFER (self->buffer), &start, &end);
  return gtk_text_buffer_get_text (GTK_TEXT_BUFFER (self->buffer), &start, &end, TRUE);
}

/**
 * querist_sql_editor_go_to:
 * @span: a place in the text
 *
 * Selects the place and shows it.
 */
void
querist_sql_editor_go_to (QueristSqlEditor  *self,
                          const QueristSpan *span)
{
  g_autofree char *text = NULL;
  GtkTextIter start, end;

  g_return_if_fail (QUERIST_IS_SQL_EDITOR (self));

  text = querist_sql_editor_dup_text (self);
  get_span_iters (self, text, span, &start, &end);
  gtk_text_buffer_select_range (GTK_TEXT_BUFFER (self->buffer), &start, &end);
  gtk_text_view_scroll_to_iter (GTK_TEXT_VIEW (self), &start, 0.1, FALSE, 0, 0);
  gtk_widget_grab_focus (GTK_WIDGET (self));
}
