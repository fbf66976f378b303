/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-csv-distinct.h"

#include <string.h>

#include "querist-csv-hash-set.h"
#include "querist-csv-profile.h"

/* Values that are kept with their text and exact count, fewer where many columns share the memory;
 * beyond, only hashes are. */
#define MIN_COUNTED 128
#define MAX_COUNTED 1024
#define FIRST_COUNTED_SLOTS 16
#define MAX_COUNTED_LENGTH 200
/* After so many values, those that are counted must be one in eight, or they are given up: looking
 * for them in vain costs more than it saves. */
#define TRIAL 4096

typedef struct
{
  guint64 hash;
  guint64 count;
  char   *text;
  guint8  mark;
} Counted;

struct _QueristCsvDistinct
{
  Counted           *counted;
  guint              n_counted_slots; /* a power of two, at most half of them in use */
  guint              n_counted;
  guint              max_counted;
  guint64            n_added;
  guint64            n_hits;
  gsize              max_slots;
  QueristCsvSpill   *spill;
  QueristCsvHashSet *set; /* (nullable): of all values, when not all of them are counted */
};

/* Multiply and fold, eight bytes at a time, as in Wang Yi's wyhash. */
static inline guint64
mix (guint64 a,
     guint64 b)
{
  unsigned __int128 product = (unsigned __int128) a * b;

  return (guint64) product ^ (guint64) (product >> 64);
}

/**
 * querist_csv_hash:
 * @text: a value
 * @length: its bytes
 *
 * Returns: a hash that is the same in every column and every run, never 0
 */
guint64
querist_csv_hash (const char *text,
                  gsize       length)
{
  const guint64 k0 = G_GUINT64_CONSTANT (0xa0761d6478bd642f);
  const guint64 k1 = G_GUINT64_CONSTANT (0xe7037ed1a0b428db);
  guint64 hash = k0 ^ length, word = 0;

  while (length >= 8)
    {
      memcpy (&word, text, 8);
      hash = mix (hash ^ k1, GUINT64_FROM_LE (word) ^ k0);
      text += 8;
      length -= 8;
    }
  if (length >= 4)
    {
      guint32 low, high;

      memcpy (&low, text, 4);
      memcpy (&high, text + length - 4, 4);
      word = (guint64) GUINT32_FROM_LE (low) << 32 | GUINT32_FROM_LE (high);
    }
  else if (length > 0)
    word = (guint64) (guchar) text[0] << 16 | (guint64) (guchar) text[length >> 1] << 8 |
           (guchar) text[length - 1];
  else
    word = 0;
  hash = mix (mix (hash ^ k1, word ^ k0), k1 ^ hash);
  return hash != 0 ? hash : 1;
}

/**
 * querist_csv_distinct_new:
 * @max_slots: how many hashes are kept in memory, a power of two and at least 64
 * @spill: for those that don't fit, which must stay
 *
 * Returns: (transfer full): a counter
 */
QueristCsvDistinct *
querist_csv_distinct_new (gsize            max_slots,
                          QueristCsvSpill *spill)
{
  QueristCsvDistinct *self = g_new0 (QueristCsvDistinct, 1);

  self->max_slots = max_slots;
  self->spill = spill;
  self->max_counted = CLAMP (max_slots / 64, MIN (MIN_COUNTED, max_slots / 8), MAX_COUNTED);
  self->n_counted_slots = FIRST_COUNTED_SLOTS;
  self->counted = g_new0 (Counted, self->n_counted_slots);
  return self;
}

static void
drop_counted (QueristCsvDistinct *self)
{
  for (guint i = 0; self->counted != NULL && i < self->n_counted_slots; i++)
    g_free (self->counted[i].text);
  g_clear_pointer (&self->counted, g_free);
}

/**
 * querist_csv_distinct_free:
 * @self: (nullable) (transfer full): a counter
 */
void
querist_csv_distinct_free (QueristCsvDistinct *self)
{
  if (self == NULL)
    return;
  drop_counted (self);
  querist_csv_hash_set_free (self->set);
  g_free (self);
}

/* The counted values become members of the set, too, when they are no longer all. */
static void
begin_set (QueristCsvDistinct *self)
{
  self->set = querist_csv_hash_set_new (self->max_slots, self->n_hits > 0, self->spill);
  for (guint i = 0; i < self->n_counted_slots; i++)
    {
      if (self->counted[i].count > 0)
        querist_csv_hash_set_add (self->set, self->counted[i].hash);
    }
}

static inline Counted *
find_slot (QueristCsvDistinct *self,
           guint64             hash)
{
  guint mask = self->n_counted_slots - 1, i = hash & mask;

  while (self->counted[i].count > 0 && self->counted[i].hash != hash)
    i = (i + 1) & mask;
  return &self->counted[i];
}

