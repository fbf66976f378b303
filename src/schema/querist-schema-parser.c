/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "querist-schema-explain.h"
#include "querist-schema-parser.h"
#include "querist-schema-scanner.h"

/* The grammar is Prisma's, which goes line by line: a declaration ends with its line, and a line
 * that is none is skipped, so that one slip costs one line.
 *
 * A block whose closing brace is missing is no block at all there: each of its lines is an error.
 * @unclosed remembers the first, after which no later block can be closed either; without it,
 * trying each of n of them would take n² steps. */
typedef struct {
  QueristSchemaScanner scanner;
  GString             *documentation;
  const char          *unclosed;
  guint                unclosed_line;
  gboolean             no_brace_left;
} Parser;

typedef struct {
  QueristSchemaItem  *first;
  QueristSchemaItem **tail;
} ItemList;

static QueristSchemaItem *
append_item (Parser                *self,
             ItemList              *list,
             QueristSchemaItemKind  kind,
             guint                  start,
             guint                  end)
{
  QueristSchemaItem *item = querist_schema_tree_make (self->scanner.tree, QueristSchemaItem);

  item->kind = kind;
  item->range.start = start;
  item->range.end = end;
  *list->tail = item;
  list->tail = &item->next;
  return item;
}

static void
add_documentation (Parser             *self,
                   QueristSchemaRange  comment)
{
  const char *text = self->scanner.text + comment.start;
  g_autofree char *line = NULL;

  if (comment.end - comment.start < 3 || strncmp (text, "///", 3) != 0)
    return;
  line = g_strstrip (g_strndup (text + 3, comment.end - comment.start - 3));
  if (self->documentation->len > 0)
    g_string_append_c (self->documentation, '\n');
  g_string_append (self->documentation, line);
}

static const char *
take_documentation (Parser *self)
{
  const char *text;

  if (self->documentation->len == 0)
    return NULL;
  text = querist_schema_tree_string (self->scanner.tree, self->documentation->str,
                                     self->documentation->len);
  g_string_truncate (self->documentation, 0);
  return text;
}

/* A comment or a blank line, in a block or outside. */
static gboolean
parse_filler (Parser   *self,
              ItemList *list,
              guint     line_start)
{
  QueristSchemaScanner *scanner = &self->scanner;
  QueristSchemaRange comment;
  guint start = scanner->pos;

  if (querist_schema_scanner_take_comment (scanner, &comment))
    {
      append_item (self, list, QUERIST_SCHEMA_ITEM_COMMENT, comment.start, comment.end);
      add_documentation (self, comment);
      querist_schema_scanner_skip_blanks (scanner);
      querist_schema_scanner_take_line_end (scanner);
      return TRUE;
    }
  if (!querist_schema_scanner_take_line_end (scanner))
    return FALSE;
  if (line_start != G_MAXUINT)
    {
      append_item (self, list, QUERIST_SCHEMA_ITEM_BLANK, start, start);
      g_string_truncate (self->documentation, 0);
    }
  return TRUE;
}

/* The end of a declaration: nothing but a comment may follow on its line. */
static gboolean
finish_line (Parser             *self,
             QueristSchemaRange *comment)
{
  QueristSchemaScanner *scanner = &self->scanner;

  querist_schema_scanner_skip_blanks (scanner);
  comment->start = comment->end = scanner->pos;
  if (querist_schema_scanner_take_comment (scanner, comment))
    {
      add_documentation (self, *comment);
      querist_schema_scanner_skip_blanks (scanner);
    }
  return querist_schema_scanner_take_line_end (scanner);
}

static QueristSchemaAttribute *
parse_attributes (QueristSchemaScanner *scanner)
{
  QueristSchemaAttribute *first = NULL, **tail = &first;

  for (;;)
    {
      guint start = scanner->pos;

      querist_schema_scanner_skip_blanks (scanner);
      if (!querist_schema_scanner_take (scanner, "@") ||
          (*tail = querist_schema_parse_attribute (scanner)) == NULL)
        {
          scanner->pos = start;
          return first;
        }
      tail = &(*tail)->next;
    }
}

