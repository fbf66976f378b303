/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "querist-connection.h"

G_BEGIN_DECLS

int querist_connection_authorize_read (void       *user_data,
                                       int         action,
                                       const char *first,
                                       const char *second,
                                       const char *database,
                                       const char *trigger);

G_END_DECLS
