/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-csv-number.h"

#include <math.h>
#include <string.h>

#define MAX_LENGTH 64
/* Bytes of a number with at most 15 digits, all of which a double keeps. */
#define MAX_SHORT 15

static const char *const currencies[] = {
  "$",   "€",   "£",   "¥",   "₹",   "₽",   "₩",   "₺",   "₴",   "₪",   "R$",  "US$", "zł", "kr",
  "Kč",  "Ft",  "Fr.", "CHF", "USD", "EUR", "GBP", "JPY", "CNY", "INR", "CAD", "AUD", "NZD",
  "SEK", "NOK", "DKK", "PLN", "CZK", "HUF", "RUB", "TRY", "BRL", "MXN", "ZAR", "KRW", "SGD", "HKD",
};

static const double powers_of_ten[] = {
  1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
  1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
};

/* Whole digits and fraction digits, put together while a number is read. */
typedef struct
{
  guint64  mantissa;
  guint    n_significant;
  guint    n_decimals;
  int      exponent;
  gboolean negative;
  gboolean overflow;
  char     digits[MAX_LENGTH];
  guint    n_digits;
} Digits;

static inline void
add_digit (Digits *digits,
           char    c)
{
  if (digits->n_significant > 0 || c != '0')
    digits->n_significant++;
  if (digits->n_significant <= 19)
    digits->mantissa = digits->mantissa * 10 + (c - '0');
  else
    digits->overflow = TRUE;
  digits->digits[digits->n_digits++] = c;
}

/* Below 2^53, and with a power of ten that a double holds exactly, one division rounds correctly
 * (Clinger 1990); the rest is left to strtod. */
static double
to_double (const Digits *digits)
{
  int exponent = digits->exponent - (int) digits->n_decimals;
  char text[MAX_LENGTH + 32];
  double real;

  if (!digits->overflow && digits->mantissa <= G_GUINT64_CONSTANT (1) << 53 && exponent >= -22 &&
      exponent <= 22)
    real = exponent < 0 ? digits->mantissa / powers_of_ten[-exponent]
                        : digits->mantissa * powers_of_ten[exponent];
  else
    {
      g_snprintf (text, sizeof text, "%.*se%d", (int) digits->n_digits, digits->digits, exponent);
      real = g_ascii_strtod (text, NULL);
    }
  return digits->negative ? -real : real;
}

/* Whether printing the double with as many significant digits gives the same digits back. Fifteen
 * always survive; the output of programs that print doubles in full does, too. */
static gboolean
survives (const Digits *digits,
          double        real)
{
  char text[MAX_LENGTH + 32], *out = text;
  guint skip = 0, n = digits->n_significant;

  if (n <= 15)
    return TRUE;
  while (digits->digits[skip] == '0')
    skip++;
  g_snprintf (text, sizeof text, "%.*e", (int) n - 1, fabs (real));
  for (guint i = 0; i < n; i++, out++)
    {
      if (*out == '.' || *out == ',')
        out++;
      if (*out != digits->digits[skip + i])
        return FALSE;
    }
  return TRUE;
}

static void
finish (const Digits  *digits,
        QueristNumber *number)
{
  guint64 limit = digits->negative ? G_GUINT64_CONSTANT (1) << 63 : G_MAXINT64;

  number->n_decimals = digits->n_decimals;
  number->is_integer = (number->traits & (QUERIST_NUMBER_FRACTION | QUERIST_NUMBER_EXPONENT)) == 0;
  if (number->is_integer && !digits->overflow && digits->mantissa <= limit)
    {
      number->integer = digits->negative ? (gint64) (0 - digits->mantissa)
                                         : (gint64) digits->mantissa;
      number->real = number->integer;
      return;
    }
  if (number->is_integer)
    number->traits |= QUERIST_NUMBER_HUGE;
  number->is_integer = FALSE;
  number->real = to_double (digits);
  if (!survives (digits, number->real))
    number->traits |= QUERIST_NUMBER_INEXACT;
  if (digits->n_significant > 15)
    number->traits |= QUERIST_NUMBER_LONG;
}

/* The traits of a plain number, which has @n_whole bytes before its point, if that has one. */
static guint
plain_traits (const char *text,
              gsize       n_whole,
              gboolean    has_point,
              guint       n_decimals,
              gsize       length)
{
  guint traits = 0;

  if (text[0] == '0' && length > 1 && !(has_point && n_whole == 1))
    traits |= QUERIST_NUMBER_CODE;
  if (has_point)
    traits |= QUERIST_NUMBER_FRACTION |
              (n_decimals == 3 && n_whole <= 3 && text[0] != '0' ? QUERIST_NUMBER_POINT_OPEN
                                                                 : QUERIST_NUMBER_POINT_DECIMAL);
  return traits;
}

