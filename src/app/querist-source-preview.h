/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "querist-project.h"

G_BEGIN_DECLS

#define QUERIST_TYPE_SOURCE_PREVIEW (querist_source_preview_get_type ())

/* The first rows of a CSV file as the loader would read them, with every column's type, share of
 * empty values and number of distinct ones, and the decisions behind it. Signals:
 *   "override" (pointer: a QueristCsvDialect, valid during the call): read it otherwise
 *   "remove": take a file that can't be read out of the project */
G_DECLARE_FINAL_TYPE (QueristSourcePreview, querist_source_preview, QUERIST, SOURCE_PREVIEW,
                      AdwBin)

void querist_source_preview_set_source (QueristSourcePreview *self,
                                        QueristSource        *source);

G_END_DECLS
