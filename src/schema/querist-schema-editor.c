/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "querist-schema-editor.h"
#include "querist-schema-occurrence.h"
#include "querist-schema-session.h"

/**
 * querist_schema_completion_free:
 * @self: (transfer full) (nullable): a completion
 */
void
querist_schema_completion_free (QueristSchemaCompletion *self)
{
  if (self == NULL)
    return;
  g_free (self->label);
  g_free (self->detail);
  g_free (self->insert);
  g_free (self);
}

/**
 * querist_schema_symbol_free:
 * @self: (transfer full) (nullable): a symbol
 */
void
querist_schema_symbol_free (QueristSchemaSymbol *self)
{
  if (self == NULL)
    return;
  g_free (self->name);
  g_free (self->detail);
  g_free (self);
}

/**
 * querist_text_edit_free:
 * @self: (transfer full) (nullable): an edit
 */
void
querist_text_edit_free (QueristTextEdit *self)
{
  if (self == NULL)
    return;
  g_free (self->text);
  g_free (self);
}

static int
compare_edits (gconstpointer a,
               gconstpointer b)
{
  const QueristTextEdit *first = *(QueristTextEdit *const *) a;
  const QueristTextEdit *second = *(QueristTextEdit *const *) b;

  return first->span.start < second->span.start ? -1 : first->span.start > second->span.start;
}

/**
 * querist_text_edits_sort:
 * @edits: (element-type QueristTextEdit): edits of one text
 *
 * Puts them in the order of the text; insertions at one place stay in their order.
 */
void
querist_text_edits_sort (GPtrArray *edits)
{
  g_ptr_array_sort (edits, compare_edits);
}

/**
 * querist_schema_fix_free:
 * @self: (transfer full) (nullable): a fix
 */
void
querist_schema_fix_free (QueristSchemaFix *self)
{
  if (self == NULL)
    return;
  g_free (self->title);
  g_ptr_array_unref (self->edits);
  g_free (self);
}

/**
 * querist_schema_apply_edits:
 * @text: a text
 * @length: its bytes, or -1 if it ends in a NUL
 * @edits: (element-type QueristTextEdit): by place, not overlapping
 *
 * Returns: (transfer full): the edited text
 */
char *
querist_schema_apply_edits (const char *text,
                            gssize      length,
                            GPtrArray  *edits)
{
  gsize bytes = length < 0 ? strlen (text) : (gsize) length, done = 0;
  GString *string = g_string_sized_new (bytes + 256);

  for (guint i = 0; i < edits->len; i++)
    {
      const QueristTextEdit *edit = g_ptr_array_index (edits, i);

      g_return_val_if_fail (edit->span.start >= done && edit->span.start <= bytes,
                            g_string_free (string, FALSE));
      g_string_append_len (string, text + done, edit->span.start - done);
      g_string_append (string, edit->text);
      done = MIN (edit->span.start + edit->span.length, bytes);
    }
  g_string_append_len (string, text + done, bytes - done);
  return g_string_free (string, FALSE);
}

/**
 * querist_schema_find_definition:
 * @text: a schema's text
 * @length: its bytes, or -1 if it ends in a NUL
 * @offset: bytes into it
 * @span: (out): where the name at @offset is defined
 *
 * Returns: whether there is such a name
 */
gboolean
querist_schema_find_definition (const char  *text,
                                gssize       length,
                                gsize        offset,
                                QueristSpan *span)
{
  g_auto(QueristSchemaSession) session = { NULL };
  g_autoptr(GArray) occurrences = NULL;
  QueristSchemaOccurrence found;

  if (!querist_schema_session_open (&session, text, length))
    return FALSE;
  occurrences = querist_schema_occurrences (session.schema);
  if (!querist_schema_find_occurrence (occurrences, offset, &found))
    return FALSE;
  for (guint i = 0; i < occurrences->len; i++)
    {
      const QueristSchemaOccurrence *other =
        &g_array_index (occurrences, QueristSchemaOccurrence, i);

      if (!other->definition || !querist_schema_same_occurrence (other, &found))
        continue;
      *span = querist_schema_session_span (&session, other->range);
      return TRUE;
    }
  return FALSE;
}

