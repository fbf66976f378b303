/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "querist-assistant.h"

G_BEGIN_DECLS

QueristReply *querist_builtin_repair (const char      *sql,
                                      GPtrArray       *diagnostics,
                                      const char      *message,
                                      QueristCatalog  *catalog,
                                      GError         **error);

G_END_DECLS
