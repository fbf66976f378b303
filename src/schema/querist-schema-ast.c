/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-schema-ast.h"

#define CHUNK_SIZE 65536

/**
 * querist_schema_tree_new:
 * @text: the text, which must outlive the tree
 * @length: its bytes
 *
 * Returns: (transfer full): a tree without nodes
 */
QueristSchemaTree *
querist_schema_tree_new (const char *text,
                         guint       length)
{
  QueristSchemaTree *self = g_new0 (QueristSchemaTree, 1);

  self->text = text;
  self->length = length;
  self->strings = g_string_chunk_new (4096);
  self->chunks = g_ptr_array_new_with_free_func (g_free);
  self->arrays = g_ptr_array_new_with_free_func (g_free);
  self->chunk_used = CHUNK_SIZE;
  return self;
}

/**
 * querist_schema_tree_alloc:
 * @self: a tree
 * @size: bytes, far less than 64 KiB
 *
 * Nodes are small, many, and freed together: taking them from big chunks makes building a tree
 * several times faster than asking for each.
 *
 * Returns: (transfer none): zeroed memory that lives as long as the tree
 */
gpointer
querist_schema_tree_alloc (QueristSchemaTree *self,
                           gsize              size)
{
  char *chunk;

  size = (size + 15) & ~(gsize) 15;
  g_return_val_if_fail (size <= CHUNK_SIZE, NULL);
  if (self->chunk_used + size > CHUNK_SIZE)
    {
      g_ptr_array_add (self->chunks, g_malloc0 (CHUNK_SIZE));
      self->chunk_used = 0;
    }
  chunk = g_ptr_array_index (self->chunks, self->chunks->len - 1);
  self->chunk_used += size;
  return chunk + self->chunk_used - size;
}

/**
 * querist_schema_tree_alloc_many:
 * @self: a tree
 * @size: bytes of an element
 * @n: elements
 *
 * Returns: (transfer none): a zeroed array of any length that lives as long as the tree
 */
gpointer
querist_schema_tree_alloc_many (QueristSchemaTree *self,
                                gsize              size,
                                guint              n)
{
  gpointer array;

  if (size * n <= CHUNK_SIZE / 8)
    return querist_schema_tree_alloc (self, size * n);
  array = g_malloc0_n (n, size);
  g_ptr_array_add (self->arrays, array);
  return array;
}

/**
 * querist_schema_tree_string:
 * @self: a tree
 * @string: text
 * @length: its bytes, or -1 if it ends in a NUL
 *
 * Returns: (transfer none): a copy that lives as long as the tree
 */
const char *
querist_schema_tree_string (QueristSchemaTree *self,
                            const char        *string,
                            gssize             length)
{
  return g_string_chunk_insert_len (self->strings, string, length);
}

/**
 * querist_schema_tree_free:
 * @self: (transfer full) (nullable): a tree
 */
void
querist_schema_tree_free (QueristSchemaTree *self)
{
  if (self == NULL)
    return;
  g_string_chunk_free (self->strings);
  g_ptr_array_unref (self->chunks);
  g_ptr_array_unref (self->arrays);
  g_free (self);
}

/**
 * querist_schema_block_keyword:
 * @kind: a kind of block
 *
 * Returns: (transfer none): the word that begins such a block
 */
const char *
querist_schema_block_keyword (QueristSchemaBlockKind kind)
{
  static const char *const keywords[] = { "model",  "view",       "type",
                                          "enum",   "datasource", "generator" };

  g_return_val_if_fail ((guint) kind < G_N_ELEMENTS (keywords), NULL);

  return keywords[kind];
}
