/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "querist-builtin-period.h"
#include "querist-builtin-schema.h"
#include "querist-builtin-terms.h"
#include "querist-text.h"

#define BRIDGE_OTHER_COLUMNS 1

static void
free_column (gpointer data)
{
  QueristKnownColumn *self = data;

  g_array_unref (self->terms);
  g_free (self);
}

static void
free_table (gpointer data)
{
  QueristKnownTable *self = data;

  g_array_unref (self->terms);
  g_ptr_array_unref (self->columns);
  g_ptr_array_unref (self->labels);
  g_free (self);
}

/**
 * querist_known_schema_free:
 * @self: (transfer full): a schema
 */
void
querist_known_schema_free (QueristKnownSchema *self)
{
  g_ptr_array_unref (self->tables);
  g_free (self);
}

/**
 * querist_known_column_has_word:
 * @self: a column
 * @root: a root
 *
 * Returns: whether its name holds the word
 */
gboolean
querist_known_column_has_word (const QueristKnownColumn *self,
                               const char               *root)
{
  for (guint i = 0; i < self->terms->len; i++)
    {
      if (g_str_equal (g_array_index (self->terms, QueristTerm, i).root, root))
        return TRUE;
    }
  return FALSE;
}

static gboolean
has_any_word (const QueristKnownColumn *column,
              const char *const        *roots)
{
  for (guint i = 0; roots[i] != NULL; i++)
    {
      if (querist_known_column_has_word (column, roots[i]))
        return TRUE;
    }
  return FALSE;
}

static gboolean
looks_like_dates (const QueristKnownColumn *column)
{
  GDate date;

  return column->statistics != NULL &&
         querist_date_from_string (column->statistics->min, &date) &&
         querist_date_from_string (column->statistics->max, &date);
}

/* Two values that say yes and no, however they are spelled. */
static gboolean
looks_like_boolean (const QueristKnownColumn *column)
{
  static const char *const answers[] = { "yes", "no", "y", "n", "true", "false", "t", "f", NULL };
  const QueristColumnStatistics *known = column->statistics;

  if (known == NULL || !known->complete || known->n_distinct == 0 || known->n_distinct > 2)
    return FALSE;
  for (guint i = 0; known->values[i] != NULL; i++)
    {
      g_autofree char *folded = g_utf8_strdown (known->values[i], -1);

      if (!g_strv_contains (answers, folded))
        return FALSE;
    }
  return TRUE;
}

static gboolean
looks_like_flag (const QueristKnownColumn *column)
{
  const char *first =
    column->terms->len > 1 ? g_array_index (column->terms, QueristTerm, 0).root : "";

  return (g_str_equal (first, "is") || g_str_equal (first, "has")) &&
         column->statistics != NULL && column->statistics->n_distinct <= 2;
}

static gboolean
is_code (const QueristKnownColumn *column)
{
  static const char *const roots[] = { "id", "cod", "zip", "phon", "postal", "number", "no", NULL };

  return column->terms->len > 0 &&
         g_strv_contains (
           roots, g_array_index (column->terms, QueristTerm, column->terms->len - 1).root);
}

static QueristColumnKind
find_kind (const QueristKnownColumn *column)
{
  const QueristTable *table = column->table->table;

  if (column->reference != NULL)
    return QUERIST_KIND_KEY;
  if (column->column->type == QUERIST_SCALAR_BOOLEAN || looks_like_flag (column) ||
      looks_like_boolean (column))
    return QUERIST_KIND_BOOLEAN;
  if (looks_like_dates (column))
    return QUERIST_KIND_DATE;
  if (column->column->type == QUERIST_SCALAR_DATE_TIME && column->statistics != NULL &&
      column->statistics->min == NULL)
    return QUERIST_KIND_DATE;
  if (querist_scalar_is_number (column->column->type))
    {
      if (column->column->primary_key && g_strv_length (table->primary_key) == 1)
        return QUERIST_KIND_KEY;
      return is_code (column) ? QUERIST_KIND_KEY : QUERIST_KIND_NUMBER;
    }
  return QUERIST_KIND_TEXT;
}

static gboolean
holds_years (const QueristKnownColumn *column)
{
  const QueristColumnStatistics *known = column->statistics;

  return column->kind == QUERIST_KIND_NUMBER && querist_known_column_has_word (column, "year") &&
         (known == NULL || known->min == NULL ||
          (atoi (known->min) >= 1000 && known->max != NULL && atoi (known->max) <= 2999));
}

