/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "querist-builtin-reader.h"
#include "querist-builtin-terms.h"

/* Choosing between the meanings that a word may have. */

#define CLOSE_SCORES 0.05
#define WHOLE_SCORE 0.9
#define MAX_OPTIONS 5
#define NEAR_WORDS 4

/**
 * querist_reader_is_mentioned:
 * @self: a reader
 * @table: a table
 *
 * Returns: whether any piece of the question means the table
 */
gboolean
querist_reader_is_mentioned (const QueristReader     *self,
                             const QueristKnownTable *table)
{
  for (guint i = 0; i < self->question->items->len; i++)
    {
      const QueristItem *item = g_ptr_array_index (self->question->items, i);

      for (guint j = 0; j < item->tables->len; j++)
        {
          const QueristTableMatch *match = &g_array_index (item->tables, QueristTableMatch, j);

          if (match->table == table && match->score >= 0.8)
            return TRUE;
        }
    }
  return FALSE;
}

/* The closer a table's name stands, the likelier the word belongs to it. */
static double
rate_nearness (const QueristReader     *self,
               const QueristItem       *item,
               const QueristKnownTable *table)
{
  double best = 0;

  for (guint i = 0; i < self->question->items->len; i++)
    {
      const QueristItem *other = g_ptr_array_index (self->question->items, i);
      guint distance = other->first > item->first ? other->first - item->first
                                                  : item->first - other->first;

      if (other == item)
        continue;
      for (guint j = 0; j < other->tables->len; j++)
        {
          const QueristTableMatch *match = &g_array_index (other->tables, QueristTableMatch, j);

          if (match->table != table || match->score < 0.7)
            continue;
          best = MAX (best, 0.2 + (distance <= NEAR_WORDS ? 0.12 / distance : 0) +
                              (other->first < item->first ? 0.01 : 0));
        }
    }
  return best;
}

/* "name of the customer": the table after "of" owns the column. */
static gboolean
is_owner_after (const QueristReader     *self,
                const QueristItem       *item,
                const QueristKnownTable *table)
{
  gboolean of = FALSE;

  for (guint i = 0; i < self->question->items->len; i++)
    {
      const QueristItem *other = g_ptr_array_index (self->question->items, i);

      if (other->first <= item->first)
        continue;
      if (other->kind == QUERIST_ITEM_CUE)
        {
          if (other->cue == QUERIST_CUE_OF || (other->cue == QUERIST_CUE_IN && !of))
            of = TRUE;
          else if (other->cue != QUERIST_CUE_FILLER && other->cue != QUERIST_CUE_AND &&
                   other->cue != QUERIST_CUE_PER)
            return FALSE;
          continue;
        }
      if (other->kind == QUERIST_ITEM_COLUMN && !of)
        continue;
      return of && other->kind == QUERIST_ITEM_TABLE &&
             g_array_index (other->tables, QueristTableMatch, 0).table == table;
    }
  return FALSE;
}

static double
rate_distance (const QueristReader     *self,
               const QueristKnownTable *table)
{
  const QueristKnownTable *from = self->frame->subject != NULL ? self->frame->subject
                                                               : self->last_table;
  int distance;

  if (from == NULL)
    return 0;
  if (from == table)
    return 0.1;
  distance = querist_joins_distance (self->schema, from, table, NULL);
  return distance < 0 ? -0.3 : MAX (-0.2, -0.004 * distance);
}

static gboolean
fits_kind (const QueristKnownColumn *column,
           int                       wanted)
{
  if (wanted == QUERIST_KIND_NUMBER)
    return column->kind == QUERIST_KIND_NUMBER;
  if (wanted == QUERIST_KIND_DATE)
    return column->kind == QUERIST_KIND_DATE || column->year;
  return TRUE;
}

/**
 * querist_reader_is_chosen:
 * @self: a reader
 * @option: an option of a clarification
 *
 * Returns: whether the person chose it when asked
 */
gboolean
querist_reader_is_chosen (const QueristReader *self,
                          const char          *option)
{
  g_autofree char *a = NULL;
  g_autofree char *b = NULL;

  if (self->choice == NULL)
    return FALSE;
  a = g_utf8_casefold (self->choice, -1);
  b = g_utf8_casefold (option, -1);
  return strstr (a, b) != NULL;
}

/**
 * querist_reader_ask:
 * @self: a reader
 * @question: what to ask back
 * @options: (transfer full) (element-type utf8): what to choose from
 *
 * Notes that the question has several meanings. The first such note counts.
 */
void
querist_reader_ask (QueristReader *self,
                    const char    *question,
                    GPtrArray     *options)
{
  if (self->reading->clarification != NULL || options->len < 2)
    {
      g_ptr_array_unref (options);
      return;
    }
  g_ptr_array_set_size (options, MIN (options->len, MAX_OPTIONS));
  self->reading->clarification = g_strdup (question);
  self->reading->options = options;
}

static char *
describe_column (const QueristKnownColumn *column)
{
  g_autofree char *noun = querist_known_column_noun (column);
  g_autofree char *of = querist_known_table_noun (column->table, TRUE);

  return g_strdup_printf ("%s of %s", noun, of);
}

