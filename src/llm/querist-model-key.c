/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <libsecret/secret.h>
#include <string.h>

#include "querist-model-settings.h"

/* Attributes are stored in the clear: the address only. */
static const SecretSchema schema = {
  "io.github.querist.Querist.Key",
  SECRET_SCHEMA_NONE,
  { { "url", SECRET_SCHEMA_ATTRIBUTE_STRING }, { NULL, 0 } },
};

/**
 * querist_model_key_lookup:
 * @url: the server's base address
 * @cancellable: (nullable): ends it
 * @error: return location: there is no secret service, or it stays locked
 *
 * May wait for a person to unlock the keyring: for the command line, not for the main loop of a
 * window.
 *
 * Returns: (transfer full) (nullable): the key; NULL without an error when there is none
 */
char *
querist_model_key_lookup (const char   *url,
                          GCancellable *cancellable,
                          GError      **error)
{
  return secret_password_lookup_sync (&schema, cancellable, error, "url", url, NULL);
}

static void
lookup_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;
  char *key = secret_password_lookup_finish (result, &error);

  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, key, (GDestroyNotify) secret_password_free);
}

/**
 * querist_model_key_lookup_async:
 * @url: the server's base address
 * @cancellable: (nullable): ends it
 * @callback: called when done
 * @user_data: for @callback
 */
void
querist_model_key_lookup_async (const char          *url,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, querist_model_key_lookup_async);
  secret_password_lookup (&schema, cancellable, lookup_cb, task, "url", url, NULL);
}

/**
 * querist_model_key_lookup_finish:
 * @result: what the callback got
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the key; NULL without an error when there is none
 */
char *
querist_model_key_lookup_finish (GAsyncResult *result,
                                 GError      **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
stored_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  const char *key = g_task_get_task_data (task);
  GError *error = NULL;

  if (*key == '\0')
    secret_password_clear_finish (result, &error);
  else
    secret_password_store_finish (result, &error);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

static void
free_key (gpointer key)
{
  memset (key, 0, strlen (key));
  g_free (key);
}

/**
 * querist_model_key_store_async:
 * @url: the server's base address
 * @key: the key; "" takes a stored one away
 * @cancellable: (nullable): ends it
 * @callback: called when done
 * @user_data: for @callback
 *
 * On a computer without a secret service this fails; keep the key for this run then, and say so.
 */
void
querist_model_key_store_async (const char          *url,
                               const char          *key,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  g_autofree char *label = g_strdup_printf ("Querist: key for %s", url);

  g_task_set_source_tag (task, querist_model_key_store_async);
  g_task_set_task_data (task, g_strdup (key), free_key);
  if (*key == '\0')
    secret_password_clear (&schema, cancellable, stored_cb, task, "url", url, NULL);
  else
    secret_password_store (&schema, SECRET_COLLECTION_DEFAULT, label, key, cancellable, stored_cb,
                           task, "url", url, NULL);
}

/**
 * querist_model_key_store_finish:
 * @result: what the callback got
 * @error: return location
 *
 * Returns: whether the key is stored (or gone)
 */
gboolean
querist_model_key_store_finish (GAsyncResult *result,
                                GError      **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
