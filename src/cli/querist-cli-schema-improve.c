/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdlib.h>

#include "querist-cli-assistant.h"
#include "querist-cli-commands.h"
#include "querist-cli-schema.h"
#include "querist-cli-wait.h"
#include "querist-json.h"
#include "querist-line-diff.h"
#include "querist-model-assistant.h"
#include "querist-schema.h"

/* A run of the command.
 * @project: (nullable): NULL when only a file was given
 * @path: of the schema
 */
typedef struct {
  QueristProject  *project;
  char            *path;
  char            *text;
  QueristProposal *proposal;
} Work;

static void
work_clear (Work *work)
{
  g_clear_object (&work->project);
  g_free (work->path);
  g_free (work->text);
  g_clear_pointer (&work->proposal, querist_proposal_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Work, work_clear)

static gboolean
open_schema (Work        *work,
             const char  *argument,
             GError     **error)
{
  gsize length;

  if (!g_file_test (argument, G_FILE_TEST_IS_DIR))
    {
      g_autoptr(QueristCatalog) catalog = NULL;

      work->path = g_strdup (argument);
      if (!g_file_get_contents (argument, &work->text, &length, error))
        return FALSE;
      catalog = querist_schema_catalog (work->text, length, argument, error);
      return catalog != NULL;
    }
  work->project = querist_project_open (argument, error);
  if (work->project == NULL)
    return FALSE;
  work->path = querist_project_dup_schema_path (work->project);
  work->text = g_strdup (querist_project_get_schema_text (work->project));
  return TRUE;
}

static QueristProjectFacts *
collect_facts (Work    *work,
               GError **error)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GAsyncResult) done = NULL;

  querist_project_collect_facts_async (work->project, querist_cli_get_cancellable (),
                                       querist_cli_result_cb, &result);
  done = querist_cli_wait (&result);
  return querist_project_collect_facts_finish (work->project, done, error);
}

static void
show_parts (const QueristModelSettings *settings,
            gpointer                    user_data)
{
  Work *work = user_data;
  g_autoptr(QueristProjectFacts) known =
    work->project != NULL ? collect_facts (work, NULL) : NULL;
  g_autoptr(GPtrArray) parts =
    querist_schema_parts_new (work->text, known != NULL ? known->facts : NULL,
                              QUERIST_DISCLOSE_VALUES, 0);

  g_printerr ("Model %s at %s would be told this:\n\n",
              settings->model != NULL ? settings->model : "", settings->url);
  for (guint i = 0; i < parts->len; i++)
    {
      const QueristSchemaPart *part = g_ptr_array_index (parts, i);

      g_printerr ("%s%s%s\n", part->schema, part->outline, part->knowledge);
    }
}

/* Asks the assistant; in a project the proposal is kept. */
static gboolean
make_proposal (Work        *work,
               const char  *wanted,
               GError     **error)
{
  g_autoptr(QueristAssistant) assistant =
    querist_cli_open_assistant (wanted, show_parts, work, error);
  GCancellable *cancellable = querist_cli_get_cancellable ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GAsyncResult) done = NULL;
  const QueristProposalRequest request = {
    .text = work->text,
    .assistant = assistant,
    /* consent, which the settings have seen to, covers the values too */
    .disclosure = QUERIST_DISCLOSE_VALUES,
  };

  if (assistant == NULL)
    return FALSE;
  if (work->project == NULL)
    {
      querist_proposal_make_async (&request, NULL, NULL, cancellable, querist_cli_result_cb,
                                   &result);
      done = querist_cli_wait (&result);
      work->proposal = querist_proposal_make_finish (done, error);
      return work->proposal != NULL;
    }
  if (QUERIST_IS_MODEL_ASSISTANT (assistant))
    querist_model_assistant_set_project (QUERIST_MODEL_ASSISTANT (assistant),
                                         querist_project_get_path (work->project));
  querist_project_improve_async (work->project, assistant, QUERIST_DISCLOSE_VALUES, NULL, NULL,
                                 cancellable, querist_cli_result_cb, &result);
  done = querist_cli_wait (&result);
  if (!querist_project_improve_finish (work->project, done, error))
    return FALSE;
  work->proposal = querist_proposal_copy (querist_project_get_proposal (work->project));
  return TRUE;
}

