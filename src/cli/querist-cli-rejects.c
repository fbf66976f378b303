/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <gio/gunixoutputstream.h>
#include <sqlite3.h>
#include <string.h>
#include <unistd.h>

#include "querist-cli-commands.h"
#include "querist-cli-wait.h"
#include "querist-csv-reader.h"
#include "querist-executor.h"
#include "querist-export.h"
#include "querist-json.h"
#include "querist-project.h"
#include "querist-text.h"

#define PAGE_ROWS 256

/* What the options say. */
typedef struct {
  gboolean  json;
  gboolean  csv;
  gboolean  all;
  gboolean  retry_all;
  char     *retry;
  GStrv     dismiss;
  GStrv     restore;
} Options;

static void
options_clear (Options *self)
{
  g_free (self->retry);
  g_strfreev (self->dismiss);
  g_strfreev (self->restore);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static void
add_record (QueristRejectJob *job,
            gint64            id,
            const char       *text)
{
  querist_reject_job_add (job, id);
  if (text != NULL)
    querist_reject_job_edit (job, id, text);
}

static gboolean
set_format_error (const char  *path,
                  GError     **error)
{
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
               "%s is not what “rejects --json” or “rejects --csv” prints: every record needs an "
               "“id” and a “text”", path);
  return FALSE;
}

/* {rejects: [{id, text}]}, or the array alone. */
static gboolean
read_json (QueristRejectJob  *job,
           const char        *path,
           const char        *json,
           gsize              length,
           GError           **error)
{
  g_autoptr(JsonNode) node = querist_json_parse_file (json, length, error);
  JsonArray *array;

  if (node == NULL)
    {
      g_prefix_error (error, "%s: ", path);
      return FALSE;
    }
  array = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node)
        : JSON_NODE_HOLDS_OBJECT (node)
            ? querist_json_get_array (json_node_get_object (node), "rejects") : NULL;
  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonNode *element = json_array_get_element (array, i);
      JsonObject *object = JSON_NODE_HOLDS_OBJECT (element) ? json_node_get_object (element) : NULL;
      gint64 id = querist_json_get_int (object, "id", 0);

      if (id <= 0)
        return set_format_error (path, error);
      add_record (job, id, querist_json_get_string (object, "text", NULL));
    }
  return array != NULL || set_format_error (path, error);
}

static int
find_label (const char *const *labels,
            const char        *label)
{
  for (int i = 0; labels != NULL && labels[i] != NULL; i++)
    {
      if (g_str_equal (labels[i], label))
        return i;
    }
  return -1;
}

/* What --csv prints, or a spreadsheet made of it. */
static gboolean
read_csv (QueristRejectJob  *job,
          const char        *path,
          GError           **error)
{
  g_autoptr(QueristCsvDialect) dialect = querist_csv_dialect_new ();
  g_autoptr(QueristCsvReader) reader = NULL;
  const QueristCsvRow *row;
  QueristCsvStep step;
  int id, text;

  g_free (dialect->delimiter);
  dialect->delimiter = g_strdup (",");
  dialect->quote = dialect->escape = '"';
  dialect->header_rows = 1;
  reader = querist_csv_reader_open (path, dialect, 0, error);
  if (reader == NULL)
    return FALSE;
  id = find_label (querist_csv_reader_get_labels (reader), "id");
  text = find_label (querist_csv_reader_get_labels (reader), "text");
  while (id >= 0 && text >= 0 &&
         (step = querist_csv_reader_next (reader, &row, NULL, error)) < QUERIST_CSV_END)
    {
      gint64 number = step == QUERIST_CSV_RECORD
        ? g_ascii_strtoll (row->cells[id].text, NULL, 10) : 0;

      if (number <= 0)
        return set_format_error (path, error);
      add_record (job, number, row->cells[text].text);
    }
  if (id < 0 || text < 0)
    return set_format_error (path, error);
  return step == QUERIST_CSV_END;
}

static gboolean
read_edits (QueristRejectJob  *job,
            const char        *argument,
            GError           **error)
{
  const char *path = g_str_equal (argument, "-") ? "/dev/stdin" : argument;
  g_autofree char *text = NULL;
  gsize length;
  const char *start;

  if (!g_file_get_contents (path, &text, &length, error))
    return FALSE;
  start = text;
  while (g_ascii_isspace (*start))
    start++;
  /* a file without records retries none, not all */
  job->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  if (*start == '{' || *start == '[')
    return read_json (job, argument, text, length, error);
  if (!g_str_equal (argument, "-"))
    return read_csv (job, path, error);
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
               "Standard input is no JSON; CSV can only be read from a file");
  return FALSE;
}

