/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-cli-commands.h"
#include "querist-cli-wait.h"
#include "querist-project.h"
#include "querist-text.h"

typedef struct {
  GMainLoop     *loop;
  QueristLedger *ledger;
  GError        *error;
} Load;

static void
loaded_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  Load *load = user_data;

  load->ledger = querist_project_load_finish (QUERIST_PROJECT (object), result, &load->error);
  g_main_loop_quit (load->loop);
}

static QueristLedger *
run_load (QueristProject  *project,
          QueristLoadMode  mode,
          gboolean         accept_drift,
          GError         **error)
{
  g_autoptr(GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  Load load = { .loop = loop };

  querist_project_load_async (project, mode, accept_drift, querist_cli_progress, NULL,
                              querist_cli_get_cancellable (), loaded_cb, &load);
  g_main_loop_run (loop);
  querist_cli_progress_end ();
  if (load.ledger == NULL)
    g_propagate_error (error, load.error);
  return load.ledger;
}

/* Tells how the files differ from what they were, before anything is loaded; gives NULL if that
 * could not be found out, and whether somebody has to decide about it. */
static GPtrArray *
find_drift (QueristProject  *project,
            gboolean        *blocks,
            GError         **error)
{
  g_autoptr(GAsyncResult) result = NULL;
  GPtrArray *drift;

  querist_project_find_drift_async (project, querist_cli_get_cancellable (),
                                    querist_cli_result_cb, &result);
  drift = querist_project_find_drift_finish (project, querist_cli_wait (&result), error);
  *blocks = FALSE;
  for (guint i = 0; drift != NULL && i < drift->len; i++)
    {
      const QueristDrift *change = drift->pdata[i];

      g_printerr ("querist-cli: %s\n", change->message);
      *blocks |= change->blocks;
    }
  return drift;
}

static JsonArray *
drift_to_json (GPtrArray *drift)
{
  JsonArray *array = json_array_sized_new (drift->len);

  for (guint i = 0; i < drift->len; i++)
    {
      const QueristDrift *change = drift->pdata[i];
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "kind", querist_drift_kind_to_string (change->kind));
      json_object_set_string_member (object, "file", change->path);
      if (change->column != NULL)
        json_object_set_string_member (object, "column", change->column);
      if (change->now != NULL)
        json_object_set_string_member (object, "now", change->now);
      json_object_set_string_member (object, "message", change->message);
      json_array_add_object_element (array, object);
    }
  return array;
}

/* The load stops before it has begun. */
static int
refuse_drift (GPtrArray *drift,
              gboolean   json)
{
  if (json)
    {
      g_autoptr(JsonObject) object = json_object_new ();
      g_autoptr(JsonNode) node = NULL;

      json_object_set_array_member (object, "drift", drift_to_json (drift));
      node = json_node_init_object (json_node_alloc (), object);
      querist_cli_print_json (node);
    }
  g_printerr ("querist-cli: Nothing was loaded. Mend the file, load it as it is now with "
              "--accept-drift, or read it again and review the schema\n");
  return QUERIST_CLI_FAILED;
}

static double
bytes_per_second (const QueristLedger *ledger)
{
  return ledger->seconds > 0 ? ledger->n_bytes / ledger->seconds : 0;
}

/* What happened to the values of the columns that are loaded. */
static JsonArray *
columns_to_json (const QueristLedgerFile *file)
{
  JsonArray *columns = json_array_sized_new (file->columns->len);

  for (guint i = 0; i < file->columns->len; i++)
    {
      const QueristLedgerColumn *column = g_ptr_array_index (file->columns, i);
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "name", column->name);
      json_object_set_int_member (object, "nulled", column->n_nulled);
      json_object_set_int_member (object, "changed", column->n_changed);
      json_array_add_object_element (columns, object);
    }
  return columns;
}

static void
print_json (const QueristLedger *ledger,
            GPtrArray           *drift)
{
  g_autoptr(JsonObject) object = json_object_new ();
  g_autoptr(JsonNode) node = NULL;
  JsonArray *files = json_array_new ();

  for (guint i = 0; i < ledger->files->len; i++)
    {
      const QueristLedgerFile *file = g_ptr_array_index (ledger->files, i);
      JsonObject *entry = json_object_new ();

      json_object_set_string_member (entry, "file", file->path);
      json_object_set_string_member (entry, "table", file->table);
      json_object_set_int_member (entry, "bytes", file->n_bytes);
      json_object_set_int_member (entry, "read", file->n_read);
      json_object_set_int_member (entry, "loaded", file->n_loaded);
      json_object_set_int_member (entry, "rejected", file->n_rejected);
      json_object_set_int_member (entry, "nulled", file->n_nulled);
      json_object_set_int_member (entry, "lines", file->n_lines);
      json_object_set_int_member (entry, "changed", file->n_changed);
      json_object_set_int_member (entry, "columns_left_out", file->n_left_out);
      json_object_set_double_member (entry, "seconds", file->seconds);
      json_object_set_array_member (entry, "columns", columns_to_json (file));
      json_array_add_object_element (files, entry);
    }
  json_object_set_array_member (object, "files", files);
  json_object_set_array_member (object, "drift", drift_to_json (drift));
  json_object_set_double_member (object, "seconds", ledger->seconds);
  json_object_set_double_member (object, "index_seconds", ledger->index_seconds);
  json_object_set_double_member (object, "bytes_per_second", bytes_per_second (ledger));
  node = json_node_init_object (json_node_alloc (), object);
  querist_cli_print_json (node);
}