/* Output */

static void
print_list (Work *work)
{
  GPtrArray *improvements = work->proposal->improvements;
  g_autoptr(GPtrArray) pieces = querist_improvements_pieces (work->text, improvements);

  for (guint i = 0; i < improvements->len; i++)
    {
      const QueristImprovement *self = g_ptr_array_index (improvements, i);
      GPtrArray *lines = g_ptr_array_index (pieces, i);
      g_autofree char *title = querist_improvement_describe (self);

      g_print ("%u. %s\n", i + 1, title);
      if (self->reason != NULL)
        g_print ("   %s\n", self->reason);
      if (self->finding != NULL)
        g_print ("   %s %s\n", self->doubtful ? "Doubtful:" : "Data:", self->finding);
      if (self->problem != NULL)
        g_print ("   Refused: %s\n", self->problem);
      for (guint j = 0; self->problem == NULL && j < lines->len; j++)
        {
          const QueristLine *line = g_ptr_array_index (lines, j);

          g_print ("   %c%s\n", line->kind == QUERIST_LINE_ADDED ? '+' : '-', line->text);
        }
      g_print ("\n");
    }
  g_printerr ("%u of %u changes by %s can be made%s\n", querist_proposal_count (work->proposal),
              improvements->len, work->proposal->source,
              improvements->len > 0 ? "; --accept all, or numbers such as 1,3-5, makes them" : "");
  if (work->proposal->note != NULL)
    g_printerr ("%s\n", work->proposal->note);
}

static void
print_json (Work       *work,
            const char *new_text)
{
  g_autoptr(JsonNode) node = querist_proposal_to_json (work->proposal);
  g_autoptr(GPtrArray) pieces =
    querist_improvements_pieces (work->text, work->proposal->improvements);
  JsonObject *object = json_node_get_object (node);
  JsonArray *edits = querist_json_get_array (object, "edits");

  for (guint i = 0; i < pieces->len; i++)
    {
      JsonObject *edit = json_array_get_object_element (edits, i);
      GPtrArray *lines = g_ptr_array_index (pieces, i);
      g_autoptr(GString) diff = g_string_new (NULL);
      g_autofree char *title =
        querist_improvement_describe (g_ptr_array_index (work->proposal->improvements, i));

      for (guint j = 0; j < lines->len; j++)
        {
          const QueristLine *line = g_ptr_array_index (lines, j);

          g_string_append_printf (diff, "%c%s\n", line->kind == QUERIST_LINE_ADDED ? '+' : '-',
                                  line->text);
        }
      json_object_set_int_member (edit, "number", i + 1);
      json_object_set_string_member (edit, "change", title);
      json_object_set_string_member (edit, "diff", diff->str);
    }
  if (new_text != NULL)
    json_object_set_string_member (object, "text", new_text);
  querist_cli_print_json (node);
}

/* Accepting */

/* "1,3-5" or "all"; FALSE for anything else. */
static gboolean
pick (GPtrArray  *improvements,
      const char *wanted,
      GPtrArray  *picked)
{
  g_auto(GStrv) parts = g_strsplit (wanted, ",", -1);

  for (guint i = 0; g_str_equal (wanted, "all") && i < improvements->len; i++)
    {
      const QueristImprovement *self = g_ptr_array_index (improvements, i);

      if (self->problem == NULL)
        g_ptr_array_add (picked, (gpointer) self);
    }
  if (g_str_equal (wanted, "all"))
    return TRUE;
  for (guint i = 0; parts[i] != NULL; i++)
    {
      char *end;
      guint64 first = g_ascii_strtoull (parts[i], &end, 10), last = first;

      if (*end == '-')
        last = g_ascii_strtoull (end + 1, &end, 10);
      if (*end != '\0' || first < 1 || first > last || last > improvements->len)
        return FALSE;
      for (guint64 n = first; n <= last; n++)
        if (!g_ptr_array_find (picked, improvements->pdata[n - 1], NULL))
          g_ptr_array_add (picked, improvements->pdata[n - 1]);
    }
  return TRUE;
}

