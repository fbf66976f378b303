/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-problem-hover.h"

#include "querist-problem-tags.h"

struct _QueristProblemHover {
  GObject    parent_instance;

  GPtrArray *diagnostics;
};

static void hover_provider_iface_init (GtkSourceHoverProviderInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (QueristProblemHover, querist_problem_hover, G_TYPE_OBJECT,
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

static gboolean
querist_problem_hover_populate (GtkSourceHoverProvider  *provider,
                                GtkSourceHoverContext   *context,
                                GtkSourceHoverDisplay   *display,
                                GError                 **error)
{
  QueristProblemHover *self = QUERIST_PROBLEM_HOVER (provider);
  const QueristDiagnostic *diagnostic;
  GtkTextIter iter;

  if (!gtk_source_hover_context_get_iter (context, &iter))
    return FALSE;
  diagnostic = querist_problem_tags_find (self->diagnostics, &iter);
  if (diagnostic == NULL)
    return FALSE;
  gtk_source_hover_display_append (display, new_label (diagnostic->message, NULL));
  if (diagnostic->suggestion != NULL)
    gtk_source_hover_display_append (display, new_label (diagnostic->suggestion, "dim-label"));
  return TRUE;
}

static void
hover_provider_iface_init (GtkSourceHoverProviderInterface *iface)
{
  iface->populate = querist_problem_hover_populate;
}

static void
querist_problem_hover_finalize (GObject *object)
{
  g_clear_pointer (&QUERIST_PROBLEM_HOVER (object)->diagnostics, g_ptr_array_unref);
  G_OBJECT_CLASS (querist_problem_hover_parent_class)->finalize (object);
}

static void
querist_problem_hover_class_init (QueristProblemHoverClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = querist_problem_hover_finalize;
}

static void
querist_problem_hover_init (QueristProblemHover *self)
{
}

/**
 * querist_problem_hover_new:
 *
 * Returns: (transfer full): a provider for a view's hover
 */
QueristProblemHover *
querist_problem_hover_new (void)
{
  return g_object_new (QUERIST_TYPE_PROBLEM_HOVER, NULL);
}

/**
 * querist_problem_hover_set_diagnostics:
 * @diagnostics: (element-type QueristDiagnostic): what is shown in the buffer; a reference is
 *   kept
 */
void
querist_problem_hover_set_diagnostics (QueristProblemHover *self,
                                       GPtrArray           *diagnostics)
{
  g_return_if_fail (QUERIST_IS_PROBLEM_HOVER (self));

  g_ptr_array_ref (diagnostics);
  g_clear_pointer (&self->diagnostics, g_ptr_array_unref);
  self->diagnostics = diagnostics;
}
