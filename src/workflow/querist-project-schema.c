/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "querist-json.h"
#include "querist-project-private.h"
#include "querist-schema.h"

/* Where the suggested schema finds its database: relative to prisma/schema.prisma, as Prisma
 * reads such an address. */
#define DATABASE_URL "file:../analysis.db"

static void
evidence_free (QueristEvidence *evidence)
{
  g_free (evidence->model);
  g_free (evidence->field);
  g_free (evidence->decision);
  g_free (evidence->text);
  g_free (evidence);
}

static JsonNode *
evidence_to_json (GPtrArray *evidence)
{
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);
  JsonArray *array = json_array_sized_new (evidence->len);

  for (guint i = 0; i < evidence->len; i++)
    {
      const QueristEvidence *item = evidence->pdata[i];
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "model", item->model);
      if (item->field != NULL)
        json_object_set_string_member (object, "field", item->field);
      json_object_set_string_member (object, "decision", item->decision);
      json_object_set_string_member (object, "text", item->text);
      if (item->warning)
        json_object_set_boolean_member (object, "warning", TRUE);
      json_array_add_object_element (array, object);
    }
  json_node_take_array (node, array);
  return node;
}

static GPtrArray *
evidence_from_json (JsonNode *node)
{
  GPtrArray *evidence = g_ptr_array_new_with_free_func ((GDestroyNotify) evidence_free);
  JsonArray *array = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonNode *element = json_array_get_element (array, i);
      JsonObject *object = JSON_NODE_HOLDS_OBJECT (element) ? json_node_get_object (element) : NULL;
      QueristEvidence *item = g_new0 (QueristEvidence, 1);

      item->model = g_strdup (querist_json_get_string (object, "model", ""));
      item->field = g_strdup (querist_json_get_string (object, "field", NULL));
      item->decision = g_strdup (querist_json_get_string (object, "decision", ""));
      item->text = g_strdup (querist_json_get_string (object, "text", ""));
      item->warning = querist_json_get_boolean (object, "warning", FALSE);
      g_ptr_array_add (evidence, item);
    }
  return evidence;
}

static gboolean
write_evidence (QueristProject *self,
                GError        **error)
{
  g_autoptr(JsonNode) node = evidence_to_json (self->evidence);
  g_autofree char *text = querist_json_to_string (node, TRUE);
  g_autofree char *path = querist_project_build_path (self, "prisma", "evidence.json");

  return querist_project_write (path, text, error);
}

/* The evidence only explains: without it, or with a damaged one, a project is as good. */
static void
read_evidence (QueristProject *self)
{
  g_autofree char *path = querist_project_build_path (self, "prisma", "evidence.json");
  g_autofree char *text = NULL;
  g_autoptr(JsonNode) node = NULL;
  gsize length = 0;

  if (!g_file_get_contents (path, &text, &length, NULL))
    return;
  node = querist_json_parse_file (text, length, NULL);
  if (node == NULL)
    return;
  g_ptr_array_unref (self->evidence);
  self->evidence = evidence_from_json (node);
}

/* Reads schema.prisma, which need not exist yet, and the evidence beside it. */
gboolean
querist_project_read_schema (QueristProject *self,
                             GError        **error)
{
  g_autofree char *path = querist_project_dup_schema_path (self);
  g_autofree char *text = NULL;
  gsize length = 0;

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return TRUE;
  if (!g_file_get_contents (path, &text, &length, error))
    return FALSE;
  g_free (self->schema_text);
  self->schema_text = g_utf8_make_valid (text, length);
  g_clear_pointer (&self->schema_file, g_bytes_unref);
  self->schema_file = g_bytes_new_take (g_steal_pointer (&text), length);
  read_evidence (self);
  querist_project_read_proposal (self);
  return TRUE;
}

/**
 * querist_project_get_schema_text:
 * @self: a project
 *
 * Returns: the text of schema.prisma, "" before there is one
 */
const char *
querist_project_get_schema_text (QueristProject *self)
{
  g_return_val_if_fail (QUERIST_IS_PROJECT (self), NULL);
  return self->schema_text;
}

/* schema.prisma as it is on the disk now, NULL when it is not there or can't be read. */
static GBytes *
read_schema_file (QueristProject *self)
{
  g_autofree char *path = querist_project_dup_schema_path (self);
  char *text;
  gsize length;

  return g_file_get_contents (path, &text, &length, NULL) ? g_bytes_new_take (text, length) : NULL;
}

/* Why a file is no text, NULL if it is. */
static char *
describe_damage (GBytes *file)
{
  gsize length;
  const char *text = g_bytes_get_data (file, &length), *end;
  guint line = 1;

  if (length == 0 || g_utf8_validate_len (text, length, &end))
    return NULL;
  for (const char *p = text; p < end; p++)
    {
      if (*p == '\n')
        line++;
    }
  if (*end == '\0')
    return g_strdup_printf ("schema.prisma is no text: there is a NUL byte in line %u. Saving would "
                            "replace every such byte by “\uFFFD”.", line);
  return g_strdup_printf ("schema.prisma is not in UTF-8: line %u has the byte 0x%02X. Save it as "
                          "UTF-8 with another editor; saving here would replace every such byte by "
                          "“\uFFFD”.", line, (guint) (guchar) *end);
}

