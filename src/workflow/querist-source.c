/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "querist-json.h"
#include "querist-source-private.h"

/* A text column has all the values it will ever have when it has no more than so many of them, and
 * so many rows for each. */
#define MAX_CLOSED_VALUES 30
#define MIN_CLOSED_ROWS 5

/* The recipe (@dialect, @columns, and @n_bytes and @modified of the file that it was made from) is
 * what the schema was suggested for. A new reading of the file makes a new profile, but leaves the
 * recipe alone, so that a later file of the same name can be held against it. */
struct _QueristSource
{
  GObject            parent_instance;

  char              *path;
  char              *table;
  QueristCsvDialect *wanted;
  QueristCsvDialect *dialect;
  GPtrArray         *columns;
  guint64            n_bytes;
  gint64             modified;
  QueristProfileBox *profile;
  QueristSourceState state;
  char              *message;
  GCancellable      *reading;
};

enum {
  PROP_0,
  PROP_PATH,
  PROP_TABLE,
  PROP_STATE,
  PROP_MESSAGE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (QueristSource, querist_source, G_TYPE_OBJECT)

static const char *const state_names[] = { "waiting", "reading", "ready", "failed" };

static void
source_column_free (QueristSourceColumn *column)
{
  g_free (column->name);
  g_free (column->label);
  g_free (column->format);
  g_strfreev (column->values);
  g_free (column);
}

static void
profile_box_clear (gpointer data)
{
  QueristProfileBox *box = data;

  g_clear_pointer (&box->profile, querist_csv_profile_free);
}

/* Gives a hold on a profile back. */
void
querist_profile_box_unref (QueristProfileBox *self)
{
  g_atomic_rc_box_release_full (self, profile_box_clear);
}

static void
set_state (QueristSource     *self,
           QueristSourceState state,
           const char        *message)
{
  gboolean changed = self->state != state;

  self->state = state;
  if (changed)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
  if (g_strcmp0 (self->message, message) != 0)
    {
      g_free (self->message);
      self->message = g_strdup (message);
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MESSAGE]);
    }
}

static void
querist_source_finalize (GObject *object)
{
  QueristSource *self = QUERIST_SOURCE (object);

  g_free (self->path);
  g_free (self->table);
  g_free (self->message);
  g_clear_pointer (&self->wanted, querist_csv_dialect_free);
  g_clear_pointer (&self->dialect, querist_csv_dialect_free);
  g_clear_pointer (&self->profile, querist_profile_box_unref);
  g_clear_object (&self->reading);
  g_ptr_array_unref (self->columns);
  G_OBJECT_CLASS (querist_source_parent_class)->finalize (object);
}

