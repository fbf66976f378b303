/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-scalar.h"

static const char *const names[QUERIST_N_SCALARS] = {
  [QUERIST_SCALAR_STRING] = "String",     [QUERIST_SCALAR_BOOLEAN] = "Boolean",
  [QUERIST_SCALAR_INT] = "Int",           [QUERIST_SCALAR_BIG_INT] = "BigInt",
  [QUERIST_SCALAR_FLOAT] = "Float",       [QUERIST_SCALAR_DECIMAL] = "Decimal",
  [QUERIST_SCALAR_DATE_TIME] = "DateTime", [QUERIST_SCALAR_JSON] = "Json",
  [QUERIST_SCALAR_BYTES] = "Bytes",
};

/**
 * querist_scalar_to_string:
 * @scalar: a type
 *
 * Returns: (transfer none): its name in the Prisma schema language
 */
const char *
querist_scalar_to_string (QueristScalar scalar)
{
  g_return_val_if_fail ((guint) scalar < QUERIST_N_SCALARS, NULL);

  return names[scalar];
}

/**
 * querist_scalar_from_string:
 * @name: a type's name in the Prisma schema language, case sensitive
 * @scalar: (out) (optional): the type, left alone when there is none of that name
 *
 * Returns: whether @name is a scalar type
 */
gboolean
querist_scalar_from_string (const char    *name,
                            QueristScalar *scalar)
{
  g_return_val_if_fail (name != NULL, FALSE);

  for (guint i = 0; i < QUERIST_N_SCALARS; i++)
    {
      if (g_str_equal (name, names[i]))
        {
          if (scalar != NULL)
            *scalar = i;
          return TRUE;
        }
    }
  return FALSE;
}

/**
 * querist_scalar_is_number:
 * @scalar: a type
 *
 * Returns: whether values of the type can be added up
 */
gboolean
querist_scalar_is_number (QueristScalar scalar)
{
  return scalar == QUERIST_SCALAR_INT || scalar == QUERIST_SCALAR_BIG_INT ||
         scalar == QUERIST_SCALAR_FLOAT || scalar == QUERIST_SCALAR_DECIMAL;
}
