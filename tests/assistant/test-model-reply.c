/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "querist-model-reply.h"

static QueristReply *
parse (const char  *text,
       QueristTask  task)
{
  g_autoptr(GError) error = NULL;
  QueristReply *reply = querist_model_reply_parse (text, task, &error);

  g_assert_no_error (error);
  g_assert_nonnull (reply);
  return reply;
}

static void
test_sql (void)
{
  static const struct {
    const char *reply, *sql;
  } cases[] = {
    { "{\"sql\":\"SELECT 1\"}", "SELECT 1" },
    { "{\"sql\":\"SELECT 1;\\n\"}", "SELECT 1" },
    { "```json\n{\"sql\":\"SELECT 2\"}\n```", "SELECT 2" },
    { "{\"sql\":\"```sql\\nSELECT 3;\\n```\"}", "SELECT 3" },
    { "<think>{\"sql\":\"SELECT 0\"}</think>\n{\"sql\":\"SELECT 4\"}", "SELECT 4" },
    { "tag was in the template</think>{\"sql\":\"SELECT 5\"}", "SELECT 5" },
    { "First {a}, then {\"sql\":\"SELECT 6\"} done", "SELECT 6" },
    { "{\"sql\":\"SELECT 0\"} no: {\"sql\":\"SELECT 7\"}", "SELECT 7" },
    { "{\"sql\":\"SELECT '}' || '{'\",\"unknown\":{\"deep\":[1]}}", "SELECT '}' || '{'" },
    { "Sure:\n```sql\nSELECT 8;\n```\nEnjoy", "SELECT 8" },
    { "```\nSELECT 0\n```\nor\n```sql\nSELECT 9\n```", "SELECT 9" },
    { "{\"sql\":\"SELECT 10\"} {\"sql\":\"cut of", "SELECT 10" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(QueristReply) reply = parse (cases[i].reply, QUERIST_TASK_WRITE_SQL);

      g_assert_cmpstr (reply->sql, ==, cases[i].sql);
    }
}

static void
test_refused (void)
{
  g_autofree char *deep = g_strnfill (100000, '{');
  g_autofree char *filler = g_strnfill (200 * 1024, 'x');
  g_autofree char *long_sql = g_strdup_printf ("{\"sql\":\"%s\"}", filler);
  const struct {
    const char  *reply;
    QueristTask  task;
  } cases[] = {
    { "", QUERIST_TASK_CLASSIFY },
    { "I'd rather not.", QUERIST_TASK_CLASSIFY },
    { "{\"intent\":\"poetic\"}", QUERIST_TASK_CLASSIFY },
    { "{\"intent\":7}", QUERIST_TASK_CLASSIFY },
    { "[\"specific\"]", QUERIST_TASK_CLASSIFY },
    { "<think>specific {\"intent\":\"specific\"}", QUERIST_TASK_CLASSIFY },
    { "{\"plan\":[]}", QUERIST_TASK_PLAN },
    { "{\"plan\":\"one step\"}", QUERIST_TASK_PLAN },
    { "{\"sql\":\"  ; \"}", QUERIST_TASK_WRITE_SQL },
    { "SELECT 1", QUERIST_TASK_WRITE_SQL },
    { "{\"sql\":null,\"cause\":\"\"}", QUERIST_TASK_DEBUG },
    { "{\"text\":\"cut of", QUERIST_TASK_INTERPRET },
    { "{\"suggestions\":[1,null,\"\"]}", QUERIST_TASK_INSIGHTS },
    { deep, QUERIST_TASK_CLASSIFY },
    { "{\"edits\":null}", QUERIST_TASK_IMPROVE },
    { "{\"edits\":\"rename all\"}", QUERIST_TASK_IMPROVE },
    { "model A {\n}", QUERIST_TASK_IMPROVE },
    { long_sql, QUERIST_TASK_WRITE_SQL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (querist_model_reply_parse (cases[i].reply, cases[i].task, &error));
      g_assert_error (error, QUERIST_CHAT_ERROR, QUERIST_CHAT_ERROR_NONSENSE);
    }
}

static void
test_classify (void)
{
  g_autoptr(QueristReply) reply = parse (
    "{\"intent\":\"SPECIFIC\",\"restated\":\"…\",\"plan\":[\"one\",2,\" \",\"two\"],"
    "\"clarification\":null,\"sql\":\"SELECT 1\",\"assumptions\":[\"that\"],\"suggestions\":[]}",
    QUERIST_TASK_CLASSIFY);
  g_autoptr(QueristReply) asks = parse (
    "{\"intent\":\"specific\",\"plan\":[],\"sql\":null,"
    "\"clarification\":{\"question\":\"Which date?\",\"options\":[\"ordered\",\"shipped\"]}}",
    QUERIST_TASK_CLASSIFY);

  g_assert_cmpint (reply->intent, ==, QUERIST_INTENT_SPECIFIC);
  g_assert_cmpuint (g_strv_length (reply->plan), ==, 2);
  g_assert_cmpstr (reply->plan[1], ==, "two");
  g_assert_null (reply->clarification);
  g_assert_null (reply->suggestions);
  g_assert_cmpstr (asks->clarification, ==, "Which date?");
  g_assert_cmpuint (g_strv_length (asks->options), ==, 2);
  g_assert_null (asks->sql);
}

/* Changes of a schema: those that can't be read are left out, and so is what a model has no say in.
 * Too many are cut. */
static void
test_improve (void)
{
  g_autoptr(GString) many = g_string_new ("{\"edits\":[");
  g_autoptr(QueristReply) none = parse ("{\"edits\":[]}", QUERIST_TASK_IMPROVE);
  g_autoptr(QueristReply) some = parse (
    "```json\n{\"edits\":[7,null,[],{\"kind\":\"rename\",\"model\":\"A\",\"name\":\"B C\"},"
    "{\"kind\":\"describe\",\"model\":\"A\",\"text\":\"x\\ny\",\"reason\":null,"
    "\"problem\":\"p\",\"finding\":\"f\",\"doubtful\":true,\"more\":{}}]}\n```",
    QUERIST_TASK_IMPROVE);
  const QueristImprovement *only = g_ptr_array_index (some->improvements, 0);
  g_autoptr(QueristReply) cut = NULL;

  g_assert_cmpuint (none->improvements->len, ==, 0);
  g_assert_cmpuint (some->improvements->len, ==, 1);
  g_assert_cmpstr (only->text, ==, "x y");
  g_assert_null (only->problem);
  g_assert_null (only->finding);
  g_assert_false (only->doubtful);
  for (guint i = 0; i < 5000; i++)
    g_string_append_printf (many, "%s{\"kind\":\"describe\",\"model\":\"A%u\",\"text\":\"x\"}",
                            i > 0 ? "," : "", i);
  g_string_append (many, "]}");
  cut = parse (many->str, QUERIST_TASK_IMPROVE);
  g_assert_cmpuint (cut->improvements->len, ==, 100);
}

/* What a person gets to see is valid, short and free of control characters. */
static void
test_text_is_clean (void)
{
  g_autofree char *filler = g_strnfill (50000, 'x');
  g_autofree char *json = g_strdup_printf ("{\"text\":\"%s\"}", filler);
  g_autoptr(QueristReply) reply = parse ("{\"text\":\" a\\u001b[31m\\ud800xb\\nc \"}",
                                         QUERIST_TASK_INTERPRET);
  g_autoptr(QueristReply) prose = parse ("Sales grew by 5 %.", QUERIST_TASK_DESCRIBE);
  g_autoptr(QueristReply) endless = parse (json, QUERIST_TASK_DESCRIBE);

  g_assert_true (g_utf8_validate (reply->text, -1, NULL));
  g_assert_true (g_str_has_prefix (reply->text, "a[31m"));
  g_assert_true (g_str_has_suffix (reply->text, "b\nc"));
  g_assert_cmpstr (prose->text, ==, "Sales grew by 5 %.");
  g_assert_cmpuint (strlen (endless->text), ==, 20000);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/assistant/model-reply/sql", test_sql);
  g_test_add_func ("/assistant/model-reply/refused", test_refused);
  g_test_add_func ("/assistant/model-reply/classify", test_classify);
  g_test_add_func ("/assistant/model-reply/improve", test_improve);
  g_test_add_func ("/assistant/model-reply/text-is-clean", test_text_is_clean);
  return g_test_run ();
}
