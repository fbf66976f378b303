/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-cli-commands.h"
#include "querist-cli-migration.h"
#include "querist-connection.h"

static void
print_sql (const QueristMigration *migration)
{
  g_autofree char *sql = querist_migration_to_sql (migration);

  if (*sql != '\0')
    g_print ("%s", sql);
  else
    g_print ("-- The database fits the schema.\n");
  for (guint i = 0; i < migration->notes->len; i++)
    g_print ("-- note: %s\n", (char *) g_ptr_array_index (migration->notes, i));
}

static void
print_losses (const QueristMigration *migration)
{
  for (guint i = 0; i < migration->steps->len; i++)
    {
      const QueristMigrationStep *step = g_ptr_array_index (migration->steps, i);

      if (step->loss != NULL)
        g_printerr ("%s\n", step->loss);
    }
}

/**
 * querist_cli_migrate:
 * @database: an SQLite file, which need not be there
 * @catalog: what it shall hold
 * @accept_data_loss: whether something may be lost
 * @dry_run: print the SQL instead of running it
 *
 * Brings a database to a schema, or tells how.
 *
 * Returns: the exit status
 */
int
querist_cli_migrate (const char           *database,
                     const QueristCatalog *catalog,
                     gboolean              accept_data_loss,
                     gboolean              dry_run)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(QueristMigration) migration = querist_migration_plan (database, catalog, &error);

  if (migration == NULL)
    return querist_cli_fail (error);
  if (dry_run)
    {
      print_sql (migration);
      return QUERIST_CLI_DONE;
    }
  if (!querist_migration_run (migration, database, accept_data_loss, NULL, &error))
    {
      if (g_error_matches (error, QUERIST_DATABASE_ERROR, QUERIST_DATABASE_ERROR_DATA_LOSS))
        g_prefix_error (&error, "--accept-data-loss is needed. ");
      return querist_cli_fail (error);
    }
  print_losses (migration);
  if (migration->steps->len == 0)
    g_print ("The database fits the schema already.\n");
  else
    g_print ("The database fits the schema now: %u %s made.\n", migration->steps->len,
             migration->steps->len == 1 ? "change was" : "changes were");
  return QUERIST_CLI_DONE;
}
