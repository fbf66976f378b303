/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-connection.h"
#include "querist-json.h"
#include "querist-store.h"
#include "querist-turn-private.h"

/* Newer versions of the layout add to it; a file of a newer program is refused. */
#define LAYOUT_VERSION 1

struct _QueristStore
{
  GObject  parent_instance;

  sqlite3 *db;
};

G_DEFINE_FINAL_TYPE (QueristStore, querist_store, G_TYPE_OBJECT)

static const char layout[] =
  "CREATE TABLE IF NOT EXISTS turn ("
  " number INTEGER PRIMARY KEY,"
  " id TEXT NOT NULL UNIQUE,"
  " session TEXT NOT NULL,"
  " question TEXT NOT NULL,"
  " state TEXT NOT NULL,"
  " updated TEXT NOT NULL,"
  " approved_sql TEXT,"
  " json TEXT NOT NULL);"
  "CREATE INDEX IF NOT EXISTS turn_session ON turn (session, number);"
  "CREATE INDEX IF NOT EXISTS turn_example ON turn (question, number)"
  " WHERE approved_sql IS NOT NULL;"
  "PRAGMA user_version = 1;";

static void
querist_store_finalize (GObject *object)
{
  QueristStore *self = QUERIST_STORE (object);

  g_clear_pointer (&self->db, sqlite3_close_v2);
  G_OBJECT_CLASS (querist_store_parent_class)->finalize (object);
}

static void
querist_store_class_init (QueristStoreClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = querist_store_finalize;
}

static void
querist_store_init (QueristStore *self)
{
}

static gboolean
check_layout (sqlite3    *db,
              const char *path,
              GError    **error)
{
  g_autoptr(sqlite3_stmt) statement = querist_connection_prepare (db, "PRAGMA user_version", error);

  if (statement == NULL)
    return FALSE;
  if (sqlite3_step (statement) == SQLITE_ROW &&
      sqlite3_column_int (statement, 0) <= LAYOUT_VERSION)
    return TRUE;
  g_set_error (error, QUERIST_DATABASE_ERROR, QUERIST_DATABASE_ERROR_FAILED,
               "%s was written by a newer version of this program", path);
  return FALSE;
}

/**
 * querist_store_open:
 * @path: querist.db of a project, made when it is not there
 * @error: return location: a QueristDatabaseError
 *
 * Returns: (transfer full) (nullable): the store
 */
QueristStore *
querist_store_open (const char  *path,
                    GError     **error)
{
  g_autoptr(QueristStore) self = g_object_new (QUERIST_TYPE_STORE, NULL);

  g_return_val_if_fail (path != NULL, NULL);

  self->db = querist_connection_open_write (path, error);
  if (self->db == NULL)
    return NULL;
  /* With a write-ahead log a save costs no flush, and a crash loses at most the newest steps. */
  if (!querist_connection_exec (self->db, "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL",
                                error) ||
      !check_layout (self->db, path, error) ||
      !querist_connection_exec (self->db, layout, error))
    {
      g_prefix_error (error, "The history %s can't be opened: ", path);
      return NULL;
    }
  return g_steal_pointer (&self);
}

static gboolean
run (QueristStore *self,
     sqlite3_stmt *statement,
     GError      **error)
{
  int code = sqlite3_step (statement);

  if (code == SQLITE_DONE)
    return TRUE;
  querist_connection_set_error (self->db, code, error);
  return FALSE;
}

static void
bind_text (sqlite3_stmt *statement,
           int           index,
           const char   *text)
{
  sqlite3_bind_text (statement, index, text, -1, SQLITE_TRANSIENT);
}

/* The SQL of a question that went well; NULL before that. */
static const char *
get_approved_sql (QueristTurn *turn)
{
  if (querist_turn_get_state (turn) != QUERIST_STATE_DONE)
    return NULL;
  for (guint i = querist_turn_get_n_versions (turn); i > 0; i--)
    {
      const QueristSqlVersion *version = querist_turn_get_version (turn, i - 1);

      if (version->approved != NULL)
        return version->sql;
    }
  return NULL;
}

/**
 * querist_store_save_turn:
 * @self: a store
 * @turn: the turn as it stands
 * @error: return location
 *
 * Writes a turn, in place of what was saved of it before.
 *
 * Returns: whether it is written
 */
gboolean
querist_store_save_turn (QueristStore  *self,
                         QueristTurn   *turn,
                         GError       **error)
{
  g_autoptr(sqlite3_stmt) statement = NULL;
  g_autoptr(JsonNode) node = NULL;
  g_autofree char *json = NULL;
  g_autofree char *now = querist_timestamp_now ();

  g_return_val_if_fail (QUERIST_IS_STORE (self), FALSE);
  g_return_val_if_fail (QUERIST_IS_TURN (turn), FALSE);

  statement = querist_connection_prepare (self->db,
    "INSERT INTO turn (id, session, question, state, updated, approved_sql, json)"
    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (id) DO UPDATE SET"
    " state = ?4, updated = ?5, approved_sql = ?6, json = ?7", error);
  if (statement == NULL)
    return FALSE;
  node = querist_turn_to_json (turn);
  json = querist_json_to_string (node, FALSE);
  bind_text (statement, 1, querist_turn_get_id (turn));
  bind_text (statement, 2, querist_turn_get_session (turn));
  bind_text (statement, 3, querist_turn_get_question (turn));
  bind_text (statement, 4, querist_state_to_string (querist_turn_get_state (turn)));
  bind_text (statement, 5, now);
  bind_text (statement, 6, get_approved_sql (turn));
  bind_text (statement, 7, json);
  return run (self, statement, error);
}

static char *
dup_column (sqlite3_stmt *statement,
            int           column)
{
  return g_strdup ((const char *) sqlite3_column_text (statement, column));
}

