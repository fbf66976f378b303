/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "querist-schema-formatter.h"
#include "querist-schema-parser.h"

#define N_CELLS 3

/* One line of a block. Rows with cells stand in columns as wide as their widest cell; other rows
 * (comments, lines that can't be read) only have a tail. */
typedef struct {
  char *cells[N_CELLS];
  char *tail;
} Row;

typedef struct {
  const char *text;
  GString    *out;
  GPtrArray  *rows;
  gboolean    block_empty;
} Formatter;

static void
row_free (gpointer data)
{
  Row *row = data;

  for (guint i = 0; i < N_CELLS; i++)
    g_free (row->cells[i]);
  g_free (row->tail);
  g_free (row);
}

static char *
text_of (const Formatter    *self,
         QueristSchemaRange  range)
{
  return g_strndup (self->text + range.start, range.end - range.start);
}

static void
append_range (const Formatter    *self,
              GString            *string,
              QueristSchemaRange  range)
{
  g_string_append_len (string, self->text + range.start, range.end - range.start);
}

static Row *
add_row (Formatter          *self,
         QueristSchemaRange  tail)
{
  Row *row = g_new0 (Row, 1);

  if (tail.end > tail.start)
    row->tail = text_of (self, tail);
  g_ptr_array_add (self->rows, row);
  return row;
}

/* A comment on lines of its own. One in C's manner gets the layout that Prisma gives it: a line
 * of the text each, after " * ". */
static char *
comment_to_text (const Formatter    *self,
                 QueristSchemaRange  range,
                 const char         *indent)
{
  g_autofree char *text = text_of (self, range);
  g_autofree char *body = NULL;
  g_auto(GStrv) lines = NULL;
  GString *string;

  if (!g_str_has_prefix (text, "/*"))
    return g_steal_pointer (&text);
  body = g_strndup (text + 2, strlen (text) - 4);
  lines = g_strsplit_set (body, "\r\n", -1);
  string = g_string_new ("/**");
  for (guint i = 0; lines[i] != NULL; i++)
    {
      const char *line = g_strstrip (lines[i]);

      if (*line == '*')
        line = g_strchug (lines[i] + 1);
      if (*line != '\0')
        g_string_append_printf (string, "\n%s * %s", indent, line);
    }
  g_string_append_printf (string, "\n%s */", indent);
  return g_string_free (string, FALSE);
}

static void
add_comment (Formatter          *self,
             QueristSchemaRange  range)
{
  Row *row = add_row (self, (QueristSchemaRange) { 0, 0 });

  row->tail = comment_to_text (self, range, "  ");
}

/* In bytes, as Prisma's formatter counts, so that the two leave each other's files alone. */
static void
measure_rows (GPtrArray *rows,
              gsize     *widths)
{
  for (guint i = 0; i < rows->len; i++)
    {
      const Row *row = g_ptr_array_index (rows, i);

      for (guint j = 0; j < N_CELLS; j++)
        {
          if (row->cells[j] != NULL)
            widths[j] = MAX (widths[j], strlen (row->cells[j]));
        }
    }
}

static void
write_row (Formatter   *self,
           const Row   *row,
           const gsize *widths)
{
  gsize blanks = 2;

  for (guint i = 0; i < N_CELLS; i++)
    {
      gsize width = 0;

      if (row->cells[i] != NULL && *row->cells[i] != '\0')
        {
          g_string_append_printf (self->out, "%*s%s", (int) blanks, "", row->cells[i]);
          width = strlen (row->cells[i]);
          blanks = 0;
        }
      if (widths[i] > 0)
        blanks += widths[i] - width + 1;
    }
  if (row->tail != NULL)
    g_string_append_printf (self->out, "%*s%s", row->cells[0] != NULL ? 1 : 2, "", row->tail);
  g_string_append_c (self->out, '\n');
}

/* Writes the rows that stand together and so share their columns. */
static void
flush_rows (Formatter *self)
{
  gsize widths[N_CELLS] = { 0 };

  measure_rows (self->rows, widths);
  for (guint i = 0; i < self->rows->len; i++)
    write_row (self, g_ptr_array_index (self->rows, i), widths);
  if (self->rows->len > 0)
    self->block_empty = FALSE;
  g_ptr_array_set_size (self->rows, 0);
}

static void append_expression (const Formatter               *self,
                               GString                       *string,
                               const QueristSchemaExpression *value);

static void
append_arguments (const Formatter             *self,
                  GString                     *string,
                  const QueristSchemaArgument *argument)
{
  g_string_append_c (string, '(');
  for (; argument != NULL; argument = argument->next)
    {
      if (argument->name.text != NULL)
        g_string_append_printf (string, "%s: ", argument->name.text);
      if (argument->value != NULL)
        append_expression (self, string, argument->value);
      if (argument->next != NULL)
        g_string_append (string, ", ");
    }
  g_string_append_c (string, ')');
}

