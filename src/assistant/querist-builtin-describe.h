/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "querist-builtin-answer.h"

G_BEGIN_DECLS

char *querist_builtin_describe (QueristBuiltinMind *self,
                                const char         *question);

G_END_DECLS
