/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-model-settings.h"

#include "querist-openai-model.h"

#define GROUP "model"

/* All four are reached through OpenAI's protocol, which each of them offers. */
static const struct
{
  const char *name;
  const char *url;
  const char *key_variables[3];
  const char *url_variable;
} providers[] = {
  { "openai", "https://api.openai.com/v1", { "OPENAI_API_KEY" }, "OPENAI_BASE_URL" },
  { "anthropic", "https://api.anthropic.com/v1", { "ANTHROPIC_API_KEY" }, "ANTHROPIC_BASE_URL" },
  { "gemini", "https://generativelanguage.googleapis.com/v1beta/openai",
    { "GEMINI_API_KEY", "GOOGLE_API_KEY" }, NULL },
  { "ollama", "http://localhost:11434/v1", { "OLLAMA_API_KEY" }, "OLLAMA_HOST" },
};

static int
find_provider (const char *name)
{
  for (guint i = 0; name != NULL && i < G_N_ELEMENTS (providers); i++)
    {
      if (g_ascii_strcasecmp (name, providers[i].name) == 0)
        return i;
    }
  return -1;
}

static const char *
get_variable (const char *name)
{
  const char *value = name != NULL ? g_getenv (name) : NULL;

  return value != NULL && *value != '\0' ? value : NULL;
}

/**
 * querist_model_settings_default_url:
 * @provider: "openai", "anthropic", "gemini" or "ollama"
 *
 * Returns: (transfer none) (nullable): its base address; NULL for an unknown provider
 */
const char *
querist_model_settings_default_url (const char *provider)
{
  int index = find_provider (provider);

  return index >= 0 ? providers[index].url : NULL;
}

static char *
settings_path (void)
{
  return g_build_filename (g_get_user_config_dir (), "querist", "model.ini", NULL);
}

static GKeyFile *
load_file (void)
{
  g_autofree char *path = settings_path ();
  GKeyFile *file = g_key_file_new ();

  g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, NULL);
  return file;
}

/* OLLAMA_HOST may be a bare host or host:port, and 0.0.0.0 is what a server listens on. */
static char *
url_from_host (const char *host)
{
  g_autoptr(GString) url = g_string_new (host);

  g_string_replace (url, "0.0.0.0", "127.0.0.1", 1);
  if (strstr (url->str, "://") == NULL)
    g_string_prepend (url, "http://");
  if (strchr (strstr (url->str, "://") + 3, ':') == NULL)
    g_string_append (url, ":11434");
  return g_string_free (g_steal_pointer (&url), FALSE);
}

static char *
find_url (int       provider,
          GKeyFile *saved)
{
  const char *url = get_variable ("QUERIST_MODEL_URL");
  const char *usual = get_variable (providers[provider].url_variable);
  g_autofree char *saved_provider = g_key_file_get_string (saved, GROUP, "provider", NULL);
  g_autofree char *saved_url = g_key_file_get_string (saved, GROUP, "url", NULL);

  if (url != NULL)
    return g_strdup (url);
  if (usual != NULL)
    return g_str_equal (providers[provider].name, "ollama") ? url_from_host (usual)
                                                            : g_strdup (usual);
  if (saved_url != NULL && find_provider (saved_provider) == provider)
    return g_steal_pointer (&saved_url);
  return g_strdup (providers[provider].url);
}

static char *
find_key (int provider)
{
  const char *key = get_variable ("QUERIST_API_KEY");

  for (guint i = 0; key == NULL && providers[provider].key_variables[i] != NULL; i++)
    key = get_variable (providers[provider].key_variables[i]);
  return g_strdup (key);
}

static gboolean
find_consent (const char *url,
              GKeyFile   *saved)
{
  const char *given = get_variable ("QUERIST_CONSENT");
  g_autofree char *consent_url = g_key_file_get_string (saved, GROUP, "consent-url", NULL);

  return g_strcmp0 (given, "once") == 0 || g_strcmp0 (given, "always") == 0 ||
         g_strcmp0 (consent_url, url) == 0;
}

/**
 * querist_model_settings_load:
 * @error: return location, QUERIST_CHAT_ERROR_NOT_FOUND
 *
 * Puts the settings together from the environment (QUERIST_MODEL_PROVIDER, QUERIST_MODEL_URL,
 * QUERIST_MODEL, QUERIST_API_KEY, then the provider's own usual variables) and from what was
 * saved, in this order. A stored key is not looked up: see querist_model_key_lookup().
 *
 * Returns: (transfer full) (nullable): the settings, for the built-in assistant when nothing is
 *   set; NULL when QUERIST_MODEL_PROVIDER names no provider, or the address is none
 */
