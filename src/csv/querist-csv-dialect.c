/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-csv-dialect.h"

#include "querist-csv-error.h"
#include "querist-json.h"

static const struct
{
  QueristCsvField field;
  const char     *name;
} fields[] = {
  { QUERIST_CSV_ENCODING, "encoding" },   { QUERIST_CSV_DELIMITER, "delimiter" },
  { QUERIST_CSV_QUOTE, "quote" },         { QUERIST_CSV_ESCAPE, "escape" },
  { QUERIST_CSV_HEADER, "header_rows" },  { QUERIST_CSV_SKIP, "skipped_lines" },
  { QUERIST_CSV_NULLS, "nulls" },         { QUERIST_CSV_DECIMAL, "decimal" },
  { QUERIST_CSV_DATE_FORMAT, "date_format" },
};

static const char *const line_ends[] = { "LF", "CRLF", "CR", "mixed" };

/**
 * querist_line_end_to_string:
 * @line_end: how lines end
 *
 * Returns: "LF", "CRLF", "CR" or "mixed"
 */
const char *
querist_line_end_to_string (QueristLineEnd line_end)
{
  return line_ends[line_end];
}

/**
 * querist_csv_dialect_new:
 *
 * Returns: (transfer full): the dialect of RFC 4180: UTF-8, commas, double quotes that are doubled
 *   inside quotes, one header row; nothing of it marked as given
 */
QueristCsvDialect *
querist_csv_dialect_new (void)
{
  QueristCsvDialect *self = g_new0 (QueristCsvDialect, 1);

  self->encoding = g_strdup ("UTF-8");
  self->delimiter = g_strdup (",");
  self->quote = '"';
  self->escape = '"';
  self->header_rows = 1;
  return self;
}

/**
 * querist_csv_dialect_copy:
 * @self: a dialect
 *
 * Returns: (transfer full): a copy
 */
QueristCsvDialect *
querist_csv_dialect_copy (const QueristCsvDialect *self)
{
  QueristCsvDialect *copy = g_memdup2 (self, sizeof *self);

  copy->encoding = g_strdup (self->encoding);
  copy->delimiter = g_strdup (self->delimiter);
  copy->comment = g_strdup (self->comment);
  copy->nulls = g_strdupv (self->nulls);
  copy->date_format = g_strdup (self->date_format);
  return copy;
}

/**
 * querist_csv_dialect_free:
 * @self: (nullable) (transfer full): a dialect
 */
void
querist_csv_dialect_free (QueristCsvDialect *self)
{
  if (self == NULL)
    return;
  g_free (self->encoding);
  g_free (self->delimiter);
  g_free (self->comment);
  g_strfreev (self->nulls);
  g_free (self->date_format);
  g_free (self);
}

static void
add_character (JsonBuilder *builder,
               const char  *name,
               gunichar     c)
{
  char text[7] = "";

  if (c != 0)
    text[g_unichar_to_utf8 (c, text)] = '\0';
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, text);
}

static void
add_string (JsonBuilder *builder,
            const char  *name,
            const char  *text)
{
  if (text == NULL)
    return;
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, text);
}

static void
add_number (JsonBuilder *builder,
            const char  *name,
            gint64       number)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, number);
}

static void
add_true (JsonBuilder *builder,
          const char  *name)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_boolean_value (builder, TRUE);
}

static void
add_nulls (JsonBuilder *builder,
           GStrv        nulls)
{
  json_builder_set_member_name (builder, "nulls");
  json_builder_begin_array (builder);
  for (guint i = 0; nulls[i] != NULL; i++)
    json_builder_add_string_value (builder, nulls[i]);
  json_builder_end_array (builder);
}

static void
add_given (JsonBuilder *builder,
           guint        given)
{
  json_builder_set_member_name (builder, "given");
  json_builder_begin_array (builder);
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      if (given & fields[i].field)
        json_builder_add_string_value (builder, fields[i].name);
    }
  json_builder_end_array (builder);
}

/**
 * querist_csv_dialect_to_json:
 * @self: a dialect
 *
 * Returns: (transfer full): an object that querist_csv_dialect_from_json() reads
 */