static const QueristForeignKey *
find_single_reference (const QueristTable *table,
                       const char         *column)
{
  for (guint i = 0; i < table->foreign_keys->len; i++)
    {
      const QueristForeignKey *key = g_ptr_array_index (table->foreign_keys, i);

      if (g_strv_length (key->columns) == 1 && g_ascii_strcasecmp (key->columns[0], column) == 0)
        return key;
    }
  return NULL;
}

static void
add_column (QueristKnownTable   *table,
            const QueristColumn *column,
            guint                index)
{
  QueristKnownColumn *known = g_new0 (QueristKnownColumn, 1);

  known->table = table;
  known->column = column;
  known->index = index;
  known->terms = querist_terms_of_name (column->name);
  known->reference = find_single_reference (table->table, column->name);
  if (table->statistics != NULL)
    known->statistics = querist_table_statistics_find (table->statistics, column->name);
  known->kind = find_kind (known);
  known->year = holds_years (known);
  g_ptr_array_add (table->columns, known);
}

static const QueristKnownColumn *
find_text_with_words (const QueristKnownTable *table,
                      const char              *first,
                      const char              *second)
{
  for (guint i = 0; i < table->columns->len; i++)
    {
      const QueristKnownColumn *column = g_ptr_array_index (table->columns, i);

      if (column->kind == QUERIST_KIND_TEXT && querist_known_column_has_word (column, first) &&
          (second == NULL || querist_known_column_has_word (column, second)))
        return column;
    }
  return NULL;
}

static gboolean
is_unique_text (const QueristKnownTable  *table,
                const QueristKnownColumn *column)
{
  return column->kind == QUERIST_KIND_TEXT && !column->column->primary_key && !is_code (column) &&
         column->statistics != NULL && table->statistics->n_rows > 0 &&
         column->statistics->n_distinct == table->statistics->n_rows;
}

/* A person's first and last name, else a name or title, else the first text without repeats. */
static void
find_labels (QueristKnownTable *table)
{
  static const char *const words[] = { "nam", "titl", "label", "headlin", "subject", NULL };
  const QueristKnownColumn *first = find_text_with_words (table, "first", "nam");
  const QueristKnownColumn *last = find_text_with_words (table, "last", "nam");

  if (first == NULL)
    first = find_text_with_words (table, "forenam", NULL);
  if (last == NULL)
    last = find_text_with_words (table, "surnam", NULL);
  if (first != NULL && last != NULL)
    {
      g_ptr_array_add (table->labels, (gpointer) first);
      g_ptr_array_add (table->labels, (gpointer) last);
      return;
    }
  for (guint i = 0; words[i] != NULL; i++)
    {
      const QueristKnownColumn *column = find_text_with_words (table, words[i], NULL);

      if (column != NULL)
        {
          g_ptr_array_add (table->labels, (gpointer) column);
          return;
        }
    }
  for (guint i = 0; i < table->columns->len; i++)
    {
      QueristKnownColumn *column = g_ptr_array_index (table->columns, i);

      if (is_unique_text (table, column))
        {
          g_ptr_array_add (table->labels, column);
          return;
        }
    }
}

/* The day on which a thing happened, not the one on which it ends or was last touched. */
static void
find_date (QueristKnownTable *table)
{
  static const char *const later[] = { "birth",  "dob",     "updat",  "modifi", "clos",
                                       "end",    "expiri",  "expir",  "due",    "return",
                                       "deliver", "deliveri", "ship", "discharg", "paid",
                                       "pay",    "cancel",  "delet",  "last",   "arriv", NULL };
  const QueristKnownColumn *fallback = NULL;

  for (guint i = 0; i < table->columns->len; i++)
    {
      const QueristKnownColumn *column = g_ptr_array_index (table->columns, i);
      GDate date;

      if (column->kind != QUERIST_KIND_DATE)
        continue;
      if (column->statistics != NULL && column->statistics->min != NULL &&
          !querist_date_from_string (column->statistics->min, &date))
        continue;
      if (!has_any_word (column, later))
        {
          table->date = column;
          return;
        }
      if (fallback == NULL && !querist_known_column_has_word (column, "birth") &&
          !querist_known_column_has_word (column, "dob"))
        fallback = column;
    }
  table->date = fallback;
}

