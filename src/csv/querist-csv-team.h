/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Some threads that share out pieces of work. Private to csv/. */
typedef struct _QueristCsvTeam QueristCsvTeam;

/**
 * QueristCsvTeamFunc:
 * @index: which piece
 *
 * Does one piece of the work, in any thread, beside other pieces.
 */
typedef void (*QueristCsvTeamFunc) (guint    index,
                                    gpointer user_data);

QueristCsvTeam *querist_csv_team_new   (void);
void            querist_csv_team_free  (QueristCsvTeam     *self);
void            querist_csv_team_begin (QueristCsvTeam     *self,
                                        guint               n_pieces,
                                        QueristCsvTeamFunc  func,
                                        gpointer            user_data);
void            querist_csv_team_end   (QueristCsvTeam     *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (QueristCsvTeam, querist_csv_team_free)

G_END_DECLS
