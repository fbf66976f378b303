/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <libsoup/soup.h>
#include <string.h>

#include "querist-builtin-assistant.h"
#include "querist-connection.h"
#include "querist-json.h"
#include "querist-model-assistant.h"
#include "querist-openai-model.h"
#include "querist-project.h"
#include "querist-schema.h"
#include "test-files.h"

/* Proposals from request to acceptance: a project with files, and a server on loopback that plays a
 * chat model. */

#define PEOPLE "person_id,nm,joined\n1,Wilhelmina,2020-01-31\n2,Bartholomew,2021-02-28\n" \
               "3,Cornelius,2022-03-31\n"
#define VISITS "visit_id,person_id,guide_id,note,weight (kg)\n10,1,90,Zebra,61.5\n11,1,91,,62.5\n" \
               "12,3,92,Giraffe,71\n13,2,93,Lion,55\n"

typedef struct {
  char               *folder;
  QueristProject     *project;
  SoupServer         *server;
  char               *url;
  const char *const  *replies;
  guint               n_requests;
  GPtrArray          *bodies;
  GCancellable       *cancellable;
  gboolean            done;
  gboolean            made;
  QueristProposal    *proposal;
  GError             *error;
} Fixture;

/* The model */

static void
server_cb (SoupServer        *server,
           SoupServerMessage *message,
           const char        *path,
           GHashTable        *query,
           gpointer           user_data)
{
  Fixture *f = user_data;
  const char *reply = f->replies[f->n_requests];
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  g_autoptr(JsonNode) node = NULL;
  g_autofree char *json = NULL;
  char *stream;

  g_ptr_array_add (f->bodies, g_strndup (body->data, body->length));
  f->n_requests++;
  if (reply == NULL)
    {
      soup_server_message_set_status (message, 401, NULL);
      return;
    }
  if (g_str_equal (reply, "hang"))
    {
      soup_server_message_pause (message);
      g_cancellable_cancel (f->cancellable);
      return;
    }
  node = json_node_init_string (json_node_alloc (), reply);
  json = querist_json_to_string (node, FALSE);
  stream = g_strdup_printf ("data: {\"choices\":[{\"delta\":{\"content\":%s}}]}\n\n"
                            "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n"
                            "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":100,"
                            "\"completion_tokens\":20}}\n\ndata: [DONE]\n\n", json);
  soup_server_message_set_status (message, 200, NULL);
  soup_server_message_set_response (message, "text/event-stream", SOUP_MEMORY_TAKE, stream,
                                    strlen (stream));
}

static QueristAssistant *
open_model (Fixture  *f,
            gboolean  remote)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(QueristChatModel) model = querist_openai_model_new (f->url, "m", NULL, &error);

  g_assert_no_error (error);
  return querist_model_assistant_new (model, "m", remote);
}

/* The project */

static void
done_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  Fixture *f = user_data;
  g_autoptr(QueristSource) source = NULL;

  if (g_async_result_is_tagged (result, querist_project_add_source_async))
    source = querist_project_add_source_finish (f->project, result, &f->error);
  else if (g_async_result_is_tagged (result, querist_project_suggest_async))
    querist_project_suggest_finish (f->project, result, &f->error);
  else if (g_async_result_is_tagged (result, querist_project_improve_async))
    f->made = querist_project_improve_finish (f->project, result, &f->error);
  else
    f->proposal = querist_proposal_make_finish (result, &f->error);
  f->done = TRUE;
}

static void
wait (Fixture *f)
{
  while (!f->done)
    g_main_context_iteration (NULL, TRUE);
  f->done = FALSE;
}

