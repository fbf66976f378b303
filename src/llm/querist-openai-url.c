/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <gio/gio.h>

#include "querist-openai-model.h"

/**
 * querist_url_is_loopback:
 * @url: an address
 *
 * Returns: whether it names this very computer, so that nothing sent there leaves it
 */
gboolean
querist_url_is_loopback (const char *url)
{
  g_autoptr(GUri) uri = g_uri_parse (url, G_URI_FLAGS_NONE, NULL);
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;
  g_autoptr(GInetAddress) address = NULL;

  if (host == NULL)
    return FALSE;
  if (g_ascii_strcasecmp (host, "localhost") == 0)
    return TRUE;
  address = g_inet_address_new_from_string (host);
  return address != NULL && g_inet_address_get_is_loopback (address);
}

/**
 * querist_openai_normalize_url:
 * @url: what a person typed: with or without "/v1", a slash at the end, or the whole path of the
 *   completions
 * @error: return location, QUERIST_CHAT_ERROR_NOT_FOUND
 *
 * Returns: (transfer full) (nullable): the base to which "/chat/completions" is added; NULL when
 *   @url is no address
 */
char *
querist_openai_normalize_url (const char *url,
                              GError    **error)
{
  g_autofree char *trimmed = g_strstrip (g_strdup (url));
  g_autoptr(GUri) uri = g_uri_parse (trimmed, G_URI_FLAGS_NONE, NULL);
  g_autofree char *path = NULL;
  gsize length;

  if (uri == NULL || g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0' ||
      (g_strcmp0 (g_uri_get_scheme (uri), "http") != 0 &&
       g_strcmp0 (g_uri_get_scheme (uri), "https") != 0))
    {
      g_set_error (error, QUERIST_CHAT_ERROR, QUERIST_CHAT_ERROR_NOT_FOUND,
                   "“%s” is not the address of a server. It should look like "
                   "http://localhost:11434/v1.",
                   url);
      return NULL;
    }
  path = g_strdup (g_uri_get_path (uri));
  if (g_str_has_suffix (path, "/chat/completions"))
    path[strlen (path) - strlen ("/chat/completions")] = '\0';
  for (length = strlen (path); length > 0 && path[length - 1] == '/'; length--)
    path[length - 1] = '\0';
  return g_uri_join (G_URI_FLAGS_NONE, g_uri_get_scheme (uri), NULL, g_uri_get_host (uri),
                     g_uri_get_port (uri), *path != '\0' ? path : "/v1", NULL, NULL);
}
