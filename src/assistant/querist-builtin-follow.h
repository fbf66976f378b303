/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "querist-builtin-reader.h"

G_BEGIN_DECLS

gboolean querist_reading_leans  (const QueristReading  *self,
                                 const QueristQuestion *question);
void     querist_reading_follow (QueristReading        *self,
                                 const QueristFrame    *previous);

G_END_DECLS
