/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-prompt.h"

#include <gio/gio.h>
#include <string.h>

#include "prompts/querist-prompts.h"
#include "querist-json.h"

#define RESOURCE_PATH "/io/github/querist/Querist/prompts"
#define INCLUDE "@include "
/* A person's own prompt may be long, but a model has to read it every time. */
#define MAX_BYTES (256 * 1024)

static gboolean
read_file (const char  *folder,
           const char  *name,
           char       **text,
           GError     **error)
{
  g_autofree char *path = NULL;
  gsize length = 0;

  if (folder == NULL)
    return FALSE;
  path = g_build_filename (folder, name, NULL);
  if (!g_file_test (path, G_FILE_TEST_IS_REGULAR))
    return FALSE;
  if (!g_file_get_contents (path, text, &length, error))
    return FALSE;
  if (length <= MAX_BYTES && g_utf8_validate (*text, length, NULL))
    return TRUE;
  g_clear_pointer (text, g_free);
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
               "%s is no UTF-8 text of at most %d kB", path, MAX_BYTES / 1024);
  return FALSE;
}

static char *
read_resource (const char  *name,
               GError     **error)
{
  g_autofree char *path = g_strconcat (RESOURCE_PATH "/", name, NULL);
  g_autoptr(GBytes) bytes = g_resource_lookup_data (querist_prompts_get_resource (), path,
                                                    G_RESOURCE_LOOKUP_FLAGS_NONE, error);

  if (bytes == NULL)
    return NULL;
  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

/* The project's own file, else the person's, else the program's. */
static char *
find_text (const char  *name,
           const char  *project,
           GError     **error)
{
  g_autofree char *in_project =
    project != NULL ? g_build_filename (project, "prompts", NULL) : NULL;
  g_autofree char *in_config =
    g_build_filename (g_get_user_config_dir (), "querist", "prompts", NULL);
  const char *const folders[] = { in_project, in_config };
  char *text = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (folders); i++)
    {
      g_autoptr(GError) local = NULL;

      if (read_file (folders[i], name, &text, &local))
        return text;
      if (local != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return NULL;
        }
    }
  return read_resource (name, error);
}

/* Puts the files in that are named by lines "@include NAME"; those include nothing themselves. */
static char *
include_files (const char  *text,
               const char  *project,
               GError     **error)
{
  g_auto(GStrv) lines = g_strsplit (text, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_autofree char *included = NULL;

      if (!g_str_has_prefix (lines[i], INCLUDE))
        continue;
      included = find_text (g_strstrip (lines[i] + strlen (INCLUDE)), project, error);
      if (included == NULL)
        return NULL;
      g_free (lines[i]);
      lines[i] = g_strchomp (g_steal_pointer (&included));
    }
  return g_strjoinv ("\n", lines);
}

static gboolean
set_error (GError    **error,
           const char *name,
           guint       line,
           const char *message)
{
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "The prompt %s.prompt, line %u: %s",
               name, line, message);
  return FALSE;
}

static gboolean
read_setting (QueristPrompt *self,
              const char    *line,
              guint          number,
              GError       **error)
{
  g_auto(GStrv) parts = g_strsplit (line, ":", 2);
  char *end = NULL;

  if (parts[0] == NULL || parts[1] == NULL)
    return set_error (error, self->name, number, "“name: value” is expected before “# system”");
  g_strstrip (parts[0]);
  g_strstrip (parts[1]);
  if (g_str_equal (parts[0], "temperature"))
    self->temperature = g_ascii_strtod (parts[1], &end);
  else if (g_str_equal (parts[0], "max-tokens"))
    self->max_tokens = g_ascii_strtoull (parts[1], &end, 10);
  else
    return set_error (error, self->name, number,
                      "there are the settings “temperature” and “max-tokens” only");
  if (end == parts[1] || *end != '\0')
    return set_error (error, self->name, number, "a number is expected");
  return TRUE;
}

static void
append_line (GString    *section,
             const char *line)
{
  g_string_append (section, line);
  g_string_append_c (section, '\n');
}

/**
 * querist_prompt_parse:
 * @name: the agent's name
 * @text: a prompt file: settings, a line "# system" and what follows it, a line "# user" and what
 *   follows it
 * @error: return location: G_IO_ERROR_INVALID_DATA with the line
 *
 * Returns: (transfer full) (nullable): the prompt, without a schema
 */
QueristPrompt *
querist_prompt_parse (const char  *name,
                      const char  *text,
                      GError     **error)
{
  g_autoptr(QueristPrompt) self = g_new0 (QueristPrompt, 1);
  g_auto(GStrv) lines = g_strsplit (text, "\n", -1);
  g_autoptr(GString) system = g_string_new (NULL);
  g_autoptr(GString) user = g_string_new (NULL);
  GString *section = NULL;

  self->name = g_strdup (name);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_strchomp (lines[i]);
      if (g_str_equal (lines[i], "# system"))
        section = system;
      else if (g_str_equal (lines[i], "# user"))
        section = user;
      else if (section != NULL)
        append_line (section, lines[i]);
      else if (lines[i][0] != '\0' && !read_setting (self, lines[i], i + 1, error))
        return NULL;
    }
  self->system = g_strstrip (g_strdup (system->str));
  self->user = g_strstrip (g_strdup (user->str));
  if (self->system[0] == '\0' || self->user[0] == '\0')
    {
      set_error (error, name, g_strv_length (lines), "it needs text after “# system” and “# user”");
      return NULL;
    }
  return g_steal_pointer (&self);
}