static void
querist_source_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  QueristSource *self = QUERIST_SOURCE (object);

  switch (prop_id)
    {
    case PROP_PATH:
      g_value_set_string (value, self->path);
      break;
    case PROP_TABLE:
      g_value_set_string (value, self->table);
      break;
    case PROP_STATE:
      g_value_set_static_string (value, state_names[self->state]);
      break;
    case PROP_MESSAGE:
      g_value_set_string (value, self->message);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
querist_source_class_init (QueristSourceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  static const char *const names[N_PROPS] = { NULL, "path", "table", "state", "message" };

  object_class->finalize = querist_source_finalize;
  object_class->get_property = querist_source_get_property;
  for (guint i = 1; i < N_PROPS; i++)
    properties[i] = g_param_spec_string (names[i], NULL, NULL, NULL,
                                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
querist_source_init (QueristSource *self)
{
  self->columns = g_ptr_array_new_with_free_func ((GDestroyNotify) source_column_free);
}

/* A file that nobody has read yet; @wanted holds what a person has decided about it. */
QueristSource *
querist_source_new (const char              *path,
                    const QueristCsvDialect *wanted)
{
  QueristSource *self = g_object_new (QUERIST_TYPE_SOURCE, NULL);

  self->path = g_canonicalize_filename (path, NULL);
  querist_source_set_wanted (self, wanted);
  return self;
}

/**
 * querist_source_get_path:
 * @self: a source
 *
 * Returns: the file's absolute path
 */
const char *
querist_source_get_path (QueristSource *self)
{
  g_return_val_if_fail (QUERIST_IS_SOURCE (self), NULL);
  return self->path;
}

/**
 * querist_source_get_table:
 * @self: a source
 *
 * Returns: (nullable): the table that it feeds, NULL before a schema was suggested
 */
const char *
querist_source_get_table (QueristSource *self)
{
  g_return_val_if_fail (QUERIST_IS_SOURCE (self), NULL);
  return self->table;
}

/**
 * querist_source_get_dialect:
 * @self: a source
 *
 * Returns: (transfer none) (nullable): the dialect as found and overridden, NULL before the file
 *   was read for the first time
 */
const QueristCsvDialect *
querist_source_get_dialect (QueristSource *self)
{
  g_return_val_if_fail (QUERIST_IS_SOURCE (self), NULL);
  return self->dialect;
}

/**
 * querist_source_get_profile:
 * @self: a source
 *
 * Returns: (transfer none) (nullable): what is known of the file, NULL unless it is "ready"; valid
 *   until the state changes
 */
const QueristCsvProfile *
querist_source_get_profile (QueristSource *self)
{
  g_return_val_if_fail (QUERIST_IS_SOURCE (self), NULL);
  return self->profile != NULL ? self->profile->profile : NULL;
}

/**
 * querist_source_get_message:
 * @self: a source
 *
 * Returns: (nullable): why it failed
 */
const char *
querist_source_get_message (QueristSource *self)
{
  g_return_val_if_fail (QUERIST_IS_SOURCE (self), NULL);
  return self->message;
}

/**
 * querist_source_is_reading:
 * @self: a source
 *
 * Returns: whether the file is being read right now
 */
gboolean
querist_source_is_reading (QueristSource *self)
{
  g_return_val_if_fail (QUERIST_IS_SOURCE (self), FALSE);
  return self->state == QUERIST_SOURCE_READING;
}

/**
 * querist_source_is_waiting:
 * @self: a source
 *
 * Returns: whether the file was not read since the project was opened
 */
gboolean
querist_source_is_waiting (QueristSource *self)
{
  g_return_val_if_fail (QUERIST_IS_SOURCE (self), FALSE);
  return self->state == QUERIST_SOURCE_WAITING;
}

/* What a person has decided about the file, or NULL. */
const QueristCsvDialect *
querist_source_get_wanted (QueristSource *self)
{
  return self->wanted;
}

/* Replaces what a person has decided; @wanted may be NULL. */
void
querist_source_set_wanted (QueristSource           *self,
                           const QueristCsvDialect *wanted)
{
  QueristCsvDialect *copy = wanted != NULL ? querist_csv_dialect_copy (wanted) : NULL;

  g_clear_pointer (&self->wanted, querist_csv_dialect_free);
  self->wanted = copy;
}

/* The recipe's columns (QueristSourceColumn), empty before the file was read. */
GPtrArray *
querist_source_get_columns (QueristSource *self)
{
  return self->columns;
}

/* A hold on the profile for a worker thread, NULL without one. */
QueristProfileBox *
querist_source_ref_profile (QueristSource *self)
{
  return self->profile != NULL ? g_atomic_rc_box_acquire (self->profile) : NULL;
}

/* Notes which table the file feeds. */
void
querist_source_set_table (QueristSource *self,
                          const char    *table)
{
  if (g_strcmp0 (self->table, table) == 0)
    return;
  g_free (self->table);
  self->table = g_strdup (table);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TABLE]);
}

/* Marks the file as being read and gives what stops this reading; a reading under way is stopped
 * first. */
GCancellable *
querist_source_begin_reading (QueristSource *self)
{
  if (self->reading != NULL)
    g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  self->reading = g_cancellable_new ();
  set_state (self, QUERIST_SOURCE_READING, NULL);
  return self->reading;
}

/* The values of a text column that seem to be all that there are. */
static GStrv
closed_values (const QueristColumnProfile *found)
{
  GStrv values;

  if (found->type != QUERIST_SCALAR_STRING || found->n_distinct == 0 ||
      found->n_distinct > MAX_CLOSED_VALUES || found->top->len != found->n_distinct ||
      found->n_rows < found->n_distinct * MIN_CLOSED_ROWS)
    return NULL;
  values = g_new0 (char *, found->top->len + 1);
  for (guint i = 0; i < found->top->len; i++)
    values[i] = g_strdup (((QueristValueCount *) found->top->pdata[i])->text);
  return values;
}

/* What tells a file from a later one of the same name. */
static void
look_at_file (QueristSource *self,
              guint64       *n_bytes,
              gint64        *modified)
{
  GStatBuf status;

  *n_bytes = *modified = 0;
  if (g_stat (self->path, &status) != 0)
    return;
  *n_bytes = status.st_size;
  *modified = status.st_mtim.tv_sec * G_USEC_PER_SEC + status.st_mtim.tv_nsec / 1000;
}

/* Whether the file is the one that the recipe was made from. */
gboolean
querist_source_is_seen (QueristSource *self)
{
  guint64 n_bytes;
  gint64 modified;

  look_at_file (self, &n_bytes, &modified);
  return self->modified != 0 && n_bytes == self->n_bytes && modified == self->modified;
}

/* Makes the recipe anew from the profile, if there is one. */
void
querist_source_adopt_profile (QueristSource *self)
{
  const QueristCsvProfile *profile = querist_source_get_profile (self);

  if (profile == NULL)
    return;
  g_clear_pointer (&self->dialect, querist_csv_dialect_free);
  look_at_file (self, &self->n_bytes, &self->modified);
  self->dialect = querist_csv_dialect_copy (profile->dialect);
  g_ptr_array_set_size (self->columns, 0);
  for (guint i = 0; i < profile->columns->len; i++)
    {
      const QueristColumnProfile *found = profile->columns->pdata[i];
      QueristSourceColumn *column = g_new0 (QueristSourceColumn, 1);

      column->name = g_strdup (found->name);
      column->label = g_strdup (found->label);
      column->type = found->type;
      column->format = g_strdup (found->format);
      column->values = closed_values (found);
      g_ptr_array_add (self->columns, column);
    }
}

static void
take_profile (QueristSource     *self,
              QueristCsvProfile *profile)
{
  QueristProfileBox *box = g_atomic_rc_box_new0 (QueristProfileBox);

  g_clear_pointer (&self->profile, querist_profile_box_unref);
  box->profile = profile;
  self->profile = box;
}

/* Notes that a column of the recipe, known by @label, is called @now in the file. */
void
querist_source_rename_column (QueristSource *self,
                              const char    *label,
                              const char    *now)
{
  for (guint i = 0; i < self->columns->len; i++)
    {
      QueristSourceColumn *column = self->columns->pdata[i];

      if (g_strcmp0 (column->label, label) != 0)
        continue;
      g_free (column->label);
      column->label = g_strdup (now);
      return;
    }
}

/* Lets another file take the place of this one; the recipe stays, the profile goes. */
void
querist_source_set_path (QueristSource *self,
                         const char    *path)
{
  g_free (self->path);
  self->path = g_canonicalize_filename (path, NULL);
  g_clear_pointer (&self->profile, querist_profile_box_unref);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PATH]);
}