static void
append_expression (const Formatter               *self,
                   GString                       *string,
                   const QueristSchemaExpression *value)
{
  switch (value->kind)
    {
    case QUERIST_SCHEMA_FUNCTION:
      g_string_append (string, value->text);
      append_arguments (self, string, value->arguments);
      break;
    case QUERIST_SCHEMA_ARRAY:
      g_string_append_c (string, '[');
      for (QueristSchemaExpression *item = value->items; item != NULL; item = item->next)
        {
          append_expression (self, string, item);
          if (item->next != NULL)
            g_string_append (string, ", ");
        }
      g_string_append_c (string, ']');
      break;
    case QUERIST_SCHEMA_NUMBER:
    case QUERIST_SCHEMA_STRING:
    case QUERIST_SCHEMA_CONSTANT:
    default:
      append_range (self, string, value->range);
      break;
    }
}

static void
append_attribute (const Formatter              *self,
                  GString                      *string,
                  const char                   *prefix,
                  const QueristSchemaAttribute *attribute)
{
  g_string_append_printf (string, "%s%s", prefix, attribute->name.text);
  if (attribute->has_arguments)
    append_arguments (self, string, attribute->arguments);
}

/* Prisma's order of attributes, the same at fields and at models. */
static guint
attribute_rank (const QueristSchemaAttribute *attribute)
{
  static const char *const order[] = { "id",       "unique", "default", "updatedAt", "index",
                                       "fulltext", "map",    "relation", "ignore",   NULL };
  guint rank = 0;

  while (order[rank] != NULL && !g_str_equal (order[rank], attribute->name.text))
    rank++;
  return rank;
}

static int
compare_attributes (gconstpointer a,
                    gconstpointer b)
{
  const QueristSchemaAttribute *first = *(QueristSchemaAttribute *const *) a;
  const QueristSchemaAttribute *second = *(QueristSchemaAttribute *const *) b;

  return (int) attribute_rank (first) - (int) attribute_rank (second);
}

static char *
attributes_to_text (const Formatter        *self,
                    QueristSchemaAttribute *attribute)
{
  g_autoptr(GPtrArray) sorted = g_ptr_array_new ();
  GString *string = g_string_new (NULL);

  for (; attribute != NULL; attribute = attribute->next)
    g_ptr_array_add (sorted, attribute);
  g_ptr_array_sort (sorted, compare_attributes);
  for (guint i = 0; i < sorted->len; i++)
    append_attribute (self, string, i > 0 ? " @" : "@", g_ptr_array_index (sorted, i));
  return g_string_free (string, FALSE);
}

static char *
type_to_text (const Formatter          *self,
              const QueristSchemaField *field)
{
  static const char *const suffixes[] = { "", "?", "[]" };
  gboolean optional_list = field->arity == QUERIST_SCHEMA_LIST &&
                           self->text[field->type_range.end - 1] == '?';
  g_autofree char *type = text_of (self, field->type.range);

  return g_strconcat (type, suffixes[field->arity], optional_list ? "?" : "", NULL);
}

static void
add_field (Formatter               *self,
           const QueristSchemaItem *item)
{
  const QueristSchemaField *field = item->field;
  Row *row = add_row (self, item->comment);
  guint cell = 0;

  row->cells[cell++] = g_strdup (field->name.text);
  if (field->type.text != NULL)
    row->cells[cell++] = type_to_text (self, field);
  row->cells[cell] = attributes_to_text (self, field->attributes);
}

static void
add_property (Formatter               *self,
              const QueristSchemaItem *item)
{
  Row *row = add_row (self, item->comment);
  GString *value = g_string_new ("= ");

  row->cells[0] = g_strdup (item->property->name.text);
  if (item->property->value != NULL)
    append_expression (self, value, item->property->value);
  else
    g_string_truncate (value, 1);
  row->cells[1] = g_string_free (value, FALSE);
}

/* A block attribute and the comments right above it, which move with it. */
typedef struct {
  const QueristSchemaItem *comments;
  const QueristSchemaItem *item;
} PlacedAttribute;

static int
compare_placed (gconstpointer a,
                gconstpointer b)
{
  const PlacedAttribute *first = a, *second = b;

  return compare_attributes (&first->item->attribute, &second->item->attribute);
}

static void
write_attributes (Formatter *self,
                  GArray    *attributes)
{
  if (attributes->len == 0)
    return;
  if (!self->block_empty)
    g_string_append_c (self->out, '\n');
  g_array_sort (attributes, compare_placed);
  for (guint i = 0; i < attributes->len; i++)
    {
      const PlacedAttribute *placed = &g_array_index (attributes, PlacedAttribute, i);
      GString *string = g_string_new (NULL);

      for (const QueristSchemaItem *comment = placed->comments; comment != placed->item;
           comment = comment->next)
        add_comment (self, comment->range);
      append_attribute (self, string, "@@", placed->item->attribute);
      add_row (self, placed->item->comment)->cells[0] = g_string_free (string, FALSE);
      flush_rows (self);
    }
}

/* Past the comments that stand together from @item on. */
static const QueristSchemaItem *
skip_comments (const QueristSchemaItem *item)
{
  while (item != NULL && item->kind == QUERIST_SCHEMA_ITEM_COMMENT)
    item = item->next;
  return item;
}

