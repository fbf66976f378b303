/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>

#include "querist-model-settings.h"

static const char *const variables[] = {
  "QUERIST_MODEL_PROVIDER", "QUERIST_MODEL_URL", "QUERIST_MODEL",     "QUERIST_API_KEY",
  "QUERIST_CONSENT",        "OPENAI_API_KEY",    "ANTHROPIC_API_KEY", "GEMINI_API_KEY",
  "GOOGLE_API_KEY",         "OLLAMA_HOST",       "OPENAI_BASE_URL",   "ANTHROPIC_BASE_URL",
};

static void
clear_environment (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (variables); i++)
    g_unsetenv (variables[i]);
}

static void
test_builtin_by_default (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(QueristModelSettings) settings = NULL;

  clear_environment ();
  g_setenv ("OPENAI_API_KEY", "somebody else's", TRUE);
  settings = querist_model_settings_load (&error);
  g_assert_no_error (error);
  g_assert_null (settings->provider);
  g_assert_true (querist_model_settings_is_local (settings));
}

static void
test_environment (void)
{
  static const struct
  {
    const char *set[3][2];
    const char *provider, *url, *key;
  } cases[] = {
    { { { "QUERIST_MODEL_URL", "http://127.0.0.1:9" } }, "openai", "http://127.0.0.1:9/v1", NULL },
    { { { "QUERIST_MODEL_PROVIDER", "openai" }, { "OPENAI_API_KEY", "k" } },
      "openai", "https://api.openai.com/v1", "k" },
    { { { "QUERIST_MODEL_PROVIDER", "openai" }, { "OPENAI_API_KEY", "k" },
        { "QUERIST_API_KEY", "mine" } }, "openai", "https://api.openai.com/v1", "mine" },
    { { { "QUERIST_MODEL_PROVIDER", "ollama" }, { "OLLAMA_HOST", "0.0.0.0" } },
      "ollama", "http://127.0.0.1:11434/v1", NULL },
    { { { "QUERIST_MODEL_PROVIDER", "Anthropic" },
        { "ANTHROPIC_BASE_URL", "https://proxy.example" } },
      "anthropic", "https://proxy.example/v1", NULL },
    { { { "QUERIST_MODEL_PROVIDER", "gemini" }, { "GOOGLE_API_KEY", "g" } },
      "gemini", "https://generativelanguage.googleapis.com/v1beta/openai", "g" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(QueristModelSettings) settings = NULL;

      clear_environment ();
      for (guint j = 0; j < 3 && cases[i].set[j][0] != NULL; j++)
        g_setenv (cases[i].set[j][0], cases[i].set[j][1], TRUE);
      settings = querist_model_settings_load (&error);
      g_assert_no_error (error);
      g_assert_cmpstr (settings->provider, ==, cases[i].provider);
      g_assert_cmpstr (settings->url, ==, cases[i].url);
      g_assert_cmpstr (settings->key, ==, cases[i].key);
    }
}

static void
test_unknown_provider (void)
{
  g_autoptr(GError) error = NULL;

  clear_environment ();
  g_setenv ("QUERIST_MODEL_PROVIDER", "oracle", TRUE);
  g_assert_null (querist_model_settings_load (&error));
  g_assert_error (error, QUERIST_CHAT_ERROR, QUERIST_CHAT_ERROR_NOT_FOUND);
}

/* Nothing is sent to another computer that was not allowed, and consent holds for one address. */
static void
test_consent (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(QueristModelSettings) settings = NULL;
  g_autoptr(QueristModelSettings) saved = NULL;
  g_autoptr(QueristModelSettings) other = NULL;
  g_autoptr(QueristChatModel) model = NULL;

  clear_environment ();
  g_setenv ("QUERIST_MODEL_URL", "https://far.example/v1", TRUE);
  g_setenv ("QUERIST_MODEL", "m", TRUE);
  settings = querist_model_settings_load (&error);
  g_assert_null (querist_model_settings_open (settings, &error));
  g_assert_error (error, QUERIST_CHAT_ERROR, QUERIST_CHAT_ERROR_CONSENT);
  g_clear_error (&error);

  settings->consent = TRUE;
  g_assert_true (querist_model_settings_save (settings, &error));
  saved = querist_model_settings_load (&error);
  g_assert_true (saved->consent);
  model = querist_model_settings_open (saved, &error);
  g_assert_no_error (error);
  g_assert_nonnull (model);

  g_setenv ("QUERIST_MODEL_URL", "https://elsewhere.example/v1", TRUE);
  other = querist_model_settings_load (&error);
  g_assert_false (other->consent);
}

static void
test_saved (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(QueristModelSettings) settings = g_new0 (QueristModelSettings, 1);
  g_autoptr(QueristModelSettings) loaded = NULL;
  g_autofree char *path =
    g_build_filename (g_get_user_config_dir (), "querist", "model.ini", NULL);
  g_autofree char *text = NULL;

  clear_environment ();
  settings->provider = g_strdup ("ollama");
  settings->url = g_strdup ("http://localhost:11434/v1");
  settings->model = g_strdup ("qwen3");
  settings->key = g_strdup ("never-in-a-file");
  g_assert_true (querist_model_settings_save (settings, &error));
  loaded = querist_model_settings_load (&error);
  g_assert_cmpstr (loaded->provider, ==, "ollama");
  g_assert_cmpstr (loaded->model, ==, "qwen3");
  g_assert_null (loaded->key);
  g_assert_true (g_file_get_contents (path, &text, NULL, &error));
  g_assert_null (strstr (text, "never-in-a-file"));
}

int
main (int    argc,
      char **argv)
{
  g_autofree char *folder = g_dir_make_tmp ("querist-settings-XXXXXX", NULL);
  g_autofree char *own = g_build_filename (folder, "querist", NULL);
  g_autofree char *file = g_build_filename (own, "model.ini", NULL);
  int status;

  /* Not G_TEST_OPTION_ISOLATE_DIRS: that leaks inside GLib 2.74. */
  g_setenv ("XDG_CONFIG_HOME", folder, TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/llm/settings/builtin-by-default", test_builtin_by_default);
  g_test_add_func ("/llm/settings/environment", test_environment);
  g_test_add_func ("/llm/settings/unknown-provider", test_unknown_provider);
  g_test_add_func ("/llm/settings/consent", test_consent);
  g_test_add_func ("/llm/settings/saved", test_saved);
  status = g_test_run ();
  g_unlink (file);
  g_rmdir (own);
  g_rmdir (folder);
  return status;
}