/* Calls @add for every row of @sql, whose one parameter is @value if there is one. */
static GPtrArray *
collect (QueristStore   *self,
         const char     *sql,
         const char     *value,
         gpointer      (*add) (sqlite3_stmt *),
         GDestroyNotify  destroy,
         GError        **error)
{
  g_autoptr(GPtrArray) items = g_ptr_array_new_with_free_func (destroy);
  g_autoptr(sqlite3_stmt) statement = querist_connection_prepare (self->db, sql, error);
  int code;

  if (statement == NULL)
    return NULL;
  if (value != NULL)
    bind_text (statement, 1, value);
  while ((code = sqlite3_step (statement)) == SQLITE_ROW)
    {
      gpointer item = add (statement);

      if (item != NULL)
        g_ptr_array_add (items, item);
    }
  if (code == SQLITE_DONE)
    return g_steal_pointer (&items);
  querist_connection_set_error (self->db, code, error);
  return NULL;
}

static gpointer
read_session (sqlite3_stmt *statement)
{
  QueristSessionInfo *info = g_new0 (QueristSessionInfo, 1);

  info->id = dup_column (statement, 0);
  info->title = dup_column (statement, 1);
  info->updated = dup_column (statement, 2);
  info->n_turns = sqlite3_column_int (statement, 3);
  if (!querist_state_from_string ((const char *) sqlite3_column_text (statement, 4), &info->state))
    info->state = QUERIST_STATE_FAILED;
  return info;
}

/**
 * querist_store_list_sessions:
 * @self: a store
 * @error: return location
 *
 * Returns: (transfer full) (nullable) (element-type QueristSessionInfo): the conversations, the
 *   one worked on last first
 */
GPtrArray *
querist_store_list_sessions (QueristStore  *self,
                             GError       **error)
{
  g_return_val_if_fail (QUERIST_IS_STORE (self), NULL);
  return collect (self,
                  "SELECT s.session, first.question, last.updated, s.n, last.state"
                  " FROM (SELECT session, min(number) AS low, max(number) AS high, count(*) AS n"
                  "       FROM turn GROUP BY session) AS s"
                  " JOIN turn AS first ON first.number = s.low"
                  " JOIN turn AS last ON last.number = s.high"
                  " ORDER BY s.high DESC",
                  NULL, read_session, (GDestroyNotify) querist_session_info_free, error);
}

static gpointer
read_turn (sqlite3_stmt *statement)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) node = NULL;
  QueristTurn *turn = NULL;

  node = querist_json_parse ((const char *) sqlite3_column_text (statement, 0),
                             sqlite3_column_bytes (statement, 0), &error);
  if (node != NULL)
    turn = querist_turn_from_json (node, &error);
  if (turn == NULL)
    g_warning ("A saved question is left out: %s", error->message);
  return turn;
}

/**
 * querist_store_list_turns:
 * @self: a store
 * @session: a conversation
 * @error: return location
 *
 * Returns: (transfer full) (nullable) (element-type QueristTurn): its turns, oldest first; empty
 *   for a conversation that nobody knows
 */
GPtrArray *
querist_store_list_turns (QueristStore  *self,
                          const char    *session,
                          GError       **error)
{
  g_return_val_if_fail (QUERIST_IS_STORE (self), NULL);
  g_return_val_if_fail (session != NULL, NULL);
  return collect (self, "SELECT json FROM turn WHERE session = ?1 ORDER BY number", session,
                  read_turn, g_object_unref, error);
}

/**
 * querist_store_delete_session:
 * @self: a store
 * @session: a conversation
 * @error: return location
 *
 * Forgets a conversation and all its turns.
 *
 * Returns: whether that went well, also when there was none
 */
gboolean
querist_store_delete_session (QueristStore  *self,
                              const char    *session,
                              GError       **error)
{
  g_autoptr(sqlite3_stmt) statement = NULL;

  g_return_val_if_fail (QUERIST_IS_STORE (self), FALSE);
  g_return_val_if_fail (session != NULL, FALSE);

  statement = querist_connection_prepare (self->db, "DELETE FROM turn WHERE session = ?1", error);
  if (statement == NULL)
    return FALSE;
  bind_text (statement, 1, session);
  return run (self, statement, error);
}

static void
example_free (QueristExample *example)
{
  g_free (example->question);
  g_free (example->sql);
  g_free (example);
}

static gpointer
read_example (sqlite3_stmt *statement)
{
  QueristExample *example = g_new0 (QueristExample, 1);

  example->question = dup_column (statement, 0);
  example->sql = dup_column (statement, 1);
  return example;
}

/**
 * querist_store_list_examples:
 * @self: a store
 * @error: return location
 *
 * Returns: (transfer full) (nullable) (element-type QueristExample): questions whose SQL a person
 *   approved and that ran well, newest first; of equal questions the newest only
 */
GPtrArray *
querist_store_list_examples (QueristStore  *self,
                             GError       **error)
{
  g_return_val_if_fail (QUERIST_IS_STORE (self), NULL);
  return collect (self,
                  "SELECT question, approved_sql FROM turn AS t WHERE approved_sql IS NOT NULL"
                  " AND NOT EXISTS (SELECT 1 FROM turn AS later WHERE later.number > t.number"
                  " AND later.question = t.question AND later.approved_sql IS NOT NULL)"
                  " ORDER BY number DESC LIMIT 500",
                  NULL, read_example, (GDestroyNotify) example_free, error);
}

/**
 * querist_session_info_free:
 * @info: what is told of a conversation
 *
 * Frees it.
 */
void
querist_session_info_free (QueristSessionInfo *info)
{
  g_free (info->id);
  g_free (info->title);
  g_free (info->updated);
  g_free (info);
}