static gboolean
write_schema (Work             *work,
              const char       *text,
              QueristProposal  *left,
              GError          **error)
{
  if (work->project == NULL)
    return g_file_set_contents_full (work->path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0666,
                                     error);
  return querist_project_set_schema_text (work->project, text, error) &&
         querist_project_set_proposal (
           work->project, left->improvements->len > 0 ? querist_proposal_copy (left) : NULL, error);
}

static int
accept (Work       *work,
        const char *wanted,
        gboolean    write,
        gboolean    json)
{
  g_autoptr(QueristProposal) left = querist_proposal_copy (work->proposal);
  g_autoptr(GPtrArray) picked = g_ptr_array_new ();
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;
  guint before = left->improvements->len;

  if (!pick (left->improvements, wanted, picked))
    {
      g_printerr ("querist-cli: --accept takes “all” or numbers from 1 to %u, such as 1,3-5\n",
                  before);
      return QUERIST_CLI_USAGE;
    }
  text = querist_proposal_accept (left, work->text, picked, &error);
  if (text == NULL || (write && !write_schema (work, text, left, &error)))
    return querist_cli_fail (error);
  if (json)
    print_json (work, text);
  else if (!write)
    g_print ("%s", text);
  g_printerr ("%u of %u changes made\n", before - left->improvements->len, before);
  return QUERIST_CLI_DONE;
}

/**
 * querist_cli_schema_improve:
 * @argc: number of words
 * @argv: "improve", and a project or a schema file
 *
 * Prints what an assistant proposes to improve, or makes the changes that are accepted.
 *
 * Returns: the exit status
 */
int
querist_cli_schema_improve (int    argc,
                            char **argv)
{
  g_auto(Work) work = { NULL };
  g_autoptr(GError) error = NULL;
  g_autofree char *accepted = NULL;
  g_autofree char *assistant = NULL;
  gboolean write = FALSE, json = FALSE;
  const QueristProposal *kept;
  int status;
  const GOptionEntry entries[] = {
    { "accept", 'a', 0, G_OPTION_ARG_STRING, &accepted,
      "Make these changes of the proposal kept in the project, or of a new one", "all|NUMBERS" },
    { "write", 'w', 0, G_OPTION_ARG_NONE, &write, "Write the schema instead of printing it", NULL },
    { "json", 'j', 0, G_OPTION_ARG_NONE, &json, "Print JSON", NULL },
    { "assistant", 0, 0, G_OPTION_ARG_STRING, &assistant, "Who is asked", "builtin|model" },
    { NULL },
  };

  if (!querist_cli_parse (&argc, &argv, "schema improve PROJECT|FILE", entries, NULL, 1, 1,
                          &status))
    return status;
  if (write && accepted == NULL)
    {
      g_printerr ("querist-cli: --write needs --accept, so that nothing unseen is written\n");
      return QUERIST_CLI_USAGE;
    }
  if (assistant != NULL && !g_str_equal (assistant, "builtin") && !g_str_equal (assistant, "model"))
    {
      g_printerr ("querist-cli: --assistant is builtin or model\n");
      return QUERIST_CLI_USAGE;
    }
  if (!open_schema (&work, argv[1], &error))
    return querist_cli_fail (error);
  kept = work.project != NULL ? querist_project_get_proposal (work.project) : NULL;
  if (accepted != NULL && kept != NULL)
    work.proposal = querist_proposal_copy (kept);
  else if (!make_proposal (&work, assistant, &error))
    return querist_cli_fail (error);
  if (accepted != NULL)
    return accept (&work, accepted, write, json);
  if (json)
    print_json (&work, NULL);
  else
    print_list (&work);
  return QUERIST_CLI_DONE;
}