static double
rate_column (QueristReader            *self,
             const QueristItem        *item,
             const QueristColumnMatch *match,
             int                       wanted_kind)
{
  const QueristKnownColumn *column = match->column;
  g_autofree char *option = describe_column (column);
  double rate = match->score + rate_nearness (self, item, column->table) +
                rate_distance (self, column->table);

  if (querist_reader_is_chosen (self, option))
    return 10;
  if (is_owner_after (self, item, column->table))
    rate += 0.4;
  if (match->qualified)
    rate += 0.5;
  if (wanted_kind >= 0)
    rate += fits_kind (column, wanted_kind) ? 0.3 : -0.5;
  if (column->kind == QUERIST_KIND_KEY && item->n_words == 1)
    rate -= 0.2;
  return rate;
}

/**
 * querist_reader_pick_column:
 * @self: a reader
 * @item: a piece of the question
 * @wanted_kind: a QueristColumnKind that would fit, or -1
 *
 * Chooses the column that a word means: the one of the table it belongs to, or that is nearest.
 * When two columns of tables that nobody named fit alike, the person is asked.
 *
 * Returns: (transfer none) (nullable): the column
 */
const QueristKnownColumn *
querist_reader_pick_column (QueristReader     *self,
                            const QueristItem *item,
                            int                wanted_kind)
{
  const QueristKnownColumn *best = NULL, *second = NULL;
  double best_rate = -10, second_rate = -10;

  for (guint i = 0; i < item->columns->len; i++)
    {
      const QueristColumnMatch *match = &g_array_index (item->columns, QueristColumnMatch, i);
      double rate = rate_column (self, item, match, wanted_kind);

      if (rate > best_rate)
        {
          second = best;
          second_rate = best_rate;
          best = match->column;
          best_rate = rate;
        }
      else if (rate > second_rate)
        {
          second = match->column;
          second_rate = rate;
        }
    }
  if (best != NULL && second != NULL && best_rate - second_rate < CLOSE_SCORES / 10 &&
      best->table != second->table && self->frame->subject == NULL && self->previous == NULL)
    {
      GPtrArray *options = g_ptr_array_new_with_free_func (g_free);
      g_autofree char *ask = g_strdup_printf ("Which “%s” is meant?", item->text);

      g_ptr_array_add (options, describe_column (best));
      g_ptr_array_add (options, describe_column (second));
      querist_reader_ask (self, ask, options);
    }
  if (best != NULL && wanted_kind == QUERIST_KIND_NUMBER && !fits_kind (best, wanted_kind))
    return NULL;
  return best;
}

/**
 * querist_reader_pick_table:
 * @self: a reader
 * @item: a piece of the question
 *
 * Returns: (transfer none) (nullable): the table that it means
 */
const QueristTableMatch *
querist_reader_pick_table (QueristReader     *self,
                           const QueristItem *item)
{
  const QueristTableMatch *best = NULL;
  double best_rate = -10;

  for (guint i = 0; i < item->tables->len; i++)
    {
      const QueristTableMatch *match = &g_array_index (item->tables, QueristTableMatch, i);
      double rate = match->score + rate_distance (self, match->table) / 2;

      /* a person of a role is meant where the role's owner is what is asked about */
      if (match->role != NULL && match->role_owner == self->frame->subject)
        rate += 0.1;
      if (rate > best_rate)
        {
          best = match;
          best_rate = rate;
        }
    }
  return best;
}

static const QueristForeignKey *
find_role_of_preposition (const QueristReader     *self,
                          const QueristItem       *item,
                          const QueristKnownTable *table,
                          const QueristKnownTable **owner)
{
  static const char *const from[] = { "from", "origin", "sourc", "depart", "start", NULL };
  static const char *const to[] = { "to", "destination", "dest", "arriv", "target", "end", NULL };
  const QueristItem *before = item->first > 0 && self->at > 0
                                ? g_ptr_array_index (self->question->items, self->at - 1) : NULL;
  const char *const *words;

  if (before == NULL || before->kind != QUERIST_ITEM_CUE ||
      (before->cue != QUERIST_CUE_FROM && before->cue != QUERIST_CUE_TO))
    return NULL;
  words = before->cue == QUERIST_CUE_FROM ? from : to;
  for (guint i = 0; i < self->schema->tables->len; i++)
    {
      const QueristKnownTable *candidate = g_ptr_array_index (self->schema->tables, i);

      for (guint j = 0; j < candidate->columns->len; j++)
        {
          const QueristKnownColumn *column = g_ptr_array_index (candidate->columns, j);

          if (column->reference == NULL ||
              g_ascii_strcasecmp (column->reference->table, table->table->name) != 0)
            continue;
          for (guint k = 0; words[k] != NULL; k++)
            {
              if (querist_known_column_has_word (column, words[k]) ||
                  (k == 1 && words == to && strstr (column->column->name, "dest") != NULL))
                {
                  *owner = candidate;
                  return column->reference;
                }
            }
        }
    }
  return NULL;
}

