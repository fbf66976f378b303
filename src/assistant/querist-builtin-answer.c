/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "querist-builtin-answer.h"
#include "querist-builtin-follow.h"
#include "querist-builtin-plan.h"
#include "querist-builtin-sql.h"
#include "querist-sql-checker.h"
#include "querist-text.h"

#define MAX_QUESTION_BYTES 4000
#define MAX_UNKNOWN_SHOWN 4
#define MAX_FOLLOWED 8

/**
 * querist_builtin_mind_new:
 * @context: what is known of the data; must outlive the mind
 * @history: (nullable) (element-type QueristExchange): earlier questions, oldest first; borrowed
 * @choice: (nullable): what the person answered when something was asked back; borrowed
 * @cancellable: (nullable): stops it
 * @error: return location for an error of QUERIST_DATABASE_ERROR or G_IO_ERROR_CANCELLED
 *
 * Prepares for questions about some data. Blocking: call it in a thread.
 *
 * Returns: (transfer full): what the rules work with, or NULL with @error set
 */
QueristBuiltinMind *
querist_builtin_mind_new (QueristContext  *context,
                          GPtrArray       *history,
                          const char      *choice,
                          GCancellable    *cancellable,
                          GError         **error)
{
  g_autoptr(QueristValueIndex) values = querist_value_index_new (
    context->database, context->catalog, context->statistics, cancellable, error);
  QueristBuiltinMind *self;

  if (values == NULL)
    return NULL;
  self = g_new0 (QueristBuiltinMind, 1);
  self->context = context;
  self->history = history;
  self->choice = choice;
  self->values = g_steal_pointer (&values);
  self->schema = querist_known_schema_new (context->catalog, context->statistics);
  return self;
}

/**
 * querist_builtin_mind_free:
 * @self: (transfer full): a mind
 */
void
querist_builtin_mind_free (QueristBuiltinMind *self)
{
  querist_known_schema_free (self->schema);
  querist_value_index_unref (self->values);
  g_free (self);
}

static QueristReading *
read_question (QueristBuiltinMind *self,
               const char         *text,
               const char         *choice,
               const QueristFrame *previous)
{
  g_autoptr(QueristQuestion) question = querist_question_new (text, self->schema, self->values);
  QueristReading *reading = querist_reading_new (question, self->schema, choice, previous);

  if (previous != NULL && querist_reading_leans (reading, question))
    querist_reading_follow (reading, previous);
  return reading;
}

/* What the conversation was about before this question: each question is read in the light of the
 * one before it. */
static QueristReading *
read_history (QueristBuiltinMind *self)
{
  QueristReading *reading = NULL;
  guint n = self->history != NULL ? self->history->len : 0;

  for (guint i = n > MAX_FOLLOWED ? n - MAX_FOLLOWED : 0; i < n; i++)
    {
      const QueristExchange *exchange = g_ptr_array_index (self->history, i);
      QueristReading *next;

      if (exchange->question == NULL || strlen (exchange->question) > MAX_QUESTION_BYTES)
        continue;
      next = read_question (self, exchange->question, NULL,
                            reading != NULL ? reading->frame : NULL);
      g_clear_pointer (&reading, querist_reading_free);
      reading = next;
    }
  if (reading != NULL && (reading->unknown->len > 0 || reading->frame->subject == NULL))
    g_clear_pointer (&reading, querist_reading_free);
  return reading;
}

static char *
join_quoted (GPtrArray *words)
{
  GString *string = g_string_new (NULL);

  for (guint i = 0; i < words->len && i < MAX_UNKNOWN_SHOWN; i++)
    {
      g_autofree char *word = querist_text_first_line (g_ptr_array_index (words, i), 40);

      g_string_append_printf (string, "%s“%s”", i > 0 ? ", " : "", word);
    }
  if (words->len > MAX_UNKNOWN_SHOWN)
    g_string_append (string, " and more");
  return g_string_free (string, FALSE);
}

/* The nearest name or value in spelling, to offer beside what was not understood. */
static const char *
find_nearest (QueristBuiltinMind *self,
              const char         *word)
{
  g_autoptr(GPtrArray) names = g_ptr_array_new ();

  for (guint i = 0; i < self->schema->tables->len; i++)
    {
      const QueristKnownTable *table = g_ptr_array_index (self->schema->tables, i);

      g_ptr_array_add (names, table->table->name);
      for (guint j = 0; j < table->columns->len; j++)
        {
          const QueristKnownColumn *column = g_ptr_array_index (table->columns, j);

          g_ptr_array_add (names, column->column->name);
        }
    }
  g_ptr_array_add (names, NULL);
  return querist_text_nearest (word, (const char *const *) names->pdata);
}

static char *
list_tables (QueristBuiltinMind *self)
{
  GString *string = g_string_new (NULL);
  guint n = self->schema->tables->len;

  for (guint i = 0; i < n && i < 6; i++)
    {
      const QueristKnownTable *table = g_ptr_array_index (self->schema->tables, i);

      g_string_append_printf (string, "%s%s", i > 0 ? ", " : "", table->table->name);
    }
  if (n > 6)
    g_string_append (string, " and others");
  return g_string_free (string, FALSE);
}

