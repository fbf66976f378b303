/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "querist-turn.h"

G_BEGIN_DECLS

#define QUERIST_TYPE_STORE (querist_store_get_type ())

/* querist.db of a project: sessions, their turns at every step, approvals. */
G_DECLARE_FINAL_TYPE (QueristStore, querist_store, QUERIST, STORE, GObject)

/**
 * QueristSessionInfo:
 * @title: the first question
 * @updated: ISO 8601, local time
 * @state: of the last turn
 */
typedef struct {
  char        *id;
  char        *title;
  char        *updated;
  guint        n_turns;
  QueristState state;
} QueristSessionInfo;

QueristStore *querist_store_open          (const char    *path,
                                           GError       **error);
gboolean      querist_store_save_turn     (QueristStore  *self,
                                           QueristTurn   *turn,
                                           GError       **error);
GPtrArray    *querist_store_list_sessions (QueristStore  *self,
                                           GError       **error);
GPtrArray    *querist_store_list_turns    (QueristStore  *self,
                                           const char    *session,
                                           GError       **error);
gboolean      querist_store_delete_session (QueristStore *self,
                                            const char   *session,
                                            GError      **error);
GPtrArray    *querist_store_list_examples (QueristStore  *self,
                                           GError       **error);
void          querist_session_info_free   (QueristSessionInfo *info);

G_END_DECLS
