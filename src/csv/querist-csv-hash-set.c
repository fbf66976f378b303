/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-csv-hash-set.h"

#include <string.h>

#define FIRST_SLOTS 1024
/* Runs of fewer hashes are not worth the disk's while. */
#define MIN_SPILLED_SLOTS 1024
/* Slots behind the last one, for what is pushed over the end. */
#define OVERHANG 256
#define CHUNK 4096
#define PENDING 32
#define MAX_SAMPLING 40

/* Hashes on the disk, sorted. */
typedef struct
{
  guint64 offset;
  gsize   n;
} Run;

/* Open addressing. The slot is the hash's high bits and a collision moves on to the right, so that
 * the slots in their order are all but sorted. What becomes of a full set depends on whether some
 * value came twice. If none did, the values may be those of a key, and whether all of them differ
 * must be certain: the set is sorted and written to the disk as a run; the runs are put together at
 * the end, one range of hashes after the other. Otherwise the greater half of the hashes is given
 * up for good, and what remains is a sample (adaptive sampling, Wegman, in Flajolet 1990): with n of
 * them the number of all values is known to one part in √n. The odds that two of n values share a
 * hash are n²/2⁶⁵: one to a million for six million values. */
struct _QueristCsvHashSet
{
  guint64         *slots;
  gsize            n_slots;
  gsize            max_slots;
  guint            shift;
  guint            prefix;   /* high bits that all hashes in the set have in common */
  guint            sampling; /* of hashes with so many zero bits in front only */
  gsize            n_set;
  guint64          pending[PENDING]; /* on their way into the set, their slots into the cache */
  guint            n_pending;

  gboolean         twice; /* some value came twice */
  QueristCsvSpill *spill;
  GArray          *runs; /* (element-type Run) */
  gboolean         failed;
};

static gsize
overhang (const QueristCsvHashSet *self)
{
  return MIN (OVERHANG, self->n_slots);
}

static void
set_clear (QueristCsvHashSet *self)
{
  memset (self->slots, 0, (self->n_slots + overhang (self)) * sizeof (guint64));
  self->n_set = 0;
}

static void
set_resize (QueristCsvHashSet *self,
            gsize              n_slots)
{
  self->n_slots = n_slots;
  self->slots = g_new (guint64, n_slots + overhang (self));
  self->shift = 64 - g_bit_nth_msf (n_slots, -1);
  set_clear (self);
}

/**
 * querist_csv_hash_set_new:
 * @max_slots: how many hashes are kept in memory, a power of two and at least 64; half of them at
 *   most are in use
 * @twice: whether some value is known to have come twice
 * @spill: for the hashes that don't fit, which must stay
 *
 * Returns: (transfer full): a set
 */
QueristCsvHashSet *
querist_csv_hash_set_new (gsize            max_slots,
                          gboolean         twice,
                          QueristCsvSpill *spill)
{
  QueristCsvHashSet *self = g_new0 (QueristCsvHashSet, 1);

  self->max_slots = max_slots;
  self->twice = twice;
  self->spill = spill;
  self->runs = g_array_new (FALSE, FALSE, sizeof (Run));
  set_resize (self, MIN (FIRST_SLOTS, max_slots));
  return self;
}

/**
 * querist_csv_hash_set_free:
 * @self: (nullable) (transfer full): a set
 */
void
querist_csv_hash_set_free (QueristCsvHashSet *self)
{
  if (self == NULL)
    return;
  g_free (self->slots);
  g_array_unref (self->runs);
  g_free (self);
}

/* Leaves the set's hashes at the front of @slots, sorted, and nothing behind them. */
static gsize
compact (QueristCsvHashSet *self)
{
  guint64 *slots = self->slots;
  gsize n = 0, end = self->n_slots + overhang (self);

  for (gsize i = 0; i < end; i++)
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
  memset (slots + n, 0, (end - n) * sizeof (guint64));
  return n;
}