static gboolean
parse_base_type (QueristSchemaScanner *scanner,
                 QueristSchemaField   *field)
{
  guint start = scanner->pos;
  QueristSchemaExpression *string;

  if (querist_schema_scanner_take (scanner, "Unsupported("))
    {
      querist_schema_scanner_skip_blanks (scanner);
      string = querist_schema_parse_string (scanner);
      querist_schema_scanner_skip_blanks (scanner);
      if (string != NULL && querist_schema_scanner_take (scanner, ")"))
        {
          field->unsupported = TRUE;
          field->type.text = string->text;
          field->type.range = (QueristSchemaRange) { start, scanner->pos };
          return TRUE;
        }
      scanner->pos = start;
    }
  return querist_schema_scanner_take_identifier (scanner, &field->type);
}

static void
refuse_type (QueristSchemaScanner *scanner,
             QueristSchemaField   *field,
             const char           *replacement,
             const char           *message)
{
  QueristDiagnostic *problem;
  g_autofree char *type = g_strndup (scanner->text + field->type.range.start,
                                     field->type.range.end - field->type.range.start);
  g_autofree char *text = g_strconcat (type, replacement, NULL);

  problem = querist_schema_problems_error (scanner->problems, field->type_range, "type-syntax",
                                           "%s", message);
  querist_schema_problem_advise (problem, "Write “%s”.", text);
  querist_schema_problem_propose (problem, text);
  field->faulty = TRUE;
}

/* `[Type]`, which GraphQL and Prisma 1 know. */
static gboolean
parse_bracketed_type (QueristSchemaScanner *scanner,
                      QueristSchemaField   *field)
{
  guint start = scanner->pos;

  if (!querist_schema_scanner_take (scanner, "["))
    return FALSE;
  querist_schema_scanner_skip_blanks (scanner);
  if (parse_base_type (scanner, field))
    {
      querist_schema_scanner_skip_blanks (scanner);
      if (querist_schema_scanner_take (scanner, "]"))
        {
          field->arity = QUERIST_SCHEMA_LIST;
          field->type_range = (QueristSchemaRange) { start, scanner->pos };
          refuse_type (scanner, field, "[]", "A list is written as “Type[]”, not “[Type]”");
          return TRUE;
        }
    }
  field->type.text = NULL;
  scanner->pos = start;
  return FALSE;
}

static void
parse_arity (QueristSchemaScanner *scanner,
             QueristSchemaField   *field)
{
  guint end = scanner->pos, after_list;
  const char *refusal = NULL;

  querist_schema_scanner_skip_blanks (scanner);
  if (querist_schema_scanner_take (scanner, "[]"))
    {
      field->arity = QUERIST_SCHEMA_LIST;
      after_list = scanner->pos;
      querist_schema_scanner_skip_blanks (scanner);
      if (querist_schema_scanner_take (scanner, "?"))
        refusal = "A list can't be optional: it may be empty instead";
      else
        scanner->pos = after_list;
    }
  else if (querist_schema_scanner_take (scanner, "?"))
    field->arity = QUERIST_SCHEMA_OPTIONAL;
  else if (querist_schema_scanner_take (scanner, "!"))
    refusal = "A field is required unless it has a “?”, so “!” isn't used";
  else
    scanner->pos = end;
  field->type_range.end = scanner->pos;
  if (refusal != NULL)
    refuse_type (scanner, field, field->arity == QUERIST_SCHEMA_LIST ? "[]" : "", refusal);
}

static void
parse_type (QueristSchemaScanner *scanner,
            QueristSchemaField   *field)
{
  guint before = scanner->pos;

  querist_schema_scanner_skip_blanks (scanner);
  field->type_range.start = scanner->pos;
  if (parse_bracketed_type (scanner, field))
    return;
  if (parse_base_type (scanner, field))
    parse_arity (scanner, field);
  else
    {
      scanner->pos = before;
      field->type_range = (QueristSchemaRange) { before, before };
    }
}

/* `name: Type`, as in GraphQL. */
static void
refuse_colon (QueristSchemaScanner *scanner,
              QueristSchemaField   *field)
{
  guint start = scanner->pos;
  QueristSchemaRange range;
  QueristDiagnostic *problem;

  querist_schema_scanner_skip_blanks (scanner);
  range = (QueristSchemaRange) { scanner->pos, scanner->pos + 1 };
  if (!querist_schema_scanner_take (scanner, ":"))
    {
      scanner->pos = start;
      return;
    }
  problem = querist_schema_problems_error (scanner->problems, range, "colon",
                                           "There is no “:” between a field and its type");
  querist_schema_problem_advise (problem, "Remove the colon.");
  querist_schema_problem_propose (problem, "");
  field->faulty = TRUE;
}

