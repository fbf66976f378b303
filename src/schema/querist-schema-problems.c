/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-schema-problems.h"
#include "querist-text.h"

struct _QueristSchemaProblems {
  const char *text;
  guint       length;
  GArray     *line_starts;
  GPtrArray  *diagnostics;
  guint       n_errors;
  guint       n_unlisted;
};

/**
 * querist_schema_problems_new:
 * @text: the schema text, which must outlive this
 * @length: its bytes
 *
 * Returns: (transfer full): a collection of findings about @text
 */
QueristSchemaProblems *
querist_schema_problems_new (const char *text,
                             guint       length)
{
  QueristSchemaProblems *self = g_new0 (QueristSchemaProblems, 1);
  guint start = 0;

  self->text = text;
  self->length = length;
  self->diagnostics = g_ptr_array_new_with_free_func ((GDestroyNotify) querist_diagnostic_free);
  self->line_starts = g_array_new (FALSE, FALSE, sizeof (guint));
  g_array_append_val (self->line_starts, start);
  for (guint i = 0; i < length; i++)
    {
      if (text[i] == '\n')
        {
          start = i + 1;
          g_array_append_val (self->line_starts, start);
        }
    }
  return self;
}

/**
 * querist_schema_problems_free:
 * @self: (transfer full) (nullable): a collection
 */
void
querist_schema_problems_free (QueristSchemaProblems *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->line_starts);
  g_clear_pointer (&self->diagnostics, g_ptr_array_unref);
  g_free (self);
}

static QueristDiagnostic *G_GNUC_PRINTF (5, 0)
add (QueristSchemaProblems *self,
     QueristSeverity        severity,
     QueristSchemaRange     range,
     const char            *code,
     const char            *format,
     va_list                args)
{
  QueristSpan span = { .start = range.start, .length = range.end - range.start };
  QueristDiagnostic *diagnostic;
  g_autofree char *message = NULL;

  if (severity == QUERIST_SEVERITY_ERROR)
    self->n_errors++;
  if (self->diagnostics->len >= QUERIST_SCHEMA_MAX_PROBLEMS)
    {
      self->n_unlisted++;
      return NULL;
    }
  message = g_strdup_vprintf (format, args);
  diagnostic = querist_diagnostic_new (severity, &span, code, "%s", message);
  g_ptr_array_add (self->diagnostics, diagnostic);
  return diagnostic;
}

/**
 * querist_schema_problems_error:
 * @self: a collection
 * @range: the place
 * @code: the rule's short name
 * @format: printf format of the message
 *
 * Returns: (transfer none) (nullable): the error, for adding a suggestion; NULL when there are too
 *   many to list it
 */
QueristDiagnostic *
querist_schema_problems_error (QueristSchemaProblems *self,
                               QueristSchemaRange     range,
                               const char            *code,
                               const char            *format,
                               ...)
{
  QueristDiagnostic *diagnostic;
  va_list args;

  va_start (args, format);
  diagnostic = add (self, QUERIST_SEVERITY_ERROR, range, code, format, args);
  va_end (args);
  return diagnostic;
}

/**
 * querist_schema_problems_warn:
 * @self: a collection
 * @range: the place
 * @code: the rule's short name
 * @format: printf format of the message
 *
 * Returns: (transfer none) (nullable): the warning; NULL when there are too many to list it
 */
QueristDiagnostic *
querist_schema_problems_warn (QueristSchemaProblems *self,
                              QueristSchemaRange     range,
                              const char            *code,
                              const char            *format,
                              ...)
{
  QueristDiagnostic *diagnostic;
  va_list args;

  va_start (args, format);
  diagnostic = add (self, QUERIST_SEVERITY_WARNING, range, code, format, args);
  va_end (args);
  return diagnostic;
}

/**
 * querist_schema_problem_advise:
 * @problem: (nullable): a finding
 * @format: printf format of a sentence that says what to do
 */
