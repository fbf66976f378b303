/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-cli-commands.h"
#include "querist-cli-csv-options.h"
#include "querist-csv-profile.h"
#include "querist-text.h"

static char *
show_character (gunichar c)
{
  char text[7] = "";

  if (c == 0)
    return g_strdup ("none");
  text[g_unichar_to_utf8 (c, text)] = '\0';
  return g_strdup (text);
}

static const char *
show_delimiter (const char *delimiter)
{
  if (g_str_equal (delimiter, "\t"))
    return "tab";
  if (g_str_equal (delimiter, " "))
    return "blank";
  if (g_str_equal (delimiter, QUERIST_CSV_BLANKS) ||
      g_str_equal (delimiter, QUERIST_CSV_TWO_BLANKS))
    return "runs of blanks";
  return delimiter[0] == '\0' ? "none" : delimiter;
}

static void
print_dialect (const QueristCsvProfile *profile)
{
  const QueristCsvDialect *dialect = profile->dialect;
  g_autofree char *quote = show_character (dialect->quote);
  g_autofree char *escape = show_character (dialect->escape);

  g_print ("  encoding %s, delimiter %s, quote %s, escape %s, line end %s\n", dialect->encoding,
           show_delimiter (dialect->delimiter), quote, escape,
           querist_line_end_to_string (dialect->line_end));
  g_print ("  skipped lines %u, header rows %u, confidence %.0f %%\n", dialect->skipped_lines,
           dialect->header_rows, 100 * profile->confidence);
}

static void
print_column (const QueristColumnProfile *column)
{
  g_autofree char *distinct = querist_text_format_count (column->n_distinct);
  g_autofree char *min = querist_text_first_line (column->min != NULL ? column->min : "", 24);
  g_autofree char *max = querist_text_first_line (column->max != NULL ? column->max : "", 24);

  g_print ("  %-24s %-8s%s%s%s  %s%s distinct%s", column->name,
           querist_scalar_to_string (column->type), column->format != NULL ? " (" : "",
           column->format != NULL ? column->format : "", column->format != NULL ? ")" : "",
           column->distinct_exact ? "" : "about ", distinct, column->unique ? ", unique" : "");
  if (column->n_empty > 0)
    g_print (", %" G_GUINT64_FORMAT " empty", column->n_empty);
  if (column->min != NULL)
    g_print (", %s … %s", min, max);
  g_print ("\n");
}

static void
print_profile (const QueristCsvProfile *profile)
{
  g_autofree char *file = g_filename_display_name (profile->path);
  g_autofree char *rows = querist_text_format_count (profile->n_read);
  g_autofree char *rejected = querist_text_format_count (profile->n_rejected);

  g_print ("%s: %s rows, %s rejected, %u columns\n", file, rows, rejected, profile->columns->len);
  print_dialect (profile);
  for (guint i = 0; i < profile->columns->len; i++)
    print_column (g_ptr_array_index (profile->columns, i));
  for (guint i = 0; i < profile->warnings->len; i++)
    {
      const QueristCsvWarning *warning = g_ptr_array_index (profile->warnings, i);

      g_print ("  warning");
      if (warning->line > 0)
        g_print (", line %" G_GUINT64_FORMAT, warning->line);
      if (warning->column != NULL)
        g_print (", column “%s”", warning->column);
      g_print (": %s\n", warning->message);
    }
}

static void
add_error (JsonArray    *files,
           const char   *path,
           const GError *error)
{
  JsonObject *object = json_object_new ();
  g_autofree char *file = g_filename_display_name (path);

  json_object_set_string_member (object, "file", file);
  json_object_set_string_member (object, "error", error->message);
  json_array_add_object_element (files, object);
}

/* One file; an error is told and does not keep the others from being read. */
static gboolean
sniff_file (const char              *path,
            const QueristCsvDialect *wanted,
            JsonArray               *files)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(QueristCsvProfile) profile = querist_csv_profile_file (path, wanted,
                                                                   querist_cli_progress, NULL,
                                                                   NULL, &error);

  querist_cli_progress_end ();
  if (profile == NULL)
    {
      querist_cli_fail (error);
      if (files != NULL)
        add_error (files, path, error);
      return FALSE;
    }
  if (files != NULL)
    json_array_add_element (files, querist_csv_profile_to_json (profile));
  else
    print_profile (profile);
  return TRUE;
}

/**
 * querist_cli_sniff:
 * @argc: number of words
 * @argv: the words after the program's name
 *
 * Tells how CSV files are written and what their columns hold.
 *
 * Returns: the exit status
 */
int
querist_cli_sniff (int    argc,
                   char **argv)
{
  g_autoptr(QueristCsvDialect) wanted = querist_csv_dialect_new ();
  g_autoptr(JsonArray) files = NULL;
  gboolean json = FALSE;
  int status, result = QUERIST_CLI_DONE;
  const GOptionEntry entries[] = {
    { "json", 'j', 0, G_OPTION_ARG_NONE, &json, "Print JSON", NULL },
    { NULL },
  };

  if (!querist_cli_parse (&argc, &argv, "sniff FILE... [--json] [CSV-OPTIONS]", entries,
                          querist_cli_csv_options (wanted), 1, -1, &status))
    return status;
  if (json)
    files = json_array_new ();
  for (int i = 1; i < argc; i++)
    {
      if (!sniff_file (argv[i], wanted, files))
        result = QUERIST_CLI_FAILED;
    }
  if (files != NULL)
    {
      g_autoptr(JsonNode) node = json_node_new (JSON_NODE_ARRAY);

      json_node_set_array (node, files);
      querist_cli_print_json (node);
    }
  return result;
}