static void
refuse_unknown (QueristBuiltinMind   *self,
                const QueristReading *reading,
                GError              **error)
{
  g_autofree char *words = join_quoted (reading->unknown);
  g_autofree char *tables = list_tables (self);
  g_autofree char *understood = querist_frame_describe (reading->frame);
  const char *nearest = find_nearest (self, g_ptr_array_index (reading->unknown, 0));
  GString *message = g_string_new (NULL);
  g_autofree char *text = NULL;

  if (understood != NULL)
    g_string_append_printf (message, "Understood: %s. ", understood);
  g_string_append_printf (message, "Not understood: %s. ", words);
  if (nearest != NULL)
    g_string_append_printf (message, "“%s” is the nearest name in the data. ", nearest);
  g_string_append_printf (message, "Use names of tables (%s), their columns or values.", tables);
  text = g_string_free (message, FALSE);
  g_set_error_literal (error, QUERIST_ASSISTANT_ERROR, QUERIST_ASSISTANT_ERROR_CANNOT_ANSWER,
                       text);
}

static gboolean
check_reading (QueristBuiltinMind    *self,
               const QueristReading  *reading,
               GError               **error)
{
  g_autofree char *tables = NULL;

  if (reading->unknown->len > 0)
    {
      refuse_unknown (self, reading, error);
      return FALSE;
    }
  if (reading->problem != NULL)
    {
      g_set_error (error, QUERIST_ASSISTANT_ERROR, QUERIST_ASSISTANT_ERROR_CANNOT_ANSWER,
                   "The question cannot be answered as it stands: %s", reading->problem);
      return FALSE;
    }
  if (reading->frame->subject != NULL)
    return TRUE;
  tables = list_tables (self);
  g_set_error (error, QUERIST_ASSISTANT_ERROR, QUERIST_ASSISTANT_ERROR_CANNOT_ANSWER,
               "It is not clear what the question is about. Name a table (%s), a column or a value "
               "of the data", tables);
  return FALSE;
}

static GStrv
copy_strings (GPtrArray *strings)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < strings->len; i++)
    g_strv_builder_add (builder, g_ptr_array_index (strings, i));
  return g_strv_builder_end (builder);
}

static QueristReading *
read_with_history (QueristBuiltinMind *self,
                   const char         *question)
{
  g_autoptr(QueristReading) before = read_history (self);

  return read_question (self, question, self->choice, before != NULL ? before->frame : NULL);
}

/**
 * querist_builtin_answer:
 * @self: what the rules work with
 * @question: a question that has an answer in rows
 * @error: return location for a QUERIST_ASSISTANT_ERROR_CANNOT_ANSWER
 *
 * Understands a question and writes its SQL. It rather refuses than guesses: words that carry
 * meaning and match nothing are an error, and words that mean two things alike are asked about.
 *
 * Returns: (transfer full): a reply with plan, SQL and assumptions, or with a clarification; NULL
 *   with @error set
 */
QueristReply *
querist_builtin_answer (QueristBuiltinMind  *self,
                        const char          *question,
                        GError             **error)
{
  g_autoptr(QueristReading) reading = NULL;
  g_autoptr(QueristReply) reply = querist_reply_new ();
  g_autofree char *sql = NULL;

  reply->intent = QUERIST_INTENT_SPECIFIC;
  if (strlen (question) > MAX_QUESTION_BYTES)
    {
      g_set_error (error, QUERIST_ASSISTANT_ERROR, QUERIST_ASSISTANT_ERROR_CANNOT_ANSWER,
                   "The question is too long: %d characters are the most that are read. Ask for "
                   "one thing at a time", MAX_QUESTION_BYTES);
      return NULL;
    }
  reading = read_with_history (self, question);
  if (reading->clarification != NULL && reading->unknown->len == 0)
    {
      reply->clarification = g_strdup (reading->clarification);
      reply->options = copy_strings (reading->options);
      return g_steal_pointer (&reply);
    }
  if (!check_reading (self, reading, error))
    return NULL;
  reply->plan = querist_frame_plan (reading->frame, self->schema);
  sql = querist_frame_write_sql (reading->frame, self->schema, error);
  if (sql == NULL)
    return NULL;
  reply->sql = querist_sql_format (sql);
  reply->assumptions = copy_strings (reading->frame->assumptions);
  return g_steal_pointer (&reply);
}

/**
 * querist_builtin_understands:
 * @self: what the rules work with
 * @question: a question
 *
 * Returns: whether querist_builtin_answer() gives SQL for it
 */
gboolean
querist_builtin_understands (QueristBuiltinMind *self,
                             const char         *question)
{
  g_autoptr(QueristReply) reply = querist_builtin_answer (self, question, NULL);

  return reply != NULL && reply->sql != NULL;
}
