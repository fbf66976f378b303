/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-preferences.h"

#include <glib/gi18n.h>

#include "querist-chat-model.h"
#include "querist-context.h"

struct _QueristPreferences {
  AdwPreferencesWindow parent_instance;

  AdwComboRow         *provider;
  GtkEditable         *url;
  GtkEditable         *key;
  GtkEditable         *model;
  GtkWidget           *models_button;
  GtkPopover          *models_popover;
  GtkLabel            *models_message;
  GtkWidget           *models_scroller;
  GtkListBox          *models;
  AdwActionRow        *test_row;
  GtkImage            *test_icon;
  GtkSpinner          *test_spinner;
  GtkWidget           *test_button;
  AdwActionRow        *nothing_row;
  AdwActionRow        *consent_row;
  GtkSwitch           *consent;
  AdwComboRow         *disclosure;
  AdwExpanderRow      *preview_row;
  GtkTextView         *preview;
  AdwComboRow         *color_scheme;

  QueristWorkspace     *workspace;
  GSettings            *settings;
  QueristModelSettings *chosen;
  GCancellable         *cancellable;
  GCancellable         *models_cancellable;
  GCancellable         *preview_cancellable;
  gint64                test_started;
  gboolean              updating;
};

G_DEFINE_FINAL_TYPE (QueristPreferences, querist_preferences, ADW_TYPE_PREFERENCES_WINDOW)

/* The choices of the assistant; the last one is any other server of OpenAI's protocol. */
static const struct
{
  const char *title;
  const char *provider;
} PROVIDERS[] = {
  { N_("Built-in assistant"), NULL },
  { N_("Ollama on this computer"), "ollama" },
  { N_("OpenAI"), "openai" },
  { N_("Anthropic"), "anthropic" },
  { N_("Google Gemini"), "gemini" },
  { N_("Another server (OpenAI’s protocol)"), "openai" },
};

#define OTHER_SERVER (G_N_ELEMENTS (PROVIDERS) - 1)

/* The values of the setting, in the order of the choices: as the desktop, light, dark. */
static const int COLOR_SCHEMES[] = {
  ADW_COLOR_SCHEME_DEFAULT, ADW_COLOR_SCHEME_FORCE_LIGHT, ADW_COLOR_SCHEME_FORCE_DARK,
};

static gboolean
is_text (const char *text)
{
  return text != NULL && *text != '\0';
}

static guint
find_choice (const QueristModelSettings *settings)
{
  if (settings->provider == NULL)
    return 0;
  for (guint i = 1; i < OTHER_SERVER; i++)
    if (g_str_equal (settings->provider, PROVIDERS[i].provider) &&
        (!g_str_equal (settings->provider, "openai") ||
         g_strcmp0 (settings->url, querist_model_settings_default_url ("openai")) == 0))
      return i;
  return OTHER_SERVER;
}

static const char *
get_host (const QueristModelSettings *settings,
          GUri                      **uri)
{
  *uri = settings->url != NULL ? g_uri_parse (settings->url, G_URI_FLAGS_NONE, NULL) : NULL;
  return *uri != NULL ? g_uri_get_host (*uri) : _("the server");
}

/* ---- What is shown ---- */

static void
show_test (QueristPreferences *self,
           const char         *icon,
           const char         *text)
{
  gtk_image_set_from_icon_name (self->test_icon, icon);
  gtk_widget_set_visible (GTK_WIDGET (self->test_icon), icon != NULL);
  adw_action_row_set_subtitle (self->test_row, text);
}

static void
update_consent (QueristPreferences *self,
                gboolean            remote)
{
  g_autoptr(GUri) uri = NULL;
  const char *host = get_host (self->chosen, &uri);
  g_autofree char *title = g_strdup_printf (_("Allow Sending to %s"), host);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->consent_row), title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->consent), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  title, -1);
  adw_action_row_set_subtitle (self->consent_row,
                               _("Your questions, and what is chosen below about the data"));
  gtk_widget_set_visible (GTK_WIDGET (self->consent_row), remote);
}