static inline gsize
find_slot (const QueristCsvHashSet *self,
           guint64                  hash)
{
  return (hash << self->prefix) >> self->shift;
}

static inline gboolean
insert (QueristCsvHashSet *self,
        guint64            hash)
{
  guint64 *slot = self->slots + find_slot (self, hash);
  guint64 *end = self->slots + self->n_slots + overhang (self);

  for (; slot < end; slot++)
    {
      if (*slot == hash)
        {
          self->twice = TRUE;
          return TRUE;
        }
      if (*slot == 0)
        {
          *slot = hash;
          self->n_set++;
          return TRUE;
        }
    }
  return FALSE;
}

/* A crowded corner only costs exactness. */
static void
insert_all (QueristCsvHashSet *self,
            const guint64     *hashes,
            gsize              n)
{
  for (gsize i = 0; i < n; i++)
    {
      if (hashes[i] != 0 && !insert (self, hashes[i]))
        self->failed = TRUE;
    }
}

static void
grow (QueristCsvHashSet *self)
{
  g_autofree guint64 *old = self->slots;
  gsize n_old = self->n_slots + overhang (self);
  gboolean twice = self->twice;

  set_resize (self, self->n_slots * 2);
  insert_all (self, old, n_old);
  self->twice = twice;
}

/* Reads of a run what lies below @limit (all if 0), from its position on, into the set. */
static void
merge_run (QueristCsvHashSet *self,
           const Run         *run,
           gsize             *position,
           guint64            limit)
{
  guint64 chunk[CHUNK];

  while (*position < run->n && !self->failed)
    {
      gsize n = MIN (CHUNK, run->n - *position), below = 0;

      if (!querist_csv_spill_read (self->spill, chunk, n * sizeof (guint64),
                                   run->offset + *position * sizeof (guint64)))
        {
          self->failed = TRUE;
          return;
        }
      while (below < n && (limit == 0 || chunk[below] < limit))
        below++;
      insert_all (self, chunk, below);
      *position += below;
      if (below < n)
        return;
    }
}

static gsize
count_spilled (const QueristCsvHashSet *self)
{
  gsize n = 0;

  for (guint i = 0; i < self->runs->len; i++)
    n += g_array_index (self->runs, Run, i).n;
  return n;
}

/* Gives up the greater half of the hashes, again and again until the rest takes a quarter of the
 * slots; those on the disk, too. */
static void
sample (QueristCsvHashSet *self)
{
  gsize n = compact (self), n_all = n + count_spilled (self), kept = 0;
  g_autofree guint64 *hashes = g_memdup2 (self->slots, n * sizeof (guint64));
  guint64 limit;

  if (self->sampling >= MAX_SAMPLING)
    self->failed = TRUE;
  do
    {
      self->sampling++;
      n_all /= 2;
    }
  while (n_all * 4 > self->n_slots);
  limit = G_GUINT64_CONSTANT (1) << (64 - self->sampling);
  self->prefix = self->sampling;
  set_clear (self);
  while (kept < n && hashes[kept] < limit)
    kept++;
  insert_all (self, hashes, kept);
  for (guint i = 0; i < self->runs->len; i++)
    {
      gsize position = 0;

      merge_run (self, &g_array_index (self->runs, Run, i), &position, limit);
    }
  g_array_set_size (self->runs, 0);
}

/* Writes the set to the disk and empties it. */
static gboolean
spill (QueristCsvHashSet *self)
{
  Run run = { .n = compact (self) };

  if (!querist_csv_spill_write (self->spill, self->slots, run.n * sizeof (guint64), &run.offset))
    return FALSE;
  g_array_append_val (self->runs, run);
  set_clear (self);
  return TRUE;
}

