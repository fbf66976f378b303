/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "querist-connection.h"
#include "querist-migration-checks.h"
#include "querist-migration-private.h"
#include "querist-migration-trial.h"

/* SQLite's virtual machine instructions between two looks at the cancellable. */
#define CANCEL_INTERVAL 20000

static void
step_free (QueristMigrationStep *self)
{
  g_ptr_array_unref (self->statements);
  g_ptr_array_unref (self->renames);
  g_free (self->loss);
  g_free (self->refusal);
  g_free (self);
}

/**
 * querist_migration_new:
 *
 * Returns: (transfer full): a migration without steps
 */
QueristMigration *
querist_migration_new (void)
{
  QueristMigration *self = g_new0 (QueristMigration, 1);

  self->steps = g_ptr_array_new_with_free_func ((GDestroyNotify) step_free);
  self->notes = g_ptr_array_new_with_free_func (g_free);
  return self;
}

/**
 * querist_migration_add_step:
 * @self: a migration
 *
 * Returns: (transfer none): a new last step, which does nothing yet
 */
QueristMigrationStep *
querist_migration_add_step (QueristMigration *self)
{
  QueristMigrationStep *step = g_new0 (QueristMigrationStep, 1);

  step->statements = g_ptr_array_new_with_free_func (g_free);
  step->renames =
    g_ptr_array_new_with_free_func ((GDestroyNotify) querist_probable_rename_free);
  g_ptr_array_add (self->steps, step);
  return step;
}

/**
 * querist_migration_free:
 * @self: (transfer full): a migration
 */
void
querist_migration_free (QueristMigration *self)
{
  g_ptr_array_unref (self->steps);
  g_ptr_array_unref (self->notes);
  g_free (self->shape);
  g_free (self);
}

static void
append_comment (GString    *sql,
                const char *label,
                const char *text)
{
  g_auto(GStrv) lines = text != NULL ? g_strsplit (text, "\n", -1) : NULL;

  for (guint i = 0; lines != NULL && lines[i] != NULL; i++)
    g_string_append_printf (sql, "-- %s: %s\n", label, lines[i]);
}

static void
append_renames (GString                    *sql,
                const QueristMigrationStep *step)
{
  for (guint i = 0; i < step->renames->len; i++)
    {
      g_autofree char *advice =
        querist_probable_rename_to_string (g_ptr_array_index (step->renames, i));

      append_comment (sql, "hint", advice);
    }
}

/**
 * querist_migration_to_sql:
 * @self: a migration
 *
 * Returns: (transfer full): a script for the sqlite3 program that does the same, with a comment
 *   over every step that loses something or can't be done; empty when there is nothing to do
 */
char *
querist_migration_to_sql (const QueristMigration *self)
{
  GString *sql = g_string_new (NULL);

  if (self->steps->len == 0)
    return g_string_free (sql, FALSE);
  g_string_append (sql, QUERIST_MIGRATION_PREPARE ";\nBEGIN IMMEDIATE;\n");
  for (guint i = 0; i < self->steps->len; i++)
    {
      const QueristMigrationStep *step = g_ptr_array_index (self->steps, i);

      g_string_append_c (sql, '\n');
      append_comment (sql, "data loss", step->loss);
      append_comment (sql, "refused", step->refusal);
      append_renames (sql, step);
      for (guint j = 0; j < step->statements->len; j++)
        g_string_append_printf (sql, "%s;\n", (char *) g_ptr_array_index (step->statements, j));
    }
  g_string_append (sql, "\nPRAGMA foreign_key_check;\nCOMMIT;\n");
  return g_string_free (sql, FALSE);
}

/**
 * querist_migration_loses:
 * @self: a migration
 *
 * Returns: whether any step loses data
 */
gboolean
querist_migration_loses (const QueristMigration *self)
{
  for (guint i = 0; i < self->steps->len; i++)
    {
      if (((QueristMigrationStep *) g_ptr_array_index (self->steps, i))->loss != NULL)
        return TRUE;
    }
  return FALSE;
}