/* Takes over what @reading came to: @profile (transfer full), or @error, which leaves an older
 * profile and recipe as they were. Gives FALSE when another reading has begun meanwhile; then
 * nothing is changed. */
gboolean
querist_source_end_reading (QueristSource     *self,
                            GCancellable      *reading,
                            QueristCsvProfile *profile,
                            const GError      *error)
{
  if (self->reading != reading)
    {
      g_clear_pointer (&profile, querist_csv_profile_free);
      return FALSE;
    }
  g_clear_object (&self->reading);
  if (profile != NULL)
    {
      take_profile (self, profile);
      if (self->columns->len == 0)
        querist_source_adopt_profile (self);
      set_state (self, QUERIST_SOURCE_READY, NULL);
    }
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    set_state (self, self->profile != NULL ? QUERIST_SOURCE_READY : QUERIST_SOURCE_WAITING, NULL);
  else
    set_state (self, QUERIST_SOURCE_FAILED, error->message);
  return TRUE;
}

/* @path relative to @folder when it lies inside, else as it is. */
char *
querist_path_shorten (const char *path,
                      const char *folder)
{
  gsize length = strlen (folder);

  if (g_str_has_prefix (path, folder) && G_IS_DIR_SEPARATOR (path[length]))
    return g_strdup (path + length + 1);
  return g_strdup (path);
}

/* JSON holds UTF-8 only: a name that is something else is kept as a URI. */
static char *
path_to_text (const char *path,
              const char *folder)
{
  if (!g_utf8_validate (path, -1, NULL))
    return g_filename_to_uri (path, NULL, NULL);
  return querist_path_shorten (path, folder);
}

