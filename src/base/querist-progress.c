/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-progress.h"

typedef struct {
  GTask               *task;
  QueristProgressFunc  progress;
  gpointer             progress_data;
  QueristProgress      state;
  char                *label;
} Report;

static void
report_free (gpointer data)
{
  Report *report = data;

  g_object_unref (report->task);
  g_free (report->label);
  g_free (report);
}

static gboolean
report_cb (gpointer data)
{
  Report *report = data;

  /* when the job is over, its progress is of no interest any more, and its data may be gone */
  if (!g_task_get_completed (report->task))
    report->progress (&report->state, report->progress_data);
  return G_SOURCE_REMOVE;
}

/**
 * querist_progress_forward:
 * @progress: how far the job is
 * @forward: (type QueristProgressForward): whom to tell; nobody is told without a function
 *
 * A #QueristProgressFunc for the thread of a #GTask: carries @progress to the main context in which
 * the task was created. Nothing is told after the task has completed.
 */
void
querist_progress_forward (const QueristProgress *progress,
                          gpointer               forward)
{
  const QueristProgressForward *to = forward;
  g_autoptr(GSource) source = NULL;
  Report *report;

  if (to->progress == NULL)
    return;
  report = g_new0 (Report, 1);
  report->task = g_object_ref (to->task);
  report->progress = to->progress;
  report->progress_data = to->progress_data;
  report->label = g_strdup (progress->label);
  report->state = *progress;
  report->state.label = report->label;
  /* not g_main_context_invoke(): it would tell in this thread while nobody runs the context */
  source = g_idle_source_new ();
  g_source_set_callback (source, report_cb, report, report_free);
  g_source_attach (source, g_task_get_context (to->task));
}