/**
 * querist_reader_field:
 * @self: a reader
 * @table: a table
 * @column: (nullable): a column of it
 *
 * Returns: the field, with the role that the words before it give: "from Berlin" is the origin
 */
QueristField
querist_reader_field (const QueristReader      *self,
                      const QueristKnownTable  *table,
                      const QueristKnownColumn *column)
{
  QueristField field = { table, column, NULL, NULL };
  const QueristItem *item = self->at < self->question->items->len
                              ? g_ptr_array_index (self->question->items, self->at) : NULL;

  if (item != NULL)
    field.role = find_role_of_preposition (self, item, table, &field.role_owner);
  if (self->last_role != NULL && g_ascii_strcasecmp (self->last_role->table,
                                                     table->table->name) == 0)
    {
      field.role = self->last_role;
      field.role_owner = self->last_role_owner;
    }
  return field;
}

/* "to Berlin" means the destination column, also where the table itself keeps the name. */
static double
rate_preposition (const QueristReader      *self,
                  const QueristItem        *item,
                  const QueristKnownColumn *column)
{
  const QueristItem *before =
    self->at > 0 ? g_ptr_array_index (self->question->items, self->at - 1) : NULL;
  gboolean from, to;

  if (self->last_role != NULL && column->reference != NULL)
    return column->reference == self->last_role ? 0.3 : -0.3;
  if (before == NULL || before->kind != QUERIST_ITEM_CUE)
    return 0;
  from = querist_known_column_has_word (column, "origin") ||
         querist_known_column_has_word (column, "from") ||
         querist_known_column_has_word (column, "sourc") ||
         querist_known_column_has_word (column, "depart");
  to = querist_known_column_has_word (column, "destination") ||
       querist_known_column_has_word (column, "dest") ||
       querist_known_column_has_word (column, "to") ||
       querist_known_column_has_word (column, "arriv");
  if (before->cue == QUERIST_CUE_FROM)
    return from ? 0.3 : to ? -0.3 : 0;
  if (before->cue == QUERIST_CUE_TO)
    return to ? 0.3 : from ? -0.3 : 0;
  return 0;
}

static char *
describe_value (const QueristValueMatch *match)
{
  g_autofree char *column = describe_column (match->column);

  return g_strdup_printf ("“%s” as the %s", (char *) g_ptr_array_index (match->values, 0), column);
}

/* After "revenue by store", "what about Berlin" means the stores there. */
static gboolean
was_grouped_by (const QueristReader     *self,
                const QueristKnownTable *table)
{
  for (guint i = 0; self->previous != NULL && i < self->previous->groups->len; i++)
    {
      if (g_array_index (self->previous->groups, QueristGroup, i).field.table == table)
        return TRUE;
    }
  return FALSE;
}

static double
rate_value (QueristReader           *self,
            const QueristItem       *item,
            const QueristValueMatch *match)
{
  g_autofree char *option = describe_value (match);
  double rate = match->score + 0.7 * rate_nearness (self, item, match->column->table) +
                rate_distance (self, match->column->table) +
                rate_preposition (self, item, match->column);

  if (querist_reader_is_chosen (self, option))
    return 10;
  if (self->last_column == match->column)
    rate += 0.5;
  if (self->frame->subject == match->column->table || self->last_table == match->column->table)
    rate += 0.05;
  if (was_grouped_by (self, match->column->table))
    rate += 0.2;
  if (match->values->len > 1 && match->score < WHOLE_SCORE)
    rate -= 0.05;
  /* the name of a thing rather than a word in some remark about it */
  if (g_ptr_array_find (match->column->table->labels, match->column, NULL))
    rate += 0.03;
  return rate;
}

/**
 * querist_reader_pick_value:
 * @self: a reader
 * @item: a piece of the question
 *
 * Chooses the column whose value a word is. When values of columns of different tables fit alike,
 * the person is asked.
 *
 * Returns: (transfer none) (nullable): the values
 */
const QueristValueMatch *
querist_reader_pick_value (QueristReader     *self,
                           const QueristItem *item)
{
  const QueristValueMatch *best = NULL, *second = NULL;
  double best_rate = -10, second_rate = -10;

  for (guint i = 0; i < item->values->len; i++)
    {
      const QueristValueMatch *match = g_ptr_array_index (item->values, i);
      double rate = rate_value (self, item, match);

      if (rate > best_rate)
        {
          second = best;
          second_rate = best_rate;
          best = match;
          best_rate = rate;
        }
      else if (rate > second_rate)
        {
          second = match;
          second_rate = rate;
        }
    }
  if (best != NULL && second != NULL && best_rate - second_rate < CLOSE_SCORES / 2 &&
      best->column->table != second->column->table)
    {
      GPtrArray *options = g_ptr_array_new_with_free_func (g_free);
      g_autofree char *ask = g_strdup_printf ("What does “%s” mean here?", item->text);

      g_ptr_array_add (options, describe_value (best));
      g_ptr_array_add (options, describe_value (second));
      querist_reader_ask (self, ask, options);
    }
  return best;
}
