/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

#include "querist-json.h"
#include "querist-project-private.h"

#define SOURCES_VERSION 1
#define DATABASE_NAME "analysis.db"
#define SOURCES_NAME "sources.json"

G_DEFINE_QUARK (querist-project-error-quark, querist_project_error)

enum {
  PROP_0,
  PROP_PATH,
  PROP_NAME,
  PROP_SOURCES,
  PROP_SCHEMA_TEXT,
  N_PROPS
};

enum {
  CHANGED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (QueristProject, querist_project, G_TYPE_OBJECT)

static void
querist_project_dispose (GObject *object)
{
  QueristProject *self = QUERIST_PROJECT (object);

  if (self->counting != NULL)
    g_cancellable_cancel (self->counting);
  g_clear_object (&self->counting);
  G_OBJECT_CLASS (querist_project_parent_class)->dispose (object);
}

static void
querist_project_finalize (GObject *object)
{
  QueristProject *self = QUERIST_PROJECT (object);

  g_free (self->path);
  g_free (self->name);
  g_free (self->database);
  g_free (self->schema_text);
  g_clear_pointer (&self->schema_file, g_bytes_unref);
  g_free (self->catalog_problem);
  g_strfreev (self->load_notes);
  g_clear_object (&self->sources);
  g_clear_pointer (&self->evidence, g_ptr_array_unref);
  g_clear_pointer (&self->proposal, querist_proposal_free);
  g_clear_pointer (&self->catalog, querist_catalog_unref);
  g_clear_pointer (&self->counts, g_hash_table_unref);
  G_OBJECT_CLASS (querist_project_parent_class)->finalize (object);
}

static void
querist_project_get_property (GObject    *object,
                              guint       prop_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  QueristProject *self = QUERIST_PROJECT (object);

  switch (prop_id)
    {
    case PROP_PATH:
      g_value_set_string (value, self->path);
      break;
    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;
    case PROP_SOURCES:
      g_value_set_object (value, self->sources);
      break;
    case PROP_SCHEMA_TEXT:
      g_value_set_string (value, self->schema_text);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
querist_project_class_init (QueristProjectClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->dispose = querist_project_dispose;
  object_class->finalize = querist_project_finalize;
  object_class->get_property = querist_project_get_property;

  properties[PROP_PATH] = g_param_spec_string ("path", NULL, NULL, NULL, flags);
  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  properties[PROP_SOURCES] = g_param_spec_object ("sources", NULL, NULL, G_TYPE_LIST_MODEL, flags);
  properties[PROP_SCHEMA_TEXT] = g_param_spec_string ("schema-text", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  /**
   * QueristProject::changed:
   *
   * Sources, schema or database are not what they were.
   */
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
querist_project_init (QueristProject *self)
{
  self->sources = g_list_store_new (QUERIST_TYPE_SOURCE);
  self->schema_text = g_strdup ("");
  self->evidence = g_ptr_array_new ();
  self->catalog = querist_catalog_new ();
}

/* Tells everybody that something in the project has changed. */
void
querist_project_changed (QueristProject *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

/* The same, when it was the schema's text. */
void
querist_project_schema_changed (QueristProject *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SCHEMA_TEXT]);
  querist_project_changed (self);
}

/* The source at @index, borrowed: the list keeps it. */
QueristSource *
querist_project_peek_source (QueristProject *self,
                             guint           index)
{
  g_autoptr(QueristSource) source = g_list_model_get_item (G_LIST_MODEL (self->sources), index);

  return source;
}

/* A path inside the project; @second may be NULL. */
char *
querist_project_build_path (QueristProject *self,
                            const char     *first,
                            const char     *second)
{
  return g_build_filename (self->path, first, second, NULL);
}

/* Replaces a file as a whole, so that a crash leaves either the old or the new text. */
gboolean
querist_project_write (const char *path,
                       const char *text,
                       GError    **error)
{
  return g_file_set_contents_full (path, text, -1,
                                   G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                   0644, error);
}

static QueristProject *
project_new (const char *path)
{
  QueristProject *self = g_object_new (QUERIST_TYPE_PROJECT, NULL);
  g_autofree char *base = NULL;

  self->path = g_canonicalize_filename (path, NULL);
  base = g_path_get_basename (self->path);
  self->name = g_filename_display_name (base);
  self->database = querist_project_build_path (self, DATABASE_NAME, NULL);
  return self;
}

static gboolean
folder_is_empty (const char *path)
{
  g_autoptr(GDir) dir = g_dir_open (path, 0, NULL);

  return dir != NULL && g_dir_read_name (dir) == NULL;
}

static gboolean
make_folder (const char *path,
             GError    **error)
{
  if (g_mkdir_with_parents (path, 0755) == 0)
    return TRUE;
  g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (errno),
               "The folder %s can't be made: %s", path, g_strerror (errno));
  return FALSE;
}

/**
 * querist_project_create:
 * @path: the folder, which must not exist or be empty
 * @error: return location: QUERIST_PROJECT_ERROR_EXISTS, or a GFileError
 *
 * Makes a project without sources.
 *
 * Returns: (transfer full) (nullable): the project
 */
QueristProject *
querist_project_create (const char *path,
                        GError    **error)
{
  g_autoptr(QueristProject) self = NULL;
  g_autofree char *prisma = NULL;
  g_autofree char *results = NULL;

  g_return_val_if_fail (path != NULL, NULL);

  if (g_file_test (path, G_FILE_TEST_EXISTS) && !folder_is_empty (path))
    {
      g_set_error (error, QUERIST_PROJECT_ERROR, QUERIST_PROJECT_ERROR_EXISTS,
                   "%s is there already; give a new name, so that nothing is overwritten", path);
      return NULL;
    }
  self = project_new (path);
  prisma = querist_project_build_path (self, "prisma", NULL);
  results = querist_project_build_path (self, "analysis_results", NULL);
  if (make_folder (prisma, error) && make_folder (results, error) &&
      querist_project_save (self, error))
    return g_steal_pointer (&self);
  /* empty folders, else they stay */
  g_rmdir (results);
  g_rmdir (prisma);
  g_rmdir (path);
  return NULL;
}

static gboolean
read_sources (QueristProject *self,
              JsonObject     *object,
              GError        **error)
{
  JsonArray *sources = querist_json_get_array (object, "sources");
  const char *database = querist_json_get_string (object, "database", NULL);

  if (querist_json_get_int (object, "version", 0) > SOURCES_VERSION)
    {
      g_set_error (error, QUERIST_PROJECT_ERROR, QUERIST_PROJECT_ERROR_NOT_A_PROJECT,
                   "%s was saved by a newer version of this program", self->path);
      return FALSE;
    }
  if (database != NULL)
    {
      g_free (self->database);
      self->database = g_canonicalize_filename (database, self->path);
    }
  for (guint i = 0; sources != NULL && i < json_array_get_length (sources); i++)
    {
      g_autoptr(QueristSource) source =
        querist_source_from_json (json_array_get_element (sources, i), self->path, error);

      if (source == NULL)
        return FALSE;
      g_list_store_append (self->sources, source);
    }
  return TRUE;
}

static gboolean
read_sources_file (QueristProject *self,
                   GError        **error)
{
  g_autofree char *path = querist_project_build_path (self, SOURCES_NAME, NULL);
  g_autofree char *text = NULL;
  g_autoptr(JsonNode) root = NULL;
  gsize length = 0;

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return TRUE;
  if (!g_file_get_contents (path, &text, &length, error))
    return FALSE;
  root = querist_json_parse_file (text, length, error);
  if (root != NULL && JSON_NODE_HOLDS_OBJECT (root) &&
      read_sources (self, json_node_get_object (root), error))
    return TRUE;
  if (error != NULL && *error == NULL)
    g_set_error (error, QUERIST_PROJECT_ERROR, QUERIST_PROJECT_ERROR_NOT_A_PROJECT,
                 "it holds no JSON object");
  g_prefix_error (error, "%s can't be read; mend it, or put a copy of it in its place: ", path);
  return FALSE;
}

static gboolean
looks_like_project (QueristProject *self)
{
  g_autofree char *sources = querist_project_build_path (self, SOURCES_NAME, NULL);
  g_autofree char *schema = querist_project_dup_schema_path (self);

  return g_file_test (sources, G_FILE_TEST_IS_REGULAR) ||
         g_file_test (schema, G_FILE_TEST_IS_REGULAR);
}

/**
 * querist_project_open:
 * @path: the folder
 * @error: return location: QUERIST_PROJECT_ERROR_NOT_A_PROJECT, or a GFileError
 *
 * Opens a project. Its files are not read again: they can be loaded as they are, and
 * querist_project_read_waiting_async() makes their profiles.
 *
 * Returns: (transfer full) (nullable): the project
 */
QueristProject *
querist_project_open (const char *path,
                      GError    **error)
{
  g_autoptr(QueristProject) self = NULL;
  g_autoptr(GError) problem = NULL;
  QueristCatalog *catalog;

  g_return_val_if_fail (path != NULL, NULL);

  self = project_new (path);
  if (!looks_like_project (self))
    {
      g_set_error (error, QUERIST_PROJECT_ERROR, QUERIST_PROJECT_ERROR_NOT_A_PROJECT,
                   "%s is no project: it holds neither %s nor prisma/schema.prisma", path,
                   SOURCES_NAME);
      return NULL;
    }
  if (!read_sources_file (self, error) || !querist_project_read_schema (self, error))
    return NULL;
  /* A damaged database must not keep anybody from opening the project and loading anew. */
  catalog = querist_project_look (self->database, self->schema_text, &problem);
  querist_project_take_catalog (self, catalog, problem);
  return g_steal_pointer (&self);
}

/**
 * querist_project_get_path:
 * @self: a project
 *
 * Returns: the folder's absolute path
 */
const char *
querist_project_get_path (QueristProject *self)
{
  g_return_val_if_fail (QUERIST_IS_PROJECT (self), NULL);
  return self->path;
}

/**
 * querist_project_get_name:
 * @self: a project
 *
 * Returns: the folder's name, for showing
 */
const char *
querist_project_get_name (QueristProject *self)
{
  g_return_val_if_fail (QUERIST_IS_PROJECT (self), NULL);
  return self->name;
}

/**
 * querist_project_dup_database_path:
 * @self: a project
 *
 * Returns: (transfer full): the absolute path of the SQLite database, which need not exist yet
 */
char *
querist_project_dup_database_path (QueristProject *self)
{
  g_return_val_if_fail (QUERIST_IS_PROJECT (self), NULL);
  return g_strdup (self->database);
}

/**
 * querist_project_dup_schema_path:
 * @self: a project
 *
 * Returns: (transfer full): the absolute path of schema.prisma
 */
char *
querist_project_dup_schema_path (QueristProject *self)
{
  g_return_val_if_fail (QUERIST_IS_PROJECT (self), NULL);
  return querist_project_build_path (self, "prisma", "schema.prisma");
}

/**
 * querist_project_get_sources:
 * @self: a project
 *
 * Returns: (transfer none): a list model of #QueristSource
 */
GListModel *
querist_project_get_sources (QueristProject *self)
{
  g_return_val_if_fail (QUERIST_IS_PROJECT (self), NULL);
  return G_LIST_MODEL (self->sources);
}

/**
 * querist_project_hold:
 * @self: a project
 *
 * Puts off the writing of sources.json until querist_project_release(), for who adds many files:
 * each time, all of them would be written.
 */
void
querist_project_hold (QueristProject *self)
{
  g_return_if_fail (QUERIST_IS_PROJECT (self));
  self->n_holds++;
}

/**
 * querist_project_release:
 * @self: a project
 * @error: return location
 *
 * Ends what querist_project_hold() began, and writes sources.json.
 *
 * Returns: whether it is on the disk, or still held by another
 */
gboolean
querist_project_release (QueristProject *self,
                         GError        **error)
{
  g_return_val_if_fail (QUERIST_IS_PROJECT (self) && self->n_holds > 0, FALSE);
  self->n_holds--;
  return querist_project_save (self, error);
}

/**
 * querist_project_save:
 * @self: a project
 * @error: return location
 *
 * Writes sources.json. Everything that changes the sources does so by itself.
 *
 * Returns: whether it is on the disk
 */
gboolean
querist_project_save (QueristProject *self,
                      GError        **error)
{
  g_autoptr(JsonNode) root = json_node_new (JSON_NODE_OBJECT);
  g_autofree char *path = NULL;
  g_autofree char *database = NULL;
  g_autofree char *text = NULL;
  JsonObject *object;
  JsonArray *sources;

  g_return_val_if_fail (QUERIST_IS_PROJECT (self), FALSE);

  if (self->n_holds > 0)
    return TRUE;
  object = json_object_new ();
  sources = json_array_new ();
  json_node_take_object (root, object);
  json_object_set_int_member (object, "version", SOURCES_VERSION);
  database = querist_path_shorten (self->database, self->path);
  json_object_set_string_member (object, "database", database);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->sources)); i++)
    json_array_add_element (sources, querist_source_to_json (querist_project_peek_source (self, i),
                                                             self->path));
  json_object_set_array_member (object, "sources", sources);

  path = querist_project_build_path (self, SOURCES_NAME, NULL);
  text = querist_json_to_string (root, TRUE);
  return querist_project_write (path, text, error);
}
