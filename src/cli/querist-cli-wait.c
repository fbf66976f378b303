/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-cli-wait.h"

#include <glib-unix.h>
#include <signal.h>

static gboolean
interrupted_cb (gpointer user_data)
{
  g_cancellable_cancel (user_data);
  return G_SOURCE_CONTINUE;
}

/**
 * querist_cli_get_cancellable:
 *
 * From the first call on, Ctrl+C and SIGTERM stop the work in an orderly way.
 *
 * Returns: (transfer none): what they cancel
 */
GCancellable *
querist_cli_get_cancellable (void)
{
  static GCancellable *cancellable;

  if (cancellable == NULL)
    {
      cancellable = g_cancellable_new ();
      g_unix_signal_add (SIGINT, interrupted_cb, cancellable);
      g_unix_signal_add (SIGTERM, interrupted_cb, cancellable);
    }
  return cancellable;
}

/**
 * querist_cli_result_cb:
 * @object: (nullable): what worked
 * @result: what came of it
 * @user_data: where the result goes, a `GAsyncResult **`
 *
 * The callback of an asynchronous call that querist_cli_wait() waits for.
 */
void
querist_cli_result_cb (GObject      *object,
                       GAsyncResult *result,
                       gpointer      user_data)
{
  GAsyncResult **place = user_data;

  *place = g_object_ref (result);
}

/**
 * querist_cli_wait:
 * @result: where querist_cli_result_cb() puts the result, %NULL before the call was made
 *
 * Runs the main loop until the call is done.
 *
 * Returns: (transfer full): the result
 */
GAsyncResult *
querist_cli_wait (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return g_steal_pointer (result);
}
