/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "querist-rename-hint.h"

/* A line of documentation that is meant for the migration. To Prisma it is a comment. */
#define HINT "@renamed from "

/* The name in a line of documentation, or NULL when it is no hint. */
static char *
parse_line (const char *line)
{
  const char *start = line + strspn (line, " \t");
  char *name;
  gsize length;

  if (!g_str_has_prefix (start, HINT))
    return NULL;
  name = g_strstrip (g_strdup (start + strlen (HINT)));
  length = strlen (name);
  if (length >= 2 && *name == '"' && name[length - 1] == '"')
    {
      name[length - 1] = '\0';
      memmove (name, name + 1, length - 1);
    }
  if (*name == '\0')
    g_clear_pointer (&name, g_free);
  return name;
}

/**
 * querist_rename_hint_matches:
 * @line: the text of a documentation comment, without the `///`
 *
 * Returns: whether it gives a former name
 */
gboolean
querist_rename_hint_matches (const char *line)
{
  g_autofree char *name = parse_line (line);

  return name != NULL;
}

/**
 * querist_rename_hint_strip:
 * @documentation: (nullable): the `///` text of a model or field, lines parted by \n
 * @former_names: (out) (transfer full) (nullable): the names that its lines
 *   `@renamed from NAME` give, in their order; NULL when there are none
 *
 * A model or field may say which name its table or column had before, so that a migration renames
 * it in place of dropping one and adding another. A name with blanks at an end stands in double
 * quotes.
 *
 * Returns: (transfer full) (nullable): the documentation without these lines; NULL when nothing
 *   is left
 */
char *
querist_rename_hint_strip (const char *documentation,
                           GStrv      *former_names)
{
  g_auto(GStrv) lines = g_strsplit (documentation != NULL ? documentation : "", "\n", -1);
  g_autoptr(GPtrArray) rest = g_ptr_array_new ();
  g_autoptr(GPtrArray) names = g_ptr_array_new ();

  for (gsize i = 0; lines[i] != NULL; i++)
    {
      char *name = parse_line (lines[i]);

      g_ptr_array_add (name != NULL ? names : rest, name != NULL ? name : lines[i]);
    }
  *former_names = NULL;
  if (names->len > 0)
    {
      g_ptr_array_add (names, NULL);
      *former_names = (GStrv) g_ptr_array_free (g_steal_pointer (&names), FALSE);
    }
  if (documentation == NULL || rest->len == 0)
    return NULL;
  g_ptr_array_add (rest, NULL);
  return g_strjoinv ("\n", (GStrv) rest->pdata);
}

/**
 * querist_rename_hint_write:
 * @former_name: the name of a table or column in the database
 *
 * Returns: (transfer full): the line that says so in a schema, such as `/// @renamed from mail`
 */
char *
querist_rename_hint_write (const char *former_name)
{
  gsize length = strlen (former_name);
  gboolean quoted = length == 0 || strchr (" \t\"", former_name[0]) != NULL ||
                    strchr (" \t\"", former_name[length - 1]) != NULL;

  return g_strconcat ("/// " HINT, quoted ? "\"" : "", former_name, quoted ? "\"" : "", NULL);
}