/* A model's field or an enum's value; both begin with a name and may have attributes. */
static gboolean
parse_field (Parser             *self,
             QueristSchemaBlock *block,
             ItemList           *list)
{
  QueristSchemaScanner *scanner = &self->scanner;
  guint start = scanner->pos;
  QueristSchemaField *field;
  QueristSchemaName name;
  QueristSchemaRange comment;
  QueristSchemaItem *item;
  guint end;

  if (!querist_schema_scanner_take_identifier (scanner, &name))
    return FALSE;
  field = querist_schema_tree_make (scanner->tree, QueristSchemaField);
  field->name = name;
  field->type_range = (QueristSchemaRange) { scanner->pos, scanner->pos };
  if (block->kind != QUERIST_SCHEMA_ENUM)
    {
      refuse_colon (scanner, field);
      parse_type (scanner, field);
    }
  field->attributes = parse_attributes (scanner);
  end = scanner->pos;
  if (!finish_line (self, &comment))
    return FALSE;
  field->range = (QueristSchemaRange) { start, end };
  field->documentation = take_documentation (self);
  if (field->type.text == NULL && block->kind != QUERIST_SCHEMA_ENUM)
    {
      querist_schema_explain_missing_type (scanner->problems, field);
      field->faulty = TRUE;
    }
  item = append_item (self, list, QUERIST_SCHEMA_ITEM_FIELD, start, end);
  item->comment = comment;
  item->field = field;
  return TRUE;
}

static gboolean
parse_block_attribute (Parser             *self,
                       QueristSchemaBlock *block,
                       ItemList           *list)
{
  QueristSchemaScanner *scanner = &self->scanner;
  guint start = scanner->pos, end;
  QueristSchemaAttribute *attribute;
  QueristSchemaRange comment;
  QueristSchemaItem *item;

  if (!querist_schema_scanner_take (scanner, "@@"))
    return FALSE;
  attribute = querist_schema_parse_attribute (scanner);
  end = scanner->pos;
  if (attribute == NULL || !finish_line (self, &comment))
    return FALSE;
  g_string_truncate (self->documentation, 0);
  item = append_item (self, list, QUERIST_SCHEMA_ITEM_ATTRIBUTE, start, end);
  item->comment = comment;
  item->attribute = attribute;
  return TRUE;
}

static gboolean
parse_property (Parser             *self,
                QueristSchemaBlock *block,
                ItemList           *list)
{
  QueristSchemaScanner *scanner = &self->scanner;
  guint start = scanner->pos, end;
  QueristSchemaProperty *property;
  QueristSchemaName name;
  QueristSchemaRange comment;
  QueristSchemaExpression *value;
  QueristSchemaItem *item;

  if (!querist_schema_scanner_take_identifier (scanner, &name))
    return FALSE;
  querist_schema_scanner_skip_blanks (scanner);
  if (!querist_schema_scanner_take (scanner, "="))
    return FALSE;
  end = scanner->pos;
  querist_schema_scanner_skip_blanks (scanner);
  value = querist_schema_parse_expression (scanner);
  if (value != NULL)
    end = scanner->pos;
  if (!finish_line (self, &comment))
    return FALSE;
  g_string_truncate (self->documentation, 0);
  property = querist_schema_tree_make (scanner->tree, QueristSchemaProperty);
  property->name = name;
  property->value = value;
  property->range = (QueristSchemaRange) { start, end };
  if (value == NULL)
    querist_schema_explain_missing_value (scanner->problems, property);
  item = append_item (self, list, QUERIST_SCHEMA_ITEM_PROPERTY, start, end);
  item->comment = comment;
  item->property = property;
  return TRUE;
}

typedef gboolean (*ParseLine) (Parser             *self,
                               QueristSchemaBlock *block,
                               ItemList           *list);

static gboolean
try_line (Parser             *self,
          QueristSchemaBlock *block,
          ItemList           *list,
          ParseLine           parse)
{
  guint start = self->scanner.pos;
  guint n_errors = querist_schema_problems_n_errors (self->scanner.problems);

  if (parse (self, block, list))
    return TRUE;
  self->scanner.pos = start;
  querist_schema_problems_rewind (self->scanner.problems, n_errors);
  return FALSE;
}

