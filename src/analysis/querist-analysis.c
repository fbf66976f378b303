/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>

#include "querist-analysis.h"
#include "querist-json.h"

/* Goes up when the statistics mean something else than before, so that old files are redone. */
#define CACHE_VERSION "1"

static void
fingerprint_file (GChecksum  *checksum,
                  const char *path)
{
  g_autofree char *line = NULL;
  GStatBuf info;

  if (g_stat (path, &info) != 0 || info.st_size == 0)
    return;
  line = g_strdup_printf ("%" G_GINT64_FORMAT " %" G_GINT64_FORMAT ".%09ld\n",
                          (gint64) info.st_size, (gint64) info.st_mtim.tv_sec,
                          info.st_mtim.tv_nsec);
  g_checksum_update (checksum, (const guchar *) line, -1);
}

/**
 * querist_analysis_fingerprint:
 * @database: path of an SQLite database
 *
 * Made from size and time of change of the database and of its write-ahead log: it differs after
 * every change that is committed, and costs no reading.
 *
 * Returns: (transfer full): a short text that changes with the data
 */
char *
querist_analysis_fingerprint (const char *database)
{
  g_autoptr(GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree char *log = g_strconcat (database, "-wal", NULL);

  g_checksum_update (checksum, (const guchar *) CACHE_VERSION, -1);
  fingerprint_file (checksum, database);
  fingerprint_file (checksum, log);
  return g_strndup (g_checksum_get_string (checksum), 32);
}

static char *
build_cache_path (const char *cache_dir,
                  const char *table,
                  const char *extension)
{
  g_autofree char *escaped = g_uri_escape_string (table, NULL, TRUE);
  g_autofree char *name = g_strconcat (escaped, extension, NULL);

  return g_build_filename (cache_dir, name, NULL);
}

static gboolean
has_columns_of (const QueristTableStatistics *statistics,
                const QueristTable           *table)
{
  if (!g_str_equal (statistics->table, table->name) ||
      statistics->columns->len != table->columns->len)
    return FALSE;
  for (guint i = 0; i < table->columns->len; i++)
    {
      const QueristColumn *column = g_ptr_array_index (table->columns, i);
      const QueristColumnStatistics *known = g_ptr_array_index (statistics->columns, i);

      if (!g_str_equal (column->name, known->name))
        return FALSE;
    }
  return TRUE;
}

static QueristTableStatistics *
read_cached (const char         *path,
             const QueristTable *table,
             const char         *fingerprint)
{
  g_autoptr(QueristTableStatistics) statistics = NULL;
  g_autoptr(JsonNode) node = NULL;
  g_autofree char *text = NULL;
  JsonObject *object;
  gsize length;

  if (!g_file_get_contents (path, &text, &length, NULL))
    return NULL;
  node = querist_json_parse_file (text, length, NULL);
  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return NULL;
  object = json_node_get_object (node);
  if (g_strcmp0 (querist_json_get_string (object, "fingerprint", NULL), fingerprint) != 0)
    return NULL;
  statistics = querist_table_statistics_from_json (node, NULL);
  return statistics != NULL && has_columns_of (statistics, table) ? g_steal_pointer (&statistics)
                                                                  : NULL;
}

/* The cache is a convenience: a folder that cannot be written must not stop a question. */
static void
write_cached (const QueristTableStatistics *statistics,
              const QueristTable           *table,
              const char                   *fingerprint,
              const char                   *cache_dir)
{
  g_autofree char *json_path = build_cache_path (cache_dir, table->name, ".json");
  g_autofree char *markdown_path = build_cache_path (cache_dir, table->name, ".md");
  g_autoptr(JsonNode) node = querist_table_statistics_to_json (statistics);
  g_autofree char *markdown = querist_table_statistics_to_markdown (statistics, table);
  g_autofree char *json = NULL;

  json_object_set_string_member (json_node_get_object (node), "fingerprint", fingerprint);
  json = querist_json_to_string (node, TRUE);
  if (g_mkdir_with_parents (cache_dir, 0777) != 0 ||
      !g_file_set_contents (markdown_path, markdown, -1, NULL) ||
      !g_file_set_contents (json_path, json, -1, NULL))
    g_info ("The statistics of “%s” could not be kept in %s", table->name, cache_dir);
}

/**
 * querist_analysis_read_table:
 * @database: path of an SQLite database
 * @table: a table of it
 * @fingerprint: of the database, from querist_analysis_fingerprint()
 * @cache_dir: (nullable): folder where statistics are kept, one JSON and one Markdown file a table
 * @cancellable: (nullable): stops it
 * @error: return location for an error of QUERIST_DATABASE_ERROR or G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full): the table's statistics, from @cache_dir if they are of these data
 */
QueristTableStatistics *
querist_analysis_read_table (const char          *database,
                             const QueristTable  *table,
                             const char          *fingerprint,
                             const char          *cache_dir,
                             GCancellable        *cancellable,
                             GError             **error)
{
  QueristTableStatistics *statistics = NULL;

  if (cache_dir != NULL)
    {
      g_autofree char *path = build_cache_path (cache_dir, table->name, ".json");

      statistics = read_cached (path, table, fingerprint);
      if (statistics != NULL)
        return statistics;
    }
  statistics = querist_table_statistics_new (database, table, cancellable, error);
  if (statistics != NULL && cache_dir != NULL)
    write_cached (statistics, table, fingerprint, cache_dir);
  return statistics;
}

static void
free_statistics (gpointer data)
{
  querist_table_statistics_free (data);
}

/**
 * querist_analysis_read:
 * @database: path of an SQLite database
 * @catalog: its tables
 * @cache_dir: (nullable): folder where statistics are kept between runs
 * @cancellable: (nullable): stops it
 * @error: return location for an error of QUERIST_DATABASE_ERROR or G_IO_ERROR_CANCELLED
 *
 * Gives the statistics of all tables; only tables of data that have changed since they were last
 * looked at are read. Blocking: call it in a thread.
 *
 * Returns: (transfer full) (element-type QueristTableStatistics): in the order of @catalog
 */
GPtrArray *
querist_analysis_read (const char      *database,
                       QueristCatalog  *catalog,
                       const char      *cache_dir,
                       GCancellable    *cancellable,
                       GError         **error)
{
  g_autoptr(GPtrArray) all = g_ptr_array_new_with_free_func (free_statistics);
  g_autofree char *fingerprint = querist_analysis_fingerprint (database);

  for (guint i = 0; i < catalog->tables->len; i++)
    {
      QueristTableStatistics *statistics =
        querist_analysis_read_table (database, g_ptr_array_index (catalog->tables, i), fingerprint,
                                     cache_dir, cancellable, error);

      if (statistics == NULL)
        return NULL;
      g_ptr_array_add (all, statistics);
    }
  return g_steal_pointer (&all);
}
