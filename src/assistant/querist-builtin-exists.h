/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "querist-builtin-joins.h"

G_BEGIN_DECLS

gboolean querist_exists_is_needed (QueristJoins           *joins,
                                   const QueristCondition *condition);
char    *querist_exists_write     (QueristJoins           *joins,
                                   GPtrArray              *conditions,
                                   GPtrArray              *done,
                                   const QueristCondition *first);
char    *querist_join_on          (const QueristJoin      *join,
                                   const char             *left,
                                   const char             *right);

G_END_DECLS