static gboolean
add_ids (QueristRejectJob   *job,
         const char *const  *ids,
         GError            **error)
{
  for (guint i = 0; ids[i] != NULL; i++)
    {
      guint64 id;

      if (!g_ascii_string_to_unsigned (ids[i], 10, 1, G_MAXINT64, &id, error))
        return FALSE;
      querist_reject_job_add (job, id);
    }
  return TRUE;
}

/* The job that the options ask for; NULL without an error if they only ask for the list. */
static QueristRejectJob *
make_job (const Options  *options,
          GError        **error)
{
  g_autoptr(QueristRejectJob) job = NULL;
  gboolean made = TRUE;

  if (options->retry != NULL || options->retry_all)
    job = querist_reject_job_new (QUERIST_REJECT_RETRY);
  else if (options->dismiss != NULL)
    job = querist_reject_job_new (QUERIST_REJECT_DISMISS);
  else if (options->restore != NULL)
    job = querist_reject_job_new (QUERIST_REJECT_RESTORE);
  if (options->retry != NULL)
    made = read_edits (job, options->retry, error);
  else if (options->dismiss != NULL)
    made = add_ids (job, (const char *const *) options->dismiss, error);
  else if (options->restore != NULL)
    made = add_ids (job, (const char *const *) options->restore, error);
  /* every record beside those of the file, too */
  if (made && options->retry_all)
    g_clear_pointer (&job->ids, g_array_unref);
  return made ? g_steal_pointer (&job) : NULL;
}

static gboolean
run_job (QueristProject        *project,
         QueristRejectJob      *job,
         QueristRejectOutcome  *outcome,
         GError               **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  querist_project_run_rejects_async (project, job, querist_cli_get_cancellable (),
                                     querist_cli_result_cb, &result);
  return querist_project_run_rejects_finish (project, querist_cli_wait (&result), outcome, error);
}

static void
add_member (JsonObject  *object,
            const char  *name,
            QueristCell  cell)
{
  if (cell.type == SQLITE_INTEGER)
    json_object_set_int_member (object, name, g_ascii_strtoll (cell.text, NULL, 10));
  else if (cell.text != NULL)
    json_object_set_string_member (object, name, cell.text);
}

static gboolean
for_each (QueristResult  *result,
          void          (*func) (QueristResultRow *row,
                                 gpointer          user_data),
          gpointer        user_data,
          GError        **error)
{
  for (guint64 i = 0; i < querist_result_get_n_rows (result); i += PAGE_ROWS)
    {
      g_autoptr(GPtrArray) rows = querist_result_read (result, i, PAGE_ROWS, error);

      if (rows == NULL)
        return FALSE;
      for (guint j = 0; j < rows->len; j++)
        func (rows->pdata[j], user_data);
    }
  return TRUE;
}

static void
row_to_json (QueristResultRow *row,
             gpointer          user_data)
{
  static const char *const names[] = { "id", "load", "file", "table", "line", "column", "reason",
                                       "raw", "text", "dismissed_at" };
  JsonObject *object = json_object_new ();

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    add_member (object, names[i], querist_result_row_get_cell (row, i));
  json_array_add_object_element (user_data, object);
}

static void
row_to_text (QueristResultRow *row,
             gpointer          user_data)
{
  const char *path = querist_result_row_get_cell (row, QUERIST_REJECT_FILE).text;
  const char *column = querist_result_row_get_cell (row, QUERIST_REJECT_COLUMN).text;
  const char *dismissed = querist_result_row_get_cell (row, QUERIST_REJECT_DISMISSED_AT).text;
  g_autofree char *name = g_path_get_basename (path);

  g_print ("%s:%s: %s%s%s (id %s%s)\n  %s\n", name,
           querist_result_row_get_cell (row, QUERIST_REJECT_LINE).text,
           column != NULL ? column : "", column != NULL ? ": " : "",
           querist_result_row_get_cell (row, QUERIST_REJECT_REASON).text,
           querist_result_row_get_cell (row, QUERIST_REJECT_ID).text,
           dismissed != NULL ? ", dismissed" : "",
           querist_result_row_get_cell (row, QUERIST_REJECT_TEXT).text);
}

