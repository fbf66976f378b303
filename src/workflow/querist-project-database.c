/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-connection.h"
#include "querist-project-private.h"
#include "querist-schema-writer.h"
#include "querist-schema.h"

/* Tables of this name belong to the program (rejects, ledger), not to the analyst's data. */
#define OWN_TABLE_PREFIX "_querist_"

static const QueristForeignKey *
find_same_key (const QueristTable      *table,
               const QueristForeignKey *key)
{
  for (guint i = 0; i < table->foreign_keys->len; i++)
    {
      const QueristForeignKey *other = table->foreign_keys->pdata[i];

      if (g_strv_equal ((const char *const *) other->columns, (const char *const *) key->columns))
        return other;
    }
  return NULL;
}

static void
replace_string (char      **place,
                const char *value)
{
  if (value == NULL)
    return;
  g_free (*place);
  *place = g_strdup (value);
}

static void
adopt_column (QueristColumn       *column,
              const QueristColumn *planned)
{
  replace_string (&column->field, planned->field);
  replace_string (&column->documentation, planned->documentation);
  replace_string (&column->enum_name, planned->enum_name);
  if (planned->enum_values != NULL)
    {
      g_strfreev (column->enum_values);
      column->enum_values = g_strdupv (planned->enum_values);
    }
  column->type = planned->type;
}

/* What only the schema knows: names of models and fields, descriptions, enums, exact types. */
static void
adopt_table (QueristTable       *table,
             const QueristTable *planned)
{
  replace_string (&table->model, planned->model);
  replace_string (&table->documentation, planned->documentation);
  table->line = planned->line;
  for (guint i = 0; i < table->columns->len; i++)
    {
      QueristColumn *column = table->columns->pdata[i];
      const QueristColumn *same = querist_table_find_column (planned, column->name);

      if (same != NULL)
        adopt_column (column, same);
    }
  for (guint i = 0; i < table->foreign_keys->len; i++)
    {
      QueristForeignKey *key = table->foreign_keys->pdata[i];
      const QueristForeignKey *same = find_same_key (planned, key);

      if (same == NULL)
        continue;
      replace_string (&key->field, same->field);
      replace_string (&key->opposite, same->opposite);
    }
}

/* Looks at what @database holds and adds what the schema says of it; a schema with errors adds
 * nothing. No database at all is an empty one. */
QueristCatalog *
querist_project_look (const char *database,
                      const char *schema_text,
                      GError    **error)
{
  g_autoptr(QueristCatalog) catalog = NULL;
  g_autoptr(QueristCatalog) planned = NULL;

  if (!g_file_test (database, G_FILE_TEST_EXISTS))
    return querist_catalog_new ();
  catalog = querist_introspect (database, error);
  if (catalog == NULL)
    return NULL;
  planned = querist_schema_catalog (schema_text, -1, "prisma/schema.prisma", NULL);
  for (guint i = catalog->tables->len; i > 0; i--)
    {
      QueristTable *table = catalog->tables->pdata[i - 1];
      const QueristTable *same = NULL;

      if (g_str_has_prefix (table->name, OWN_TABLE_PREFIX))
        {
          g_ptr_array_remove_index (catalog->tables, i - 1);
          continue;
        }
      if (planned != NULL)
        same = querist_catalog_find_table (planned, table->name);
      if (same != NULL)
        adopt_table (table, same);
    }
  return g_steal_pointer (&catalog);
}

/* Takes over what was seen (transfer full), or why nothing could be (@catalog is NULL then). */
void
querist_project_take_catalog (QueristProject *self,
                              QueristCatalog *catalog,
                              const GError   *problem)
{
  g_clear_pointer (&self->catalog, querist_catalog_unref);
  g_clear_pointer (&self->catalog_problem, g_free);
  g_clear_pointer (&self->counts, g_hash_table_unref);
  if (self->counting != NULL)
    g_cancellable_cancel (self->counting);
  g_clear_object (&self->counting);

  self->catalog = catalog != NULL ? catalog : querist_catalog_new ();
  if (problem != NULL)
    self->catalog_problem = g_strdup (problem->message);
}

/**
 * querist_project_use_database:
 * @self: a project without sources
 * @path: an SQLite database
 * @error: return location: a QueristDatabaseError, a GFileError
 *
 * Uses the data of a database where they are: the project's schema becomes what the database
 * holds. The database itself is not touched.
 *
 * Returns: whether the project is saved so
 */