static void
insert_or_make_room (QueristCsvHashSet *self,
                     guint64            hash)
{
  while (!self->failed && (self->n_set * 2 > self->n_slots || !insert (self, hash)))
    {
      if (self->n_slots < self->max_slots)
        grow (self);
      else if (self->twice || self->max_slots < MIN_SPILLED_SLOTS || !spill (self))
        sample (self);
      if (self->sampling > 0 && hash >> (64 - self->sampling) != 0)
        return;
    }
}

static void
flush (QueristCsvHashSet *self)
{
  for (guint i = 0; i < self->n_pending; i++)
    {
      guint64 hash = self->pending[i];

      if (self->sampling == 0 || hash >> (64 - self->sampling) == 0)
        insert_or_make_room (self, hash);
    }
  self->n_pending = 0;
}

/**
 * querist_csv_hash_set_add:
 * @self: a set
 * @hash: a hash, not 0
 *
 * Adds a hash, if it is not in the set yet.
 */
void
querist_csv_hash_set_add (QueristCsvHashSet *self,
                          guint64            hash)
{
  if (self->sampling > 0 && hash >> (64 - self->sampling) != 0)
    return;
  __builtin_prefetch (self->slots + find_slot (self, hash), 1);
  self->pending[self->n_pending++] = hash;
  if (self->n_pending == PENDING)
    flush (self);
}

static void
keep_smallest (const QueristCsvHashSet  *self,
               gsize                     n,
               gsize                     max_hashes,
               guint64                 **hashes,
               gsize                    *n_hashes)
{
  gsize more = MIN (n, max_hashes - *n_hashes);

  *hashes = g_renew (guint64, *hashes, *n_hashes + more);
  memcpy (*hashes + *n_hashes, self->slots, more * sizeof (guint64));
  *n_hashes += more;
}

/* Puts the runs together, range by range. In each range the slots stand for that range alone, so
 * the set is as large as ever and its order stays sorted. */
static guint64
merge_runs (QueristCsvHashSet  *self,
            gsize               max_hashes,
            guint64           **hashes,
            gsize              *n_hashes)
{
  g_autofree gsize *positions = g_new0 (gsize, self->runs->len);
  guint64 n_distinct = 0, n_ranges = 1, total = count_spilled (self);

  for (self->prefix = 0; n_ranges * self->n_slots < total * 2; n_ranges *= 2)
    self->prefix++;
  for (guint64 range = 0; range < n_ranges; range++)
    {
      guint64 limit = self->prefix > 0 ? (range + 1) << (64 - self->prefix) : 0;
      gsize n;

      set_clear (self);
      for (guint i = 0; i < self->runs->len; i++)
        merge_run (self, &g_array_index (self->runs, Run, i), &positions[i], limit);
      n = compact (self);
      n_distinct += n;
      keep_smallest (self, n, max_hashes, hashes, n_hashes);
    }
  return n_distinct;
}

/**
 * querist_csv_hash_set_finish:
 * @self: a set, to which nothing will be added any more
 * @max_hashes: how many hashes to give at most
 * @hashes: (out) (transfer full): the smallest hashes, sorted
 * @n_hashes: (out): their number
 * @exact: (out): whether the count is exact; it is unless some value came twice and the memory, or
 *   the disk, was too small
 *
 * Returns: the number of different hashes
 */
guint64
querist_csv_hash_set_finish (QueristCsvHashSet  *self,
                             gsize               max_hashes,
                             guint64           **hashes,
                             gsize              *n_hashes,
                             gboolean           *exact)
{
  guint64 n_distinct;

  *hashes = NULL;
  *n_hashes = 0;
  flush (self);
  if (self->runs->len > 0 && !spill (self))
    sample (self);
  if (self->runs->len > 0)
    n_distinct = merge_runs (self, max_hashes, hashes, n_hashes);
  else
    {
      n_distinct = compact (self);
      keep_smallest (self, n_distinct, max_hashes, hashes, n_hashes);
      n_distinct <<= self->sampling;
    }
  *exact = self->sampling == 0 && !self->failed;
  return n_distinct;
}
