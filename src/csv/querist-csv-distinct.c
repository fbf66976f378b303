/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-csv-distinct.h"

#include <string.h>
#include <unistd.h>

#include "querist-csv-profile.h"

/* Values that are kept with their text and exact count, fewer where many columns share the memory;
 * beyond, only hashes are. */
#define MIN_COUNTED 128
#define MAX_COUNTED 1024
#define FIRST_COUNTED_SLOTS 32
#define MAX_COUNTED_LENGTH 200
/* After so many values, those that are counted must be one in eight, or they are given up: looking
 * for them in vain costs more than it saves. */
#define TRIAL 4096
#define FIRST_SLOTS 1024
/* Slots behind the last one, for what is pushed over the end. */
#define OVERHANG 256
#define CHUNK 4096
#define PENDING 32

typedef struct
{
  guint64 hash;
  guint64 count;
  char   *text;
  guint8  mark;
} Counted;

/* A set of 64-bit hashes by open addressing. The slot is the hash's high bits and a collision moves
 * on to the right, so that the slots in their order are all but sorted. When the set is full it is
 * sorted and written to a temporary file as a run; the runs are put together at the end, one range
 * of hashes after the other. The odds that two of n values share a hash are n²/2⁶⁵: one to a
 * million for six million values. */
struct _QueristCsvDistinct
{
  Counted *counted;
  guint    n_counted_slots; /* a power of two, at most half of them in use */
  guint    n_counted;
  guint    max_counted;
  guint64  n_added;
  guint64  n_hits;

  guint64 *slots;
  gsize    n_slots;
  gsize    max_slots;
  guint    shift;
  guint    prefix; /* high bits that all hashes in the set have in common */
  gsize    n_set;
  guint64  pending[PENDING]; /* on their way into the set, their slots into the cache */
  guint    n_pending;

