/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-schema-hover-provider.h"

#include "querist-problem-tags.h"
#include "querist-schema-commands.h"
#include "querist-schema-editor.h"

struct _QueristSchemaHoverProvider {
  GObject    parent_instance;

  GPtrArray *diagnostics;
};

static void hover_provider_iface_init (GtkSourceHoverProviderInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (QueristSchemaHoverProvider, querist_schema_hover_provider,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (GTK_SOURCE_TYPE_HOVER_PROVIDER,
                                                      hover_provider_iface_init))

static GtkWidget *
new_label (const char *text,
           const char *style)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 60);
  if (style != NULL)
    gtk_widget_add_css_class (label, style);
  return label;
}

static void
append_problem (GtkSourceHoverContext   *context,
                GtkSourceHoverDisplay   *display,
                const QueristDiagnostic *diagnostic)
{
  GtkTextView *view = GTK_TEXT_VIEW (gtk_source_hover_context_get_view (context));
  GtkWidget *fixes = querist_schema_command_new_fixes (view, diagnostic);

  gtk_source_hover_display_append (display, new_label (diagnostic->message, NULL));
  if (diagnostic->suggestion != NULL)
    gtk_source_hover_display_append (display, new_label (diagnostic->suggestion, "dim-label"));
  if (fixes != NULL)
    gtk_source_hover_display_append (display, fixes);
}

static gboolean
nothing_to_show (GError **error)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "Nothing is known of this place");
  return FALSE;
}

static gboolean
querist_schema_hover_provider_populate (GtkSourceHoverProvider  *provider,
                                        GtkSourceHoverContext   *context,
                                        GtkSourceHoverDisplay   *display,
                                        GError                 **error)
{
  QueristSchemaHoverProvider *self = QUERIST_SCHEMA_HOVER_PROVIDER (provider);
  const QueristDiagnostic *diagnostic;
  GtkTextIter iter;
  g_autofree char *text = NULL;
  g_autofree char *explanation = NULL;
  gsize offset;
  QueristSpan span;

  /* GtkSourceView takes an error for "nothing to show", and does not do without one. */
  if (!gtk_source_hover_context_get_iter (context, &iter))
    return nothing_to_show (error);
  diagnostic = querist_problem_tags_find (self->diagnostics, &iter);
  if (diagnostic != NULL)
    {
      append_problem (context, display, diagnostic);
      return TRUE;
    }
  text = querist_text_buffer_dup_text (gtk_text_iter_get_buffer (&iter), &iter, &offset);
  explanation = querist_schema_hover (text, -1, offset, &span);
  if (explanation == NULL)
    return nothing_to_show (error);
  gtk_source_hover_display_append (display, new_label (explanation, NULL));
  return TRUE;
}

static void
hover_provider_iface_init (GtkSourceHoverProviderInterface *iface)
{
  iface->populate = querist_schema_hover_provider_populate;
}

static void
querist_schema_hover_provider_finalize (GObject *object)
{
  g_clear_pointer (&QUERIST_SCHEMA_HOVER_PROVIDER (object)->diagnostics, g_ptr_array_unref);
  G_OBJECT_CLASS (querist_schema_hover_provider_parent_class)->finalize (object);
}

static void
querist_schema_hover_provider_class_init (QueristSchemaHoverProviderClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = querist_schema_hover_provider_finalize;
}

static void
querist_schema_hover_provider_init (QueristSchemaHoverProvider *self)
{
}

/**
 * querist_schema_hover_provider_new:
 *
 * Returns: (transfer full): a provider for a view's hover
 */
QueristSchemaHoverProvider *
querist_schema_hover_provider_new (void)
{
  return g_object_new (QUERIST_TYPE_SCHEMA_HOVER_PROVIDER, NULL);
}

/**
 * querist_schema_hover_provider_set_diagnostics:
 * @diagnostics: (element-type QueristDiagnostic): what is shown in the buffer; a reference is
 *   kept
 */
void
querist_schema_hover_provider_set_diagnostics (QueristSchemaHoverProvider *self,
                                               GPtrArray                  *diagnostics)
{
  g_return_if_fail (QUERIST_IS_SCHEMA_HOVER_PROVIDER (self));

  g_ptr_array_ref (diagnostics);
  g_clear_pointer (&self->diagnostics, g_ptr_array_unref);
  self->diagnostics = diagnostics;
}