/* Only what matters with the present choice can be seen. */
static void
update_rows (QueristPreferences *self)
{
  gboolean builtin = self->chosen->provider == NULL;
  gboolean remote = !builtin && !querist_model_settings_is_local (self->chosen);

  adw_action_row_set_subtitle (self->nothing_row,
                               builtin ? _("The built-in assistant works on this computer.")
                                       : _("The model runs on this computer."));
  gtk_widget_set_visible (GTK_WIDGET (self->nothing_row), !remote);
  gtk_widget_set_visible (GTK_WIDGET (self->url), !builtin);
  gtk_widget_set_visible (GTK_WIDGET (self->key), !builtin);
  gtk_widget_set_visible (GTK_WIDGET (self->model), !builtin);
  gtk_widget_set_visible (GTK_WIDGET (self->test_row), !builtin);
  gtk_widget_set_visible (GTK_WIDGET (self->disclosure), remote);
  gtk_widget_set_visible (GTK_WIDGET (self->preview_row),
                          remote && querist_workspace_get_project (self->workspace) != NULL);
  update_consent (self, remote);
}

static void
show_settings (QueristPreferences *self)
{
  self->updating = TRUE;
  adw_combo_row_set_selected (self->provider, find_choice (self->chosen));
  gtk_editable_set_text (self->url, self->chosen->url != NULL ? self->chosen->url : "");
  gtk_editable_set_text (self->key, self->chosen->key != NULL ? self->chosen->key : "");
  gtk_editable_set_text (self->model, self->chosen->model != NULL ? self->chosen->model : "");
  gtk_switch_set_active (self->consent, self->chosen->consent);
  self->updating = FALSE;
  update_rows (self);
}

/* ---- The choice ---- */

static void
set_string (char       **field,
            const char  *text)
{
  g_free (*field);
  *field = is_text (text) ? g_strdup (text) : NULL;
}

static gboolean
waits_for_consent (const GError *error)
{
  return g_error_matches (error, QUERIST_CHAT_ERROR, QUERIST_CHAT_ERROR_CONSENT);
}

/* Makes the choice count, once there is enough of it to ask a model. */
static void
apply_settings (QueristPreferences *self)
{
  g_autoptr(GError) error = NULL;

  if (self->updating)
    return;
  if (self->chosen->provider != NULL)
    {
      set_string (&self->chosen->url, gtk_editable_get_text (self->url));
      set_string (&self->chosen->key, gtk_editable_get_text (self->key));
      set_string (&self->chosen->model, gtk_editable_get_text (self->model));
      if (self->chosen->url == NULL || self->chosen->model == NULL)
        {
          show_test (self, NULL, self->chosen->url == NULL
                                   ? _("Enter the server’s address.")
                                   : _("Choose a model: until then the assistant stays as it was."));
          return;
        }
    }
  if (!querist_workspace_set_model_settings (self->workspace, self->chosen, &error) ||
      !querist_model_settings_save (self->chosen, &error))
    show_test (self, waits_for_consent (error) ? "dialog-information-symbolic"
                                               : "dialog-error-symbolic",
               waits_for_consent (error) ? _("Allow sending below: until then the assistant stays "
                                             "as it was.") : error->message);
  else
    show_test (self, NULL, _("Asks the model for one word"));
}

static void
key_found_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(QueristPreferences) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autofree char *key = querist_model_key_lookup_finish (result, &error);

  /* Without a secret service there is simply no key yet. */
  if (key == NULL || is_text (gtk_editable_get_text (self->key)))
    return;
  set_string (&self->chosen->key, key);
  show_settings (self);
  apply_settings (self);
}

static void
choose_address (QueristPreferences *self,
                const char         *url)
{
  set_string (&self->chosen->url, url);
  set_string (&self->chosen->key, NULL);
  self->chosen->consent = FALSE;
  show_settings (self);
  if (url != NULL)
    querist_model_key_lookup_async (url, self->cancellable, key_found_cb, g_object_ref (self));
}

static void
provider_selected_cb (QueristPreferences *self)
{
  guint choice = adw_combo_row_get_selected (self->provider);

  if (self->updating || choice == GTK_INVALID_LIST_POSITION)
    return;
  set_string (&self->chosen->provider, PROVIDERS[choice].provider);
  set_string (&self->chosen->model, NULL);
  choose_address (self, choice == OTHER_SERVER || choice == 0
                          ? NULL : querist_model_settings_default_url (self->chosen->provider));
  self->updating = TRUE;
  adw_combo_row_set_selected (self->provider, choice);
  self->updating = FALSE;
  apply_settings (self);
}