static gboolean
is_bridge (const QueristKnownTable *table)
{
  guint others = 0;

  if (table->table->foreign_keys->len < 2)
    return FALSE;
  for (guint i = 0; i < table->columns->len; i++)
    {
      const QueristKnownColumn *column = g_ptr_array_index (table->columns, i);

      others += column->kind != QUERIST_KIND_KEY ? 1 : 0;
    }
  return others <= BRIDGE_OTHER_COLUMNS;
}

static const QueristTableStatistics *
find_statistics (GPtrArray  *statistics,
                 const char *table)
{
  for (guint i = 0; statistics != NULL && i < statistics->len; i++)
    {
      const QueristTableStatistics *candidate = g_ptr_array_index (statistics, i);

      if (g_str_equal (candidate->table, table))
        return candidate;
    }
  return NULL;
}

/**
 * querist_known_schema_new:
 * @catalog: the tables; must outlive the schema
 * @statistics: (nullable) (element-type QueristTableStatistics): what is known of the data; must
 *   outlive the schema
 *
 * Works out what the columns are for: keys, dates, numbers, labels.
 *
 * Returns: (transfer full): the schema
 */
QueristKnownSchema *
querist_known_schema_new (QueristCatalog *catalog,
                          GPtrArray      *statistics)
{
  QueristKnownSchema *self = g_new0 (QueristKnownSchema, 1);

  self->tables = g_ptr_array_new_with_free_func (free_table);
  for (guint i = 0; i < catalog->tables->len; i++)
    {
      const QueristTable *table = g_ptr_array_index (catalog->tables, i);
      QueristKnownTable *known = g_new0 (QueristKnownTable, 1);

      known->table = table;
      known->index = i;
      known->terms = querist_terms_of_name (table->name);
      known->columns = g_ptr_array_new_with_free_func (free_column);
      known->labels = g_ptr_array_new ();
      known->statistics = find_statistics (statistics, table->name);
      for (guint j = 0; j < table->columns->len; j++)
        add_column (known, g_ptr_array_index (table->columns, j), j);
      find_labels (known);
      find_date (known);
      known->bridge = is_bridge (known);
      g_ptr_array_add (self->tables, known);
    }
  return self;
}

/**
 * querist_known_schema_find:
 * @self: a schema
 * @table: a table's name
 *
 * Returns: (transfer none) (nullable): the table
 */
QueristKnownTable *
querist_known_schema_find (const QueristKnownSchema *self,
                           const char               *table)
{
  for (guint i = 0; i < self->tables->len; i++)
    {
      QueristKnownTable *known = g_ptr_array_index (self->tables, i);

      if (g_ascii_strcasecmp (known->table->name, table) == 0)
        return known;
    }
  return NULL;
}

/**
 * querist_known_table_find:
 * @self: a table
 * @column: a column's name
 *
 * Returns: (transfer none) (nullable): the column
 */
QueristKnownColumn *
querist_known_table_find (const QueristKnownTable *self,
                          const char              *column)
{
  for (guint i = 0; i < self->columns->len; i++)
    {
      QueristKnownColumn *known = g_ptr_array_index (self->columns, i);

      if (g_ascii_strcasecmp (known->column->name, column) == 0)
        return known;
    }
  return NULL;
}

/**
 * querist_known_table_key:
 * @self: a table
 *
 * Returns: (transfer none) (nullable): its primary key, when that is one column
 */
const QueristKnownColumn *
querist_known_table_key (const QueristKnownTable *self)
{
  if (g_strv_length (self->table->primary_key) != 1)
    return NULL;
  return querist_known_table_find (self, self->table->primary_key[0]);
}

static const QueristKnownColumn *
find_number (const QueristKnownTable *self,
             const char *const       *roots)
{
  for (guint i = 0; roots[i] != NULL; i++)
    {
      for (guint j = 0; j < self->columns->len; j++)
        {
          const QueristKnownColumn *column = g_ptr_array_index (self->columns, j);

          if (column->kind == QUERIST_KIND_NUMBER &&
              querist_known_column_has_word (column, roots[i]))
            return column;
        }
    }
  return NULL;
}

