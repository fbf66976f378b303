/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <sqlite3.h>

#include "querist-result.h"

G_BEGIN_DECLS

/* Finds names and types of a statement's columns while its rows pass by. */
typedef struct _QueristColumnObserver QueristColumnObserver;

QueristColumnObserver *querist_column_observer_new     (sqlite3_stmt          *statement);
void                   querist_column_observer_see_row (QueristColumnObserver *self);
GPtrArray             *querist_column_observer_finish  (QueristColumnObserver *self);

G_END_DECLS