static gboolean
is_config (QueristSchemaBlockKind kind)
{
  return kind == QUERIST_SCHEMA_DATASOURCE || kind == QUERIST_SCHEMA_GENERATOR;
}

static void
parse_body_line (Parser             *self,
                 QueristSchemaBlock *block,
                 ItemList           *list,
                 guint               line_start)
{
  QueristSchemaScanner *scanner = &self->scanner;
  guint start = scanner->pos;

  if (is_config (block->kind) ? try_line (self, block, list, parse_property)
                              : try_line (self, block, list, parse_field) ||
                                  try_line (self, block, list, parse_block_attribute))
    return;
  if (parse_filler (self, list, line_start))
    return;
  querist_schema_scanner_skip_line (scanner);
  append_item (self, list, QUERIST_SCHEMA_ITEM_INVALID, start, scanner->pos);
  querist_schema_explain_line (scanner->problems, scanner->text,
                               (QueristSchemaRange) { start, scanner->pos }, block->kind);
  querist_schema_scanner_take_line_end (scanner);
  g_string_truncate (self->documentation, 0);
}

/* From the line after the opening brace past the closing one; FALSE if that is missing. */
static gboolean
parse_body (Parser             *self,
            QueristSchemaBlock *block)
{
  QueristSchemaScanner *scanner = &self->scanner;
  ItemList list = { .tail = &list.first };
  gboolean closed = FALSE;

  block->body.start = scanner->pos;
  while (scanner->pos < scanner->length)
    {
      guint line_start = scanner->pos;

      querist_schema_scanner_skip_blanks (scanner);
      block->body.end = scanner->pos;
      closed = querist_schema_scanner_take (scanner, "}");
      if (closed)
        break;
      if (line_start > block->body.start && scanner->text[line_start - 1] != '\n' &&
          scanner->text[line_start - 1] != '\r')
        line_start = G_MAXUINT;
      parse_body_line (self, block, &list, line_start);
    }
  block->items = list.first;
  return closed;
}

static void
collect_items (QueristSchemaBlock *block)
{
  QueristSchemaField **fields = &block->fields;
  QueristSchemaAttribute **attributes = &block->attributes;
  QueristSchemaProperty **properties = &block->properties;

  for (QueristSchemaItem *item = block->items; item != NULL; item = item->next)
    {
      if (item->kind == QUERIST_SCHEMA_ITEM_FIELD)
        {
          *fields = item->field;
          fields = &item->field->next;
        }
      else if (item->kind == QUERIST_SCHEMA_ITEM_ATTRIBUTE)
        {
          *attributes = item->attribute;
          attributes = &item->attribute->next;
        }
      else if (item->kind == QUERIST_SCHEMA_ITEM_PROPERTY)
        {
          *properties = item->property;
          properties = &item->property->next;
        }
    }
}

/* The opening brace; whatever follows it on the line is ignored, as Prisma does. */
static gboolean
parse_opening (QueristSchemaScanner *scanner,
               QueristSchemaRange   *rest)
{
  querist_schema_scanner_skip_blanks (scanner);
  if (!querist_schema_scanner_take (scanner, "{"))
    return FALSE;
  querist_schema_scanner_skip_blanks (scanner);
  rest->start = scanner->pos;
  querist_schema_scanner_skip_line (scanner);
  rest->end = scanner->pos;
  return querist_schema_scanner_take_line_end (scanner);
}

static gboolean
parse_block_of_kind (Parser                 *self,
                     QueristSchemaBlockKind  kind,
                     ItemList               *list)
{
  QueristSchemaScanner *scanner = &self->scanner;
  guint start = scanner->pos;
  guint n_errors = querist_schema_problems_n_errors (scanner->problems);
  QueristSchemaBlock *block;
  QueristSchemaName name;
  QueristSchemaRange rest;
  const char *documentation;

  if (!querist_schema_scanner_take (scanner, querist_schema_block_keyword (kind)))
    return FALSE;
  querist_schema_scanner_skip_blanks (scanner);
  if (!querist_schema_scanner_take_identifier (scanner, &name) || !parse_opening (scanner, &rest))
    return FALSE;
  documentation = take_documentation (self);
  block = querist_schema_tree_make (scanner->tree, QueristSchemaBlock);
  block->kind = kind;
  block->name = name;
  block->head_rest = rest;
  block->documentation = documentation;
  if (!parse_body (self, block))
    {
      querist_schema_problems_rewind (scanner->problems, n_errors);
      self->unclosed = name.text;
      self->unclosed_line = querist_schema_problems_line (scanner->problems, start);
      return FALSE;
    }
  g_string_truncate (self->documentation, 0);
  block->range = (QueristSchemaRange) { start, scanner->pos };
  collect_items (block);
  append_item (self, list, QUERIST_SCHEMA_ITEM_BLOCK, start, scanner->pos)->block = block;
  return TRUE;
}