static gboolean
find_product (const QueristKnownTable *self,
              QueristAmount           *amount)
{
  static const char *const prices[] = { "pric", NULL };
  static const char *const quantities[] = { "quantiti", "qti", "unit", "piec", NULL };
  static const char *const discounts[] = { "discount", NULL };
  const QueristColumnStatistics *known;

  *amount = (QueristAmount) { .price = find_number (self, prices) };
  for (guint i = 0; i < self->columns->len && amount->quantity == NULL; i++)
    {
      const QueristKnownColumn *column = g_ptr_array_index (self->columns, i);

      if (column->kind == QUERIST_KIND_NUMBER && column != amount->price &&
          !querist_known_column_has_word (column, "pric") && has_any_word (column, quantities))
        amount->quantity = column;
    }
  if (amount->price == NULL || amount->quantity == NULL)
    return FALSE;
  amount->discount = find_number (self, discounts);
  if (amount->discount == NULL)
    return TRUE;
  known = amount->discount->statistics;
  if (querist_known_column_has_word (amount->discount, "amount"))
    amount->discount = NULL;
  else if (querist_known_column_has_word (amount->discount, "percent") ||
           querist_known_column_has_word (amount->discount, "pct") ||
           (known != NULL && known->max != NULL && g_ascii_strtod (known->max, NULL) > 1))
    amount->discount_scale = 100;
  else
    amount->discount_scale = 1;
  return TRUE;
}

static const QueristKnownColumn *
find_total (const QueristKnownTable *self,
            const char              *name)
{
  g_autoptr(GArray) terms = querist_terms_of_name (name);

  for (guint i = 0; i < self->columns->len; i++)
    {
      const QueristKnownColumn *column = g_ptr_array_index (self->columns, i);
      gboolean same = column->kind == QUERIST_KIND_NUMBER && column->terms->len == terms->len;

      for (guint j = 0; same && j < terms->len; j++)
        same = g_str_equal (g_array_index (terms, QueristTerm, j).root,
                            g_array_index (column->terms, QueristTerm, j).root);
      if (same)
        return column;
    }
  return NULL;
}

/**
 * querist_known_table_amount:
 * @self: a table
 * @totals: (array zero-terminated=1): names of columns that may hold the money, likeliest first
 * @amount: (out): what a row of it is worth
 *
 * A price times a quantity goes before weaker names such as "cost" or "price".
 *
 * Returns: whether its rows are worth anything
 */
gboolean
querist_known_table_amount (const QueristKnownTable *self,
                            const char *const       *totals,
                            QueristAmount           *amount)
{
  const QueristKnownColumn *weak = NULL;

  *amount = (QueristAmount) { NULL };
  for (guint i = 0; totals[i] != NULL; i++)
    {
      gboolean strong = strstr (totals[i], "cost") == NULL && !g_str_equal (totals[i], "value") &&
                        !g_str_equal (totals[i], "price") && !g_str_equal (totals[i], "fee");

      amount->total = find_total (self, totals[i]);
      if (amount->total != NULL && strong)
        return TRUE;
      if (weak == NULL)
        weak = amount->total;
    }
  if (find_product (self, amount))
    return TRUE;
  /* a price list is no turnover: only tables of things that happened have one */
  *amount = (QueristAmount) { .total = self->date != NULL ? weak : NULL };
  return amount->total != NULL;
}

/**
 * querist_known_table_noun:
 * @self: a table
 * @plural: for several rows
 *
 * Returns: (transfer full): what to call its rows in a sentence: "order items"
 */
char *
querist_known_table_noun (const QueristKnownTable *self,
                          gboolean                 plural)
{
  g_auto(GStrv) words = querist_text_words (self->table->name);
  guint n = g_strv_length (words);
  char *last;

  if (n == 0)
    return g_strdup (plural ? "rows" : "row");
  last = querist_text_singular (words[n - 1]);
  g_free (words[n - 1]);
  words[n - 1] = plural ? querist_text_plural (last) : g_strdup (last);
  g_free (last);
  return g_strjoinv (" ", words);
}

/**
 * querist_known_column_noun:
 * @self: a column
 *
 * Returns: (transfer full): what to call it in a sentence: "order date"
 */
char *
querist_known_column_noun (const QueristKnownColumn *self)
{
  g_auto(GStrv) words = querist_text_words (self->column->name);

  return words[0] != NULL ? g_strjoinv (" ", words) : g_strdup (self->column->name);
}