/* All losses, or all refusals, a line each, with what may spare them; NULL when there is none. */
static char *
collect (const QueristMigration *self,
         gboolean                refusals)
{
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < self->steps->len; i++)
    {
      const QueristMigrationStep *step = g_ptr_array_index (self->steps, i);
      const char *line = refusals ? step->refusal : step->loss;

      if (line == NULL)
        continue;
      g_string_append_printf (text, "\n%s", line);
      for (guint j = 0; j < step->renames->len; j++)
        {
          g_autofree char *advice =
            querist_probable_rename_to_string (g_ptr_array_index (step->renames, j));

          g_string_append_printf (text, "\n%s", advice);
        }
    }
  return text->len > 0 ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}

static gboolean
may_run (const QueristMigration  *self,
         gboolean                 accept_data_loss,
         GError                 **error)
{
  g_autofree char *refusals = collect (self, TRUE);
  g_autofree char *losses = collect (self, FALSE);

  if (refusals != NULL)
    {
      g_set_error (error, QUERIST_DATABASE_ERROR, QUERIST_DATABASE_ERROR_FAILED,
                   "The database can’t be brought to the schema; nothing was changed:%s", refusals);
      return FALSE;
    }
  if (losses != NULL && !accept_data_loss)
    {
      g_set_error (error, QUERIST_DATABASE_ERROR, QUERIST_DATABASE_ERROR_DATA_LOSS,
                   "The change would lose data; nothing was changed:%s", losses);
      return FALSE;
    }
  return TRUE;
}

/* sqlite3_progress_handler() callback. */
static int
stop_if_cancelled (void *cancellable)
{
  return g_cancellable_is_cancelled (cancellable);
}

/**
 * querist_migration_run_steps:
 * @self: a migration
 * @db: a connection
 * @error: return location for a #GError
 *
 * Runs all statements, whatever they lose.
 *
 * Returns: FALSE with @error set at the first that fails
 */
gboolean
querist_migration_run_steps (const QueristMigration  *self,
                             sqlite3                 *db,
                             GError                 **error)
{
  for (guint i = 0; i < self->steps->len; i++)
    {
      const QueristMigrationStep *step = g_ptr_array_index (self->steps, i);

      for (guint j = 0; j < step->statements->len; j++)
        {
          if (!querist_connection_exec (db, g_ptr_array_index (step->statements, j), error))
            return FALSE;
        }
    }
  return TRUE;
}

/* Counts the rows that refer to nothing; -1 with @error set. A description of the first such
 * reference goes to @example. */
static gint64
count_orphans (sqlite3  *db,
               char    **example,
               GError  **error)
{
  g_autoptr(sqlite3_stmt) rows = querist_connection_prepare (db, "PRAGMA foreign_key_check", error);
  gint64 n = 0;
  int code;

  if (rows == NULL)
    return -1;
  while ((code = sqlite3_step (rows)) == SQLITE_ROW)
    {
      if (n++ == 0 && example != NULL)
        *example = g_strdup_printf ("row %" G_GINT64_FORMAT " of “%s” refers to “%s”",
                                    (gint64) sqlite3_column_int64 (rows, 1),
                                    (const char *) sqlite3_column_text (rows, 0),
                                    (const char *) sqlite3_column_text (rows, 2));
    }
  if (code == SQLITE_DONE)
    return n;
  querist_connection_set_error (db, code, error);
  return -1;
}

/* Orphans that were there before are not this change's business. */
static gboolean
run_and_verify (const QueristMigration  *self,
                sqlite3                 *db,
                GError                 **error)
{
  g_autofree char *example = NULL;
  /* an old reference to a table that is not there can't be checked, and is no orphan */
  gint64 before = MAX (count_orphans (db, NULL, NULL), 0), after;

  if (!querist_migration_run_steps (self, db, error))
    return FALSE;
  after = count_orphans (db, &example, error);
  if (after < 0)
    return FALSE;
  if (after > before)
    {
      g_set_error (error, QUERIST_DATABASE_ERROR, QUERIST_DATABASE_ERROR_FAILED,
                   "After the change %" G_GINT64_FORMAT " rows would refer to rows that are not "
                   "there (%s). Nothing was changed.",
                   after - before, example);
      return FALSE;
    }
  return TRUE;
}