/* The common form with so few digits that a double holds them all. */
static inline gboolean
parse_short (const char    *text,
             gsize          length,
             QueristNumber *number)
{
  gboolean negative = *text == '-';
  const char *p = text += negative, *end = p + length - negative, *point = NULL;
  gint64 mantissa = 0;

  for (; p < end; p++)
    {
      guint digit = (guint) (*p - '0');

      if (digit <= 9)
        mantissa = mantissa * 10 + digit;
      else if (*p == '.' && point == NULL)
        point = p;
      else
        return FALSE;
    }
  if (end - text == (point != NULL))
    return FALSE;
  number->is_integer = point == NULL;
  number->n_decimals = point != NULL ? end - point - 1 : 0;
  number->traits = plain_traits (text, (point != NULL ? point : end) - text, point != NULL,
                                 number->n_decimals, end - text);
  number->real = mantissa / powers_of_ten[number->n_decimals];
  if (negative)
    number->real = -number->real;
  if (number->is_integer)
    {
      number->integer = negative ? -mantissa : mantissa;
      number->real = number->integer;
    }
  return TRUE;
}

/* The common form: sign, digits, point, digits. */
static gboolean
parse_plain (const char    *text,
             gsize          length,
             char           decimal,
             QueristNumber *number)
{
  const char *p = text, *end = text + length, *point = NULL;
  Digits digits;

  memset (&digits, 0, G_STRUCT_OFFSET (Digits, digits));
  digits.n_digits = 0;
  if (*p == '-')
    {
      digits.negative = TRUE;
      p++;
    }
  text = p;
  for (; p < end; p++)
    {
      if (g_ascii_isdigit (*p))
        add_digit (&digits, *p);
      else if (*p == '.' && point == NULL && decimal != ',')
        point = p;
      else
        return FALSE;
    }
  if (digits.n_digits == 0)
    return FALSE;
  digits.n_decimals = point != NULL ? end - point - 1 : 0;
  number->traits = plain_traits (text, (point != NULL ? point : end) - text, point != NULL,
                                 digits.n_decimals, end - text);
  finish (&digits, number);
  return TRUE;
}

static void
trim (const char **text,
      gsize       *length)
{
  while (*length > 0 && **text == ' ')
    {
      (*text)++;
      (*length)--;
    }
  while (*length > 0 && (*text)[*length - 1] == ' ')
    (*length)--;
}

static inline gboolean
may_be_currency (char c)
{
  return (guchar) c >= 0x80 || c == '$' || c == '.' || c == 'r' || c == 't' ||
         g_ascii_isupper (c);
}

static gboolean
strip_currency (const char   **text,
                gsize         *length,
                QueristNumber *number)
{
  if (*length == 0 || (!may_be_currency (**text) && !may_be_currency ((*text)[*length - 1]) &&
                       **text != 'z' && **text != 'k'))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (currencies); i++)
    {
      gsize n = strlen (currencies[i]);

      if (*length <= n || number->currency != 0)
        continue;
      if (memcmp (*text, currencies[i], n) == 0)
        *text += n;
      else if (memcmp (*text + *length - n, currencies[i], n) != 0)
        continue;
      *length -= n;
      number->currency = i + 1;
      number->traits |= QUERIST_NUMBER_CURRENCY;
      trim (text, length);
      /* a no-break space between sign and number */
      if (*length > 2 && memcmp (*text + *length - 2, "\xc2\xa0", 2) == 0)
        *length -= 2;
      if (*length > 2 && memcmp (*text, "\xc2\xa0", 2) == 0)
        {
          *text += 2;
          *length -= 2;
        }
      return TRUE;
    }
  return FALSE;
}

static gboolean
strip_sign (const char **text,
            gsize       *length,
            Digits      *digits,
            guint       *traits)
{
  static const char minus[] = "\xe2\x88\x92"; /* U+2212 */

  if (*length > 1 && (**text == '-' || **text == '+'))
    {
      digits->negative = **text == '-';
      *traits |= **text == '+' ? QUERIST_NUMBER_PLUS : 0;
      (*text)++;
      (*length)--;
      return TRUE;
    }
  if (*length > 3 && memcmp (*text, minus, 3) == 0)
    {
      digits->negative = TRUE;
      *text += 3;
      *length -= 3;
      return TRUE;
    }
  return FALSE;
}

