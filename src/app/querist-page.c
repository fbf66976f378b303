/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-page.h"

typedef struct {
  QueristWorkspace *workspace;
} QueristPagePrivate;

enum {
  PROP_0,
  PROP_WORKSPACE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (QueristPage, querist_page, ADW_TYPE_BIN)

static void
set_workspace (QueristPage      *self,
               QueristWorkspace *workspace)
{
  QueristPagePrivate *priv = querist_page_get_instance_private (self);

  if (workspace == NULL || priv->workspace != NULL)
    return;
  priv->workspace = g_object_ref (workspace);
  if (QUERIST_PAGE_GET_CLASS (self)->bind_workspace != NULL)
    QUERIST_PAGE_GET_CLASS (self)->bind_workspace (self, workspace);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_WORKSPACE]);
}

static void
querist_page_get_property (GObject    *object,
                           guint       prop_id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_WORKSPACE:
      g_value_set_object (value, querist_page_get_workspace (QUERIST_PAGE (object)));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
querist_page_set_property (GObject      *object,
                           guint         prop_id,
                           const GValue *value,
                           GParamSpec   *pspec)
{
  switch (prop_id)
    {
    case PROP_WORKSPACE:
      set_workspace (QUERIST_PAGE (object), g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
querist_page_dispose (GObject *object)
{
  QueristPagePrivate *priv = querist_page_get_instance_private (QUERIST_PAGE (object));

  g_clear_object (&priv->workspace);
  G_OBJECT_CLASS (querist_page_parent_class)->dispose (object);
}

static void
querist_page_class_init (QueristPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = querist_page_get_property;
  object_class->set_property = querist_page_set_property;
  object_class->dispose = querist_page_dispose;

  properties[PROP_WORKSPACE] =
    g_param_spec_object ("workspace", NULL, NULL, QUERIST_TYPE_WORKSPACE,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
querist_page_init (QueristPage *self)
{
}

/**
 * querist_page_get_workspace:
 *
 * Returns: (nullable): what the page shows; NULL until it was set
 */
QueristWorkspace *
querist_page_get_workspace (QueristPage *self)
{
  QueristPagePrivate *priv = querist_page_get_instance_private (self);

  g_return_val_if_fail (QUERIST_IS_PAGE (self), NULL);

  return priv->workspace;
}

/**
 * querist_page_toast:
 * @text: what was done, or why it was not
 *
 * Shows a toast in the page's window.
 */
void
querist_page_toast (QueristPage *self,
                    const char  *text)
{
  g_return_if_fail (QUERIST_IS_PAGE (self));

  gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", text);
}