/**
 * querist_migration_dup_shape:
 * @db: a connection
 *
 * Returns: (transfer full): a digest of all that the database holds but rows; what belongs to
 *   SQLite and to Querist doesn't count
 */
char *
querist_migration_dup_shape (sqlite3 *db)
{
  g_autoptr(sqlite3_stmt) rows = querist_connection_prepare (
    db,
    "SELECT type, name, ifnull(sql, '') FROM main.sqlite_schema"
    " WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name NOT LIKE '\\_querist\\_%' ESCAPE '\\' ORDER BY type, name",
    NULL);
  g_autoptr(GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);

  while (rows != NULL && sqlite3_step (rows) == SQLITE_ROW)
    {
      for (int i = 0; i < 3; i++)
        {
          const char *text = (const char *) sqlite3_column_text (rows, i);

          /* with the NUL at its end, which parts it from the next */
          g_checksum_update (sum, (const guchar *) text, (gssize) strlen (text) + 1);
        }
    }
  return g_strdup (g_checksum_get_string (sum));
}

/* A plan is worth nothing for another database than the one that was looked at. */
static gboolean
is_as_planned (const QueristMigration  *self,
               sqlite3                 *db,
               GError                 **error)
{
  g_autofree char *shape = querist_migration_dup_shape (db);

  if (g_str_equal (shape, self->shape))
    return TRUE;
  g_set_error_literal (error, QUERIST_DATABASE_ERROR, QUERIST_DATABASE_ERROR_FAILED,
                       "The database was changed by somebody else meanwhile; nothing was done. "
                       "Look at the changes again.");
  return FALSE;
}

/* The transaction has begun. */
static gboolean
finish_transaction (const QueristMigration  *self,
                    sqlite3                 *db,
                    GError                 **error)
{
  if (is_as_planned (self, db, error) &&
      querist_connection_exec (db, "PRAGMA legacy_alter_table = ON", error) &&
      run_and_verify (self, db, error) &&
      querist_connection_exec (db, "COMMIT", error))
    return TRUE;
  sqlite3_progress_handler (db, 0, NULL, NULL);
  sqlite3_exec (db, "ROLLBACK", NULL, NULL, NULL);
  return FALSE;
}

/**
 * querist_migration_run:
 * @self: a migration
 * @database: path of the SQLite file that it was planned for; made if it is not there
 * @accept_data_loss: whether steps that lose data may be done
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Does all steps in one transaction, or none of them. Before it is committed, the references are
 * checked. While another writes it waits for a few seconds.
 *
 * Returns: FALSE with @error set: %QUERIST_DATABASE_ERROR_DATA_LOSS when something would be lost
 *   and that is not accepted
 */
gboolean
querist_migration_run (const QueristMigration  *self,
                       const char              *database,
                       gboolean                 accept_data_loss,
                       GCancellable            *cancellable,
                       GError                 **error)
{
  g_autoptr(sqlite3) db = NULL;
  gboolean existed, done;

  g_return_val_if_fail (self != NULL && database != NULL, FALSE);

  if (!may_run (self, accept_data_loss, error))
    return FALSE;
  existed = g_file_test (database, G_FILE_TEST_EXISTS);
  db = querist_connection_open_locked (database, FALSE, cancellable, error);
  if (db == NULL)
    return FALSE;
  if (cancellable != NULL)
    sqlite3_progress_handler (db, CANCEL_INTERVAL, stop_if_cancelled, cancellable);
  done = finish_transaction (self, db, error);
  g_clear_pointer (&db, sqlite3_close_v2);
  if (!done && !existed)
    g_unlink (database);
  return done;
}
