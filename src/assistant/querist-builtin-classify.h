/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "querist-assistant.h"

G_BEGIN_DECLS

QueristIntent querist_builtin_classify (const char *question);

G_END_DECLS