/**
 * querist_prompt_load:
 * @name: the agent's name, such as "classify"
 * @project: (nullable): a project folder, whose own prompts/ come first
 * @error: return location
 *
 * Reads NAME.prompt and NAME.schema.json: from the project's prompts/, else from
 * $XDG_CONFIG_HOME/querist/prompts, else the program's own.
 *
 * Returns: (transfer full) (nullable): the prompt
 */
QueristPrompt *
querist_prompt_load (const char  *name,
                     const char  *project,
                     GError     **error)
{
  g_autofree char *file_name = g_strconcat (name, ".prompt", NULL);
  g_autofree char *schema_name = g_strconcat (name, ".schema.json", NULL);
  g_autofree char *raw = find_text (file_name, project, error);
  g_autofree char *text = raw != NULL ? include_files (raw, project, error) : NULL;
  g_autofree char *schema = NULL;
  g_autoptr(QueristPrompt) self = NULL;

  if (text == NULL)
    return NULL;
  self = querist_prompt_parse (name, text, error);
  if (self == NULL)
    return NULL;
  schema = find_text (schema_name, project, error);
  if (schema == NULL)
    return NULL;
  self->schema = querist_json_parse (schema, -1, error);
  if (self->schema == NULL)
    {
      g_prefix_error (error, "%s: ", schema_name);
      return NULL;
    }
  return g_steal_pointer (&self);
}

/**
 * querist_prompt_free:
 * @self: a prompt
 *
 * Frees it.
 */
void
querist_prompt_free (QueristPrompt *self)
{
  g_free (self->name);
  g_free (self->system);
  g_free (self->user);
  g_clear_pointer (&self->schema, json_node_unref);
  g_free (self);
}

static const QueristPromptValue *
find_value (const char               *name,
            gsize                     length,
            const QueristPromptValue *values,
            guint                     n_values)
{
  for (guint i = 0; i < n_values; i++)
    {
      if (strncmp (values[i].name, name, length) == 0 && values[i].name[length] == '\0')
        return &values[i];
    }
  return NULL;
}

/* Whether what follows "<" is one of the tags that fence data in; "a <plan" in SQL is none. */
static gboolean
is_fence (const char               *text,
          const QueristPromptValue *values,
          guint                     n_values)
{
  gsize length;

  text += strspn (text, "/ \t\r\n");
  length = strcspn (text, "/> \t\r\n");
  if (text[length + strspn (text + length, "/ \t\r\n")] != '>')
    return FALSE;
  for (guint i = 0; i < n_values; i++)
    {
      if (strlen (values[i].name) == length &&
          g_ascii_strncasecmp (text, values[i].name, length) == 0)
        return TRUE;
    }
  return FALSE;
}

/* Data stand between <name> and </name>. A "<" in them that would look like such a tag is swapped
 * for a sign of the same look, so that no cell, name or question can leave its fence. */
static void
append_fenced (GString                  *out,
               const QueristPromptValue *value,
               const QueristPromptValue *values,
               guint                     n_values)
{
  g_string_append_printf (out, "<%s>\n", value->name);
  for (const char *p = value->text; *p != '\0'; p++)
    {
      if (*p == '<' && is_fence (p + 1, values, n_values))
        g_string_append (out, "‹");
      else
        g_string_append_c (out, *p);
    }
  if (out->str[out->len - 1] != '\n')
    g_string_append_c (out, '\n');
  g_string_append_printf (out, "</%s>", value->name);
}

static gboolean
is_empty (const QueristPromptValue *value)
{
  return value == NULL || value->text == NULL || value->text[0] == '\0';
}

/* "{{name: words}}" on a line of its own. Gives FALSE when @line is no such line. */
static gboolean
append_placeholder (GString                  *out,
                    const char               *line,
                    const QueristPromptValue *values,
                    guint                     n_values)
{
  const QueristPromptValue *value;
  gsize length = strlen (line);
  gsize name_length;

  if (length < 5 || !g_str_has_prefix (line, "{{") || !g_str_has_suffix (line, "}}"))
    return FALSE;
  line += 2;
  length -= 4;
  name_length = MIN (strcspn (line, ":}"), length);
  value = find_value (line, name_length, values, n_values);
  if (is_empty (value))
    return TRUE;
  if (name_length < length)
    {
      g_autofree char *words = g_strndup (line + name_length + 1, length - name_length - 1);

      g_string_append_printf (out, "%s:\n", g_strstrip (words));
    }
  append_fenced (out, value, values, n_values);
  g_string_append (out, "\n\n");
  return TRUE;
}

/**
 * querist_prompt_fill:
 * @text: a prompt's section
 * @values: (array length=n_values): what its placeholders stand for
 * @n_values: how many there are
 *
 * Replaces every line "{{name}}" or "{{name: words}}" by the words and the value between the tags
 * <name> and </name>; lines whose value is missing go. Values are data: nothing in them is taken
 * for a placeholder or for the end of the data.
 *
 * Returns: (transfer full): the text for the model
 */
char *
querist_prompt_fill (const char               *text,
                     const QueristPromptValue *values,
                     guint                     n_values)
{
  g_auto(GStrv) lines = g_strsplit (text, "\n", -1);
  GString *out = g_string_new (NULL);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      if (!append_placeholder (out, lines[i], values, n_values))
        append_line (out, lines[i]);
    }
  return g_strstrip (g_string_free (out, FALSE));
}