static char *
path_from_text (const char *text,
                const char *folder)
{
  g_autofree char *path = NULL;

  if (g_str_has_prefix (text, "file:///"))
    path = g_filename_from_uri (text, NULL, NULL);
  return g_canonicalize_filename (path != NULL ? path : text, folder);
}

static void
add_string (JsonObject *object,
            const char *member,
            const char *value)
{
  if (value != NULL)
    json_object_set_string_member (object, member, value);
}

static JsonArray *
values_to_json (GStrv values)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; values[i] != NULL; i++)
    json_array_add_string_element (array, values[i]);
  return array;
}

static JsonArray *
columns_to_json (GPtrArray *columns)
{
  JsonArray *array = json_array_sized_new (columns->len);

  for (guint i = 0; i < columns->len; i++)
    {
      const QueristSourceColumn *column = columns->pdata[i];
      JsonObject *object = json_object_new ();

      add_string (object, "name", column->name);
      add_string (object, "label", column->label);
      add_string (object, "type", querist_scalar_to_string (column->type));
      add_string (object, "format", column->format);
      if (column->values != NULL)
        json_object_set_array_member (object, "values", values_to_json (column->values));
      json_array_add_object_element (array, object);
    }
  return array;
}

static void
columns_from_json (QueristSource *self,
                   JsonArray     *array)
{
  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);
      JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
      const char *name = querist_json_get_string (object, "name", NULL);
      QueristSourceColumn *column;

      if (name == NULL)
        continue;
      column = g_new0 (QueristSourceColumn, 1);
      column->name = g_strdup (name);
      column->label = g_strdup (querist_json_get_string (object, "label", NULL));
      column->format = g_strdup (querist_json_get_string (object, "format", NULL));
      if (querist_json_get_array (object, "values") != NULL)
        column->values = querist_json_get_strings (object, "values");
      if (!querist_scalar_from_string (querist_json_get_string (object, "type", "String"),
                                       &column->type))
        column->type = QUERIST_SCALAR_STRING;
      g_ptr_array_add (self->columns, column);
    }
}

/* The source as sources.json keeps it: path, table, what the person decided, and the recipe. */
JsonNode *
querist_source_to_json (QueristSource *self,
                        const char    *folder)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();
  g_autofree char *path = path_to_text (self->path, folder);

  json_object_set_string_member (object, "path", path);
  add_string (object, "table", self->table);
  if (self->wanted != NULL)
    json_object_set_member (object, "wanted", querist_csv_dialect_to_json (self->wanted));
  if (self->dialect != NULL)
    json_object_set_member (object, "dialect", querist_csv_dialect_to_json (self->dialect));
  json_object_set_array_member (object, "columns", columns_to_json (self->columns));
  if (self->modified != 0)
    {
      json_object_set_int_member (object, "bytes", self->n_bytes);
      json_object_set_int_member (object, "modified", self->modified);
    }
  json_node_take_object (node, object);
  return node;
}

static gboolean
dialect_from_json (JsonObject         *object,
                   const char         *member,
                   QueristCsvDialect **dialect,
                   GError            **error)
{
  if (querist_json_get_object (object, member) == NULL)
    return TRUE;
  *dialect = querist_csv_dialect_from_json (json_object_get_member (object, member), error);
  return *dialect != NULL;
}

/* A source of sources.json; paths are taken from @folder. */
QueristSource *
querist_source_from_json (JsonNode   *node,
                          const char *folder,
                          GError    **error)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  const char *path = querist_json_get_string (object, "path", NULL);
  g_autoptr(QueristSource) self = NULL;
  g_autofree char *absolute = NULL;

  if (path == NULL || !g_utf8_validate (path, -1, NULL))
    {
      g_set_error (error, QUERIST_PROJECT_ERROR, QUERIST_PROJECT_ERROR_NOT_A_PROJECT,
                   "a source in sources.json has no path");
      return NULL;
    }
  absolute = path_from_text (path, folder);
  self = querist_source_new (absolute, NULL);
  self->table = g_strdup (querist_json_get_string (object, "table", NULL));
  if (!dialect_from_json (object, "wanted", &self->wanted, error) ||
      !dialect_from_json (object, "dialect", &self->dialect, error))
    {
      g_prefix_error (error, "%s: ", path);
      return NULL;
    }
  columns_from_json (self, querist_json_get_array (object, "columns"));
  self->n_bytes = querist_json_get_int (object, "bytes", 0);
  self->modified = querist_json_get_int (object, "modified", 0);
  return g_steal_pointer (&self);
}