static void
add (Fixture    *f,
     const char *name,
     const char *text)
{
  g_autofree char *path = g_build_filename (f->folder, name, NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  querist_project_add_source_async (f->project, path, NULL, NULL, NULL, NULL, done_cb, f);
  wait (f);
  g_assert_no_error (f->error);
}

static void
set_up (Fixture      *f,
        gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *path = NULL;
  GSList *uris;

  f->folder = g_dir_make_tmp ("querist-proposal-XXXXXX", &error);
  path = g_build_filename (f->folder, "zoo", NULL);
  f->project = querist_project_create (path, &error);
  g_assert_no_error (error);
  add (f, "people.csv", PEOPLE);
  add (f, "visits.csv", VISITS);
  querist_project_suggest_async (f->project, NULL, done_cb, f);
  wait (f);
  g_assert_no_error (f->error);

  f->server = soup_server_new (NULL, NULL);
  soup_server_add_handler (f->server, "/v1/chat/completions", server_cb, f, NULL);
  g_assert_true (soup_server_listen_local (f->server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, &error));
  uris = soup_server_get_uris (f->server);
  f->url = g_uri_to_string (uris->data);
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
  f->bodies = g_ptr_array_new_with_free_func (g_free);
  f->cancellable = g_cancellable_new ();
}

static void
tear_down (Fixture      *f,
           gconstpointer data)
{
  soup_server_disconnect (f->server);
  g_clear_object (&f->server);
  g_clear_object (&f->project);
  g_clear_object (&f->cancellable);
  g_clear_pointer (&f->proposal, querist_proposal_free);
  g_clear_error (&f->error);
  g_ptr_array_unref (f->bodies);
  test_files_remove (f->folder);
  g_free (f->folder);
  g_free (f->url);
}

static void
improve (Fixture           *f,
         QueristAssistant  *assistant,
         QueristDisclosure  disclosure)
{
  querist_project_improve_async (f->project, assistant, disclosure, NULL, NULL, f->cancellable,
                                 done_cb, f);
  wait (f);
}

static const QueristImprovement *
get_change (Fixture *f,
            guint    index)
{
  const QueristProposal *proposal = querist_project_get_proposal (f->project);

  g_assert_nonnull (proposal);
  g_assert_cmpuint (index, <, proposal->improvements->len);
  return g_ptr_array_index (proposal->improvements, index);
}

/* What is sent to another computer is what was allowed; one on this computer is told all. */
static void
test_disclosure (Fixture      *f,
                 gconstpointer data)
{
  static const char *const replies[] = { "{\"edits\":[]}", "{\"edits\":[]}", "{\"edits\":[]}",
                                         "{\"edits\":[]}", NULL };
  g_autoptr(QueristAssistant) remote = open_model (f, TRUE);
  g_autoptr(QueristAssistant) local = open_model (f, FALSE);

  f->replies = replies;
  for (guint i = 0; i < 3; i++)
    improve (f, remote, i);
  improve (f, local, QUERIST_DISCLOSE_SCHEMA);
  g_assert_no_error (f->error);
  g_assert_cmpuint (f->bodies->len, ==, 4);
  for (guint i = 0; i < 4; i++)
    {
      const char *body = f->bodies->pdata[i];
      gboolean statistics = i >= 1, values = i >= 2;

      g_assert_nonnull (strstr (body, "model Visit {"));
      g_assert_nonnull (strstr (body, "weight (kg)"));
      g_assert_true ((strstr (body, "25 % without a value") != NULL) == statistics);
      g_assert_true ((strstr (body, "from 55 to 71") != NULL) == statistics);
      g_assert_true ((strstr (body, "Wilhelmina") != NULL) == values);
      g_assert_true ((strstr (body, "Giraffe") != NULL) == values);
      /* what a key is called by tells nothing of its meaning */
      g_assert_null (strstr (body, "'10', '11'"));
    }
}

#define ALONE ",\"text\":null,\"target\":null,\"fields\":[],\"references\":[],\"opposite\":null," \
              "\"cardinality\":null}"
#define EDITS \
  "{\"edits\":[" \
  "{\"kind\":\"rename\",\"model\":\"Person\",\"field\":\"nm\",\"name\":\"name\",\"reason\":\"a\"" \
  ALONE "," \
  "{\"kind\":\"rename\",\"model\":\"Person\",\"field\":null,\"name\":\"Visitor\",\"reason\":\"b\"" \
  ALONE "," \
  "{\"kind\":\"nonsense\"}," \
  "{\"kind\":\"add_relation\",\"model\":\"Visit\",\"field\":\"guide\",\"name\":null," \
  "\"text\":null,\"target\":\"Person\",\"fields\":[\"guideId\"],\"references\":[\"personId\"]," \
  "\"opposite\":\"guided\",\"cardinality\":\"many\",\"reason\":\"c\"," \
  "\"finding\":\"all data say so\"}," \
  "{\"kind\":\"change_relation\",\"model\":\"Visit\",\"field\":\"person\",\"name\":null," \
  "\"text\":null,\"target\":null,\"fields\":[],\"references\":[],\"opposite\":null," \
  "\"cardinality\":\"one\",\"reason\":\"d\"}," \
  "{\"kind\":\"set_required\",\"model\":\"Visit\",\"field\":\"note\",\"name\":null,\"reason\":\"e\"" \
  ALONE "," \
  "{\"kind\":\"remove_relation\",\"model\":\"Visit\",\"field\":\"person\",\"name\":null," \
  "\"reason\":\"f\"" ALONE "]}"

/* Changes that can be read are kept, those that the data contradict with the reason. */
static void
test_checked (Fixture      *f,
              gconstpointer data)
{
  static const char *const replies[] = { EDITS, NULL };
  g_autoptr(QueristAssistant) model = open_model (f, TRUE);
  const QueristProposal *proposal;

  f->replies = replies;
  improve (f, model, QUERIST_DISCLOSE_SCHEMA);
  g_assert_no_error (f->error);
  proposal = querist_project_get_proposal (f->project);
  g_assert_cmpuint (proposal->improvements->len, ==, 6);
  g_assert_cmpuint (proposal->usage.calls, ==, 1);
  g_assert_cmpuint (proposal->usage.prompt_tokens, ==, 100);
  g_assert_cmpstr (proposal->source, ==, "m");
  g_assert_null (proposal->note);
  g_assert_null (get_change (f, 0)->problem);
  g_assert_null (get_change (f, 1)->problem);
  g_assert_nonnull (strstr (get_change (f, 2)->problem, "4 of 4 different values"));
  g_assert_nonnull (strstr (get_change (f, 3)->problem, "more than one row"));
  g_assert_nonnull (strstr (get_change (f, 4)->problem, "1 of 4 rows have no value"));
  g_assert_null (get_change (f, 5)->problem);
  g_assert_true (get_change (f, 5)->doubtful);
  g_assert_cmpuint (querist_proposal_count (proposal), ==, 3);
}

/* What was paid for is there when the project is opened again; a new suggestion ends it. */
static void
test_kept (Fixture      *f,
           gconstpointer data)
{
  static const char *const replies[] = { EDITS, NULL };
  g_autoptr(QueristAssistant) model = open_model (f, TRUE);
  g_autoptr(QueristProject) again = NULL;
  const QueristProposal *kept;

  f->replies = replies;
  improve (f, model, QUERIST_DISCLOSE_SCHEMA);
  again = querist_project_open (querist_project_get_path (f->project), &f->error);
  g_assert_no_error (f->error);
  kept = querist_project_get_proposal (again);
  g_assert_nonnull (kept);
  g_assert_cmpuint (kept->improvements->len, ==, 6);
  g_assert_cmpuint (querist_proposal_count (kept), ==, 3);
  g_assert_cmpuint (kept->usage.completion_tokens, ==, 20);
  g_assert_true (((QueristImprovement *) kept->improvements->pdata[5])->doubtful);
  querist_project_suggest_async (f->project, NULL, done_cb, f);
  wait (f);
  g_assert_null (querist_project_get_proposal (f->project));
  g_clear_object (&again);
  again = querist_project_open (querist_project_get_path (f->project), &f->error);
  g_assert_null (querist_project_get_proposal (again));
}

/* One change after the other: what is left follows the new names. */
static void
test_accept (Fixture      *f,
             gconstpointer data)
{
  static const char *const replies[] = { EDITS, NULL };
  g_autoptr(QueristAssistant) model = open_model (f, TRUE);
  g_autoptr(QueristProposal) left = NULL;
  g_autoptr(GPtrArray) accepted = g_ptr_array_new ();
  g_autofree char *once = NULL, *twice = NULL;

  f->replies = replies;
  improve (f, model, QUERIST_DISCLOSE_SCHEMA);
  left = querist_proposal_copy (querist_project_get_proposal (f->project));
  g_ptr_array_add (accepted, left->improvements->pdata[1]);
  once = querist_proposal_accept (left, querist_project_get_schema_text (f->project), accepted,
                                  &f->error);
  g_assert_no_error (f->error);
  g_assert_nonnull (strstr (once, "model Visitor {"));
  g_assert_cmpuint (left->improvements->len, ==, 5);
  g_ptr_array_add (accepted, left->improvements->pdata[0]);
  twice = querist_proposal_accept (left, once, accepted, &f->error);
  g_assert_nonnull (strstr (twice, "@map(\"nm\")"));
  g_assert_cmpuint (left->improvements->len, ==, 4);
}

static char *
many_models (guint n)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    g_string_append_printf (text, "model M%u {\n  id Int @id\n  nm String\n}\n\n", i);
  return g_string_free (text, FALSE);
}

