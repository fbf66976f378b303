/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * QueristScalar:
 *
 * The scalar types of the Prisma schema language. They are also what a CSV column is found to
 * hold, so that a profile, a schema and a table speak of a type by one name.
 *
 * @QUERIST_SCALAR_INT: a whole number of 32 bits
 * @QUERIST_SCALAR_BIG_INT: a whole number of 64 bits
 * @QUERIST_SCALAR_DATE_TIME: a day or a moment, stored as ISO 8601 text that sorts by time
 */
typedef enum {
  QUERIST_SCALAR_STRING,
  QUERIST_SCALAR_BOOLEAN,
  QUERIST_SCALAR_INT,
  QUERIST_SCALAR_BIG_INT,
  QUERIST_SCALAR_FLOAT,
  QUERIST_SCALAR_DECIMAL,
  QUERIST_SCALAR_DATE_TIME,
  QUERIST_SCALAR_JSON,
  QUERIST_SCALAR_BYTES,
} QueristScalar;

#define QUERIST_N_SCALARS (QUERIST_SCALAR_BYTES + 1)

const char *querist_scalar_to_string   (QueristScalar   scalar);
gboolean    querist_scalar_from_string (const char     *name,
                                        QueristScalar  *scalar);
gboolean    querist_scalar_is_number   (QueristScalar   scalar);

G_END_DECLS
