/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "querist-diagnostic.h"

G_BEGIN_DECLS

/* What an editor asks while somebody writes a schema: pure functions of the text, which may be
 * broken anywhere, and a place in it in bytes. They take a few milliseconds for hundreds of
 * models, so they may run on the main loop. Text that isn't UTF-8 gives nothing. */

typedef enum {
  QUERIST_SCHEMA_SYMBOL_KEYWORD,
  QUERIST_SCHEMA_SYMBOL_MODEL,
  QUERIST_SCHEMA_SYMBOL_VIEW,
  QUERIST_SCHEMA_SYMBOL_TYPE,
  QUERIST_SCHEMA_SYMBOL_ENUM,
  QUERIST_SCHEMA_SYMBOL_DATASOURCE,
  QUERIST_SCHEMA_SYMBOL_GENERATOR,
  QUERIST_SCHEMA_SYMBOL_FIELD,
  QUERIST_SCHEMA_SYMBOL_VALUE,
  QUERIST_SCHEMA_SYMBOL_ATTRIBUTE,
  QUERIST_SCHEMA_SYMBOL_FUNCTION,
  QUERIST_SCHEMA_SYMBOL_ARGUMENT,
} QueristSchemaSymbolKind;

/**
 * QueristSchemaCompletion:
 * @label: what the list shows
 * @detail: (nullable): what it is or does, a few words
 * @insert: the text that takes the place of what is typed of it
 * @caret: bytes into @insert where typing goes on
 */
typedef struct {
  QueristSchemaSymbolKind  kind;
  char                    *label;
  char                    *detail;
  char                    *insert;
  gsize                    caret;
} QueristSchemaCompletion;

/**
 * QueristSchemaSymbol:
 * @detail: (nullable): a field's type
 * @depth: 0 for a block, 1 for what is in it
 * @name_span: the name
 * @span: all of it
 */
typedef struct {
  QueristSchemaSymbolKind  kind;
  char                    *name;
  char                    *detail;
  guint                    depth;
  QueristSpan              name_span;
  QueristSpan              span;
} QueristSchemaSymbol;

/**
 * QueristTextEdit:
 * @span: the place, of length 0 for an insertion
 * @text: what to put there
 */
typedef struct {
  QueristSpan  span;
  char        *text;
} QueristTextEdit;

/**
 * QueristSchemaFix:
 * @title: what it does, for a menu
 * @edits: (element-type QueristTextEdit): by place, not overlapping
 */
typedef struct {
  char      *title;
  GPtrArray *edits;
} QueristSchemaFix;

GPtrArray *querist_schema_complete         (const char               *text,
                                            gssize                    length,
                                            gsize                     offset,
                                            gsize                    *start);
char      *querist_schema_hover            (const char               *text,
                                            gssize                    length,
                                            gsize                     offset,
                                            QueristSpan              *span);
gboolean   querist_schema_find_definition  (const char               *text,
                                            gssize                    length,
                                            gsize                     offset,
                                            QueristSpan              *span);
GPtrArray *querist_schema_find_references  (const char               *text,
                                            gssize                    length,
                                            gsize                     offset);
GPtrArray *querist_schema_outline          (const char               *text,
                                            gssize                    length);
GPtrArray *querist_schema_rename           (const char               *text,
                                            gssize                    length,
                                            gsize                     offset,
                                            const char               *new_name,
                                            GError                  **error);
GPtrArray *querist_schema_fixes            (const char               *text,
                                            gssize                    length,
                                            const QueristDiagnostic  *diagnostic);
char      *querist_schema_apply_edits      (const char               *text,
                                            gssize                    length,
                                            GPtrArray                *edits);

void       querist_schema_completion_free  (QueristSchemaCompletion  *self);
void       querist_schema_symbol_free      (QueristSchemaSymbol      *self);
void       querist_text_edit_free          (QueristTextEdit          *self);
void       querist_text_edits_sort         (GPtrArray                *edits);
void       querist_schema_fix_free         (QueristSchemaFix         *self);

G_END_DECLS