  int      file;
  GArray  *runs; /* (element-type gsize): lengths */
  gboolean failed;
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

static void
set_resize (QueristCsvDistinct *self,
            gsize               n_slots)
{
  self->slots = g_new0 (guint64, n_slots + OVERHANG);
  self->n_slots = n_slots;
  self->shift = 64 - g_bit_nth_msf (n_slots, -1);
  self->n_set = 0;
}

/**
 * querist_csv_distinct_new:
 * @max_slots: how many hashes are kept in memory, a power of two
 *
 * Returns: (transfer full): a counter
 */
QueristCsvDistinct *
querist_csv_distinct_new (gsize max_slots)
{
  QueristCsvDistinct *self = g_new0 (QueristCsvDistinct, 1);

  self->max_slots = MAX (max_slots, FIRST_SLOTS);
  self->max_counted = CLAMP (max_slots / 64, MIN_COUNTED, MAX_COUNTED);
  self->n_counted_slots = FIRST_COUNTED_SLOTS;
  self->counted = g_new0 (Counted, self->n_counted_slots);
  self->runs = g_array_new (FALSE, FALSE, sizeof (gsize));
  self->file = -1;
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
  g_free (self->slots);
  g_array_unref (self->runs);
  if (self->file >= 0)
    close (self->file);
  g_free (self);
}

/* Leaves the set's hashes at the front of @slots, sorted. */
static gsize
compact (QueristCsvDistinct *self)
{
  guint64 *slots = self->slots;
  gsize n = 0;

  for (gsize i = 0; i < self->n_slots + OVERHANG; i++)
    {
      guint64 hash = slots[i];
      gsize at = n;

      if (hash == 0)
        continue;
      for (; at > 0 && slots[at - 1] > hash; at--)
        slots[at] = slots[at - 1];
      slots[at] = hash;
      n++;
    }
  return n;
}

static gboolean
write_all (int         file,
           const void *data,
           gsize       size)
{
  const char *p = data;

  while (size > 0)
    {
      gssize n = write (file, p, size);

      if (n <= 0)
        return FALSE;
      p += n;
      size -= n;
    }
  return TRUE;
}

/* Writes the set to the temporary file and empties it. Without room for that file, counting ends
 * and the count is no longer exact. */
static void
spill (QueristCsvDistinct *self)
{
  gsize n = compact (self);

  if (self->file < 0)
    {
      g_autofree char *name = NULL;

      self->file = g_file_open_tmp ("querist-XXXXXX", &name, NULL);
      if (self->file >= 0)
        unlink (name);
    }
  if (self->file < 0 || !write_all (self->file, self->slots, n * sizeof (guint64)))
    self->failed = TRUE;
  g_array_append_val (self->runs, n);
  memset (self->slots, 0, (self->n_slots + OVERHANG) * sizeof (guint64));
  self->n_set = 0;
}

static gboolean
insert (QueristCsvDistinct *self,
        guint64             hash)
{
  guint64 *slot = self->slots + ((hash << self->prefix) >> self->shift);
  guint64 *end = self->slots + self->n_slots + OVERHANG;

  for (; slot < end; slot++)
    {
      if (*slot == hash)
        return TRUE;
      if (*slot == 0)
        {
          *slot = hash;
          self->n_set++;
          return TRUE;
        }
    }
  return FALSE;
}

static void
grow (QueristCsvDistinct *self)
{
  guint64 *old = self->slots;
  gsize n_old = self->n_slots + OVERHANG;

  set_resize (self, self->n_slots * 2);
  for (gsize i = 0; i < n_old; i++)
    {
      if (old[i] != 0 && !insert (self, old[i]))
        self->failed = TRUE;
    }
  g_free (old);
}

static void
insert_or_make_room (QueristCsvDistinct *self,
                     guint64             hash)
{
  while (!self->failed && (self->n_set * 2 > self->n_slots || !insert (self, hash)))
    {
      if (self->n_slots < self->max_slots)
        grow (self);
      else
        spill (self);
    }
}

static void
flush (QueristCsvDistinct *self)
{
  for (guint i = 0; i < self->n_pending; i++)
    insert_or_make_room (self, self->pending[i]);
  self->n_pending = 0;
}

static inline void
add_hash (QueristCsvDistinct *self,
          guint64             hash)
{
  __builtin_prefetch (self->slots + (hash >> self->shift), 1);
  self->pending[self->n_pending++] = hash;
  if (self->n_pending == PENDING)
    flush (self);
}

/* The counted values become members of the set, too, when they are no longer all. */
static void
begin_set (QueristCsvDistinct *self)
{
  set_resize (self, FIRST_SLOTS * 4 <= self->max_slots ? FIRST_SLOTS * 4 : self->max_slots);
  for (guint i = 0; i < self->n_counted_slots; i++)
    {
      if (self->counted[i].count > 0)
        add_hash (self, self->counted[i].hash);
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
  if (self->slots == NULL)
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
  add_hash (self, hash);
  if (self->counted != NULL && self->n_added > TRIAL && self->n_hits * 8 < self->n_added)
    drop_counted (self);
}

/* Reads of a run what lies below @limit (all if 0), from its position on, into the set. */
static void
merge_run (QueristCsvDistinct *self,
           gsize              *position,
           gsize               end,
           guint64             limit)
{
  guint64 chunk[CHUNK];

  while (*position < end && !self->failed)
    {
      gsize n = MIN (CHUNK, end - *position);

      if (pread (self->file, chunk, n * sizeof (guint64), *position * sizeof (guint64)) !=
          (gssize) (n * sizeof (guint64)))
        {
          self->failed = TRUE;
          return;
        }
      for (gsize i = 0; i < n; i++, (*position)++)
        {
          if (limit != 0 && chunk[i] >= limit)
            return;
          /* ranges fill half of the slots; a crowded corner only costs exactness */
          if (!insert (self, chunk[i]))
            self->failed = TRUE;
        }
    }
}

static void
keep_smallest (QueristCsvDistinct *self,
               gsize               n,
               gsize               max_hashes,
               guint64           **hashes,
               gsize              *n_hashes)
{
  gsize more = MIN (n, max_hashes - *n_hashes);

  *hashes = g_renew (guint64, *hashes, *n_hashes + more);
  memcpy (*hashes + *n_hashes, self->slots, more * sizeof (guint64));
  *n_hashes += more;
}

/* Puts the runs together, range by range. In each range the slots stand for that range alone, so
 * the set is as large as ever and its order stays sorted. */
static guint64
merge_runs (QueristCsvDistinct *self,
            gsize               max_hashes,
            guint64           **hashes,
            gsize              *n_hashes)
{
  g_autofree gsize *positions = g_new0 (gsize, self->runs->len);
  guint64 total = 0, n_distinct = 0, n_ranges = 1;
  guint bits = 0;

  for (guint i = 0; i < self->runs->len; i++)
    {
      positions[i] = total;
      total += g_array_index (self->runs, gsize, i);
    }
  for (; n_ranges * self->max_slots < total * 2; n_ranges *= 2)
    bits++;
  g_free (self->slots);
  set_resize (self, self->max_slots);
  self->prefix = bits;
  for (guint64 range = 0; range < n_ranges; range++)
    {
      guint64 limit = bits > 0 ? (range + 1) << (64 - bits) : 0;
      gsize end = 0, n;

      memset (self->slots, 0, (self->n_slots + OVERHANG) * sizeof (guint64));
      self->n_set = 0;
      for (guint i = 0; i < self->runs->len; i++)
        {
          end += g_array_index (self->runs, gsize, i);
          merge_run (self, &positions[i], end, limit);
        }
      n = compact (self);
      n_distinct += n;
      keep_smallest (self, n, max_hashes, hashes, n_hashes);
    }
  return n_distinct;
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
 * @exact: (out): whether the count is exact
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
  guint64 n_distinct;

  *hashes = NULL;
  *n_hashes = 0;
  if (self->slots == NULL)
    {
      *hashes = g_new (guint64, self->n_counted + 1);
      for (guint i = 0; i < self->n_counted_slots; i++)
        {
          if (self->counted[i].count > 0)
            (*hashes)[(*n_hashes)++] = self->counted[i].hash;
        }
      qsort (*hashes, *n_hashes, sizeof (guint64), compare_hashes);
      *exact = TRUE;
      return *n_hashes;
    }
  flush (self);
  if (self->runs->len > 0)
    {
      spill (self);
      n_distinct = self->failed ? 0 : merge_runs (self, max_hashes, hashes, n_hashes);
    }
  else
    {
      n_distinct = compact (self);
      keep_smallest (self, n_distinct, max_hashes, hashes, n_hashes);
    }
  *exact = !self->failed;
  return n_distinct;
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