QueristModelSettings *
querist_model_settings_load (GError **error)
{
  g_autoptr(GKeyFile) saved = load_file ();
  g_autoptr(QueristModelSettings) self = g_new0 (QueristModelSettings, 1);
  g_autofree char *saved_provider = g_key_file_get_string (saved, GROUP, "provider", NULL);
  g_autofree char *url = NULL;
  const char *name = get_variable ("QUERIST_MODEL_PROVIDER");
  int provider = find_provider (name != NULL ? name : saved_provider);

  if (name != NULL && provider < 0)
    {
      g_set_error (error, QUERIST_CHAT_ERROR, QUERIST_CHAT_ERROR_NOT_FOUND,
                   "QUERIST_MODEL_PROVIDER is “%s”. It can be openai (also for servers that speak "
                   "its protocol), anthropic, gemini or ollama.",
                   name);
      return NULL;
    }
  if (provider < 0 && get_variable ("QUERIST_MODEL_URL") != NULL)
    provider = find_provider ("openai");
  if (provider < 0)
    return g_steal_pointer (&self);

  url = find_url (provider, saved);
  self->provider = g_strdup (providers[provider].name);
  self->url = querist_openai_normalize_url (url, error);
  if (self->url == NULL)
    return NULL;
  self->model = g_strdup (get_variable ("QUERIST_MODEL"));
  if (self->model == NULL && find_provider (saved_provider) == provider)
    self->model = g_key_file_get_string (saved, GROUP, "model", NULL);
  self->key = find_key (provider);
  self->consent = find_consent (self->url, saved);
  if (g_strcmp0 (get_variable ("QUERIST_CONSENT"), "always") == 0 &&
      !querist_model_settings_save (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

static void
set_string (GKeyFile   *file,
            const char *name,
            const char *value)
{
  if (value != NULL)
    g_key_file_set_string (file, GROUP, name, value);
  else
    g_key_file_remove_key (file, GROUP, name, NULL);
}

/**
 * querist_model_settings_save:
 * @self: the settings
 * @error: return location
 *
 * Saves all but the key, for querist_model_key_store_async() is there.
 *
 * Returns: whether they are saved
 */
gboolean
querist_model_settings_save (const QueristModelSettings *self,
                             GError                    **error)
{
  g_autoptr(GKeyFile) file = load_file ();
  g_autofree char *path = settings_path ();
  g_autofree char *folder = g_path_get_dirname (path);

  set_string (file, "provider", self->provider);
  set_string (file, "url", self->url);
  set_string (file, "model", self->model);
  set_string (file, "consent-url", self->consent ? self->url : NULL);
  g_mkdir_with_parents (folder, 0700);
  return g_key_file_save_to_file (file, path, error);
}

/**
 * querist_model_settings_copy:
 * @self: settings
 *
 * Returns: (transfer full): a copy
 */
QueristModelSettings *
querist_model_settings_copy (const QueristModelSettings *self)
{
  QueristModelSettings *copy = g_new0 (QueristModelSettings, 1);

  copy->provider = g_strdup (self->provider);
  copy->url = g_strdup (self->url);
  copy->model = g_strdup (self->model);
  copy->key = g_strdup (self->key);
  copy->consent = self->consent;
  return copy;
}

/**
 * querist_model_settings_free:
 * @self: (transfer full) (nullable): settings
 */
void
querist_model_settings_free (QueristModelSettings *self)
{
  if (self == NULL)
    return;
  g_free (self->provider);
  g_free (self->url);
  g_free (self->model);
  g_free (self->key);
  g_free (self);
}

/**
 * querist_model_settings_is_local:
 * @self: settings
 *
 * Returns: whether nothing leaves this computer with them
 */
gboolean
querist_model_settings_is_local (const QueristModelSettings *self)
{
  return self->provider == NULL || querist_url_is_loopback (self->url);
}

static QueristChatModel *
open_unasked (const QueristModelSettings *self,
              GError                    **error)
{
  return querist_openai_model_new (self->url, self->model != NULL ? self->model : "", self->key,
                                   error);
}

/**
 * querist_model_settings_open:
 * @self: settings with a provider
 * @error: return location, QUERIST_CHAT_ERROR: no model is named, or sending to another computer
 *   was not allowed
 *
 * Returns: (transfer full) (nullable): the model, with which nobody has spoken yet
 */
QueristChatModel *
querist_model_settings_open (const QueristModelSettings *self,
                             GError                    **error)
{
  g_return_val_if_fail (self->provider != NULL, NULL);

  if (self->model == NULL || *self->model == '\0')
    {
      g_set_error (error, QUERIST_CHAT_ERROR, QUERIST_CHAT_ERROR_NOT_FOUND,
                   "No model is named for %s. Choose one in Preferences, or set QUERIST_MODEL.",
                   self->url);
      return NULL;
    }
  if (!querist_model_settings_is_local (self) && !self->consent)
    {
      g_set_error (error, QUERIST_CHAT_ERROR, QUERIST_CHAT_ERROR_CONSENT,
                   "Asking “%s” would send what you ask, and facts about the data, to %s, another "
                   "computer. Allow it in Preferences, or with QUERIST_CONSENT=once or "
                   "QUERIST_CONSENT=always. The built-in assistant sends nothing.",
                   self->model, self->url);
      return NULL;
    }
  return open_unasked (self, error);
}

static void
listed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;
  GStrv list = querist_openai_model_list_finish (QUERIST_OPENAI_MODEL (source), result, &error);

  if (list != NULL)
    g_task_return_pointer (task, list, (GDestroyNotify) g_strfreev);
  else
    g_task_return_error (task, error);
}

/**
 * querist_model_settings_list_models_async:
 * @self: settings with a provider; a model need not be named yet
 * @cancellable: (nullable): ends the call
 * @callback: called when done
 * @user_data: for @callback
 *
 * Asks the server which models it has. Only the key is sent.
 */
void
querist_model_settings_list_models_async (const QueristModelSettings *self,
                                          GCancellable               *cancellable,
                                          GAsyncReadyCallback         callback,
                                          gpointer                    user_data)
{
  g_autoptr(GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  GError *error = NULL;
  g_autoptr(QueristChatModel) model = open_unasked (self, &error);

  g_task_set_source_tag (task, querist_model_settings_list_models_async);
  if (model == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  querist_openai_model_list_async (QUERIST_OPENAI_MODEL (model), cancellable, listed_cb,
                                   g_steal_pointer (&task));
}

/**
 * querist_model_settings_list_models_finish:
 * @result: what the callback got
 * @error: return location, QUERIST_CHAT_ERROR or G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): names of models; NULL on error
 */
GStrv
querist_model_settings_list_models_finish (GAsyncResult *result,
                                           GError      **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