static gboolean
parse_block (Parser   *self,
             ItemList *list)
{
  guint start = self->scanner.pos;

  for (guint kind = 0; kind <= QUERIST_SCHEMA_GENERATOR && self->unclosed == NULL; kind++)
    {
      if (parse_block_of_kind (self, kind, list))
        return TRUE;
      self->scanner.pos = start;
    }
  return FALSE;
}

/* `something {` … `}`: a block whose keyword is missing. */
static gboolean
parse_nameless_block (Parser   *self,
                      ItemList *list)
{
  QueristSchemaScanner *scanner = &self->scanner;
  guint start = scanner->pos;
  QueristSchemaName name;
  QueristSchemaRange rest;
  const char *close;

  if (self->no_brace_left || !querist_schema_scanner_take_identifier (scanner, &name) ||
      !parse_opening (scanner, &rest))
    {
      scanner->pos = start;
      return FALSE;
    }
  close = memchr (scanner->text + scanner->pos, '}', scanner->length - scanner->pos);
  if (close == NULL)
    {
      self->no_brace_left = TRUE;
      scanner->pos = start;
      return FALSE;
    }
  scanner->pos = close - scanner->text + 1;
  append_item (self, list, QUERIST_SCHEMA_ITEM_INVALID, start, scanner->pos);
  querist_schema_explain_keyword (scanner->problems, &name);
  return TRUE;
}

static void
parse_stray_line (Parser   *self,
                  ItemList *list)
{
  QueristSchemaScanner *scanner = &self->scanner;
  guint start = scanner->pos;
  QueristSchemaRange range;

  querist_schema_scanner_skip_line (scanner);
  range = (QueristSchemaRange) { start, scanner->pos };
  append_item (self, list, QUERIST_SCHEMA_ITEM_INVALID, range.start, range.end);
  querist_schema_explain_stray_line (scanner->problems, scanner->text, range, self->unclosed,
                                     self->unclosed_line);
  querist_schema_scanner_take_line_end (scanner);
}

static void
collect_blocks (QueristSchemaTree *tree)
{
  QueristSchemaBlock **blocks = &tree->blocks;

  for (QueristSchemaItem *item = tree->items; item != NULL; item = item->next)
    {
      if (item->kind != QUERIST_SCHEMA_ITEM_BLOCK)
        continue;
      *blocks = item->block;
      blocks = &item->block->next;
    }
}

/**
 * querist_schema_parse:
 * @text: valid UTF-8, which must outlive the tree
 * @length: its bytes, at most QUERIST_SCHEMA_MAX_BYTES
 * @problems: gets the syntax errors
 *
 * Reads the Prisma schema language. Takes any text: what is no schema is in the tree as invalid
 * lines.
 *
 * Returns: (transfer full): the tree
 */
QueristSchemaTree *
querist_schema_parse (const char            *text,
                      guint                  length,
                      QueristSchemaProblems *problems)
{
  QueristSchemaTree *tree = querist_schema_tree_new (text, length);
  Parser self = { .scanner = { text, length, 0, tree, problems, 0 } };
  QueristSchemaScanner *scanner = &self.scanner;
  ItemList list = { .tail = &list.first };

  self.documentation = g_string_new (NULL);
  while (scanner->pos < length)
    {
      guint line_start = scanner->pos;

      if (line_start > 0 && text[line_start - 1] != '\n' && text[line_start - 1] != '\r')
        line_start = G_MAXUINT;
      querist_schema_scanner_skip_blanks (scanner);
      if (scanner->pos >= length || parse_filler (&self, &list, line_start) ||
          parse_block (&self, &list) || parse_nameless_block (&self, &list))
        continue;
      parse_stray_line (&self, &list);
      g_string_truncate (self.documentation, 0);
    }
  g_string_free (self.documentation, TRUE);
  tree->items = list.first;
  collect_blocks (tree);
  return tree;
}