static void
url_applied_cb (QueristPreferences *self)
{
  g_autofree char *url = g_strdup (gtk_editable_get_text (self->url));
  guint choice = adw_combo_row_get_selected (self->provider);

  if (g_strcmp0 (url, self->chosen->url) != 0)
    choose_address (self, url);
  self->updating = TRUE;
  adw_combo_row_set_selected (self->provider, choice);
  self->updating = FALSE;
  apply_settings (self);
}

static void
key_stored_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(QueristPreferences) self = user_data;
  g_autoptr(GError) error = NULL;
  AdwToast *toast;

  if (querist_model_key_store_finish (result, &error))
    toast = adw_toast_new (_("Key kept in the keyring"));
  else
    toast = adw_toast_new (_("There is no keyring to keep the key in: it is used until the "
                             "program ends"));
  adw_preferences_window_add_toast (ADW_PREFERENCES_WINDOW (self), toast);
}

static void
key_applied_cb (QueristPreferences *self)
{
  apply_settings (self);
  if (self->chosen->url != NULL)
    querist_model_key_store_async (self->chosen->url, self->chosen->key, self->cancellable,
                                   key_stored_cb, g_object_ref (self));
}

static void
consent_changed_cb (QueristPreferences *self)
{
  if (self->updating)
    return;
  self->chosen->consent = gtk_switch_get_active (self->consent);
  apply_settings (self);
}

/* ---- Models ---- */

static void
clear_models (QueristPreferences *self)
{
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->models))) != NULL)
    gtk_list_box_remove (self->models, row);
}

static void
show_models_message (QueristPreferences *self,
                     const char         *text)
{
  gtk_label_set_label (self->models_message, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->models_message), text != NULL);
  gtk_widget_set_visible (self->models_scroller, text == NULL);
}

static void
models_listed_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr(QueristPreferences) self = user_data;
  g_autoptr(GError) error = NULL;
  g_auto(GStrv) names = querist_model_settings_list_models_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  for (guint i = 0; names != NULL && names[i] != NULL; i++)
    {
      GtkWidget *label = gtk_label_new (names[i]);

      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
      gtk_list_box_append (self->models, label);
    }
  show_models_message (self, error != NULL ? error->message
                             : names[0] == NULL ? _("The server has no models.") : NULL);
}

static void
models_shown_cb (QueristPreferences *self)
{
  g_autoptr(QueristModelSettings) settings = querist_model_settings_copy (self->chosen);

  set_string (&settings->url, gtk_editable_get_text (self->url));
  set_string (&settings->key, gtk_editable_get_text (self->key));
  clear_models (self);
  if (settings->url == NULL)
    {
      show_models_message (self, _("Enter the server’s address first."));
      return;
    }
  show_models_message (self, _("Asking the server…"));
  g_cancellable_cancel (self->models_cancellable);
  g_clear_object (&self->models_cancellable);
  self->models_cancellable = g_cancellable_new ();
  querist_model_settings_list_models_async (settings, self->models_cancellable, models_listed_cb,
                                            g_object_ref (self));
}

static void
model_activated_cb (QueristPreferences *self,
                    GtkListBoxRow      *row)
{
  const char *name = gtk_label_get_label (GTK_LABEL (gtk_list_box_row_get_child (row)));

  self->updating = TRUE;
  gtk_editable_set_text (self->model, name);
  self->updating = FALSE;
  gtk_popover_popdown (self->models_popover);
  apply_settings (self);
}

/* ---- Trying it ---- */

static void
end_test (QueristPreferences *self,
          const char         *icon,
          const char         *text)
{
  gtk_spinner_stop (self->test_spinner);
  gtk_widget_set_sensitive (self->test_button, TRUE);
  show_test (self, icon, text);
}

static void
tested_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(QueristPreferences) self = user_data;
  g_autoptr(GError) error = NULL;
  QueristChatReply *reply =
    querist_chat_model_complete_finish (QUERIST_CHAT_MODEL (source), result, &error);
  g_autofree char *text = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (reply == NULL)
    {
      end_test (self, "dialog-error-symbolic", error->message);
      return;
    }
  text = g_strdup_printf (_("%s answered in %.1f seconds."), self->chosen->model,
                          (g_get_monotonic_time () - self->test_started) / 1e6);
  end_test (self, "object-select-symbolic", text);
  querist_chat_reply_free (reply);
}

