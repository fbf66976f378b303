/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-diagnostic.h"

/**
 * querist_diagnostic_new:
 * @severity: how bad it is
 * @span: the place, copied
 * @code: (nullable): the rule's short name
 * @format: printf format of the message
 *
 * Returns: (transfer full): a diagnostic without suggestion or replacement; set those fields
 *   with strings that it then owns
 */
QueristDiagnostic *
querist_diagnostic_new (QueristSeverity    severity,
                        const QueristSpan *span,
                        const char        *code,
                        const char        *format,
                        ...)
{
  QueristDiagnostic *self = g_new0 (QueristDiagnostic, 1);
  va_list args;

  self->severity = severity;
  self->span = *span;
  self->code = g_strdup (code);
  va_start (args, format);
  self->message = g_strdup_vprintf (format, args);
  va_end (args);
  return self;
}

/**
 * querist_diagnostic_copy:
 * @self: a diagnostic
 *
 * Returns: (transfer full): a deep copy
 */
QueristDiagnostic *
querist_diagnostic_copy (const QueristDiagnostic *self)
{
  QueristDiagnostic *copy = g_new0 (QueristDiagnostic, 1);

  copy->severity = self->severity;
  copy->span = self->span;
  copy->code = g_strdup (self->code);
  copy->message = g_strdup (self->message);
  copy->suggestion = g_strdup (self->suggestion);
  copy->replacement = g_strdup (self->replacement);
  return copy;
}

/**
 * querist_diagnostic_free:
 * @self: (transfer full) (nullable): a diagnostic
 */
void
querist_diagnostic_free (QueristDiagnostic *self)
{
  if (self == NULL)
    return;
  g_free (self->code);
  g_free (self->message);
  g_free (self->suggestion);
  g_free (self->replacement);
  g_free (self);
}

/**
 * querist_severity_to_string:
 * @severity: a severity
 *
 * Returns: (transfer none): "error" or "warning"
 */
const char *
querist_severity_to_string (QueristSeverity severity)
{
  return severity == QUERIST_SEVERITY_ERROR ? "error" : "warning";
}

/**
 * querist_diagnostics_have_error:
 * @diagnostics: (element-type QueristDiagnostic): findings
 *
 * Returns: whether one of them is an error
 */
gboolean
querist_diagnostics_have_error (GPtrArray *diagnostics)
{
  for (guint i = 0; i < diagnostics->len; i++)
    {
      const QueristDiagnostic *diagnostic = g_ptr_array_index (diagnostics, i);

      if (diagnostic->severity == QUERIST_SEVERITY_ERROR)
        return TRUE;
    }
  return FALSE;
}

/**
 * querist_span_in_text:
 * @text: UTF-8 text
 * @start: a byte offset into it
 * @length: bytes covered
 *
 * Counts lines and characters from the start of @text: for a single place, not for a loop over
 * many.
 *
 * Returns: the span with its line and column
 */
QueristSpan
querist_span_in_text (const char *text,
                      gsize       start,
                      gsize       length)
{
  QueristSpan span = { .start = start, .length = length, .line = 1, .column = 1 };

  for (gsize i = 0; i < start && text[i] != '\0'; i++)
    {
      if (text[i] == '\n')
        {
          span.line++;
          span.column = 1;
        }
      else if ((text[i] & 0xc0) != 0x80)
        span.column++;
    }
  return span;
}
