/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-progress.h"

/* A caller with a main context of its own, and what it was told there. */
typedef struct
{
  GMainContext *context;
  GThread      *thread;
  GPtrArray    *told;
  gboolean      done;
  GMutex        lock;
  GCond         heard;
  guint         n_heard;
} Caller;

static void
caller_init (Caller *caller)
{
  *caller = (Caller){ .context = g_main_context_new (),
                      .thread = g_thread_self (),
                      .told = g_ptr_array_new_with_free_func (g_free) };
  g_main_context_push_thread_default (caller->context);
}

static void
caller_clear (Caller *caller)
{
  g_main_context_pop_thread_default (caller->context);
  g_main_context_unref (caller->context);
  g_ptr_array_unref (caller->told);
  g_mutex_clear (&caller->lock);
  g_cond_clear (&caller->heard);
}

static void
told_cb (const QueristProgress *progress,
         gpointer               user_data)
{
  Caller *caller = user_data;

  g_assert_true (g_thread_self () == caller->thread);
  g_assert_false (caller->done);
  g_ptr_array_add (caller->told,
                   g_strdup_printf ("%s %u", progress->label, (guint) progress->rows));
  g_mutex_lock (&caller->lock);
  caller->n_heard++;
  g_cond_signal (&caller->heard);
  g_mutex_unlock (&caller->lock);
}

static void
done_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  ((Caller *) user_data)->done = TRUE;
}

/* Waits after each step until the caller has heard of it. */
static void
patient_work (GTask        *task,
              gpointer      source,
              gpointer      task_data,
              GCancellable *cancellable)
{
  Caller *caller = task_data;
  QueristProgressForward forward = { task, told_cb, caller };

  for (guint i = 1; i <= 2; i++)
    {
      g_autofree char *label = g_strdup_printf ("file %u", i);

      querist_progress_forward (&(QueristProgress){ .label = label, .rows = i }, &forward);
      label[0] = 'X'; /* the job's text need not outlive the call */
      g_mutex_lock (&caller->lock);
      while (caller->n_heard < i)
        g_cond_wait (&caller->heard, &caller->lock);
      g_mutex_unlock (&caller->lock);
    }
  g_task_return_boolean (task, TRUE);
}

static void
test_in_callers_context (void)
{
  Caller caller;
  g_autoptr(GTask) task = NULL;

  caller_init (&caller);
  task = g_task_new (NULL, NULL, done_cb, &caller);
  g_task_set_task_data (task, &caller, NULL);
  g_task_run_in_thread (task, patient_work);
  while (!caller.done)
    g_main_context_iteration (caller.context, TRUE);
  g_assert_cmpuint (caller.told->len, ==, 2);
  g_assert_cmpstr (g_ptr_array_index (caller.told, 0), ==, "file 1 1");
  g_assert_cmpstr (g_ptr_array_index (caller.told, 1), ==, "file 2 2");
  caller_clear (&caller);
}

static void
test_nothing_after_the_end (void)
{
  Caller caller;
  g_autoptr(GTask) task = NULL;
  QueristProgressForward forward = { .progress = told_cb, .progress_data = &caller };

  caller_init (&caller);
  forward.task = task = g_task_new (NULL, NULL, done_cb, &caller);
  g_task_return_boolean (task, TRUE);
  while (!caller.done)
    g_main_context_iteration (caller.context, TRUE);
  querist_progress_forward (&(QueristProgress){ .rows = 1 }, &forward);
  while (g_main_context_iteration (caller.context, FALSE))
    ;
  g_assert_cmpuint (caller.told->len, ==, 0);
  caller_clear (&caller);
}

static void
test_nobody_to_tell (void)
{
  Caller caller;
  g_autoptr(GTask) task = NULL;
  QueristProgressForward forward = { 0 };

  caller_init (&caller);
  forward.task = task = g_task_new (NULL, NULL, done_cb, &caller);
  querist_progress_forward (&(QueristProgress){ .rows = 1 }, &forward);
  g_assert_false (g_main_context_pending (caller.context));
  g_task_return_boolean (task, TRUE);
  while (!caller.done)
    g_main_context_iteration (caller.context, TRUE);
  caller_clear (&caller);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/progress/in-callers-context", test_in_callers_context);
  g_test_add_func ("/progress/nothing-after-the-end", test_nothing_after_the_end);
  g_test_add_func ("/progress/nobody-to-tell", test_nobody_to_tell);
  return g_test_run ();
}