static void
test_clicked_cb (QueristPreferences *self)
{
  g_autoptr(QueristChatModel) model = NULL;
  g_autoptr(QueristChatRequest) request = querist_chat_request_new ();
  g_autoptr(GError) error = NULL;

  apply_settings (self);
  if (self->chosen->url == NULL || self->chosen->model == NULL)
    return;
  model = querist_model_settings_open (self->chosen, &error);
  if (model == NULL)
    {
      show_test (self, "dialog-error-symbolic", error->message);
      return;
    }
  querist_chat_request_add (request, QUERIST_ROLE_USER, "Answer with the word “ready”.");
  self->test_started = g_get_monotonic_time ();
  show_test (self, NULL, _("Waiting for an answer…"));
  gtk_widget_set_sensitive (self->test_button, FALSE);
  gtk_spinner_start (self->test_spinner);
  querist_chat_model_complete_async (model, request, NULL, NULL, self->cancellable, tested_cb,
                                     g_object_ref (self));
}

/* ---- What is told ---- */

static void
show_preview (QueristPreferences *self,
              const char         *text)
{
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->preview), text, -1);
}

static void
preview_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(QueristPreferences) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(QueristContext) context = querist_context_new_finish (result, &error);
  g_autofree char *subtitle = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (context == NULL)
    {
      show_preview (self, error->message);
      return;
    }
  subtitle = g_strdup_printf (_("About %u tokens for a question that fits every table"),
                              context->tokens);
  adw_expander_row_set_subtitle (self->preview_row, subtitle);
  show_preview (self, context->text);
}

static void
update_preview (QueristPreferences *self)
{
  QueristProject *project = querist_workspace_get_project (self->workspace);
  g_autofree char *database = NULL;
  g_autofree char *cache_dir = NULL;
  QueristContextRequest request = { .question = "" };

  if (project == NULL || !adw_expander_row_get_expanded (self->preview_row))
    return;
  database = querist_project_dup_database_path (project);
  cache_dir = g_build_filename (querist_project_get_path (project), "analysis_results", NULL);
  request.database = database;
  request.catalog = querist_project_get_catalog (project);
  request.cache_dir = cache_dir;
  request.disclosure = adw_combo_row_get_selected (self->disclosure);
  g_cancellable_cancel (self->preview_cancellable);
  g_clear_object (&self->preview_cancellable);
  self->preview_cancellable = g_cancellable_new ();
  querist_context_new_async (&request, self->preview_cancellable, preview_cb, g_object_ref (self));
}

static void
disclosure_selected_cb (QueristPreferences *self)
{
  if (self->updating || self->workspace == NULL)
    return;
  querist_workspace_set_disclosure (self->workspace,
                                    adw_combo_row_get_selected (self->disclosure));
  update_preview (self);
}

static void
color_scheme_selected_cb (QueristPreferences *self)
{
  guint choice = adw_combo_row_get_selected (self->color_scheme);

  if (!self->updating && choice < G_N_ELEMENTS (COLOR_SCHEMES))
    g_settings_set_enum (self->settings, "color-scheme", COLOR_SCHEMES[choice]);
}

/* ---- The window ---- */

static void
querist_preferences_dispose (GObject *object)
{
  QueristPreferences *self = QUERIST_PREFERENCES (object);

  g_cancellable_cancel (self->cancellable);
  g_cancellable_cancel (self->models_cancellable);
  g_cancellable_cancel (self->preview_cancellable);
  G_OBJECT_CLASS (querist_preferences_parent_class)->dispose (object);
}

