/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-diagnostic-json.h"

#include "querist-json.h"

static JsonObject *
diagnostic_to_json (const QueristDiagnostic *self)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "severity", querist_severity_to_string (self->severity));
  if (self->code != NULL)
    json_object_set_string_member (object, "code", self->code);
  json_object_set_int_member (object, "line", self->span.line);
  json_object_set_int_member (object, "column", self->span.column);
  json_object_set_int_member (object, "start", self->span.start);
  json_object_set_int_member (object, "length", self->span.length);
  json_object_set_string_member (object, "message", self->message);
  if (self->suggestion != NULL)
    json_object_set_string_member (object, "suggestion", self->suggestion);
  if (self->replacement != NULL)
    json_object_set_string_member (object, "replacement", self->replacement);
  return object;
}

static QueristDiagnostic *
diagnostic_from_json (JsonObject *object)
{
  const char *warning = querist_severity_to_string (QUERIST_SEVERITY_WARNING);
  const char *severity = querist_json_get_string (object, "severity", warning);
  QueristSpan span = {
    .start = querist_json_get_int (object, "start", 0),
    .length = querist_json_get_int (object, "length", 0),
    .line = querist_json_get_int (object, "line", 0),
    .column = querist_json_get_int (object, "column", 0),
  };
  QueristDiagnostic *self;

  self = querist_diagnostic_new (g_str_equal (severity, warning) ? QUERIST_SEVERITY_WARNING
                                                                 : QUERIST_SEVERITY_ERROR,
                                 &span, querist_json_get_string (object, "code", NULL), "%s",
                                 querist_json_get_string (object, "message", ""));
  self->suggestion = g_strdup (querist_json_get_string (object, "suggestion", NULL));
  self->replacement = g_strdup (querist_json_get_string (object, "replacement", NULL));
  return self;
}

/**
 * querist_diagnostics_to_json:
 * @diagnostics: (nullable) (element-type QueristDiagnostic): findings
 *
 * Returns: (transfer full): an object for each: severity, code, line, column, start (bytes), length
 *   (bytes), message, suggestion, replacement; the texts that are missing are left out
 */
JsonArray *
querist_diagnostics_to_json (GPtrArray *diagnostics)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; diagnostics != NULL && i < diagnostics->len; i++)
    json_array_add_object_element (array, diagnostic_to_json (diagnostics->pdata[i]));
  return array;
}

/**
 * querist_diagnostics_from_json:
 * @array: (nullable): what querist_diagnostics_to_json() made
 *
 * Returns: (transfer full) (element-type QueristDiagnostic): the findings; what is no object is
 *   left out
 */
GPtrArray *
querist_diagnostics_from_json (JsonArray *array)
{
  GPtrArray *diagnostics =
    g_ptr_array_new_with_free_func ((GDestroyNotify) querist_diagnostic_free);

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);

      if (JSON_NODE_HOLDS_OBJECT (node))
        g_ptr_array_add (diagnostics, diagnostic_from_json (json_node_get_object (node)));
    }
  return diagnostics;
}
