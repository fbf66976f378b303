/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-csv-month.h"

#include <string.h>

/* Bytes of the longest name. */
#define MAX_NAME 16

/* The names of the months in English, German, French, Spanish, Italian, Dutch, Portuguese and
 * Swedish, in small letters, written out and as they are shortened. No name stands for different
 * months in two of these languages. */
static const struct
{
  const char *longs;
  const char *shorts;
} months[12] = {
  { " january januar jänner janvier enero gennaio januari janeiro ", " jan jän janv ene gen " },
  { " february februar feber février fevrier febrero febbraio februari fevereiro ",
    " feb févr fév fev " },
  { " march märz maerz mars marzo maart março marco ", " mar mär mrz mrt " },
  { " april avril abril aprile ", " apr avr abr " },
  { " may mai mayo maggio mei maio maj ", " mag " },
  { " june juni juin junio giugno junho ", " jun giu " },
  { " july juli juillet julio luglio julho ", " jul juil lug " },
  { " august août aout agosto augustus augusti ", " aug ago aoû aou " },
  { " september septembre septiembre setiembre settembre setembro ", " sep sept set " },
  { " october oktober octobre octubre ottobre outubro ", " oct okt ott out " },
  { " november novembre noviembre novembro ", " nov " },
  { " december dezember décembre decembre diciembre dicembre dezembro ",
    " dec dez déc dic " },
};

static gboolean
is_among (const char *names,
          const char *name) /* with a blank before and behind */
{
  return strstr (names, name) != NULL;
}

/* The letters that begin a text, with blanks around them, small. */
static gsize
copy_name (const char *text,
           const char *end,
           char       *name) /* MAX_NAME + 3 bytes */
{
  gsize n = 0;

  while (text + n < end && (g_ascii_isalpha (text[n]) || (guchar) text[n] >= 0x80))
    {
      if (n == MAX_NAME)
        return 0;
      name[n + 1] = g_ascii_tolower (text[n]);
      /* the capitals of these languages beyond ASCII: À to Þ, two bytes in UTF-8 */
      if (n > 0 && (guchar) name[n] == 0xc3 && (guchar) text[n] >= 0x80 && (guchar) text[n] <= 0x9e)
        name[n + 1] = text[n] + 0x20;
      n++;
    }
  name[0] = name[n + 1] = ' ';
  name[n + 2] = '\0';
  return n;
}

/**
 * querist_csv_month_read:
 * @text: (inout): where a name may stand; if there is one, what follows it and its point
 * @end: end of the text
 * @is_long: (out): whether the name is written out
 *
 * Reads the name of a month in the languages of most exports of Europe and the Americas, case
 * ignored.
 *
 * Returns: the month, 1 to 12, or 0
 */
guint
querist_csv_month_read (const char **text,
                        const char  *end,
                        gboolean    *is_long)
{
  char name[MAX_NAME + 3];
  gsize n = copy_name (*text, end, name);

  for (guint i = 0; n >= 3 && i < G_N_ELEMENTS (months); i++)
    {
      /* "may" and "mai" are both */
      *is_long = n > 3 && is_among (months[i].longs, name);
      if (!*is_long && !is_among (months[i].shorts, name) && !is_among (months[i].longs, name))
        continue;
      *text += n;
      if (*text < end && **text == '.')
        (*text)++;
      return i + 1;
    }
  return 0;
}