static void
make (Fixture          *f,
      QueristAssistant *assistant,
      const char       *text,
      guint             budget)
{
  const QueristProposalRequest request = {
    .text = text,
    .assistant = assistant,
    .budget = budget,
  };

  querist_proposal_make_async (&request, NULL, NULL, f->cancellable, done_cb, f);
  wait (f);
}

#define RENAME(model) "{\"edits\":[{\"kind\":\"rename\",\"model\":\"" model "\",\"field\":\"nm\"," \
                      "\"name\":\"name\",\"reason\":\"r\"}]}"

/* A schema of many models goes in parts, each with the names of the others. */
static void
test_parts (Fixture      *f,
            gconstpointer data)
{
  static const char *const replies[] = { RENAME ("M0"), RENAME ("M20"), RENAME ("M299"),
                                         "{\"edits\":[]}", "{\"edits\":[]}", "{\"edits\":[]}",
                                         "{\"edits\":[]}", "{\"edits\":[]}", "{\"edits\":[]}", NULL };
  g_autoptr(QueristAssistant) model = open_model (f, TRUE);
  g_autofree char *text = many_models (300);

  f->replies = replies;
  make (f, model, text, 800);
  g_assert_no_error (f->error);
  g_assert_null (f->proposal->note);
  g_assert_cmpuint (f->proposal->improvements->len, ==, 3);
  g_assert_cmpuint (f->proposal->usage.calls, ==, f->n_requests);
  g_assert_cmpuint (f->n_requests, >, 2);
  g_assert_cmpuint (f->n_requests, <, 20);
  g_assert_nonnull (strstr (f->bodies->pdata[0], "M80: key id Int"));
  g_assert_null (strstr (f->bodies->pdata[0], "model M299 {"));
}