gboolean
querist_project_use_database (QueristProject  *self,
                              const char      *path,
                              GError         **error)
{
  g_autofree char *absolute = NULL;
  g_autofree char *url = NULL;
  g_autofree char *text = NULL;
  g_autoptr(QueristCatalog) present = NULL;
  QueristCatalog *catalog;

  g_return_val_if_fail (QUERIST_IS_PROJECT (self), FALSE);
  g_return_val_if_fail (path != NULL, FALSE);

  absolute = g_canonicalize_filename (path, NULL);
  present = querist_introspect (absolute, error);
  if (present == NULL)
    return FALSE;
  url = g_strconcat ("file:", absolute, NULL);
  text = querist_schema_write (present, url);
  g_free (self->database);
  self->database = g_steal_pointer (&absolute);
  catalog = querist_project_look (self->database, text, error);
  if (catalog == NULL)
    return FALSE;
  querist_project_take_catalog (self, catalog, NULL);
  return querist_project_set_schema_text (self, text, error) && querist_project_save (self, error);
}

/**
 * querist_project_get_catalog:
 * @self: a project
 *
 * Returns: (transfer none): what the database holds, with the schema's names and descriptions;
 *   without tables when nothing was loaded yet. It is replaced, not changed, when that changes.
 */
QueristCatalog *
querist_project_get_catalog (QueristProject *self)
{
  g_return_val_if_fail (QUERIST_IS_PROJECT (self), NULL);
  return self->catalog;
}

/**
 * querist_project_require_catalog:
 * @self: a project
 * @error: return location: QUERIST_PROJECT_ERROR_NOTHING_LOADED
 *
 * Returns: (transfer none) (nullable): what the database holds; NULL when there is no table to ask
 */
QueristCatalog *
querist_project_require_catalog (QueristProject *self,
                                 GError        **error)
{
  g_return_val_if_fail (QUERIST_IS_PROJECT (self), NULL);

  if (self->catalog->tables->len > 0)
    return self->catalog;
  if (self->catalog_problem != NULL)
    g_set_error (error, QUERIST_PROJECT_ERROR, QUERIST_PROJECT_ERROR_NOTHING_LOADED,
                 "The database %s can't be read: %s", self->database, self->catalog_problem);
  else
    g_set_error (error, QUERIST_PROJECT_ERROR, QUERIST_PROJECT_ERROR_NOTHING_LOADED,
                 "There are no data to ask yet: push the schema and load the files first");
  return NULL;
}

static gboolean
count_table (sqlite3    *db,
             const char *table,
             gint64     *count)
{
  g_autofree char *name = querist_sql_quote_name (table);
  g_autofree char *sql = g_strdup_printf ("SELECT count(*) FROM %s", name);
  g_autoptr(sqlite3_stmt) statement = querist_connection_prepare (db, sql, NULL);

  if (statement == NULL || sqlite3_step (statement) != SQLITE_ROW)
    return FALSE;
  *count = sqlite3_column_int64 (statement, 0);
  return TRUE;
}

typedef struct {
  char           *database;
  QueristCatalog *catalog;
} CountJob;

static void
count_job_free (CountJob *job)
{
  g_free (job->database);
  querist_catalog_unref (job->catalog);
  g_free (job);
}

static void
count_thread (GTask        *task,
              gpointer      source_object,
              gpointer      task_data,
              GCancellable *cancellable)
{
  CountJob *job = task_data;
  GHashTable *counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr(sqlite3) db = querist_connection_open_read (job->database, NULL);

  for (guint i = 0; db != NULL && i < job->catalog->tables->len; i++)
    {
      const QueristTable *table = job->catalog->tables->pdata[i];
      gint64 count;

      if (g_cancellable_is_cancelled (cancellable))
        break;
      if (count_table (db, table->name, &count))
        g_hash_table_insert (counts, g_strdup (table->name), g_memdup2 (&count, sizeof count));
    }
  g_task_return_pointer (task, counts, (GDestroyNotify) g_hash_table_unref);
}

static void
counted_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  QueristProject *self = QUERIST_PROJECT (object);
  GHashTable *counts = g_task_propagate_pointer (G_TASK (result), NULL);

  if (counts == NULL)
    return;
  g_clear_object (&self->counting);
  g_clear_pointer (&self->counts, g_hash_table_unref);
  self->counts = counts;
  querist_project_changed (self);
}

static void
start_counting (QueristProject *self)
{
  g_autoptr(GTask) task = NULL;
  CountJob *job = g_new0 (CountJob, 1);

  job->database = g_strdup (self->database);
  job->catalog = querist_catalog_ref (self->catalog);
  self->counting = g_cancellable_new ();
  task = g_task_new (self, self->counting, counted_cb, NULL);
  g_task_set_task_data (task, job, (GDestroyNotify) count_job_free);
  g_task_run_in_thread (task, count_thread);
}

/**
 * querist_project_get_n_rows:
 * @self: a project
 * @table: a table of the database
 *
 * Returns: its rows; -1 while they are being counted, which the first call begins; "changed"
 *   follows when they are known
 */
gint64
querist_project_get_n_rows (QueristProject *self,
                            const char     *table)
{
  const gint64 *count;

  g_return_val_if_fail (QUERIST_IS_PROJECT (self), -1);

  if (self->counts == NULL)
    {
      if (self->counting == NULL && self->catalog->tables->len > 0)
        start_counting (self);
      return -1;
    }
  count = g_hash_table_lookup (self->counts, table);
  return count != NULL ? *count : -1;
}

