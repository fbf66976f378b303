/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "querist-schema-subject.h"

G_BEGIN_DECLS

/* Names of columns that are written without gaps, taken apart. Private to the suggestion. */

void querist_names_split (GPtrArray *subjects);

G_END_DECLS