static gboolean
print_json (QueristResult               *result,
            const QueristRejectOutcome  *outcome,
            GError                     **error)
{
  g_autoptr(JsonObject) object = json_object_new ();
  g_autoptr(JsonNode) node = NULL;
  JsonArray *rejects = json_array_new ();

  json_object_set_array_member (object, "rejects", rejects);
  if (!for_each (result, row_to_json, rejects, error))
    return FALSE;
  if (outcome != NULL)
    {
      json_object_set_int_member (object, "tried", outcome->n_tried);
      json_object_set_int_member (object, "done", outcome->n_done);
    }
  node = json_node_init_object (json_node_alloc (), object);
  querist_cli_print_json (node);
  return TRUE;
}

static gboolean
print_csv (QueristResult  *result,
           GError        **error)
{
  g_autoptr(GOutputStream) stream = g_unix_output_stream_new (STDOUT_FILENO, FALSE);

  return querist_export (result, QUERIST_EXPORT_CSV, stream, NULL, NULL, NULL, error);
}

static void
print_outcome (const Options              *options,
               const QueristRejectOutcome *outcome)
{
  g_autofree char *tried = querist_text_format_count (outcome->n_tried);
  g_autofree char *done = querist_text_format_count (outcome->n_done);

  g_printerr ("querist-cli: %s of %s records %s\n", done, tried,
              options->dismiss != NULL ? "dismissed"
              : options->restore != NULL ? "restored" : "loaded");
}

static gboolean
print_list (QueristProject              *project,
            const Options               *options,
            const QueristRejectOutcome  *outcome,
            GError                     **error)
{
  const QueristExecuteOptions execute = { 0 };
  g_autofree char *database = querist_project_dup_database_path (project);
  g_autofree char *sql = querist_rejects_query (database, options->all, error);
  g_autoptr(QueristResult) result =
    sql != NULL ? querist_execute (database, sql, &execute, NULL, error) : NULL;

  if (result == NULL)
    return FALSE;
  if (options->json)
    return print_json (result, outcome, error);
  if (outcome != NULL)
    print_outcome (options, outcome);
  return options->csv ? print_csv (result, error) : for_each (result, row_to_text, NULL, error);
}

static gboolean
parse_options (int      *argc,
               char   ***argv,
               Options  *options,
               int      *status)
{
  const GOptionEntry entries[] = {
    { "json", 'j', 0, G_OPTION_ARG_NONE, &options->json, "Print JSON", NULL },
    { "csv", 'c', 0, G_OPTION_ARG_NONE, &options->csv, "Print CSV", NULL },
    { "all", 'a', 0, G_OPTION_ARG_NONE, &options->all, "List dismissed records too", NULL },
    { "retry", 'r', 0, G_OPTION_ARG_FILENAME, &options->retry,
      "Load the records of a file that --json or --csv has printed, as their “text” is now",
      "FILE|-" },
    { "retry-all", 'R', 0, G_OPTION_ARG_NONE, &options->retry_all,
      "Load all records that were not dismissed", NULL },
    { "dismiss", 'd', 0, G_OPTION_ARG_STRING_ARRAY, &options->dismiss,
      "Do without a record; it stays in the database, marked", "ID" },
    { "restore", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options->restore,
      "Take a dismissal back", "ID" },
    { NULL },
  };

  if (!querist_cli_parse (argc, argv, "rejects PROJECT", entries, NULL, 1, 1, status))
    return FALSE;
  if ((options->retry != NULL || options->retry_all) + (options->dismiss != NULL) +
        (options->restore != NULL) > 1 || (options->json && options->csv))
    {
      g_printerr ("querist-cli: --retry, --dismiss and --restore exclude each other, and so do "
                  "--json and --csv\n");
      *status = QUERIST_CLI_USAGE;
      return FALSE;
    }
  return TRUE;
}

/**
 * querist_cli_rejects:
 * @argc: number of words
 * @argv: "rejects" and the project
 *
 * Lists the records that could not be loaded, and retries, dismisses or restores them.
 *
 * Returns: the exit status
 */
int
querist_cli_rejects (int    argc,
                     char **argv)
{
  g_auto(Options) options = { 0 };
  g_autoptr(GError) error = NULL;
  g_autoptr(QueristProject) project = NULL;
  QueristRejectJob *job;
  QueristRejectOutcome outcome = { 0 };
  int status;

  if (!parse_options (&argc, &argv, &options, &status))
    return status;
  project = querist_project_open (argv[1], &error);
  if (project == NULL || querist_project_require_catalog (project, &error) == NULL)
    return querist_cli_fail (error);
  job = make_job (&options, &error);
  if (error != NULL || (job != NULL && !run_job (project, job, &outcome, &error)) ||
      !print_list (project, &options, job != NULL ? &outcome : NULL, &error))
    return querist_cli_fail (error);
  return QUERIST_CLI_DONE;
}
