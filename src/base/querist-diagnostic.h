/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  QUERIST_SEVERITY_ERROR,
  QUERIST_SEVERITY_WARNING,
} QueristSeverity;

/**
 * QueristSpan:
 * @start: bytes before the place, from the start of the text
 * @length: bytes covered, 0 for a point
 * @line: line of @start, the first is 1
 * @column: characters (not bytes) before @start on its line, plus 1
 *
 * A place in a text.
 */
typedef struct {
  gsize start;
  gsize length;
  guint line;
  guint column;
} QueristSpan;

/**
 * QueristDiagnostic:
 * @code: (nullable): a stable short name of the rule, such as "unknown-column"
 * @message: what is wrong, in a sentence for a person
 * @suggestion: (nullable): what to do, in a sentence
 * @replacement: (nullable): text to put in place of @span that mends it
 *
 * A finding of a checker (schema or SQL), tied to its place.
 */
typedef struct {
  QueristSeverity severity;
  QueristSpan     span;
  char           *code;
  char           *message;
  char           *suggestion;
  char           *replacement;
} QueristDiagnostic;

QueristDiagnostic *querist_diagnostic_new     (QueristSeverity          severity,
                                               const QueristSpan       *span,
                                               const char              *code,
                                               const char              *format,
                                               ...) G_GNUC_PRINTF (4, 5);
QueristDiagnostic *querist_diagnostic_copy    (const QueristDiagnostic *self);
void               querist_diagnostic_free    (QueristDiagnostic       *self);
const char        *querist_severity_to_string (QueristSeverity          severity);
gboolean           querist_diagnostics_have_error (GPtrArray           *diagnostics);
QueristSpan        querist_span_in_text       (const char              *text,
                                               gsize                    start,
                                               gsize                    length);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (QueristDiagnostic, querist_diagnostic_free)

G_END_DECLS
