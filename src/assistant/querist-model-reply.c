/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-model-reply.h"

#include <string.h>

#include "querist-json.h"

/* What a reply may hold at most. Longer lists are cut, since only their first items are of use;
 * longer SQL is refused, since half a statement is none. */
#define MAX_STEPS 20
#define MAX_OPTIONS 6
#define MAX_SUGGESTIONS 8
#define MAX_LINE_CHARS 1000
#define MAX_TEXT_CHARS 20000
#define MAX_SQL_BYTES (100 * 1024)
/* Changes of a schema in one reply; more than that nobody can review. */
#define MAX_IMPROVEMENTS 100
/* Objects looked at in a reply that mixes JSON with prose. */
#define MAX_CANDIDATES 50

static gboolean
fail (GError    **error,
      const char *message)
{
  g_set_error_literal (error, QUERIST_CHAT_ERROR, QUERIST_CHAT_ERROR_NONSENSE, message);
  return FALSE;
}

/* What stands after the last </think>; NULL if the reply ends while still thinking. */
static const char *
skip_reasoning (const char *text)
{
  const char *end = g_strrstr (text, "</think>");
  const char *rest = end != NULL ? end + strlen ("</think>") : text;

  return strstr (rest, "<think>") == NULL ? rest : NULL;
}

/* The end of the JSON value that begins at @text with "{", NULL if it has none. */
static const char *
find_object_end (const char *text)
{
  guint depth = 0;
  gboolean in_string = FALSE;

  for (const char *p = text; *p != '\0'; p++)
    {
      if (in_string)
        {
          if (*p == '\\' && p[1] != '\0')
            p++;
          else if (*p == '"')
            in_string = FALSE;
        }
      else if (*p == '"')
        in_string = TRUE;
      else if (*p == '{')
        depth++;
      else if (*p == '}' && --depth == 0)
        return p + 1;
    }
  return NULL;
}

/* The last complete object of the text: prose before it may hold braces. */
static JsonNode *
find_object (const char *text)
{
  const char *p = strchr (text, '{');
  JsonNode *found = NULL;

  for (guint i = 0; p != NULL && i < MAX_CANDIDATES; i++)
    {
      const char *end = find_object_end (p);
      JsonNode *node = end != NULL ? querist_json_parse (p, end - p, NULL) : NULL;

      if (node != NULL && JSON_NODE_HOLDS_OBJECT (node))
        {
          g_clear_pointer (&found, json_node_unref);
          found = node;
          p = strchr (end, '{');
        }
      else
        {
          g_clear_pointer (&node, json_node_unref);
          p = strchr (p + 1, '{');
        }
    }
  return found;
}

/* @text as a person may see it: valid, without control characters, not too long; NULL if blank. */
static char *
clean_text (const char *text,
            gsize       max_chars)
{
  g_autofree char *valid = NULL;
  GString *out;

  if (text == NULL)
    return NULL;
  valid = g_utf8_make_valid (text, -1);
  out = g_string_new (NULL);
  for (const char *p = valid; *p != '\0' && max_chars > 0; p = g_utf8_next_char (p), max_chars--)
    {
      gunichar c = g_utf8_get_char (p);

      if (c == '\n' || c == '\t' || !g_unichar_iscntrl (c))
        g_string_append_unichar (out, c);
    }
  g_strstrip (out->str);
  if (out->str[0] == '\0')
    return g_string_free (out, TRUE);
  return g_string_free (out, FALSE);
}

static GStrv
get_list (JsonObject *object,
          const char *member,
          guint       max_items)
{
  g_auto(GStrv) strings = querist_json_get_strings (object, member);
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  guint n = 0;

  for (guint i = 0; strings != NULL && strings[i] != NULL && n < max_items; i++)
    {
      g_autofree char *line = clean_text (strings[i], MAX_LINE_CHARS);

      if (line == NULL)
        continue;
      g_strv_builder_add (builder, line);
      n++;
    }
  return n > 0 ? g_strv_builder_end (builder) : NULL;
}

/* Models like to fence SQL even inside a JSON string, and to end it with a semicolon. */
static char *
clean_sql (const char *text)
{
  g_autofree char *sql = g_utf8_make_valid (text, -1);
  char *start = g_strstrip (sql);
  gsize length;

  if (g_str_has_prefix (start, "```"))
    {
      char *end = g_strrstr (start + 3, "```");

      if (end != NULL)
        *end = '\0';
      start += strcspn (start, "\n");
      start = g_strstrip (start);
    }
  for (length = strlen (start); length > 0 && strchr ("; \t\r\n", start[length - 1]) != NULL;)
    length--;
  return length > 0 ? g_strndup (start, length) : NULL;
}

static gboolean
read_sql (QueristReply  *reply,
          const char    *text,
          GError       **error)
{
  if (text == NULL)
    return TRUE;
  if (strlen (text) > MAX_SQL_BYTES)
    return fail (error, "“sql” is too long");
  reply->sql = clean_sql (text);
  return TRUE;
}

/* A clarification is {question, options[]}, or the question alone. */
static void
read_clarification (QueristReply *reply,
                    JsonObject   *object)
{
  JsonObject *asked = querist_json_get_object (object, "clarification");
  const char *question = asked != NULL ? querist_json_get_string (asked, "question", NULL)
                                       : querist_json_get_string (object, "clarification", NULL);

  reply->clarification = clean_text (question, MAX_LINE_CHARS);
  if (reply->clarification != NULL)
    reply->options = get_list (asked != NULL ? asked : object, "options", MAX_OPTIONS);
}