/* Takes off what stands around the digits. */
static void
strip (const char   **text,
       gsize         *length,
       Digits        *digits,
       QueristNumber *number)
{
  gboolean sign;

  if (*length > 2 && **text == '(' && (*text)[*length - 1] == ')')
    {
      number->traits |= QUERIST_NUMBER_PARENTHESES;
      (*text)++;
      *length -= 2;
    }
  sign = strip_sign (text, length, digits, &number->traits);
  if (*length > 1 && (*text)[*length - 1] == '%')
    {
      number->traits |= QUERIST_NUMBER_PERCENT;
      (*length)--;
      trim (text, length);
    }
  else
    strip_currency (text, length, number);
  if (!sign)
    strip_sign (text, length, digits, &number->traits);
  if (number->traits & QUERIST_NUMBER_PARENTHESES)
    digits->negative = TRUE;
}

/* Bytes of the separator of thousands at @p that is neither comma nor point. */
static gsize
match_other_group (const char *p,
                   const char *end)
{
  if (*p == '\'' || *p == ' ')
    return 1;
  if (end - p >= 2 && memcmp (p, "\xc2\xa0", 2) == 0)
    return 2;
  if (end - p >= 3 && (memcmp (p, "\xe2\x80\xaf", 3) == 0 || memcmp (p, "\xe2\x80\x99", 3) == 0 ||
                       memcmp (p, "\xe2\x80\x89", 3) == 0))
    return 3;
  return 0;
}

/* Which of comma and point is the decimal sign of this text; 0 when neither is. Sets what the
 * text proves about it. */
static gboolean
find_decimal (const char *text,
              const char *end,
              char        wanted,
              char       *decimal,
              guint      *traits)
{
  const char *comma = NULL, *point = NULL, *last;
  guint n_commas = 0, n_points = 0;

  for (const char *p = text; p < end && *p != 'e' && *p != 'E'; p++)
    {
      if (*p == ',')
        comma = (n_commas++, p);
      else if (*p == '.')
        point = (n_points++, p);
    }
  *decimal = 0;
  last = MAX (comma, point);
  if (last == NULL)
    return TRUE;
  if (n_commas > 0 && n_points > 0)
    {
      *decimal = *last;
      *traits |= *last == ',' ? QUERIST_NUMBER_COMMA_DECIMAL | QUERIST_NUMBER_POINT_GROUP
                              : QUERIST_NUMBER_POINT_DECIMAL | QUERIST_NUMBER_COMMA_GROUP;
    }
  else if (n_commas > 1 || n_points > 1)
    *traits |= *last == ',' ? QUERIST_NUMBER_COMMA_GROUP : QUERIST_NUMBER_POINT_GROUP;
  else if (end - last == 4 && last - text <= 3 && last > text && text[0] != '0')
    {
      *decimal = wanted == 0 ? (*last == '.' ? '.' : 0) : (wanted == *last ? wanted : 0);
      *traits |= *last == ',' ? QUERIST_NUMBER_COMMA_OPEN : QUERIST_NUMBER_POINT_OPEN;
    }
  else
    {
      *decimal = *last;
      *traits |= *last == ',' ? QUERIST_NUMBER_COMMA_DECIMAL : QUERIST_NUMBER_POINT_DECIMAL;
    }
  return wanted == 0 || *decimal == 0 || *decimal == wanted;
}

static gboolean
parse_exponent (const char *p,
                const char *end,
                gboolean    has_point,
                Digits     *digits,
                guint      *traits)
{
  gboolean sign = p < end && (*p == '-' || *p == '+');
  gboolean negative = p < end && *p == '-';
  int exponent = 0;

  if (sign)
    p++;
  if (p >= end || end - p > 4)
    return FALSE;
  for (; p < end; p++)
    {
      if (!g_ascii_isdigit (*p))
        return FALSE;
      exponent = exponent * 10 + (*p - '0');
    }
  digits->exponent = negative ? -exponent : exponent;
  *traits |= QUERIST_NUMBER_EXPONENT;
  if (!sign && !has_point)
    *traits |= QUERIST_NUMBER_CODE;
  return TRUE;
}

/* The digits between separators: three each, or two each but for the last, as in India
 * ("12,34,567"). */
typedef struct
{
  guint    n_groups; /* separators so far */
  guint    n_digits; /* of the group at hand */
  guint    n_first;
  gboolean threes;
  gboolean twos;
} Groups;