JsonNode *
querist_csv_dialect_to_json (const QueristCsvDialect *self)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  add_string (builder, "encoding", self->encoding != NULL ? self->encoding : "UTF-8");
  add_string (builder, "delimiter", self->delimiter != NULL ? self->delimiter : ",");
  add_character (builder, "quote", self->quote);
  add_character (builder, "escape", self->escape);
  add_string (builder, "line_end", querist_line_end_to_string (self->line_end));
  add_number (builder, "skipped_lines", self->skipped_lines);
  add_number (builder, "header_rows", self->header_rows);
  add_string (builder, "comment", self->comment);
  if (self->nulls != NULL)
    add_nulls (builder, self->nulls);
  if (self->decimal != 0)
    add_character (builder, "decimal", self->decimal);
  if (self->pad_short)
    add_true (builder, "pad_short");
  if (self->trim_long)
    add_true (builder, "trim_long");
  if (self->last_line > 0)
    add_number (builder, "last_line", self->last_line);
  add_string (builder, "date_format", self->date_format);
  if (self->given != 0)
    add_given (builder, self->given);
  json_builder_end_object (builder);
  return json_builder_get_root (builder);
}

static gunichar
get_character (JsonObject *object,
               const char *name,
               gunichar    fallback)
{
  const char *text = querist_json_get_string (object, name, NULL);

  return text != NULL && g_utf8_validate (text, -1, NULL) ? g_utf8_get_char (text) : fallback;
}

static guint
get_given (JsonObject *object)
{
  g_auto(GStrv) names = querist_json_get_strings (object, "given");
  guint given = 0;

  for (guint i = 0; names != NULL && i < G_N_ELEMENTS (fields); i++)
    {
      if (g_strv_contains ((const char *const *) names, fields[i].name))
        given |= fields[i].field;
    }
  return given;
}

static QueristLineEnd
get_line_end (JsonObject *object)
{
  const char *name = querist_json_get_string (object, "line_end", "LF");

  for (guint i = 0; i < G_N_ELEMENTS (line_ends); i++)
    {
      if (g_str_equal (name, line_ends[i]))
        return i;
    }
  return QUERIST_LINE_END_LF;
}

/**
 * querist_csv_dialect_from_json:
 * @node: what querist_csv_dialect_to_json() gave, maybe edited by a person
 * @error: return location
 *
 * Members that are missing or of the wrong type get the value that querist_csv_dialect_new() gives.
 *
 * Returns: (transfer full) (nullable): the dialect, NULL if @node is no object
 */
QueristCsvDialect *
querist_csv_dialect_from_json (JsonNode *node,
                               GError  **error)
{
  g_autoptr(QueristCsvDialect) self = querist_csv_dialect_new ();
  JsonObject *object;

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    {
      g_set_error_literal (error, QUERIST_CSV_ERROR, QUERIST_CSV_ERROR_NOT_CSV,
                           "A dialect must be a JSON object");
      return NULL;
    }
  object = json_node_get_object (node);
  g_free (self->encoding);
  self->encoding = g_strdup (querist_json_get_string (object, "encoding", "UTF-8"));
  g_free (self->delimiter);
  self->delimiter = g_strdup (querist_json_get_string (object, "delimiter", ","));
  self->quote = get_character (object, "quote", '"');
  self->escape = get_character (object, "escape", self->quote);
  self->line_end = get_line_end (object);
  self->skipped_lines = CLAMP (querist_json_get_int (object, "skipped_lines", 0), 0, G_MAXINT);
  self->header_rows = CLAMP (querist_json_get_int (object, "header_rows", 1), 0, 100);
  self->comment = g_strdup (querist_json_get_string (object, "comment", NULL));
  self->nulls = querist_json_get_strings (object, "nulls");
  self->decimal = get_character (object, "decimal", 0) == ',' ? ',' :
                  get_character (object, "decimal", 0) == '.' ? '.' : 0;
  self->pad_short = querist_json_get_boolean (object, "pad_short", FALSE);
  self->trim_long = querist_json_get_boolean (object, "trim_long", FALSE);
  self->last_line = MAX (querist_json_get_int (object, "last_line", 0), 0);
  self->date_format = g_strdup (querist_json_get_string (object, "date_format", NULL));
  self->given = get_given (object);
  return g_steal_pointer (&self);
}
