/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * QueristProgress:
 * @label: (nullable): what is worked on, such as a file's name
 * @rows: rows done of this item
 * @bytes_done: bytes done of the whole job
 * @bytes_total: bytes of the whole job, 0 when not known
 * @seconds: since the job began
 *
 * How far a long job has come. Bytes per second and the time left follow from it.
 */
typedef struct {
  const char *label;
  guint64     rows;
  guint64     bytes_done;
  guint64     bytes_total;
  double      seconds;
} QueristProgress;

/**
 * QueristProgressFunc:
 * @progress: valid during the call only
 *
 * Told by a long job, at most some ten times a second. Blocking (sync) functions call it in their
 * own thread; `_async` functions call it in the thread-default main context of the caller.
 */
typedef void (*QueristProgressFunc) (const QueristProgress *progress,
                                     gpointer               user_data);

/**
 * QueristProgressForward:
 * @task: the job, which was created in the main context that is told
 * @progress: (nullable): told there
 * @progress_data: for @progress, to be kept until the task's callback
 *
 * What querist_progress_forward() needs to know, kept by the thread that works.
 */
typedef struct {
  GTask               *task;
  QueristProgressFunc  progress;
  gpointer             progress_data;
} QueristProgressForward;

void querist_progress_forward (const QueristProgress *progress,
                               gpointer               forward);

G_END_DECLS