/* A change that can't be read is left out: it must not cost the others. Nobody but this program
 * says what is wrong with one or what the data say of it. */
static GPtrArray *
read_improvements (JsonObject *object)
{
  JsonArray *array = querist_json_get_array (object, "edits");
  GPtrArray *improvements = array != NULL ? querist_improvements_new () : NULL;
  guint n = array != NULL ? json_array_get_length (array) : 0;

  for (guint i = 0; i < n && improvements->len < MAX_IMPROVEMENTS; i++)
    {
      QueristImprovement *improvement =
        querist_improvement_from_json (json_array_get_element (array, i), NULL);

      if (improvement != NULL)
        g_ptr_array_add (improvements, improvement);
    }
  return improvements;
}

static gboolean
read_object (QueristReply  *reply,
             JsonObject    *object,
             GError       **error)
{
  reply->intent = querist_intent_from_string (querist_json_get_string (object, "intent", NULL));
  reply->plan = get_list (object, "plan", MAX_STEPS);
  read_clarification (reply, object);
  reply->assumptions = get_list (object, "assumptions", MAX_STEPS);
  reply->text = clean_text (querist_json_get_string (object, "text", NULL), MAX_TEXT_CHARS);
  reply->cause = clean_text (querist_json_get_string (object, "cause", NULL), MAX_LINE_CHARS);
  reply->suggestions = get_list (object, "suggestions", MAX_SUGGESTIONS);
  reply->improvements = read_improvements (object);
  return read_sql (reply, querist_json_get_string (object, "sql", NULL), error);
}

/* The last fenced block of the text, NULL if there is none. */
static char *
find_fenced (const char *text)
{
  const char *end = g_strrstr (text, "```");
  const char *start = end != NULL ? g_strrstr_len (text, end - text, "```") : NULL;

  return start != NULL ? g_strndup (start, end + 3 - start) : NULL;
}

/* Without JSON, a fenced block still is the SQL that was asked for, and plain words are a text. */
static gboolean
read_prose (QueristReply  *reply,
            const char    *text,
            QueristTask    task,
            GError       **error)
{
  g_autofree char *fenced = NULL;

  switch (task)
    {
    case QUERIST_TASK_WRITE_SQL:
    case QUERIST_TASK_REPAIR:
      fenced = find_fenced (text);
      return read_sql (reply, fenced, error);
    case QUERIST_TASK_INTERPRET:
    case QUERIST_TASK_DESCRIBE:
      if (strchr (text, '{') == NULL)
        reply->text = clean_text (text, MAX_TEXT_CHARS);
      return TRUE;
    default:
      return TRUE;
    }
}

static gboolean
check_required (const QueristReply  *reply,
                QueristTask          task,
                GError             **error)
{
  switch (task)
    {
    case QUERIST_TASK_CLASSIFY:
      return reply->intent != QUERIST_INTENT_UNKNOWN ||
             fail (error, "“intent” must be specific, analytical or descriptive");
    case QUERIST_TASK_PLAN:
      return reply->plan != NULL || reply->sql != NULL || reply->clarification != NULL ||
             fail (error, "“plan” must be a list of steps");
    case QUERIST_TASK_VALIDATE:
      return reply->plan != NULL || fail (error, "“plan” must be a list of steps");
    case QUERIST_TASK_WRITE_SQL:
    case QUERIST_TASK_REPAIR:
      return reply->sql != NULL || fail (error, "“sql” must be one SELECT statement");
    case QUERIST_TASK_DEBUG:
      return reply->cause != NULL || fail (error, "“cause” must say why the statement failed");
    case QUERIST_TASK_INTERPRET:
    case QUERIST_TASK_DESCRIBE:
      return reply->text != NULL || fail (error, "“text” must hold the answer");
    case QUERIST_TASK_INSIGHTS:
      return reply->suggestions != NULL ||
             fail (error, "“suggestions” must be a list of questions");
    case QUERIST_TASK_IMPROVE:
      return reply->improvements != NULL || fail (error, "“edits” must be a list of changes");
    default:
      g_return_val_if_reached (FALSE);
    }
}

/**
 * querist_model_reply_parse:
 * @text: a model's whole reply, which nobody vouches for
 * @task: what it was asked to do
 * @error: return location: QUERIST_CHAT_ERROR_NONSENSE with what is missing, in words that the
 *   model can be told
 *
 * Reads a reply: reasoning and fences are dropped, the last complete JSON object counts, unknown
 * members are ignored, and what the task is for must be there.
 *
 * Returns: (transfer full) (nullable): the reply
 */
QueristReply *
querist_model_reply_parse (const char   *text,
                           QueristTask   task,
                           GError      **error)
{
  g_autoptr(QueristReply) reply = querist_reply_new ();
  const char *rest = skip_reasoning (text);
  g_autoptr(JsonNode) node = NULL;
  gboolean read;

  if (rest == NULL || strlen (rest) > QUERIST_JSON_MAX_BYTES)
    {
      fail (error, rest == NULL ? "it ended before the answer" : "it is too long");
      return NULL;
    }
  node = find_object (rest);
  if (node != NULL)
    read = read_object (reply, json_node_get_object (node), error);
  else
    read = read_prose (reply, rest, task, error);
  if (!read || !check_required (reply, task, error))
    {
      if (node == NULL)
        g_prefix_error (error, "there is no complete JSON object; ");
      return NULL;
    }
  return g_steal_pointer (&reply);
}
