/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Reading JSON that nobody vouches for: a model's reply, a file that a person may have edited.
 * The getters never warn: a member that is missing or of another type gives the fallback. */

#define QUERIST_JSON_MAX_BYTES (4 * 1024 * 1024)
#define QUERIST_JSON_MAX_DEPTH 100

JsonNode   *querist_json_parse       (const char  *text,
                                      gssize       length,
                                      GError     **error);
JsonNode   *querist_json_parse_file  (const char  *text,
                                      gsize        length,
                                      GError     **error);
JsonObject *querist_json_get_object  (JsonObject  *object,
                                      const char  *member);
JsonArray  *querist_json_get_array   (JsonObject  *object,
                                      const char  *member);
const char *querist_json_get_string  (JsonObject  *object,
                                      const char  *member,
                                      const char  *fallback);
gint64      querist_json_get_int     (JsonObject  *object,
                                      const char  *member,
                                      gint64       fallback);
double      querist_json_get_double  (JsonObject  *object,
                                      const char  *member,
                                      double       fallback);
gboolean    querist_json_get_boolean (JsonObject  *object,
                                      const char  *member,
                                      gboolean     fallback);
GStrv       querist_json_get_strings (JsonObject  *object,
                                      const char  *member);
char       *querist_json_to_string   (JsonNode    *node,
                                      gboolean     pretty);

G_END_DECLS
