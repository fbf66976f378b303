/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-page.h"

/* Below this width two panes beside each other are of no use. */
#define NARROW_WIDTH 720
/* What is left for the handle between them, more or less. */
#define HANDLE_WIDTH 8

typedef struct {
  QueristWorkspace *workspace;
  GSettings        *settings;
  char             *settings_key;
  GtkPaned         *paned;
  guint             fold_id;
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
remember_position_cb (QueristPage *self)
{
  QueristPagePrivate *priv = querist_page_get_instance_private (self);

  if (gtk_orientable_get_orientation (GTK_ORIENTABLE (priv->paned)) ==
      GTK_ORIENTATION_HORIZONTAL && gtk_widget_get_mapped (GTK_WIDGET (priv->paned)))
    g_settings_set_int (priv->settings, priv->settings_key,
                        gtk_paned_get_position (priv->paned));
}

static int
minimum_width (GtkWidget *widget)
{
  int minimum;

  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  return minimum;
}

static GtkOrientation
wanted_orientation (QueristPage *self)
{
  QueristPagePrivate *priv = querist_page_get_instance_private (self);
  int needed = minimum_width (gtk_paned_get_start_child (priv->paned)) +
               minimum_width (gtk_paned_get_end_child (priv->paned)) + HANDLE_WIDTH;

  return gtk_widget_get_width (GTK_WIDGET (self)) < MAX (needed, NARROW_WIDTH)
           ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL;
}

/* Puts the panes one above the other when there is no room beside each other, and back. */
static gboolean
fold_cb (gpointer user_data)
{
  QueristPage *self = user_data;
  QueristPagePrivate *priv = querist_page_get_instance_private (self);
  GtkOrientation wanted = wanted_orientation (self);

  priv->fold_id = 0;
  if (gtk_orientable_get_orientation (GTK_ORIENTABLE (priv->paned)) == wanted)
    return G_SOURCE_REMOVE;
  gtk_orientable_set_orientation (GTK_ORIENTABLE (priv->paned), wanted);
  gtk_paned_set_position (priv->paned,
                          wanted == GTK_ORIENTATION_VERTICAL
                            ? gtk_widget_get_height (GTK_WIDGET (priv->paned)) / 2
                            : g_settings_get_int (priv->settings, priv->settings_key));
  return G_SOURCE_REMOVE;
}

/* A widget with a layout manager is not told its size, but it is drawn anew when that changes. */
static void
querist_page_snapshot (GtkWidget   *widget,
                       GtkSnapshot *snapshot)
{
  QueristPage *self = QUERIST_PAGE (widget);
  QueristPagePrivate *priv = querist_page_get_instance_private (self);

  GTK_WIDGET_CLASS (querist_page_parent_class)->snapshot (widget, snapshot);
  if (priv->paned != NULL && priv->fold_id == 0 &&
      gtk_orientable_get_orientation (GTK_ORIENTABLE (priv->paned)) != wanted_orientation (self))
    priv->fold_id = g_idle_add (fold_cb, widget);
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

  g_clear_handle_id (&priv->fold_id, g_source_remove);
  priv->paned = NULL;
  g_clear_object (&priv->settings);
  g_clear_object (&priv->workspace);
  G_OBJECT_CLASS (querist_page_parent_class)->dispose (object);
}

static void
querist_page_finalize (GObject *object)
{
  QueristPagePrivate *priv = querist_page_get_instance_private (QUERIST_PAGE (object));

  g_free (priv->settings_key);
  G_OBJECT_CLASS (querist_page_parent_class)->finalize (object);
}

static void
querist_page_class_init (QueristPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = querist_page_get_property;
  object_class->set_property = querist_page_set_property;
  object_class->dispose = querist_page_dispose;
  object_class->finalize = querist_page_finalize;
  widget_class->snapshot = querist_page_snapshot;

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

/**
 * querist_page_set_paned:
 * @paned: the page's panes, beside each other; not %NULL
 * @settings_key: where the position is remembered
 *
 * Restores and remembers the position of the panes, and stacks them while the page is narrow. They
 * stand in a scrolled window, lest they keep the page from becoming narrow. To be called once, after
 * the template is there.
 */
void
querist_page_set_paned (QueristPage *self,
                        GtkPaned    *paned,
                        const char  *settings_key)
{
  QueristPagePrivate *priv = querist_page_get_instance_private (self);

  g_return_if_fail (QUERIST_IS_PAGE (self));

  priv->paned = paned;
  priv->settings = g_settings_new (APP_ID);
  priv->settings_key = g_strdup (settings_key);
  gtk_paned_set_position (paned, g_settings_get_int (priv->settings, settings_key));
  g_signal_connect_object (paned, "notify::position", G_CALLBACK (remember_position_cb), self,
                           G_CONNECT_SWAPPED);
}
