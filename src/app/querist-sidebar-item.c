/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-sidebar-item.h"

#include <glib/gi18n.h>

#include "querist-text.h"

/*
 * @catalog: of a table; it holds @source
 * @filter: of a table: its columns begin like this; NULL for all columns
 * @children: of a table, once somebody asked for them: there may be a hundred thousand columns
 */
struct _QueristSidebarItem {
  GObject             parent_instance;

  char               *table;
  char               *column;
  char               *detail;
  char               *tooltip;
  const char         *icon_name;
  QueristCatalog     *catalog;
  const QueristTable *source;
  char               *filter;
  GListStore         *children;
};

enum {
  PROP_0,
  PROP_NAME,
  PROP_DETAIL,
  PROP_ICON_NAME,
  PROP_TOOLTIP,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (QueristSidebarItem, querist_sidebar_item, G_TYPE_OBJECT)

static void
querist_sidebar_item_get_property (GObject    *object,
                                   guint       prop_id,
                                   GValue     *value,
                                   GParamSpec *pspec)
{
  QueristSidebarItem *self = QUERIST_SIDEBAR_ITEM (object);

  switch (prop_id)
    {
    case PROP_NAME:
      g_value_set_string (value, self->column != NULL ? self->column : self->table);
      break;
    case PROP_DETAIL:
      g_value_set_string (value, self->detail);
      break;
    case PROP_ICON_NAME:
      g_value_set_static_string (value, self->icon_name);
      break;
    case PROP_TOOLTIP:
      g_value_set_string (value, self->tooltip);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
querist_sidebar_item_finalize (GObject *object)
{
  QueristSidebarItem *self = QUERIST_SIDEBAR_ITEM (object);

  g_free (self->table);
  g_free (self->column);
  g_free (self->detail);
  g_free (self->tooltip);
  g_free (self->filter);
  g_clear_pointer (&self->catalog, querist_catalog_unref);
  g_clear_object (&self->children);
  G_OBJECT_CLASS (querist_sidebar_item_parent_class)->finalize (object);
}

static void
querist_sidebar_item_class_init (QueristSidebarItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = querist_sidebar_item_get_property;
  object_class->finalize = querist_sidebar_item_finalize;

  properties[PROP_NAME] =
    g_param_spec_string ("name", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_DETAIL] =
    g_param_spec_string ("detail", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_ICON_NAME] =
    g_param_spec_string ("icon-name", NULL, NULL, NULL,
                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_TOOLTIP] =
    g_param_spec_string ("tooltip", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
querist_sidebar_item_init (QueristSidebarItem *self)
{
}

/**
 * querist_scalar_icon_name:
 * @scalar: a type
 *
 * Returns: the icon that stands for it wherever columns are listed
 */
const char *
querist_scalar_icon_name (QueristScalar scalar)
{
  switch (scalar)
    {
    case QUERIST_SCALAR_BOOLEAN:
      return "querist-boolean-symbolic";
    case QUERIST_SCALAR_INT:
    case QUERIST_SCALAR_BIG_INT:
    case QUERIST_SCALAR_FLOAT:
    case QUERIST_SCALAR_DECIMAL:
      return "querist-number-symbolic";
    case QUERIST_SCALAR_DATE_TIME:
      return "querist-date-symbolic";
    case QUERIST_SCALAR_JSON:
      return "querist-json-symbolic";
    case QUERIST_SCALAR_STRING:
    case QUERIST_SCALAR_BYTES:
    default:
      return "querist-text-symbolic";
    }
}

static QueristSidebarItem *
new_column (const QueristTable  *table,
            const QueristColumn *column)
{
  QueristSidebarItem *self = g_object_new (QUERIST_TYPE_SIDEBAR_ITEM, NULL);
  const QueristForeignKey *key = querist_table_find_reference (table, column->name);
  const char *type = column->enum_name != NULL ? column->enum_name
                                               : querist_scalar_to_string (column->type);

  self->table = g_strdup (table->name);
  self->column = g_strdup (column->name);
  if (key != NULL)
    self->detail = g_strdup_printf ("→ %s", key->table);
  else
    self->detail = g_strconcat (type, column->nullable ? "?" : "", NULL);

  if (column->primary_key)
    self->icon_name = "querist-key-symbolic";
  else if (key != NULL)
    self->icon_name = "querist-relation-symbolic";
  else if (column->enum_name != NULL)
    self->icon_name = "querist-enum-symbolic";
  else
    self->icon_name = querist_scalar_icon_name (column->type);
  self->tooltip = g_strdup_printf ("%s.%s · %s%s%s%s", table->name, column->name, type,
                                   column->nullable ? "?" : "",
                                   column->documentation != NULL ? "\n" : "",
                                   column->documentation != NULL ? column->documentation : "");
  return self;
}

static QueristSidebarItem *
new_table (QueristCatalog     *catalog,
           const QueristTable *table,
           QueristProject     *project,
           const char         *filter)
{
  QueristSidebarItem *self = g_object_new (QUERIST_TYPE_SIDEBAR_ITEM, NULL);
  gint64 n_rows = project != NULL ? querist_project_get_n_rows (project, table->name) : -1;

  self->table = g_strdup (table->name);
  self->icon_name = "querist-table-symbolic";
  self->detail = n_rows >= 0 ? querist_text_format_count (n_rows) : g_strdup ("");
  self->tooltip = g_strdup (table->documentation != NULL ? table->documentation : table->name);
  self->catalog = querist_catalog_ref (catalog);
  self->source = table;
  self->filter = g_strdup (filter);
  return self;
}

static gboolean
is_listed (const char          *filter,
           const QueristColumn *column)
{
  return filter == NULL || g_str_match_string (filter, column->name, TRUE);
}

static gboolean
has_listed (const char         *filter,
            const QueristTable *table)
{
  for (guint i = 0; i < table->columns->len; i++)
    {
      if (is_listed (filter, g_ptr_array_index (table->columns, i)))
        return TRUE;
    }
  return FALSE;
}

/**
 * querist_sidebar_item_list_tables:
 * @catalog: (nullable): what to list
 * @project: (nullable): who knows how many rows are loaded; NULL for no counts
 * @filter: (nullable): words that must begin a word of the table's or the column's name
 *
 * Returns: (transfer full): a list of the tables, each with its columns as children
 */
GListModel *
querist_sidebar_item_list_tables (QueristCatalog *catalog,
                                  QueristProject *project,
                                  const char     *filter)
{
  GListStore *store = g_list_store_new (QUERIST_TYPE_SIDEBAR_ITEM);

  for (guint i = 0; catalog != NULL && i < catalog->tables->len; i++)
    {
      const QueristTable *table = g_ptr_array_index (catalog->tables, i);
      gboolean matches = filter == NULL || *filter == '\0' ||
                         g_str_match_string (filter, table->name, TRUE);
      g_autoptr(QueristSidebarItem) item = NULL;

      if (!matches && !has_listed (filter, table))
        continue;
      item = new_table (catalog, table, project, matches ? NULL : filter);
      g_list_store_append (store, item);
    }
  return G_LIST_MODEL (store);
}

static gboolean
same_column (const QueristTable *first,
             const QueristTable *second,
             guint               index)
{
  const QueristColumn *a = g_ptr_array_index (first->columns, index);
  const QueristColumn *b = g_ptr_array_index (second->columns, index);
  const QueristForeignKey *to_a = querist_table_find_reference (first, a->name);
  const QueristForeignKey *to_b = querist_table_find_reference (second, b->name);

  return g_str_equal (a->name, b->name) && a->type == b->type && a->nullable == b->nullable &&
         a->primary_key == b->primary_key && g_strcmp0 (a->enum_name, b->enum_name) == 0 &&
         g_strcmp0 (a->documentation, b->documentation) == 0 &&
         g_strcmp0 (to_a != NULL ? to_a->table : NULL, to_b != NULL ? to_b->table : NULL) == 0;
}

static gboolean
same_columns (const QueristTable *first,
              const QueristTable *second)
{
  if (first->columns->len != second->columns->len)
    return FALSE;
  for (guint i = 0; i < first->columns->len; i++)
    {
      if (!same_column (first, second, i))
        return FALSE;
    }
  return TRUE;
}

/**
 * querist_sidebar_item_renew:
 * @self: a table
 * @newer: a table of a newer catalog
 *
 * Where both show the same, columns included, @self takes the place of @newer: it holds on to the
 * newer catalog from now on, and lets go of its own.
 *
 * Returns: whether both show the same
 */
gboolean
querist_sidebar_item_renew (QueristSidebarItem *self,
                            QueristSidebarItem *newer)
{
  if (!g_str_equal (self->table, newer->table) || !g_str_equal (self->detail, newer->detail) ||
      !g_str_equal (self->tooltip, newer->tooltip) ||
      g_strcmp0 (self->filter, newer->filter) != 0 || !same_columns (self->source, newer->source))
    return FALSE;
  querist_catalog_ref (newer->catalog);
  querist_catalog_unref (self->catalog);
  self->catalog = newer->catalog;
  self->source = newer->source;
  return TRUE;
}

/**
 * querist_sidebar_item_get_children:
 *
 * Returns: (nullable) (transfer none): a table's columns; NULL for a column
 */
GListModel *
querist_sidebar_item_get_children (QueristSidebarItem *self)
{
  if (self->source == NULL)
    return NULL;
  if (self->children == NULL)
    {
      self->children = g_list_store_new (QUERIST_TYPE_SIDEBAR_ITEM);
      for (guint i = 0; i < self->source->columns->len; i++)
        {
          const QueristColumn *column = g_ptr_array_index (self->source->columns, i);
          g_autoptr(QueristSidebarItem) item = NULL;

          if (!is_listed (self->filter, column))
            continue;
          item = new_column (self->source, column);
          g_list_store_append (self->children, item);
        }
    }
  return G_LIST_MODEL (self->children);
}

/**
 * querist_sidebar_item_get_table:
 *
 * Returns: the table, or the table of the column
 */
const char *
querist_sidebar_item_get_table (QueristSidebarItem *self)
{
  return self->table;
}

/**
 * querist_sidebar_item_get_column:
 *
 * Returns: (nullable): the column, NULL for a table
 */
const char *
querist_sidebar_item_get_column (QueristSidebarItem *self)
{
  return self->column;
}
