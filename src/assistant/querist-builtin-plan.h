/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "querist-builtin-frame.h"

G_BEGIN_DECLS

GStrv  querist_frame_plan     (const QueristFrame       *frame,
                               const QueristKnownSchema *schema);
char  *querist_frame_describe (const QueristFrame       *frame);
char  *querist_measure_describe (const QueristMeasure   *measure);

G_END_DECLS
