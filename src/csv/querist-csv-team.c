/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-csv-team.h"

#include <sched.h>

/* More helpers than these would wait for the thread that reads. */
#define MAX_HELPERS 3

struct _QueristCsvTeam
{
  guint              n_helpers;
  GThread           *helpers[MAX_HELPERS];
  GAsyncQueue       *begun; /* a token for each helper that is to work */
  GAsyncQueue       *done;  /* the tokens of those that have */
  gboolean           closed;

  guint              n_pieces;
  gint               next; /* the first piece that nobody has taken yet */
  QueristCsvTeamFunc func;
  gpointer           user_data;
};

/**
 * querist_csv_team_new:
 *
 * The helpers are started when there is work for the first time: one less than the processor has
 * cores, since the caller works too.
 *
 * Returns: (transfer full): a team
 */
QueristCsvTeam *
querist_csv_team_new (void)
{
  QueristCsvTeam *self = g_new0 (QueristCsvTeam, 1);

  self->begun = g_async_queue_new ();
  self->done = g_async_queue_new ();
  return self;
}

static void
work (QueristCsvTeam *self)
{
  for (;;)
    {
      guint index = g_atomic_int_add (&self->next, 1);

      if (index >= self->n_pieces)
        return;
      self->func (index, self->user_data);
    }
}

static gpointer
help (gpointer user_data)
{
  QueristCsvTeam *self = user_data;

  for (;;)
    {
      gpointer token = g_async_queue_pop (self->begun);

      if (self->closed)
        return NULL;
      work (self);
      g_async_queue_push (self->done, token);
    }
}

static void
call_helpers (QueristCsvTeam *self)
{
  for (guint i = 0; i < self->n_helpers; i++)
    g_async_queue_push (self->begun, self);
}

/* Those that this process may use, which a container or taskset(1) limits. */
static guint
count_cores (void)
{
  cpu_set_t cores;

  return sched_getaffinity (0, sizeof cores, &cores) == 0 ? CPU_COUNT (&cores)
                                                          : g_get_num_processors ();
}

static void
start_helpers (QueristCsvTeam *self)
{
  guint wanted = MIN (count_cores () - 1, MAX_HELPERS);

  while (self->n_helpers < wanted)
    {
      GThread *thread = g_thread_try_new ("querist-team", help, self, NULL);

      if (thread == NULL)
        return;
      self->helpers[self->n_helpers++] = thread;
    }
}

/**
 * querist_csv_team_begin:
 * @self: a team that has nothing to do
 * @n_pieces: how many pieces of work there are
 * @func: does one of them
 * @user_data: for @func
 *
 * Has the helpers begin; the caller can do something else meanwhile.
 */
void
querist_csv_team_begin (QueristCsvTeam     *self,
                        guint               n_pieces,
                        QueristCsvTeamFunc  func,
                        gpointer            user_data)
{
  self->n_pieces = n_pieces;
  self->next = 0;
  self->func = func;
  self->user_data = user_data;
  if (self->n_helpers == 0)
    start_helpers (self);
  call_helpers (self);
}

/**
 * querist_csv_team_end:
 * @self: a team
 *
 * Helps with the pieces that nobody has taken yet, and waits until all are done.
 */
void
querist_csv_team_end (QueristCsvTeam *self)
{
  work (self);
  for (guint i = 0; i < self->n_helpers; i++)
    g_async_queue_pop (self->done);
}

/**
 * querist_csv_team_free:
 * @self: (transfer full): a team that has nothing to do
 */
void
querist_csv_team_free (QueristCsvTeam *self)
{
  self->closed = TRUE;
  call_helpers (self);
  for (guint i = 0; i < self->n_helpers; i++)
    g_thread_join (self->helpers[i]);
  g_async_queue_unref (self->begun);
  g_async_queue_unref (self->done);
  g_free (self);
}
