/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * QueristNumberTraits:
 * @QUERIST_NUMBER_CODE: looks like a number but is a code: leading zeros, a phone number with "+",
 *   a part number such as 12E4
 * @QUERIST_NUMBER_COMMA_DECIMAL: a comma can only be the decimal sign
 * @QUERIST_NUMBER_POINT_DECIMAL: a point can only be the decimal sign
 * @QUERIST_NUMBER_COMMA_GROUP: commas can only part thousands
 * @QUERIST_NUMBER_POINT_GROUP: points can only part thousands
 * @QUERIST_NUMBER_OTHER_GROUP: blanks or apostrophes part thousands
 * @QUERIST_NUMBER_COMMA_OPEN: "1,234" by itself may be either
 * @QUERIST_NUMBER_POINT_OPEN: "1.234" by itself may be either
 * @QUERIST_NUMBER_INEXACT: a double does not keep all its digits
 * @QUERIST_NUMBER_HUGE: a whole number beyond 64 bits
 * @QUERIST_NUMBER_LONG: more than 15 significant digits, which a double happens to keep
 *
 * What the text of a number shows. Private to csv/.
 */
typedef enum {
  QUERIST_NUMBER_FRACTION = 1 << 0,
  QUERIST_NUMBER_EXPONENT = 1 << 1,
  QUERIST_NUMBER_CODE = 1 << 2,
  QUERIST_NUMBER_PLUS = 1 << 3,
  QUERIST_NUMBER_PERCENT = 1 << 4,
  QUERIST_NUMBER_CURRENCY = 1 << 5,
  QUERIST_NUMBER_PARENTHESES = 1 << 6,
  QUERIST_NUMBER_COMMA_DECIMAL = 1 << 7,
  QUERIST_NUMBER_POINT_DECIMAL = 1 << 8,
  QUERIST_NUMBER_COMMA_GROUP = 1 << 9,
  QUERIST_NUMBER_POINT_GROUP = 1 << 10,
  QUERIST_NUMBER_OTHER_GROUP = 1 << 11,
  QUERIST_NUMBER_COMMA_OPEN = 1 << 12,
  QUERIST_NUMBER_POINT_OPEN = 1 << 13,
  QUERIST_NUMBER_INEXACT = 1 << 14,
  QUERIST_NUMBER_INFINITE = 1 << 15,
  QUERIST_NUMBER_HUGE = 1 << 16,
  QUERIST_NUMBER_LONG = 1 << 17,
} QueristNumberTraits;

#define QUERIST_NUMBER_GROUPS                                                                     \
  (QUERIST_NUMBER_COMMA_GROUP | QUERIST_NUMBER_POINT_GROUP | QUERIST_NUMBER_OTHER_GROUP)

/**
 * QueristNumber:
 * @traits: QueristNumberTraits
 * @is_integer: no fraction, no exponent, and in the range of @integer
 * @real: the nearest double, also of a whole number
 * @currency: which currency, 0 for none; equal numbers mean the same sign
 * @n_decimals: digits behind the decimal sign
 */
typedef struct {
  guint    traits;
  gboolean is_integer;
  gint64   integer;
  double   real;
  guint    currency;
  guint    n_decimals;
} QueristNumber;

gboolean querist_number_parse (const char    *text,
                               gsize          length,
                               char           decimal,
                               QueristNumber *number);

G_END_DECLS
