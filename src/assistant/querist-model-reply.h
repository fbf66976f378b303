/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "querist-assistant.h"

G_BEGIN_DECLS

QueristReply *querist_model_reply_parse (const char   *text,
                                         QueristTask   task,
                                         GError      **error);

G_END_DECLS