/**
 * querist_project_dup_schema_conflict:
 * @self: a project
 *
 * Looks at schema.prisma on the disk: another program may have written it since the project read
 * or wrote it, or it may hold bytes that no text has.
 *
 * Returns: (transfer full) (nullable): what would be lost by writing the file, as a sentence; NULL
 *   when nothing would
 */
char *
querist_project_dup_schema_conflict (QueristProject *self)
{
  g_autoptr(GBytes) file = NULL;

  g_return_val_if_fail (QUERIST_IS_PROJECT (self), NULL);

  file = read_schema_file (self);
  if (file == NULL)
    return NULL;
  if (self->schema_file == NULL || !g_bytes_equal (file, self->schema_file))
    return g_strdup ("schema.prisma was changed by another program.");
  return describe_damage (file);
}

/**
 * querist_project_reload_schema:
 * @self: a project
 * @error: return location: a GFileError
 *
 * Reads schema.prisma again, in place of the text that the project has.
 *
 * Returns: whether it was read
 */
gboolean
querist_project_reload_schema (QueristProject *self,
                               GError        **error)
{
  g_return_val_if_fail (QUERIST_IS_PROJECT (self), FALSE);

  if (!querist_project_read_schema (self, error))
    return FALSE;
  querist_project_schema_changed (self);
  return TRUE;
}

/**
 * querist_project_overwrite_schema:
 * @self: a project
 * @text: the new text, valid or not
 * @error: return location
 *
 * Replaces schema.prisma on the disk, whatever it holds.
 *
 * Returns: whether it is on the disk; the text is taken over even if it is not
 */
gboolean
querist_project_overwrite_schema (QueristProject *self,
                                  const char     *text,
                                  GError        **error)
{
  g_autofree char *path = NULL;
  gboolean changed;

  g_return_val_if_fail (QUERIST_IS_PROJECT (self), FALSE);
  g_return_val_if_fail (text != NULL, FALSE);

  changed = !g_str_equal (self->schema_text, text);
  if (changed)
    {
      g_free (self->schema_text);
      self->schema_text = g_strdup (text);
    }
  path = querist_project_dup_schema_path (self);
  if (!querist_project_write (path, text, error))
    return FALSE;
  g_clear_pointer (&self->schema_file, g_bytes_unref);
  self->schema_file = g_bytes_new (text, strlen (text));
  if (changed)
    querist_project_schema_changed (self);
  return TRUE;
}

/**
 * querist_project_set_schema_text:
 * @self: a project
 * @text: the new text, valid or not
 * @error: return location: QUERIST_PROJECT_ERROR_CONFLICT if the file on the disk holds something
 *   that would be lost, see querist_project_dup_schema_conflict(); nothing is changed then
 *
 * Replaces schema.prisma on the disk.
 *
 * Returns: whether it is on the disk
 */
gboolean
querist_project_set_schema_text (QueristProject *self,
                                 const char     *text,
                                 GError        **error)
{
  g_autofree char *conflict = NULL;

  g_return_val_if_fail (QUERIST_IS_PROJECT (self), FALSE);
  g_return_val_if_fail (text != NULL, FALSE);

  conflict = querist_project_dup_schema_conflict (self);
  if (conflict == NULL)
    return querist_project_overwrite_schema (self, text, error);
  g_set_error (error, QUERIST_PROJECT_ERROR, QUERIST_PROJECT_ERROR_CONFLICT,
               "%s The schema was not saved, so that nothing of it is lost.", conflict);
  return FALSE;
}

/**
 * querist_project_get_evidence:
 * @self: a project
 *
 * Returns: (transfer none) (element-type QueristEvidence): why the suggested schema is as it is,
 *   empty when none was suggested
 */
GPtrArray *
querist_project_get_evidence (QueristProject *self)
{
  g_return_val_if_fail (QUERIST_IS_PROJECT (self), NULL);
  return self->evidence;
}

/**
 * querist_project_dup_schema_catalog:
 * @self: a project
 * @error: return location: QUERIST_PROJECT_ERROR_SCHEMA with the first error of the text
 *
 * Returns: (transfer full) (nullable): what the schema says the database shall hold
 */
QueristCatalog *
querist_project_dup_schema_catalog (QueristProject *self,
                                    GError        **error)
{
  g_autoptr(GError) local = NULL;
  QueristCatalog *catalog;

  g_return_val_if_fail (QUERIST_IS_PROJECT (self), NULL);

  if (self->schema_text[0] == '\0')
    {
      g_set_error (error, QUERIST_PROJECT_ERROR, QUERIST_PROJECT_ERROR_SCHEMA,
                   "There is no schema yet: add CSV files and let one be suggested");
      return NULL;
    }
  catalog = querist_schema_catalog (self->schema_text, -1, "prisma/schema.prisma", &local);
  if (catalog == NULL)
    g_set_error_literal (error, QUERIST_PROJECT_ERROR, QUERIST_PROJECT_ERROR_SCHEMA,
                         local->message);
  return catalog;
}