static int
compare_spans (gconstpointer a,
               gconstpointer b)
{
  const QueristSpan *first = a, *second = b;

  return first->start < second->start ? -1 : first->start > second->start;
}

/* A pointer array sorts pointers to pointers. */
static int
compare_span_pointers (gconstpointer a,
                       gconstpointer b)
{
  return compare_spans (*(gconstpointer *) a, *(gconstpointer *) b);
}

/**
 * querist_schema_find_references:
 * @text: a schema's text
 * @length: its bytes, or -1 if it ends in a NUL
 * @offset: bytes into it
 *
 * Returns: (transfer full) (element-type QueristSpan): every place of the name at @offset, its
 *   definition included, by place; empty if there is no name
 */
GPtrArray *
querist_schema_find_references (const char *text,
                                gssize      length,
                                gsize       offset)
{
  g_auto(QueristSchemaSession) session = { NULL };
  g_autoptr(GArray) occurrences = NULL;
  GPtrArray *spans = g_ptr_array_new_with_free_func (g_free);
  QueristSchemaOccurrence found;

  if (!querist_schema_session_open (&session, text, length))
    return spans;
  occurrences = querist_schema_occurrences (session.schema);
  if (!querist_schema_find_occurrence (occurrences, offset, &found))
    return spans;
  for (guint i = 0; i < occurrences->len; i++)
    {
      const QueristSchemaOccurrence *other =
        &g_array_index (occurrences, QueristSchemaOccurrence, i);
      QueristSpan span;

      if (!querist_schema_same_occurrence (other, &found))
        continue;
      span = querist_schema_session_span (&session, other->range);
      g_ptr_array_add (spans, g_memdup2 (&span, sizeof span));
    }
  g_ptr_array_sort (spans, compare_span_pointers);
  return spans;
}

static QueristSchemaSymbol *
new_symbol (QueristSchemaSession    *session,
            QueristSchemaSymbolKind  kind,
            guint                    depth,
            QueristSchemaName        name,
            QueristSchemaRange       range)
{
  QueristSchemaSymbol *symbol = g_new0 (QueristSchemaSymbol, 1);

  symbol->kind = kind;
  symbol->depth = depth;
  symbol->name = g_strdup (name.text);
  symbol->name_span = querist_schema_session_span (session, name.range);
  symbol->span = querist_schema_session_span (session, range);
  return symbol;
}

/**
 * querist_schema_outline:
 * @text: a schema's text
 * @length: its bytes, or -1 if it ends in a NUL
 *
 * Returns: (transfer full) (element-type QueristSchemaSymbol): the blocks, each followed by its
 *   fields or values, in the order of the text
 */
GPtrArray *
querist_schema_outline (const char *text,
                        gssize      length)
{
  static const QueristSchemaSymbolKind kinds[] = {
    QUERIST_SCHEMA_SYMBOL_MODEL, QUERIST_SCHEMA_SYMBOL_VIEW,       QUERIST_SCHEMA_SYMBOL_TYPE,
    QUERIST_SCHEMA_SYMBOL_ENUM,  QUERIST_SCHEMA_SYMBOL_DATASOURCE, QUERIST_SCHEMA_SYMBOL_GENERATOR
  };
  g_auto(QueristSchemaSession) session = { NULL };
  GPtrArray *symbols =
    g_ptr_array_new_with_free_func ((GDestroyNotify) querist_schema_symbol_free);

  if (!querist_schema_session_open (&session, text, length))
    return symbols;
  for (QueristSchemaBlock *block = session.schema->tree->blocks; block != NULL;
       block = block->next)
    {
      g_ptr_array_add (symbols,
                       new_symbol (&session, kinds[block->kind], 0, block->name, block->range));
      for (QueristSchemaField *field = block->fields; field != NULL; field = field->next)
        {
          QueristSchemaSymbol *symbol = new_symbol (
            &session, block->kind == QUERIST_SCHEMA_ENUM ? QUERIST_SCHEMA_SYMBOL_VALUE
                                                         : QUERIST_SCHEMA_SYMBOL_FIELD,
            1, field->name, field->range);

          if (field->type.text != NULL)
            symbol->detail = g_strndup (text + field->type_range.start,
                                        field->type_range.end - field->type_range.start);
          g_ptr_array_add (symbols, symbol);
        }
    }
  return symbols;
}