/* Whether the group that a sign @c ends may be so long; @last if no other follows. */
static gboolean
end_group (Groups  *groups,
           char     c,
           gboolean last)
{
  if (groups->n_groups == 0)
    groups->n_first = groups->n_digits;
  if (groups->n_groups == 0 || last)
    return groups->n_groups == 0 ? last || groups->n_digits <= 3 : groups->n_digits == 3;
  groups->threes |= groups->n_digits == 3;
  groups->twos |= groups->n_digits == 2 && c == ',' && groups->n_first <= 2;
  return groups->threes != groups->twos && (groups->n_digits == 3 || groups->n_digits == 2);
}

static gboolean
parse_digits (const char *text,
              const char *end,
              char        decimal,
              Digits     *digits,
              guint      *traits)
{
  Groups groups = { 0 };
  gboolean fraction = FALSE;

  for (const char *p = text; p < end;)
    {
      gsize other;

      if (g_ascii_isdigit (*p))
        {
          add_digit (digits, *p++);
          groups.n_digits++;
          digits->n_decimals += fraction;
          continue;
        }
      if ((*p == 'e' || *p == 'E') && digits->n_digits > 0)
        return parse_exponent (p + 1, end, fraction, digits, traits);
      if (fraction)
        return FALSE;
      other = match_other_group (p, end);
      if (other == 0 && *p != ',' && *p != '.')
        return FALSE;
      if (!end_group (&groups, *p, *p == decimal))
        return FALSE;
      if (*p == decimal)
        {
          fraction = TRUE;
          *traits |= QUERIST_NUMBER_FRACTION;
          p++;
          continue;
        }
      if (groups.n_digits == 0 || (groups.n_groups == 0 && text[0] == '0'))
        return FALSE;
      if (other > 0)
        *traits |= QUERIST_NUMBER_OTHER_GROUP;
      p += MAX (other, 1);
      groups.n_groups++;
      groups.n_digits = 0;
    }
  return digits->n_digits > 0 && (fraction || end_group (&groups, '\0', TRUE));
}

static gboolean
parse_infinity (const char    *text,
                gsize          length,
                QueristNumber *number)
{
  gboolean negative = length > 0 && *text == '-';

  if (negative || (length > 0 && *text == '+'))
    {
      text++;
      length--;
    }
  if (!(length == 3 && g_ascii_strncasecmp (text, "inf", 3) == 0) &&
      !(length == 8 && g_ascii_strncasecmp (text, "infinity", 8) == 0))
    return FALSE;
  number->traits = QUERIST_NUMBER_INFINITE | QUERIST_NUMBER_EXPONENT;
  number->real = negative ? -INFINITY : INFINITY;
  return TRUE;
}

/**
 * querist_number_parse:
 * @text: a text, maybe with blanks around it
 * @length: its bytes
 * @decimal: '.' or ',' for the decimal sign; 0 when that is to be found out
 * @number: (out): the number and what its text shows
 *
 * Reads numbers as people and programs of the world write them: thousands parted by commas,
 * points, blanks or apostrophes in groups of three, or as in India, decimal points or commas, percent, currencies,
 * amounts in parentheses, exponents. With @decimal 0, "1,234" is read as 1234 and "1.234" as 1.234,
 * and marked as open. A percentage is the number before its sign.
 *
 * Returns: whether it is a number
 */
gboolean
querist_number_parse (const char    *text,
                      gsize          length,
                      char           decimal,
                      QueristNumber *number)
{
  Digits digits;
  char sign;

  memset (number, 0, sizeof *number);
  trim (&text, &length);
  if (length == 0 || length >= MAX_LENGTH)
    return FALSE;
  if (length <= MAX_SHORT && decimal != ',' && parse_short (text, length, number))
    return TRUE;
  if (parse_plain (text, length, decimal, number))
    return TRUE;
  number->traits = 0;
  if (parse_infinity (text, length, number))
    return TRUE;

  memset (&digits, 0, sizeof digits);
  strip (&text, &length, &digits, number);
  if (length == 0 || !(g_ascii_isdigit (*text) || *text == '.' || *text == ','))
    return FALSE;
  if (!find_decimal (text, text + length, decimal, &sign, &number->traits) ||
      !parse_digits (text, text + length, sign, &digits, &number->traits))
    return FALSE;
  if ((number->traits & QUERIST_NUMBER_PLUS) && digits.n_digits > 6 &&
      !(number->traits & (QUERIST_NUMBER_FRACTION | QUERIST_NUMBER_EXPONENT)))
    number->traits |= QUERIST_NUMBER_CODE;
  if (digits.n_digits > 1 && text[0] == '0' && g_ascii_isdigit (text[1]))
    number->traits |= QUERIST_NUMBER_CODE;
  finish (&digits, number);
  return TRUE;
}