typedef struct {
  char           *database;
  char           *schema_text;
  QueristCatalog *schema;
  gboolean        accept_data_loss;
} PushJob;

static void
push_job_free (PushJob *job)
{
  g_free (job->database);
  g_free (job->schema_text);
  g_clear_pointer (&job->schema, querist_catalog_unref);
  g_free (job);
}

/* A task that works towards the schema in a thread, or NULL when the schema has errors (@task has
 * failed then). */
static gboolean
start_push_job (GTask          *task,
                QueristProject *self,
                gboolean        accept_data_loss)
{
  PushJob *job = g_new0 (PushJob, 1);
  GError *error = NULL;

  job->database = g_strdup (self->database);
  job->schema_text = g_strdup (self->schema_text);
  job->accept_data_loss = accept_data_loss;
  job->schema = querist_project_dup_schema_catalog (self, &error);
  g_task_set_task_data (task, job, (GDestroyNotify) push_job_free);
  if (job->schema == NULL)
    g_task_return_error (task, error);
  return error == NULL;
}

static void
plan_thread (GTask        *task,
             gpointer      source_object,
             gpointer      task_data,
             GCancellable *cancellable)
{
  PushJob *job = task_data;
  GError *error = NULL;
  QueristMigration *migration = querist_migration_plan (job->database, job->schema, &error);

  if (migration != NULL)
    g_task_return_pointer (task, migration, (GDestroyNotify) querist_migration_free);
  else
    g_task_return_error (task, error);
}

/**
 * querist_project_plan_async:
 * @self: a project
 * @cancellable: (nullable): stops it
 * @callback: called when the plan is made
 * @user_data: passed to @callback
 *
 * Finds out what would bring the database to the schema. Nothing is changed.
 */
void
querist_project_plan_async (QueristProject      *self,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (QUERIST_IS_PROJECT (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, querist_project_plan_async);
  if (start_push_job (task, self, FALSE))
    g_task_run_in_thread (task, plan_thread);
}

/**
 * querist_project_plan_finish:
 * @self: a project
 * @result: what the callback got
 * @error: return location: QUERIST_PROJECT_ERROR_SCHEMA, or a QueristDatabaseError
 *
 * Returns: (transfer full) (nullable): the steps
 */
QueristMigration *
querist_project_plan_finish (QueristProject *self,
                             GAsyncResult   *result,
                             GError        **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
push_thread (GTask        *task,
             gpointer      source_object,
             gpointer      task_data,
             GCancellable *cancellable)
{
  PushJob *job = task_data;
  GError *error = NULL;
  g_autoptr(QueristMigration) migration = NULL;
  QueristCatalog *catalog = NULL;

  migration = querist_migration_plan (job->database, job->schema, &error);
  if (migration != NULL && querist_migration_run (migration, job->database, job->accept_data_loss,
                                                  cancellable, &error))
    catalog = querist_project_look (job->database, job->schema_text, &error);
  if (catalog != NULL)
    g_task_return_pointer (task, catalog, (GDestroyNotify) querist_catalog_unref);
  else
    g_task_return_error (task, error);
}

/**
 * querist_project_push_async:
 * @self: a project
 * @accept_data_loss: whether steps may run that lose data
 * @cancellable: (nullable): stops it and leaves the database as it was
 * @callback: called when it is done
 * @user_data: passed to @callback
 *
 * Brings the database to the schema, all or nothing.
 */
void
querist_project_push_async (QueristProject      *self,
                            gboolean             accept_data_loss,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (QUERIST_IS_PROJECT (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, querist_project_push_async);
  g_task_set_check_cancellable (task, FALSE);
  if (start_push_job (task, self, accept_data_loss))
    g_task_run_in_thread (task, push_thread);
}

/* The files go on feeding what has another name now. */
static void
keep_renames (QueristProject       *self,
              const QueristCatalog *schema)
{
  g_autoptr(GError) error = NULL;

  if (querist_project_follow_renames (self, schema) && !querist_project_save (self, &error))
    g_warning ("%s", error->message);
}

/**
 * querist_project_push_finish:
 * @self: a project
 * @result: what the callback got
 * @error: return location: QUERIST_PROJECT_ERROR_SCHEMA, QUERIST_DATABASE_ERROR_DATA_LOSS …
 *
 * Returns: whether the database fits the schema now
 */
gboolean
querist_project_push_finish (QueristProject *self,
                             GAsyncResult   *result,
                             GError        **error)
{
  PushJob *job = g_task_get_task_data (G_TASK (result));
  QueristCatalog *catalog;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  catalog = g_task_propagate_pointer (G_TASK (result), error);
  if (catalog == NULL)
    return FALSE;
  keep_renames (self, job->schema);
  querist_project_take_catalog (self, catalog, NULL);
  querist_project_changed (self);
  return TRUE;
}