void
querist_schema_problem_advise (QueristDiagnostic *problem,
                               const char        *format,
                               ...)
{
  va_list args;

  if (problem == NULL)
    return;
  va_start (args, format);
  g_free (problem->suggestion);
  problem->suggestion = g_strdup_vprintf (format, args);
  va_end (args);
}

/**
 * querist_schema_problem_propose:
 * @problem: (nullable): a finding
 * @replacement: text that mends it when put in place of its range
 */
void
querist_schema_problem_propose (QueristDiagnostic *problem,
                                const char        *replacement)
{
  if (problem == NULL)
    return;
  g_free (problem->replacement);
  problem->replacement = g_strdup (replacement);
}

/**
 * querist_schema_problems_n_errors:
 * @self: a collection
 *
 * Returns: errors so far, also those that are too many to list
 */
guint
querist_schema_problems_n_errors (QueristSchemaProblems *self)
{
  return self->n_errors;
}

/**
 * querist_schema_problems_rewind:
 * @self: a collection that holds no warnings yet
 * @n_errors: as told by querist_schema_problems_n_errors() before
 *
 * Takes back the errors that came since: what was tried turned out to be something else.
 */
void
querist_schema_problems_rewind (QueristSchemaProblems *self,
                                guint                  n_errors)
{
  self->n_errors = n_errors;
  if (self->diagnostics->len > n_errors)
    g_ptr_array_set_size (self->diagnostics, n_errors);
  self->n_unlisted = n_errors - self->diagnostics->len;
}

/**
 * querist_schema_problems_line:
 * @self: a collection
 * @offset: bytes into the text
 *
 * Returns: the line of that place, the first is 1
 */
guint
querist_schema_problems_line (QueristSchemaProblems *self,
                              guint                  offset)
{
  guint low = 0, high = self->line_starts->len;

  while (high - low > 1)
    {
      guint middle = (low + high) / 2;

      if (g_array_index (self->line_starts, guint, middle) <= offset)
        low = middle;
      else
        high = middle;
    }
  return low + 1;
}

static int
compare_places (gconstpointer a,
                gconstpointer b)
{
  const QueristDiagnostic *first = *(QueristDiagnostic *const *) a;
  const QueristDiagnostic *second = *(QueristDiagnostic *const *) b;

  if (first->span.start != second->span.start)
    return first->span.start < second->span.start ? -1 : 1;
  return (int) first->severity - (int) second->severity;
}

/* One walk over the text for all columns: counting anew for each would take the square of the
 * length when everything stands on one line. */
static void
place_columns (QueristSchemaProblems *self)
{
  guint line_start = 0, offset = 0, column = 1;

  for (guint i = 0; i < self->diagnostics->len; i++)
    {
      QueristSpan *span = &((QueristDiagnostic *) self->diagnostics->pdata[i])->span;
      guint start;

      span->line = querist_schema_problems_line (self, span->start);
      start = g_array_index (self->line_starts, guint, span->line - 1);
      if (start != line_start)
        {
          line_start = offset = start;
          column = 1;
        }
      for (; offset < span->start; offset++)
        {
          if (((guchar) self->text[offset] & 0xc0) != 0x80)
            column++;
        }
      span->column = column;
    }
}

/**
 * querist_schema_problems_finish:
 * @self: a collection, of no use for more findings afterwards
 *
 * Returns: (transfer full) (element-type QueristDiagnostic): the findings by their place, with
 *   line and column
 */
GPtrArray *
querist_schema_problems_finish (QueristSchemaProblems *self)
{
  g_ptr_array_sort (self->diagnostics, compare_places);
  place_columns (self);
  if (self->n_unlisted > 0)
    {
      QueristDiagnostic *last = g_ptr_array_index (self->diagnostics, self->diagnostics->len - 1);
      g_autofree char *count = querist_text_format_count (self->n_unlisted);

      g_ptr_array_add (self->diagnostics,
                       querist_diagnostic_new (QUERIST_SEVERITY_ERROR, &last->span,
                                               "too-many-problems",
                                               "%s more problems are not listed", count));
    }
  return g_steal_pointer (&self->diagnostics);
}
