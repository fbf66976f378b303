/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-json.h"

#include <math.h>

/* json-glib recurses and has no limit of its own: deep nesting would overflow the stack. It also
 * takes comments and single quotes, which JSON has not, and which could hide where a text ends. */
static gboolean
check_structure (const char *text,
             gsize       length,
             GError    **error)
{
  guint depth = 0;
  gboolean in_string = FALSE;

  for (gsize i = 0; i < length; i++)
    {
      char c = text[i];

      if (in_string)
        {
          if (c == '\\')
            i++;
          else if (c == '"')
            in_string = FALSE;
        }
      else if (c == '"')
        in_string = TRUE;
      else if (c == '{' || c == '[')
        depth++;
      else if ((c == '}' || c == ']') && depth > 0)
        depth--;
      else if (c == '/' || c == '\'')
        {
          g_set_error (error, JSON_PARSER_ERROR, JSON_PARSER_ERROR_PARSE,
                       "“%c” stands outside a text", c);
          return FALSE;
        }

      if (depth > QUERIST_JSON_MAX_DEPTH)
        {
          g_set_error (error, JSON_PARSER_ERROR, JSON_PARSER_ERROR_PARSE,
                       "JSON is nested deeper than %d levels", QUERIST_JSON_MAX_DEPTH);
          return FALSE;
        }
    }
  return TRUE;
}

/**
 * querist_json_parse:
 * @text: UTF-8
 * @length: its bytes, -1 if it ends in a NUL
 * @error: return location
 *
 * Parses one JSON document of at most %QUERIST_JSON_MAX_BYTES and %QUERIST_JSON_MAX_DEPTH levels.
 *
 * Returns: (transfer full) (nullable): its root, NULL on error (also for an empty text)
 */
JsonNode *
querist_json_parse (const char *text,
                    gssize      length,
                    GError    **error)
{
  gsize size = length < 0 ? strlen (text) : (gsize) length;

  if (size <= QUERIST_JSON_MAX_BYTES)
    return querist_json_parse_file (text, size, error);
  g_set_error (error, JSON_PARSER_ERROR, JSON_PARSER_ERROR_PARSE,
               "JSON is longer than %d bytes", QUERIST_JSON_MAX_BYTES);
  return NULL;
}

/**
 * querist_json_parse_file:
 * @text: what stands in a file that this program or a person has written
 * @length: its bytes
 * @error: return location
 *
 * Parses one JSON document of any length: a project of a thousand files says a lot about them. It
 * may have no more than %QUERIST_JSON_MAX_DEPTH levels.
 *
 * Returns: (transfer full) (nullable): its root, NULL on error (also for an empty text)
 */
JsonNode *
querist_json_parse_file (const char *text,
                         gsize       length,
                         GError    **error)
{
  g_autoptr(JsonParser) parser = json_parser_new_immutable ();
  JsonNode *root;

  if (!check_structure (text, length, error) ||
      !json_parser_load_from_data (parser, text, length, error))
    return NULL;
  root = json_parser_steal_root (parser);
  if (root == NULL)
    g_set_error_literal (error, JSON_PARSER_ERROR, JSON_PARSER_ERROR_PARSE, "there is no JSON");
  return root;
}

static JsonNode *
get_value (JsonObject *object,
           const char *member,
           GType       type)
{
  JsonNode *node = object != NULL ? json_object_get_member (object, member) : NULL;

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node))
    return NULL;
  return type == G_TYPE_INVALID || json_node_get_value_type (node) == type ? node : NULL;
}

/**
 * querist_json_get_object:
 * @object: (nullable): where to look
 * @member: its name
 *
 * Returns: (transfer none) (nullable): the object, NULL if there is none
 */
JsonObject *
querist_json_get_object (JsonObject *object,
                         const char *member)
{
  JsonNode *node = object != NULL ? json_object_get_member (object, member) : NULL;

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

/**
 * querist_json_get_array:
 * @object: (nullable): where to look
 * @member: its name
 *
 * Returns: (transfer none) (nullable): the array, NULL if there is none
 */
JsonArray *
querist_json_get_array (JsonObject *object,
                        const char *member)
{
  JsonNode *node = object != NULL ? json_object_get_member (object, member) : NULL;

  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

/**
 * querist_json_get_string:
 * @object: (nullable): where to look
 * @member: its name
 * @fallback: (nullable): given when there is no such string
 *
 * Returns: (transfer none) (nullable): the string; not checked for valid UTF-8 after escapes
 */
const char *
querist_json_get_string (JsonObject *object,
                         const char *member,
                         const char *fallback)
{
  JsonNode *node = get_value (object, member, G_TYPE_STRING);

  return node != NULL ? json_node_get_string (node) : fallback;
}

/**
 * querist_json_get_int:
 * @object: (nullable): where to look
 * @member: its name
 * @fallback: given when there is no such number
 *
 * Returns: the number, towards zero if it has a fraction
 */
gint64
querist_json_get_int (JsonObject *object,
                      const char *member,
                      gint64      fallback)
{
  JsonNode *node = get_value (object, member, G_TYPE_INT64);
  double number;

  if (node != NULL)
    return json_node_get_int (node);
  number = querist_json_get_double (object, member, NAN);
  return isfinite (number) && fabs (number) < 9e18 ? (gint64) number : fallback;
}

/**
 * querist_json_get_double:
 * @object: (nullable): where to look
 * @member: its name
 * @fallback: given when there is no such number
 *
 * Returns: the number
 */
double
querist_json_get_double (JsonObject *object,
                         const char *member,
                         double      fallback)
{
  JsonNode *node = get_value (object, member, G_TYPE_INVALID);

  if (node == NULL || (json_node_get_value_type (node) != G_TYPE_INT64 &&
                       json_node_get_value_type (node) != G_TYPE_DOUBLE))
    return fallback;
  return json_node_get_double (node);
}

/**
 * querist_json_get_boolean:
 * @object: (nullable): where to look
 * @member: its name
 * @fallback: given when there is no such truth value
 *
 * Returns: the truth value
 */
gboolean
querist_json_get_boolean (JsonObject *object,
                          const char *member,
                          gboolean    fallback)
{
  JsonNode *node = get_value (object, member, G_TYPE_BOOLEAN);

  return node != NULL ? json_node_get_boolean (node) : fallback;
}

/**
 * querist_json_get_strings:
 * @object: (nullable): where to look
 * @member: its name
 *
 * Returns: (transfer full) (nullable): the strings of the array, other elements left out; NULL if
 *   there is no array
 */
GStrv
querist_json_get_strings (JsonObject *object,
                          const char *member)
{
  JsonArray *array = querist_json_get_array (object, member);
  g_autoptr(GStrvBuilder) builder = NULL;

  if (array == NULL)
    return NULL;
  builder = g_strv_builder_new ();
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);

      if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
        g_strv_builder_add (builder, json_node_get_string (node));
    }
  return g_strv_builder_end (builder);
}
