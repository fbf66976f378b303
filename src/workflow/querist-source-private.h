/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "querist-project.h"

G_BEGIN_DECLS

typedef enum {
  QUERIST_SOURCE_WAITING,
  QUERIST_SOURCE_READING,
  QUERIST_SOURCE_READY,
  QUERIST_SOURCE_FAILED,
} QueristSourceState;

/* A column of the file as the recipe keeps it: enough to load the file without a new profile.
 * @values: all values of a text column that has few, NULL for others */
typedef struct {
  char         *name;
  char         *label;
  QueristScalar type;
  char         *format;
  GStrv         values;
} QueristSourceColumn;

/* A profile that a worker thread may go on reading after the source has got another one. */
typedef struct {
  QueristCsvProfile *profile;
} QueristProfileBox;

QueristSource           *querist_source_new              (const char              *path,
                                                          const QueristCsvDialect *wanted);
const QueristCsvDialect *querist_source_get_wanted       (QueristSource           *self);
void                     querist_source_set_wanted       (QueristSource           *self,
                                                          const QueristCsvDialect *wanted);
GPtrArray               *querist_source_get_columns      (QueristSource           *self);
QueristProfileBox       *querist_source_ref_profile      (QueristSource           *self);
void                     querist_source_adopt_profile    (QueristSource           *self);
void                     querist_source_rename_column    (QueristSource           *self,
                                                          const char              *label,
                                                          const char              *now);
gboolean                 querist_source_is_seen          (QueristSource           *self);
void                     querist_source_set_path         (QueristSource           *self,
                                                          const char              *path);
void                     querist_source_set_table        (QueristSource           *self,
                                                          const char              *table);
GCancellable            *querist_source_begin_reading    (QueristSource           *self);
gboolean                 querist_source_end_reading      (QueristSource           *self,
                                                          GCancellable            *reading,
                                                          QueristCsvProfile       *profile,
                                                          const GError            *error);
JsonNode                *querist_source_to_json          (QueristSource           *self,
                                                          const char              *folder);
QueristSource           *querist_source_from_json        (JsonNode                *node,
                                                          const char              *folder,
                                                          GError                 **error);
void                     querist_profile_box_unref       (QueristProfileBox       *self);
char                    *querist_path_shorten            (const char              *path,
                                                          const char              *folder);

G_END_DECLS
