/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-relation-finder.h"
#include "querist-row-hashes.h"

#define BUCKET_BITS 16
#define N_BUCKETS (1 << BUCKET_BITS)

/* Sorted hashes of the values referred to, with the place where those of each beginning start. */
typedef struct {
  GArray *hashes;
  guint   n_columns;
  gsize   starts[N_BUCKETS + 1];
} Partners;

static void
partners_free (Partners *partners)
{
  g_array_unref (partners->hashes);
  g_free (partners);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Partners, partners_free)

static gboolean
add_partner (const guint64 *cells,
             gpointer       user_data)
{
  Partners *partners = user_data;
  guint64 hash = querist_row_hash_combine (cells, partners->n_columns);

  if (hash != 0)
    g_array_append_val (partners->hashes, hash);
  return TRUE;
}

static void
index_partners (Partners *partners)
{
  const guint64 *hashes = (const guint64 *) (void *) partners->hashes->data;
  gsize place = 0;

  querist_row_hashes_sort ((guint64 *) (void *) partners->hashes->data, partners->hashes->len);
  for (guint bucket = 0; bucket < N_BUCKETS; bucket++)
    {
      partners->starts[bucket] = place;
      while (place < partners->hashes->len && hashes[place] >> (64 - BUCKET_BITS) == bucket)
        place++;
    }
  partners->starts[N_BUCKETS] = place;
}

static gboolean
has_partner (const Partners *partners,
             guint64         hash)
{
  const guint64 *hashes = (const guint64 *) (void *) partners->hashes->data;
  gsize low = partners->starts[hash >> (64 - BUCKET_BITS)];
  gsize high = partners->starts[(hash >> (64 - BUCKET_BITS)) + 1];

  while (low < high)
    {
      gsize middle = low + (high - low) / 2;

      if (hashes[middle] < hash)
        low = middle + 1;
      else
        high = middle;
    }
  return low < partners->hashes->len && hashes[low] == hash;
}

/* @all is of rows of several columns only: how many of them differ, no profile tells. */
typedef struct {
  const Partners *partners;
  GArray         *missing;
  GArray         *all;
} Search;

static gboolean
look_up (const guint64 *cells,
         gpointer       user_data)
{
  Search *search = user_data;
  guint64 hash = querist_row_hash_combine (cells, search->partners->n_columns);

  if (hash == 0)
    return TRUE;
  if (search->all != NULL)
    g_array_append_val (search->all, hash);
  if (!has_partner (search->partners, hash))
    g_array_append_val (search->missing, hash);
  return TRUE;
}

static guint64
count_distinct (GArray *hashes)
{
  guint64 *sorted = (guint64 *) (void *) hashes->data;
  guint64 n = 0;

  querist_row_hashes_sort (sorted, hashes->len);
  for (guint i = 0; i < hashes->len; i++)
    n += i == 0 || sorted[i] != sorted[i - 1];
  return n;
}

static guint64
count_values (const QueristRelation *self,
              const Search          *search)
{
  guint position = g_array_index (self->columns, guint, 0);

  return search->all != NULL ? count_distinct (search->all)
                             : querist_subject_get_column (self->child, position)->profile->n_distinct;
}

/**
 * querist_relation_measure:
 * @self: a relation
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Compares the values of both sides, all of them, in the files: what profiles can't tell of several
 * columns together, of whole numbers that are written with a fraction ("7.0"), and of more
 * different values than a profile keeps. It takes eight bytes of memory for a row referred to; of
 * the rows that refer, only those without a partner are kept.
 *
 * Returns: FALSE with @error set when a file can't be read
 */
gboolean
querist_relation_measure (QueristRelation  *self,
                          GCancellable     *cancellable,
                          GError          **error)
{
  g_autoptr(Partners) partners = g_new0 (Partners, 1);
  g_autoptr(GArray) missing = g_array_new (FALSE, FALSE, sizeof (guint64));
  g_autoptr(GArray) all =
    self->columns->len > 1 ? g_array_new (FALSE, FALSE, sizeof (guint64)) : NULL;
  Search search = { partners, missing, all };
  guint64 n_values;

  partners->n_columns = self->columns->len;
  partners->hashes = g_array_new (FALSE, FALSE, sizeof (guint64));
  if (!querist_row_hashes_each (self->parent, self->references, add_partner, partners, cancellable,
                                error))
    return FALSE;
  index_partners (partners);
  if (!querist_row_hashes_each (self->child, self->columns, look_up, &search, cancellable, error))
    return FALSE;
  self->measured = TRUE;
  self->n_missing_rows = missing->len;
  self->n_missing = count_distinct (missing);
  n_values = MAX (count_values (self, &search), self->n_missing);
  self->containment = n_values > 0 ? 1 - (double) self->n_missing / n_values : 0;
  return TRUE;
}