/* What has not been told as drift. */
static void
print_notes (const char *const *notes,
             GPtrArray         *drift)
{
  for (guint i = 0; notes != NULL && notes[i] != NULL; i++)
    {
      gboolean told = FALSE;

      for (guint j = 0; j < drift->len; j++)
        told |= g_str_equal (((QueristDrift *) drift->pdata[j])->message, notes[i]);
      if (!told)
        g_printerr ("querist-cli: %s\n", notes[i]);
    }
}

static void
print_text (const QueristLedger *ledger)
{
  guint64 n_rejected = 0;

  for (guint i = 0; i < ledger->files->len; i++)
    {
      const QueristLedgerFile *file = g_ptr_array_index (ledger->files, i);
      g_autofree char *name = g_path_get_basename (file->path);
      g_autofree char *loaded = querist_text_format_count (file->n_loaded);
      g_autofree char *rejected = querist_text_format_count (file->n_rejected);
      g_autofree char *nulled = querist_text_format_count (file->n_nulled);
      g_autofree char *changed = querist_text_format_count (file->n_changed);

      g_print ("%s → %s: %s rows loaded, %s rejected", name, file->table, loaded, rejected);
      if (file->n_nulled > 0)
        g_print (", %s values set to null", nulled);
      if (file->n_changed > 0)
        g_print (", %s values changed (their text is in " QUERIST_ORIGINALS_TABLE ")", changed);
      g_print ("\n");
      n_rejected += file->n_rejected;
    }
  g_print ("%.2f s, %.0f MB/s, of this %.2f s for indexes\n", ledger->seconds,
           bytes_per_second (ledger) / 1e6, ledger->index_seconds);
  if (n_rejected > 0)
    g_print ("The rejected records are in the table " QUERIST_REJECTS_TABLE
             "; “querist-cli rejects” lists and retries them.\n");
}

/**
 * querist_cli_load:
 * @argc: number of words
 * @argv: "load" and the project
 *
 * Loads every source of a project into its table, all or nothing.
 *
 * Returns: the exit status
 */
int
querist_cli_load (int    argc,
                  char **argv)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(QueristProject) project = NULL;
  g_autoptr(QueristLedger) ledger = NULL;
  g_autoptr(GPtrArray) drift = NULL;
  gboolean replace = FALSE, append = FALSE, accept = FALSE, json = FALSE, blocks;
  int status;
  const GOptionEntry entries[] = {
    { "replace", 'r', 0, G_OPTION_ARG_NONE, &replace,
      "Put the files' rows in place of what the tables hold (the default)", NULL },
    { "append", 'a', 0, G_OPTION_ARG_NONE, &append, "Add the files' rows", NULL },
    { "accept-drift", 0, 0, G_OPTION_ARG_NONE, &accept,
      "Load files that have changed since the schema was made, with columns that are gone left "
      "empty, renamed ones taken for what they seem to be, and rows rejected that no longer fit",
      NULL },
    { "json", 'j', 0, G_OPTION_ARG_NONE, &json, "Print JSON", NULL },
    { NULL },
  };

  if (!querist_cli_parse (&argc, &argv, "load PROJECT", entries, NULL, 1, 1, &status))
    return status;
  if (replace && append)
    {
      g_printerr ("querist-cli: --replace and --append exclude each other\n");
      return QUERIST_CLI_USAGE;
    }
  project = querist_project_open (argv[1], &error);
  if (project == NULL)
    return querist_cli_fail (error);
  drift = find_drift (project, &blocks, &error);
  if (drift == NULL)
    return querist_cli_fail (error);
  if (blocks && !accept)
    return refuse_drift (drift, json);
  ledger = run_load (project, append ? QUERIST_LOAD_APPEND : QUERIST_LOAD_REPLACE, accept, &error);
  if (ledger == NULL)
    return querist_cli_fail (error);
  print_notes (querist_project_get_load_notes (project), drift);
  if (json)
    print_json (ledger, drift);
  else
    print_text (ledger);
  return QUERIST_CLI_DONE;
}