/* A failing part does not cost the ones before it; the first one does fail all. */
static void
test_failing_part (Fixture      *f,
                   gconstpointer data)
{
  static const char *const replies[] = { RENAME ("M0"), NULL };
  static const char *const no_reply[] = { NULL };
  g_autoptr(QueristAssistant) model = open_model (f, TRUE);
  g_autofree char *text = many_models (100);

  f->replies = replies;
  make (f, model, text, 800);
  g_assert_no_error (f->error);
  g_assert_cmpuint (f->proposal->improvements->len, ==, 1);
  g_assert_true (g_str_has_prefix (f->proposal->note, "Only 1 of "));

  g_clear_pointer (&f->proposal, querist_proposal_free);
  f->replies = no_reply;
  f->n_requests = 0;
  make (f, model, text, 800);
  g_assert_error (f->error, QUERIST_CHAT_ERROR, QUERIST_CHAT_ERROR_KEY);
}

static void
test_cancel (Fixture      *f,
             gconstpointer data)
{
  static const char *const replies[] = { "hang", NULL };
  g_autoptr(QueristAssistant) model = open_model (f, TRUE);

  f->replies = replies;
  improve (f, model, QUERIST_DISCLOSE_SCHEMA);
  g_assert_error (f->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_null (querist_project_get_proposal (f->project));
}

/* The rules know the files that the project has, and propose nothing that can't be done. */
static void
test_builtin (Fixture      *f,
              gconstpointer data)
{
  g_autoptr(QueristAssistant) builtin = querist_builtin_assistant_new ();
  gboolean renamed = FALSE, described = FALSE;

  improve (f, builtin, QUERIST_DISCLOSE_SCHEMA);
  g_assert_no_error (f->error);
  for (guint i = 0; i < querist_project_get_proposal (f->project)->improvements->len; i++)
    {
      const QueristImprovement *change = get_change (f, i);

      g_assert_null (change->problem);
      renamed |= g_strcmp0 (change->field, "nm") == 0 && g_strcmp0 (change->name, "name") == 0;
      described |= g_strcmp0 (change->field, "weightKg") == 0 &&
                   g_strcmp0 (change->text, "In kg.") == 0;
    }
  g_assert_true (renamed);
  g_assert_true (described);
}

static void
test_schema_with_errors (Fixture      *f,
                         gconstpointer data)
{
  g_autoptr(QueristAssistant) builtin = querist_builtin_assistant_new ();

  querist_project_set_schema_text (f->project, "model A {\n}\n", NULL);
  improve (f, builtin, QUERIST_DISCLOSE_SCHEMA);
  g_assert_error (f->error, QUERIST_PROJECT_ERROR, QUERIST_PROJECT_ERROR_SCHEMA);
}

/* Without files the values are compared in the database. */
static void
test_database (Fixture      *f,
               gconstpointer data)
{
  static const char *const replies[] = {
    "{\"edits\":[{\"kind\":\"add_relation\",\"model\":\"A\",\"field\":\"b\",\"target\":\"B\","
    "\"fields\":[\"x\"],\"references\":[\"id\"],\"opposite\":\"as\",\"cardinality\":\"many\"},"
    "{\"kind\":\"add_relation\",\"model\":\"A\",\"field\":\"c\",\"target\":\"B\","
    "\"fields\":[\"y\"],\"references\":[\"id\"],\"opposite\":\"cs\",\"name\":\"C\"}]}", NULL };
  g_autoptr(QueristAssistant) model = open_model (f, TRUE);
  g_autofree char *path = g_build_filename (f->folder, "a.db", NULL);
  g_autoptr(sqlite3) db = querist_connection_open_write (path, NULL);
  const QueristProposalRequest request = {
    .text = "model A {\n  id Int @id\n  x Int\n  y Int\n  @@map(\"the a\")\n}\n"
            "model B {\n  id Int @id\n}\n",
    .assistant = model,
    .database = path,
  };

  g_assert_true (querist_connection_exec (
    db, "CREATE TABLE \"the a\" (id INTEGER PRIMARY KEY, x INTEGER, y INTEGER);"
        "CREATE TABLE B (id INTEGER PRIMARY KEY); INSERT INTO B VALUES (1), (2);"
        "INSERT INTO \"the a\" VALUES (1, 1, 8), (2, 2, 9), (3, NULL, 1)", NULL));
  f->replies = replies;
  querist_proposal_make_async (&request, NULL, NULL, NULL, done_cb, f);
  wait (f);
  g_assert_no_error (f->error);
  g_assert_cmpuint (f->proposal->improvements->len, ==, 2);
  g_assert_cmpstr (((QueristImprovement *) f->proposal->improvements->pdata[0])->finding, ==,
                   "All 2 different values of A.x occur in B.id.");
  g_assert_nonnull (strstr (((QueristImprovement *) f->proposal->improvements->pdata[1])->problem,
                            "2 of 3 different values of A.y"));
}

int
main (int    argc,
      char **argv)
{
  static const struct {
    const char *path;
    void      (*test) (Fixture *, gconstpointer);
  } tests[] = {
    { "/workflow/proposal/disclosure", test_disclosure },
    { "/workflow/proposal/checked", test_checked },
    { "/workflow/proposal/kept", test_kept },
    { "/workflow/proposal/accept", test_accept },
    { "/workflow/proposal/parts", test_parts },
    { "/workflow/proposal/failing-part", test_failing_part },
    { "/workflow/proposal/cancel", test_cancel },
    { "/workflow/proposal/builtin", test_builtin },
    { "/workflow/proposal/schema-with-errors", test_schema_with_errors },
    { "/workflow/proposal/database", test_database },
  };

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].test, tear_down);
  return g_test_run ();
}
