/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "querist-schema-editor.h"
#include "querist-schema-resolved.h"

G_BEGIN_DECLS

/* A text with its meaning, for the length of one question of the editor. */
typedef struct {
  const char            *text;
  gsize                  length;
  QueristSchemaProblems *problems;
  QueristSchemaResolved *schema;
} QueristSchemaSession;

gboolean    querist_schema_session_open  (QueristSchemaSession *self,
                                          const char           *text,
                                          gssize                length);
void        querist_schema_session_close (QueristSchemaSession *self);
QueristSpan querist_schema_session_span  (QueristSchemaSession *self,
                                          QueristSchemaRange    range);
QueristTextEdit *
            querist_schema_session_edit  (QueristSchemaSession *self,
                                          QueristSchemaRange    range,
                                          const char           *text);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (QueristSchemaSession, querist_schema_session_close)

G_END_DECLS