/* The sources and profiles that a suggestion is made from; held until it is done, whatever happens
 * to the sources meanwhile. */
typedef struct {
  GPtrArray *sources;
  GPtrArray *boxes;
} SuggestJob;

static void
suggest_job_free (SuggestJob *job)
{
  g_ptr_array_unref (job->sources);
  g_ptr_array_unref (job->boxes);
  g_free (job);
}

static SuggestJob *
suggest_job_new (QueristProject *self)
{
  SuggestJob *job = g_new0 (SuggestJob, 1);

  job->sources = g_ptr_array_new_with_free_func (g_object_unref);
  job->boxes = g_ptr_array_new_with_free_func ((GDestroyNotify) querist_profile_box_unref);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->sources)); i++)
    {
      QueristSource *source = querist_project_peek_source (self, i);
      QueristProfileBox *box = querist_source_ref_profile (source);

      if (box == NULL)
        continue;
      g_ptr_array_add (job->sources, g_object_ref (source));
      g_ptr_array_add (job->boxes, box);
    }
  return job;
}

static void
suggest_thread (GTask        *task,
                gpointer      source_object,
                gpointer      task_data,
                GCancellable *cancellable)
{
  SuggestJob *job = task_data;
  g_autoptr(GPtrArray) profiles = g_ptr_array_new ();
  GError *error = NULL;
  QueristSuggestion *suggestion;

  for (guint i = 0; i < job->boxes->len; i++)
    g_ptr_array_add (profiles, ((QueristProfileBox *) job->boxes->pdata[i])->profile);
  suggestion = querist_schema_suggest (profiles, DATABASE_URL, cancellable, &error);
  if (suggestion != NULL)
    g_task_return_pointer (task, suggestion, (GDestroyNotify) querist_suggestion_free);
  else
    g_task_return_error (task, error);
}

/* Makes @suggestion (transfer full) the project's schema; @sources are what it was made from. */
static gboolean
take_suggestion (QueristProject    *self,
                 QueristSuggestion *suggestion,
                 GPtrArray         *sources,
                 GError           **error)
{
  g_autoptr(QueristSuggestion) owned = suggestion;

  for (guint i = 0; i < sources->len && owned->tables[i] != NULL; i++)
    {
      querist_source_set_table (sources->pdata[i], owned->tables[i]);
      querist_source_adopt_profile (sources->pdata[i]);
    }
  g_ptr_array_unref (self->evidence);
  self->evidence = g_steal_pointer (&owned->evidence);
  owned->evidence = g_ptr_array_new ();
  return querist_project_set_proposal (self, NULL, error) &&
         querist_project_set_schema_text (self, owned->text, error) &&
         write_evidence (self, error) &&
         querist_project_save (self, error);
}

static void
suggested_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  QueristProject *self = QUERIST_PROJECT (object);
  SuggestJob *job = g_task_get_task_data (G_TASK (result));
  GError *error = NULL;
  QueristSuggestion *suggestion = g_task_propagate_pointer (G_TASK (result), &error);

  if (suggestion != NULL &&
      take_suggestion (self, suggestion, job->sources, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
all_read_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  QueristProject *self = QUERIST_PROJECT (object);
  g_autoptr(GTask) thread = NULL;
  GError *error = NULL;
  SuggestJob *job;

  if (!querist_project_read_waiting_finish (self, result, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  job = suggest_job_new (self);
  if (job->boxes->len == 0)
    {
      suggest_job_free (job);
      g_task_return_new_error (task, QUERIST_PROJECT_ERROR, QUERIST_PROJECT_ERROR_SOURCE,
                               "No file could be read: add a CSV file first");
      return;
    }
  thread = g_task_new (self, g_task_get_cancellable (task), suggested_cb, g_object_ref (task));
  g_task_set_task_data (thread, job, (GDestroyNotify) suggest_job_free);
  g_task_run_in_thread (thread, suggest_thread);
}

/**
 * querist_project_suggest_async:
 * @self: a project
 * @cancellable: (nullable): stops it and leaves the schema as it is
 * @callback: called when the schema is there
 * @user_data: passed to @callback
 *
 * Suggests a schema from all files that can be read, and replaces the project's with it: what a
 * person has written is lost, so the caller asks first when there is something.
 */
void
querist_project_suggest_async (QueristProject      *self,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (QUERIST_IS_PROJECT (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, querist_project_suggest_async);
  querist_project_read_waiting_async (self, cancellable, all_read_cb, task);
}

/**
 * querist_project_suggest_finish:
 * @self: a project
 * @result: what the callback got
 * @error: return location
 *
 * Returns: whether there is a new schema
 */
gboolean
querist_project_suggest_finish (QueristProject *self,
                                GAsyncResult   *result,
                                GError        **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}