static void
add_line (Formatter               *self,
          const QueristSchemaItem *item,
          gboolean                 after_blank)
{
  if (after_blank)
    {
      flush_rows (self);
      if (!self->block_empty)
        g_string_append_c (self->out, '\n');
    }
  if (item->kind == QUERIST_SCHEMA_ITEM_FIELD)
    add_field (self, item);
  else if (item->kind == QUERIST_SCHEMA_ITEM_PROPERTY)
    add_property (self, item);
  else if (item->kind == QUERIST_SCHEMA_ITEM_COMMENT)
    add_comment (self, item->range);
  else
    add_row (self, item->range);
}

static void
write_items (Formatter               *self,
             const QueristSchemaItem *item)
{
  g_autoptr(GArray) attributes = g_array_new (FALSE, FALSE, sizeof (PlacedAttribute));
  gboolean after_blank = FALSE;

  while (item != NULL)
    {
      const QueristSchemaItem *after = skip_comments (item);

      if (after != NULL && after->kind == QUERIST_SCHEMA_ITEM_ATTRIBUTE)
        {
          PlacedAttribute placed = { item, after };

          g_array_append_val (attributes, placed);
          after_blank = FALSE;
          item = after->next;
          continue;
        }
      if (item->kind == QUERIST_SCHEMA_ITEM_BLANK)
        {
          after_blank = TRUE;
          item = item->next;
          continue;
        }
      for (const QueristSchemaItem *end = after != item ? after : item->next; item != end;
           item = item->next)
        {
          add_line (self, item, after_blank);
          after_blank = FALSE;
        }
    }
  flush_rows (self);
  write_attributes (self, attributes);
}

static void
write_block (Formatter                *self,
             const QueristSchemaBlock *block)
{
  g_string_append_printf (self->out, "%s %s {", querist_schema_block_keyword (block->kind),
                          block->name.text);
  if (block->head_rest.end > block->head_rest.start)
    {
      g_string_append_c (self->out, ' ');
      append_range (self, self->out, block->head_rest);
    }
  g_string_append_c (self->out, '\n');
  self->block_empty = TRUE;
  write_items (self, block->items);
  g_string_append (self->out, "}\n");
}

static gboolean
on_same_line (const Formatter         *self,
              const QueristSchemaItem *before,
              const QueristSchemaItem *item)
{
  return memchr (self->text + before->range.end, '\n',
                 item->range.start - before->range.end) == NULL;
}

/* A comment after a closing brace stays on its line. */
static gboolean
follows_brace (const Formatter         *self,
               const QueristSchemaItem *before,
               const QueristSchemaItem *item)
{
  return before != NULL && before->kind == QUERIST_SCHEMA_ITEM_BLOCK &&
         item->kind == QUERIST_SCHEMA_ITEM_COMMENT && on_same_line (self, before, item);
}

static void
write_loose_item (Formatter               *self,
                  const QueristSchemaItem *item)
{
  g_autofree char *text = item->kind == QUERIST_SCHEMA_ITEM_COMMENT
                            ? comment_to_text (self, item->range, "")
                            : text_of (self, item->range);

  g_string_append_printf (self->out, "%s\n", text);
}

static void
write_top (Formatter               *self,
           const QueristSchemaItem *item)
{
  const QueristSchemaItem *before = NULL;

  for (; item != NULL; item = item->next)
    {
      if (follows_brace (self, before, item))
        {
          g_string_truncate (self->out, self->out->len - 1);
          g_string_append_c (self->out, ' ');
          append_range (self, self->out, item->range);
          g_string_append_c (self->out, '\n');
          continue;
        }
      if (before != NULL && before->kind == QUERIST_SCHEMA_ITEM_BLOCK &&
          item->kind != QUERIST_SCHEMA_ITEM_BLANK)
        g_string_append_c (self->out, '\n');
      if (item->kind == QUERIST_SCHEMA_ITEM_BLOCK)
        write_block (self, item->block);
      else if (item->kind != QUERIST_SCHEMA_ITEM_BLANK)
        write_loose_item (self, item);
      else if (before != NULL && before->kind != QUERIST_SCHEMA_ITEM_BLANK)
        g_string_append_c (self->out, '\n');
      before = item;
    }
}

/**
 * querist_schema_format_tree:
 * @tree: a schema's tree
 *
 * Writes a schema in Prisma's layout. Unlike Prisma's formatter it keeps a comment after an
 * opening brace, and adds nothing that changes the meaning. What can't be read stays as it is.
 *
 * Returns: (transfer full): the text
 */
char *
querist_schema_format_tree (const QueristSchemaTree *tree)
{
  Formatter self = { .text = tree->text };
  gsize end;

  self.out = g_string_sized_new (tree->length + 64);
  self.rows = g_ptr_array_new_with_free_func (row_free);
  write_top (&self, tree->items);
  g_ptr_array_unref (self.rows);
  for (end = self.out->len; end > 1 && self.out->str[end - 1] == '\n' &&
       self.out->str[end - 2] == '\n'; end--)
    ;
  g_string_truncate (self.out, end);
  if (self.out->len == 0)
    g_string_append_c (self.out, '\n');
  return g_string_free (self.out, FALSE);
}