static void
grow_counted (QueristCsvDistinct *self)
{
  g_autofree Counted *old = g_steal_pointer (&self->counted);
  guint n_old = self->n_counted_slots;

  self->n_counted_slots *= 2;
  self->counted = g_new0 (Counted, self->n_counted_slots);
  for (guint i = 0; i < n_old; i++)
    {
      if (old[i].count > 0)
        *find_slot (self, old[i].hash) = old[i];
    }
}

/**
 * querist_csv_distinct_find:
 * @self: a counter
 * @hash: a value's hash
 *
 * Counts a value once more, if it is one of the first that came.
 *
 * Returns: (transfer none) (nullable): the mark with which it was added; NULL if it is to be added
 */
const guint8 *
querist_csv_distinct_find (QueristCsvDistinct *self,
                           guint64             hash)
{
  Counted *counted;

  if (self->counted == NULL)
    return NULL;
  counted = find_slot (self, hash);
  if (counted->count == 0)
    return NULL;
  counted->count++;
  self->n_added++;
  self->n_hits++;
  return &counted->mark;
}

/**
 * querist_csv_distinct_add:
 * @self: a counter
 * @hash: a value's hash
 * @text: the value
 * @length: its bytes
 * @mark: what querist_csv_distinct_find() should give for it
 *
 * Counts a value that querist_csv_distinct_find() did not find.
 */
void
querist_csv_distinct_add (QueristCsvDistinct *self,
                          guint64             hash,
                          const char         *text,
                          gsize               length,
                          guint8              mark)
{
  self->n_added++;
  if (self->set == NULL)
    {
      if (self->n_counted < self->max_counted && length <= MAX_COUNTED_LENGTH)
        {
          if (++self->n_counted * 2 > self->n_counted_slots)
            grow_counted (self);
          *find_slot (self, hash) = (Counted){ hash, 1, g_strndup (text, length), mark };
          return;
        }
      begin_set (self);
    }
  querist_csv_hash_set_add (self->set, hash);
  if (self->counted != NULL && self->n_added > TRIAL && self->n_hits * 8 < self->n_added)
    drop_counted (self);
}

static int
compare_hashes (gconstpointer a,
                gconstpointer b)
{
  guint64 x = *(const guint64 *) a, y = *(const guint64 *) b;

  return x < y ? -1 : x > y;
}

/**
 * querist_csv_distinct_finish:
 * @self: a counter, to which nothing will be added any more
 * @max_hashes: how many hashes to give at most
 * @hashes: (out) (transfer full): the smallest hashes, sorted
 * @n_hashes: (out): their number
 * @exact: (out): whether the count is exact; it always is when no value came twice, unless the disk
 *   is full
 *
 * Returns: the number of different values
 */
guint64
querist_csv_distinct_finish (QueristCsvDistinct  *self,
                             gsize                max_hashes,
                             guint64            **hashes,
                             gsize               *n_hashes,
                             gboolean            *exact)
{
  if (self->set != NULL)
    return querist_csv_hash_set_finish (self->set, max_hashes, hashes, n_hashes, exact);
  *hashes = g_new (guint64, self->n_counted + 1);
  *n_hashes = 0;
  for (guint i = 0; i < self->n_counted_slots; i++)
    {
      if (self->counted[i].count > 0)
        (*hashes)[(*n_hashes)++] = self->counted[i].hash;
    }
  qsort (*hashes, *n_hashes, sizeof (guint64), compare_hashes);
  *exact = TRUE;
  return *n_hashes;
}

static int
compare_counts (gconstpointer a,
                gconstpointer b)
{
  const QueristValueCount *x = *(const QueristValueCount *const *) a;
  const QueristValueCount *y = *(const QueristValueCount *const *) b;

  if (x->count != y->count)
    return x->count > y->count ? -1 : 1;
  return strcmp (x->text, y->text);
}

static void
free_count (gpointer data)
{
  QueristValueCount *value = data;

  g_free (value->text);
  g_free (value);
}

/**
 * querist_csv_distinct_top:
 * @self: a counter
 * @max_values: how many to give at most
 *
 * Returns: (transfer full) (element-type QueristValueCount): the commonest values, commonest
 *   first; none when hardly any value came twice
 */
GPtrArray *
querist_csv_distinct_top (QueristCsvDistinct *self,
                          guint               max_values)
{
  GPtrArray *top = g_ptr_array_new_with_free_func (free_count);

  for (guint i = 0; self->counted != NULL && i < self->n_counted_slots; i++)
    {
      QueristValueCount *value;

      if (self->counted[i].count == 0)
        continue;
      value = g_new0 (QueristValueCount, 1);
      value->text = g_strdup (self->counted[i].text);
      value->count = self->counted[i].count;
      g_ptr_array_add (top, value);
    }
  g_ptr_array_sort (top, compare_counts);
  if (top->len > max_values)
    g_ptr_array_set_size (top, max_values);
  return top;
}