static void
querist_preferences_finalize (GObject *object)
{
  QueristPreferences *self = QUERIST_PREFERENCES (object);

  g_clear_object (&self->workspace);
  g_clear_object (&self->settings);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->models_cancellable);
  g_clear_object (&self->preview_cancellable);
  g_clear_pointer (&self->chosen, querist_model_settings_free);
  G_OBJECT_CLASS (querist_preferences_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/querist/Querist/querist-preferences.ui");
  gtk_widget_class_bind_template_child (widget_class, QueristPreferences, provider);
  gtk_widget_class_bind_template_child (widget_class, QueristPreferences, url);
  gtk_widget_class_bind_template_child (widget_class, QueristPreferences, key);
  gtk_widget_class_bind_template_child (widget_class, QueristPreferences, model);
  gtk_widget_class_bind_template_child (widget_class, QueristPreferences, models_button);
  gtk_widget_class_bind_template_child (widget_class, QueristPreferences, models_popover);
  gtk_widget_class_bind_template_child (widget_class, QueristPreferences, models_message);
  gtk_widget_class_bind_template_child (widget_class, QueristPreferences, models_scroller);
  gtk_widget_class_bind_template_child (widget_class, QueristPreferences, models);
  gtk_widget_class_bind_template_child (widget_class, QueristPreferences, test_row);
  gtk_widget_class_bind_template_child (widget_class, QueristPreferences, test_icon);
  gtk_widget_class_bind_template_child (widget_class, QueristPreferences, test_spinner);
  gtk_widget_class_bind_template_child (widget_class, QueristPreferences, test_button);
  gtk_widget_class_bind_template_child (widget_class, QueristPreferences, nothing_row);
  gtk_widget_class_bind_template_child (widget_class, QueristPreferences, consent_row);
  gtk_widget_class_bind_template_child (widget_class, QueristPreferences, consent);
  gtk_widget_class_bind_template_child (widget_class, QueristPreferences, disclosure);
  gtk_widget_class_bind_template_child (widget_class, QueristPreferences, preview_row);
  gtk_widget_class_bind_template_child (widget_class, QueristPreferences, preview);
  gtk_widget_class_bind_template_child (widget_class, QueristPreferences, color_scheme);
  gtk_widget_class_bind_template_callback (widget_class, provider_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, url_applied_cb);
  gtk_widget_class_bind_template_callback (widget_class, key_applied_cb);
  gtk_widget_class_bind_template_callback (widget_class, apply_settings);
  gtk_widget_class_bind_template_callback (widget_class, models_shown_cb);
  gtk_widget_class_bind_template_callback (widget_class, model_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, test_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, consent_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, disclosure_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, update_preview);
  gtk_widget_class_bind_template_callback (widget_class, color_scheme_selected_cb);
}

static void
querist_preferences_class_init (QueristPreferencesClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = querist_preferences_dispose;
  object_class->finalize = querist_preferences_finalize;
  bind_template (GTK_WIDGET_CLASS (klass));
}

static void
querist_preferences_init (QueristPreferences *self)
{
  g_autoptr(GtkStringList) titles = gtk_string_list_new (NULL);

  self->updating = TRUE;
  self->cancellable = g_cancellable_new ();
  self->settings = g_settings_new (APP_ID);
  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < G_N_ELEMENTS (PROVIDERS); i++)
    gtk_string_list_append (titles, _(PROVIDERS[i].title));
  adw_combo_row_set_model (self->provider, G_LIST_MODEL (titles));
  for (guint i = 0; i < G_N_ELEMENTS (COLOR_SCHEMES); i++)
    if (g_settings_get_enum (self->settings, "color-scheme") == COLOR_SCHEMES[i])
      adw_combo_row_set_selected (self->color_scheme, i);
  self->updating = FALSE;
}

/**
 * querist_preferences_new:
 * @parent: the window it belongs to
 * @workspace: whose assistant is chosen
 *
 * Returns: the window, not shown yet
 */
GtkWindow *
querist_preferences_new (GtkWindow        *parent,
                         QueristWorkspace *workspace)
{
  QueristPreferences *self = g_object_new (QUERIST_TYPE_PREFERENCES,
                                           "transient-for", parent,
                                           "modal", TRUE,
                                           NULL);

  self->workspace = g_object_ref (workspace);
  self->chosen = querist_model_settings_copy (querist_workspace_get_model_settings (workspace));
  self->updating = TRUE;
  adw_combo_row_set_selected (self->disclosure, querist_workspace_get_disclosure (workspace));
  self->updating = FALSE;
  show_settings (self);
  return GTK_WINDOW (self);
}
